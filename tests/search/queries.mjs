#!/usr/bin/env node
// What search finds is what a plain scan of all products finds: nothing is missing, nothing is extra.
//
//   tests/search/queries.mjs [FOLDER [NQUERIES [EXPORT]]]    of a site that is there, with figures; with
//                            EXPORT the products are read from there, not from their pages' folders
//
// For 100,000 products or 1,000,000: tests/search/export.mjs N EXPORT, fuda build --out FOLDER, then this
// with 500 queries. What may be loaded goes by the number of products.
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
const products = source ? productsOfExport(source, asOf) : [...productsOf(root)];
const scan = makeScan(fold);
const byId = new Map(products.map((p) => [p.product_id, p]));
const worth = (id) => { const { level, displayed_on: day } = byId.get(id).label; return `${level} ${day}`; };

/** What is not where it should be: first the very number, then, where all were loaded, models that begin
 * so; then the level, then the latest. */
function misplaced(query, answer, expected) {
	const rank = (p) => (answer.exact.includes(p) ? 3 : answer.isComplete() ? Math.min(2, p.rank(answer.typed)) : 1);
	const shown = answer.products.map((p) => `${rank(p)} ${worth(p.id)}`);
	const exact = answer.exact.map((p) => p.id);
	const best = expected.filter((id) => !exact.includes(id)).map(worth).sort().reverse();
	const isSorted = shown.every((text, i) => i === 0 || shown[i - 1] >= text);
	const isBest = answer.isComplete() || answer.products.slice(exact.length).every((p, i) => worth(p.id) === best[i]);
	return isSorted && isBest ? [] : [`${query}: not in order: ${shown.slice(0, 10)}; best ${best.slice(0, 10)}`];
}

const faults = [], costs = [], all = fresh();
for (const { kind, query } of drawQueries(products, Number(n))) {
	// What people load first, with nothing kept from before.
	loaded.length = 0;
	const started = process.hrtime.bigint();
	const first = await fresh().ask(query, {}).then((answer) => answer?.more(10));
	const ms = Number(process.hrtime.bigint() - started) / 1e6;
	const bytes = loaded.reduce((sum, file) => sum + file.bytes, 0);
	costs.push({ kind, query, bytes, nfiles: loaded.length, ms });

	// The query without the forms of companies, which both sides leave out.
	const asked = api.terms(query).join(' ');
	const expected = products.filter(scan.matching(asked)).map((p) => p.product_id).sort();
	const answer = await all.ask(query, {}, { all: true });
	const found = answer ? answer.products.map((p) => p.id).sort() : [];
	const missing = expected.filter((id) => !found.includes(id)), extra = found.filter((id) => !expected.includes(id));
	if (missing.length || extra.length)
		faults.push(`${kind}: ${query}: ${missing.length} missing (${missing[0]}), ${extra.length} extra (${extra[0]}) of ${expected.length}`);
	const count = first?.count() ?? { count: 0, isExact: true };
	if (count.isExact ? count.count !== expected.length : count.count < expected.length)
		faults.push(`${kind}: ${query}: says ${JSON.stringify(count)}, there are ${expected.length}`);
	if (first)
		faults.push(...misplaced(query, first, expected));
	const shown = first?.products.slice(0, 10).map((p) => p.id) ?? [];
	if (shown.length < Math.min(10, expected.length) || shown.some((id) => !expected.includes(id)))
		faults.push(`${kind}: ${query}: shows ${shown.length} at first, of ${expected.length}`);
}
checkNone(`queries of ${n} that are answered otherwise than by a plain scan`, faults);
check('the queries were drawn from products', costs.length === Number(n));

const at = (list, share) => list.sort((l, r) => l - r)[Math.min(list.length - 1, Math.floor(list.length * share))];
console.log(`first query: ${at(costs.map((c) => c.bytes), 0.5)} B at the median, ${at(costs.map((c) => c.bytes), 0.95)} B at 95 %, ` +
	`${at(costs.map((c) => c.bytes), 1)} B at most; ${at(costs.map((c) => c.nfiles), 0.95)} files; ` +
	`${at(costs.map((c) => c.ms), 0.95).toFixed(0)} ms in Node at 95 %`);

// ---- what it costs ----

/** The most that may be loaded: all of it, and by 95 of 100 first queries, in bytes compressed. */
const marks = [[100000, 3e6, 100e3], [1000000, 30e6, 250e3]];
const [, mostInAll, mostAtFirst] = marks.find(([most]) => products.length <= most) ?? marks.at(-1);
const MOST_MS = 150;
const shards = filesBelow(path.join(root, 'search')).filter((name) => name.endsWith('.js'));
const inAll = shards.reduce((sum, name) => sum + zlib.gzipSync(fs.readFileSync(path.join(root, 'search', name))).length, 0);
console.log(`${products.length} products: ${shards.length} files, ${inAll} B compressed`);
check(`the index is at most ${mostInAll} B compressed`, shards.length > 0 && inAll <= mostInAll, inAll);
check(`95 of 100 first queries load at most ${mostAtFirst} B`, at(costs.map((c) => c.bytes), 0.95) <= mostAtFirst);
// The machine may be busy with other things; half of the queries are answered in the time that is asked for.
check(`half of the first queries are answered within ${MOST_MS} ms`, at(costs.map((c) => c.ms), 0.5) <= MOST_MS, at(costs.map((c) => c.ms), 0.5));
if (folder)
	for (const kind of new Set(costs.map((c) => c.kind))) {
		const some = costs.filter((c) => c.kind === kind);
		console.log(`  ${kind}: ${at(some.map((c) => c.bytes), 0.5)} B, ${at(some.map((c) => c.bytes), 0.95)} B; worst ${some.sort((l, r) => r.bytes - l.bytes)[0].query}`);
	}
report();
