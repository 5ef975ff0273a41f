/*
 * Phrases of the program are those of BudouX, for every Japanese text of content/ and of the sample and
 * for random texts; and what the program adds: no line begins with a closing bracket or a full stop, ends
 * with an opening bracket, or ends within a date or a number and its unit, none has a single character.
 *
 *   node tests/phrases/compare.mjs PROGRAM      PROGRAM: phrases_lines, built from tests/phrases/phrases_lines.c
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// Not by its name: that would load what it takes apart pages with, which Node 18 is too old for.
import { Parser } from '../node_modules/budoux/module/parser.js';
import { model as theirs } from '../node_modules/budoux/module/data/models/ja.js';

const read = (name) => readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');
const model = fileURLToPath(new URL('../../content/ja/phrases.json', import.meta.url));
let npassed = 0, nfailed = 0;
const check = (what, isTrue) => {
	if (isTrue)
		npassed++;
	else if (nfailed++ < 10)
		console.error(what);
};

const texts = new Set();
const collect = (value) => {
	if (typeof value === 'string')
		for (const line of value.split('\n')) texts.add(line);
	else
		for (const inner of Object.values(value ?? {})) collect(inner);
};
for (const name of ['strings', 'glossary', 'countries', 'search'])
	collect(JSON.parse(read(`content/ja/${name}.json`)));
for (const line of read('content/sample/labels.jsonl').trim().split('\n'))
	collect(JSON.parse(line));
for (const name of ['about', 'accessibility', 'labels', 'levels', 'procurement', 'validity'])
	collect(read(`content/ja/${name}.md`));

let state = 1;
const below = (n) => {
	state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
	return Math.floor(state / 2 ** 32 * n);
};
const characters = [...[...texts].join(''), ...'𠮷😀葛\u{e0100}', 'e\u0301'];
const all = [...texts];
for (let i = 0; i < 20000; i++) {
	const text = all[below(all.length)], from = below(text.length);

	texts.add(i % 2 ? Array.from({ length: 1 + below(30) }, () => characters[below(characters.length)]).join('')
		: text.slice(from, from + 1 + below(40)) + characters[below(characters.length)]);
}
// Half of a pair of surrogates is no text.
const lines = [...texts].filter((text) => text && !/[\n\u001f]/.test(text) && !/\p{Surrogate}/u.test(text) && Buffer.byteLength(text) <= 1024);
const run = (...words) => spawnSync(process.argv[2], [model, ...words], { input: lines.join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 28 }).stdout.split('\n');

const parser = new Parser(theirs);
const own = new Parser(JSON.parse(read('content/ja/phrases.json')));
const found = run(), ends = run('lines');
check('no texts', lines.length > 15000);
lines.forEach((text, i) => {
	const phrases = parser.parse(text).join('\u001f');

	check(`phrases: ${JSON.stringify(found[i])}, BudouX: ${JSON.stringify(phrases)}`, found[i] === phrases);
	check(`the model is another than BudouX's: ${text}`, own.parse(text).join('\u001f') === phrases);
	const parts = (ends[i] ?? '').split('\u001f');

	check(`${text} became ${JSON.stringify(ends[i])}`, parts.join('') === text);
	for (const part of parts.slice(1))
		check(`a line begins with ${part} in ${text}`, !/^[、。，．）」』】〕》〉？！・：ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々\s]/u.test(part));
	for (const part of parts.slice(0, -1))
		check(`a line ends with ${part} in ${text}`, !/[「『（【〔《〈\s]$/u.test(part) && !/[0-9０-９]$/u.test(part));
	check(`one character is left in ${JSON.stringify(ends[i])}`, parts.length < 2 || !/^.[。」）！？]*$/u.test(parts.at(-1)));
	check(`a date is broken in ${JSON.stringify(ends[i])}`, !/\d[年月]\u001f\d/.test(ends[i]));
});

// What people would write.
const expected = [
	['期限切れの製品をさがす', '期限切れの\u001f製品を\u001fさがす'],
	['空気清浄機のランプ', '空気清浄機の\u001fランプ'],
	['有効期限は2027年7月15日です', null],
];
const shown = spawnSync(process.argv[2], [model, 'lines'], { input: expected.map(([text]) => text).join('\n') + '\n', encoding: 'utf8' }).stdout.split('\n');
expected.forEach(([text, parts], i) => check(`${text}: ${JSON.stringify(shown[i])}`, parts === null ? shown[i].includes('2027年7月15日') : shown[i] === parts));

console.log(`${npassed} passed, ${nfailed} failed`);
process.exit(nfailed > 0 || npassed === 0 ? 1 : 0);
