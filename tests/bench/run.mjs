#!/usr/bin/env node
// What the program costs, beside yardsticks: N=20000 ROUNDS=3 JOBS=2 tests/bench/run.mjs
//
// Makes an export of N products and prints a table: what each command takes, and the ratio to a
// program that only creates the same files, or only reads and parses the export, in the same round.
// Each row is the median of the rounds, each ratio the median of the ratios. Every build goes into
// a folder of its own, and all are removed at the end, because deleting slows what comes after it.
// Where there is room in memory (/dev/shm), everything is measured there too; where Hugo is
// installed, it makes the same two pages a product.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import { makeHugoSite } from './hugo.mjs';

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

function sizeOf(out) {
	const lines = fs.readFileSync(`${out}/SHA256SUMS`, 'utf8').trimEnd().split('\n');
	const bytes = lines.reduce((sum, line) => sum + fs.statSync(`${out}/${line.slice(66)}`).size, 0);
	return { files: lines.length, bytes };
}

// ---- a round ----

/** Adds what a row took in this round, and the seconds of its yardstick. */
function note(rows, name, took, yardstick) {
	(rows[name] ??= { took: [], ratios: [] }).took.push(took);
	if (yardstick)
		rows[name].ratios.push(took.wall / yardstick);
}

const seconds = (tool, args) => Number(cost(`${tools}/${tool}`, args).printed);

function playRound(place, round, rows) {
	const out = `${place}/out-${round}`;
	const full = build('before', out);
	execFileSync('sync');
	const created = cost(`${tools}/create_tree`, [`${out}/SHA256SUMS`, out, `${place}/same-${round}`, jobs]);
	created.wall = Number(created.printed);
	execFileSync('sync');
	note(rows, 'only creating its files', created);
	note(rows, 'build from nothing', full, created.wall);
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

function printRows(rows) {
	for (const [name, { took, ratios }] of Object.entries(rows)) {
		if (!took)
			continue;
		const of = (key) => median(took.map((t) => t[key]));
		console.log(`${name.padEnd(28)}${cell(of('wall'), 2, 9)}${cell(of('cpu'), 2, 9)}${cell(of('peak'), 0, 9)}${ratios.length > 0 ? cell(median(ratios), 2, 9) : ''}`);
	}
	console.log(`A night with 0.5 % changed takes ${cell(100 * median(rows.share), 0, 0)} % of a build from nothing.`);
}

// ---- Hugo ----

/** Hugo's time and memory for two pages a product, in memory where there is room. */
function playHugo(place, built) {
	const site = `${place}/hugo`;
	const pages = makeHugoSite(built, site);
	const hugo = cost('hugo', ['--quiet', '--source', site, '--destination', `${place}/hugo-out`], { env: { ...process.env, HUGO_NUMWORKERMULTIPLIER: jobs } });
	const file = execFileSync('find', [`${place}/hugo-out`, '-name', 'index.html'], { encoding: 'utf8', maxBuffer: 1 << 28 }).trim().split('\n');
	return { hugo, pages, found: file.length };
}

/** Beside Hugo's pages the same ones with all else that a product has: codes, badges, data. */
function printHugo(place, built) {
	if (spawnSync('hugo', ['version']).status !== 0)
		return console.log('Hugo is not installed.');
	const own = build('before', `${place}/products`, '--shard', '1/1');
	const { hugo, pages, found } = playHugo(place, built);
	const row = (name, took) => `${name.padEnd(28)}${cell(took.wall, 2, 9)}${cell(took.cpu, 2, 9)}${cell(took.peak, 0, 9)}`;
	console.log(row('products alone, --shard 1/1', own));
	console.log(`${row('Hugo, their pages alone', hugo)}   ${found} of ${pages} pages`);
	console.log(`Hugo takes ${cell(hugo.wall / own.wall, 1, 0)} times as long, and ${cell(hugo.peak / own.peak, 1, 0)} times the memory.`);
}

// ---- the run ----

fs.rmSync(home, { recursive: true, force: true });
fs.mkdirSync(home, { recursive: true });
execFileSync('node', ['tests/bench/export.mjs', n, `${home}/before.jsonl`]);
execFileSync('node', ['tests/bench/export.mjs', n, `${home}/after.jsonl`, Math.ceil(n / 200)]);
const places = [['on the disk', `${home}/disk`]];
const memory = '/dev/shm';
if (fs.existsSync(memory) && fs.statfsSync(memory).bavail * fs.statfsSync(memory).bsize > n * rounds * 200000)
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
	console.log(`\n${`${name}: ${files} files, ${(bytes / 1e6).toFixed(0)} MB`.padEnd(28)}\n${''.padEnd(28)}${'wall s'.padStart(9)}${'CPU s'.padStart(9)}${'peak MB'.padStart(9)}${'ratio'.padStart(9)}`);
	printRows(rows);
	if (place === places.at(-1)[1])
		printHugo(place, out);
}
clear();
