'use strict';

/* A list that was pasted or dropped: its bytes as text, its text as lines of cells. */

const Sheet = (() => {
	/**
	 * The text of a file, by its byte order mark, as UTF-8 or as Shift_JIS; null where it is no text, as
	 * the files of spreadsheets are none.
	 * @param {ArrayBuffer} bytes
	 */
	function decode(bytes) {
		const head = new Uint8Array(bytes, 0, Math.min(4096, bytes.byteLength));

		if (head[0] === 0xff && head[1] === 0xfe)
			return new TextDecoder('utf-16le').decode(bytes);
		if (head[0] === 0xfe && head[1] === 0xff)
			return new TextDecoder('utf-16be').decode(bytes);
		/* A zero byte stands in no text but UTF-16; without a mark, every other byte of ASCII is one. */
		const zeros = [0, 1].map((odd) => head.filter((byte, i) => byte === 0 && i % 2 === odd).length);

		if (zeros[0] || zeros[1]) {
			const isText = head.length > 3 && Math.max(...zeros) > head.length / 4 && Math.min(...zeros) === 0;

			return isText ? new TextDecoder(zeros[1] ? 'utf-16le' : 'utf-16be').decode(bytes) : null;
		}
		for (const encoding of ['utf-8', 'shift_jis'])
			try {
				const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);

				return isText(text) ? text : null;
			} catch {
				/* the next one */
			}
		return null;
	}

	/** @param {string} text whether it is one: other files have control characters */
	const isText = (text) => !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, 4096)) && !text.startsWith('%PDF-');

	/**
	 * What stands between cells: a tab, else a semicolon where there are more than commas.
	 * @param {string} text
	 */
	function markOf(text) {
		const bare = text.slice(0, 1e5).replace(/"(?:[^"]|"")*"/g, '');
		const count = (/** @type {string} */ mark) => bare.split(mark).length - 1;

		if (count('\t'))
			return '\t';
		return count(';') > count(',') ? ';' : ',';
	}

	/**
	 * The lines of a text as cells, with their numbers; quoted cells may have marks and line ends in
	 * them. An empty line has no cells.
	 * @param {string} text
	 */
	function parse(text) {
		const mark = markOf(text);
		const cell = new RegExp(`(?:[^\\S\\n${mark}]*"((?:[^"]|"")*)"[^\\n${mark}]*|([^\\n${mark}]*))(\\n|${mark}|$)`, 'y');
		const whole = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
		/** @type {{cells: string[], line: number}[]} */
		const lines = [];
		/** @type {string[]} */
		let line = [];
		const end = () => {
			lines.push({ cells: line.some(Boolean) ? line : [], line: lines.length + 1 });
			line = [];
		};

		while (cell.lastIndex < whole.length) {
			const found = cell.exec(whole);

			if (!found)
				break;
			line.push((found[1]?.replace(/""/g, '"') ?? found[2] ?? '').trim());
			if (found[3] !== mark)
				end();
		}
		if (line.length)
			end();
		return lines;
	}

	/** @param {string[][]} lines */
	const countColumns = (lines) => lines.reduce((most, cells) => Math.max(most, cells.length), 0);

	/**
	 * The column in which most cells look like numbers of a product: letters and digits together.
	 * @param {string[][]} lines
	 */
	function guessColumn(lines) {
		const scores = Array.from({ length: countColumns(lines) }, (_, i) =>
			lines.filter((cells) => /[A-Za-z]/.test(cells[i] ?? '') && /\d/.test(cells[i] ?? '')).length);

		return Math.max(0, scores.indexOf(Math.max(0, ...scores)));
	}

	return { decode, parse, countColumns, guessColumn };
})();
