#!/usr/bin/env node
// The gates, at their edges: an export that is older by a minute, a day a year ahead, shares of ended labels and of changed
// products that are just let through and just not, in one night and after two, which let no more through.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, check, criteria, fuda, readExport, report, work, writeExport } from '../check.mjs';

const { header, records } = readExport();
const model = records.find((record) => record.labels.length === 1 && record.labels[0].level === 1).labels[0];
const out = `${work}/site`;
const after = (days) => new Date(Date.parse(asOf) + days * 864e5).toISOString().slice(0, 10);

/** Forty products with valid labels, of which the first so many are withdrawn, and the last so many renamed. */
const products = (nended = 0, nrenamed = 0) => Array.from({ length: 40 }, (_, i) => ({
	product_id: `GATE${String(i).padStart(4, '0')}`, name: { ja: i >= 40 - nrenamed ? `製品${i}改` : `製品${i}` }, models: [{ number: `G-${i}` }],
	labels: [{ ...model, label_id: `G-${i}`, acquired_on: '2026-06-01', valid_until: undefined, na_items: [], recognitions: undefined,
		events: i < nended ? [{ date: asOf, kind: 'withdrawn' }] : [] }],
}));

function build(set, { days = 0, exported_at = header.exported_at, options = [] } = {}) {
	const file = writeExport(`${work}/export.jsonl`, { header: { ...header, exported_at }, records: set });
	const result = spawnSync(fuda, ['build', '--quiet', '--export', file, '--criteria', criteria, '--site', '.', '--as-of', after(days), '--out', out,
		'--set', 'gate_minimum=3', '--set', 'max_ended_percent=10', '--set', 'max_changed_percent=20', ...options], { encoding: 'utf8' });
	return { status: result.status, codes: [...result.stderr.matchAll(/^(?!.*: warning: ).*\[([\w-]+)\]$/gm)].map(([, code]) => code), said: result.stderr };
}

/** Builds anew what was published, then the night in question; its codes must be these. */
function play(what, expected, set, night = {}) {
	fs.rmSync(out, { recursive: true, force: true });
	fs.rmSync(`${out}.fuda`, { recursive: true, force: true });
	check(`${what}: the site before`, build(products()).status === 0);
	const { status, codes, said } = build(set, night);
	check(what, codes.join() === expected && status === (expected ? 1 : 0), said);
}

const minute = (n) => new Date(Date.parse(header.exported_at) + n * 6e4 + 9 * 36e5).toISOString().replace(/\.\d+Z/, '+09:00');
play('an export of the same minute', '', products(), { exported_at: minute(0) });
play('an export older by a minute', 'export-older', products(), { exported_at: minute(-1) });
play('one that says the same time in another zone', '', products(), { exported_at: new Date(header.exported_at).toISOString().replace('.000Z', '+00:00') });
play('an older one that is let through', '', products(), { exported_at: minute(-1), options: ['--accept', `export-older=${minute(-1)}`] });
const year = ['--set', 'max_export_age_days=1000'];
play('an as-of day 366 days after the export', '', products(), { days: 365, options: year });
play('one of 367 days after it', 'as-of-future', products(), { days: 366, options: year });
play('a tenth of the labels has ended', '', products(4));
play('one more has ended', 'many-ended', products(5));
play('a tenth has ended, in two nights', '', products(4), { days: 2 });
play('one more has, in two nights', 'many-ended', products(5), { days: 2 });
play('fewer have ended than a gate looks at', '', products(2), { options: ['--set', 'max_ended_percent=0'] });
play('as many as it looks at', 'many-ended', products(3), { options: ['--set', 'max_ended_percent=0'] });
play('a fifth of the products has changed', '', products(0, 8));
play('one more has changed', 'many-changed', products(0, 9));
report();
