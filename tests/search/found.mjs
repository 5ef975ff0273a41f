#!/usr/bin/env node
// Search finds what people type: of the queries in queries.txt, on 20,000 products that were made and those
// of products.mjs, so many have what is right among the first five.
//
//   tests/search/found.mjs [INDEX]     of an index that is there; says of each query what it found
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, check, report, work } from '../check.mjs';
import { openIndex } from './engine.mjs';
import { addRecords } from './products.mjs';

/** Of 100 queries at least so many, and of a model number as it is printed, of a barcode and of a label all. */
const FLOOR = 98;
const EXACT = ['model', 'barcode', 'label'];
const MADE = 20000;
const root = process.argv[2] ?? `${work}/index`;

if (!process.argv[2]) {
	const made = `${work}/made.jsonl`, whole = `${work}/export.jsonl`;
	fs.rmSync(root, { recursive: true, force: true });
	spawnSync('tests/bench/export.mjs', [MADE, made], { stdio: 'inherit' });
	addRecords(made, whole);
	const run = spawnSync('build/strict/tests/search/make_index', [whole, 'content/sample/criteria', '.', asOf, root, '2'], { encoding: 'utf8' });
	check('the index is made', run.status === 0, run.stderr);
}

const { fresh, api } = openIndex(root);
const queries = fs.readFileSync(new URL('queries.txt', import.meta.url), 'utf8').split('\n')
	.filter((line) => line && !line.startsWith('#')).map((line) => line.split(' | '));

/** Whether an answer has what is right. */
function isRight(wanted, { answer, products, makers, categories }) {
	const [kind, ...rest] = wanted.split(' '), word = rest.at(-1);
	switch (kind) {
	case 'other': return answer.near?.kind === 'other' && products.some((p) => p.id === word);
	case 'none': return products.length === 0 || answer.near !== null;
	case 'maker': return makers.some((maker) => maker.names[0].includes(word)) || products.some((p) => p.maker?.[0].includes(word));
	case 'category': return categories.some(([id]) => id === word) || products.some((p) => p.category?.[0] === word);
	case 'name': return products.some((p) => p.names[0].normalize('NFKC').includes(word));
	case 'level': return products.length > 0 && products.every((p) => rest[0].split(',').includes(String(p.level))) && products.some((p) => p.names[0].includes(word));
	default: return products.some((p) => p.id === kind);
	}
}

const wrong = [], byKind = new Map();
for (const [kind, query, wanted] of queries) {
	/* Where a line ends a field has a space. */
	const answer = await api.ask(fresh(), query.replaceAll('\\n', ' '), {}).then((found) => found?.more(5));
	const found = { answer, products: answer?.products.slice(0, 5) ?? [], makers: await answer?.makers(5) ?? [], categories: answer?.categories().slice(0, 5) ?? [] };
	// What somebody has is not told to be like something else.
	if (kind === 'fewer' && answer.near?.kind !== 'fewer')
		found.products = [];
	const isGood = wanted.split(/,(?=FIND|name|maker|category|level|none)/).some((one) => isRight(one, found));
	const counts = byKind.get(kind) ?? { right: 0, all: 0 };
	counts.all++;
	counts.right += isGood ? 1 : 0;
	byKind.set(kind, counts);
	const said = `${kind}: ${query}: ${found.products.map((p) => `${p.id} ${p.names[0]}`).join('; ')}${answer?.near ? ` (near: ${JSON.stringify(answer.near)})` : ''}; ${found.makers.map((m) => m.names[0])}; ${found.categories.map(([id]) => id)}`;
	if (!isGood)
		wrong.push(said);
	if (process.argv[2])
		console.log(isGood ? 'right' : 'WRONG', said);
}
const right = queries.length - wrong.length;
console.log(`${right} of ${queries.length} queries found what is right: ${[...byKind].map(([kind, { right: n, all }]) => `${kind} ${n} of ${all}`).join(', ')}`);
wrong.forEach((line) => console.log(`not found: ${line}`));
check(`at least ${FLOOR} of 100 queries find what is right`, queries.length >= 200 && 100 * right >= FLOOR * queries.length, `${right} of ${queries.length}`);
for (const kind of EXACT)
	check(`every ${kind} is found`, byKind.get(kind)?.right === byKind.get(kind)?.all);
report();
