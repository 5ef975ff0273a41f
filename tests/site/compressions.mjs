#!/usr/bin/env node
// With --precompress a night compresses the files that it writes, and no other: counted in the library.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, criteria, filesBelow, fuda, readExport, report, work, writeExport } from '../check.mjs';

const library = path.resolve(work, 'compressions.so'), counted = path.resolve(work, 'counted'), site = `${work}/site`;
execFileSync('cc', ['-std=gnu11', '-D_GNU_SOURCE', '-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', library,
	'tests/fault/inject/compressions.c', '-ldl'], { stdio: 'inherit' });

const all = readExport();

/** Builds upon the site; how many files were compressed, and which copies were written. */
function build(day, ...options) {
	const { status, stderr } = spawnSync(fuda, ['build', '--quiet', '--export', writeExport(`${work}/labels.jsonl`, all), '--criteria', criteria, '--site', '.',
		'--as-of', day, '--out', site, '--report', `${work}/told`, '--precompress', '--set', 'max_changed_percent=100', '--set', 'max_ended_percent=100', '--set', 'max_export_age_days=40', ...options],
	{ encoding: 'utf8', env: { ...process.env, LD_PRELOAD: library, COMPRESSIONS: counted } });
	check(`${day}: built`, status === 0, stderr);
	const written = fs.readFileSync(`${work}/told/changed.txt`, 'utf8').split('\n').filter((name) => name.endsWith('.br'));
	return [Number(fs.readFileSync(counted, 'utf8')), written.length];
}

const [first, copies] = build(asOf);
check('first each text once', first === copies && copies === filesBelow(site).filter((name) => name.endsWith('.br')).length && copies > 1000, `${first} ${copies}`);
const again = build(asOf);
check('then nothing', again.join() === '0,0', again.join());
all.records.find(({ manufacturer }) => manufacturer?.disclosed).name.ja += '改';
const [renamed, fewer] = build(asOf);
check('of one that changed what is written', renamed === fewer && fewer > 5 && fewer < copies / 10, `${renamed} ${fewer}`);
const [later, turned] = build('2026-12-22');
check('a month later as well', later === turned && turned > fewer && turned < copies, `${later} ${turned}`);

// A site that has none gets them: those of files that did not change have the time of these.
const plain = `${work}/plain`, isAsOld = (name) => fs.statSync(`${plain}/${name}`).mtimeMs === fs.statSync(`${plain}/${name.slice(0, -3)}`).mtimeMs;
if (buildSite(plain) && buildSite(plain, { precompress: true }))
	check('copies of a site that had none', filesBelow(plain).filter((name) => name.endsWith('.br') && isAsOld(name)).length === copies);
report();
