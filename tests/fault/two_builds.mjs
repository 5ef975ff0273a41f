#!/usr/bin/env node
// Two builds of one folder at once: the second says who is building and ends, the first is not disturbed.
// One that was killed holds nothing.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { check, checkNone, fuda, report } from '../check.mjs';
import { build, faultsOfSite, input, library, look, work, writeExports } from './fault.mjs';

const exports = writeExports(), out = `${work}/site`, clean = `${work}/clean`;
const day = '2026-11-23';
check('built from nothing', build(clean, exports.new, day).status === 0);
check('the old site', build(out, exports.old, '2026-11-22').status === 0);

const first = spawn(fuda, ['build', '--export', exports.new, '--criteria', `${input}/criteria`, '--site', '.',
	'--as-of', day, '--out', out, '--quiet', '--set', 'max_ended_percent=100', '--set', 'max_changed_percent=100'],
	{ env: { ...process.env, LD_PRELOAD: library, INJECT_AT: '30', INJECT_DO: 'stop' }, stdio: 'ignore' });
const ended = new Promise((resolve) => first.on('exit', (status, signal) => resolve(status ?? signal)));
const stateOf = () => fs.readFileSync(`/proc/${first.pid}/stat`, 'utf8').replace(/^.*\) /, '')[0];
while (stateOf() !== 'T')
	await new Promise((resolve) => setImmediate(resolve));

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
report();
