#!/usr/bin/env node
// Open data from night to night: the parts of a site that grew night by night are those of one made
// from nothing, and only parts with a product that changed are written. A part whose file is not as it
// was published is not believed.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { buildSite, check, checkNone, differences, filesBelow, readExport, report, textOf, work, writeExport } from '../check.mjs';

const NPRODUCTS = 2200;
execFileSync('node', ['tests/bench/export.mjs', NPRODUCTS, `${work}/first.jsonl`]);
const all = readExport(`${work}/first.jsonl`);
const site = `${work}/site`, folder = `${site}/data/products`;
const accept = { set: 'max_changed_percent=100' };
const stamps = () => new Map(fs.readdirSync(folder).map((name) => {
	const { ino, mtimeNs } = fs.statSync(path.join(folder, name), { bigint: true });
	return [name, `${ino} ${mtimeNs}`];
}));
const namesOf = (id) => {
	const names = fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));
	const holder = names.find((name) => textOf(path.join(folder, name)).includes(`"product_id":"${id}"`));
	return [holder, holder.replace('.jsonl', '.csv')];
};

buildSite(site, { export: `${work}/first.jsonl`, ...accept });
const parts = fs.readdirSync(folder).filter((name) => name.endsWith('.csv.gz'));
check('there are several parts', parts.length >= 2, parts.join());

/** All lines of the open data, or all files that they are copies of. */
const linesOf = () => fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'))
	.flatMap((name) => textOf(path.join(folder, name)).split('\n').filter(Boolean)).sort().join('\n');
const labelsOf = () => filesBelow(`${site}/P`).filter((name) => name.endsWith('/label.json'))
	.map((name) => fs.readFileSync(path.join(site, 'P', name), 'utf8').trim()).sort().join('\n');

/** Builds what the change makes of the export, on top of the site; the names of the files written. */
function play(what, change, options = {}) {
	const before = stamps();
	change();
	const file = writeExport(`${work}/now.jsonl`, all);
	buildSite(site, { export: file, ...accept, ...options });
	check(`${what}: the lines are the files label.json`, linesOf() === labelsOf());
	const now = stamps();
	return [...now.keys()].filter((name) => now.get(name) !== before.get(name)).sort();
}

check('nothing: nothing is written', play('nothing', () => {}).length === 0);
const middle = all.records[NPRODUCTS / 2];
const changed = play('one changed', () => {
	middle.name.ja += '改';
});
check('one changed: its part alone is written', changed.join() === namesOf(middle.product_id).sort().join(), changed.join());
const added = structuredClone(middle);
added.product_id = `${middle.product_id}X`;
added.labels.forEach((label) => (label.label_id += '-X'));
const grown = play('one new', () => all.records.push(added));
check('one new: few files are written', grown.length > 0 && grown.length <= 7, grown.join());
check('one new: its part among them', namesOf(added.product_id).every((name) => grown.includes(name)), grown.join());

// Somebody meddled with a part, in bytes of a product that does not change.
const [lines] = namesOf(middle.product_id);
fs.writeFileSync(path.join(folder, lines), zlib.gzipSync(textOf(path.join(folder, lines)).replace(/"status":"valid"/, '"status":"vaild"')));
play('meddled with', () => {
	middle.name.ja += '二';
});
// So with the file of all parts: what it has of those that stay is not copied then.
const whole = `${site}/data/products.jsonl.gz`, damaged = fs.readFileSync(whole);
damaged[damaged.length >> 1] ^= 1;
fs.writeFileSync(whole, damaged);
play('another day', () => {}, { 'as-of': '2026-11-25' });
buildSite(`${work}/clean`, { export: `${work}/now.jsonl`, ...accept, 'as-of': '2026-11-25' });
checkNone('in the end: not as from nothing', differences(`${site}/data`, `${work}/clean/data`));

// A product that begins a part comes in: the part before it ends there now, though none of its products
// has changed.
const [begins] = fs.readdirSync(`${work}/clean/data/products`).map((name) => /^from-(\w+)\.csv\.gz$/.exec(name)?.[1]).filter(Boolean);
for (const records of [all.records.filter(({ product_id: id }) => id !== begins), all.records])
	buildSite(`${work}/later`, { export: writeExport(`${work}/later.jsonl`, { ...all, records }), ...accept, 'as-of': '2026-11-25' });
checkNone(`${begins} came later: not as from nothing`, differences(`${work}/later/data`, `${work}/clean/data`));
report();
