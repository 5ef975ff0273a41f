#!/usr/bin/env node
// Parts that fuda merge is given were made elsewhere: a file of one that is damaged, a link, a device,
// or a path that leads out, and nothing is published.
import { execFileSync, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { asOf, check, checkNone, differences, filesBelow, fuda, memoryFolder, report } from '../check.mjs';

const work = memoryFolder();
const input = 'tests/golden/site-small';
const run = (command, out, ...options) => spawnSync(fuda, [command, '--quiet', '--export', `${input}/labels.jsonl`,
	'--criteria', `${input}/criteria`, '--site', '.', '--as-of', asOf, '--out', `${work}/${out}`, ...options], { encoding: 'utf8' });
const parts = ['part-1', 'part-2'];
const merge = () => run('merge', 'merged', ...parts.flatMap((part) => ['--part', `${work}/${part}`]));
const remove = (...names) => names.forEach((name) => fs.rmSync(`${work}/${name}`, { recursive: true, force: true }));
const hash = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');

const listOfProducts = (part, kind = 'products-') =>
	JSON.parse(fs.readFileSync(`${work}/${part}/MANIFEST.json`, 'utf8')).parts.find(({ path }) => path.includes(kind)).path;

/** Writes a part of the list anew, and MANIFEST.json to fit. */
function relist(part, change, kind) {
	const file = `${work}/${part}/MANIFEST.json`;
	const name = listOfProducts(part, kind);
	const before = fs.readFileSync(`${work}/${part}/${name}`, 'utf8'), after = change(before);
	fs.writeFileSync(`${work}/${part}/${name}`, after);
	const manifest = fs.readFileSync(file, 'utf8');
	fs.writeFileSync(file, manifest.replace(hash(before), hash(after)));
	const state = (text) => `${work}/${part}.fuda/state-${hash(text).slice(0, 16)}`;
	fs.renameSync(state(manifest), state(fs.readFileSync(file, 'utf8')));
}

fs.mkdirSync(`${work}/saved`);
check('shards are built', run('build', 'saved/part-1', '--shard', '1/2').status === 0 && run('build', 'saved/part-2', '--shard', '2/2').status === 0);
check('the whole is built', run('build', 'whole').status === 0);
const [part, page] = parts.flatMap((name) => filesBelow(`${work}/saved/${name}`).filter((file) => /^P\/.*html$/.test(file)).map((file) => [name, file]))[0];
const file = `${work}/${part}/${page}`;
const elsewhere = `${work}/elsewhere`;

function begin() {
	remove(...parts, ...parts.map((name) => `${name}.fuda`), 'merged', 'merged.fuda', 'merged.merging', 'merged.merging.fuda', 'elsewhere');
	execFileSync('cp', ['-a', ...parts.flatMap((name) => [`${work}/saved/${name}`, `${work}/saved/${name}.fuda`]), work]);
	fs.mkdirSync(elsewhere);
}

begin();
check('good parts are merged', merge().status === 0);
checkNone('as one build', differences(`${work}/merged`, `${work}/whole`));

const damages = {
	'a page that is cut': () => fs.truncateSync(file, 100),
	'a page with another byte': () => { const bytes = fs.readFileSync(file); bytes[30] ^= 1; fs.rmSync(file); fs.writeFileSync(file, bytes); },
	'a page that is missing': () => fs.rmSync(file),
	'a page that is a link': () => { fs.renameSync(file, `${elsewhere}/page`); fs.symlinkSync(`${elsewhere}/page`, file); },
	'a page that is a link to another file': () => { fs.rmSync(file); fs.symlinkSync('/etc/passwd', file); },
	'a page that is a pipe': () => { fs.rmSync(file); execFileSync('mkfifo', [file]); },
	'a page that is a folder': () => { fs.rmSync(file); fs.mkdirSync(file); },
	'a folder that is a link': () => { fs.renameSync(`${work}/${part}/P`, `${elsewhere}/P`); fs.symlinkSync(`${elsewhere}/P`, `${work}/${part}/P`); },
	'as-of.js with other bytes': () => parts.forEach((name) => fs.appendFileSync(`${work}/${name}/as-of.js`, ' ')),
	'a path that leads out': () => relist(part, (text) => `${text}${hash('x')}  P/../../x\n`),
	'an absolute path': () => relist(part, (text) => `${text}${hash('x')}  /etc/passwd\n`),
	'a path in the other list': () => relist('part-2', (text) => `${text}${hash('x')}  P/../../x\n`, 'files-'),
	'a path of the list': () => relist(part, (text) => `${text}${hash('x')}  MANIFEST.json\n`),
	'a list that is not that of MANIFEST.json': () => fs.appendFileSync(`${work}/${part}/${listOfProducts(part)}`, '\n'),
};
for (const [what, damage] of Object.entries(damages)) {
	begin();
	fs.writeFileSync(`${work}/x`, 'x');
	damage();
	const { status, stderr } = merge();
	check(`${what}: refused`, status === 1 && stderr.includes('[part-invalid]'), `${status} ${stderr}`);
	check(`${what}: nothing is published`, !fs.existsSync(`${work}/merged`));
	check(`${what}: nothing outside is written`, fs.readFileSync(`${work}/x`, 'utf8') === 'x');
}
report();
