#!/usr/bin/env node
// How long a first answer takes in a browser, from the disk: the ten best products of a query, with
// nothing loaded before.
//
//   tests/bench/search.mjs [FOLDER [NQUERIES [EXPORT]]]    as of queries.mjs; of the folder also static/ is read
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import { asOf, buildSite, check, report, work } from '../check.mjs';
import { withBrowser } from '../browser/site.mjs';
import { drawQueries, productsOf, productsOfExport } from '../search/engine.mjs';

const MOST_MS = 150;
const [folder, n = 70, source] = process.argv.slice(2);
const root = path.resolve(folder ?? `${work}/site`);
if (!folder) {
	spawnSync('tests/search/export.mjs', ['3000', `${work}/export.jsonl`], { stdio: 'inherit' });
	buildSite(root, { export: `${work}/export.jsonl`, offline: true });
}
function readSite() {
	const list = [...productsOf(root)];
	return { length: list.length, get: (i) => list[i] };
}
const queries = drawQueries(source ? productsOfExport(source, asOf, () => {}) : readSite(), Number(n), 2);

// A page with nothing but the script.
const page = path.resolve(work, 'page.html');
const scripts = fs.readdirSync(`${root}/static`).filter((name) => /^search-[0-9a-f]+\.js$/.test(name));
const addressOf = (name) => url.pathToFileURL(path.join(root, name)).href;
check('the script is there', scripts.length === 1, scripts.join());
fs.writeFileSync(page, `<!DOCTYPE html><meta charset="utf-8"><title>x</title>${scripts.map((name) => `<script src="${addressOf(`static/${name}`)}"></script>`).join('')}`);

const times = [];
let nothing = 0;
await withBrowser(async (browser) => {
	const tab = await browser.newPage();
	for (const { kind, query } of queries) {
		await tab.goto(url.pathToFileURL(page).href);
		const { ms, count } = await tab.evaluate(async ([address, text]) => {
			const started = performance.now();
			const answer = await Query.ask(new SearchIndex(address), text, {});
			await answer?.more(10);
			return { ms: performance.now() - started, count: answer?.products.length };
		}, [`${addressOf('')}/`, query]);
		times.push({ kind, query, ms });
		nothing += count === 0;
	}
});
if (times.length === 0)
	report();
times.sort((l, r) => l.ms - r.ms);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].ms;
console.log(`first answers in the browser: ${at(0.5).toFixed(0)} ms at the median, ${at(0.95).toFixed(0)} ms at 95 %, ${at(1).toFixed(0)} ms at most (${times.at(-1).kind}: ${times.at(-1).query})`);
check('queries drawn from products find some', nothing < queries.length / 5, `${nothing} of ${queries.length} find nothing`);
// The machine may be busy with other things; half of the queries are answered in the time that is asked for.
check(`half of the first answers come within ${MOST_MS} ms`, at(0.5) <= MOST_MS);
report();
