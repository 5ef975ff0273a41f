'use strict';

/*
 * Fills the operator's template of label artwork for one product. What the template has is checked when
 * the site is built: see fuda-site(5), LABEL ARTWORK.
 */

/** @typedef {{ size: number, path: string }} Code a QR code: modules a side, quiet zone included, and what is dark */

const Artwork = (() => {
	const SVG = 'http://www.w3.org/2000/svg', LEVELS = [1, 2, 3, 4];
	const MODULE = 0.33; /* mm: the least that telephones read, as pages of products have it */
	const CHARACTER = 0.62; /* of the size of a font: how wide a character of a number is at most */

	/** @param {string} text @returns {Document} */
	function parse(text) {
		const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');

		if (parsed.documentElement.localName !== 'svg')
			throw new Error('no SVG');
		return parsed;
	}

	/** @param {Document | Element} within @param {string} selector */
	function find(within, selector) {
		const element = within.querySelector(selector);

		if (!element)
			throw new Error(`the template has no ${selector}`);
		return element;
	}

	/** @param {Element} element @param {string} name */
	const numberOf = (element, name) => Number(element.getAttribute(name) ?? 0);

	/** Width and height of a drawing in its own units. @param {Document} drawing */
	function sizeOf(drawing) {
		const [, , across, down] = (drawing.documentElement.getAttribute('viewBox') ?? '').split(' ').map(Number);

		return { across: across ?? NaN, down: down ?? NaN };
	}

	/** The code in qr.svg. @param {string} text @returns {Code} */
	function readCode(text) {
		const drawing = parse(text);

		return { size: sizeOf(drawing).across, path: find(drawing, 'path').getAttribute('d') ?? '' };
	}

	/** How wide a module is where the label is as wide as that, in mm. @param {Document} template @param {Code} code @param {number} width */
	const moduleOf = (template, code, width) => width * numberOf(find(template, '#slot-code'), 'width') / sizeOf(template).across / code.size;

	/** How wide the label must be, in mm, to a tenth. @param {Document} template @param {Code} code */
	const leastWidth = (template, code) => Math.ceil(MODULE / moduleOf(template, code, 1) * 10 - 1e-6) / 10;

	/** @param {Document} drawing @param {string} name @param {Record<string, string | number>} attributes */
	function make(drawing, name, attributes) {
		const element = drawing.createElementNS(SVG, name);

		for (const [key, value] of Object.entries(attributes))
			element.setAttribute(key, String(value));
		return element;
	}

	/** @param {Document} drawing @param {Code} code */
	function putCode(drawing, code) {
		const slot = find(drawing, '#slot-code');
		const picture = make(drawing, 'svg', { viewBox: `0 0 ${code.size} ${code.size}` });

		for (const name of ['x', 'y', 'width', 'height'])
			picture.setAttribute(name, String(numberOf(slot, name)));
		picture.append(make(drawing, 'rect', { width: code.size, height: code.size, fill: '#ffffff' }),
			make(drawing, 'path', { 'fill-rule': 'evenodd', 'shape-rendering': 'crispEdges', fill: '#000000', d: code.path }));
		slot.replaceWith(picture);
	}

	/** A long number is drawn narrower. @param {Document} drawing @param {string} number */
	function putNumber(drawing, number) {
		const slot = find(drawing, '#slot-number'), most = numberOf(slot, 'data-width');

		slot.textContent = number;
		if (most > 0 && number.length * numberOf(slot, 'font-size') * CHARACTER > most) {
			slot.setAttribute('textLength', String(most));
			slot.setAttribute('lengthAdjust', 'spacingAndGlyphs');
		}
	}

	/** Whether a paint, #rgb or #rrggbb, is light. @param {string} paint */
	function isLight(paint) {
		const hex = paint.length === 4 ? paint.replace(/[^#]/g, '$&$&') : paint;
		const part = (/** @type {number} */ at) => parseInt(hex.slice(at, at + 2), 16);

		return part(1) * 0.3 + part(3) * 0.59 + part(5) * 0.11 > 140;
	}

	/** @param {Document} drawing */
	function makeBlack(drawing) {
		for (const name of ['fill', 'stroke'])
			drawing.querySelectorAll(`[${name}]`).forEach((element) => {
				const paint = element.getAttribute(name) ?? '';

				if (paint !== 'none')
					element.setAttribute(name, isLight(paint) ? '#ffffff' : '#000000');
			});
	}

	/**
	 * The label as a file, and how high it is in mm.
	 * @param {Document} template
	 * @param {{ level: number, number: string, title: string, code: Code, width: number, isOneColour: boolean }} wanted
	 */
	function compose(template, { level, number, title, code, width, isOneColour }) {
		const drawing = /** @type {Document} */ (template.cloneNode(true)), root = drawing.documentElement;
		const { across, down } = sizeOf(drawing), height = width * down / across;

		root.setAttribute('width', `${width}mm`);
		root.setAttribute('height', `${height}mm`);
		root.querySelector('title')?.replaceChildren(title);
		for (const each of LEVELS)
			if (each !== level)
				find(drawing, `#slot-level-${each}`).remove();
		putNumber(drawing, number);
		putCode(drawing, code);
		if (isOneColour)
			makeBlack(drawing);
		return { text: `${new XMLSerializer().serializeToString(drawing)}\n`, height };
	}

	return { parse, readCode, moduleOf, leastWidth, compose, MODULE };
})();
