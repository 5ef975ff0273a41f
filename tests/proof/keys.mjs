#!/usr/bin/env node
// What pages say where keys followed one another: /offline/ of copies, /proof/ of proofs, and the button that saves
// one; over two changes, and of forgeries. In Chromium, from a disk but for the button.
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import { spawnSync } from 'node:child_process';
import { buildSite, check, checkNone, criteria, fuda, readExport, report, work, writeExport } from '../check.mjs';
import { announce, blocksOf, makeSiteFolder } from '../authentic/announcements.mjs';
import { idOf, makeKey } from '../authentic/keys.mjs';
import { languages, openTab, serve, strings, watch, withBrowser } from '../browser/site.mjs';
import { logEdition } from './log.mjs';

const [first, second, third, thief] = ['first', 'second', 'third', 'thief'].map((name) => makeKey(name));
const [one, two, three] = [first, second, third].map(idOf);
const folder = makeSiteFolder(`${work}/site-folder`, { public_key: first.text, log_key: first.text });
const { header, records } = readExport();
const small = writeExport(`${work}/small.jsonl`, { header, records: records.slice(0, 12) });
const log = `${work}/log`, days = { first: '2026-11-22', second: '2026-12-01', third: '2027-02-01' };
const out = (name) => path.resolve(work, name);
const build = (name, day, key, more = { offline: true }) => buildSite(out(name), { export: small, site: folder, 'as-of': day, key: key.secret, ...more,
	extra: [['accept', `as-of-future=${day}`], ['set', 'max_export_age_days=1000'], ['set', 'max_ended_percent=100']] });
const proofOf = (name) => spawnSync(fuda, ['prove', '--out', out(name), '--log', log, '--id', fs.readdirSync(`${out(name)}/P`).sort()[0]], { encoding: 'utf8' }).stdout;

// Three copies and proofs: of the first key, of the second, of the third.
const proofs = {};
for (const [name, key] of Object.entries({ first, second, third })) {
	if (name !== 'first')
		announce(folder, name === 'second' ? first : second, key, days[name]);
	build(name, days[name], key);
	check(`${name}: logged`, logEdition(out(name), log, key).isNew);
	proofs[name] = proofOf(name);
}
const [toSecond, toThird] = blocksOf(`${folder}/content/keys.txt`).map(({ block }) => block);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const dayOf = (iso, lang) => new Date(iso).toLocaleDateString({ ja: 'ja-JP', en: 'en-GB' }[lang], { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' });
const named = (lang, id, other, day) => fill(strings[lang].verify.named, { id, other, day: dayOf(day, lang) });
const items = (tab, name) => tab.$$eval(`[data-${name}] li`, (list) => list.map((item) => item.textContent));

async function checkCopy(tab, copy, key) {
	await tab.fill('[data-key]', key.text);
	await tab.setInputFiles('[data-folder]', copy);
	await tab.click('form[data-form] .button');
	await tab.waitForSelector('[data-result]:not([hidden])', { timeout: 60000 });
	return { verdict: await tab.getAttribute('[data-result]', 'data-verdict'), said: await items(tab, 'said'), findings: await items(tab, 'findings') };
}

async function checkProof(tab, text, key) {
	fs.writeFileSync(`${work}/one.tlog-proof`, text);
	await tab.fill('[data-key]', key.text);
	await tab.setInputFiles('[data-file]', `${work}/one.tlog-proof`);
	await tab.evaluate(() => { document.querySelector('[data-result]').hidden = true; });
	await tab.click('[data-proof] form .button');
	await tab.waitForSelector('[data-result]:not([hidden])', { timeout: 60000 });
	return { verdict: await tab.getAttribute('[data-result]', 'data-verdict'), said: await items(tab, 'said'), signed: await items(tab, 'signed') };
}

/** A copy in which some files are others, with the manifest as it is. */
function changed(name, files) {
	const copy = `${work}/changed`;
	fs.rmSync(copy, { recursive: true, force: true });
	fs.cpSync(out(name), copy, { recursive: true });
	for (const [file, text] of Object.entries(files))
		fs.writeFileSync(`${copy}/${file}`, text);
	return copy;
}
function signedBy(copy, key) {
	check('minisign signs', spawnSync('minisign', ['-S', '-s', key.secret, '-m', `${copy}/MANIFEST.json`, '-t', 'x'], { input: '' }).status === 0);
	return copy;
}
const show = (seen) => JSON.stringify(seen, null, 1);

async function playCopies(tab, lang) {
	const words = strings[lang].verify, signature = 'MANIFEST.json.minisig';
	const goto = (name) => tab.goto(url.pathToFileURL(`${out(name)}/${languages[lang]}offline/index.html`).href);
	await goto('third');
	check(`${lang}: the key of the day stands on the page`, await tab.inputValue('[data-key]') === third.text);
	check(`${lang}: who followed whom stands there`, (await tab.textContent('main')).includes(two) && (await tab.textContent('main')).includes(dayOf(days.third, lang)));
	const once = await checkCopy(tab, out('second'), first);
	check(`${lang}: one change`, once.verdict === 'good' && once.said.includes(named(lang, two, one, days.second)), show(once));
	const twice = await checkCopy(tab, out('third'), first);
	check(`${lang}: two changes are followed`, twice.verdict === 'good' && twice.said.includes(named(lang, two, one, days.second)) &&
		twice.said.includes(named(lang, three, two, days.third)) && twice.said.some((line) => line.includes(three) && line.includes(fill(words.signed.split('{id}')[1], {}))), show(twice));
	const earlier = await checkCopy(tab, out('second'), third);
	check(`${lang}: an older copy with the newer key`, earlier.verdict === 'bad' && earlier.findings.join() === fill(words.found_earlier, { path: signature, other: two }), show(earlier));
	const own = await checkCopy(tab, out('third'), third);
	check(`${lang}: the key itself`, own.verdict === 'good' && !own.said.some((line) => line.includes(two)), show(own));
	const wrong = await checkCopy(tab, out('third'), thief);
	check(`${lang}: another key`, wrong.verdict === 'bad' && wrong.findings.join() === fill(words.found_key, { path: signature, other: three }), show(wrong));
	for (const [what, copy, key, finding] of [
		['back to the first key', () => signedBy(changed('third', {}), first), first, fill(words.found_replaced, { path: signature, other: two })],
		['an announcement that was changed', () => changed('third', { 'keys.txt': toSecond.replace('12-01', '12-02') + toThird }), first, fill(words.found_keys, { path: 'keys.txt' })],
		['a circle', () => changed('third', { 'keys.txt': toSecond + toThird + toSecond }), first, fill(words.found_keys, { path: 'keys.txt' })],
		['cut', () => changed('third', { 'keys.txt': toSecond + toThird.slice(0, -40) }), first, fill(words.found_keys, { path: 'keys.txt' })],
	]) {
		const seen = await checkCopy(tab, copy(), key);
		check(`${lang}: ${what}`, seen.verdict === 'bad' && seen.findings.includes(finding), show(seen));
	}
	await goto('first');
	const unled = await checkCopy(tab, changed('third', { 'keys.txt': toThird }), first);
	check(`${lang}: a chain without its beginning`, unled.verdict === 'bad' && unled.findings.join() === fill(words.found_key, { path: signature, other: three }), show(unled));
	const older = await checkCopy(tab, out('third'), first);
	check(`${lang}: the page of an older copy follows the newer one`, older.verdict === 'good', show(older));
}

async function playProofs(tab, lang) {
	const words = strings[lang].proof;
	const goto = (name) => tab.goto(url.pathToFileURL(`${out(name)}/${languages[lang]}proof/index.html`).href);
	await goto('third');
	check(`${lang}: the key of the day stands on the page of proofs`, await tab.inputValue('[data-key]') === third.text);
	const twice = await checkProof(tab, proofs.third, first);
	check(`${lang}: a proof over two changes`, twice.verdict === 'good' && twice.signed.slice(1).join() ===
		[fill(words.signed, { id: three }), named(lang, two, one, days.second), named(lang, three, two, days.third)].join(), show(twice));
	const old = await checkProof(tab, proofs.first, third);
	check(`${lang}: an old proof, with the key of today`, old.verdict === 'good' &&
		old.signed.slice(1).join() === [fill(words.signed, { id: one }), fill(words.until, { id: one, day: dayOf(days.second, lang) })].join(), show(old));
	const extra = (text, change) => text.replace(/^extra .*$/m, (line) =>
		`extra ${Buffer.from(change(Buffer.from(line.slice(6), 'base64').toString())).toString('base64')}`);
	for (const [what, text, key, fault] of [
		['another key', proofs.third, thief, fill(words.fault_key, { id: idOf(thief) })],
		['announcements that were changed', extra(proofs.third, (lines) => lines.replace('12-01', '12-02')), first, words.fault_keys],
		['one announcement for two', extra(proofs.third, (lines) => lines.replace('keys 2', 'keys 1')), first, words.fault_form],
		['no announcements', extra(proofs.third, (lines) => lines.replace(/keys 2\n[^]*?\n\n/, '\n')), first, null],
	]) {
		const seen = await checkProof(tab, text, key);
		check(`${lang}: ${what}`, fault ? seen.verdict === 'bad' && seen.said[0] === fault : seen.verdict === 'bad', show(seen));
	}
	await goto('first');
	const kept = await checkProof(tab, proofs.third, first);
	check(`${lang}: the page of an older copy follows a newer proof`, kept.verdict === 'good', show(kept));
}

await withBrowser(async (browser) => {
	for (const lang of Object.keys(languages)) {
		const tab = await openTab(browser), faults = watch(tab, url.pathToFileURL(path.resolve(work)).href);
		await playCopies(tab, lang);
		await playProofs(tab, lang);
		checkNone(`${lang}: the browser complains`, faults);
	}

	// A lite mirror has the announcements, and its own page follows them.
	const lite = out('lite');
	const made = spawnSync(fuda, ['mirror', '--kind', 'lite', '--export', small, '--criteria', criteria, '--site', folder, '--as-of', days.third, '--accept',
		`as-of-future=${days.third}`, '--set', 'max_export_age_days=1000', '--key', third.secret, '--out', `${lite}/`, '--quiet'], { encoding: 'utf8' });
	check('a lite mirror is made', made.status === 0, made.stderr);
	const viewer = await openTab(browser);
	await viewer.goto(url.pathToFileURL(`${lite}/offline/index.html`).href);
	const seen = await checkCopy(viewer, lite, first);
	check('it is verified with the first key', seen.verdict === 'good' && seen.said.includes(named('ja', three, two, days.third)), show(seen));

	// The button, of a served site: what it saves is what fuda prove prints.
	build('served', days.third, third, {});
	check('the served edition is logged', logEdition(out('served'), log, third).isNew);
	fs.cpSync(log, `${out('served')}/log`, { recursive: true });
	const origin = await serve(out('served')), id = fs.readdirSync(`${out('served')}/P`).sort()[0];
	const tab = await openTab(browser);
	await tab.goto(`${origin}P/${id}/`);
	const [download] = await Promise.all([tab.waitForEvent('download'), tab.click('[data-prove] button')]);
	check('the button saves the proof that fuda prove prints, announcements included', fs.readFileSync(await download.path(), 'utf8') === proofOf('served') &&
		Buffer.from(/^extra (.*)$/m.exec(proofOf('served'))[1], 'base64').includes('\nkeys 2\n'));
});
report();
