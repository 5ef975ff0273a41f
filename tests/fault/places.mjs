#!/usr/bin/env node
// Where OUT may stand, and where not: in what is mounted, under what is mounted, on a file system that has no links
// and exchanges no folders, with rights that a mask takes away, beside a copy that shares its files.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { check, checkNone, differences, fuda, memoryFolder, report, skip, work as slow } from '../check.mjs';

const small = 'tests/golden/site-small', work = memoryFolder();
const run = (out, day, more = [], command = [fuda, 'build']) => spawnSync(command[0], [...command.slice(1), '--quiet', '--export', `${small}/labels.jsonl`,
	'--criteria', `${small}/criteria`, '--site', '.', '--as-of', `2026-11-${day}`, '--out', out, ...more], { encoding: 'utf8' });
const wanted = new Map([22, 23, 24].map((day) => [day, `${work}/wanted-${day}`]));
for (const [day, folder] of wanted)
	check(`the site of ${day}`, run(folder, day).status === 0);

// ---- what is mounted ----

const mounted = [];
function mount(folder, ...args) {
	fs.mkdirSync(folder, { recursive: true });
	if (spawnSync('mount', [...args, folder]).status !== 0)
		return false;
	mounted.push(folder);
	return true;
}
const unmount = () => mounted.splice(0).reverse().forEach((folder) => execFileSync('umount', [folder]));

/** Refused at once, and what stands there is as it was. */
function refuse(what, out, place, more) {
	const before = fs.existsSync(`${out}/MANIFEST.json`) ? fs.readFileSync(`${out}/MANIFEST.json`, 'utf8') : null;
	const { status, stderr } = run(out, 23, more);
	check(`${what}: refused, with the place`, status === 2 && stderr.includes(`mounted at ${fs.realpathSync(place)},`), `${status} ${stderr}`);
	check(`${what}: nothing has changed`, (fs.existsSync(`${out}/MANIFEST.json`) ? fs.readFileSync(`${out}/MANIFEST.json`, 'utf8') : null) === before);
	return stderr;
}

if (mount(`${work}/disk`, '-t', 'tmpfs', 'none')) {
	refuse('OUT is an empty disk', `${work}/disk`, `${work}/disk`);
	check('a folder in it is taken', run(`${work}/disk/site`, 22).status === 0 && run(`${work}/disk/site`, 23).status === 0);
	unmount();
	const name = `${work}/a b\\c"`;
	run(`${work}/site`, 22);
	mount(name, '--bind', `${work}/site`);
	refuse('OUT is the same folder, mounted elsewhere', name, name);
	unmount();
	fs.cpSync(`${work}/site/P`, `${work}/elsewhere`, { recursive: true });
	for (const more of [[], ['--atomic']]) {
		mount(`${work}/site/P`, '--bind', `${work}/elsewhere`);
		refuse(`something is mounted in OUT ${more}`, `${work}/site`, `${work}/site/P`, more);
		unmount();
	}
	mount(`${work}/site.fuda`, '--bind', `${work}/elsewhere`);
	refuse('something is mounted at OUT.fuda', `${work}/site`, `${work}/site.fuda`);
	unmount();
	run(`${work}/site`, 22, ['--atomic']);
	check('then it is built', run(`${work}/site`, 23).status === 0);
	checkNone('as it should be', differences(`${work}/site`, wanted.get(23)));
	mount(`${work}/beside`, '-t', 'tmpfs', 'none');
	check('what is mounted beside does no harm', run(`${work}/besides`, 22).status === 0);
	unmount();
	// A site in the lower layer of an overlay, as in the image of a container: files are copied up, its folder is not.
	run(`${work}/lower/site`, 22);
	for (const more of [[], ['--fresh'], ['--atomic']]) {
		for (const name of ['upper', 'inside', 'overlay']) {
			fs.rmSync(`${work}/${name}`, { recursive: true, force: true });
			fs.mkdirSync(`${work}/${name}`);
		}
		if (!mount(`${work}/overlay`, '-t', 'overlay', 'overlay', '-o', `lowerdir=${work}/lower,upperdir=${work}/upper,workdir=${work}/inside`)) {
			skip('no overlays here');
			break;
		}
		const { status, stderr } = run(`${work}/overlay/site`, 23, more);
		if (more[0] === '--atomic')
			check('in an overlay, --atomic: refused at once', status === 2 && stderr.includes('cannot be exchanged here, as --atomic does'), stderr);
		else
			check(`in an overlay ${more}: built`, status === 0, stderr);
		checkNone(`in an overlay ${more}: as it should be`, differences(`${work}/overlay/site`, wanted.get(more[0] === '--atomic' ? 22 : 23)));
		check(`in an overlay ${more}: then`, run(`${work}/overlay/copy`, 22, more).status === 0 && run(`${work}/overlay/copy`, 23, more).status === 0);
		checkNone(`in an overlay ${more}: one that is made there`, differences(`${work}/overlay/copy`, wanted.get(23)));
		unmount();
	}
} else {
	skip('no right to mount a file system');
}

// ---- a file system without links and without exchanging ----

const image = path.resolve(slow, 'exfat.img');
fs.writeFileSync(image, '');
fs.truncateSync(image, 64 << 20);
const loop = spawnSync('mkfs.exfat', [image]).status === 0 ? spawnSync('losetup', ['-f', '--show', image], { encoding: 'utf8' }) : { status: 1 };
const disk = `${work}/exfat`;
if (loop.status === 0) {
	fs.mkdirSync(disk);
	if (spawnSync('mount.exfat-fuse', [loop.stdout.trim(), disk]).status === 0 || spawnSync('mount', ['-t', 'exfat', loop.stdout.trim(), disk]).status === 0) {
		for (const [day, folder] of wanted) {
			const { status, stderr } = run(`${disk}/site`, day);
			check(`exFAT, ${day}: built`, status === 0 && !stderr.includes('file-mended'), stderr);
			checkNone(`exFAT, ${day}: as elsewhere`, differences(`${disk}/site`, folder));
		}
		for (const out of [`${disk}/site`, `${disk}/new`]) {
			const { status, stderr } = run(out, 24, ['--atomic']);
			check('--atomic is refused at once', status === 2 && stderr.includes('cannot be exchanged here, as --atomic does'), stderr);
		}
		checkNone('and has changed nothing', differences(`${disk}/site`, wanted.get(24)));
		execFileSync('umount', [disk]);
	} else {
		skip('no exFAT');
	}
	execFileSync('losetup', ['-d', loop.stdout.trim()]);
} else {
	skip('no mkfs.exfat');
}
fs.rmSync(image);

// ---- a file that gets no second name ----

run(`${work}/kept`, 22, ['--atomic']);
if (spawnSync('chattr', ['+i', `${work}/kept/P/SMALL001/qr.png`]).status === 0) {
	const { status, stderr } = run(`${work}/kept`, 23, ['--atomic']);
	execFileSync('chattr', ['-R', '-i', `${work}/kept.previous`]);
	check('one that may not be changed is copied', status === 0, stderr);
	checkNone('the site is as it should be', differences(`${work}/kept`, wanted.get(23)));
	// In place nothing has changed where one file may not: the site stays complete.
	for (const mark of ['i', 'a'])
		for (const name of ['as-of.js', 'MANIFEST.json', 'sums', '.']) {
			const out = `${work}/marked-${mark}-${name}`;
			run(out, 22);
			execFileSync('chattr', [`+${mark}`, path.join(out, name)]);
			const trial = run(out, 23, [], [fuda, 'check']), refused = run(out, 23);
			execFileSync('chattr', [`-${mark}`, path.join(out, name)]);
			for (const { status, stderr } of [trial, refused])
				check(`${name} with +${mark}: an error that names it`, status === 2 && stderr.includes(path.join(out, name)) && stderr.includes('chattr(1)'), `${status} ${stderr}`);
			checkNone(`${name} with +${mark}: nothing has changed`, differences(out, wanted.get(22)));
			const mended = run(out, 23);
			check(`${name} with +${mark}: then it is built`, mended.status === 0 && !mended.stderr.includes('file-mended'), mended.stderr);
			checkNone(`${name} with +${mark}: as it should be`, differences(out, wanted.get(23)));
		}
} else {
	skip('no immutable files here');
}

// ---- rights, and copies that share files ----

const masked = ['sh', '-c', 'umask "$0"; exec "$@"'];
for (const mask of ['0777', '0700', '077']) {
	const out = `${work}/mask-${mask}`;
	check(`umask ${mask}: built`, [22, 23].every((day) => run(out, day, [], [...masked, mask, fuda, 'build']).status === 0));
	check(`umask ${mask}: who built it can read it`, (fs.statSync(`${out}/index.html`).mode & 0o600) === 0o600 && (fs.statSync(out).mode & 0o700) === 0o700);
	const again = run(out, 23);
	check(`umask ${mask}: the next one finds it as it was`, !again.stderr.includes('file-mended'), again.stderr);
}
fs.copyFileSync(`${small}/labels.jsonl`, `${work}/labels.jsonl`);
for (const mode of [0o600, 0o640, 0o644]) {
	fs.chmodSync(`${work}/labels.jsonl`, mode);
	const result = spawnSync(fuda, ['build', '--quiet', '--export', `${work}/labels.jsonl`, '--criteria', `${small}/criteria`, '--site', '.',
		'--as-of', '2026-11-22', '--out', `${work}/private`, '--keep-export', `${work}/kept.jsonl`], { encoding: 'utf8' });
	check(`an export of ${mode.toString(8)} is kept as one`, result.status === 0 && (fs.statSync(`${work}/kept.jsonl`).mode & 0o777) === mode, result.stderr);
}
run(`${work}/shared`, 22);
execFileSync('cp', ['-al', `${work}/shared`, `${work}/copy`]);
for (const more of [[], ['--fresh'], ['--precompress'], ['--atomic']])
	check(`a copy of the same files stays as it was ${more}`, run(`${work}/shared`, 23, more).status === 0 && differences(`${work}/copy`, wanted.get(22)).length === 0);
report();
