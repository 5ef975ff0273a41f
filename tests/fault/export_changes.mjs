#!/usr/bin/env node
// MANIFEST.json tells the hash of the export that was read. One that changes between the two passes
// over it is an error, also where its size and its time are as they were; nothing is published.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { check, checkNone, report } from '../check.mjs';
import { build, buildStopped, callBetween, faultsOfSite, hash, look, work, writeExports } from './fault.mjs';

const { old, new: file } = writeExports();
const out = `${work}/site`, day = '2026-11-22';
check('built from nothing', build(out, old, day).status === 0);
const before = look(out), published = fs.readFileSync(`${out}/MANIFEST.json`, 'utf8');
const between = callBetween(out, file, day);
check('there is a call between the passes', between > 0);

const text = fs.readFileSync(file, 'utf8');
const changes = {
	'another byte, with the time as it was': () => {
		const time = execFileSync('stat', ['-c', '%y', file], { encoding: 'utf8' }).trim();
		fs.writeFileSync(file, text.replace('Another summary', 'Altered summary'));
		execFileSync('touch', ['-d', time, file]);
	},
	'another byte': () => fs.writeFileSync(file, text.replace('Another summary', 'Altered summary')),
	'a shorter file': () => fs.truncateSync(file, text.length >> 1),
	'a longer file': () => fs.appendFileSync(file, '\n'),
	'nothing': () => {},
	'another file of the name': () => { fs.writeFileSync(`${file}.new`, text.replace('Another summary', 'Altered summary')); fs.renameSync(`${file}.new`, file); },
};
for (const [what, change] of Object.entries(changes)) {
	fs.writeFileSync(file, text);
	const read = hash(file);
	const { status, stderr: said } = await buildStopped(out, file, day, between, change);
	if (/^another file|nothing/.test(what)) {
		const { inputs } = JSON.parse(fs.readFileSync(`${out}/MANIFEST.json`, 'utf8'));
		check(`${what}: the file that was opened is published, and its hash told`, status === 0 && inputs.export.sha256 === read &&
			fs.readFileSync(`${out}/en/P/SMALL001/index.html`, 'utf8').includes('Another summary'), said);
		fs.rmSync(out, { recursive: true });
		fs.rmSync(`${out}.fuda`, { recursive: true });
		build(out, old, day);
	} else {
		check(`${what}: an error of the system`, status === 2 && /changed while it was read|ends before/.test(said), `${status} ${said}`);
		check(`${what}: nothing is published`, fs.readFileSync(`${out}/MANIFEST.json`, 'utf8') === published);
		checkNone(`${what}: nothing is published`, faultsOfSite(out, before));
	}
}
report();
