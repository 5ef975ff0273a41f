#!/usr/bin/env node
// The full mirror: one ZIP file, the same bytes for the same export whatever the number of workers; the
// offline site in the order of its manifest.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, differences, filesBelow, report, work } from '../check.mjs';
import { isSame, makeMirror, runMirror, unpack } from './mirror.mjs';

const file = `${work}/full.zip`;
if (!makeMirror('full', file, { jobs: 1 }))
	report();

// ---- the same bytes ----

makeMirror('full', `${work}/again.zip`, { jobs: 3, work: path.resolve(work, 'elsewhere') });
check('three workers, and another folder to work in, make the same bytes', isSame(file, `${work}/again.zip`));
process.env.TZ = 'Pacific/Kiritimati';
makeMirror('full', `${work}/again.zip`);
delete process.env.TZ;
check('so does another time zone, over a file that is there', isSame(file, `${work}/again.zip`));
runMirror('full', `${work}/later.zip`, { 'as-of': '2026-11-23' });
check('another day does not', !isSame(file, `${work}/later.zip`));

// ---- what it is ----

checkNone('unzip finds', [spawnSync('unzip', ['-tq', file], { encoding: 'utf8' })].filter(({ status }) => status !== 0).map(({ stdout }) => stdout));
const entries = JSON.parse(execFileSync('python3', ['-c', `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps([[i.filename, i.date_time, i.flag_bits, i.external_attr >> 16, i.compress_type] for i in archive.infolist()]))`, file],
{ encoding: 'utf8', maxBuffer: 1 << 28 }));
const day = asOf.split('-').map(Number);
checkNone('entries of another time, mode or kind of name', entries.filter(([name, time, flags, mode, method]) =>
	!name.startsWith(`${asOf}/`) || time.join() !== [...day, 0, 0, 0].join() || flags !== 0x800 || mode !== 0o100644 || ![0, 8].includes(method))
	.map((entry) => entry.join(' ')));
const root = unpack(file);
const site = `${work}/site`;
if (!buildSite(site, { offline: true }))
	report();
checkNone('differs from the site built with --offline', differences(root, site));
const names = entries.map(([name]) => name.slice(asOf.length + 1));
const { parts } = JSON.parse(fs.readFileSync(`${root}/MANIFEST.json`, 'utf8'));
const sums = ['products-', 'files-'].flatMap((kind) => parts.filter(({ path }) => path.startsWith(`sums/${kind}`)).flatMap(({ path }) =>
	fs.readFileSync(`${root}/${path}`, 'utf8').trim().split('\n').map((line) => line.slice(66))));
const products = sums.filter((name) => /^(en\/)?P\//.test(name)), others = sums.filter((name) => !/^(en\/)?P\//.test(name)).sort();
sums.splice(0, sums.length, ...products, ...others);
const listed = new Set(sums);
checkNone('not in the order of the manifest', names.filter((name) => listed.has(name)).flatMap((name, i) => (name === sums[i] ? [] : [`${name}: ${sums[i]}`])));
check('every file is an entry', names.length === filesBelow(site).length && new Set(names).size === names.length);

// ---- what cannot be done is said ----

for (const [what, options, status, words] of [
	['a folder', { out: `${work}/folder/` }, 2, /cannot write a mirror of this kind/],
	['another kind', { kind: 'half' }, 2, /half is not a kind of mirror, expected one of full lite zim/],
	['an export with a fault', { export: 'tests/golden/diag-date-invalid/labels.jsonl', out: `${work}/faulty.zip` }, 1, /date-invalid/],
]) {
	const result = runMirror('full', `${work}/refused.zip`, options);
	check(`${what} is refused`, result.status === status && words.test(result.stderr), `${result.status}: ${result.stderr}`);
}
checkNone('left of what was refused', fs.readdirSync(work).filter((name) => /refused|faulty|folder|^[.]fuda-/.test(name)));

report();
