#!/usr/bin/env node
// The gates that compare a build with what is published: each stops it with its figures, is let through
// by the words that its message ends with, and by those of no other case.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, buildSite, check, criteria, fuda, readExport, report, work, writeExport } from '../check.mjs';

const out = `${work}/out`, { header, records } = readExport();
const build = (file, ...options) => spawnSync(fuda, ['build', '--quiet', '--export', file, '--criteria', criteria, '--site', '.',
	...options.includes('--as-of') ? [] : ['--as-of', asOf], '--out', out, ...options], { encoding: 'utf8' });
const write = (name, changes, list = records) => writeExport(`${work}/${name}.jsonl`, { header: { ...header, ...changes }, records: list });
const same = write('same', {});
const start = (options = {}) => {
	fs.rmSync(out, { recursive: true, force: true });
	fs.rmSync(`${out}.fuda`, { recursive: true, force: true });
	return buildSite(out, { export: same, ...options });
};

/** The build is stopped by that gate alone, with such words; what it says to type lets it through. */
function gate(name, words, file, options = [], wrong = `--accept=${name}=nothing`) {
	const stopped = build(file, ...options), accept = new RegExp(`--accept=${name}=\\S+`).exec(stopped.stderr)?.[0];
	check(`${name}: stops`, stopped.status === 1 && words.test(stopped.stderr) && stopped.stderr.includes(`[${name}]`) && accept
		&& stopped.stderr.match(/\[[a-z-]+\]$/gm).length === 1, stopped.stderr);
	check(`${name}: another case is not let through`, build(file, ...options, wrong).status === 1);
	const passed = build(file, ...options, accept ?? '');
	check(`${name}: let through`, passed.status === 0 && passed.stderr.includes(`warning: `), passed.stderr);
	return accept;
}

start();
gate('base-url-changed', /https:\/\/other\.example\/.*https:\/\//, same, ['--base-url', 'https://other.example/']);
start();
gate('as-of-older', /2026-11-21.*2026-11-22/, same, ['--as-of', '2026-11-21', '--set', 'max_ended_percent=100']);
start();
gate('export-future', /2026-11-24T/, write('future', { exported_at: '2026-11-24T00:30:00+09:00' }));
check('a night later it is none', (start(), build(`${work}/future.jsonl`, '--as-of', '2026-11-23').status === 0));
start();
gate('as-of-future', /2027-12-31, is 405 days after/, same, ['--as-of', '2027-12-31', '--set', 'max_export_age_days=1000', '--set', 'max_ended_percent=100']);
start();
gate('pages-gone', /en\/ was published/, same, ['--set', 'languages=["ja"]']);
start();
fs.rmSync(`${out}.fuda`, { recursive: true });
gate('state-lost', /\d+ labels were valid, and \d+ are now/, same);
check('then the state is there again', build(same).status === 0);

// ---- what is refused stays refused ----

start();
const changed = records.map((record, i) => (i % 3 ? record : { ...record, summary: { ja: `改めた ${i}。` } }));
for (let night = 23; night < 29; night++) {
	const refused = build(write('changed', {}, changed), '--as-of', `2026-11-${night}`);
	check(`2026-11-${night}: refused`, refused.status === 1 && /\[many-changed\]/.test(refused.stderr), refused.stderr);
}
const accept = /--accept=many-changed=[0-9a-f]{16}\b/.exec(build(`${work}/changed.jsonl`, '--as-of', '2026-11-28').stderr)[0];
const other = write('other', {}, changed.map((record, i) => (i === 3 ? { ...record, summary: { ja: 'ほか。' } } : record)));
check('the words name this export', build(other, '--as-of', '2026-11-28', accept).status === 1);
check('which they let through', build(`${work}/changed.jsonl`, '--as-of', '2026-11-28', accept).status === 0);
check('a name alone is not enough', build(other, '--accept=many-changed').status === 2);

// Ends that were foretold are no mass ends, others are.
const first = '2026-11-22', later = '2027-02-20', withdrawn = records.map((record) => ({
	...record, labels: record.labels.map((label) => (label.acquired_on > first ? label : { ...label, events: [...label.events ?? [], { date: '2026-11-22', kind: 'withdrawn' }] })),
}));
start({ 'as-of': first });
const foretold = build(same, '--as-of', later, '--set', 'max_export_age_days=1000');
check('ends that were foretold pass', foretold.status === 0, foretold.stderr);
start({ 'as-of': first });
const ended = build(write('withdrawn', {}, withdrawn), '--as-of', '2026-11-23', '--set', 'max_changed_percent=100');
check('others do not', ended.status === 1 && /\[many-ended\]/.test(ended.stderr), ended.stderr);
report();
