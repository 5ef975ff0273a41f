// Builds that are disturbed, and what must hold after each: for the scripts in this folder.
//
// An old site is to become a new one. The build is disturbed at one of the calls that change the file
// system (inject/inject.c); then every file is whole and of the old or the new site, no page leads to
// one that is not there, a manifest that is there is right, and the next build ends as if nothing had
// happened, telling all that changed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fuda, listOf, memoryFolder, supersededList, supersededOf, work as slow } from '../check.mjs';

export const input = 'tests/golden/site-small';
export const library = path.resolve(slow, 'inject.so');
export const work = memoryFolder();
const manifest = 'MANIFEST.json';

execFileSync('cc', ['-std=gnu11', '-D_GNU_SOURCE', '-O1', '-Wall', '-Wextra', '-Werror', '-shared',
	'-fPIC', '-o', library, 'tests/fault/inject/inject.c', '-ldl'], { stdio: 'inherit' });

/** Writes the old export, one before it, and the new one: a product is new, a list goes, texts and a status change. */
export function writeExports() {
	const [header, ...lines] = fs.readFileSync(`${input}/labels.jsonl`, 'utf8').trim().split('\n');
	const records = lines.map((line) => JSON.parse(line)).filter(({ product_id: id }) => id < 'SMALL005');
	const write = (name, list) => {
		const text = [{ ...JSON.parse(header), records: list.length }, ...list];
		fs.writeFileSync(`${work}/${name}.jsonl`, text.map((line) => JSON.stringify(line) + '\n').join(''));
		return `${work}/${name}.jsonl`;
	};
	const find = (list, id) => list.find((record) => record.product_id === id);
	const changed = structuredClone(records);
	find(changed, 'SMALL001').summary = { ja: '改めた概要です。', en: 'Another summary.' };
	find(changed, 'SMALL004').labels.forEach((label) =>
		(label.events ??= []).push({ date: '2026-11-22', kind: 'revoked' }));
	// A manufacturer of whom nothing is left: the list goes.
	const maker = JSON.stringify(find(records, 'SMALL003').manufacturer);
	for (const record of changed)
		if (JSON.stringify(record.manufacturer) === maker)
			record.manufacturer = { name: { ja: '別の会社', en: 'Another Company' }, disclosed: true };
	// Before both a product had another name, by which it was found.
	const older = structuredClone(records.filter((record) => record.product_id !== 'SMALL002'));
	find(older, 'SMALL001').name = { ja: '以前の名前', en: 'Its earlier name' };
	return {
		older: write('older', older),
		old: write('old', records.filter((record) => record.product_id !== 'SMALL002')),
		new: write('new', changed),
	};
}

const buildArgs = (out, file, day, options) => ['build', '--export', file, '--criteria', `${input}/criteria`, '--site', '.', '--as-of', day,
	'--out', out, '--quiet', '--set', 'max_ended_percent=100', '--set', 'max_changed_percent=100', ...options];

/** Runs a build with the injecting library, which does not sync; `disturb` goes to its environment. */
export function build(out, file, day, options = [], disturb = {}) {
	const args = buildArgs(out, file, day, options);
	const env = { ...process.env, LD_PRELOAD: library, ...disturb };
	return spawnSync(fuda, args, { encoding: 'utf8', env });
}

/** The call that begins the tree of a build upon a site: what it reads is read but for pass 2. */
export function callBetween(out, file, day, options = []) {
	const trial = `${work}/trial`, log = `${trial}.log`;
	for (const suffix of ['', '.fuda', '.previous'])
		if (fs.existsSync(`${out}${suffix}`))
			fs.cpSync(`${out}${suffix}`, `${trial}${suffix}`, { recursive: true });
	build(trial, file, day, ['--jobs', '1', ...options], { INJECT_LOG: log });
	const at = readLines(log).findIndex((line) => /^mkdir\S* .*\.fuda\/new$/.test(line)) + 1;
	remove(...['', '.fuda', '.previous', '.log'].map((suffix) => `${trial}${suffix}`));
	return at;
}

/** Stops a build at a call, does something meanwhile, and lets it go on. */
export async function buildStopped(out, file, day, at, meanwhile, options = []) {
	const run = spawn(fuda, buildArgs(out, file, day, ['--jobs', '1', ...options]),
		{ env: { ...process.env, LD_PRELOAD: library, INJECT_AT: `${at}`, INJECT_DO: 'stop' }, stdio: ['ignore', 'ignore', 'pipe'] });
	let stderr = '';
	run.stderr.on('data', (bytes) => { stderr += bytes; });
	const ended = new Promise((resolve) => run.on('close', (status, signal) => resolve(status ?? signal)));
	while (fs.readFileSync(`/proc/${run.pid}/stat`, 'utf8').replace(/^.*\) /, '')[0] !== 'T')
		await new Promise((resolve) => setImmediate(resolve));
	meanwhile();
	run.kill('SIGCONT');
	return { status: await ended, stderr };
}

/** Every file below a folder, by path: its inode number. */
export function inodes(folder, below = '', found = new Map()) {
	for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
		const name = below ? `${below}/${entry.name}` : entry.name;
		if (entry.isDirectory())
			inodes(folder, name, found);
		else
			found.set(name, fs.lstatSync(path.join(folder, name)).ino);
	}
	return found;
}

function folders(folder, below = '') {
	return fs.readdirSync(path.join(folder, below), { withFileTypes: true }).filter((entry) => entry.isDirectory())
		.flatMap((entry) => [path.join(below, entry.name), ...folders(folder, path.join(below, entry.name))]).sort();
}

export const hash = (file) => crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/** Where the links of a page lead to, as paths in the site. */
function targets(file, name) {
	const text = fs.readFileSync(file, 'utf8');
	return [...text.matchAll(/\s(?:href|src)="([^"#?:]+)[^":]*"/g)].map(([, address]) => {
		const from = address.startsWith('/') ? '.' : path.posix.dirname(name);
		const target = path.posix.normalize(path.posix.join(from, address));
		return target.endsWith('/') || /(^|\/)\.{0,2}$/.test(target) ? path.posix.join(target, 'index.html') : target;
	});
}

/** What is known of a site: paths with hash, inode and links. */
export function look(folder) {
	const files = new Map();
	for (const [name, ino] of inodes(folder)) {
		const file = path.join(folder, name);
		files.set(name, { ino, hash: hash(file), targets: name.endsWith('.html') ? targets(file, name) : [] });
	}
	return { files, folders: folders(folder) };
}

/** The paths that are not the same in both sites, and those that only the first has. */
export function compare(before, after) {
	return {
		changed: [...after.files].filter(([name, file]) => before.files.get(name)?.hash !== file.hash)
			.map(([name]) => name).sort(),
		removed: [...before.files.keys()].filter((name) => !after.files.has(name)).sort(),
	};
}

/** Faults of a folder that a build may have left in the middle between some sites. */
export function faultsOf(folder, sites) {
	const faults = [];
	if (!fs.existsSync(folder))
		return ['it is gone'];
	const found = inodes(folder);
	const has = new Map(); // each file as one of the sites has it
	for (const [name, ino] of found) {
		const known = sites.map((site) => site.files.get(name)).filter(Boolean);
		const file = known.find((one) => one.ino === ino) ??
			known.find((one) => one.hash === hash(path.join(folder, name)));
		if (file)
			has.set(name, file);
		else if (name === supersededList && [...supersededOf(folder)].every(([one, { hash: claimed }]) =>
			sites.some((site) => site.files.get(one)?.hash === claimed)))
			has.set(name, { hash: hash(path.join(folder, name)), targets: [] });
		else
			faults.push(`${name} is neither old nor new`);
	}
	// Pages that a reader of any of the sites may be at.
	for (const [name, file] of has)
		if (sites.every((site) => site.files.has(name)))
			for (const target of file.targets)
				if (!found.has(target) && sites.some((site) => site.files.has(target)))
					faults.push(`${name} leads to ${target}, which is not there`);
	if (found.has(manifest)) {
		const list = listOf(folder);
		for (const [name, sum] of list)
			if (has.get(name)?.hash !== sum)
				faults.push(`the manifest claims ${name}`);
		if (list.size !== found.size - 1)
			faults.push(`the manifest lists ${list.size} files, the folder has ${found.size - 1} others`);
	}
	return faults;
}

/** Faults of a folder that should be one site and nothing else, but for superseded files of earlier sites, where
 * these are named: a site that is built from nothing has none. */
export function faultsOfSite(folder, site, earlier = []) {
	const now = { files: new Map([...inodes(folder)].map(([name]) => [name, { hash: hash(path.join(folder, name)) }])) };
	const superseded = earlier.length > 0 ? supersededOf(folder) : new Map();
	for (const [name, { hash: claimed }] of superseded)
		if (earlier.some(({ files }) => files.get(name)?.hash === claimed) && now.files.get(name)?.hash === claimed)
			now.files.delete(name);
	if (superseded.size > 0)
		now.files.delete(supersededList);
	const { changed, removed } = compare(site, now);
	const extra = folders(folder).filter((name) => !site.folders.includes(name));
	return [...changed.map((name) => `${name} is not as built from nothing`),
		...removed.map((name) => `${name} is missing`), ...extra.map((name) => `${name} is an empty folder`)];
}

export function readLines(file) {
	return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1) : null;
}

export function remove(...names) {
	for (const name of names)
		fs.rmSync(name, { recursive: true, force: true });
}
