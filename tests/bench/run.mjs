#!/usr/bin/env node
// What the program costs, beside yardsticks: N=20000 ROUNDS=3 JOBS=2 tests/bench/run.mjs
//
// Makes an export of N products and prints a table: what each command takes, and the ratio to a
// program that only creates the same files, or only reads and parses the export, in the same round.
// A build ends when all of it is on the disk, which only creating files does not wait for; so there
// is a ratio to creating and syncing them, too. Each row is the median of the rounds, each ratio the
// median of the ratios. On the disk every build goes into a folder of its own, and all are removed
// at the end, because deleting slows what comes after it.
// Where there is room in memory (/dev/shm), everything is measured there too. Hugo, where it is
// installed, and Eleventy, which is installed below build/, make the same two pages a product, which
// are compared with ours, up to 20,000 of them. OTHERS=only measures nothing but these, OTHERS=none
// leaves them out.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import url from 'node:url';
import { eleventyCommand, eleventyVersion, installEleventy, makeEleventySite } from './eleventy.mjs';
import { makeHugoSite, normaliseHugo } from './hugo.mjs';
import { comparePages, samplePages } from './layout.mjs';

process.chdir(path.resolve(path.dirname(url.fileURLToPath(import.meta.url)), '../..'));
const n = Number(process.env.N || 20000);
const rounds = Number(process.env.ROUNDS || (n > 50000 ? 1 : 3));
const jobs = process.env.JOBS || '2';
const fuda = path.resolve('build/fuda');
const tools = path.resolve('build/release/tests/bench');
const home = path.resolve('build/bench');
const made = [home];

function fail(what, result) {
	console.error(`${what}: ${result.stderr || result.error || `status ${result.status}`}`);
	clear();
	process.exit(1);
}

function clear() {
	for (const folder of made)
		fs.rmSync(folder, { recursive: true, force: true });
}

/** Runs a command; returns what it cost and what it printed. */
function cost(command, args, options = {}) {
	const file = `${home}/cost`;
	const result = spawnSync(`${tools}/measure`, [file, command, ...args], { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
	if (result.status !== 0)
		fail(`${command} ${args.join(' ')}`, result);
	const [wall, cpu, user, peak] = fs.readFileSync(file, 'utf8').split(' ').map(Number);
	return { wall, cpu, user, peak, printed: result.stdout };
}

const common = (file) => ['--export', `${home}/${file}.jsonl`, '--criteria', 'content/sample/criteria', '--as-of', '2026-11-22', '--jobs', jobs];
const build = (file, out, ...more) => cost(fuda, ['build', ...common(file), '--site', '.', '--out', out, '--quiet', ...more]);

/** The files of a site, as MANIFEST.json and the parts of the list of files name them. */
function namesOf(out) {
	return JSON.parse(fs.readFileSync(`${out}/MANIFEST.json`, 'utf8')).parts.flatMap(({ path: part }) =>
		[part, ...fs.readFileSync(`${out}/${part}`, 'utf8').trimEnd().split('\n').map((line) => line.slice(66))]);
}

function sizeOf(out) {
	const names = namesOf(out);
	return { files: names.length, bytes: names.reduce((sum, name) => sum + fs.statSync(`${out}/${name}`).size, 0) };
}

// ---- a round ----

/** Adds what a row took in this round, and the seconds of its yardstick. */
function note(rows, name, took, yardstick) {
	(rows[name] ??= { took: [], ratios: [] }).took.push(took);
	if (yardstick)
		rows[name].ratios.push(took.wall / yardstick);
}

const seconds = (tool, args) => Number(cost(`${tools}/${tool}`, args).printed);

/** Creates the same files as the site `built` in a new folder, and notes what that took. */
function createSame(built, out, rows) {
	fs.writeFileSync(`${home}/list`, namesOf(built).map((name) => `${'0'.repeat(64)}  ${name}\n`).join(''));
	execFileSync('sync');
	const took = cost(`${tools}/create_tree`, [`${home}/list`, built, out, jobs]);
	const [created, synced] = took.printed.split(' ').map(Number);
	note(rows, 'only creating its files', { ...took, wall: created });
	note(rows, 'creating and syncing them', { ...took, wall: synced, cpu: NaN, user: NaN });
	return { created, synced };
}

function buildNew(out) {
	execFileSync('sync');
	return build('before', out);
}

/** On the disk nothing is removed before the end, and each goes first in every other round. */
function playDisk(place, round, rows) {
	const out = `${place}/out-${round}`, same = `${place}/same-${round}`;
	if (round % 2 === 1) {
		const yardstick = createSame(`${place}/out-${round - 1}`, same, rows);
		return { out, full: buildNew(out), yardstick };
	}
	const full = buildNew(out);
	return { out, full, yardstick: createSame(out, same, rows) };
}

/** In memory what was made before is removed first: the first use of memory is dear. */
function playMemory(place, round, rows) {
	const out = `${place}/out-${round}`, same = `${place}/same`, before = `${place}/out-${round - 1}`;
	if (round === 0)
		build('before', before);
	const yardstick = createSame(before, same, rows);
	fs.rmSync(same, { recursive: true });
	const full = buildNew(out);
	fs.rmSync(before, { recursive: true });
	return { out, full, yardstick };
}

function playRound(place, round, rows) {
	const { out, full, yardstick } = (place === home ? playDisk : playMemory)(place, round, rows);
	note(rows, 'build from nothing', full, yardstick.created);
	note(rows, '  beside creating and syncing', full, yardstick.synced);
	const read = seconds('read_export', [`${home}/after.jsonl`, jobs]);
	note(rows, 'only reading the export', { wall: read, cpu: NaN, user: NaN, peak: NaN });
	note(rows, 'check', cost(fuda, ['check', ...common('before'), '--quiet']), read);
	note(rows, 'status', cost(fuda, ['status', ...common('before')], { stdio: ['ignore', 'ignore', 'pipe'] }), read);
	note(rows, 'build, nothing changed', build('before', out), read);
	const night = build('after', out);
	note(rows, 'build, 0.5 % changed', night, read);
	rows.share = [...(rows.share ?? []), night.wall / full.wall];
	return out;
}

// ---- the table ----

const median = (list) => [...list].sort((l, r) => l - r)[Math.floor(list.length / 2)];
const nameWidth = 37;
const cell = (value, digits, width) => (Number.isFinite(value) ? value.toFixed(digits) : '').padStart(width);

const costs = (name, took) => `${name.padEnd(nameWidth)}${cell(took.wall, 2, 9)}${cell(took.cpu, 2, 9)}${cell(took.user, 2, 9)}${cell(took.peak, 0, 9)}`;

const head = (title) => `${title}\n${''.padEnd(nameWidth)}${['wall s', 'CPU s', 'user s', 'peak MB'].map((text) => text.padStart(9)).join('')}`;

function printRows(rows) {
	for (const [name, { took, ratios }] of Object.entries(rows)) {
		if (!took)
			continue;
		const of = (key) => median(took.map((t) => t[key]));
		console.log(`${costs(name, { wall: of('wall'), cpu: of('cpu'), user: of('user'), peak: of('peak') })}${ratios.length > 0 ? cell(median(ratios), 2, 9) : ''}`);
	}
	console.log(`A night with 0.5 % changed takes ${cell(100 * median(rows.share), 0, 0)} % of a build from nothing.`);
}

function playPlace(name, place) {
	const rows = {};
	let out;
	for (let round = 0; round < rounds; round++)
		out = playRound(place, round, rows);
	const { files, bytes } = sizeOf(out);
	console.log(`\n${head(`${name}: ${files} files, ${(bytes / 1e6).toFixed(0)} MB`)}${'ratio'.padStart(9)}`);
	printRows(rows);
}

// ---- other generators ----

const input = [`${home}/before.jsonl`, 'content/sample/criteria', '.', '2026-11-22'];

/** Each makes its site, then the pages in another folder, and has a spelling in which they are compared.
 *  It holds all pages until it ends, and the files may stand in memory, too: `room` for both, in bytes a product. */
const others = [{
	name: 'Hugo', room: 200000, make: makeHugoSite, normalise: normaliseHugo,
	version: () => /v[0-9.]+/.exec(spawnSync('hugo', ['version'], { encoding: 'utf8' }).stdout ?? '')?.[0],
	command: (site, out) => ['hugo', ['--quiet', '--source', site, '--destination', out]],
}, {
	name: 'Eleventy', room: 150000, make: makeEleventySite, normalise: (page) => page,
	version: () => installEleventy() && `v${eleventyVersion}`,
	command: (site, out) => eleventyCommand(out),
}];

/** Of so many runs, each from nothing, the one that took neither the least nor the most time. */
function middleRun(count, out, command, args, options) {
	const runs = Array.from({ length: count }, () => {
		fs.rmSync(out, { recursive: true, force: true });
		return cost(command, args, options);
	});
	return runs.sort((l, r) => l.wall - r.wall)[runs.length >> 1];
}

const rowOf = (name, took, npages) => console.log(`${costs(`two pages a product, ${name}`, took)}   ${npages} pages`);

/** What the pages of another cost beside ours, `own`, which stand in `pages`: all must be the same. */
async function printOther({ name, room, make, normalise, version, command }, place, own, pages) {
	const site = `${place}/other`, out = `${place}/other-out`, found = version();
	if (!found)
		return console.log(`${name} is not installed.`);
	if (os.freemem() < n * room)
		return console.log(`${name} is left out: ${n} products need ${cell(n * room / 1e9, 0, 0)} GB of free memory.`);
	const files = await make([`${tools}/view_values`, ...input], site);
	const took = middleRun(rounds, out, ...command(site, out), { cwd: site, env: { ...process.env, HUGO_NUMWORKERMULTIPLIER: jobs } });
	const missing = files.filter((file) => !fs.existsSync(`${out}/${file}`));
	if (missing.length > 0)
		fail(name, { stderr: `${missing.length} of ${files.length} pages are missing, the first is ${missing[0]}` });
	const sample = samplePages(out, files, 20000);
	const differences = comparePages(sample, pages, normalise);
	for (const folder of [site, out])
		fs.rmSync(folder, { recursive: true });
	rowOf(`${name} ${found}`, took, files.length);
	console.log(`${name} takes ${cell(took.wall / own.wall, 1, 0)} times as long, and ${cell(took.peak / own.peak, 1, 0)} times the memory.`);
	console.log(`${sample.length - differences.length} of ${sample.length} pages equal.`);
	if (differences.length > 0)
		fail(`${name} does not make the same pages`, { stderr: differences[0] });
}

/** Two pages a product by our layouts, and by others. */
async function printOthers(place) {
	const pages = `${place}/pages`;
	for (const name of place === home ? [] : fs.readdirSync(place))
		fs.rmSync(`${place}/${name}`, { recursive: true });
	const own = middleRun(Math.max(rounds, 3), pages, `${tools}/two_pages`, [...input, pages, jobs]);
	console.log(`\n${head('the pages of products alone')}`);
	rowOf('ours', own, own.printed.trim());
	for (const other of others)
		await printOther(other, place, own, pages);
}

// ---- the run ----

fs.rmSync(home, { recursive: true, force: true });
fs.mkdirSync(home, { recursive: true });
execFileSync('node', ['tests/bench/export.mjs', n, `${home}/before.jsonl`]);
execFileSync('node', ['tests/bench/export.mjs', n, `${home}/after.jsonl`, Math.ceil(n / 200)]);
const places = [['on the disk', home]];
const memory = '/dev/shm';
if (fs.existsSync(memory) && fs.statfsSync(memory).bavail * fs.statfsSync(memory).bsize > n * 160000)
	places.push(['in memory', `${memory}/fuda-bench-${process.pid}`]);
console.log(`${n} products, ${jobs} workers, ${rounds} rounds; export ${(fs.statSync(`${home}/before.jsonl`).size / 1e6).toFixed(0)} MB`);
for (const [name, place] of places) {
	made.push(place);
	fs.mkdirSync(place, { recursive: true });
	if (process.env.OTHERS !== 'only')
		playPlace(name, place);
	if (place === places.at(-1)[1] && process.env.OTHERS !== 'none')
		await printOthers(place).catch((error) => fail('another generator', { error }));
}
clear();
