#!/usr/bin/env node
// Whoever kills a mirror while it is made leaves the old one, whole, and the next run cleans up. One that
// cannot be written, since the disk is full or the place is taken, says so.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, check, checkNone, criteria, filesBelow, fuda, report, sample, work } from '../check.mjs';
import { isSame, makeMirror, making, working } from './mirror.mjs';

const later = '2026-11-23';

function start(kind, out, day) {
	return spawn(fuda, ['mirror', '--quiet', '--kind', kind, '--export', sample, '--criteria', criteria, '--site', '.',
		'--as-of', day, '--out', out], { stdio: 'ignore' });
}

/** Ends a run after it has made the file or folder that is named, or when it ends by itself. */
function killWhen(child, mark) {
	return new Promise((resolve) => {
		const look = setInterval(() => {
			if (fs.existsSync(mark) || child.exitCode !== null) {
				clearInterval(look);
				child.kill('SIGKILL');
			}
		}, 1);
		child.on('close', (code, signal) => {
			clearInterval(look);
			resolve(signal === 'SIGKILL');
		});
	});
}

for (const [kind, out] of [['full', `${work}/full.zip`], ['lite', `${work}/lite.zip`], ['lite', `${work}/stick/`]]) {
	const place = out.replace(/\/$/, '');
	makeMirror(kind, out);
	const look = () => (fs.statSync(place).isDirectory()
		? filesBelow(place).map((name) => `${name} ${fs.statSync(`${place}/${name}`).size}`).join('\n')
		: spawnSync('sha256sum', [place], { encoding: 'utf8' }).stdout);
	const before = look();
	for (const mark of [`${working(place)}/site.fuda`, `${working(place)}/site`, making(place)]) {
		const wasKilled = await killWhen(start(kind, out, later), mark);
		check(`${out}: killed at ${path.basename(mark)}, the old one is there, whole`, wasKilled && look() === before);
	}
	makeMirror(kind, out);
	check(`${out}: the next run makes the same as before`, look() === before);
}

// Two at once.
const first = start('full', `${work}/full.zip`, asOf);
while (!fs.existsSync(`${working(`${work}/full.zip`)}/site.fuda`) && first.exitCode === null)
	spawnSync('true');
const second = spawnSync(fuda, ['mirror', '--kind=full', '--export', sample, '--criteria', criteria, '--site=.', '--out', `${work}/full.zip`],
	{ encoding: 'utf8' });
check('a second run says who holds the place', second.status === 2 && /locked/.test(second.stderr), second.stderr);
await new Promise((resolve) => { first.on('close', resolve); });
check('the first is not disturbed', first.exitCode === 0);

// A disk that is full.
if (fs.existsSync('/dev/full')) {
	fs.symlinkSync('/dev/full', making(`${work}/none.zip`));
	makeMirror('full', `${work}/none.zip`);
	check('a link in its place is replaced, not followed', fs.lstatSync(`${work}/none.zip`).isFile() && isSame(`${work}/none.zip`, `${work}/full.zip`));
}
const limited = spawnSync('sh', ['-c', 'ulimit -f 2000; trap "" XFSZ; exec "$0" "$@"', fuda, 'mirror', '--kind=full', `--export=${sample}`, `--criteria=${criteria}`,
	'--site=.', `--as-of=${asOf}`, `--out=${work}/small.zip`], { encoding: 'utf8' });
check('no room: it says so, and leaves nothing', limited.status === 2 && /cannot write: File too large/.test(limited.stderr)
	&& !fs.existsSync(`${work}/small.zip`) && !fs.existsSync(making(`${work}/small.zip`)), `${limited.status} ${limited.stderr}`);
checkNone('left behind', fs.readdirSync(work).filter((name) => name.startsWith('.fuda-')));
report();
