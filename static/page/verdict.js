'use strict';

/*
 * The verdict of a cell of a list: which products have the number that stands in it, in the ways in
 * which people write one, or which have one that differs by a character.
 */

/**
 * 'unread': nothing in the cell can be a number of a product. `number`: what of the cell was found, or
 * of the product is nearly the same. `before`: the line that had the same already.
 * @typedef {{text: string, line: number, kind: 'found' | 'similar' | 'none' | 'unread', number: string,
 *   products: Product[], before: number}} Verdict
 */

class Judge {
	/** @param {SearchIndex} index */
	constructor(index) {
		this.index = index;
		/** @type {Map<string, Promise<Verdict>>} what was judged: lists repeat themselves */
		this.known = new Map();
	}

	/**
	 * What may be the number in a text: all of it; without a numbering before it, a quantity behind it;
	 * without words before and behind it that have no digits, such as the manufacturer. A word with
	 * digits may be another number, which must not be passed over.
	 * @param {string} text
	 */
	static readings(text) {
		const bare = text.normalize('NFKC').trim();
		const unnumbered = bare.replace(/^(?:\(?\d{1,4}[.)]|[-*・•])\s*/, '');
		const counted = unnumbered.replace(/\s*(?:(?<!\p{L})[x×*]\s*\d{1,5}|[,(\s]\s*\d{1,5}\s*\)?\s*\p{L}{0,3}\)?)$/iu, '');
		const words = counted.split(/\s+/), hasDigit = (/** @type {string} */ word) => /\p{N}/u.test(word);
		const first = words.findIndex(hasDigit), last = words.length - [...words].reverse().findIndex(hasDigit);
		const tails = words.slice(0, Math.max(0, first)).map((_, i) => words.slice(i + 1).join(' '));
		const numbered = first < 0 ? [] : [words.slice(first, last).join(' ')];

		return [bare, unnumbered, counted, ...tails, ...numbered].filter((reading, i, all) =>
			/[\p{L}\p{N}]/u.test(reading) && all.indexOf(reading) === i);
	}

	/**
	 * Whether digits are a barcode, by their check digit.
	 * @param {string} digits
	 */
	static isBarcode(digits) {
		if (!/^(?:\d{8}|\d{12,14})$/.test(digits))
			return false;

		const sum = Array.from(digits).reverse().reduce((all, digit, i) => all + Number(digit) * (i % 2 ? 3 : 1), 0);

		return sum % 10 === 0;
	}

	/** @param {string} reading */
	async find(reading) {
		const digits = reading.replace(/[\s-]/g, '').replace(/^\D+(?=\d{8,14}$)/, '');
		const typed = Terms.code(Terms.askedOf(reading, this.index.directory.skipped));
		const found = typed ? await this.index.exact(typed, Infinity) : [];

		if (found.length || !Judge.isBarcode(digits))
			return found;

		const answer = await Query.ask(this.index, digits, {});

		return answer?.byCode ? answer.products : [];
	}

	/**
	 * @param {string} text of a cell @param {number} line
	 * @returns {Promise<Verdict>}
	 */
	async judge(text, line) {
		let verdict = this.known.get(text);

		if (!verdict) {
			verdict = this.judgeAnew(text, line);
			this.known.set(text, verdict);
			verdict.catch(() => { this.known.delete(text); });
		}
		return { ...await verdict, line };
	}

	/**
	 * @param {string} text @param {number} line
	 * @returns {Promise<Verdict>}
	 */
	async judgeAnew(text, line) {
		const readings = Judge.readings(text);
		/** @type {Verdict} */
		const verdict = { text, line, kind: readings.length ? 'none' : 'unread', number: '', products: [], before: 0 };

		for (const reading of readings) {
			const products = await this.find(reading);

			if (products.length)
				return { ...verdict, kind: 'found', number: reading, products };
		}
		for (const reading of readings) {
			const similar = await Nearest.numbersLike(this.index, reading);
			const [first] = similar;

			if (first)
				return {
					...verdict, kind: 'similar', number: first.text,
					products: similar.filter(({ text: number }) => number === first.text).map(({ product }) => product),
				};
		}
		return verdict;
	}
}
