'use strict';

/* The words of a page, which stand in a template of it, and numbers and days as its language writes
 * them. */

const DAY_MS = 864e5;

class Words {
	/** @param {HTMLElement} page */
	constructor(page) {
		const template = Dom.find(page, 'words');

		/** @type {Map<string, string>} */
		this.texts = new Map();
		if (template instanceof HTMLTemplateElement)
			template.content.querySelectorAll('[data-word]').forEach((word) => {
				this.texts.set(word.getAttribute('data-word') ?? '', word.textContent ?? '');
			});
	}

	/** As the script of all pages says, which comes behind those of one. */
	get locale() { return window.fudaWords?.[document.documentElement.lang]?.locale ?? 'en'; }

	/**
	 * @param {string} word @param {Record<string, string | number>} [values] for {NAME} in it
	 */
	say(word, values = {}) {
		const text = this.texts.get(word);

		if (text === undefined)
			throw new Error(`the layout has no word ${word}`);
		return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
	}

	/** @param {number} n */
	number(n) { return n.toLocaleString(this.locale); }

	/** @param {string} iso */
	day(iso) { return window.fudaDay?.(iso) ?? iso; }

	/** The same for a sentence on the screen, in which it stays in one line. @param {string} iso */
	line(iso) { return this.day(iso).replaceAll(' ', '\u00a0'); }

	/**
	 * Today in Tokyo, where there is no summer time; a clock that runs behind the copy is wrong. Asked
	 * for each time, since a page stays open over midnight.
	 */
	static get today() {
		const today = new Date(Date.now() + 9 * 36e5).toISOString().slice(0, 10);

		return window.fudaAsOf && window.fudaAsOf > today ? window.fudaAsOf : today;
	}

	/** The day of the registry that is shown. */
	static get asOf() { return window.fudaAsOf ?? Words.today; }

	/** Whether the next one was to be there two days ago, as site.js has it. */
	static get isOld() { return Math.round((Date.parse(Words.today) - Date.parse(Words.asOf)) / DAY_MS) >= 3; }
}
