/*
 * The folding of the generator and that of the search page are the same, for each character of the
 * BMP alone and between others, and for random texts.
 *
 *   node tests/fold/compare.mjs PROGRAM      PROGRAM: fold_lines, built from tests/fold/fold_lines.c
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const window = {};
vm.runInNewContext(
	readFileSync(fileURLToPath(new URL('../../static/fold.js', import.meta.url)), 'utf8'), { window });
const fold = window.fudaFold.text;

const texts = [];
for (let code = 1; code < 0x10000; code++) {
	const c = String.fromCharCode(code);

	if ((code >= 0xd800 && code <= 0xdfff) || c === '\n') continue;
	texts.push(c, `a${c}ー${c}か${c}ー${c}\u3099 ${c}ﾟ ${c} `);
}

let state = 1;
const below = (n) => {
	state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
	return Math.floor(state / 2 ** 32 * n);
};
const pieces = [..."aZ1９ーｰ-－~〜 　\tカｶガﾞﾟ゛ハばはうゝヷﾊﾟéÉßﬃ㍿①Ⅳ髙神𠮷😀·・'’", 'e\u0301', '\u200b', '\u3099'];
for (let i = 0; i < 20000; i++)
	texts.push(Array.from({ length: below(12) }, () => pieces[below(pieces.length)]).join(''));

const cases = texts.flatMap((text) => [`k${text}`, `d${text}`]);
const run = spawnSync(process.argv[2], { input: cases.join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 28 });
const folded = (run.stdout ?? '').split('\n');
let npassed = 0, nfailed = 0;

cases.forEach((text, i) => {
	const expected = fold(text.slice(1), text[0] === 'd');
	const again = fold(expected, text[0] === 'd');

	if (folded[i] === expected && again === expected) {
		npassed++;
	} else if (nfailed++ < 10) {
		const show = (s) => JSON.stringify(s).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

		console.error(`${show(text)}: script ${show(expected)}, again ${show(again)}, program ${show(folded[i] ?? '')}`);
	}
});
console.log(`${npassed} passed, ${nfailed} failed`);
process.exit(nfailed > 0 || npassed === 0 ? 1 : 0);
