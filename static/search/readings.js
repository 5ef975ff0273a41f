'use strict';

/*
 * What may be meant by what was typed: terms and what else is asked, in several ways; barcodes and codes
 * of security notes.
 */

/**
 * One way to read a question.
 * @typedef {{terms: string[], filter: Filter}} Reading
 */

const Readings = (() => {
	/* Terms of so many letters, or of two CJK characters, may stand for a category. */
	const CATEGORY_LETTERS = 4;
	/* Shorter pieces of an address are no numbers. */
	const NUMBER_LETTERS = 4;
	const FLAW = /(?:cve[ -]*\d{4}[ -]*\d{4,})|(?:jvn[a-z]*[ #:-]*\d[\d -]*)/;

	/**
	 * @param {string[]} terms @param {Filter} filter
	 * @returns {Reading}
	 */
	const reading = (terms, filter = {}) => ({ terms: terms.filter((term, i) => term && terms.indexOf(term) === i), filter });

	/**
	 * The check digit of a GTIN stands last.
	 * @param {string} digits
	 */
	function isGtin(digits) {
		const sum = Array.from(digits.padStart(14, '0')).reduce((all, digit, i) => all + Number(digit) * (i % 2 ? 1 : 3), 0);

		return /^(?:\d{8}|\d{11,14})$/.test(digits) && sum % 10 === 0;
	}

	/**
	 * What may be a barcode among other words: groups of digits side by side that are as many together.
	 * @param {string} folded
	 */
	function digitsIn(folded) {
		const found = [];

		for (const [run] of folded.matchAll(/\d+(?:[ .-]\d+)*/g)) {
			const groups = run.split(/[ .-]/);

			for (let from = 0; from < groups.length; from++)
				for (let to = from + 1; to <= groups.length; to++)
					found.push(groups.slice(from, to).join(''));
		}
		return found.filter((digits) => /^\d{12,14}$/.test(digits));
	}

	/**
	 * Keys of the codes in a question.
	 * @param {string} query @param {Wording} wording
	 */
	function codesOf(query, wording) {
		const folded = Fold.text(query);
		const alone = folded.replace(wording.barcode, '').replace(/[ :.-]/g, '').replace(/^0+(?=\d{14}$)/, '');
		const flaw = FLAW.exec(folded);
		const keys = [alone, ...digitsIn(folded)].filter(isGtin).map((digits) => `#g${digits.replace(/^0+/, '')}`);

		return [...new Set(flaw ? [...keys, `#n${Terms.code(flaw[0])}`] : keys)];
	}

	/**
	 * What is asked besides a barcode or a flaw.
	 * @param {string} query @param {Wording} wording
	 */
	function besideCodes(query, wording) {
		const folded = Fold.text(query).replace(FLAW, ' ').replace(wording.barcode, ' ').replace(/\d+(?:[ .-]\d+)*/g, (run) => {
			const groups = run.split(/[ .-]/), n = groups.length;
			const spans = groups.flatMap((_, from) => groups.map((__, i) => [from, n - i])).filter(([from = 0, to = 0]) => from < to);
			const [from = n, to = n] = spans.find((span) => isGtin(groups.slice(...span).join('').replace(/^0+(?=\d{14}$)/, ''))) ?? [];

			return [...groups.slice(0, from), ...groups.slice(to)].join(' ');
		});

		return pieces(folded, wording);
	}

	/**
	 * The readings in which some terms name a category.
	 * @param {Reading} said @param {Directory} directory
	 */
	function withCategory({ terms, filter }, directory) {
		const mayBe = (/** @type {string} */ term) => (Terms.hasCjk(term) ? term.length > 1 : term.length >= CATEGORY_LETTERS);
		/** @type {Map<string, {rest: string[], ids: string[]}>} */
		const found = new Map();

		for (const [id, names] of directory.categories) {
			const texts = names.filter(Boolean).map((name) => Terms.cut(name, 'text'));
			const rest = terms.filter((term) => !mayBe(term) || !texts.some((text) => Terms.stands(term, text)));
			const key = rest.join(' ');

			if (rest.length < terms.length)
				found.set(key, { rest, ids: [...found.get(key)?.ids ?? [], id] });
		}
		return Array.from(found.values(), ({ rest, ids }) => reading(rest, { ...filter, categories: ids }));
	}

	/** @param {Reading[]} readings */
	const unique = (readings) => readings.filter((one, i) => readings.findIndex((other) => isSame(one, other)) === i);

	/**
	 * A reading and others that say the same in other words.
	 * @param {Reading} said @param {Directory} directory
	 */
	function inOtherWords(said, { wording }) {
		const cut = wording.withoutEndings(said.terms);
		const whole = cut ? [said, reading(cut, said.filter)] : [said];

		return unique(whole.flatMap((one) => [one, ...wording.same(one.terms).map((terms) => reading(terms, one.filter))]));
	}

	/**
	 * Readings, and those in which some terms name a category.
	 * @param {Reading[]} readings @param {Directory} directory
	 */
	function withCategories(readings, directory) {
		return unique([...readings, ...readings.flatMap((one) => withCategory(one, directory))]);
	}

	/** @param {Reading} left @param {Reading} right */
	const isSame = (left, right) => left.terms.join(' ') === right.terms.join(' ') &&
		JSON.stringify(left.filter) === JSON.stringify(right.filter);

	/**
	 * Latin terms that may be one word, and all of them as one number.
	 * @param {string[]} terms
	 */
	function joined(terms) {
		const all = [];

		if (terms.length > 1 && /\d/.test(terms.join('')))
			all.push([terms.join('')]);
		for (let i = 0; i + 1 < terms.length; i++) {
			const two = `${terms[i]}${terms[i + 1]}`;

			if (!Terms.hasCjk(two))
				all.push([...terms.slice(0, i), two, ...terms.slice(i + 2)]);
		}
		return all;
	}

	/**
	 * A text cut where its script changes, without the words that join others.
	 * @param {string} text as it was typed @param {Wording} wording
	 */
	function pieces(text, wording) {
		const runs = text.normalize('NFKC').replace(/[\p{Pd}\u2212]/gu, '-').match(/[\p{Script=Katakana}\u30fc\u30fb]+|\p{Script=Hiragana}+|[\p{Script=Han}\u3005]+|[0-9A-Za-z][0-9A-Za-z._/-]*/gu) ?? [];

		return runs.map(Terms.code).map((run) => {
			for (const word of wording.between)
				if (Terms.hasCjk(run) && run.length > word.length && run.endsWith(word) && word.length > 1)
					return run.slice(0, -word.length);
			return run;
		}).filter((run) => run && !wording.between.has(run) && !wording.leftOut.has(run) && !wording.number.has(run));
	}

	/**
	 * What of an address of another site may be a number of a product: pieces with letters and digits, the last
	 * one first.
	 * @param {string} folded
	 */
	function numbersInAddress(folded) {
		const pieces = /^(?:[a-z]+:\/\/|www\.)\S+$/.test(folded) ? folded.split(/[/?=&#.]+/).reverse() : [];

		return [...pieces, ...pieces.flatMap((piece) => piece.split('-'))]
			.filter((piece) => /[a-z]/.test(piece) && /\d/.test(piece) && piece.length >= NUMBER_LETTERS).map(Terms.code);
	}

	/**
	 * A term of Latin letters as it is written in another script; or one in which some were left over by an input
	 * method.
	 * @param {string} term @param {Wording} wording
	 */
	function spell(term, wording) {
		if (/^[a-z]{4,}$/.test(term))
			return wording.spell(term) || term;
		return /\p{Script=Hiragana}/u.test(term) && !/\d/.test(term) ? term.replace(/[a-z]+/g, (letters) => wording.spell(letters) || letters) : term;
	}

	/**
	 * How a question is read: first as it was typed; in other ways if that finds nothing.
	 * @param {string} query @param {Directory} directory
	 */
	function of(query, directory) {
		const { skipped, wording } = directory;
		const asked = Terms.askedOf(query, skipped), level = wording.takeLevel(asked);
		const typed = reading(Terms.termsOf(asked, skipped));
		const leveled = level && reading(Terms.termsOf(wording.withoutJoint(level.rest, query), skipped), { levels: level.levels });
		const first = leveled && level.isMark ? leveled : typed;
		const said = leveled ?? typed;
		const plain = said.terms.filter((term) => !wording.leftOut.has(term) && !wording.number.has(term));
		const number = Terms.code(asked.replace(wording.beforeNumber, ''));
		const cut = pieces(leveled ? level.rest : query, wording);
		const spelt = plain.map((term) => spell(term, wording));
		const others = unique([
			...[[number], ...joined(first.terms), ...numbersInAddress(asked).map((term) => [term])].map((terms) => reading(terms, first.filter)),
			...[plain, ...joined(plain), spelt, cut].map((terms) => reading(terms, said.filter)),
		].filter(({ terms }) => terms.length));

		return {
			asked, first, others: others.filter((one) => !isSame(one, first)),
			near: unique([first, reading(cut, said.filter), reading(spelt, said.filter), typed].filter(({ terms }) => terms.length)),
			besides: leveled && !level.isMark ? [leveled] : [], codes: codesOf(query, wording), besideCodes: besideCodes(query, wording),
		};
	}

	return { of, inOtherWords, withCategories, isGtin, codesOf };
})();
