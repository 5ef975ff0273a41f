#!/usr/bin/env node
// What stands in the place of MANIFEST.json and is none: no command takes it for one, follows it out of the folder,
// waits for it or loses what is there, and each says so.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, check, checkNone, differences, filesBelow, fuda, memoryFolder, report } from '../check.mjs';

const work = memoryFolder();
const input = 'tests/golden/site-small';
const out = `${work}/site`, manifest = `${out}/MANIFEST.json`, elsewhere = `${work}/elsewhere`;
const inputs = (day) => ['--quiet', '--export', `${input}/labels.jsonl`, '--criteria', `${input}/criteria`, '--site', '.', '--as-of', day];
const run = (...args) => spawnSync(fuda, args, { encoding: 'utf8', timeout: 60000 });
const make = (folder, day, ...options) => check(`built ${folder}`, run('build', ...inputs(day), '--out', `${work}/${folder}`, ...options).status === 0);

execFileSync('minisign', ['-G', '-W', '-p', `${work}/key.pub`, '-s', `${work}/key`]);
const key = ['--key', `${work}/key`];
make('before', asOf);
make('saved', asOf, ...key);
make('saved', '2026-11-23', '--atomic', ...key);
make('part-1', asOf, '--shard', '1/2');
make('part-2', asOf, '--shard', '2/2');
const copy = (from, to) => ['', '.fuda', '.previous'].forEach((part) => {
	fs.rmSync(`${work}/${to}${part}`, { recursive: true, force: true });
	if (fs.existsSync(`${work}/${from}${part}`))
		execFileSync('cp', ['-a', `${work}/${from}${part}`, `${work}/${to}${part}`]);
});

const kinds = {
	'is empty': (file) => fs.writeFileSync(file, ''),
	'is cut': (file, whole) => fs.writeFileSync(file, whole.subarray(0, 300)),
	'is of another program': (file) => fs.writeFileSync(file, '{"format":"somebody/1"}\n'),
	'has a gigabyte': (file, whole) => { fs.writeFileSync(file, whole); fs.truncateSync(file, 2 ** 30); },
	'is a folder': (file) => { fs.mkdirSync(file); fs.writeFileSync(`${file}/mine`, 'keep me'); },
	'is a link': (file, whole) => { fs.writeFileSync(elsewhere, whole); fs.symlinkSync(elsewhere, file); },
	'is a link to itself': (file) => fs.symlinkSync('MANIFEST.json', file),
	'is a pipe': (file) => execFileSync('mkfifo', [file]),
};

/** Puts that in the place of a MANIFEST.json. */
function put(kind, file) {
	const whole = fs.readFileSync(file);
	fs.rmSync(file);
	kinds[kind](file, whole);
}

const look = (folder) => filesBelow(folder).map((name) => `${name} ${fs.lstatSync(`${folder}/${name}`).ino}`).join('\n');

/** A command ends with an error that it tells of, soon, and leaves the folder as it is. */
function refused(what, folder, ...args) {
	const before = look(folder), result = run(...args);
	check(`${what}: an error`, [1, 2].includes(result.status) && /MANIFEST|not a part|no complete site/.test(result.stderr),
		`${result.status} ${result.signal}\n${result.stderr}`);
	check(`${what}: the folder is as it was`, look(folder) === before);
}

for (const kind of Object.keys(kinds)) {
	copy('saved', 'site');
	put(kind, manifest);
	refused(`sign: it ${kind}`, out, 'sign', ...key, '--out', out);
	refused(`log: it ${kind}`, out, 'log', ...key, '--out', out, '--log', `${work}/log`);
	refused(`verify: it ${kind}`, out, 'verify', '--public-key', `${work}/key.pub`, '--go-on', '--out', out);
	refused(`merge beside it: it ${kind}`, out, 'merge', ...inputs(asOf), '--part', `${work}/part-1`, '--part', `${work}/part-2`, '--previous', out, '--out', `${work}/merged`);
	const gate = run('build', ...inputs('2026-11-23'), ...key, '--out', out);
	check(`build: it ${kind}`, gate.status === 1 && gate.stderr.includes('[state-lost]'), gate.stderr);
	const night = run('build', ...inputs('2026-11-23'), ...key, '--out', out, /--accept=state-lost=\w+/.exec(gate.stderr)?.[0] ?? '');
	check(`build, let through: it ${kind}`, night.status === 0, night.stderr);
	checkNone(`build, let through: it ${kind}`, differences(out, `${work}/saved`));
	copy('saved', 'site');
	put(kind, `${out}.previous/MANIFEST.json`);
	refused(`rollback: it ${kind}`, out, 'rollback', '--out', out);
	copy('part-1', 'part');
	put(kind, `${work}/part/MANIFEST.json`);
	refused(`merge: it ${kind}`, `${work}/part`, 'merge', ...inputs(asOf), '--part', `${work}/part`, '--part', `${work}/part-2`, '--out', `${work}/merged`);
	check(`merge: it ${kind}: nothing is made`, !fs.existsSync(`${work}/merged`) && !fs.existsSync(`${work}/log`));
}
report();
