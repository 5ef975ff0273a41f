'use strict';

/* A list that was pasted or dropped: its bytes as text, its text as lines of cells. */

const Sheet = (() => {
	/** What files of other kinds begin with: of spreadsheets, archives and PDF. */
	const BINARY = [[0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0], [0x25, 0x50, 0x44, 0x46]];

	/** @param {string} text whether it is one: other files have control characters */
	const isText = (text) => !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, 4096));

	/**
	 * How much of a text is of the characters that lists have: a wrong encoding has others.
	 * @param {string} text
	 */
	const plainShare = (text) => (text.slice(0, 4096).match(/[\t-\r -~\u3000-\u30ff\u4e00-\u9fff\uff00-\uff5e]/g) ?? []).length / Math.min(4096, text.length || 1);

	/** @param {ArrayBuffer | Uint8Array} bytes @param {string} encoding */
	function decodeAs(bytes, encoding) {
		try {
			const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);

			return isText(text) ? [text] : [];
		} catch {
			return [];
		}
	}

	/**
	 * The likeliest of some ways to read bytes, or null.
	 * @param {ArrayBuffer | Uint8Array} bytes @param {string[]} encodings @param {number} least how plain it has to be
	 */
	function likeliest(bytes, encodings, least) {
		const texts = encodings.flatMap((encoding) => decodeAs(bytes, encoding)).filter((text) => plainShare(text) >= least);

		return texts.sort((left, right) => plainShare(right) - plainShare(left))[0] ?? null;
	}

	/**
	 * The text of a file, by its byte order mark, as UTF-8 or in the encodings of Japan; null where it is no text,
	 * as the files of spreadsheets are none. UTF-16 without a mark is told by its zeros; those that stand in
	 * another text are dropped.
	 * @param {ArrayBuffer} buffer
	 */
	function decode(buffer) {
		const bytes = new Uint8Array(buffer), [first, second] = bytes;

		if (BINARY.some((head) => head.every((byte, i) => bytes[i] === byte)))
			return null;
		if (first === 0xff && second === 0xfe || first === 0xfe && second === 0xff)
			return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);

		const hasZeros = bytes.includes(0), wide = hasZeros && bytes.length % 2 === 0 ? likeliest(bytes, ['utf-16le', 'utf-16be'], 0.9) : null;
		const narrow = hasZeros && wide === null ? bytes.filter((byte) => byte !== 0) : bytes;

		if (wide !== null)
			return wide;
		if (2 * narrow.length < bytes.length)
			return null;
		return decodeAs(narrow, bytes.includes(0x1b) ? 'iso-2022-jp' : 'utf-8')[0] ??
			likeliest(narrow, ['utf-8'], 0) ?? likeliest(narrow, ['shift_jis', 'euc-jp'], 0.8) ?? likeliest(narrow, ['shift_jis', 'windows-1252'], 0);
	}

	/**
	 * What stands between cells: a tab, else a semicolon where there are more than commas.
	 * @param {string} text
	 */
	function markOf(text) {
		/* The commas of prices stand between no cells. */
		const bare = text.slice(0, 1e5).replace(/"(?:[^"]|"")*"/g, '')
			.replace(/\p{Sc}\s*\d{1,3}(?:,\d{3})+|\d{1,3}(?:,\d{3})+(?=\s*\p{Script=Han})/gu, '');
		const count = (/** @type {string} */ mark) => bare.split(mark).length - 1;

		if (count('\t'))
			return '\t';
		/* Nor do those of other numbers where there is another mark. */
		if (count(';') > bare.replace(/\d,(?=\d{3}(?!\d))/g, '').split(',').length - 1)
			return ';';
		/* Without any, a line is a cell. */
		return count(',') ? ',' : '\t';
	}

	/**
	 * The lines of a text as cells, with their numbers; quoted cells may have marks and line ends in
	 * them, and text behind the quotes; a mark alone is a cell. An empty line has no cells.
	 * @param {string} text
	 */
	function parse(text) {
		const mark = markOf(text);
		const cell = new RegExp(`(?:[^\\S\\n${mark}]*(?!"[^\\S\\n${mark}]*(?:\\n|${mark}|$))"([^"]*(?:""[^"]*)*)"([^\\n${mark}]*)|([^\\n${mark}]*))(\\n|${mark}|$)`, 'y');
		/* The same of a cell without quotation marks; the groups of others match nothing. */
		const bare = new RegExp(`(?:(?!)()()|([^\\n${mark}]*))(\\n|${mark}|$)`, 'y');
		const whole = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
		/** @type {{cells: string[], line: number}[]} */
		const lines = [];
		/** @type {string[]} */
		let line = [];
		let number = 1, next = 1;
		const end = () => {
			lines.push({ cells: line.some(Boolean) ? line : [], line: number });
			line = [];
			number = next;
		};

		while (cell.lastIndex < whole.length) {
			bare.lastIndex = cell.lastIndex;

			let found = cell.exec(whole);

			/* An inch is no quotation mark: what it would quote ends where another stands before a number. */
			if (found?.[1]?.includes('\n') && found[2]?.trim()) {
				found = bare.exec(whole);
				cell.lastIndex = bare.lastIndex;
			}
			if (!found)
				break;
			next += found[0].split('\n').length - 1;
			line.push((found[1] === undefined ? found[3] ?? '' : found[1].replace(/""/g, '"') + found[2]).trim());
			if (found[4] !== mark)
				end();
		}
		if (line.length)
			end();
		return lines;
	}

	/* So many columns are offered; every cell can be read in any case. */
	const COLUMNS = 100;

	/** @param {string[][]} lines */
	const countColumns = (lines) => Math.min(COLUMNS, lines.reduce((most, cells) => Math.max(most, cells.length), 0));

	/**
	 * The column in which most cells look like numbers of a product: letters and digits together.
	 * @param {string[][]} lines
	 */
	function guessColumn(lines) {
		const scores = Array.from({ length: countColumns(lines) }, (_, i) =>
			lines.filter((cells) => /[A-Za-z]/.test(cells[i] ?? '') && /\d/.test(cells[i] ?? '')).length);

		return Math.max(0, scores.indexOf(Math.max(0, ...scores)));
	}

	/**
	 * The cells of a text that are to be checked, each with its line; `of`: the cell above that is meant by a sign
	 * for it. A first line without a digit is the head of a table.
	 * @param {string} text @param {string} column its number from 0, or * for every cell
	 * @param {Set<string>} dittos such signs
	 */
	function cellsOf(text, column, dittos) {
		const lines = parse(text).filter(({ cells }) => cells.length), [head, ...rest] = lines;
		const hasHead = head && rest.length && head.cells.length > 1 && !head.cells.some((cell) => /\p{N}/u.test(cell));
		/** @type {string[]} */
		const above = [];

		return (hasHead ? rest : lines).flatMap(({ cells, line }) => {
			const all = cells.map((cell, i) => {
				const of = dittos.has(cell.normalize('NFKC')) ? above[i] ?? '' : '';

				above[i] = of || cell;
				return { text: cell, line, of };
			});

			return column === '*' ? all.filter((cell) => cell.text) : [all[Number(column)] ?? { text: '', line, of: '' }];
		});
	}

	return { decode, parse, cellsOf, countColumns, guessColumn };
})();
