#!/usr/bin/env node
// The button of a product page saves the proof that fuda prove prints, byte for byte, from the published files;
// it is not there from a disk, nor where there is no log. ENGINES=chromium runs one browser.
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import zlib from 'node:zlib';
import { execFileSync, spawnSync } from 'node:child_process';
import { asOf, buildSite, check, fuda, readStrings, report, work } from '../check.mjs';
import { makeKey } from '../authentic/keys.mjs';
import { serve } from '../browser/site.mjs';
import { withEngines } from '../browser/webdriver.mjs';
import { dayAfter, logEdition, writeEdition } from './log.mjs';

const key = makeKey('key'), log = `${work}/log`, served = path.resolve(work, 'served');
const build = (name, options) => buildSite(`${work}/${name}`, options) && path.resolve(work, name);
const site = build('site', { set: `log_key=${key.text}` }), plain = build('plain', {}), disk = build('disk', { set: `log_key=${key.text}`, offline: true });
const ids = fs.readdirSync(`${site}/P`), some = [ids[0], ids[Math.floor(ids.length / 2)], ids.at(-1)];
const pageOf = (folder, id) => fs.readFileSync(`${folder}/en/P/${id}/index.html`);
const growth = Math.max(...ids.map((id) => zlib.brotliCompressSync(pageOf(site, id)).length - zlib.brotliCompressSync(pageOf(plain, id)).length));
check(`no page grows by more than 0.2 kB: ${growth}`, growth > 0 && growth <= 200);
check('no button without a log', !pageOf(plain, ids[0]).includes('data-prove') && !pageOf(disk, ids[0]).includes('data-prove'));

/** Makes the log of so many earlier nights and perhaps of this one, and keeps it for the next browser. */
function makeLog(nights, isLogged) {
	const kept = path.resolve(work, `log-${nights}-${isLogged}`), known = `${work}/site.fuda/checkpoint`;
	fs.rmSync(log, { recursive: true, force: true });
	fs.rmSync(known, { force: true });
	if (!fs.existsSync(kept)) {
		fs.rmSync(`${work}/earlier.fuda/checkpoint`, { force: true });
		for (let n = nights; n > 0; n--) {
			writeEdition(`${work}/earlier`, dayAfter(-n));
			logEdition(`${work}/earlier`, log, key);
		}
		if (isLogged)
			check(`entry ${nights}`, logEdition(site, log, key).entry === nights);
		fs.cpSync(log, `${kept}/log`, { recursive: true });
		if (isLogged)
			fs.cpSync(known, `${kept}/checkpoint`);
	}
	fs.cpSync(`${kept}/log`, log, { recursive: true });
	if (isLogged)
		fs.cpSync(`${kept}/checkpoint`, known);
}

/** The site as it is published, with that log. */
function publish(nights, isLogged = true) {
	makeLog(nights, isLogged);
	fs.rmSync(served, { recursive: true, force: true });
	execFileSync('cp', ['-a', site, served]);
	fs.cpSync(log, `${served}/log`, { recursive: true });
}
const prove = (id) => spawnSync(fuda, ['prove', '--out', site, '--log', log, '--id', id], { encoding: 'utf8' }).stdout;
const failed = () => document.querySelector('[data-failed]').textContent;

/** Runs in the page: what is saved from now on. */
function keep() {
	const create = URL.createObjectURL;
	window.saved = [];
	URL.createObjectURL = (blob) => {
		blob.text().then((text) => window.saved.push(text));
		return create(blob);
	};
}

async function save(engine, origin, id, times = 1) {
	await engine.goto(`${origin}en/P/${id}/`);
	await engine.until('the button', () => document.readyState === 'complete' && document.querySelector('[data-prove]').checkVisibility());
	await engine.run(keep);
	const saved = [];
	for (let i = 1; i <= times; i++) {
		await engine.click('[data-prove] button');
		saved.push(await engine.until('it is saved', (n) => window.saved.length >= n && window.saved[n - 1], i));
	}
	return saved;
}

/** What the page says of the log's entry, once the reader has come near. */
async function checkEntry(engine, origin, id, entry) {
	await engine.goto(`${origin}en/P/${id}/`);
	await engine.until('the page', () => document.readyState === 'complete');
	await engine.run(() => document.querySelector('[data-entry]').scrollIntoView());
	check(`${engine.name}: entry ${entry} of the log is named`, await engine.until('the entry', (n) =>
		document.querySelector('[data-entry]').textContent === n && n, String(entry)) === String(entry));
}

async function play(engine, origin) {
	for (const nights of [0, 1, 5, 530]) {
		publish(nights);
		await checkEntry(engine, origin, some[0], nights);
		for (const id of nights === 0 ? some : [some[1]])
			check(`${engine.name}: ${id} after ${nights} nights`, (await save(engine, origin, id)).join() === prove(id));
	}
	const twice = await save(engine, origin, ids[0], 2);
	check(`${engine.name}: saved again`, twice[0] === twice[1] && twice[0] === prove(ids[0]));
	fs.writeFileSync(`${work}/saved`, twice[0]);
	const { stdout } = spawnSync(fuda, ['verify', '--proof', `${work}/saved`, '--public-key', key.text], { encoding: 'utf8' });
	check(`${engine.name}: it holds`, stdout.startsWith(`On 22 November ${asOf.slice(0, 4)} the registry said of ${ids[0]}`), stdout);
	publish(3, false);
	await engine.goto(`${origin}en/P/${ids[0]}/`);
	check(`${engine.name}: before it is logged, it says where the log is`, (await engine.run(() => {
		document.querySelector('[data-entry]').scrollIntoView();
		return document.querySelector('[data-entry]').textContent;
	})).endsWith('/log/'));
	await engine.click('[data-prove] button');
	check(`${engine.name}: what is not logged is told`, await engine.until('a message', failed) === readStrings('en').proof.failed);
	publish(1);
	const [script] = fs.readdirSync(`${served}/static`).filter((name) => name.startsWith('prove-')), kept = fs.readFileSync(`${served}/static/${script}`);
	await engine.goto(`${origin}en/P/${ids[0]}/`);
	for (const [name, act] of [['missed', () => fs.rmSync(`${served}/static/${script}`)], ['a page', () => fs.writeFileSync(`${served}/static/${script}`, '<!doctype html>')]]) {
		act();
		await engine.run(() => { document.querySelector('[data-failed]').textContent = ''; });
		await engine.click('[data-prove] button');
		check(`${engine.name}: a script that is ${name} is told`, await engine.until('a message', failed) === readStrings('en').proof.failed);
	}
	fs.writeFileSync(`${served}/static/${script}`, kept);
	await engine.run(keep);
	await engine.click('[data-prove] button');
	check(`${engine.name}: once it is there, the proof is saved`, await engine.until('it is saved', () => window.saved[0]) === prove(ids[0]));
	fs.appendFileSync(`${served}/P/${ids[0]}/label.json`, ' ');
	await engine.goto(`${origin}en/P/${ids[0]}/`);
	await engine.click('[data-prove] button');
	check(`${engine.name}: files of two nights make no proof`, await engine.until('a message', failed) === readStrings('en').proof.failed);
	await engine.goto(url.pathToFileURL(`${site}/en/P/${ids[0]}/index.html`).href);
	check(`${engine.name}: no button from a disk`, !await engine.until('the page', () => document.readyState === 'complete' &&
		{ isThere: document.querySelector('[data-prove]').checkVisibility() }).then(({ isThere }) => isThere));
}

const origin = await serve(served);
await withEngines(async (engine) => {
	await play(engine, origin);
}, ['chromium', 'firefox']);
report();
