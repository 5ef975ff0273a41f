#!/usr/bin/env node
// What the program costs, beside yardsticks: N=20000 ROUNDS=3 JOBS=2 tests/bench/run.mjs
//
// Makes an export of N products and prints a table: what each command takes, and the ratio to a
// program that only creates the same files, or only reads and parses the export, in the same round.
// A build ends when all of it is on the disk, which only creating files does not wait for; so there
// is a ratio to creating and syncing them, too. Each row is the median of the rounds, each ratio the
// median of the ratios. On the disk every build goes into a folder of its own, and all are removed
// at the end, because deleting slows what comes after it.
// Where there is room in memory (/dev/shm), everything is measured there too; where Hugo is
// installed, it makes the same two pages a product, of which some hundred are compared with ours.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import url from 'node:url';
import { comparePages, makeHugoSite, samplePages } from './hugo.mjs';

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
	const [wall, cpu, peak] = fs.readFileSync(file, 'utf8').split(' ').map(Number);
	return { wall, cpu, peak, printed: result.stdout };
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
	note(rows, 'creating and syncing them', { ...took, wall: synced, cpu: NaN });
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
	note(rows, 'only reading the export', { wall: read, cpu: NaN, peak: NaN });
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
const cell = (value, digits, width) => (Number.isFinite(value) ? value.toFixed(digits) : '').padStart(width);

const costs = (name, took) => `${name.padEnd(29)}${cell(took.wall, 2, 9)}${cell(took.cpu, 2, 9)}${cell(took.peak, 0, 9)}`;

function printRows(rows) {
	for (const [name, { took, ratios }] of Object.entries(rows)) {
		if (!took)
			continue;
		const of = (key) => median(took.map((t) => t[key]));
		console.log(`${costs(name, { wall: of('wall'), cpu: of('cpu'), peak: of('peak') })}${ratios.length > 0 ? cell(median(ratios), 2, 9) : ''}`);
	}
	console.log(`A night with 0.5 % changed takes ${cell(100 * median(rows.share), 0, 0)} % of a build from nothing.`);
}

// ---- Hugo ----

const input = [`${home}/before.jsonl`, 'content/sample/criteria', '.', '2026-11-22'];

/** Hugo's time and memory for two pages a product, and some of those pages. */
async function playHugo(place) {
	const site = `${place}/hugo`, out = `${place}/hugo-out`;
	const files = await makeHugoSite([`${tools}/view_values`, ...input], '.', site);
	const took = cost('hugo', ['--quiet', '--source', site, '--destination', out], { env: { ...process.env, HUGO_NUMWORKERMULTIPLIER: jobs } });
	const missing = files.filter((file) => !fs.existsSync(`${out}/${file}`));
	if (missing.length > 0)
		fail('hugo', { stderr: `${missing.length} of ${files.length} pages are missing, the first is ${missing[0]}` });
	const sample = samplePages(out, files, 500);
	for (const folder of [site, out])
		fs.rmSync(folder, { recursive: true });
	return { took, sample, npages: files.length };
}

/** The same pages by our layouts, thrice: the cost that is neither the least nor the most. */
function playOwn(out) {
	const runs = [0, 1, 2].map(() => {
		fs.rmSync(out, { recursive: true, force: true });
		return cost(`${tools}/two_pages`, [...input, out, jobs]);
	});
	return runs.sort((l, r) => l.wall - r.wall)[1];
}

/** What Hugo's pages cost beside ours: all of the sample must be the same. */
async function printHugo(place) {
	if (spawnSync('hugo', ['version']).status !== 0)
		return console.log('Hugo is not installed.');
	// Hugo holds all pages until it ends, and the files may stand in memory, too: room for both.
	for (const name of place === home ? [] : fs.readdirSync(place))
		fs.rmSync(`${place}/${name}`, { recursive: true });
	if (os.freemem() < n * 200000)
		return console.log(`Hugo is left out: ${n} products need ${cell(n * 200000 / 1e9, 0, 0)} GB of free memory.`);
	const { took, sample, npages } = await playHugo(place);
	const own = playOwn(`${place}/pages`);
	const differences = comparePages(sample, `${place}/pages`);
	fs.rmSync(`${place}/pages`, { recursive: true });
	console.log(`\n${costs('two pages a product, ours', own)}   ${own.printed.trim()} pages`);
	console.log(`${costs('two pages a product, Hugo', took)}   ${npages} pages`);
	console.log(`Hugo takes ${cell(took.wall / own.wall, 1, 0)} times as long, and ${cell(took.peak / own.peak, 1, 0)} times the memory.`);
	console.log(`${sample.length - differences.length} of ${sample.length} pages equal.`);
	if (differences.length > 0)
		fail('Hugo does not make the same pages', { stderr: differences[0] });
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
	const rows = {};
	let out;
	made.push(place);
	fs.mkdirSync(place, { recursive: true });
	for (let round = 0; round < rounds; round++)
		out = playRound(place, round, rows);
	const { files, bytes } = sizeOf(out);
	console.log(`\n${`${name}: ${files} files, ${(bytes / 1e6).toFixed(0)} MB`.padEnd(29)}\n${''.padEnd(29)}${'wall s'.padStart(9)}${'CPU s'.padStart(9)}${'peak MB'.padStart(9)}${'ratio'.padStart(9)}`);
	printRows(rows);
	if (place === places.at(-1)[1])
		await printHugo(place).catch((error) => fail('Hugo', { error }));
}
clear();
