#!/usr/bin/env node
// The page /offline/ checks a picked folder in a browser, opened from file://: a good copy, and each
// way in which one can be false. And its BLAKE2b is that of others.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import { check, checkNone, filesBelow, report, work } from '../check.mjs';
import { languages, noonAfter, openTab, strings, watch, withBrowser } from '../browser/site.mjs';
import { runScript } from '../search/engine.mjs';
import { copyOf, idOf, leftoverCases, makeKey, signAgain, signedSite } from './keys.mjs';

// ---- BLAKE2b-512 beside that of OpenSSL ----

const { blake2b } = runScript('verify.js', { window: {}, atob, Uint8Array, Uint32Array, DataView, ArrayBuffer }, 'window.fudaVerify');
const lengths = [...Array(260).keys(), 383, 384, 385, 1000, 4095, 65536, 100001];
checkNone('lengths of which the hash is another', lengths.filter((n) => {
	const bytes = crypto.createHash('shake256', { outputLength: Math.max(n, 1) }).update(`${n}`).digest().subarray(0, n);
	return Buffer.from(blake2b(new Uint8Array(bytes))).toString('hex') !==
		crypto.createHash('blake2b512').update(bytes).digest('hex');
}));

// ---- the page ----

const key = makeKey('key'), other = makeKey('other');
const options = { offline: true, set: `public_key=${key.text}` };
const site = path.resolve(signedSite('site', key, options));
const older = path.resolve(signedSite('older', key, { ...options, 'as-of': '2026-11-20' }));
const copy = path.resolve(work, 'copy');
const { restore } = copyOf(site, copy);
const inCopy = (name) => path.join(copy, name);
const files = filesBelow(site);
const [product, second] = files.filter((name) => /^P\/.*\/index\.html$/.test(name));
const words = strings.en.verify;

function flip(name, at) {
	const bytes = fs.readFileSync(inCopy(name));
	bytes[at ?? bytes.length >> 1] ^= 1;
	fs.writeFileSync(inCopy(name), bytes);
}

/** Checks a folder in the tab; what the page then shows. */
async function checkFolder(tab, folder, publicKey = key.text, button = 'form[data-form] .button') {
	await tab.fill('[data-key]', publicKey);
	await tab.setInputFiles('[data-folder]', folder);
	await tab.click(button);
	await tab.waitForSelector('[data-result]:not([hidden])', { timeout: 100000 });
	return tab.evaluate(() => ({
		verdict: document.querySelector('[data-result]').dataset.verdict,
		answer: document.querySelector('[data-answer]').textContent,
		said: [...document.querySelectorAll('[data-said] li')].map((item) => item.textContent),
		findings: [...document.querySelectorAll('[data-findings] li')].map((item) => item.textContent),
		hasFocus: document.activeElement === document.querySelector('[data-answer]'),
	}));
}

const found = (kind, name, more = '') => words[`found_${kind}`].replace('{path}', name).replace('{other}', more);

const tampered = [
	['a byte', () => flip(product), [found('changed', product)]],
	['a file dropped', () => fs.rmSync(inCopy(product)), [found('missing', product)]],
	['a file added', () => fs.writeFileSync(inCopy('extra.html'), 'x'), [found('added', 'extra.html')]],
	['a part added', () => fs.writeFileSync(inCopy('sums/extra.sha256'), 'x'), [found('added', 'sums/extra.sha256')]],
	['two files swapped', () => {
		fs.renameSync(inCopy(product), inCopy('x'));
		fs.renameSync(inCopy(second), inCopy(product));
		fs.renameSync(inCopy('x'), inCopy(second));
	}, [found('swapped', product, second), found('swapped', second, product)]],
	['a space in MANIFEST.json', () => fs.writeFileSync(inCopy('MANIFEST.json'),
		fs.readFileSync(inCopy('MANIFEST.json'), 'utf8').replace('\n', ' \n')),
	[found('signature', 'MANIFEST.json.minisig')]],
	['another comment', () => fs.writeFileSync(inCopy('MANIFEST.json.minisig'),
		fs.readFileSync(inCopy('MANIFEST.json.minisig'), 'utf8').replace('9822', '9823')),
	[found('signature', 'MANIFEST.json.minisig')]],
	['the comment of another edition, signed', () => signAgain(copy, key,
		'as of 2026-11-22, sequence 9821, next expected 2026-11-23, site https://fuda.example/'),
	[found('signature', 'MANIFEST.json.minisig')]],
	['a space in MANIFEST.json and a byte', () => {
		fs.writeFileSync(inCopy('MANIFEST.json'), fs.readFileSync(inCopy('MANIFEST.json'), 'utf8').replace('\n', ' \n'));
		flip(product);
	}, [found('signature', 'MANIFEST.json.minisig')]],
	['no signature', () => fs.rmSync(inCopy('MANIFEST.json.minisig')), [found('unsigned', 'MANIFEST.json.minisig')]],
];

async function checkCopies(tab) {
	const good = await checkFolder(tab, copy);
	check('a good copy', good.verdict === 'good' && good.findings.length === 0, JSON.stringify(good, null, 1));
	check('the day, the site and the key are said', good.said.some((line) => line.includes('9822') && line.includes('fuda.example')) &&
		good.said.some((line) => line.includes(idOf(key))), good.said.join('\n'));
	check('the answer has the focus', good.hasFocus);
	for (const [what, tamper, expected] of tampered) {
		restore();
		tamper();
		const seen = await checkFolder(tab, copy);
		check(what, seen.verdict === 'bad' && JSON.stringify(seen.findings) === JSON.stringify(expected), JSON.stringify(seen, null, 1));
	}
	restore();
	tampered.at(-2)[1]();
	const ended = await checkFolder(tab, copy);
	check('a bad signature ends it, and it says so', ended.said.includes(words.ended) && !ended.said.some((line) => line.includes('9822')), JSON.stringify(ended));
	const gone = await checkFolder(tab, copy, key.text, '[data-go-on]');
	check('unless asked to go on', gone.verdict === 'bad' && gone.findings.length === 2 && gone.findings.includes(found('changed', product)) &&
		!gone.said.includes(words.ended) && !await tab.isVisible('[data-go-on]'), JSON.stringify(gone, null, 1));
	restore();
	const part = files.find((name) => name.startsWith('sums/'));
	flip(part, 3);
	const seen = await checkFolder(tab, copy);
	check('a byte of a part', seen.verdict === 'bad' && seen.findings.includes(found('list', part)), JSON.stringify(seen, null, 1));
	restore();
	const wrong = await checkFolder(tab, copy, other.text);
	check('another key', wrong.verdict === 'bad' && wrong.findings.length === 1 && wrong.findings[0].startsWith('MANIFEST.json.minisig'),
		JSON.stringify(wrong));
	const none = await checkFolder(tab, copy, '');
	check('no key', none.verdict === 'hashes' && none.said.includes(words.no_key), JSON.stringify(none));
	const old = await checkFolder(tab, older);
	check('an older copy than one seen before', old.verdict === 'old' && old.said.some((line) => line.includes('9822')), JSON.stringify(old));
	const empty = await checkFolder(tab, path.join(copy, 'static'));
	check('a folder that is not a copy', empty.verdict === 'bad' && empty.findings.includes(found('missing', 'MANIFEST.json')), JSON.stringify(empty));
	const above = await checkFolder(tab, path.resolve(work, 'above'));
	check('the folder above', above.verdict === 'good', JSON.stringify(above, null, 1));
	check('the folder that was checked is named, and what stands outside is counted', above.said.includes(words.checked.replace('{folder}', 'above/copy/')) &&
		above.said.includes(words.outside.replace('{n}', '2')), above.said.join('\n'));
	check('of a copy alone nothing stands outside', good.said.includes(words.checked.replace('{folder}', 'copy/')) &&
		!good.said.some((line) => line.includes('outside it and')), good.said.join('\n'));
	restore();
	const put = ([name, bytes]) => {
		fs.mkdirSync(path.dirname(inCopy(name)), { recursive: true });
		fs.writeFileSync(inCopy(name), bytes);
	};
	leftoverCases.left.forEach(put);
	const left = await checkFolder(tab, copy);
	check('leftovers of systems', left.verdict === 'good' &&
		JSON.stringify(left.findings.sort()) === JSON.stringify(leftoverCases.left.map(([name]) => found('leftover', name)).sort()), JSON.stringify(left, null, 1));
	leftoverCases.left.forEach(([name]) => fs.rmSync(inCopy(name)));
	// As many at once as have paths of their own.
	for (let rest = leftoverCases.added; rest.length > 0;) {
		const taken = new Map();
		const isFree = (name) => [...taken.keys()].every((other) => other !== name && !other.startsWith(`${name}/`) && !name.startsWith(`${other}/`));
		rest.forEach(([name, bytes]) => isFree(name) && taken.set(name, bytes));
		rest = rest.filter(([name, bytes]) => taken.get(name) !== bytes);
		[...taken].forEach(put);
		const seen = await checkFolder(tab, copy);
		checkNone('what only has the name of a leftover, and is taken for one', [...taken.keys()].filter((name) => !seen.findings.includes(found('added', name))));
		check('they are all that is found', seen.verdict === 'bad' && seen.findings.length === taken.size, JSON.stringify(seen, null, 1));
		taken.forEach((bytes, name) => fs.rmSync(path.join(copy, name.split('/').length > 1 && name.startsWith('.DS_Store') ? '.DS_Store' : name), { recursive: true }));
	}
	restore();
}

fs.mkdirSync(`${work}/above`);
fs.cpSync(site, `${work}/above/copy`, { recursive: true });
fs.writeFileSync(`${work}/above/note.txt`, 'beside the copy');
fs.writeFileSync(`${work}/above/index.html`, 'a page that nobody signed');

await withBrowser(async (browser) => {
	const tab = await openTab(browser);
	const faults = watch(tab, url.pathToFileURL(`${site}/`).href);
	for (const [lang, folder] of Object.entries(languages)) {
		await tab.goto(url.pathToFileURL(`${site}/${folder}offline/index.html`).href);
		check(`${lang}: the form is there, with the key`, await tab.isVisible('[data-form]') &&
			await tab.inputValue('[data-key]') === key.text && !await tab.isVisible('[data-without]'));
		check(`${lang}: the age is there`, (await tab.textContent('main')).includes(lang === 'ja' ? '2026年11月22日' : 'November 22, 2026') ||
			(await tab.textContent('main')).includes('22 November 2026'));
		await tab.click('form[data-form] .button');
		check(`${lang}: without a folder it asks for one`, (await tab.textContent('[data-status]')) === strings[lang].verify.no_folder);
		await tab.fill('[data-key]', 'no key');
		await tab.click('form[data-form] .button');
		check(`${lang}: what is not a key`, (await tab.textContent('[data-status]')) === strings[lang].verify.key_invalid);
	}
	await checkCopies(tab);
	await tab.clock.setFixedTime(noonAfter(3));
	const late = await checkFolder(tab, copy);
	check('a newer one was expected', late.said.some((line) => /expected/.test(line)), late.said.join('\n'));
	checkNone('the browser complains', faults);
	const plain = await openTab(browser, { javaScriptEnabled: false });
	await plain.goto(url.pathToFileURL(`${site}/offline/index.html`).href);
	check('without script the form is not there, and it is said why', !await plain.isVisible('[data-form]') &&
		await plain.isVisible('[data-without]'));
});
report();
