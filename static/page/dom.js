'use strict';

/* Elements of a page, found by the names of their data attributes and made from text. */

const Dom = (() => {
	/**
	 * The element [data-NAME] inside another. That it is there is the layout's duty.
	 * @param {ParentNode} within @param {string} name
	 * @returns {HTMLElement}
	 */
	function find(within, name) {
		const element = within.querySelector(`[data-${name}]`);

		if (!(element instanceof HTMLElement))
			throw new Error(`the layout has no [data-${name}]`);
		return element;
	}

	/**
	 * @template {keyof HTMLElementTagNameMap} K
	 * @param {K} name @param {string} [text] @param {Record<string, string>} [attributes]
	 */
	function make(name, text = '', attributes = {}) {
		const element = document.createElement(name);

		element.textContent = text;
		for (const [key, value] of Object.entries(attributes))
			element.setAttribute(key, value);
		return element;
	}

	/** @param {HTMLElement} element @param {string} text @param {string} lang '' for that of the page */
	function setText(element, text, lang) {
		element.textContent = text;
		if (lang)
			element.lang = lang;
		return element;
	}

	/**
	 * Saves a text as a file.
	 * @param {string} name @param {string} text @param {string} type
	 */
	function save(name, text, type) {
		const link = make('a', '', { download: name });

		link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
		document.body.append(link);
		link.click();
		link.remove();
		setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
	}

	/**
	 * Copies a text, also where the page came over plain http.
	 * @param {string} text @param {HTMLElement} place of a field that is there for a moment
	 */
	async function copy(text, place) {
		if (navigator.clipboard && window.isSecureContext) {
			await navigator.clipboard.writeText(text);
			return;
		}

		const area = make('textarea');

		area.value = text;
		place.append(area);
		area.select();
		document.execCommand('copy');
		area.remove();
	}

	/**
	 * Begins a page that needs its script: [data-NAME], which has a form and was hidden until now.
	 * @param {string} name
	 * @param {new (page: HTMLElement, form: HTMLFormElement) => {listen(): void, begin(): Promise<void>}} Page
	 */
	function begin(name, Page) {
		const element = document.querySelector(`[data-${name}]`), form = element?.querySelector('form');

		if (!(element instanceof HTMLElement) || !form)
			return;

		const page = new Page(element, form);

		element.hidden = false;
		find(document, 'without-script').hidden = true;
		page.listen();
		run(page.begin());
	}

	return { find, make, setText, save, copy, begin };
})();
