#!/usr/bin/env node
// What one product changes in the index of search: one that comes or goes the file of results that it
// stands in and its pack, and seldom those beside it; one that turns these and the terms of its status. The directory and
// the list of packs, which name them, are others each time.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, check, checkNone, readExport, report, statuses, work, writeExport } from '../check.mjs';

const RECORDS = 1200, SAMPLES = 80;
spawnSync('tests/search/export.mjs', [String(RECORDS), `${work}/all.jsonl`], { stdio: 'inherit' });
const all = readExport(`${work}/all.jsonl`);
const standing = statuses({ export: `${work}/all.jsonl` });

/** The names of the files of an index, by their letters. That of the directory stays and tells nothing. */
function indexOf(records) {
	const out = `${work}/index`, file = writeExport(`${work}/export.jsonl`, { ...all, records });
	fs.rmSync(out, { recursive: true, force: true });
	fs.rmSync(`${out}.fuda`, { recursive: true, force: true });
	const run = spawnSync('build/strict/tests/search/make_index', [file, 'content/sample/criteria', '.', asOf, out, '1'], { encoding: 'utf8' });
	check('the index was made', run.status === 0, run.stderr);
	const names = { t: [], l: [], g: [], r: [], m: [], c: [], d: [], b: [], e: [], p: [], k: [] };
	for (const name of fs.readdirSync(`${out}/search`))
		names[name[0]].push(name);
	return names;
}

/** How many files of a kind the one has and the other has not. */
const countNew = (kind, index, other) => index[kind].filter((name) => !other[kind].includes(name)).length;

const whole = indexOf(all.records);
check('there are many files of results', whole.r.length > 25, whole.r.length);

// ---- one that comes or goes ----

let come = 0, go = 0, packs = 0;
for (let i = 0; i < SAMPLES; i++) {
	const without = indexOf(all.records.filter((_, k) => k !== i * 10));
	come += countNew('r', whole, without);
	go += countNew('r', without, whole);
	packs += countNew('p', whole, without);
}
console.log(`files of results that change: ${come / SAMPLES} for one product that comes, ${go / SAMPLES} for one that goes`);
check('one that comes changes its file, and at most one time in four another', come >= SAMPLES && come <= SAMPLES * 1.25, come / SAMPLES);
check('one that comes changes its pack, and seldom another', packs <= SAMPLES * 1.3, packs / SAMPLES);
check('one that goes changes its file, and at most one time in four another', go <= SAMPLES * 1.25, go / SAMPLES);

// ---- one that turns ----

const turning = all.records.filter(({ product_id: id, labels }) => labels.length === 1 && standing.get(id)?.status === 'valid').slice(0, 8);
check('some labels can be revoked', turning.length === 8, turning.length);
checkNone('products that turn change more than their row and the terms of their status', turning.flatMap((record) => {
	const revoked = structuredClone(record);
	revoked.labels[0].events = [{ date: '2026-11-20', kind: 'revoked' }];
	const turned = indexOf(all.records.map((other) => (other === record ? revoked : other)));
	const changed = Object.keys(whole).map((kind) => `${kind}${countNew(kind, turned, whole)}`).join(' ');
	return /^t[12] l0 g0 r1 m0 c0 d0 b0 e0 p1 k1$/.test(changed) ? [] : [`${record.product_id}: ${changed}`];
}));
report();
