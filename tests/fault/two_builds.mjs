#!/usr/bin/env node
// Two builds of one folder at once: the second says who is building and ends, the first is not disturbed.
// One that was killed holds nothing. So it is with two merges, mirrors and databases.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { check, checkNone, differences, fuda, report } from '../check.mjs';
import { build, faultsOfSite, input, library, look, work, writeExports } from './fault.mjs';

const exports = writeExports(), out = `${work}/site`, clean = `${work}/clean`;
const day = '2026-11-23';
check('built from nothing', build(clean, exports.new, day).status === 0);
check('the old site', build(out, exports.old, '2026-11-22').status === 0);

/** Starts a command that stops at a call which changes the file system; returns it when it stands, and its end. */
async function startStopped(at, ...args) {
	const run = spawn(fuda, args, { env: { ...process.env, LD_PRELOAD: library, INJECT_AT: `${at}`, INJECT_DO: 'stop' }, stdio: 'ignore' });
	const ended = new Promise((resolve) => run.on('exit', (status, signal) => resolve(status ?? signal)));
	while (fs.readFileSync(`/proc/${run.pid}/stat`, 'utf8').replace(/^.*\) /, '')[0] !== 'T')
		await new Promise((resolve) => setImmediate(resolve));
	return { run, ended };
}

const common = ['--export', exports.new, '--criteria', `${input}/criteria`, '--site', '.', '--as-of', day, '--quiet'];
const { run: first, ended } = await startStopped(30, 'build', ...common, '--out', out,
	'--set', 'max_ended_percent=100', '--set', 'max_changed_percent=100');

const before = look(out);
for (const folder of [out, `${out}/`, `${work}/../${work.split('/').pop()}/site`]) {
	const second = build(folder, exports.new, day);
	check(`${folder}: a second build ends with 2`, second.status === 2, second.status);
	check(`${folder}: and names the first`, new RegExp(`process ${first.pid} on \\S+ since .* \\[locked\\]`).test(second.stderr),
		second.stderr);
}
checkNone('nothing has changed', faultsOfSite(out, before));
first.kill('SIGCONT');
check('the first ends well', await ended === 0);
checkNone('the first has published', faultsOfSite(out, look(clean), [before]));

const killed = build(out, exports.new, '2026-11-24', [], { INJECT_AT: '20', INJECT_DO: 'kill' });
check('one is killed', killed.signal === 'SIGKILL');
check('its lock is left', fs.existsSync(`${out}.fuda/lock`));
check('and holds nobody', build(out, exports.new, '2026-11-24').status === 0);
check('and goes', !fs.existsSync(`${out}.fuda/lock`));

// ---- what else is written whole, at any of its calls ----

const run = (...args) => spawnSync(fuda, args, { encoding: 'utf8' });
const part = `${work}/part`;
check('a part', run('build', ...common, '--shard', '1/1', '--out', part).status === 0);
const isSame = (place, other) => (fs.statSync(place).isDirectory() ? differences(place, other).length === 0 : fs.readFileSync(place).equals(fs.readFileSync(other)));
for (const [command, name, calls, own, others] of [['merge', 'merged', [4, 40, 1000], ['--part', part], ['--part', part]], ['sqlite', 'registry.db', [3, 4], [], []],
	['mirror', 'full.zip', [5, 40, 1000], ['--kind', 'full'], ['--kind', 'full', '--work', `${work}/elsewhere`]],
	['mirror', 'lite.zip', [5, 40, 1000], ['--kind', 'lite', '--work', `${work}/here`], ['--kind', 'lite']]]) {
	const place = `${work}/${name}`, clean = `${work}/clean-${name}`;
	for (const folder of ['elsewhere', 'here'])
		fs.mkdirSync(`${work}/${folder}`, { recursive: true });
	check(`${name}: alone`, run(command, ...common, ...own, '--out', clean).status === 0);
	for (const at of calls) {
		fs.rmSync(place, { recursive: true, force: true });
		fs.rmSync(`${place}.fuda`, { recursive: true, force: true });
		const { run: one, ended: end } = await startStopped(at, command, ...common, ...own, '--out', place);
		const two = run(command, ...common, ...others, '--out', place);
		check(`${name}: a second run at call ${at} ends with 2`, two.status === 2 && new RegExp(`process ${one.pid} on .*\\[locked\\]`).test(two.stderr), two.stderr);
		one.kill('SIGCONT');
		check(`${name}: the first ends well`, await end === 0);
		check(`${name}: and has made it`, isSame(place, clean));
	}
}
checkNone('nothing is left', fs.readdirSync(work).filter((name) => /^\.fuda|\.merging/.test(name)));
check('nor in the folders to work in', ['elsewhere', 'here'].every((folder) => fs.readdirSync(`${work}/${folder}`).length === 0));
report();
