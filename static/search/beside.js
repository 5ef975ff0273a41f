'use strict';

/*
 * What stands beside a number of a product, in a list or a question, as content/LANG/search.json says: of all
 * languages. It is loaded where it is asked for (fuda-search(5)).
 */

/**
 * @typedef {object} LanguageBeside
 * @property {string[]} [unit] what stands behind how many there are, or what they cost
 * @property {string[]} [beside] what stands behind a number in a list and is no part of it
 * @property {string[]} [between_numbers] what stands between two numbers
 * @property {string[]} [other] what says that something else is meant than the product of a number beside it
 * @property {string[]} [included] what stands behind or before such a word where the product is meant with it
 * @property {string[]} [heading] what stands in a cell of a list that has no number
 * @property {string[]} [ditto] what stands in a cell for the one above it
 */

class Beside {
	/** @param {LanguageBeside[]} languages */
	constructor(languages) {
		/** @param {(words: LanguageBeside) => string[] | undefined} pick */
		const all = (pick) => languages.flatMap((words) => pick(words) ?? []);

		this.units = all(({ unit }) => unit);
		this.beside = all(({ beside }) => beside);
		this.betweenNumbers = all(({ between_numbers: words }) => words);
		this.headings = new Set(all(({ heading }) => heading).map(Terms.code).filter(Boolean));
		this.dittos = new Set(all(({ ditto }) => ditto).map((word) => word.normalize('NFKC')));
		this.other = Beside.otherThan(all(({ other }) => other), all(({ included }) => included));
	}

	/**
	 * An expression for one of some words as it is written in a text: with or without its long vowel marks and
	 * spaces, and alone in its script.
	 * @param {string[]} words
	 */
	static written(words) {
		const all = words.map((word) => word.normalize('NFKC')).sort((left, right) => right.length - left.length).map((word) => {
			const text = Array.from(word, (c) => (c === 'ー' ? 'ー?' : c === ' ' ? '[\\s-]*' : Terms.escape(c).replace('\\-', '-'))).join('');

			return `${/^[a-z]/i.test(word) ? '(?<![\\p{Script=Latin}\\p{N}])' : ''}${text}${/\p{Script=Katakana}$/u.test(word) ? 'ー?' : ''}`;
		});

		return all.length ? `(?:${all.join('|')})` : '(?!)';
	}

	/**
	 * An expression for words that say that something else is meant, if nothing says that it comes with the product.
	 * @param {string[]} other @param {string[]} included
	 */
	static otherThan(other, included) {
		const beside = Beside.written(included), words = Beside.written(other);

		return new RegExp(`${beside}[\\s:]*${words}|${words}[\\s:]*${beside}|` +
			`(${words})(?![\\p{Script=Han}\\p{Script=Katakana}ー\\p{Script=Latin}])`, 'giu');
	}

	/**
	 * The words of a text that say that something else is meant than the product whose number stands beside them.
	 * @param {string} text
	 */
	othersIn(text) { return Array.from(text.normalize('NFKC').matchAll(this.other), ([, word = '']) => word).filter(Boolean); }
}
