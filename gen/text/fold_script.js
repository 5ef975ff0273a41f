'use strict';

/*
 * Folds texts for comparing.
 *
 * Fold.text('ＷＲ－１２００') is 'wr-1200', as is that of 'WR‐1200' and of 'wr-1200'; 'ﾈｯﾄﾜｰｸ',
 * 'ネットワーク' and 'ねっとわーく' are one, 'Café' is 'cafe'. Fold.search goes further: 'ルーター' and
 * 'ルータ', 'キヤノン' and 'キャノン', '髙島' and '高島' are one as well.
 *
 * What it takes for the same stands in gen/text/fold.txt, for the generator too, which folds what
 * goes into the index; tests/fold/compare.mjs compares the two. NFKC and the mapping of case are
 * those of the browser: Unicode keeps them for ever for characters once assigned.
 */
const Fold = (() => {
	/* {kind: of fold.txt} */
	const DATA = {};
	/** @param {string} ranges */
	const any = (ranges) => new RegExp(`[${ranges}]`, 'u');
	/* Of which nothing but capitals and spaces folds. */
	const PLAIN = /^[ -~]*$/;
	const HYPHEN = any(DATA.hyphen);
	const WAVE = any(DATA.wave);
	const SPACE = any(DATA.space);
	const INVISIBLE = any(DATA.invisible);
	const DIACRITICS = new RegExp(`[${DATA.diacritic}]`, 'gu');
	const LETTERS = new Map(Object.entries(DATA.letter));
	const PAIRS = new Map(Object.entries(DATA.pair));
	/** @type {Map<string, string>} */
	const LIKE = new Map();

	for (const [to, from] of Object.entries(DATA.like))
		for (const c of from)
			LIKE.set(c, to);

	/**
	 * @param {string} text
	 * @param {(c: string) => string} fold
	 */
	function each(text, fold) {
		return Array.from(text, fold).join('');
	}

	/**
	 * Character by character: what is the lower case of a Greek sigma depends on its neighbours.
	 * @param {string} text
	 */
	function withoutCase(text) {
		return each(text, (c) => each(c.toUpperCase(), (u) => u.toLowerCase()));
	}

	/** @param {string} text */
	function withoutDiacritics(text) {
		return text.normalize('NFD').replace(DIACRITICS, '').normalize('NFC');
	}

	/** @param {string} c */
	function foldOnce(c) {
		const code = c.charCodeAt(0), letter = LETTERS.get(c);

		if (HYPHEN.test(c))
			return '-';
		if (WAVE.test(c))
			return '~';
		if (SPACE.test(c))
			return ' ';
		if (INVISIBLE.test(c))
			return '';
		if (letter !== undefined)
			return letter;
		if ((code >= 0x30a1 && code <= 0x30f6) || code === 0x30fd || code === 0x30fe)
			return String.fromCharCode(code - 0x60);
		return withoutDiacritics(withoutCase(withoutDiacritics(c.normalize('NFKC'))));
	}

	/**
	 * To the end: what is folded stays as it is when it is folded again.
	 * @param {string} c
	 */
	function character(c) {
		let before = c, after = foldOnce(c);

		while (after !== before) {
			before = after;
			after = each(before, foldOnce);
		}
		return after;
	}

	/**
	 * The kana with a voiced mark, or '' where there is none.
	 * @param {string} kana
	 * @param {string} mark
	 */
	function voice(kana, mark) {
		const composed = (kana + mark).normalize('NFC');

		return kana >= '\u3041' && kana <= '\u309e' && composed.length === 1 ? composed : '';
	}

	/**
	 * Appends one character that is folded already to a list of them.
	 * @param {string[]} out
	 * @param {string} c
	 * @param {boolean} [dropsSpaces]
	 */
	function join(out, c, dropsSpaces) {
		const last = out[out.length - 1] ?? '';

		if (c === ' ' && (dropsSpaces || last === '' || last === ' '))
			return;
		if (c === '\u30fc' && /[0-9a-z]/.test(last)) {
			out.push('-');
		} else if ((c === '\u3099' || c === '\u309a') && voice(last, c)) {
			out[out.length - 1] = voice(last, c);
		} else {
			out.push(c);
		}
	}

	/** @type {Map<string, string[]>} */
	const known = new Map();

	/**
	 * Runs of spaces are one and none stands at the ends; or, if dropsSpaces is set, nowhere. A voiced
	 * mark joins its kana. A long vowel mark after a Latin letter or a digit is a hyphen.
	 * @param {string} whole
	 * @param {boolean} [dropsSpaces]
	 */
	function text(whole, dropsSpaces) {
		/** @type {string[]} */
		const out = [];

		if (PLAIN.test(whole) && !dropsSpaces)
			return whole.toLowerCase().replace(/ +/g, ' ').replace(/^ | $/g, '');

		for (const c of whole) {
			let parts = known.get(c);

			if (!parts)
				known.set(c, parts = Array.from(character(c)));
			for (const part of parts)
				join(out, part, dropsSpaces);
		}
		if (out[out.length - 1] === ' ')
			out.pop();
		return out.join('');
	}

	/**
	 * A text as search compares it: folded, and of what is alike one form.
	 * @param {string} whole
	 */
	function search(whole) {
		/** @type {string[]} */
		const out = [], folded = text(whole);
		let before = '';

		if (PLAIN.test(folded))
			return folded;
		for (const c of folded) {
			const like = LIKE.get(c) ?? c, pair = PAIRS.get(before + like);

			if (pair !== undefined)
				out[out.length - 1] = pair;
			else if (like !== '')
				out.push(like);
			before = c;
		}
		return out.join('');
	}

	return { character, text, search };
})();
