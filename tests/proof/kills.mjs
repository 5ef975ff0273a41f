#!/usr/bin/env node
// fuda log, killed or refused at every call that changes a file: no signed checkpoint is lost or contradicted,
// and the next run ends as if nothing had happened.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { check, checkNone, filesBelow, memoryFolder, report, work as slow } from '../check.mjs';
import { makeKey } from '../authentic/keys.mjs';
import { dayAfter, logEdition, readLog, writeEdition } from './log.mjs';

const library = path.resolve(slow, 'inject.so');
execFileSync('cc', ['-std=gnu11', '-D_GNU_SOURCE', '-O1', '-shared', '-fPIC', '-o', library,
	'tests/fault/inject/inject.c', '-ldl'], { stdio: 'inherit' });
const key = makeKey('key');
const folder = memoryFolder();
const out = `${folder}/site`, log = `${folder}/log`, calls = `${folder}/calls`;
const names = ['site', 'site.fuda', 'log'];
// What a run may leave is only what is not published: a lock of nobody, beside the log.
const stateOf = (place) => Object.fromEntries(filesBelow(place).filter((name) => /^(log|site)/.test(name) && !name.endsWith('/lock'))
	.map((name) => [name, fs.readFileSync(`${place}/${name}`, 'latin1')]));

const { ENOSPC, EIO } = os.constants.errno;
const run = (env) => logEdition(out, log, key, ['--quiet'], { LD_PRELOAD: library, ...env });

/** Logs one edition more than `n`, disturbed at each call in turn, in each of these ways. */
function play(n, ways = ['kill', ENOSPC, EIO]) {
	for (const name of [...names, 'log.fuda'])
		fs.rmSync(`${folder}/${name}`, { recursive: true, force: true });
	for (let night = 0; night < n; night++) {
		writeEdition(out, dayAfter(night));
		check(`night ${night}`, run({}).status === 0);
	}
	writeEdition(out, dayAfter(n));
	const start = stateOf(folder);
	const restore = () => {
		for (const name of [...names, 'log.fuda'])
			fs.rmSync(`${folder}/${name}`, { recursive: true, force: true });
		for (const [name, bytes] of Object.entries(start)) {
			fs.mkdirSync(path.dirname(`${folder}/${name}`), { recursive: true });
			fs.writeFileSync(`${folder}/${name}`, bytes, 'latin1');
		}
	};
	fs.rmSync(calls, { force: true });
	check(`${n}: undisturbed`, run({ INJECT_LOG: calls }).status === 0);
	const ncalls = fs.readFileSync(calls, 'utf8').trim().split('\n').length;
	const wanted = stateOf(folder), checkpoint = wanted['log/checkpoint'];
	check(`${n}: calls to disturb`, ncalls > 15, ncalls);
	const faults = [];
	let nlogged = 0, nnot = 0;
	for (let at = 1; at <= ncalls; at++)
		for (const what of ways) {
			restore();
			const result = run({ INJECT_AT: String(at), INJECT_DO: String(what) });
			const fault = (text) => faults.push(`${what} at ${at} of ${ncalls}: ${text}`);
			if (what === 'kill' ? result.signal !== 'SIGKILL' : ![0, 2].includes(result.status))
				fault(`ends with ${result.status} ${result.signal}: ${result.said}`);
			const now = fs.existsSync(`${log}/checkpoint`) ? fs.readFileSync(`${log}/checkpoint`, 'latin1') : undefined;
			if (now !== checkpoint && now !== start['log/checkpoint'])
				fault('the checkpoint is neither of before nor of after');
			if (result.status === 0 && now !== checkpoint)
				fault('it says done and is not');
			nlogged += now === checkpoint;
			nnot += now !== checkpoint;
			if (now !== undefined)
				readLog(log).faults.forEach(fault);
			// Another edition of that night, where nothing is logged yet; what was signed stays.
			if (now !== checkpoint && at % 2 === 0) {
				writeEdition(out, dayAfter(n), 'mended');
				const other = run({});
				if (other.status !== 0)
					fault(`another edition ends with ${other.status}: ${other.said}`);
				else if (readLog(log).size !== n + 1 || readLog(log).faults.length > 0)
					fault('another edition is not logged as it should be');
				continue;
			}
			const next = run({});
			if (next.status !== 0)
				fault(`the next run ends with ${next.status}: ${next.said}`);
			const found = stateOf(folder);
			for (const name of new Set([...Object.keys(found), ...Object.keys(wanted)]))
				if (found[name] !== wanted[name])
					fault(`after the next run ${name} is not as it should be`);
		}
	check(`${n}: some were logged and some were not`, nlogged > 0 && nnot > 0);
	checkNone(`${n}: what must not happen`, faults);
}

play(0);
play(2);
// The entry that makes the first tile full, and the one behind it.
play(255, ['kill']);
report();
