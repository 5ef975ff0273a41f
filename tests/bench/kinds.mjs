#!/usr/bin/env node
// What nights write, by kind: tests/bench/kinds.mjs OUT REPORT, or N=20000 DAYS=30 tests/bench/kinds.mjs
//
// With arguments: the files that REPORT/changed.txt lists, and their bytes in OUT. Without: makes an
// export of N products and builds it for a day, the next day with the same export, and a month of
// days on each of which 0.1 % of the records are changed and one in five thousand is new, and
// prints the next day, and the mean and the most of a day of the month.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';

/** The kinds, by what paths without their language match; the first that does. */
const kinds = [
	['products', /^P\//],
	['lists, first pages', /^products\/[^/]+\/index\.html/],
	['lists, further pages', /^products\/[^/]+\//],
	['lists of lists', /^products\//],
	['calendars', /\.ics/],
	['feeds and changes', /^changes\//],
	['search', /^search\//],
	['hashes of products', /^sums\/products-/],
	['hashes of other files', /^sums\/|^MANIFEST/],
	['sitemaps', /^sitemap/],
	['open data as one file', /^data\/products\.[a-z]+\.gz/],
	['open data in parts', /^data\/products\//],
	['data, its descriptions', /^data\//],
	['other pages', /./],
];

/** What a report says was written: by kind [files, bytes]. */
function countKinds(out, report) {
	const counts = new Map(kinds.map(([kind]) => [kind, [0, 0]]));
	for (const name of fs.readFileSync(`${report}/changed.txt`, 'utf8').split('\n').slice(0, -1)) {
		const count = counts.get(kinds.find(([, pattern]) => pattern.test(name.replace(/^en\//, '')))[0]);
		count[0]++;
		count[1] += fs.statSync(path.join(out, name)).size;
	}
	return counts;
}

const total = (counts) => [...counts.values()].reduce(([n, b], [files, bytes]) => [n + files, b + bytes], [0, 0]);
const cells = ([files, bytes]) => `${files.toFixed(0).padStart(8)}${(bytes / 1e6).toFixed(2).padStart(10)} MB`;

function print(title, columns) {
	console.log(`${title.padEnd(26)}${columns.map(([name]) => name.padStart(21)).join('')}`);
	for (const [kind] of kinds)
		console.log(`${kind.padEnd(26)}${columns.map(([, counts]) => cells(counts.get(kind))).join('')}`);
	console.log(`${'all'.padEnd(26)}${columns.map(([, counts]) => cells(total(counts))).join('')}`);
}

const [,, out, report] = process.argv;
if (report) {
	print('written', [['', countKinds(out, report)]]);
	process.exit(0);
}

// ---- a day and a month of our own ----

process.chdir(path.resolve(path.dirname(url.fileURLToPath(import.meta.url)), '../..'));
const n = Number(process.env.N || 20000), days = Number(process.env.DAYS || 30);
const home = path.resolve('build/bench-kinds'), fuda = process.env.FUDA || 'build/fuda';
fs.rmSync(home, { recursive: true, force: true });
fs.mkdirSync(home, { recursive: true });
execFileSync('tests/bench/export.mjs', [n, `${home}/all.jsonl`]);
const lines = fs.readFileSync(`${home}/all.jsonl`, 'utf8').trimEnd().split('\n');
const header = JSON.parse(lines.shift()), isLate = (i) => i % 5000 < days && i % 5000 > 0;
const dayOf = (t) => new Date(Date.parse('2026-11-24') + t * 864e5).toISOString().slice(0, 10);
const renamed = new Map();

/** The export of day t: records that come on a later day are not there yet; some are changed each day. */
function writeExport(t) {
	const now = [];
	for (let k = 0; t > 1 && k < n / 1000; k++)
		renamed.set((k * 1009 + t * 7919) % n, t);
	lines.forEach((line, i) => {
		if (isLate(i) && i % 5000 > t)
			return;
		const day = renamed.get(i);
		now.push(day === undefined ? line : line.replace('"summary":{', `"summary":{"ja":"${day}日目に改めました。","en":"Changed on day ${day}.","was":{`)
			.replace(/,"was":\{[^}]*\}/, '}'));
	});
	fs.writeFileSync(`${home}/now.jsonl`, [JSON.stringify({ ...header, exported_at: `${dayOf(t)}T00:30:00+09:00`, records: now.length }), ...now]
		.map((line) => `${line}\n`).join(''));
}

function build(t) {
	execFileSync(fuda, ['build', '--export', `${home}/now.jsonl`, '--criteria', 'content/sample/criteria', '--site', '.', '--out', `${home}/out`,
		'--report', `${home}/report`, '--as-of', dayOf(t), '--jobs', process.env.JOBS || '2', '--quiet', '--set', 'max_changed_percent=100'], { stdio: ['ignore', 'inherit', 'ignore'] });
	return countKinds(`${home}/out`, `${home}/report`);
}

writeExport(0);
build(0);
const next = build(1), month = [];
for (let t = 2; t < 2 + days; t++) {
	writeExport(t);
	month.push(build(t));
}
const mean = new Map(kinds.map(([kind]) => [kind, [0, 1].map((i) => month.reduce((sum, counts) => sum + counts.get(kind)[i], 0) / days)]));
const most = new Map(kinds.map(([kind]) => [kind, [0, 1].map((i) => Math.max(...month.map((counts) => counts.get(kind)[i])))]));
print(`${n} records`, [['the next day', next], [`mean of ${days} days`, mean], ['most of a kind', most]]);
fs.rmSync(home, { recursive: true, force: true });
