/*
 * Makes the generator's folding table, gen/text/fold_table.h, by asking static/fold.js about each
 * character of the BMP.
 *
 *   node gen/site/fold_table.mjs
 *
 * Run by hand when the folding changes; what it writes is committed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const BLOCK = 32;

const window = {};
vm.runInNewContext(readFileSync(here('../../static/fold.js'), 'utf8'), { window });

/* The texts stand in one pool, each before a line end; place 0 means that the character stays. */
const texts = [''];
const places = new Map();
let size = 1;

function placeOf(code) {
	const c = String.fromCharCode(code);
	const folded = code >= 0xd800 && code <= 0xdfff ? c : window.fudaFold.character(c);

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
for (let start = 0; start < 0x10000; start += BLOCK) {
	const block = Array.from({ length: BLOCK }, (_, i) => placeOf(start + i));
	const name = block.join();

	if (!numbers.has(name)) {
		numbers.set(name, blocks.length);
		blocks.push(block);
	}
	index.push(numbers.get(name));
}
if (size > 0xffff || blocks.length > 0xff) throw new Error('the table outgrew its types');

/* Puts pieces into lines of up to 90 characters. */
function lines(pieces) {
	const out = [''];

	for (const piece of pieces) {
		if (out[out.length - 1].length + piece.length > 90) out.push('');
		out[out.length - 1] += piece;
	}
	return out;
}

const literal = (text) => `${text.replace(/["\\]/g, '\\$&')}\\n`;

writeFileSync(here('fold_table.h'), `/* Made by fold_table.mjs from static/fold.js and Unicode ${process.versions.unicode}: do not edit. See fold.h. */
#ifndef SITE_FOLD_TABLE_H
#define SITE_FOLD_TABLE_H

/* clang-format off */
#define FOLD_BLOCK ${BLOCK} /* characters a block */

/* The block of a character of the BMP, by its number divided by FOLD_BLOCK. */
static const unsigned char fold_index[${index.length}] = {
${lines(index.map((number) => `${number},`)).join('\n')}
};

/* Where in fold_texts the text of a character stands; 0: the character stays as it is. */
static const unsigned short fold_blocks[${blocks.length}][FOLD_BLOCK] = {
${blocks.map((block) => `{${block.join()}},`).join('\n')}
};

/* Each before a line end. */
static const char fold_texts[] =
${lines(texts.map(literal)).map((line) => `"${line}"`).join('\n')};
/* clang-format on */

#endif
`);
console.log(`${places.size} texts, ${size} bytes; ${blocks.length} blocks`);
