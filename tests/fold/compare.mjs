/*
 * The folding of the generator and that of the search page are the same, for each character alone and
 * between others, and for random texts; and both were made of gen/text/fold.txt as it is.
 *
 *   node tests/fold/compare.mjs PROGRAM      PROGRAM: fold_lines, built from tests/fold/fold_lines.c
 *
 * Compared are the characters that both the version of Unicode that the table states and that of Node have.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const project = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => readFileSync(path.join(project, name), 'utf8');
const fold = vm.runInNewContext(`${read('static/search/fold.js')};Fold`);
let npassed = 0, nfailed = 0, nskipped = 0;
const check = (what, isTrue) => {
	if (isTrue)
		npassed++;
	else if (nfailed++ < 10)
		console.error(what);
};

const [, version] = /^unicode (\S+)$/m.exec(read('gen/text/fold.txt'));
if (Number.parseFloat(process.versions.unicode) >= Number(version)) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'fold-'));
	const run = spawnSync('gen/text/fold_table.mjs', [folder], { cwd: project, encoding: 'utf8' });
	check(`gen/text/fold_table.mjs: ${run.stderr}`, run.status === 0);
	for (const [made, kept] of [['fold.js', 'static/search/fold.js'], ['fold_table.h', 'gen/text/fold_table.h']])
		check(`${kept} is not what gen/text/fold_table.mjs makes`, run.status === 0 && readFileSync(path.join(folder, made), 'utf8') === read(kept));
} else {
	console.log(`whether the files are up to date is skipped: Node has Unicode ${process.versions.unicode}, they have ${version}`);
	nskipped++;
}

const texts = [];
for (const line of read('gen/text/assigned.txt').split('\n').slice(1, -1)) {
	const [first, last] = line.split('-').map((digits) => Number.parseInt(digits, 16));

	for (let code = Math.max(1, first); code <= last; code++) {
		const c = String.fromCodePoint(code);

		if (c === '\n' || /\p{Cn}/u.test(c)) continue;
		// Beyond the kanji of names one in a hundred will do.
		if (code >= 0x20000 && code < 0x2f800 && code % 97 > 0 || code > 0xe1000) continue;
		texts.push(c, `a${c}ー${c}か${c}ー${c}\u3099 ${c}ﾟ ${c} ゔ${c}`);
	}
}

let state = 1;
const below = (n) => {
	state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
	return Math.floor(state / 2 ** 32 * n);
};
const pieces = [..."aZ1９ーｰ-－~〜 　\tカｶガﾞﾟ゛ハばはうゝヷヴァィぁゃﾊﾟéÉßﬃ㍿①Ⅳ髙神𠮷😀·・'’", 'e\u0301', '\u200b', '\u3099', '葛\u{e0100}', 'ﾌﾞﾛｰ'];
for (let i = 0; i < 20000; i++)
	texts.push(Array.from({ length: below(12) }, () => pieces[below(pieces.length)]).join(''));
// What is plain is folded all at once.
for (let i = 0; i < 5000; i++)
	texts.push(Array.from({ length: below(12) }, () => (below(4) ? String.fromCharCode(0x20 + below(0x5f)) : ' ')).join(''));

const cases = texts.flatMap((text) => [`k${text}`, `d${text}`, `s${text}`]);
const run = spawnSync(process.argv[2], { input: cases.join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 30 });
const folded = (run.stdout ?? '').split('\n');

const show = (s) => JSON.stringify(s).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
cases.forEach((text, i) => {
	const expected = text[0] === 's' ? fold.search(text.slice(1)) : fold.text(text.slice(1), text[0] === 'd');
	const again = text[0] === 's' ? expected : fold.text(expected, text[0] === 'd');

	check(`${show(text)}: script ${show(expected)}, again ${show(again)}, program ${show(folded[i] ?? '')}`,
		folded[i] === expected && again === expected);
});

// What people write in several ways.
const alike = ['ルーター ルータ ﾙｰﾀｰ るーたー', 'キヤノン キャノン ｷﾔﾉﾝ', 'サーヴァー サーバ', 'インタヴュー インタビュー', 'ヅーム ズーム',
	'髙島 高島', '山﨑 山崎', '⻄村 西村 西\u{e0101}村', '葛\u{e0100}飾 葛飾', '渡邊 渡邉 渡辺', '𠮷野家 吉野家', 'ウイルス ウィルス'];
for (const [first, ...others] of alike.map((line) => line.split(' ')))
	for (const other of others)
		check(`${first} and ${other} are not alike`, fold.search(first) === fold.search(other));
for (const [left, right] of ['カメラ カムラ', 'ハブ バブ', '高 島', 'WR-1 WR-2', 'ブア ヴァ'].map((line) => line.split(' ')))
	check(`${left} and ${right} are alike`, fold.search(left) !== fold.search(right));

console.log(`${npassed} passed, ${nfailed} failed, ${nskipped} skipped`);
process.exit(nfailed > 0 || npassed === 0 ? 1 : 0);
