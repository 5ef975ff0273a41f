#!/usr/bin/env node
// A disk that is full, of bytes or of files, for which a small file system in memory stands: whatever room there is,
// a build that cannot end leaves the site as it was, gives the room back, and ends once there is more.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { check, checkNone, report, skip } from '../check.mjs';
import { build, faultsOf, faultsOfSite, look, remove, work, writeExports } from './fault.mjs';

const disk = `${work}/disk`, out = `${disk}/site`;
const days = ['2026-11-22', '2026-11-23'];

/** What there may be too little of: the option that limits it, how much is plenty, in which steps it is added, how
 * much of it may be gone after a failure, and how much is free. */
const kinds = {
	kilobytes: { option: (n) => `size=${n}k`, plenty: 64 * 1024, step: 32, lost: 4,
		free: ({ bavail, bsize }) => bavail * bsize / 1024 },
	files: { option: (n) => `nr_inodes=${n}`, plenty: 4000, step: 4, lost: 2, free: ({ ffree }) => ffree },
};

function play(options, exports, kind = 'kilobytes') {
	const { option, plenty, step, lost, free: freeOf } = kinds[kind], free = () => freeOf(fs.statfsSync(disk));
	const name = `${options.join(' ') || 'in place'}, ${kind}`;
	const resize = (n) => execFileSync('mount', ['-o', `remount,${option(n)}`, disk]);
	const clean = `${work}/clean${options.join('')}`;
	check(`${name}: built from nothing`, build(clean, exports.new, days[1], options).status === 0);
	const fresh = look(clean);

	execFileSync('mount', ['-o', option(plenty), '-t', 'tmpfs', 'none', disk]);
	try {
		check(`${name}: the old site`, build(out, exports.old, days[0], options).status === 0);
		const old = look(out);
		const used = plenty - free();
		const faults = [];
		let nfull = 0;
		// tmpfs counts in pages, and so much that is new has never room in this.
		for (let room = 0; room <= 1024 && nfull < 40; room += step) {
			resize(used + room);
			const before = free();
			const result = build(out, exports.new, days[1], options);
			if (result.status === 0)
				break;
			nfull++;
			const fault = (text) => faults.push(`room for ${room}: ${text}`);
			if (result.status !== 2 || !/No space left on device \[file-write\]/.test(result.stderr))
				fault(`ends with ${result.status}: ${result.stderr}`);
			faultsOf(out, [old, fresh]).forEach(fault);
			faultsOfSite(out, old).forEach((text) => fault(`the old site: ${text}`));
			if (free() < before - lost)
				fault(`${before - free()} are gone`);
		}
		check(`${name}: the disk was full`, nfull > 5, nfull);
		checkNone(`${name}: what must not happen`, faults);
		resize(plenty);
		const next = build(out, exports.new, days[1], options);
		check(`${name}: with room`, next.status === 0, next.stderr);
		checkNone(`${name}: the new site`, faultsOfSite(out, fresh, [old]));
	} finally {
		execFileSync('umount', [disk]);
	}
}

fs.mkdirSync(disk);
if (typeof fs.statfsSync !== 'function') {
	skip('Node.js cannot tell how full a disk is');
} else if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', disk]).status !== 0) {
	skip('no right to mount a file system');
} else {
	execFileSync('umount', [disk]);
	const exports = writeExports();
	play([], exports);
	play(['--atomic'], exports);
	play(['--precompress'], exports);
	play([], exports, 'files');
}
remove(disk);
report();
