#!/usr/bin/env node
// The page /proof/ says in a browser, from a disk and without a network, what fuda verify --proof says: of good
// proofs, also old ones, and of every forgery. ENGINES=chromium runs one browser.
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import { spawnSync } from 'node:child_process';
import { buildSite, check, fuda, readStrings, report, work } from '../check.mjs';
import { idOf, makeKey } from '../authentic/keys.mjs';
import { withEngines } from '../browser/webdriver.mjs';
import { forgeriesOf } from './forgeries.mjs';
import { logEdition } from './log.mjs';

const key = makeKey('key'), other = makeKey('other');
const site = path.resolve(work, 'site'), log = `${work}/log`, file = path.resolve(work, 'one.tlog-proof');
const options = { key: key.secret, offline: true };
const prove = (id) => spawnSync(fuda, ['prove', '--out', site, '--log', log, '--id', id], { encoding: 'utf8' }).stdout;

buildSite(site, { ...options, set: `public_key=${key.text}` });
check('it is logged', logEdition(site, log, key).isNew);
const labels = new Map(fs.readdirSync(`${site}/P`).map((id) => [id, JSON.parse(fs.readFileSync(`${site}/P/${id}/label.json`, 'utf8'))]));
/** One product of each status, reason and number of labels. */
const kinds = new Map([...labels].map(([id, { label, also, retired }]) => [`${label?.status} ${label?.reason} ${Boolean(also)} ${Boolean(retired)}`, id]));
check('there are many kinds of products', kinds.size > 8, [...kinds.keys()].join('\n'));
const [id, second] = labels.keys();
const secondLabel = fs.readFileSync(`${site}/P/${second}/label.json`, 'utf8');
const proofs = new Map([...new Set([id, ...kinds.values()])].map((each) => [each, prove(each)]));
const proof = proofs.get(id), checkpoint = fs.readFileSync(`${log}/checkpoint`, 'utf8');

// The page is that of two years later, whose key was written by its builder.
buildSite(site, { ...options, 'as-of': '2028-11-22', extra: [['set', `public_key=${key.text}`], ['set', 'max_export_age_days=1000'],
	['set', 'max_ended_percent=100'], ['accept', 'as-of-future=2028-11-22']] });
check('the later one is logged', logEdition(site, log, key).isNew);
const late = prove(id);
const forgeries = forgeriesOf({ proof, late, id, second, secondLabel, checkpoint });
forgeries.push(['cut', proof.slice(0, -20)], ['a line end of Windows', proof.replaceAll('\n', '\r\n')], ['a page', '<!doctype html>']);
for (let at = 40; at < proof.length - 1; at += Math.ceil(proof.length / 25)) {
	const bytes = Buffer.from(proof);
	bytes[at] ^= 1;
	forgeries.push([`a bit at ${at}`, bytes]);
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name]);

/** Runs in the page. */
function clear(publicKey) {
	document.querySelector('[data-key]').value = publicKey;
	document.querySelector('[data-file]').value = '';
	document.querySelector('[data-result]').hidden = true;
}
function read() {
	const result = document.querySelector('[data-result]');
	const items = (name) => [...result.querySelectorAll(`[data-${name}] li`)].map((item) => item.textContent);
	return result.hidden ? null : { verdict: result.dataset.verdict, answer: result.querySelector('[data-answer]').textContent,
		said: items('said'), signed: items('signed'), hasFocus: document.activeElement.hasAttribute('data-answer') };
}

async function ask(engine, bytes, publicKey = key.text) {
	fs.writeFileSync(file, bytes);
	await engine.run(clear, publicKey);
	await engine.type('[data-file]', file);
	await engine.run(() => document.querySelector('form .button').click());
	return engine.until('an answer', read);
}

async function checkWords(engine, lang, day) {
	const words = readStrings(lang), locale = { ja: 'ja-JP', en: 'en-GB' }[lang];
	const dayOf = (iso) => new Date(iso).toLocaleDateString(locale, { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' });
	for (const [product, text] of proofs) {
		const seen = await ask(engine, text), all = seen.said.join('\n'), { label, also, retired, name } = labels.get(product);
		check(`${engine.name}: ${lang}: ${product} holds`, seen.verdict === 'good' && seen.hasFocus &&
			seen.answer === fill(words.proof.good, { day, id: product }), JSON.stringify(seen, null, 1));
		check(`${engine.name}: ${lang}: ${product}: its name`, all.includes(name[lang] ?? name.ja), all);
		for (const { label_id: number, status, reason, end, level } of [label, ...also ?? []].filter(Boolean))
			check(`${engine.name}: ${lang}: ${number}`, all.includes(number) && all.includes(`★${level}`) && all.includes(words.term[status]) &&
				(!reason || all.includes(words.reason[reason])) && all.includes(dayOf(end)), all);
		if (retired)
			check(`${engine.name}: ${lang}: ${product} is retired`, all.includes(dayOf(retired.date)), all);
		check(`${engine.name}: ${lang}: ${product}: entry and key`, JSON.stringify(seen.signed) === JSON.stringify([
			fill(words.proof.logged, { n: 0, origin: 'fuda.example/log' }), fill(words.proof.signed, { id: idOf(key) })]), seen.signed.join('\n'));
	}
}

async function checkForgeries(engine) {
	const words = readStrings('en').proof;
	for (const [what, text] of forgeries) {
		const seen = await ask(engine, text);
		check(`${engine.name}: ${what}: refused`, seen.verdict === 'bad' && seen.answer === words.bad && seen.said.length === 1 && seen.signed.length === 0,
			JSON.stringify(seen, null, 1));
	}
	const wrong = await ask(engine, proof, other.text);
	check(`${engine.name}: another key`, wrong.verdict === 'bad' && wrong.said[0] === fill(words.fault_key, { id: idOf(other) }), JSON.stringify(wrong));
	const witnessed = await ask(engine, `${proof}— witness.example/w AAAAAAAAAAAAAAAA\n`);
	check(`${engine.name}: the line of a witness does no harm`, witnessed.verdict === 'good', JSON.stringify(witnessed));
	const later = await ask(engine, late);
	check(`${engine.name}: a later proof`, later.verdict === 'good' && later.answer.includes('22 November 2028') && later.signed[0].includes('entry 1 '), JSON.stringify(later));
	await engine.run(clear, 'no key');
	await engine.run(() => document.querySelector('form .button').click());
	check(`${engine.name}: what is not a key`, await engine.run(() => document.querySelector('[data-status]').textContent) === words.key_invalid);
	await engine.run(clear, key.text);
	await engine.run(() => document.querySelector('form .button').click());
	check(`${engine.name}: no file`, await engine.run(() => document.querySelector('[data-status]').textContent) === words.no_file);
}

/** Drops a file on the page, where the heading stands. */
async function checkDrop(engine) {
	await engine.run(clear, key.text);
	await engine.run((text) => {
		const data = new DataTransfer();
		data.items.add(new File([text], 'one.tlog-proof'));
		document.querySelector('h1').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
	}, proof);
	check(`${engine.name}: a file that is dropped`, (await engine.until('an answer', read)).verdict === 'good');
}

await withEngines(async (engine) => {
	const { name } = engine;
	for (const [lang, folder, day] of [['ja', '', '2026年11月22日'], ['en', 'en/', '22 November 2026']]) {
		await engine.goto(url.pathToFileURL(`${site}/${folder}proof/index.html`).href);
		check(`${name}: ${lang}: the key stands there`, await engine.until('the form', () =>
			document.querySelector('[data-proof]')?.checkVisibility() && document.querySelector('[data-key]').value) === key.text);
		await checkWords(engine, lang, day);
	}
	await checkForgeries(engine);
	await checkDrop(engine);
}, ['chromium', 'firefox']);
report();
