#!/usr/bin/env node
/*
 * Makes of gen/text/fold.txt what folds texts: static/search/fold.js, which is gen/text/fold_script.js with
 * these data in it, and gen/text/fold_table.h, for which that script is asked about each character.
 *
 *   gen/text/fold_table.mjs [FOLDER]     into FOLDER rather than in place
 *
 * The table has the characters of the version of Unicode that fold.txt states, as assigned.txt lists them;
 * what a later version knows of those is the same, so any Node that knows this one or a later one makes
 * the same files. Run by hand when the folding changes; what it writes is committed.
 * tests/fold/compare.mjs sees to it that both files are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const here = path.dirname(fileURLToPath(import.meta.url));
const BLOCK = 32;
/* Behind the last character that NFKC changes; of what is behind it, one range is invisible. */
const LIMIT = 0x2fa20;

/* ---- the data ---- */

/** @type {Record<string, string[][]>} */
const lines = {};
for (const line of readFileSync(path.join(here, 'fold.txt'), 'utf8').split('\n')) {
	if (line === '' || line.startsWith('# ') || line === '#') continue;
	const [kind, ...words] = line.split(' ');
	(lines[kind] ??= []).push(words);
}

const hex = (word) => word.replace('U+', '').split('-').map((digits) => Number.parseInt(digits, 16));
const characterOf = (word) => (/^U\+/.test(word) ? String.fromCodePoint(...hex(word)) : word);
const escape = (code) => `\\u{${code.toString(16)}}`;
/** A class of characters as a regular expression has it. */
const classOf = (kind) => lines[kind].flat().map((word) => hex(word).map(escape).join('-')).join('');
const pairsOf = (kind) => lines[kind].map(([from, to = '']) => [characterOf(from), characterOf(to)]);

const [[version]] = lines.unicode;
const [head, ...ranges] = readFileSync(path.join(here, 'assigned.txt'), 'utf8').trimEnd().split('\n');
const assigned = ranges.map((range) => hex(range));
if (!head.includes(`Unicode ${version},`)) throw new Error(`assigned.txt: ${head}, and fold.txt states Unicode ${version}`);
if (Number.parseFloat(process.versions.unicode) < Number(version))
	throw new Error(`this Node has Unicode ${process.versions.unicode}, and fold.txt states ${version}`);
const like = new Map(pairsOf('like'));
for (const words of lines.same)
	for (const from of words.slice(0, -1)) like.set(from, words.at(-1));
for (const [from, to] of like)
	if (like.has(to)) throw new Error(`fold.txt: ${from} leads to ${to}, which leads on`);
const pairs = pairsOf('pair');
/* What comes of a character, one form behind the other. */
const likeOf = {};
for (const [from, to] of like) likeOf[to] = (likeOf[to] ?? '') + from;

/* ---- the script ---- */

const show = (value) => JSON.stringify(value).replace(/[^ -~\u3000-\u{2ffff}]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
const members = (object) => fill(Object.entries(object).map(([key, value]) => `${show(key)}: ${show(value)}, `), 100)
	.map((line) => `\t\t\t${line.trim()}`).join('\n');
const classes = ['hyphen', 'wave', 'space', 'invisible', 'diacritic'];
const data = `const DATA = {
${classes.map((kind) => `\t\t${kind}: '${classOf(kind).replace(/\\/g, '\\\\')}',`).join('\n')}
\t\t/** @type {Record<string, string>} */
\t\tletter: {
${members(Object.fromEntries(pairsOf('letter')))}
\t\t},
\t\t/** @type {Record<string, string>} */
\t\tpair: {
${members(Object.fromEntries(pairs))}
\t\t},
\t\t/** @type {Record<string, string>} */
\t\tlike: {
${members(likeOf)}
\t\t},
\t};`;
const script = `/* Made by gen/text/fold_table.mjs from fold_script.js and fold.txt, Unicode ${version}: do not edit. */
${readFileSync(path.join(here, 'fold_script.js'), 'utf8')
		.replace(/\t\/\* \{kind: of fold\.txt\} \*\/\n/, '')
		.replace('const DATA = {};', () => data)}`;

/* ---- the table ---- */

const { character } = vm.runInNewContext(`${script};Fold`);

/* The texts stand in one pool, each before a line end; place 0 means that the character stays. */
const texts = [''];
const places = new Map();
let size = 1;

function placeOf(code) {
	const c = String.fromCodePoint(code);
	const folded = assigned.some(([first, last]) => code >= first && code <= last) ? character(c) : c;

	if (folded === c) return 0;
	if (!places.has(folded)) {
		places.set(folded, size);
		texts.push(folded);
		size += Buffer.byteLength(folded) + 1;
	}
	return places.get(folded);
}

/* Blocks of characters with the same places stand once. */
const blocks = [];
const numbers = new Map();
const index = [];
for (let start = 0; start < LIMIT; start += BLOCK) {
	const block = Array.from({ length: BLOCK }, (_, i) => placeOf(start + i));
	const name = block.join();

	if (!numbers.has(name)) {
		numbers.set(name, blocks.length);
		blocks.push(block);
	}
	index.push(numbers.get(name));
}
if (size > 0xffff) throw new Error('the table outgrew its types');
const [from, to] = lines.invisible.flat().map(hex).find(([first]) => first >= LIMIT);
for (let code = LIMIT; code <= 0x10ffff; code++)
	if ((code >= from && code <= to ? '' : String.fromCodePoint(code)) !== character(String.fromCodePoint(code)))
		throw new Error(`U+${code.toString(16)} is folded, and behind the table`);

/* Puts pieces into lines of up to so many characters. */
function fill(pieces, most) {
	const out = [''];

	for (const piece of pieces) {
		if (out[out.length - 1].length + piece.length > most) out.push('');
		out[out.length - 1] += piece;
	}
	return out;
}

const literal = (text) => `${text.replace(/["\\]/g, '\\$&')}\\n`;
const byCode = (all) => [...all].sort(([l], [r]) => l.codePointAt(0) - r.codePointAt(0));
const number = (c) => `0x${c.codePointAt(0).toString(16)}`;

const table = `/* Made by fold_table.mjs from fold.txt and Unicode ${version}: do not edit. See fold.h. */
#ifndef TEXT_FOLD_TABLE_H
#define TEXT_FOLD_TABLE_H

#include <stdint.h>

/* clang-format off */
#define FOLD_BLOCK ${BLOCK} /* characters a block */
#define FOLD_LIMIT 0x${LIMIT.toString(16)} /* characters from here on stay */

/* But these are invisible. */
#define FOLD_INVISIBLE_FIRST 0x${from.toString(16)}
#define FOLD_INVISIBLE_LAST 0x${to.toString(16)}

/* The block of a character, by its number divided by FOLD_BLOCK. */
static const unsigned short fold_index[${index.length}] = {
${fill(index.map((block) => `${block},`), 120).join('\n')}
};

/* Where in fold_texts the text of a character stands; 0: the character stays as it is. */
static const unsigned short fold_blocks[${blocks.length}][FOLD_BLOCK] = {
${fill(blocks.map((block) => `{${block.join()}},`), 330).join('\n')}
};

/* Each before a line end. */
static const char fold_texts[] =
${fill(texts.map(literal), 120).map((line) => `"${line}"`).join('\n')};

/* Of what is folded, what search takes for another character; 0: for none. By the first. */
static const struct fold_like {
	uint32_t from, to;
} fold_likes[] = {
${fill(byCode(like).map(([l, r]) => `{${number(l)},${r ? number(r) : 0}},`), 120).join('\n')}
};

/* What a character becomes together with the one behind it, which is taken for what it is first. */
static const struct fold_pair {
	uint32_t first, second;
	const char *text;
} fold_pairs[] = {
${pairs.map(([two, one]) => `{${number(two)},${number(Array.from(two)[1])},"${one}"},`).join('\n')}
};
/* clang-format on */

#endif
`;

const folder = process.argv[2];
writeFileSync(folder ? path.join(folder, 'fold.js') : path.join(here, '../../static/search/fold.js'), script);
writeFileSync(path.join(folder ?? here, 'fold_table.h'), table);
console.log(`${places.size} texts, ${size} bytes; ${blocks.length} blocks; ${like.size} alike`);
