#!/usr/bin/env node
// A disk that is full, for which a small file system in memory stands: whatever room there is, a build
// that cannot end leaves the site as it was, gives the room back, and ends once there is more.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { check, checkNone, report, skip } from '../check.mjs';
import { build, faultsOf, faultsOfSite, look, remove, work, writeExports } from './fault.mjs';

const disk = `${work}/disk`, out = `${disk}/site`;
const days = ['2026-11-22', '2026-11-23'];
const free = () => {
	const { bavail, bsize } = fs.statfsSync(disk);
	return bavail * bsize / 1024;
};

function play(options, exports) {
	const name = options.join(' ') || 'in place';
	const mount = (kilobytes, ...more) =>
		execFileSync('mount', ['-o', [`size=${kilobytes}k`, ...more].join(), '-t', 'tmpfs', 'none', disk]);
	const resize = (kilobytes) => execFileSync('mount', ['-o', `remount,size=${kilobytes}k`, disk]);
	const clean = `${work}/clean${options.join('')}`;
	check(`${name}: built from nothing`, build(clean, exports.new, days[1], options).status === 0);
	const fresh = look(clean);

	mount(64 * 1024);
	try {
		check(`${name}: the old site`, build(out, exports.old, days[0], options).status === 0);
		const old = look(out);
		const used = 64 * 1024 - free();
		const faults = [];
		let nfull = 0;
		// tmpfs counts in pages, and so much that is new has never room in this.
		for (let room = 0; room <= 1024 && nfull < 40; room += 32) {
			resize(used + room);
			const before = free();
			const result = build(out, exports.new, days[1], options);
			if (result.status === 0)
				break;
			nfull++;
			const fault = (text) => faults.push(`${room} kB of room: ${text}`);
			if (result.status !== 2 || !/No space left on device \[file-write\]/.test(result.stderr))
				fault(`ends with ${result.status}: ${result.stderr}`);
			faultsOf(out, [old, fresh]).forEach(fault);
			faultsOfSite(out, old).forEach((text) => fault(`the old site: ${text}`));
			if (free() < before - 4)
				fault(`${before - free()} kB are gone`);
		}
		check(`${name}: the disk was full`, nfull > 5, nfull);
		checkNone(`${name}: what must not happen`, faults);
		resize(64 * 1024);
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
}
remove(disk);
report();
