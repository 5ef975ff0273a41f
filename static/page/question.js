'use strict';

/*
 * What is asked: in the form, in the address of the page, as a filter of the index.
 */

/**
 * @typedef {{level: string[], status: string[], evaluator: string[]}} QuestionLists
 * @typedef {{q: string, category: string, criteria: string, until: string, min: string, delivery: string,
 *   months: string, after: string, third: string}} QuestionTexts
 * @typedef {QuestionLists & QuestionTexts} Question
 */

const Questions = (() => {
	/** @type {(keyof QuestionLists)[]} */
	const LISTS = ['level', 'status', 'evaluator'];
	/** @type {(keyof QuestionTexts)[]} */
	const TEXTS = ['q', 'category', 'criteria', 'until', 'min', 'delivery', 'months', 'after', 'third'];
	const Q_MAX = 500, MONTHS_MAX = 120;

	/** @returns {Question} */
	const empty = () => ({
		level: [], status: [], evaluator: [], q: '', category: '', criteria: '', until: '', min: '', delivery: '',
		months: '', after: '', third: '',
	});

	/** @param {string} text */
	const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(Date.parse(text)) &&
		new Date(text).toISOString().startsWith(text);

	/**
	 * The fields of a form by name, as far as the question has them.
	 * @param {HTMLFormElement} form @param {string} name
	 */
	function fieldsOf(form, name) {
		return Array.from(form.elements).filter((field) =>
			(field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.name === name,
		).map((field) => /** @type {HTMLInputElement | HTMLSelectElement} */ (field));
	}

	/** @param {HTMLFormElement} form @returns {Question} */
	function ofForm(form) {
		const question = empty();

		for (const name of LISTS)
			question[name] = fieldsOf(form, name).filter((box) => box instanceof HTMLInputElement && box.checked)
				.map((box) => box.value);
		for (const name of TEXTS)
			for (const field of fieldsOf(form, name))
				question[name] = field instanceof HTMLInputElement && field.type === 'checkbox'
					? field.checked ? field.value : '' : field.value.trim();
		return question;
	}

	/**
	 * What of a value the form can ask; '' where it is rubbish.
	 * @param {HTMLFormElement} form @param {keyof QuestionTexts} name @param {string} value
	 */
	function valueFor(form, name, value) {
		const [field] = fieldsOf(form, name);

		if (name === 'until' || name === 'delivery')
			return isDay(value) ? value : '';
		if (name === 'months')
			return /^\d{1,3}$/.test(value) && Number(value) <= MONTHS_MAX ? value : '';
		if (field instanceof HTMLSelectElement)
			return Array.from(field.options).some((option) => option.value === value) ? value : '';
		if (name === 'third')
			return value === '1' ? value : '';
		return value.slice(0, Q_MAX);
	}

	/**
	 * The question of an address. What the form cannot ask is left out: addresses are mistyped and cut.
	 * @param {HTMLFormElement} form @param {string} search
	 */
	function ofAddress(form, search) {
		const query = new URLSearchParams(search), question = empty();

		for (const name of LISTS) {
			const wanted = (query.get(name) ?? '').split(',');

			question[name] = fieldsOf(form, name).map(({ value }) => value).filter((value) => wanted.includes(value));
		}
		for (const name of TEXTS)
			question[name] = valueFor(form, name, query.get(name) ?? '');
		return question;
	}

	/** @param {HTMLFormElement} form @param {Question} question */
	function fill(form, question) {
		for (const name of LISTS)
			for (const box of fieldsOf(form, name))
				if (box instanceof HTMLInputElement)
					box.checked = question[name].includes(box.value);
		for (const name of TEXTS)
			for (const field of fieldsOf(form, name))
				if (field instanceof HTMLInputElement && field.type === 'checkbox')
					field.checked = question[name] === field.value;
				else
					field.value = question[name];
	}

	/**
	 * As the query of an address, without its question mark.
	 * @param {Question} question @param {string[]} compared
	 */
	function toAddress(question, compared) {
		const query = new URLSearchParams();

		for (const name of [...LISTS, ...TEXTS]) {
			const value = [question[name]].flat().join(',');

			if (value)
				query.set(name, value);
		}
		if (compared.length)
			query.set('compare', compared.join(','));
		return query.toString().replace(/%2C/g, ',');
	}

	/**
	 * The same day so many months later, or the last of that month.
	 * @param {string} iso @param {number} months
	 */
	function addMonths(iso, months) {
		const at = new Date(iso), day = at.getUTCDate();

		at.setUTCDate(1);
		at.setUTCMonth(at.getUTCMonth() + months);

		const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();

		at.setUTCDate(Math.min(day, last));
		return at.toISOString().slice(0, 10);
	}

	/**
	 * Until when a label has to stand for a delivery, or ''.
	 * @param {Question} question
	 */
	const deliveryEnd = ({ delivery, months }) =>
		(isDay(delivery) ? addMonths(delivery, Math.min(MONTHS_MAX, Math.max(0, Math.floor(Number(months)) || 0))) : '');

	/**
	 * The ids of a version of the criteria and of those that followed it.
	 * @param {Directory} directory @param {string} id
	 */
	function versionsFrom({ criteria }, id) {
		const first = criteria.find((version) => version[0] === id);

		return first ? criteria.filter(([, family, , nbefore]) => family === first[1] && nbefore >= first[3])
			.map(([own]) => own) : [];
	}

	/**
	 * @template T
	 * @param {T[] | undefined} left @param {T[] | undefined} right
	 */
	const both = (left, right) => (left && right ? left.filter((item) => right.includes(item)) : left ?? right);

	/** @param {Question} question @param {Directory} directory @param {string} today @returns {Filter} */
	function toFilter(question, directory, today) {
		const least = Math.max(Number(question.min), question.third ? 3 : 0), end = deliveryEnd(question);
		const list = (/** @type {string[]} */ values) => (values.length ? values : undefined);
		const from = (/** @type {string} */ id) => (id ? versionsFrom(directory, id) : undefined);

		return {
			today,
			levels: both(list(question.level)?.map(Number),
				least ? [1, 2, 3, 4].filter((level) => level >= least) : undefined),
			statuses: list(question.status),
			evaluators: list(question.evaluator),
			category: question.category || undefined,
			criteria: both(from(question.criteria), from(question.after)),
			until: (question.until > end ? question.until : end) || undefined,
		};
	}

	/** @param {Question} question whether more is asked than words */
	const hasConditions = (question) => [...LISTS, ...TEXTS].some((name) => name !== 'q' && question[name].length > 0);

	return { empty, ofForm, ofAddress, fill, toAddress, deliveryEnd, toFilter, hasConditions };
})();
