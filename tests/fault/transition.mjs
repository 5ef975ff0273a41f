// From an old site to a new one, disturbed at one call after the other: killed there, refused with an
// error, or without room on the disk from there on. For the scripts in this folder.
//
// Of the hundreds of calls that prepare one file like the other, or clear one away like the other, some fifty
// are disturbed, of those that put one in place or remove it half as many; with the argument `all` each is.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { check, checkNone, report, supersededOf } from '../check.mjs';
import { build, compare, faultsOf, faultsOfSite, inodes, look, readLines, remove, work, writeExports } from './fault.mjs';

const days = ['2026-11-24', '2026-11-25'];
const { EIO, ENOSPC } = os.constants.errno;
// Without these a build goes on: a folder that is made again where it is missed; the lock, which holds
// nobody once its holder has gone, and its folder; the file that search sorts in, which has no name.
const mayFail = /^(mkdir .*|unlink .*\/lock|rmdir .*\.fuda|unlink .*\.fuda\/search|close .* \(deleted\))$/;

export function playTransition(options) {
	const exports = writeExports();
	const out = `${work}/site`, kept = `${work}/kept`, log = `${work}/log`;
	const told = `${work}/told`, toldNext = `${work}/told.next`;
	const isAtomic = options.includes('--atomic');

	// The old site, with one before it to go back to; and the new one, as it is when nothing disturbs its build: as
	// built from nothing, with what search of the old site asks for.
	const ok = (result) => check('an undisturbed build', result.status === 0, result.stderr);
	ok(build(kept, exports.older, '2026-11-21', options));
	ok(build(kept, exports.old, '2026-11-22', options));
	ok(build(kept, exports.old, days[0], options));
	ok(build(`${work}/clean`, exports.new, days[1], options));
	for (const part of ['', '.fuda', '.previous'].filter((one) => fs.existsSync(kept + one)))
		fs.cpSync(kept + part, `${work}/new${part}`, { recursive: true, preserveTimestamps: true });
	ok(build(`${work}/new`, exports.new, days[1], options));
	const old = look(kept), fresh = look(`${work}/new`);
	checkNone('the new site is not as built from nothing', faultsOfSite(`${work}/new`, look(`${work}/clean`), [old]));
	// What was superseded before the old site goes with this night, and what it listed itself stays.
	check('files are superseded', supersededOf(`${work}/new`).size > 0);
	check('others were', supersededOf(kept).size > 0 && [...supersededOf(kept).keys()].every((name) => !supersededOf(`${work}/new`).has(name)));
	const previous = isAtomic ? look(`${kept}.previous`) : null;
	const difference = compare(old, fresh);
	check('the old site has what the new one lacks', difference.removed.length > 0);

	const parts = ['', '.fuda', '.previous'].filter((part) => fs.existsSync(kept + part));
	const stateOf = (folder) => JSON.stringify(parts.map((part) => fs.existsSync(folder + part) &&
		[...inodes(folder + part)].sort()));
	const untouched = stateOf(kept);
	const restore = () => {
		remove(told, toldNext, log);
		if (stateOf(out) === untouched)
			return;
		remove(out, `${out}.fuda`, `${out}.previous`);
		for (const part of parts)
			execFileSync('cp', ['-al', kept + part, out + part]);
	};
	const disturbed = (environment) => build(out, exports.new, days[1],
		[...options, '--jobs', '1', '--report', told], { INJECT_LOG: log, ...environment });

	restore();
	ok(disturbed({}));
	const calls = readLines(log);
	check('calls to disturb', calls.length > 100, calls.length);

	// What is not published yet, or is not any more; and one file of many put in place.
	const isAlike = (call) => /\.fuda\/new\/|\/told\/(\.fuda-)?(removed|purge|report\.json)/.test(call);
	const isPlacing = (call) => !isAlike(call) && /^\S+ .*\/site\/(?!MANIFEST.json$)/.test(call);
	// Open, write, close, set the time: a step that meets all of them in turn.
	const stepOf = (is, wanted) => {
		let step = Math.max(1, Math.floor(calls.filter(is).length / wanted));
		while (step > 1 && (step % 2 === 0 || step % 3 === 0))
			step++;
		return step;
	};
	const alike = stepOf(isAlike, 50), placing = stepOf(isPlacing, 25);
	const isPicked = (number, times = 1) => isAlike(calls[number - 1]) ? number % (alike * times) === 0
		: isPlacing(calls[number - 1]) ? number % (placing * times) === 0 : true;
	const isAll = process.argv.includes('all');
	const faults = [];
	let nfailed = 0, nkilled = 0, nnext = 0;
	const play = (number, what, environment) => {
		restore();
		const result = disturbed({ INJECT_AT: String(number), ...environment });
		const call = readLines(log)?.[0];
		const fault = (text) => faults.push(`${what} at call ${number}, ${call}: ${text}`);

		if (what === 'killed') {
			nkilled += result.signal === 'SIGKILL';
			if (result.signal !== 'SIGKILL')
				fault(`ended with ${result.status}`);
		} else if (result.status === 2) {
			nfailed++;
			if (!/^.*site.*: [^:]*: .* \[(file-write|file-read)\]$/m.test(result.stderr.replaceAll(told, 'site')))
				fault(`says ${result.stderr}`);
		} else if (result.status !== 0 || !mayFail.test(call)) {
			fault(`ended with ${result.status}: ${result.stderr}`);
		}
		faultsOf(out, [old, fresh]).forEach(fault);
		if (fs.existsSync(`${out}.previous/MANIFEST.json`))
			faultsOf(`${out}.previous`, [old, fresh, previous]).forEach((text) => fault(`previous: ${text}`));
		if (isAtomic && !fs.existsSync(`${out}/MANIFEST.json`))
			fault('the site is not complete');
		const wasTold = fs.existsSync(`${told}/changed.txt`) && !fs.existsSync(`${out}.fuda/away/MANIFEST.json`);

		if (result.status === 2 && stateOf(out) === untouched)
			return; // as if it had never begun
		if (!isPicked(number, 2))
			return;
		const next = build(out, exports.new, days[1], [...options, '--report', toldNext]);
		nnext++;
		if (next.status !== 0)
			fault(`the next build ends with ${next.status}: ${next.stderr}`);
		faultsOfSite(out, fresh).forEach((text) => fault(`after the next build ${text}`));
		for (const name of fs.readdirSync(`${out}.fuda`))
			if (!/^(state|seen)-/.test(name))
				fault(`the next build leaves ${name}`);
		const expected = wasTold ? { changed: [], removed: [] } : difference;
		for (const list of ['changed', 'removed']) {
			const lines = readLines(`${toldNext}/${list}.txt`);
			if (JSON.stringify(lines) !== JSON.stringify(expected[list]))
				fault(`the next build tells another ${list}.txt: ${lines}`);
		}
		const now = inodes(out);
		for (const [name, { ino, hash }] of old.files)
			if (fresh.files.get(name)?.hash === hash && now.get(name) !== ino)
				fault(`${name} was written and had not changed`);
		if (isAtomic && !fs.existsSync(`${out}.previous/MANIFEST.json`))
			fault('there is no complete site to go back to');
	};
	const numbers = calls.map((_, i) => i + 1).filter((number) => isAll || isPicked(number));
	for (const number of numbers) {
		play(number, 'killed', { INJECT_DO: 'kill' });
		if (isPicked(number, isAll ? 1 : 3))
			play(number, 'refused', { INJECT_DO: String(EIO) });
		if (isPicked(number, isAll ? 1 : 4))
			play(number, 'without room', { INJECT_DO: String(ENOSPC), INJECT_LASTING: '1' });
	}
	check(`killed at each of ${numbers.length} calls`, nkilled === numbers.length, nkilled);
	check('refused calls end a build', nfailed > 50, nfailed);
	checkNone('what must not happen', faults);
	checkNone('the old site was written to', faultsOfSite(kept, old));
	console.log(`${calls.length} calls, ${numbers.length} disturbed, ${nkilled} kills, ${nfailed} failed builds, ${nnext} mended`);
	report();
}
