'use strict';

/*
 * The verdicts of a cell of a list: which products have a number that stands in it, or which have one that
 * differs by a character.
 */

/**
 * `text`: the cell, or one of several numbers in it. 'other': with a word that names something else than the
 * product of the number. 'words': a product has its words and another number. 'retired': it is the id of an entry
 * that has been retired, on `day`. 'unread': nothing in it can be a number of a product. `number`: what of it was
 * found, or of the product is nearly the same. `before`: the line that had the same already. `of`: the cell above
 * that was judged in its place.
 * @typedef {{text: string, line: number, kind: 'found' | 'similar' | 'other' | 'words' | 'retired' | 'none' | 'unread',
 *   number: string, products: Product[], before: number, day?: string, of?: string}} Verdict
 */

class Judge {
	/* Cells that are begun at once, and in how many such steps the files that they need come side by side: it is
	 * told in between how far it is. */
	static get STEP() { return 250; }
	static get STEPS() { return 24; }
	/* Longer cells are not read; so many words are looked at one by one, so many together. */
	static get LONGEST() { return 400; }
	static get WORDS() { return 24; }
	static get TOGETHER() { return 3; }
	/* How many manufacturers with a word in their names are looked at. */
	static get MAKERS() { return 20; }
	/* Of so many products that have all words of a cell one may be meant. */
	static get FEW() { return 5; }

	/** @param {SearchIndex} index that is open @param {Beside} beside of it */
	constructor(index, beside) {
		this.index = index;
		this.beside = beside;
		this.cell = new Cell(index.directory.wording, beside);
		/** @type {Map<string, Promise<boolean>>} whether a word is the name of a manufacturer */
		this.makers = new Map();
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
	 * The verdicts of cells in their order; null where they are not wanted any more.
	 * @param {{text: string, line: number, of: string}[]} cells @param {() => boolean} isWanted
	 * @param {(n: number) => void} tell that so many more are done
	 */
	async judgeAll(cells, isWanted, tell) {
		/** @type {Promise<Verdict[][]>[]} */
		const steps = [];

		for (let from = 0; from < cells.length && isWanted(); from += Judge.STEP) {
			const some = cells.slice(from, from + Judge.STEP);
			const step = Promise.all(some.map((cell) => this.judgeCell(cell))).then((verdicts) => {
				/* What comes after something failed does not take that back. */
				if (isWanted())
					tell(some.length);
				return verdicts;
			});

			/* What fails is told of where all steps are waited for. */
			step.catch(() => {});
			steps.push(step);
			await new Promise((resolve) => { setTimeout(resolve, 0); });
			await steps[steps.length - Judge.STEPS];
		}

		const verdicts = (await Promise.all(steps)).flat();

		if (!isWanted())
			return null;
		await this.joinLines(verdicts);
		return verdicts.flat();
	}

	/**
	 * Marks what stood in the list before.
	 * @param {Verdict[]} verdicts
	 */
	static markTwins(verdicts) {
		/** @type {Map<string, number>} */
		const lines = new Map();

		return verdicts.map((verdict) => {
			const key = Terms.code(['found', 'retired'].includes(verdict.kind) ? verdict.number : verdict.text), before = lines.get(key);

			if (before === undefined && key)
				lines.set(key, verdict.line);
			return { ...verdict, before: before ?? 0 };
		});
	}

	/** @param {{text: string, line: number, of: string}} cell */
	async judgeCell({ text, line, of }) {
		const verdicts = await this.judge(of || text, line);

		return of ? verdicts.map((verdict) => ({ ...verdict, text, of })) : verdicts;
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
		if (text.length > Judge.LONGEST)
			return [Judge.unread(text)];

		const whole = await this.judgeWhole(text), parts = whole ? [] : this.cell.parts(text);

		if (!parts.length) {
			const apart = whole ? [whole] : await this.judgeApart(text);

			return apart.length ? apart : [await this.judgeLike(text)];
		}

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
	 * Whether a text that has a number of a product means it: what else it names is in the name of the product,
	 * or in the number.
	 * @param {Product} product @param {string} text @param {string} number
	 */
	isMeant(product, text, number) {
		return this.beside.othersIn(text).map(Terms.code).every((word) =>
			Terms.code(number).includes(word) || product.matches([word]));
	}

	/**
	 * The products of which a number stands in a text; null where there is none.
	 * @param {string} text
	 * @returns {Promise<Verdict | null>}
	 */
	async judgeWhole(text) {
		for (const number of this.cell.readings(text)) {
			const found = await this.find(number);

			if (found.length)
				return this.verdictOf(text, number, found);
		}
		return this.judgeRetired(text);
	}

	/**
	 * The verdict of a text that is the id of an entry which has been retired, or an address with it; else null.
	 * @param {string} text
	 * @returns {Promise<Verdict | null>}
	 */
	async judgeRetired(text) {
		const retired = await this.index.retired(text);

		return retired && { text, line: 0, kind: 'retired', number: retired.id, products: [], before: 0, day: retired.day };
	}

	/**
	 * Whether a word is the name of a manufacturer, but for the form of the company.
	 * @param {string} word as a code
	 */
	isMaker(word) {
		const { index } = this;
		const ask = async () => {
			const { makers } = await Query.candidatesOfAll(index, [{ terms: [word], filter: {} }], {});
			const names = await Promise.all(makers.slice(0, Judge.MAKERS).map((number) => index.maker(number)));

			return names.some((maker) => maker.names.some((name) => Terms.termsOf(name, index.directory.skipped).join('') === word));
		};
		const known = this.makers.get(word) ?? ask();

		this.makers.set(word, known);
		known.catch(() => { this.makers.delete(word); });
		return known;
	}

	/**
	 * Those of some products whose manufacturer may be the one that stands beside their number.
	 * @param {Product[]} products @param {string} text @param {string} number
	 */
	async ofMaker(products, text, number) {
		const words = text.normalize('NFKC').replace(number, ' ').split(/[^\p{L}\p{N}\p{M}ー・&.-]+/u).map(Terms.code)
			.filter((word) => word.length > 1 && !/\d/.test(word) && !products.every((product) => product.matches([word])));
		const makers = await Promise.all(words.map(async (word) => (await this.isMaker(word) ? [word] : [])));

		return products.filter((product) => !product.maker || makers.flat().every((word) => product.matches([word])));
	}

	/**
	 * @param {string} text @param {string} number @param {Product[]} found that have it
	 * @returns {Promise<Verdict>}
	 */
	async verdictOf(text, number, found) {
		const meant = await this.ofMaker(found.filter((product) => this.isMeant(product, text, number)), text, number);

		return { text, line: 0, kind: meant.length ? 'found' : 'other', number, products: meant.length ? meant : found, before: 0 };
	}

	/**
	 * Numbers that go on in the next line, as where a page is narrow: both lines are found then.
	 * @param {Verdict[][]} verdicts of each cell
	 */
	async joinLines(verdicts) {
		const isPiece = (/** @type {Verdict | undefined} */ verdict) => verdict !== undefined && !['found', 'other'].includes(verdict.kind) &&
			/^[\p{Script=Latin}\p{N}\p{Pd}\u2212/().]+$/u.test(verdict.text);

		for (let i = 0; i + 1 < verdicts.length; i++) {
			const [first, ...more] = verdicts[i] ?? [], [second, ...others] = verdicts[i + 1] ?? [];

			if (!first || !second || more.length || others.length || !isPiece(first) || !isPiece(second) || second.line !== first.line + 1)
				continue;

			const number = first.text + second.text, products = number.length > Judge.LONGEST ? [] : await this.find(number);

			if (products.length)
				[first, second].forEach((verdict, k) => { verdicts[i + k] = [{ ...verdict, kind: 'found', number, products }]; });
		}
	}

	/** @param {string} text @returns {Verdict} */
	static unread(text) { return { text, line: 0, kind: 'unread', number: '', products: [], before: 0 }; }

	/**
	 * Numbers side by side with nothing but a space between them, if every word with a digit is of one that is there.
	 * @param {string} text
	 */
	async judgeApart(text) {
		const words = this.cell.words(text), hasDigit = (/** @type {string} */ word) => /\p{N}/u.test(word);
		/** @type {Verdict[]} */
		const verdicts = [];

		if (words.filter(hasDigit).length < 2 || words.length > Judge.WORDS)
			return [];
		for (let at = 0, n = 1; at < words.length; at += n) {
			/** @type {Product[]} */
			let products = [];

			for (n = Math.min(Judge.TOGETHER, words.length - at); n > 0 && !products.length; n--)
				if (words.slice(at, at + n).some(hasDigit))
					products = await this.find(words.slice(at, at + n).join(' '));
			n++;
			if (!products.length && hasDigit(words[at] ?? ''))
				return [];
			if (products.length)
				verdicts.push(await this.verdictOf(text, words.slice(at, at + n).join(' '), products));
			else
				n = 1;
		}
		return verdicts.length > 1 ? verdicts.map((verdict) => ({ ...verdict, text: verdict.number })) : [];
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
		return readings.length && !this.cell.isOther(text) ? this.judgeWords(text) : Judge.unread(text);
	}

	/**
	 * A few products that have all words of a text, such as their name. A text without a digit is no number.
	 * @param {string} text
	 * @returns {Promise<Verdict>}
	 */
	async judgeWords(text) {
		const terms = Terms.termsOf(text, this.index.directory.skipped);
		const answer = await Query.answerAtFirst(this.index, [{ terms, filter: {} }], {}, Terms.code(text));
		const { products } = await answer.more(Judge.FEW + 1), [first] = products;

		if (!first || products.length > Judge.FEW || !answer.isComplete())
			return first || !/\p{N}/u.test(text) ? Judge.unread(text) : { ...Judge.unread(text), kind: 'none' };
		return { text, line: 0, kind: 'words', number: first.models[0] ?? first.label, products, before: 0 };
	}
}
