'use strict';

/*
 * The verdicts of a cell of a list: which products have a number that stands in it, or which have one that
 * differs by a character.
 */

/**
 * `text`: the cell, or one of several numbers in it. 'unread': nothing in it can be a number of a product.
 * `number`: what of it was found, or of the product is nearly the same. `before`: the line that had the same already.
 * @typedef {{text: string, line: number, kind: 'found' | 'similar' | 'none' | 'unread', number: string,
 *   products: Product[], before: number}} Verdict
 */

class Judge {
	/** @param {SearchIndex} index that is open */
	constructor(index) {
		this.index = index;
		this.cell = new Cell(index.directory.wording);
		/** @type {Map<string, Promise<Verdict[]>>} what was judged: lists repeat themselves */
		this.known = new Map();
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
	 * The verdict of a cell, or of each number in it.
	 * @param {string} text of a cell @param {number} line
	 * @returns {Promise<Verdict[]>}
	 */
	async judge(text, line) {
		let verdicts = this.known.get(text);

		if (!verdicts) {
			verdicts = this.judgeAnew(text);
			this.known.set(text, verdicts);
			verdicts.catch(() => { this.known.delete(text); });
		}
		return (await verdicts).map((verdict) => ({ ...verdict, line }));
	}

	/** @param {string} text */
	async judgeAnew(text) {
		const whole = await this.judgeWhole(text), parts = whole ? [] : this.cell.parts(text);

		if (!parts.length)
			return [whole ?? await this.judgeLike(text)];

		const all = await Promise.all(parts.map(async (part) => await this.judgeWhole(part) ?? this.judgeLike(part)));

		return Judge.withoutBarcodes(text, all);
	}

	/**
	 * A number with the barcode of the same product, or with one that nobody has, is one number.
	 * @param {string} text @param {Verdict[]} verdicts of its parts
	 */
	static withoutBarcodes(text, verdicts) {
		const isBarcode = (/** @type {Verdict} */ verdict) => Judge.isBarcode(verdict.text);
		const others = verdicts.filter((verdict) => !isBarcode(verdict)), [first] = others;
		const isSame = (/** @type {Verdict} */ { kind, products }) => kind !== 'found' ||
			products.some(({ id }) => first?.products.some((product) => product.id === id));

		return first?.kind === 'found' && others.length === 1 && verdicts.filter(isBarcode).every(isSame) ? [{ ...first, text }] : verdicts;
	}

	/**
	 * The products of which a number stands in a text; null where there is none.
	 * @param {string} text
	 * @returns {Promise<Verdict | null>}
	 */
	async judgeWhole(text) {
		for (const number of this.cell.readings(text)) {
			const products = await this.find(number);

			if (products.length)
				return { text, line: 0, kind: 'found', number, products, before: 0 };
		}
		return null;
	}

	/**
	 * The products of which a number is nearly one in a text.
	 * @param {string} text
	 * @returns {Promise<Verdict>}
	 */
	async judgeLike(text) {
		const readings = this.cell.readings(text);

		for (const reading of readings) {
			const similar = await Nearest.numbersLike(this.index, reading);
			const [first] = similar;

			if (first)
				return {
					text, line: 0, kind: 'similar', number: first.text, before: 0,
					products: similar.filter(({ text: number }) => number === first.text).map(({ product }) => product),
				};
		}
		return { text, line: 0, kind: readings.length ? 'none' : 'unread', number: '', products: [], before: 0 };
	}
}
