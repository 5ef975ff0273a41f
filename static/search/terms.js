'use strict';

/*
 * Texts and terms, cut as the generator cuts them (gen/text/term.c), and the keys under which a term
 * is looked up. What matches what stands in fuda-search(5).
 */

/**
 * A text without its separators, and which of its places are the beginning of a word.
 * @typedef {{whole: string, starts: boolean[]}} CutText
 */

/** @typedef {'text' | 'id'} TextKind an id has one word, which begins at its beginning */

/**
 * A key to look up. `isWhole` says that whoever has the key matches the term.
 * @typedef {{key: string, isPrefix: boolean, isWhole: boolean}} TermKey
 */

/**
 * Words of the languages of a site that are no part of what is looked for: those that stand before a
 * number and say what it is, and the forms of companies, anywhere and as a last word.
 * @typedef {{lead: RegExp, forms: RegExp, last: Set<string>}} SkippedWords
 */

const Terms = (() => {
	const KEY_CHARACTERS = 16;
	/* Begins keys of a Latin and a CJK character side by side, ends those of whole numbers. */
	const MARK = '.';
	const SEPARATOR = /[\u0000-\/:-`{-\u00bf\u00d7\u00f7\u02b0-\u036f\u2000-\u2e7f\u3000-\u3004\u3008-\u3020\u302a-\u3030\u3036\u3037\u303d-\u3040\u3097-\u309c\u30a0\u30fb\u3200-\u33ff\ue000-\uf8ff\ufe00-\ufe6f\uff00-\uffff]/;
	const CJK = /[\u1100-\u11ff\u2e80-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\ud800-\udfff]/;

	/** @type {Map<string, string>} */
	const classes = new Map();

	/**
	 * 's'eparator, 'l'etter, 'd'igit or 'c'jk.
	 * @param {string} c a UTF-16 unit
	 */
	function classify(c) {
		let type = classes.get(c);

		if (!type) {
			type = SEPARATOR.test(c) ? 's' : CJK.test(c) ? 'c' : c >= '0' && c <= '9' ? 'd' : 'l';
			classes.set(c, type);
		}
		return type;
	}

	/** @param {string} text */
	const hasCjk = (text) => CJK.test(text);

	/**
	 * @param {string} text @param {TextKind} kind
	 * @returns {CutText}
	 */
	function cut(text, kind) {
		/** @type {boolean[]} */
		const starts = [];
		let whole = '', before = 's';

		for (const c of Fold.search(text)) {
			const type = classify(c.charAt(0));

			if (type !== 's') {
				starts[whole.length] = kind === 'id' ? whole === ''
					: before === 's' || before === 'c' || type === 'c' || (before === 'l' && type === 'd');
				whole += c;
			}
			before = type;
		}
		return { whole, starts };
	}

	/**
	 * A text with nothing but its letters, digits and CJK characters.
	 * @param {string} text
	 */
	function code(text) {
		const folded = Fold.search(text);

		return /^[ -~]*$/.test(folded) ? folded.replace(/[^0-9a-z]/g, '')
			: Array.from(folded).filter((c) => classify(c.charAt(0)) !== 's').join('');
	}

	/** @param {string} folded */
	function splitFolded(folded) {
		return folded.split(' ').map(code).filter((term, i, all) => term && all.indexOf(term) === i);
	}

	/** @param {string} text */
	const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

	/**
	 * An expression for one of some words; of none, one that nothing matches.
	 * @param {string[]} words
	 */
	const oneOf = (words) => (words.length ? `(?:${words.map((word) => escape(Fold.text(word))).join('|')})` : '(?!)');

	/**
	 * @param {{lead: string[], forms: string[], last: string[]}} words
	 * @returns {SkippedWords}
	 */
	const makeSkipped = ({ lead, forms, last }) => ({
		lead: new RegExp(`^${oneOf(lead)} ?: ?(?=\\S)`), forms: new RegExp(oneOf(forms), 'g'), last: new Set(last.map(code)),
	});

	/**
	 * The terms of what was typed.
	 * @param {string} query @param {SkippedWords} skipped
	 */
	function termsOf(query, skipped) {
		const folded = Fold.text(query), terms = splitFolded(folded.replace(skipped.forms, ' '));

		while (terms.length > 1 && skipped.last.has(/** @type {string} */ (terms[terms.length - 1])))
			terms.pop();
		return terms.length ? terms : splitFolded(folded);
	}

	/**
	 * What is asked for: without a word for it and a colon; an address of a product's page, as QR codes
	 * have it, asks for its id.
	 * @param {string} text @param {SkippedWords} skipped
	 */
	function askedOf(text, skipped) {
		const folded = Fold.text(text).replace(skipped.lead, '');
		const found = /(?:^|:[/\\]\S*|^\S+\.\S*)[/\\?]p[/\\]([0-9a-z]{4,32})(?![0-9a-z])/.exec(folded);

		return found?.[1] ?? folded;
	}

	/**
	 * Whether a term stands in a text from the beginning of a word on.
	 * @param {string} term @param {CutText} text
	 */
	function stands(term, text) {
		let at = text.whole.indexOf(term);

		while (at >= 0 && !text.starts[at])
			at = text.whole.indexOf(term, at + 1);
		return at >= 0;
	}

	/**
	 * A term in stretches of CJK characters and of others.
	 * @param {string} term
	 */
	function runsOf(term) {
		/** @type {{isCjk: boolean, text: string[]}[]} */
		const runs = [];

		for (const c of term) {
			const isCjk = classify(c.charAt(0)) === 'c', last = runs[runs.length - 1];

			if (last && last.isCjk === isCjk)
				last.text.push(c);
			else
				runs.push({ isCjk, text: [c] });
		}
		return runs;
	}

	/**
	 * What to look up for a term: keys, each of which must be there.
	 * @param {string} term
	 * @returns {TermKey[]}
	 */
	function keysOf(term) {
		/** @type {TermKey[]} */
		const keys = [];
		const runs = runsOf(term), isAlone = runs.length === 1;

		runs.forEach(({ isCjk, text }, r) => {
			const n = text.length, isLast = r === runs.length - 1, before = runs[r - 1];

			if (before)
				keys.push({
					key: MARK + before.text[before.text.length - 1] + text[0], isPrefix: false,
					isWhole: runs.length === 2 && before.text.length === 1 && before.isCjk && n === 1,
				});
			if (!isCjk) {
				/* Before a CJK character its word ends. */
				if (r === 0 || n > 1 || !isLast)
					keys.push({
						key: text.slice(0, KEY_CHARACTERS).join(''), isPrefix: isLast,
						isWhole: isAlone && n <= KEY_CHARACTERS,
					});
			} else if (n === 1) {
				if (isAlone)
					keys.push({ key: text.join(''), isPrefix: true, isWhole: true });
			} else {
				for (let i = 0; i < n - 1; i += i === n - 3 ? 1 : 2)
					keys.push({ key: text.slice(i, i + 2).join(''), isPrefix: false, isWhole: isAlone && n === 2 });
			}
		});
		return keys;
	}

	/**
	 * The key of a whole number: a model, a label number or a product id as its code.
	 * @param {string} typed
	 */
	const wholeKey = (typed) => Array.from(typed).slice(0, KEY_CHARACTERS).join('') + MARK;

	/**
	 * The term as it was typed: what of the words is no more than that, or the word that has it.
	 * @param {string} query @param {string} term
	 */
	function written(query, term) {
		const words = query.trim().split(/\s+/), word = words.find((one) => code(one).includes(term)) ?? query.trim();
		const characters = Array.from(word);

		for (let from = 0; from < characters.length && hasCjk(word); from++)
			/* With a long vowel mark behind it. */
			for (let to = characters.length; to > from; to--)
				if (code(characters.slice(from, to).join('')) === term)
					return characters.slice(from, to).join('').replace(/[\s\p{P}]+$/u, '');
		return word;
	}

	return { classify, hasCjk, written, cut, code, escape, makeSkipped, termsOf, askedOf, stands, keysOf, wholeKey };
})();
