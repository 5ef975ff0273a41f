'use strict';

/** @typedef {string[]} Phrase a text in each language of the site, '' where it has none */
/** @typedef {[id: string, names: Phrase]} Category */
/** @typedef {[id: string, family: string, version: string, nbefore: number, level: number]} CriteriaVersion */

/**
 * A file of results, parsed: columns of its products.
 * @typedef {object} ResultFile
 * @property {string[]} ids
 * @property {string[]} labels
 * @property {Phrase[]} name
 * @property {string[]} models
 * @property {number[][]} columns
 * @property {Phrase[]} maker
 * @property {Phrase[]} evaluator
 * @property {[number: number, label: string, level: number, end: number][]} also
 * @property {Product[]} made
 */

/**
 * Days as texts: many products have the same, and to make one takes long.
 * @type {Map<number, string>}
 */
const knownDates = new Map();

/** A product as search shows it. */
class Product {
	/** @param {ResultFile} file @param {number} i @param {number} number @param {Directory} directory */
	constructor(file, i, number, directory) {
		const column = (/** @type {number} */ c) => file.columns[c]?.[i] ?? 0;
		const code = (/** @type {string[]} */ codes, /** @type {number} */ c) => codes[column(c)] ?? '';

		this.number = number;
		this.id = file.ids[i] ?? '';
		this.label = file.labels[i] ?? '';
		this.names = file.name.map((names) => names[i] ?? '');
		this.models = (file.models[i] ?? '').split('\n');
		this.level = column(0);
		this.status = code(directory.codes.statuses, 1);
		this.reason = code(directory.codes.reasons, 2);
		this.displayedOn = Product.dateOf(column(3));
		this.end = column(4) ? Product.dateOf(column(3) + column(4) - 1) : '';
		/** @type {Category | null} */
		this.category = directory.categories[column(5) - 1] ?? null;
		this.criteria = /** @type {CriteriaVersion} */ (directory.criteria[column(6)]);
		this.evaluator = code(directory.codes.evaluators, 7);
		this.route = code(directory.codes.routes, 8);
		this.isSupportUndeclared = column(9) === 1;
		this.supportUntil = column(9) > 1 ? Product.dateOf(column(9) - 1) : '';
		this.hasOpenNote = column(10) > 0;
		this.isMakerWithheld = column(11) === 1;
		/** @type {Phrase | null} */
		this.maker = file.maker[column(11) - 2] ?? null;
		/** @type {Phrase | null} */
		this.evaluatorNames = file.evaluator[column(12) - 1] ?? null;
		this.also = file.also.filter((also) => also[0] === i)
			.map(([, label, level, end]) => ({ label, level, end: Product.dateOf(end) }));
		/** @type {CutText[] | null} */
		this.cutTexts = null;
		/** @type {{models: string[], all: string[]} | null} */
		this.cutCodes = null;
	}

	/**
	 * A day of the index, which counts them from 2000-01-01 as 1; '' for 0.
	 * @param {number} number
	 */
	static dateOf(number) {
		let date = knownDates.get(number);

		if (date === undefined) {
			date = number ? new Date(Date.UTC(2000, 0, number)).toISOString().slice(0, 10) : '';
			knownDates.set(number, date);
		}
		return date;
	}

	/** @param {any} data @returns {ResultFile} */
	static parseFile(data) {
		return {
			ids: data.id.split(' '), labels: data.label.split(' '), name: data.name, models: data.models,
			columns: data.column.map(Codec.numbersOf), maker: data.maker ?? [], evaluator: data.evaluator ?? [],
			also: data.also ?? [], made: [],
		};
	}

	/** All numbers of its labels and its own. */
	get ids() {
		return [this.id, this.label, ...this.also.map(({ label }) => label)];
	}

	/** The texts in which terms are looked for. */
	texts() {
		this.cutTexts ??= [
			...[...this.names, ...this.maker ?? []].filter(Boolean).map((text) => Terms.cut(text, 'text')),
			...this.models.map((text) => Terms.cut(text, 'text')),
			...this.ids.map((text) => Terms.cut(text, 'id')),
		];
		return this.cutTexts;
	}

	/** @param {string[]} terms */
	matches(terms) {
		const texts = this.texts();

		return terms.every((term) => texts.some((text) => Terms.stands(term, text)));
	}

	/** Its model numbers as codes; and all of its numbers. */
	codes() {
		if (!this.cutCodes) {
			const models = this.models.map(Terms.code);

			this.cutCodes = { models, all: [...models, ...this.ids.map(Terms.code)] };
		}
		return this.cutCodes;
	}

	/**
	 * 3: a number of the product is what was typed; 2.5: a model is one of the terms; 2: a model begins
	 * with what was typed; else 1.
	 * @param {string} typed @param {string[]} [terms]
	 */
	rank(typed, terms = []) {
		if (!typed)
			return 1;
		const { models, all } = this.codes();

		if (all.includes(typed))
			return 3;
		if (terms.length > 1 && terms.some((term) => /\d/.test(term) && models.includes(term)))
			return 2.5;
		return models.some((model) => model.startsWith(typed)) ? 2 : 1;
	}
}
