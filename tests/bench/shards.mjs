#!/usr/bin/env node
// How time falls with machines: N=20000 tests/bench/shards.mjs
//
// For 1 to 64 machines the first shard of so many is built, alone and with one worker, as each machine would build
// its own; then the parts of 8 are merged, which takes the same time whatever their number. From these the time
// of a whole build with so many machines is told: the shard and the merge, one after the other. What is
// read by every machine is told beside: `check` reads and judges and makes nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';

process.chdir(path.resolve(path.dirname(url.fileURLToPath(import.meta.url)), '../..'));
const nproducts = Number(process.env.N || 20000), nrounds = Number(process.env.ROUNDS || 3);
const work = fs.mkdtempSync(path.join(process.env.TMPDIR || '/dev/shm', 'fuda-shards.'));
const input = ['--export', `${work}/labels.jsonl`, '--criteria', 'content/sample/criteria', '--site', '.', '--as-of', '2026-11-22', '--quiet', '--jobs', '1'];

/** Seconds of a command, the median of some rounds, each from nothing. */
function timed(folder, ...args) {
	const times = [];
	for (let round = 0; round < nrounds; round++) {
		for (const name of folder ? [folder, `${folder}.fuda`, `${folder}.previous`] : [])
			fs.rmSync(name, { recursive: true, force: true });
		const begin = process.hrtime.bigint();
		const { status, stderr } = spawnSync('build/fuda', args, { encoding: 'utf8' });
		times.push(Number(process.hrtime.bigint() - begin) / 1e9);
		if (status !== 0)
			throw new Error(stderr);
	}
	return times.sort((a, b) => a - b)[times.length >> 1];
}

try {
	execFileSync('node', ['tests/bench/export.mjs', String(nproducts), `${work}/labels.jsonl`]);
	const read = timed(null, 'check', ...input);
	const whole = timed(`${work}/one`, 'build', ...input, '--out', `${work}/one`);
	fs.rmSync(`${work}/one`, { recursive: true });
	const parts = [1, 2, 3, 4, 5, 6, 7, 8].map((shard) => `${work}/part-${shard}`);
	parts.forEach((part, i) => execFileSync('build/fuda', ['build', ...input, '--shard', `${i + 1}/8`, '--out', part]));
	const merge = timed(`${work}/merged`, 'merge', ...input, ...parts.flatMap((part) => ['--part', part]), '--out', `${work}/merged`);
	console.log(`${nproducts} records, one worker a machine: reading ${read.toFixed(2)} s, one build ${whole.toFixed(2)} s, merge ${merge.toFixed(2)} s`);
	console.log('machines   shard s   with merge s   times faster');
	for (const machines of [1, 2, 4, 8, 16, 32, 64]) {
		const shard = timed(`${work}/shard`, 'build', ...input, '--shard', `1/${machines}`, '--out', `${work}/shard`);
		console.log(`${String(machines).padStart(8)}${shard.toFixed(2).padStart(10)}${(shard + merge).toFixed(2).padStart(15)}${(whole / (shard + merge)).toFixed(1).padStart(15)}`);
	}
} finally {
	fs.rmSync(work, { recursive: true });
}
