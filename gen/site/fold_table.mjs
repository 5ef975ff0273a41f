/*
 * Makes the generator's folding table, gen/site/fold_table.h, by asking static/fold.js about each
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
const BLOCK = 64;

const window = {};
vm.runInNewContext(readFileSync(here('../../static/fold.js'), 'utf8'), { window });

/* The texts stand in one pool, each behind its length; place 0 means that the character stays. */
const pool = [0];
const places = new Map();

function placeOf(code) {
	const c = String.fromCharCode(code);
	const folded = code >= 0xd800 && code <= 0xdfff ? c : window.fudaFold.character(c);

	if (folded === c) return 0;
	if (!places.has(folded)) {
		const bytes = [...Buffer.from(folded, 'utf8')];

		places.set(folded, pool.length);
		pool.push(bytes.length, ...bytes);
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
if (pool.length > 0xffff || blocks.length > 0xff) throw new Error('the table outgrew its types');

function lines(values) {
	const out = [''];

	for (const value of values) {
		if (out[out.length - 1].length + `${value},`.length > 99) out.push('');
		out[out.length - 1] += `${value},`;
	}
	return out.join('\n');
}

writeFileSync(here('fold_table.h'), `/* Made by fold_table.mjs from static/fold.js and Unicode ${process.versions.unicode}: do not edit. See fold.h. */
#ifndef SITE_FOLD_TABLE_H
#define SITE_FOLD_TABLE_H

/* clang-format off */
#define FOLD_BLOCK ${BLOCK} /* characters a block */

/* The block of a character of the BMP, by its number divided by FOLD_BLOCK. */
static const unsigned char fold_index[${index.length}] = {
${lines(index)}
};

/* Where in the pool the text of a character stands; 0: the character stays as it is. */
static const unsigned short fold_blocks[${blocks.length}][FOLD_BLOCK] = {
${blocks.map((block) => `{\n${lines(block)}\n}`).join(',\n')}
};

/* Texts: a length in bytes and as many bytes of UTF-8. */
static const unsigned char fold_pool[${pool.length}] = {
${lines(pool)}
};
/* clang-format on */

#endif
`);
console.log(`${places.size} texts, ${pool.length} bytes; ${blocks.length} blocks`);
