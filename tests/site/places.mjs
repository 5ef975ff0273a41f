#!/usr/bin/env node
// What is not ours is neither removed nor overwritten, what is read is not written, and a folder has
// one lock and one state whatever its spelling.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, criteria, fuda, report, sample, work } from '../check.mjs';

const input = ['--export', sample, '--criteria', criteria, '--site', '.', '--as-of', asOf];
const run = (command, out, ...options) => spawnSync(fuda, [command, ...input.filter((word, i) => !options.includes(input[i - i % 2])),
	'--out', out, ...options], { encoding: 'utf8' });

/** What stands below a folder, with the bytes of each file. */
function look(folder) {
	return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
		const name = path.join(entry.parentPath ?? entry.path, entry.name);
		return entry.isFile() ? `${name} ${fs.readFileSync(name, 'latin1').length} ${fs.statSync(name).ino}` : name;
	}).sort().join('\n');
}

/** The run ends with status 2 and such words, and nothing below the folder has changed. */
function refused(what, folder, words, command, out, ...options) {
	const before = look(folder), result = run(command, out, ...options);
	check(`${what}: refused`, result.status === 2 && words.test(result.stderr), `${result.status}: ${result.stderr}`);
	check(`${what}: nothing has changed`, look(folder) === before);
}

// ---- what is read is not written ----

const here = `${work}/here`;
fs.mkdirSync(here);
fs.copyFileSync(sample, `${here}/labels.jsonl`);
fs.symlinkSync('labels.jsonl', `${here}/alias.jsonl`);
fs.cpSync(criteria, `${here}/criteria`, { recursive: true });
const own = ['--export', `${here}/labels.jsonl`, '--criteria', `${here}/criteria`];
for (const [command, ...more] of [['sqlite'], ['mirror', '--kind', 'full'], ['mirror', '--kind', 'zim'], ['build']]) {
	const what = [command, ...more].join(' ');
	refused(`${what} over the export`, here, /place-taken/, command, `${here}/labels.jsonl`, ...own, ...more);
	refused(`${what} over a link to the export`, here, /place-taken/, command, `${here}/alias.jsonl`, ...own, ...more);
	refused(`${what} into the criteria`, here, /place-taken/, command, `${here}/criteria/new`, ...own, ...more);
}
refused('a build into the folder of the inputs', here, /holds --export/, 'build', here, ...own);
refused('a ledger over the export', here, /place-taken/, 'build', `${work}/never`, ...own, '--ledger', `${here}/labels.jsonl`);
refused('a ledger in the site', here, /place-taken/, 'build', `${work}/never`, ...own, '--ledger', `${work}/never/ledger`);
refused('a report in the site', here, /place-taken/, 'build', `${work}/never`, ...own, '--report', `${work}/x/../never/report`);
// ---- two outputs, one place ----

for (const [what, ...options] of [['a ledger and errors', '--ledger', `${work}/one`, '--errors', `${work}/one`],
	['a ledger and what is kept', '--ledger', `${work}/one`, '--keep-export', `${work}/x/../one`],
	['errors in a report', '--report', `${work}/told`, '--errors', `${work}/told/report.json`],
	['a ledger that is the report', '--report', `${work}/told`, '--ledger', `${work}/told/`]])
	refused(what, here, /is the place of --[a-z]+ \S+ as well .place-taken/, 'build', `${work}/never`, ...own, ...options);
fs.cpSync(criteria, `${work}/never.merging`, { recursive: true });
refused('a merge over its part', `${work}/never.merging`, /stands in .*never.merging, which is the build's own/, 'merge', `${work}/never`, ...own, '--part', `${work}/never.merging`);
fs.rmSync(`${work}/never.merging`, { recursive: true });
check('errors in a report that will be made', run('build', `${work}/errors`, ...own, '--report', `${work}/new/told`, '--errors', `${work}/new/told/errors`).status === 0);
fs.rmSync(`${work}/new`, { recursive: true });
for (const name of ['fuda', 'previous', 'merging', 'merging.fuda', 'merging.work'])
	refused(`a ledger in OUT.${name}`, here, /which is the build's own/, 'build', `${work}/never`, ...own, '--ledger', `${work}/never.${name}/ledger`);
// ---- what cannot be written is known before anything is ----

fs.writeFileSync(`${work}/file`, 'mine');
fs.mkdirSync(`${work}/folder`);
const isDevice = spawnSync('mknod', [`${work}/device`, 'c', '1', '3']).status === 0;
for (const [what, words, ...options] of [
	['a ledger in no folder', /none\/ledger: cannot be written: No such file/, '--ledger', `${work}/none/ledger`],
	['what is kept in no folder', /none\/kept: cannot be written: No such file/, '--keep-export', `${work}/none/kept`],
	['errors in no folder', /none\/errors: cannot be written: No such file/, '--errors', `${work}/none/errors`],
	['a report below a file', /file\/report: cannot be written: Not a directory/, '--report', `${work}/file/report`],
	['a report that is a file', /file: cannot be written: Not a directory/, '--report', `${work}/file`],
	['a ledger that is a folder', /is no regular file.* .place-taken/, '--ledger', `${work}/folder`],
	['errors that are a folder', /folder: cannot be written: Is a directory/, '--errors', `${work}/folder`],
	...isDevice ? [['what is kept in a device', /is no regular file.* .place-taken/, '--keep-export', `${work}/device`]] : []])
	for (const command of ['build', 'check'])
		refused(`${what}, ${command}`, here, words, command, `${work}/never`, ...own, ...options);
check('the file is as it was', fs.readFileSync(`${work}/file`, 'utf8') === 'mine');
check('a report can be made in folders that are not there yet', run('check', `${work}/never`, ...own, '--report', `${work}/new/folder/report`).status === 0);
checkNone('a check leaves no folders', ['never', 'never.fuda', 'new'].filter((name) => fs.existsSync(`${work}/${name}`)));
check('nor above OUT', run('check', `${work}/above/other/site`, ...own).status === 0 && !fs.existsSync(`${work}/above`));

check('nothing was made', !fs.existsSync(`${work}/never`) && !fs.existsSync(`${work}/never.fuda`));

// ---- what is not ours stays ----

const mine = `${work}/mine`;
fs.mkdirSync(`${mine}/site/content`, { recursive: true });
fs.writeFileSync(`${mine}/site/content/site.json`, '{}');
fs.mkdirSync(`${mine}/lite`);
fs.writeFileSync(`${mine}/notes.txt`, 'mine');
fs.writeFileSync(`${mine}/registry.zip.part`, 'mine');
for (const [command, ...more] of [['sqlite'], ['mirror', '--kind', 'full'], ['mirror', '--kind', 'lite'], ['mirror', '--kind', 'zim']])
	refused(`${[command, ...more].join(' ')} over a file of somebody`, mine, /place-taken/, command, `${mine}/notes.txt`, ...more);
const before = look(mine), made = run('mirror', `${mine}/registry.zip`, '--kind', 'lite', '--work', mine, '--quiet');
check('a mirror is made in a folder that has others', made.status === 0, made.stderr);
check('and leaves them', look(mine).split('\n').filter((line) => !/registry[.]zip /.test(line)).join('\n') === before);
check('it is made again over itself', run('mirror', `${mine}/registry.zip`, '--kind', 'lite', '--quiet').status === 0);
const database = () => run('sqlite', `${mine}/registry.db`, '--quiet').status;
check('so is a database', database() === 0 && database() === 0);

// ---- one folder, one lock, one state ----

const real = `${work}/real`, alias = `${work}/alias`;
buildSite(real);
fs.symlinkSync('real', alias);
for (const [what, options, cwd, out] of [['by a link', [], '.', alias], ['by a link, at once', ['--atomic'], '.', alias], ['as "."', [], real, '.']]) {
	const absolute = (option) => (option.includes('/') || option === '.' ? path.resolve(option) : option);
	const result = spawnSync(path.resolve(fuda), ['build', ...input.map(absolute), '--out', out, ...options], { encoding: 'utf8', cwd });
	check(`a build of a folder named ${what} finds its state`, result.status === 0 && / 0 written/.test(result.stdout), result.stdout + result.stderr);
}
// What takes the place of another does not take that of a link to it.
fs.mkdirSync(`${work}/volume`);
for (const name of ['ledger', 'kept']) {
	fs.writeFileSync(`${work}/volume/${name}`, '');
	fs.symlinkSync(`volume/${name}`, `${work}/${name}`);
}
check('a ledger and an export that are links', run('build', `${work}/linked`, '--ledger', `${work}/ledger`, '--keep-export', `${work}/kept`).status === 0);
for (const name of ['ledger', 'kept'])
	check(`${name}: the file is written, the link stays`, fs.lstatSync(`${work}/${name}`).isSymbolicLink() && fs.statSync(`${work}/volume/${name}`).size > 1000);
checkNone('folders made beside the link', fs.readdirSync(work).filter((name) => /^alias[.]/.test(name) || name.startsWith('.')));
check('the link is still one', fs.lstatSync(alias).isSymbolicLink());
fs.symlinkSync('nowhere', `${work}/dangling`);
refused('a ledger that is one', here, /--ledger: .* is a link that leads nowhere/, 'build', `${work}/never`, ...own, '--ledger', `${work}/dangling`);
refused('a link that leads nowhere', here, /leads nowhere/, 'build', `${work}/dangling`);
report();
