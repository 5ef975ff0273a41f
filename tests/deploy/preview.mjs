#!/usr/bin/env node
// preview.sh: pages that reload by themselves when the site folder or the export changes, and show in
// the browser what is wrong with it, by a server, and as files where there is none; with inotifywait,
// and where there is none. It writes into its own folder alone, and that goes when it ends.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, check, checkNone, criteria, filesBelow, fuda, report, sample, skip, statuses, work as relative } from '../check.mjs';
import { openTab, withBrowser } from '../browser/site.mjs';

const work = path.resolve(relative), site = `${work}/site`, layout = `${site}/layouts/home.mustache`;
const id = [...statuses().values()].find((product) => product.status === 'valid').product_id;
const home = (text) => `{{<installed/home}}{{$main}}<h1>${text}</h1>{{/main}}{{/installed/home}}\n`;

// What a shell finds on a path of these programs alone.
const needed = ['cat', 'cp', 'dirname', 'find', 'ln', 'mkdir', 'mkfifo', 'mktemp', 'mv', 'rm', 'sed', 'sh', 'sleep', 'sort', 'tr'];
const output = (...args) => spawnSync(...args, { encoding: 'utf8' }).stdout.trim();
/** The file of a program; what starts one of several versions is none. */
const fileOf = (program) => program === 'python3' ? output('python3', ['-c', 'import sys; print(sys.executable)']) : output('sh', ['-c', `command -v ${program}`]);

function pathOf(name, programs) {
	const folder = `${work}/${name}`;
	fs.mkdirSync(folder);
	for (const program of [...needed, ...programs])
		fs.symlinkSync(fileOf(program), `${folder}/${program}`);
	return folder;
}

function start(name, programs, only = ['--only', id]) {
	const temporary = `${work}/${name}-tmp`;
	fs.mkdirSync(temporary);
	const child = spawn('gen/deploy/preview.sh', ['--export', `${work}/labels.jsonl`, `--criteria=${criteria}`, ...only, '--as-of', asOf], {
		env: { ...process.env, PATH: pathOf(name, programs), TMPDIR: temporary, FUDA: path.resolve(fuda), FUDA_SITE: site },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const preview = { child, temporary, lines: [], said: '', waiting: null };
	const ended = new Promise((resolve) => child.on('close', () => { preview.waiting?.(); resolve(); }));
	let rest = '';
	child.stdout.setEncoding('utf8').on('data', (text) => {
		const lines = (rest + text).split('\n');
		rest = lines.pop();
		preview.lines.push(...lines);
		preview.waiting?.();
	});
	child.stderr.setEncoding('utf8').on('data', (text) => { preview.said += text; });
	/** The next line that it prints. */
	preview.line = async () => {
		while (preview.lines.length === 0 && child.exitCode === null)
			await new Promise((resolve) => { preview.waiting = resolve; });
		return preview.lines.shift();
	};
	preview.end = async () => {
		child.kill('SIGTERM');
		await ended;
	};
	return preview;
}

function writeSite() {
	fs.rmSync(site, { recursive: true, force: true });
	fs.mkdirSync(`${site}/content`, { recursive: true });
	fs.mkdirSync(`${site}/layouts`);
	fs.copyFileSync('content/site.json', `${site}/content/site.json`);
	fs.writeFileSync(layout, home('first'));
	fs.copyFileSync(sample, `${work}/labels.jsonl`);
}

async function play(browser, name, programs) {
	writeSite();
	const before = filesBelow(site).join();
	const preview = start(name, programs);
	const address = await preview.line();
	const isServed = programs.includes('python3');
	check(`${name}: its address`, (isServed ? /^http:\/\/127\.0\.0\.1:[0-9]+\/$/ : /^file:\/\/.*\/index\.html$/).test(address), `${address} ${preview.said}`);
	check(`${name}: what it looks with`, /looking every second/.test(preview.said) !== programs.includes('inotifywait'), preview.said);
	check(`${name}: built`, await preview.line() === 'preview 1', preview.said);
	if (isServed) {
		const answer = await fetch(address, { headers: { 'If-Modified-Since': new Date(Date.now() + 86400e3).toUTCString() } });
		check(`${name}: a page is whole, however new what the browser has`, answer.status === 200 && answer.headers.get('cache-control') === 'no-store');
	}
	const tab = await openTab(browser);
	// What does not come leaves what it takes to see why.
	const wait = (condition, value) => tab.waitForFunction(condition, value, { timeout: 60000 }).catch(async (error) => {
		const state = await tab.evaluate(() => document.documentElement.outerHTML).catch(() => 'no page');
		throw new Error([error.message, `not seen: ${value}`, ...preview.lines, preview.said, state.slice(-400)].join('\n'));
	});
	const reads = (text) => wait((wanted) => document.querySelector('h1')?.textContent === wanted, text);
	const shows = (wanted) => wait((text) => (document.getElementById('fuda-preview')?.textContent ?? '').includes(text), wanted);
	await tab.goto(address);
	await reads('first');
	fs.writeFileSync(layout, home('second'));
	await reads('second');
	check(`${name}: a page reloads when a layout changes`, true);
	fs.writeFileSync(layout, home('a {{nothing.of "<the" kind}} \\'));
	await shows('layouts/home.mustache:1: column ');
	check(`${name}: what is wrong is shown with its place`, true);
	check(`${name}: before what was there`, await tab.evaluate(() => document.querySelector('h1').textContent) === 'second');
	fs.writeFileSync(layout, home('third'));
	await reads('third');
	check(`${name}: and goes when it is right`, await tab.evaluate(() => !document.getElementById('fuda-preview')));
	fs.writeFileSync(`${work}/labels.jsonl`, 'no export\n');
	await shows('labels.jsonl:1: ');
	check(`${name}: what is wrong with the export, too`, true);
	const product = await tab.evaluate((name) => new URL(name, location.href).href, `P/${id}/${isServed ? '' : 'index.html'}`);
	await tab.goto(product);
	await shows('labels.jsonl:1: ');
	check(`${name}: on every page`, await tab.evaluate(() => document.querySelector('h1') !== null));
	checkNone(`${name}: files that the script is written into, besides pages`, filesBelow(preview.temporary)
		.filter((file) => /\/built\//.test(file) && /fuda-preview/.test(fs.readFileSync(`${preview.temporary}/${file}`))));
	check(`${name}: the site folder has what it had`, filesBelow(site).join() === before);
	await tab.context().close();
	await preview.end();
	checkNone(`${name}: files that stay`, fs.readdirSync(preview.temporary));
}

const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
await withBrowser(async (browser) => {
	for (const [name, programs] of [['server', ['inotifywait', 'python3']], ['poll', ['python3']], ['files', []]]) {
		const missing = programs.filter((program) => !has(program));
		if (missing.length > 0)
			skip(`${name}: no ${missing.join(', ')}`);
		else
			await play(browser, name, programs);
	}
});
writeSite();
const firsts = start('firsts', [], []);
while (await firsts.line() !== 'preview 1' && firsts.child.exitCode === null)
	continue;
const [folder] = fs.readdirSync(firsts.temporary);
const shown = folder ? fs.readdirSync(`${firsts.temporary}/${folder}/pages/P`) : [];
check('without --only it shows the first three products', shown.length === 3 && shown.includes([...statuses().keys()].sort()[0]), shown.join(' '));
await firsts.end();
fs.writeFileSync(`${work}/broken.jsonl`, '{}\n');
const broken = spawnSync('gen/deploy/preview.sh', ['--export', `${work}/broken.jsonl`, '--criteria', criteria], { encoding: 'utf8' });
check('with a broken export it says why there is nothing to show', broken.status === 1 && broken.stderr.includes('broken.jsonl:1'), broken.stderr);
for (const args of [[], ['--export', sample], ['--export', sample, '--criteria', criteria, '--only', id, '--out', work]]) {
	const { status, stderr } = spawnSync('gen/deploy/preview.sh', args, { encoding: 'utf8' });
	check(`usage of ${args.length}`, status === 2 && /^usage: preview\.sh --export/.test(stderr), stderr);
}
report();
