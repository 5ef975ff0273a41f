#!/usr/bin/env node
// The way back, when the previous build was interrupted: it never leads to a site that was not published, the
// states that the gates compare with belong to what is published, and what has gone is told of.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { check, checkNone, fuda, report } from '../check.mjs';
import { build, compare, faultsOfSite, hash, library, look, readLines, remove, work, writeExports } from './fault.mjs';

const exports = writeExports(), out = `${work}/site`, log = `${work}/log`, told = `${work}/told`;
const days = ['2026-11-21', '2026-11-22', '2026-11-23'];
const files = [exports.old, exports.old, exports.new];
const sites = days.map((day, i) => {
	check('built from nothing', build(`${work}/clean`, files[i], day).status === 0);
	const site = look(`${work}/clean`);
	remove(`${work}/clean`, `${work}/clean.fuda`);
	return site;
});
const night = (i, disturb, options = []) => build(out, files[i], days[i], ['--atomic', '--jobs', '1', ...options], disturb);
const back = (disturb = {}) => spawnSync(fuda, ['rollback', '--out', out], { encoding: 'utf8', env: { ...process.env, ...disturb } });
const isSite = (what, folder, i) => checkNone(`${what}: not as of ${days[i]}`, faultsOfSite(folder, sites[i], sites));
const hasState = (what) => check(`${what}: the state belongs to the manifest`,
	fs.existsSync(`${out}.fuda/state-${hash(`${out}/MANIFEST.json`).slice(0, 16)}`), fs.readdirSync(`${out}.fuda`));
const begin = () => {
	remove(out, `${out}.fuda`, `${out}.previous`);
	check('the first night', night(0).status === 0);
	check('the second', night(1).status === 0);
	hasState('the second');
};

begin();
isSite('a site', out, 1);
isSite('the one before', `${out}.previous`, 0);
check('there', back().status === 0);
isSite('gone back', out, 0);
hasState('gone back');
isSite('gone back from', `${out}.previous`, 1);
check('and back', back().status === 0);
isSite('as it was', out, 1);
hasState('as it was');

// Where the build that publishes the third is killed, by name of the call.
begin();
check('the third', night(2, { INJECT_LOG: log }).status === 0);
const calls = readLines(log);
const callAt = (pattern, from = 0) => calls.findIndex((call, i) => i >= from && pattern.test(call)) + 1;
const first = callAt(/^rename .*site\.previous$/), second = callAt(/^rename .*site$/), after = second + 1;
check('two exchanges', first > 0 && second > first, calls.join('\n'));
for (const [what, at, published] of [['before the exchanges', first, 1], ['between them', second, 1], ['after them', after, 2]]) {
	begin();
	const kill = () => night(2, { INJECT_AT: String(at), INJECT_DO: 'kill' });
	check(`${what}: killed`, kill().signal === 'SIGKILL');
	isSite(what, out, published);
	hasState(what);
	if (what === 'between them') // The clock has been set back since.
		fs.utimesSync(`${out}.previous/MANIFEST.json`, 0, 0);
	const result = back();
	if (what === 'between them') {
		check(`${what}: no way back to what nobody has seen`, result.status === 2 && /never|before it published/.test(result.stderr),
			result.stderr);
		isSite(`${what}, refused`, out, 1);
	} else {
		check(`${what}: the way back is there`, result.status === 0, result.stderr);
		isSite(`${what}, gone back`, out, published - 1);
		hasState(`${what}, gone back`);
	}
	const now = look(out);
	const next = night(2, {}, ['--report', told]);
	check(`${what}: the next build`, next.status === 0, next.stderr);
	isSite(`${what}, built`, out, 2);
	hasState(`${what}, built`);
	const expected = compare(now, look(out));
	for (const list of ['changed', 'removed'])
		check(`${what}: ${list}.txt`, JSON.stringify(readLines(`${told}/${list}.txt`)) === JSON.stringify(expected[list]),
			`${readLines(`${told}/${list}.txt`)}\n${expected[list]}`);
	check(`${what}: back from there`, back().status === 0);
	checkNone(`${what}: back from there`, faultsOfSite(out, now));
}

// What the gates compare with is what is published, also where a build was interrupted.
begin();
check('killed', night(2, { INJECT_AT: String(second), INJECT_DO: 'kill' }).signal === 'SIGKILL');
const older = fs.readFileSync(exports.new, 'utf8').replace(/"exported_at":"[^"]*"/, '"exported_at":"2026-11-01T00:00:00+09:00"');
fs.writeFileSync(`${work}/older.jsonl`, older);
const gated = build(out, `${work}/older.jsonl`, days[2], ['--atomic', '--set', 'max_export_age_days=366']);
check('an older export is noticed', gated.status === 1 && /\[export-older\]/.test(gated.stderr), gated.stderr);
isSite('stopped by a gate', out, 1);

// What only the site that was gone back from has, was published all the same.
begin();
check('the third', night(2).status === 0);
check('gone back from it', back().status === 0);
const lacking = build(out, exports.old, days[2], ['--atomic']);
check('a product is missed', lacking.status === 1 && /SMALL002.*\[product-missing\]/.test(lacking.stderr), lacking.stderr);
isSite('refused', out, 1);
check('with it', night(2).status === 0);

// Going back is itself one call.
const ways = [1, 2, 3].map((at) => {
	begin();
	const result = back({ LD_PRELOAD: library,
		INJECT_AT: String(at), INJECT_DO: 'kill' });
	const manifest = hash(`${out}/MANIFEST.json`);
	const is = sites.findIndex((site) => site.files.get('MANIFEST.json').hash === manifest);
	isSite(`going back, killed at ${at}`, out, is);
	isSite(`going back, killed at ${at}`, `${out}.previous`, 1 - is);
	return result.signal;
});
check('going back was killed', ways.includes('SIGKILL'), ways);
report();
