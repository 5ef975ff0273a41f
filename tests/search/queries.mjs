#!/usr/bin/env node
// What search finds is what a plain scan of all products finds: nothing is missing, nothing is extra.
//
//   tests/search/queries.mjs [FOLDER [NQUERIES [EXPORT]]]    of a site that is there, with figures; with
//                            EXPORT the products are read from there, not from their pages' folders
//
// For 100,000 products or 1,000,000: tests/search/export.mjs N EXPORT, fuda build --out FOLDER --as-of
// 2026-11-22 or make_index (tests/search/make_index.c), then this with FOLDER, 500 and EXPORT; of the
// folder only search/ is read. What may be loaded goes by the number of products.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { asOf, buildSite, check, checkNone, filesBelow, report, work } from '../check.mjs';
import { drawQueries, makeScan, openIndex, productsOf, productsOfExport } from './engine.mjs';

const [folder, n = 300, source] = process.argv.slice(2);
const root = folder ?? `${work}/site`;
if (!folder) {
	spawnSync('tests/search/export.mjs', ['3000', `${work}/export.jsonl`], { stdio: 'inherit' });
	buildSite(root, { export: `${work}/export.jsonl` });
}

const { fresh, api, fold, loaded } = openIndex(root);
const scan = makeScan(fold);
/** The number of each product, and what it is ordered by. */
const byId = new Map(), worths = [], classes = [];
function see(p) {
	byId.set(p.product_id, worths.length);
	classes.push({ level: p.label.level, category: p.label.category });
	worths.push(`${p.label.level} ${p.label.displayed_on}`);
	scan.add(p);
}
function readSite() {
	const list = [...productsOf(root)];
	list.forEach(see);
	return { length: list.length, get: (i) => list[i] };
}
const products = source ? productsOfExport(source, asOf, see) : readSite();
const numberOf = (p) => byId.get(p.id);

/** The first `most` of what products are ordered by, the best first. */
function bestOf(numbers, most) {
	const counts = new Map();
	for (const i of numbers)
		counts.set(worths[i], (counts.get(worths[i]) ?? 0) + 1);
	const best = [];
	for (const worth of [...counts.keys()].sort().reverse()) {
		if (best.length >= most)
			break;
		for (let i = counts.get(worth); i > 0 && best.length < most; i--)
			best.push(worth);
	}
	return best;
}

/** Which days of a level are looked up to put very many products in order: those of its last files of
 * terms, so many. What was displayed before comes in the order of the lists. */
const DAY_FILES = 6;
function firstDay(index, level) {
	const files = index.directory.keys.filter((key) => key.startsWith(`#d${level}-`));
	return files.length >= DAY_FILES ? files.at(-DAY_FILES).slice(4) : '';
}

/** Of products in many files those come first that have the words as they were typed, if they are so few. */
const TYPED_FIRST = 20;
function typedFirst(answer, asTyped) {
	if (answer.isComplete() || answer.readings.length < 2 || asTyped.length > TYPED_FIRST)
		return [];
	const exact = new Set(answer.exact.map(numberOf)), rest = new Set(asTyped.filter((i) => !exact.has(i)));
	const next = answer.products.slice(exact.size, exact.size + rest.size);
	return next.every((p) => rest.has(numberOf(p))) ? next : [];
}

/** What is not where it should be: first the very number, then, where all were loaded, models that begin
 * so, else what is as it was typed; then the level, then the latest. */
function misplaced(query, answer, expected, asTyped) {
	const isComplete = answer.isComplete(), exact = new Set(answer.exact), next = new Set(typedFirst(answer, asTyped));
	const place = (p) => (exact.has(p) ? 3 : next.has(p) ? 2.6 : isComplete ? Math.min(2.5, p.rank(answer.typed, answer.terms)) : 1);
	const rank = (p) => place(p) * 10 + 50 - (isComplete ? answer.distanceOf(p) : 0);
	const days = [1, 2, 3, 4].map((level) => (isComplete ? '' : firstDay(answer.index, level)));
	const known = (worth) => (worth.slice(2) < days[worth[0] - 1] ? worth.slice(0, 2) : worth);
	const shown = answer.products.map((p) => `${rank(p)} ${known(worths[numberOf(p)])}`);
	const first = new Set([...exact, ...next].map(numberOf));
	const best = bestOf(expected.filter((i) => !first.has(i)), answer.products.length).map(known);
	const isSorted = shown.every((text, i) => i === 0 || shown[i - 1] >= text);
	const isBest = isComplete || answer.products.slice(first.size).every((p, i) => known(worths[numberOf(p)]) === best[i]);
	return isSorted && isBest ? [] : [`${query}: not in order: ${shown.slice(0, 10)}; best ${best.slice(0, 10)}`];
}

/** A set of numbers, a bit each: there is one a question, of up to all products. */
function bitsOf(numbers) {
	const bits = new Uint8Array((worths.length >> 3) + 1);
	for (const i of numbers)
		bits[i >> 3] |= 1 << (i & 7);
	return bits;
}
const has = (bits, i) => (bits[i >> 3] & 1 << (i & 7)) !== 0;

const faults = [], costs = [], questions = [];
for (const { kind, query } of drawQueries(products, Number(n))) {
	// What people load first, with nothing kept from before.
	loaded.length = 0;
	const started = process.hrtime.bigint();
	const first = await api.ask(fresh(), query, {}, 10).then((answer) => answer?.more(10));
	const ms = Number(process.hrtime.bigint() - started) / 1e6;
	const bytes = loaded.reduce((sum, file) => sum + file.bytes, 0);
	costs.push({ kind, query, bytes, nfiles: loaded.length, ms });

	// As it was typed, without the forms of companies, which both sides leave out; and as it was read.
	const typed = scan.matching(api.terms(query).join(' '));
	const isNear = Boolean(first?.near) || Boolean(first?.byCode);
	const each = (first?.readings ?? []).map(({ terms, filter }) => (terms.length ? scan.matching(terms.join(' ')) : classes.map((_, i) => i))
		.filter((i) => (!filter.levels || filter.levels.includes(classes[i].level)) && (!filter.categories || filter.categories.includes(classes[i].category))));
	const found = new Set(isNear || !first ? typed : each.flat());
	const expected = [...found].sort((l, r) => l - r), matching = bitsOf(expected);
	if (typed.some((i) => !found.has(i)))
		faults.push(`${kind}: ${query}: read as ${JSON.stringify(first.readings)}, and some products have it as it was typed`);
	if (isNear && typed.length > 0)
		faults.push(`${kind}: ${query}: only what is near is told, and ${typed.length} have it`);
	if (isNear)
		continue;
	const count = first?.count() ?? { count: 0, isExact: true };
	if (count.isExact ? count.count !== expected.length : count.count < expected.length)
		faults.push(`${kind}: ${query}: says ${JSON.stringify(count)}, there are ${expected.length}`);
	if (first)
		faults.push(...misplaced(query, first, expected, each[0] ?? []));
	const shown = first?.products.slice(0, 10).map(numberOf) ?? [];
	if (shown.length < Math.min(10, expected.length) || shown.some((i) => !has(matching, i)))
		faults.push(`${kind}: ${query}: shows ${shown.length} at first, of ${expected.length}`);
	questions.push({
		kind, query, answer: first, matching, open: matching.slice(), extra: [],
		candidates: bitsOf(first?.numbers ?? []), sure: bitsOf(first?.numbers.filter((number, i) => first.sure[i]) ?? []),
	});
}

// The whole of every answer: the products of its numbers, as far as they are held to match. One walk over
// all products for all questions, so that each is loaded once and not once a question.
let all = fresh();
for (let number = 0; number < products.length; number++) {
	// Not more of the index at once than memory holds; the files listed hold on to it.
	if (number % 4096 === 0) {
		loaded.length = 0;
		all = fresh();
		await all.open();
	}
	const product = await all.product(number), i = numberOf(product);
	for (const { answer, matching, open, extra, candidates, sure } of questions) {
		if (!has(candidates, number))
			continue;
		const isRight = answer.isRight(product);
		if (isRight && has(matching, i))
			open[i >> 3] &= ~(1 << (i & 7));
		// What is sure is counted without being looked at.
		if (!has(matching, i) && (isRight || has(sure, number)))
			extra.push(product.id);
	}
}
check('the index has as many products', all.directory.products === products.length, all.directory.products);
for (const { kind, query, open, extra } of questions) {
	const missing = worths.map((worth, i) => i).filter((i) => has(open, i));
	if (missing.length || extra.length)
		faults.push(`${kind}: ${query}: ${missing.length} missing (${missing.slice(0, 1).map((i) => products.get(i).product_id)}), ${extra.length} extra (${extra[0]})`);
}
checkNone(`queries of ${n} that are answered otherwise than by a plain scan`, faults);
check('the queries were drawn from products', costs.length === Number(n) && questions.length > n * 0.9, questions.length);

const at = (list, share) => list.sort((l, r) => l - r)[Math.min(list.length - 1, Math.floor(list.length * share))];
console.log(`first query: ${at(costs.map((c) => c.bytes), 0.5)} B at the median, ${at(costs.map((c) => c.bytes), 0.95)} B at 95 %, ` +
	`${at(costs.map((c) => c.bytes), 1)} B at most; ${at(costs.map((c) => c.nfiles), 0.95)} files; ` +
	`${at(costs.map((c) => c.ms), 0.95).toFixed(0)} ms in Node at 95 %, ${at(costs.map((c) => c.ms), 0.5).toFixed(0)} ms at the median`);

// A page that was kept has its script from then.
const changed = `${work}/changed`;
fs.mkdirSync(`${changed}/search`, { recursive: true });
const directory = fs.readFileSync(path.join(root, 'search/directory.js'), 'utf8');
fs.writeFileSync(`${changed}/search/directory.js`, directory.replace(/"format":"search\/\d+"/, '"format":"search/0"'));
const refusal = await api.ask(openIndex(changed).fresh(), 'router', {}).then(() => '', (error) => error.message);
check('an index of another format is not read', /cannot be loaded: it is search\/0/.test(refusal), refusal);

// ---- what it costs ----

/** The most that there may be of the index, without the results themselves, which no query loads all of, and their packs;
 * and the most that 95 of 100 first queries may load, of results as well. In bytes compressed. */
const marks = [[100000, 3.5e6, 100e3], [1000000, 35e6, 250e3]];
const [, mostInAll, mostAtFirst] = marks.find(([most]) => products.length <= most) ?? marks.at(-1);
const shards = filesBelow(path.join(root, 'search')).filter((name) => name.endsWith('.js'));
const kinds = new Map();
for (const name of shards) {
	const kind = name === 'directory.js' ? name : { t: 'terms', l: 'long lists', g: 'groups', m: 'manufacturers', r: 'results', c: 'codes', d: 'the list of codes', b: 'what stands beside a number', p: 'packs', k: 'the list of packs' }[name[0]];
	const sum = kinds.get(kind) ?? { files: 0, bytes: 0 };
	sum.files++;
	sum.bytes += zlib.gzipSync(fs.readFileSync(path.join(root, 'search', name))).length;
	kinds.set(kind, sum);
}
const bytesOf = (isCounted) => [...kinds].reduce((sum, [kind, { bytes }]) => sum + (isCounted(kind) ? bytes : 0), 0);
const isIndex = (kind) => kind !== 'results' && !/code|packs/.test(kind);
const inIndex = bytesOf(isIndex), inResults = bytesOf((kind) => kind === 'results');
console.log(`${products.length} products: ${shards.length} files; the index ${inIndex} B compressed, and the results ${inResults} B: ` +
	[...kinds].map(([kind, { files, bytes }]) => `${kind} ${files} ${bytes} B`).join(', '));
check(`the index, without the results, is at most ${mostInAll} B compressed`, shards.length > 0 && inIndex <= mostInAll, inIndex);
check(`95 of 100 first queries load at most ${mostAtFirst} B`, at(costs.map((c) => c.bytes), 0.95) <= mostAtFirst);
if (folder)
	for (const kind of new Set(costs.map((c) => c.kind))) {
		const some = costs.filter((c) => c.kind === kind);
		console.log(`  ${kind}: ${at(some.map((c) => c.bytes), 0.5)} B, ${at(some.map((c) => c.bytes), 0.95)} B; worst ${some.sort((l, r) => r.bytes - l.bytes)[0].query}`);
	}
report();
