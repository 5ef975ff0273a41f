#!/usr/bin/env node
// What others change while a build runs: a folder that is moved, exchanged or rewritten is not taken for the one that
// was read, and what is not ours is not removed; content that changes while it is read makes no site of two states.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { check, checkNone, fuda, report } from '../check.mjs';
import { build, buildStopped, callBetween, faultsOfSite, input, look, remove, work, writeExports } from './fault.mjs';

const { old, new: file } = writeExports(), days = ['2026-11-21', '2026-11-22'];
const out = `${work}/site`, other = `${work}/other`, aside = `${work}/aside`;
check('built from nothing', build(other, file, days[0]).status === 0 && build(`${work}/clean`, file, days[1]).status === 0);
const elsewhere = look(other), wanted = look(`${work}/clean`);
const copy = (from, to) => fs.cpSync(from, to, { recursive: true });

const changes = {
	'OUT is moved away': () => fs.renameSync(out, aside),
	'another site is put in its place': () => { fs.renameSync(out, aside); copy(other, out); },
	'MANIFEST.json is removed': () => fs.rmSync(`${out}/MANIFEST.json`),
	'MANIFEST.json is that of another site': () => fs.copyFileSync(`${other}/MANIFEST.json`, `${out}/MANIFEST.json`),
	'OUT.fuda is another folder': () => { fs.renameSync(`${out}.fuda`, aside); fs.mkdirSync(`${out}.fuda`); },
};
for (const options of [[], ['--atomic']])
	for (const [what, change] of Object.entries(changes)) {
		remove(out, `${out}.fuda`, `${out}.previous`, aside);
		build(out, old, days[0]);
		const before = look(out);
		const { status, stderr } = await buildStopped(out, file, days[1], callBetween(out, file, days[1], options), change, options);
		check(`${what} ${options}: an error`, status === 2 && /site: was moved or changed by others/.test(stderr), `${status} ${stderr}`);
		for (const [folder, site] of [[aside, before], [out, /another site is/.test(what) ? elsewhere : before]])
			if (fs.existsSync(`${folder}/MANIFEST.json`) && !/is that of/.test(what))
				checkNone(`${what} ${options}: ${folder} is as it was`, faultsOfSite(folder, site));
	}

// With --atomic what stands in OUT.previous goes.
remove(out, `${out}.fuda`, `${out}.previous`);
build(out, old, days[0]);
const foreign = await buildStopped(out, file, days[1], callBetween(out, file, days[1], ['--atomic']), () => {
	fs.mkdirSync(`${out}.previous`);
	fs.writeFileSync(`${out}.previous/mine.txt`, 'mine');
}, ['--atomic']);
check('a folder that is not ours comes to OUT.previous', foreign.status === 2 && /site.previous: the folder is neither empty nor/.test(foreign.stderr), foreign.stderr);
check('it stays', fs.readFileSync(`${out}.previous/mine.txt`, 'utf8') === 'mine');
remove(`${out}.previous`);
check('then it is built', build(out, file, days[1], ['--atomic']).status === 0);
checkNone('as it should be', faultsOfSite(out, wanted, [look(`${out}.previous`)]));

// Words and layouts are read after the export, which is held up here in the middle of it.
const folder = `${work}/own`;
for (const name of ['content', 'layouts', 'static'])
	copy(name, `${folder}/${name}`);
const [header, first, ...records] = fs.readFileSync(file, 'utf8').trim().split('\n');
const begin = `${header}\n${first.slice(0, -1)}${' '.repeat(4 << 20)}`, rest = `}\n${records.join('\n')}\n`;
for (const what of ['a layout', 'nothing']) {
	const run = spawn(fuda, ['build', '--quiet', '--export', '-', '--criteria', `${input}/criteria`, '--site', folder, '--as-of', days[1], '--out', `${work}/two`],
		{ stdio: ['pipe', 'ignore', 'pipe'] });
	let said = '';
	run.stderr.on('data', (bytes) => { said += bytes; });
	const ended = new Promise((resolve) => run.on('close', resolve));
	await new Promise((resolve) => run.stdin.write(begin, resolve));
	if (what === 'a layout')
		fs.appendFileSync(`${folder}/layouts/home.mustache`, '<!-- later -->\n');
	run.stdin.end(rest);
	const status = await ended, is = what === 'a layout' ? 2 : 0;
	check(`${what} changes while it is read`, status === is && /changed while they were read/.test(said) === (is === 2), `${status} ${said}`);
	check(`${what} changes: what is published`, fs.existsSync(`${work}/two`) === (is === 0));
}
report();
