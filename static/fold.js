/*
 * Folds a text for comparing: window.fudaFold.text('ＷＲ－１２００') is 'wr-1200', as is that of
 * 'WR‐1200' and of 'wr-1200'; 'ﾈｯﾄﾜｰｸ', 'ネットワーク' and 'ねっとわーく' are one, 'Café' is 'cafe'.
 *
 * This is the one definition of the folding: gen/site/fold_table.mjs asks fudaFold.character about
 * the whole BMP and makes of the answers the table of the generator, which folds what goes into the
 * index. tests/fold/compare.mjs compares the two. What fold_table.mjs cannot put into a table, since
 * it depends on neighbours, stands in fudaFold.text here and in gen/text/fold.c.
 *
 * Both rest on NFKC and on case mapping, which Unicode keeps for ever for characters once assigned.
 */
(function () {
	'use strict';

	/* Letters of no decomposition; quotes; voiced marks that stand alone; katakana without hiragana. */
	var BY_HAND = {
		'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'ł': 'l', 'þ': 'th', 'ħ': 'h', 'ŧ': 't',
		'ı': 'i', 'ŋ': 'ng', 'ĸ': 'k',
		'‘': "'", '’': "'", '‚': "'", '‛': "'", '′': "'", '“': '"', '”': '"', '„': '"', '‟': '"',
		'″': '"', '\u309b': '\u3099', '\u309c': '\u309a'
	};
	var SMALL = 'くしすとぬはひふへほむらりるれろ'; /* U+31F0 to U+31FF */
	var HYPHEN = /[\u02d7\u058a\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\ufe31\ufe32\ufe58\ufe63\uff0d]/;
	var WAVE = /[\u223c\u301c\uff5e]/;
	var SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
	var INVISIBLE = /[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/;
	var DIACRITICS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;

	var known = Object.create(null);

	function each(text, fold) {
		return Array.from(text, fold).join('');
	}

	/* Character by character: what is the lower case of a Greek sigma depends on its neighbours. */
	function withoutCase(text) {
		return each(text, function (c) {
			return each(c.toUpperCase(), function (u) { return u.toLowerCase(); });
		});
	}

	function withoutDiacritics(text) {
		return text.normalize('NFD').replace(DIACRITICS, '').normalize('NFC');
	}

	function foldOnce(c) {
		var code = c.charCodeAt(0);

		if (c.length > 1)
			return c; /* beyond the BMP */
		if (HYPHEN.test(c))
			return '-';
		if (WAVE.test(c))
			return '~';
		if (SPACE.test(c))
			return ' ';
		if (INVISIBLE.test(c))
			return '';
		if (BY_HAND[c])
			return BY_HAND[c];
		if (code >= 0x31f0 && code <= 0x31ff)
			return SMALL.charAt(code - 0x31f0);
		if ((code >= 0x30a1 && code <= 0x30f6) || code === 0x30fd || code === 0x30fe)
			return String.fromCharCode(code - 0x60);
		return withoutDiacritics(withoutCase(withoutDiacritics(c.normalize('NFKC'))));
	}

	/* To the end: what is folded stays as it is when it is folded again. */
	function character(c) {
		var before = c, after = foldOnce(c);

		while (after !== before) {
			before = after;
			after = each(before, foldOnce);
		}
		return after;
	}

	/* The kana with a voiced mark, or '' where there is none. */
	function voice(kana, mark) {
		var composed = (kana + mark).normalize('NFC');

		return kana >= '\u3041' && kana <= '\u309e' && composed.length === 1 ? composed : '';
	}

	/* Appends one character that is folded already to a list of them. */
	function join(out, c, dropsSpaces) {
		var last = out.length ? out[out.length - 1] : '', voiced;

		if (c === ' ' && (dropsSpaces || last === '' || last === ' '))
			return;
		if (c === '\u30fc' && /[0-9a-z]/.test(last)) {
			out.push('-');
		} else if (c === '\u3099' || c === '\u309a') {
			voiced = voice(last, c);
			if (voiced)
				out[out.length - 1] = voiced;
			else
				out.push(c);
		} else {
			out.push(c);
		}
	}

	/* Runs of spaces are one and none stands at the ends; or, if dropsSpaces is set, nowhere. A voiced
	 * mark joins its kana. A long vowel mark after a Latin letter or a digit is a hyphen. */
	function text(whole, dropsSpaces) {
		var out = [];

		Array.from(whole).forEach(function (c) {
			if (known[c] === undefined)
				known[c] = Array.from(character(c));
			known[c].forEach(function (part) { join(out, part, dropsSpaces); });
		});
		if (out[out.length - 1] === ' ')
			out.pop();
		return out.join('');
	}

	window.fudaFold = { character: character, text: text };
})();
