'use strict';

/*
 * What else people type for the same: the words of content/LANGUAGE/search.json, of all languages of the
 * site, as the directory of the index has them.
 */

/**
 * @typedef {object} LanguageWording
 * @property {string[][]} [same] words of which each is taken for the others
 * @property {string[][]} [endings] how a word may end, and how it ends in names
 * @property {string[][]} [numerals] words for 1, 2, 3 and 4
 * @property {string[][]} [syllables] how a word is written in the letters of another script: letters, what
 *   they are before a, i, u, e and o, and without a vowel
 * @property {string[]} [between] words that join two others
 * @property {string[]} [level] what says a level, with {n} for its number
 * @property {string[]} [level_or_more]
 * @property {string[]} [barcode] what stands before a barcode
 * @property {string[]} [number] what stands before another number
 * @property {string[]} [left_out] words that say nothing of a product
 */

class Wording {
	/** How many other ways of saying the same are tried. */
	static get MOST() { return 6; }

	/** @param {LanguageWording[]} languages */
	constructor(languages) {
		/** @param {(words: LanguageWording) => string[] | undefined} pick */
		const codes = (pick) => new Set(languages.flatMap((words) => pick(words) ?? []).map(Terms.code).filter(Boolean));

		/** @type {string[][][]} words as their terms */
		this.groups = languages.flatMap(({ same = [] }) => same)
			.map((group) => group.map((word) => word.split(' ').map(Terms.code).filter(Boolean)));
		/** @type {[ending: string, instead: string][]} */
		this.endings = languages.flatMap(({ endings = [] }) => endings)
			.map(([ending = '', instead = '']) => [Terms.code(ending), Terms.code(instead)]);
		/** @type {Map<string, number>} */
		this.numerals = new Map(languages.flatMap(({ numerals = [] }) => numerals.flatMap((words, i) =>
			words.map((word) => /** @type {[string, number]} */ ([Fold.text(word), i + 1])))));
		/** @type {Map<string, string>} */
		this.syllables = new Map(languages.flatMap(({ syllables = [] }) => syllables.flatMap(([letters = '', ...kana]) =>
			kana.map((text, i) => /** @type {[string, string]} */ ([letters + 'aiueo'.charAt(i), text])).filter(([, text]) => text))));
		this.between = codes(({ between }) => between);
		this.number = codes(({ number }) => number);
		this.leftOut = codes(({ left_out: leftOut }) => leftOut);
		this.numbers = languages.flatMap(({ number = [] }) => number);
		this.levels = [
			...languages.flatMap(({ level_or_more: more = [] }) => more).map((text) => this.makeLevel(text, true)),
			...languages.flatMap(({ level = [] }) => level).map((text) => this.makeLevel(text, false)),
		].sort((left, right) => right.length - left.length);
		this.barcode = new RegExp(Wording.oneOf(languages.flatMap(({ barcode = [] }) => barcode)), 'g');
		this.beforeNumber = new RegExp(`^(?:${Wording.oneOf(languages.flatMap(({ number = [] }) => number))}[ .:#]*)+(?=\\S)`);
	}

	/**
	 * An expression for one of some words, the longest first; of none, one that nothing matches.
	 * @param {string[]} words
	 */
	static oneOf(words) {
		const escaped = words.map((text) => Terms.escape(Fold.text(text))).sort((left, right) => right.length - left.length);

		return escaped.length ? `(?:${escaped.join('|')})` : '(?!)';
	}

	/** @param {string} text @param {boolean} isLeast */
	makeLevel(text, isLeast) {
		const number = ['[1-4]', ...Array.from(this.numerals.keys(), Terms.escape)].join('|');
		const words = Terms.escape(Fold.text(text)).replace(/ /g, '[ -]?').replace('\\{n\\}', `(${number})`);

		return { length: text.length, isLeast, isMark: /[★☆]/.test(text), pattern: new RegExp(`(^|[^0-9a-z])${words}(?![0-9a-z])`) };
	}

	/**
	 * The level that a folded text asks for, and the rest of it. isMark: it cannot be anything else.
	 * @param {string} folded
	 * @returns {{levels: number[], rest: string, isMark: boolean} | null}
	 */
	takeLevel(folded) {
		/* ★★★ is ★3. */
		const text = folded.replace(/[★☆]{2,4}(?![★☆0-9])/g, (stars) => `★${stars.length}`)
			.replace(/([★☆]) (?=\d)/g, '$1');

		for (const { pattern, isLeast, isMark } of this.levels) {
			const found = pattern.exec(text), level = this.numerals.get(found?.[2] ?? '') ?? Number(found?.[2]);

			if (found && level)
				return {
					levels: isLeast ? [1, 2, 3, 4].filter((one) => one >= level) : [level], isMark,
					rest: `${text.slice(0, found.index)}${found[1]} ${text.slice(found.index + found[0].length)}`.trim(),
				};
		}

		/* There is no such level. */
		const other = /[★☆] ?\d+/.exec(text);

		return other && { levels: [], isMark: true, rest: text.replace(other[0], ' ').trim() };
	}

	/**
	 * A folded text without a word that joins it to one before it, as which it was typed.
	 * @param {string} folded @param {string} typed
	 */
	withoutJoint(folded, typed) {
		const joint = Array.from(this.between).find((word) => folded.startsWith(word) &&
			new RegExp(`${word}[^\\p{Script=Hiragana}]`, 'u').test(typed)) ?? '';

		return folded.slice(joint.length);
	}

	/**
	 * Terms in which a word of several is replaced by another that means the same.
	 * @param {string[]} terms
	 */
	same(terms) {
		/** @type {string[][]} */
		const others = [];

		for (const group of this.groups) {
			const found = Wording.findLongest(terms, group);

			if (!found)
				continue;
			for (const words of group) {
				const said = Wording.replace(terms, found, words);

				/* Whatever has the longer word has the shorter one as well. */
				if (!said.join(' ').includes(terms.join(' ')))
					others.push(said);
			}
		}
		return others.slice(0, Wording.MOST);
	}

	/**
	 * Where the longest of some words stands among the terms.
	 * @param {string[]} terms @param {string[][]} group
	 */
	static findLongest(terms, group) {
		/** @type {{words: string[], at: number} | null} */
		let best = null;
		const all = terms.join(' ');

		for (const words of group)
			for (let at = 0; all.includes(words[0] ?? '') && at + words.length <= terms.length; at++) {
				const stands = words.every((word, i) => {
					const term = terms[at + i] ?? '';

					return term === word || words.length === 1 && word.length > 1 && Terms.hasCjk(word) && term.includes(word);
				});

				if (stands && (!best || words.join('').length > best.words.join('').length))
					best = { words, at };
			}
		return best;
	}

	/** @param {string[]} terms @param {{words: string[], at: number}} found @param {string[]} words */
	static replace(terms, { words: [first = '', ...more], at }, words) {
		const term = terms[at] ?? '', before = terms.slice(0, at), behind = terms.slice(at + 1 + more.length);

		if (term === first || words.length > 1)
			return [...before, ...term.replace(first, ' ').split(' ').filter(Boolean), ...words, ...behind];
		return [...before, term.replace(first, words[0] ?? ''), ...behind];
	}

	/**
	 * A word of Latin letters as its syllables are written in another script, or '' if it has others. A letter
	 * that stands twice is what "xtu" is, as input methods have it, and the letter once.
	 * @param {string} term
	 */
	spell(term) {
		const { syllables } = this;
		let text = '';

		for (let at = 0, n = 0; at < term.length; at += n) {
			const syllable = [3, 2, 1].map((length) => term.slice(at, at + length)).find((letters) => syllables.has(letters));

			n = syllable?.length ?? 1;
			if (!syllable && term[at] !== term[at + 1])
				return '';
			text += syllables.get(syllable ?? 'xtu') ?? '';
		}
		return Terms.code(text);
	}

	/**
	 * The terms with the ending that names have, or null where that is theirs.
	 * @param {string[]} terms
	 */
	withoutEndings(terms) {
		const cut = terms.map((term) => {
			const found = /^[a-z]{4,}$/.test(term) && this.endings.find(([ending]) => term.endsWith(ending));

			return found ? term.slice(0, term.length - found[0].length) + found[1] : term;
		});

		return cut.join(' ') === terms.join(' ') ? null : cut;
	}
}
