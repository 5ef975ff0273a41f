'use strict';

/*
 * How like a number or a word is to another: what is read for another character, one that is wrong, missing,
 * too many or in its neighbour's place, a doubled letter, what stands behind a model on its box.
 */

const Likeness = (() => {
	/* Codes shorter than this are like too many. */
	const SHORTEST = 4;
	/* How many ways to read a number otherwise there may be. */
	const MISREAD = 12;
	/* What a registered model may lack of one on a box: a colour, a country. */
	const SUFFIX = 3;
	/** @type {Map<string, string>} */
	const SKELETON = new Map(TWINS.flatMap(([first = '', ...others]) => others.map((other) => [other, first])));

	const TWIN = new RegExp(`[${Array.from(SKELETON.keys()).join('')}]`, 'g');

	/** @param {string} text with one form for all that are read for each other */
	const skeletonOf = (text) => text.replace(TWIN, (c) => SKELETON.get(c) ?? c);

	/**
	 * Whether two texts differ in one character: another, one more, one less, two that changed places.
	 * @param {string} left @param {string} right
	 */
	function isOneEdit(left, right) {
		if (Math.abs(left.length - right.length) > 1)
			return false;

		let from = 0, end = 0;
		const least = Math.min(left.length, right.length);

		while (from < least && left[from] === right[from])
			from++;
		while (end < least - from && left[left.length - 1 - end] === right[right.length - 1 - end])
			end++;

		const l = left.slice(from, left.length - end), r = right.slice(from, right.length - end);

		return left !== right && l.length <= 1 && r.length <= 1 || l.length === 2 && r.length === 2 && l[0] === r[1] && l[1] === r[0];
	}

	/**
	 * Whether a model number with * and # for what varies is meant.
	 * @param {string} model as it is registered @param {string} term
	 */
	function isPattern(model, term) {
		if (!/[*#]/.test(model))
			return false;

		const parts = model.split(/([*#])/).map((part) => (part === '*' ? '.*' : part === '#' ? '.' : Terms.escape(Terms.code(part))));

		return new RegExp(`^${parts.join('')}$`).test(term);
	}

	/**
	 * The number of a product that is nearly the term, as it is written; 1 of what is read for another,
	 * 2 of another character, 3 of a longer one on the box.
	 * @param {Product} product @param {string} term
	 * @returns {{place: number, text: string} | null}
	 */
	function nearNumber(product, term) {
		const skeleton = skeletonOf(term), { all } = product.codes();
		/** @type {{place: number, text: string} | null} */
		let best = null;

		[...product.models, ...product.ids].forEach((text, i) => {
			const code = all[i] ?? '', isAsLong = code.length === term.length;
			const place = isPattern(text, term) ? 0 : isAsLong && skeletonOf(code) === skeleton ? 1 : isOneEdit(code, term) ? 2
				: term.startsWith(code) && /\d/.test(code) && code.length >= SHORTEST && term.length - code.length <= SUFFIX ? 3 : 9;

			if (place < (best?.place ?? 9))
				best = { place, text };
		});
		return best;
	}

	/** @param {string} word with each letter once that stands there twice */
	const squeeze = (word) => word.replace(/([a-z])\1/g, '$1');

	/**
	 * Whether a word is nearly another: it differs in one character, or in which of its letters are doubled.
	 * @param {string} word @param {string} term
	 */
	const isNearWord = (word, term) => isOneEdit(word, term) || /^[a-z]+$/.test(term) && squeeze(word) === squeeze(term);

	/**
	 * The word of a product that is nearly the term. A number is rather nearly another number.
	 * @param {Product} product @param {string} term
	 * @returns {{place: number, text: string} | null}
	 */
	function nearWord(product, term) {
		for (const { whole, starts } of product.texts())
			for (let at = 0; at < whole.length; at++)
				if (starts[at])
					for (const length of [term.length, term.length - 1, term.length + 1]) {
						const word = whole.slice(at, at + length);

						if (word.length === length && isNearWord(word, term))
							return { place: /\d/.test(term) ? 2.5 : 2, text: word };
					}
		return null;
	}

	/**
	 * What a term may have been, character for character; what is most likely first, which are letters
	 * among digits and digits among letters.
	 * @param {string} term
	 */
	function misread(term) {
		const isDigit = (/** @type {string | undefined} */ c) => c !== undefined && c >= '0' && c <= '9';
		const all = Array.from(term);
		const fitting = all.map((c, i) => {
			const around = [all[i - 1], all[i + 1]].filter((other) => other !== undefined), digits = around.filter(isDigit).length;
			const wantsDigit = !isDigit(c) && digits === around.length, wantsLetter = isDigit(c) && digits === 0;

			return wantsDigit || wantsLetter ? TWINS.find((twins) => twins.includes(c))?.find((other) => isDigit(other) === wantsDigit) ?? c : c;
		}).join('');
		/** @type {Set<string>} */
		const others = new Set([fitting, skeletonOf(term)]);

		for (const twins of TWINS)
			for (const to of twins)
				others.add(all.map((c) => (twins.includes(c) ? to : c)).join(''));
		all.forEach((c, i) => {
			for (const to of TWINS.find((twins) => twins.includes(c)) ?? [])
				others.add(term.slice(0, i) + to + term.slice(i + 1));
		});
		others.delete(term);
		return Array.from(others).slice(0, MISREAD);
	}

	return { SHORTEST, nearNumber, nearWord, misread };
})();
