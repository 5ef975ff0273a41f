// For test scripts: what check.sh is for the shell. Works in the top folder, writes below `work`,
// which is empty, and runs the program as `fuda`.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import url from 'node:url';
import zlib from 'node:zlib';

process.chdir(path.dirname(path.dirname(url.fileURLToPath(import.meta.url))));

export const fuda = process.env.FUDA || 'build/fuda';
export const work = `build/test/${process.env.SUITE || 'alone'}/${path.basename(process.argv[1])}.d`;
export const sample = 'content/sample/labels.jsonl';
export const criteria = 'content/sample/criteria';
export const asOf = '2026-11-22';

fs.rmSync(work, { recursive: true, force: true });
fs.mkdirSync(path.dirname(work), { recursive: true });
if (process.env.FUDA_SCRATCH)
	fs.symlinkSync(fs.mkdtempSync(`${process.env.FUDA_SCRATCH}/work-`), work);
else
	fs.mkdirSync(work);

/** A folder for many builds, in memory where there is such a file system; it goes when the script ends. */
export function memoryFolder() {
	const folder = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'fuda-'));
	process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
	return folder;
}

let passed = 0, failed = 0, skipped = 0;

export function check(what, ok, details = '') {
	if (ok) {
		passed++;
	} else {
		failed++;
		console.log(`failed: ${what}`);
		if (details)
			console.log(String(details).split('\n').slice(0, 30).map((line) => `    ${line}`).join('\n'));
	}
	return ok;
}

/** Passes when the list is empty; else shows what is in it. */
export function checkNone(what, list) {
	return check(`${what}: ${list.length}`, list.length === 0, list.join('\n'));
}

export function skip(why) {
	skipped++;
	console.log(`skipped: ${why}`);
}

/** Builds a site, the sample unless options say otherwise: buildSite(out, {export, criteria, …}).
 * Options that come several times are pairs in `extra`. */
export function buildSite(out, { extra = [], ...options } = {}) {
	const all = { export: sample, criteria, site: '.', 'as-of': asOf, out, ...options };
	const args = [...Object.entries(all), ...extra].flatMap(([key, value]) =>
		value === true ? [`--${key}`] : [`--${key}`, String(value)]);
	const result = spawnSync(fuda, ['build', '--quiet', ...args], { encoding: 'utf8' });
	check(`fuda builds ${out}`, result.status === 0, result.stderr);
	return result.status === 0;
}

const statusArgs = (options) => Object.entries({ export: sample, criteria, 'as-of': asOf, ...options }).flatMap(([key, value]) => [`--${key}`, value]);

/** The status of each product, by id. */
export function statuses(options = {}) {
	const lines = execFileSync(fuda, ['status', ...statusArgs(options)], { encoding: 'utf8', maxBuffer: 1 << 30 });
	return new Map(lines.trim().split('\n').map((line) => JSON.parse(line)).map((s) => [s.product_id, s]));
}

/** The same into a file, a line a product, for exports of any size. */
export function writeStatuses(file, options = {}) {
	const fd = fs.openSync(file, 'w');
	execFileSync(fuda, ['status', ...statusArgs(options)], { stdio: ['ignore', fd, 'inherit'] });
	fs.closeSync(fd);
}

/** The header and the records of an export. */
export function readExport(file = sample) {
	const [header, ...records] = fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
	return { header, records };
}

export function writeExport(file, { header, records }) {
	const lines = [{ ...header, records: records.length }, ...records];
	fs.writeFileSync(file, lines.map((line) => JSON.stringify(line) + '\n').join(''));
	return file;
}

/** Every file below a folder, as sorted paths relative to it. */
export function filesBelow(folder, below = '') {
	return fs.readdirSync(path.join(folder, below), { withFileTypes: true })
		.flatMap((entry) => {
			const name = path.posix.join(below, entry.name);
			return entry.isDirectory() ? filesBelow(folder, name) : [name];
		}).sort();
}

/** The text of a file, also of one that is compressed. */
export function textOf(file) {
	const bytes = fs.readFileSync(file);
	return (file.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString('utf8');
}

/** The list of superseded files, below a site's folder, and what the path of one is like. */
export const supersededList = 'sums/superseded.sha256';
export const supersededPath = /^(static\/[^/]+-[0-9a-f]{8}\.[a-z0-9]+|search\/[a-z][0-9a-f]{12}\.js)(\.gz|\.br)?$/;

/** What it says of files: {hash, since} by path; none where it is not there. It throws where it is damaged. */
export function supersededOf(folder) {
	const files = new Map(), file = path.join(folder, supersededList);
	if (!fs.existsSync(file))
		return files;
	const [, head, rest] = /^# fuda-superseded\/1 ([0-9a-f]{64})\n([^]+\n)$/.exec(fs.readFileSync(file, 'utf8'));
	if (createHash('sha256').update(rest).digest('hex') !== head)
		throw new Error(`${supersededList} is not as it was written`);
	let since;
	for (const line of rest.split('\n').slice(0, -1)) {
		const [, day, hash, name] = /^(?:# since (\d{4}-\d\d-\d\d)|([0-9a-f]{64}) {2}(.+))$/.exec(line);
		since = day ?? since;
		if (name && (!supersededPath.test(name) || files.has(name)))
			throw new Error(`${supersededList} has ${name}`);
		if (name)
			files.set(name, { hash, since });
	}
	return files;
}

/** What MANIFEST.json and the parts of the list of files say: the hash of each file, the parts among them, and the
 * superseded files. */
export function listOf(folder) {
	const list = new Map();
	for (const { path: part, sha256 } of JSON.parse(fs.readFileSync(path.join(folder, 'MANIFEST.json'), 'utf8')).parts) {
		list.set(part, sha256);
		for (const line of fs.readFileSync(path.join(folder, part), 'utf8').split('\n').slice(0, -1))
			list.set(line.slice(66), line.slice(0, 64));
	}
	for (const [name, { hash }] of supersededOf(folder)) {
		if (list.has(name))
			throw new Error(`${name} is listed, and superseded`);
		list.set(name, hash);
	}
	if (fs.existsSync(path.join(folder, supersededList)))
		list.set(supersededList, createHash('sha256').update(fs.readFileSync(path.join(folder, supersededList))).digest('hex'));
	return list;
}

/** The paths whose files differ between two trees, or stand in one alone. */
export function differences(left, right) {
	const both = new Set([...filesBelow(left), ...filesBelow(right)]);
	const read = (folder, name) => {
		const file = path.join(folder, name);
		return fs.existsSync(file) ? fs.readFileSync(file) : null;
	};
	return [...both].sort().filter((name) => {
		const l = read(left, name), r = read(right, name);
		return !l || !r || !l.equals(r);
	});
}

/** The same of a site and one that was built from nothing, which has no superseded files. */
export function differencesFromNothing(clean, site) {
	const superseded = supersededOf(site);
	return differences(clean, site).filter((name) => fs.existsSync(path.join(clean, name)) || !(superseded.has(name) || name === supersededList));
}

export function report() {
	console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
	process.exit(failed > 0 ? 1 : 0);
}

/** The words of a language, by the keys that layouts write behind `t.`. */
export function readStrings(lang, content = 'content') {
	const read = (name) => JSON.parse(fs.readFileSync(`${content}/${lang}/${name}.json`, 'utf8'));
	const names = (part) => Object.fromEntries(Object.entries(read('glossary').terms).map(([key, term]) => [key, term[part]]));
	const terms = names('name');
	const strings = JSON.parse(JSON.stringify(read('strings')).replace(/\{\{t\.term\.(\w+)\}\}/g, (all, key) => terms[key]));
	return { ...strings, term: terms, means: names('means') };
}
