'use strict';

/* What pages and files say of a product, in the words of the page. */

const COLUMNS = ['name', 'manufacturer', 'models', 'label', 'level', 'status', 'reason', 'until', 'ended', 'displayed_on',
	'category', 'criteria', 'evaluator', 'route', 'address'];

class Table {
	/** @param {HTMLElement} page @param {SearchIndex} index @param {Words} words */
	constructor(page, index, words) {
		this.page = page;
		this.index = index;
		this.words = words;
	}

	/** @param {Phrase} texts */
	phrase(texts) { return this.index.directory.phrase(texts, document.documentElement.lang); }

	/** @param {HTMLElement} element @param {Phrase} texts */
	setPhrase(element, texts) {
		const { text, lang } = this.phrase(texts);

		return Dom.setText(element, text, lang);
	}

	/**
	 * Of a page of the site. In a lite mirror the viewer shows products and manufacturers, which are no
	 * files there.
	 * @param {string} path
	 */
	addressOf(path) {
		const { base, index, viewer } = this.page.dataset;

		return base + (viewer && /^(P\/|products\/maker-)/.test(path) ? viewer + path : path + index);
	}

	/** @param {Product} product */
	productAddress(product) { return this.addressOf(`P/${product.id}/`); }

	/** @param {Product} product */
	fixedAddress(product) { return `${this.page.dataset.site}P/${product.id}/`; }

	/** @param {Product} product @param {string} [today] which of many is asked once */
	statusOf(product, today = Words.today) {
		return product.status === 'valid' && product.end < today ? 'stale' : product.status;
	}

	/**
	 * Whether the day that is shown is the last one of the term, and not that of an event which ended the
	 * label before.
	 * @param {Product} product
	 */
	isOfTerm({ status, reason }) {
		return status !== 'revoked' && !this.words.texts.has(`event.${reason}`);
	}

	/** @param {Product} product */
	makerOf(product) {
		return product.maker ? this.phrase(product.maker).text
			: this.words.say(product.isMakerWithheld ? 'withheld' : 'not_stated');
	}

	/** @param {Product} product */
	supportOf({ isSupportUndeclared, supportUntil: day }) {
		if (isSupportUndeclared || !day)
			return this.words.say(isSupportUndeclared ? 'undeclared' : 'not_stated');
		return day < Words.today ? this.words.say('support_over', { day: this.words.line(day) }) : day;
	}

	/** @param {Product} product @returns {Record<string, string>} */
	valuesOf(product) {
		const { words } = this;
		const evaluator = words.say(`evaluator.${product.evaluator}`);

		return {
			name: this.phrase(product.names).text,
			manufacturer: this.makerOf(product),
			models: product.models.join('; '),
			label: product.label,
			level: words.say(`level.${product.level}`),
			status: words.say(`status.${this.statusOf(product)}`),
			reason: product.reason && words.say(`reason.${product.reason}`),
			until: this.isOfTerm(product) ? product.end : '',
			ended: this.isOfTerm(product) ? '' : product.end,
			displayed_on: product.displayedOn,
			category: product.category ? this.phrase(product.category[1]).text : '',
			criteria: product.criteria[0],
			evaluator: product.evaluatorNames ? `${evaluator} (${this.phrase(product.evaluatorNames).text})` : evaluator,
			route: words.say(`route.${product.route}`),
			support: this.supportOf(product),
			open_note: words.say(product.hasOpenNote ? 'yes' : 'no'),
			also: product.also.filter(({ end }) => end >= Words.today)
				.map(({ level, label }) => `${words.say(`level.${level}`)} ${label}`).join('; ') || words.say('none'),
			address: this.fixedAddress(product),
		};
	}

	/** @param {string[]} columns */
	head(columns) { return columns.map((name) => this.words.say(name)); }

	/** @param {Product} product */
	row(product) {
		const values = this.valuesOf(product);

		return COLUMNS.map((name) => values[name] ?? '');
	}

	/**
	 * What a spreadsheet would take for a formula is made a text; wide forms count too.
	 * @param {string} text
	 */
	static harmless(text) { return /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text; }

	/**
	 * A cell of CSV (RFC 4180).
	 * @param {string} text
	 */
	static cell(text) {
		const harmless = Table.harmless(text);

		return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
	}

	/**
	 * Rows as a spreadsheet takes them from the clipboard: a tab ends a cell, so none is in one.
	 * @param {string[][]} rows
	 */
	static lines(rows) {
		return rows.map((row) => row.map((text) => Table.harmless(text).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
	}

	/** @param {string} name @param {string[][]} rows */
	static saveCsv(name, rows) {
		Dom.save(name, `\ufeff${rows.map((row) => `${row.map(Table.cell).join(',')}\r\n`).join('')}`, 'text/csv');
	}
}
