#!/usr/bin/env node
// The list of notes on a product's page stands there where there is a note: has_notes in the view asks for each
// condition that the layout has, and for no other.
import fs from 'node:fs';
import { check, checkNone, report } from '../check.mjs';

const read = (name) => fs.readFileSync(name, 'utf8');
const names = new Map([...read('gen/site/shapes_product.h').matchAll(/FIELD\((\w+), "(\w+)"/g)].map(([, field, name]) => [field, name]));
const prefix = { v: '', label: 'label.', product: 'product.' };
const [, view] = /^static bool has_notes\(.*?\)\n\{(.*?)^\}/ms.exec(read('gen/view/product_page.c')) ?? [];
const asked = [...(view ?? '').matchAll(/(\w+)\[(\w+)\]\.n > 0/g)].map(([, object, field]) => prefix[object] + names.get(field));

const shown = [];
let depth = 0;
for (const [, mark, name] of read('layouts/partials/notes.mustache').matchAll(/\{\{([#^/])([\w.]+)\}\}/g)) {
	if (mark !== '/' && ++depth === 2)
		shown.push(name);
	if (mark === '/')
		depth--;
}
check('there are notes', shown.length >= 8 && asked.length >= 8, `${shown}; ${asked}`);
checkNone('notes of the layout for which has_notes does not ask', shown.filter((name) => !asked.includes(name)));
checkNone('what has_notes asks for, and the layout does not show', asked.filter((name) => !shown.includes(name)));
report();
