// What the tests of this folder share: mirrors made and unpacked, browsers that open files, and the
// way through a mirror that a reader takes.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import zlib from 'node:zlib';
import playwright from 'playwright-core';
import { asOf, check, checkNone, criteria, fuda, readExport, readStrings, sample, skip, statuses, work } from '../check.mjs';

/** The languages and the folder of each. */
export const languages = { ja: '', en: 'en/' };
export const strings = Object.fromEntries(Object.keys(languages).map((lang) => [lang, readStrings(lang)]));

export const baseUrl = JSON.parse(fs.readFileSync('content/site.json', 'utf8')).base_url;

/** An export of so many products, made from the sample. */
export function largeExport(n) {
	const file = `${work}/labels-${n}.jsonl`;
	execFileSync('node', ['tests/bench/export.mjs', n, file]);
	return file;
}

export function runMirror(kind, out, options = {}) {
	const all = { kind, export: sample, criteria, site: '.', 'as-of': asOf, out, ...options };
	return spawnSync(fuda, ['mirror', ...Object.entries(all).map(([key, value]) => `--${key}=${value}`)], { encoding: 'utf8' });
}

/** What stands beside the place of a mirror while it is made: the mirror, and the folder to work in. */
export const making = (out) => path.join(path.dirname(out), `.fuda-${path.basename(out)}`);
export const working = (out) => `${making(out)}.work`;

/** Makes a mirror; says whether it did, and left nothing else. */
export function makeMirror(kind, out, options) {
	const result = runMirror(kind, out, options);
	check(`fuda makes ${out}`, result.status === 0, result.stderr);
	checkNone(`left beside ${out}`, [making(out), working(out)].filter((name) => fs.existsSync(name)));
	console.log(`${kind}: ${result.stdout.trim()}`);
	return result.status === 0;
}

/** Unpacks a mirror; returns its one folder. */
export function unpack(file) {
	const folder = `${file}.d`;
	execFileSync('bsdtar', ['-x', '-f', path.resolve(file), '-C', (fs.mkdirSync(folder), folder)]);
	const names = fs.readdirSync(folder);
	check(`${file} holds one folder, named after its day`, names.join() === asOf, names.join());
	return path.join(folder, names[0]);
}

export const isSame = (left, right) => spawnSync('cmp', ['-s', left, right]).status === 0;

// ---- packed pages ----

/** The pages of a packed file: [key, page], each behind a line with the number of its bytes and its key. */
export function splitPages(bytes) {
	const pages = [];
	for (let at = 0, start; at < bytes.length;) {
		start = bytes.indexOf('\n', at) + 1;
		const [, length, key] = /^(\d+) (.*)\n$/.exec(bytes.subarray(at, start).toString());
		at = start + Number(length);
		pages.push([key, bytes.subarray(start, at).toString()]);
	}
	return pages;
}

/** What a lite mirror has packed: Map of language -> Map of key -> {title, languages, html}. */
export function packedPages(root) {
	const pages = new Map(Object.keys(languages).map((lang) => [lang, new Map()]));
	let directory = [];
	new Function('fudaDirectory', fs.readFileSync(`${root}/view/directory.js`, 'utf8'))((rows) => { directory = rows; });
	for (const [first, name] of directory)
		new Function('fudaPages', fs.readFileSync(`${root}/view/${name}`, 'utf8'))((key, data) => {
			check(`view/${name} begins with ${first}`, key === first, key);
			for (const lang of Object.keys(data))
				for (const [at, page] of splitPages(zlib.inflateRawSync(Buffer.from(data[lang], 'base64')))) {
					const [, title, switches, html] = /<title>(.*)<\/title>[^]*?(<ul class="languages"[^]*?<\/ul>)([^]*)<\/body>/.exec(page);
					check(`${lang}: ${at} is packed once`, !pages.get(lang).has(at));
					pages.get(lang).set(at, { title, languages: switches, html, file: name });
				}
		});
	return pages;
}

// ---- browsers ----

const engines = {
	chromium: { executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] },
	// Playwright's own Firefox is patched; Debian's is driven by WebDriver BiDi.
	firefox: { executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr', channel: 'moz-firefox' },
};

export const engineNames = Object.keys(engines);

export async function withEngine(name, body) {
	const home = path.resolve(work, `home-${name}`);
	fs.mkdirSync(home, { recursive: true });
	// A path to its socket is at most 107 bytes long.
	const launched = playwright[name].launch({ ...engines[name], env: { ...process.env, HOME: home, TMPDIR: '/tmp' } });
	// A Debian without its updates has a browser that is older than Playwright speaks to.
	const browser = await launched.catch((error) => {
		if (!/unknown command/.test(error.message))
			throw error;
		skip(`${name} is too old: ${error.message.split('\n')[0]}`);
	});
	if (!browser)
		return;
	try {
		await body(browser);
	} catch (error) {
		check(`${name}: the test runs to its end`, false, error.stack.split('\nBrowser logs:')[0]);
	} finally {
		await browser.close();
	}
}

/** Noon in Tokyo on a day, some days later. */
export const noonAfter = (days = 0, date = asOf) => new Date(Date.parse(`${date}T03:00:00Z`) + days * 864e5);

export async function openTab(browser, options = {}) {
	const tab = await (await browser.newContext({ viewport: { width: 1024, height: 800 }, ...options })).newPage();
	tab.faults = [];
	tab.on('console', (message) => tab.faults.push(`${tab.url()}: console: ${message.text()}`));
	tab.on('pageerror', (error) => tab.faults.push(`${tab.url()}: error: ${error.message}`));
	tab.on('requestfailed', (request) => {
		if (!/ABORTED/.test(request.failure()?.errorText))
			tab.faults.push(`${request.url()}: ${request.failure()?.errorText}`);
	});
	tab.on('request', (request) => {
		if (!/^(file:|data:|http:\/\/127\.0\.0\.1:)/.test(request.url()))
			tab.faults.push(`${tab.url()}: another host: ${request.url()}`);
	});
	if (options.javaScriptEnabled !== false)
		await tab.clock.setFixedTime(noonAfter());
	return tab;
}

function dateWords(lang, date) {
	return new Date(date).toLocaleDateString(lang === 'ja' ? 'ja-JP' : 'en-GB',
		{ timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' });
}

const answer = (tab) => tab.locator('.answer');
const shown = (tab) => answer(tab).waitFor();

/** The address of a mirror's folder. */
export const originOf = (root) => `${url.pathToFileURL(path.resolve(root)).href}/`;

/** Home, search, product, the other language, manufacturer, back to a product; all by clicks. */
async function browse(tab, origin, lang, what) {
	const folder = languages[lang];
	const other = Object.keys(languages).find((l) => l !== lang);
	const { product_id: id, name, models } = readExport().records.find((record) => record.manufacturer?.disclosed
		&& statuses().get(record.product_id).status === 'valid');

	await tab.goto(`${origin}${folder}index.html`);
	check(`${what}: home says its day`, (await tab.locator('.foot [data-as-of]').textContent()) === dateWords(lang, asOf));
	check(`${what}: home says that it is a copy`, (await tab.locator('.foot-end').textContent()).includes(strings[lang].site.copy));
	await tab.locator('input[name=q]').first().fill(models[0].number);
	await tab.locator('input[name=q]').first().press('Enter');
	const row = tab.locator('[data-rows] a').first();
	await row.waitFor();
	check(`${what}: search finds ${models[0].number}`, (await row.textContent()) === (name[lang] ?? name.ja), await row.textContent());
	await row.click();
	await shown(tab);
	check(`${what}: a result leads to the page of ${id}`, (await tab.locator('h1').textContent()).includes(name[lang] ?? name.ja)
		&& tab.url().includes(`P/${id}/`), tab.url());
	check(`${what}: with its title`, (await tab.title()).includes(name[lang] ?? name.ja), await tab.title());
	await tab.locator('.languages a').first().click();
	await tab.waitForFunction((l) => document.documentElement.lang === l && document.querySelector('.answer'), other);
	check(`${what}: the other language shows the same product`, (await tab.locator('h1').textContent()).includes(name[other] ?? name.ja)
		&& tab.url().includes(`P/${id}/`), tab.url());
	await tab.locator('.facts a[href*="products/maker-"]').first().click();
	await tab.locator('main .rows').waitFor();
	await tab.locator('main .rows a').first().click();
	await shown(tab);
	check(`${what}: the manufacturer's list leads to a product`, /P\/[^/]+\//.test(tab.url()), tab.url());
	// A label number that is typed whole leads to its page.
	const label = statuses().get(id).label_id;
	await tab.locator('input[name=q]').first().fill(label);
	await tab.locator('input[name=q]').first().press('Enter');
	await shown(tab);
	check(`${what}: a label number leads to its product`, tab.url().includes(`P/${id}/`), tab.url());
}

/** A page says what is true on the reader's day, and how old it is. */
async function age(tab, addressOf, lang, what) {
	const { product_id: id, end } = [...statuses().values()].find((s) => s.status === 'valid');
	const statusAt = async (instant) => {
		await tab.clock.setFixedTime(instant);
		// The address may be that of before.
		await tab.goto('about:blank');
		await tab.goto(addressOf(`${languages[lang]}P/${id}/`));
		await shown(tab);
		return answer(tab).getAttribute('data-status');
	};
	check(`${what}: ${id} is valid on its last day`, (await statusAt(noonAfter(0, end))) === 'valid');
	const words = strings[lang].answer.stale.headline.replaceAll('{{end.text}}', dateWords(lang, end));
	check(`${what}: ${id} has ended the day after`, (await statusAt(noonAfter(1, end))) === 'stale'
		&& (await answer(tab).locator('[data-headline]').first().textContent()) === words);
	check(`${what}: an old copy says so`, await tab.locator('[data-old-copy]').isVisible());
	const web = `${baseUrl}${languages[lang]}P/${id}/`;
	check(`${what}: and leads to the page on the web`, (await tab.locator('[data-old-copy] a').getAttribute('href')) === web
		&& (await tab.locator('[data-old-copy] a').textContent()) === web);
	check(`${what}: a copy of today is not old`, (await statusAt(noonAfter())) === 'valid' && !await tab.locator('[data-old-copy]').isVisible());
	check(`${what}: its day is marked in the drawing`, (await tab.locator('[data-today]').first().getAttribute('visibility')) === 'visible');
}

/** Printed, a product is one A4 page that says its day and can be checked. */
async function print(tab, addressOf, lang, what) {
	const { product_id: id, label_id: label } = [...statuses().values()].find((s) => s.status === 'valid');
	await tab.goto('about:blank');
	await tab.goto(addressOf(`${languages[lang]}P/${id}/`));
	await shown(tab);
	const file = `${work}/print.pdf`;
	await tab.pdf({ path: file, format: 'A4' });
	const text = execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).normalize('NFKC').replace(/\s/g, '');
	const npages = /^Pages:\s+(\d+)/m.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))[1];
	check(`${what}: the evidence sheet is one page`, npages === '1', `${npages} pages`);
	checkNone(`${what}: not on the sheet`, [strings[lang].product.evidence, dateWords(lang, asOf), label, `${baseUrl}P/${id}/`]
		.filter((words) => !text.includes(words.normalize('NFKC').replace(/\s/g, ''))));
	execFileSync('pdftoppm', ['-r', '200', '-gray', '-singlefile', file, `${work}/print`]);
	const read = spawnSync('zbarimg', ['--nodbus', '--raw', '-q', '-Sdisable', '-Sqrcode.enable', `${work}/print.pgm`], { encoding: 'utf8' });
	check(`${what}: its QR code is read`, read.stdout.trim().toUpperCase() === `${baseUrl}P/${id}/`.toUpperCase(), read.stdout);
}

/* What Chromium says of the frame in which newer versions of kiwix-serve show a page. */
const FRAME_OF_KIWIX = /An iframe which has both allow-scripts and allow-same-origin for its sandbox attribute/;

/** All of it, in one browser. `addressOf` gives the address of a product's page by its path. */
export async function useMirror(name, browser, origin, addressOf) {
	const tab = await openTab(browser);
	for (const lang of Object.keys(languages)) {
		const what = `${name}, ${lang}`;
		await tab.clock.setFixedTime(noonAfter());
		await browse(tab, origin, lang, what);
		await age(tab, addressOf, lang, what);
		checkNone(`${what}: console messages and failed requests`, tab.faults.filter((fault) => !FRAME_OF_KIWIX.test(fault)));
		await print(tab, addressOf, lang, what);
		tab.faults.length = 0;
	}
	await tab.context().close();
}
