#!/usr/bin/env node
// Label artwork as vendors make it: the code in it is read from the paper, on the screen and in the file that
// is saved, in colour and in one, at the smallest size; and where there must be none, the page says why.
// ENGINES=webkit runs one of them.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import { asOf, buildSite, check, checkNone, readExport, report, statuses, work } from '../check.mjs';
import { violations } from './audit.mjs';
import { desk, languages, noonAfter, openTab, phone, productsByStatus, sampleSite, serve, strings, watch, withBrowser } from './site.mjs';
import { withEngines } from './webdriver.mjs';

const screens = 'build/screens';
const dots = 300; /* an inch, as a printer has them */
const root = sampleSite();
const { retired, ...products } = productsByStatus();
const levels = new Map(readExport().records.flatMap(({ labels }) => labels.map((label) => [label.label_id, label.level])));
const labelOf = (id) => JSON.parse(fs.readFileSync(`${root}/P/${id}/label.json`, 'utf8'));
const say = (lang, key, values) => strings[lang].artwork[key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

fs.mkdirSync(screens, { recursive: true });

/** What a scanner reads in a picture. */
const scan = (file) => spawnSync('zbarimg', ['--nodbus', '--raw', '-q', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8' }).stdout.trim();

/** Opens the page of a product and waits until it says something. */
async function open(tab, address) {
	await tab.goto(address);
	await tab.waitForFunction(() => {
		const picture = document.querySelector('[data-picture]');
		const status = document.querySelector('[data-artwork] [data-status]').textContent;
		return picture.naturalWidth > 0 || (status && !/^(読み込んで|Loading)/.test(status));
	});
}

const partsOf = () => ({
	status: document.querySelector('[data-artwork] [data-status]').textContent,
	said: document.querySelector('[data-said]').textContent,
	source: decodeURIComponent((document.querySelector('[data-picture]').src || ',').split(/,(.*)/s)[1] ?? ''),
	isShown: document.querySelector('[data-choices]').checkVisibility(),
	isAllowed: !document.querySelector('[data-save]').disabled && document.querySelector('[data-picture]').checkVisibility(),
	least: Number(document.querySelector('[data-width]').min),
	newest: document.querySelector('[data-newest] a').checkVisibility() && document.querySelector('[data-newest] a').href,
	printed: [...document.querySelectorAll('.printed-artwork')].map((picture) => picture.checkVisibility()),
});

async function saved(tab, name) {
	const [download] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-save]').click()]);
	const file = `${work}/${name}.svg`;
	await download.saveAs(file);
	return { file, suggested: download.suggestedFilename() };
}

/** A picture of the saved file alone, as large as it is printed. */
async function drawn(browser, file, name) {
	const context = await browser.newContext({ deviceScaleFactor: dots / 96, viewport: desk });
	const tab = await context.newPage();
	await tab.goto(url.pathToFileURL(file).href);
	await tab.locator('svg').first().screenshot({ path: `${work}/${name}.png` });
	await context.close();
	return `${work}/${name}.png`;
}

async function checkMade(browser, origin) {
	const tab = await openTab(browser, { viewport: desk, deviceScaleFactor: dots / 96, acceptDownloads: true });
	const faults = watch(tab, origin);
	const valid = [...statuses().values()].filter(({ status }) => status === 'valid');
	for (const level of [1, 2, 3, 4]) {
		const { product_id: id } = valid.find(({ label_id: label }) => levels.get(label) === level);
		const { url: address, label } = labelOf(id);
		for (const isOne of [false, true])
			for (const width of [null, 70]) {
				const name = `artwork-${level}-${isOne ? 'one' : 'colour'}-${width ?? 'least'}`;
				await open(tab, `${origin}artwork/?id=${id}`);
				const { least } = await tab.evaluate(partsOf);
				await tab.locator('[data-width]').fill(String(width ?? least));
				if (isOne)
					await tab.locator('[data-one]').check();
				const parts = await tab.evaluate(partsOf);
				check(`${name}: it is made`, parts.isAllowed && !parts.status && parts.said.includes(`${width ?? least} mm`), JSON.stringify(parts.said));
				check(`${name}: only on paper there are two`, String(parts.printed) === 'false');

				await tab.locator('[data-picture]').screenshot({ path: `${work}/${name}-screen.png` });
				const onScreen = scan(`${work}/${name}-screen.png`);
				check(`${name}: its code is read on the screen`, onScreen.toUpperCase() === address.toUpperCase(), onScreen);

				const pdf = `${work}/${name}.pdf`;
				await tab.pdf({ path: pdf, preferCSSPageSize: true });
				const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
				const [, across] = /Page size:\s+([\d.]+)/.exec(info);
				check(`${name}: one page as wide as the label`, /Pages:\s+1\n/.test(info) && Math.abs(across / 72 * 25.4 - (width ?? least)) < 0.5, info);
				execFileSync('pdftoppm', ['-r', String(dots), '-png', '-singlefile', pdf, `${work}/${name}-paper`]);
				const onPaper = scan(`${work}/${name}-paper.png`);
				check(`${name}: its code is read on the paper`, onPaper.toUpperCase() === address.toUpperCase(), onPaper);
				check(`${name}: on the paper is nothing else`, !/図柄|Label artwork/.test(execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' })));

				const { file, suggested } = await saved(tab, name);
				const svg = fs.readFileSync(file, 'utf8');
				check(`${name}: the file is the picture`, svg === parts.source && suggested === `${id}-label.svg`, suggested);
				check(`${name}: it has this label and level alone`, svg.includes(`>${label.label_id}<`) && svg.includes(`id="slot-level-${level}"`)
					&& (svg.match(/id="slot-level-/g) ?? []).length === 1 && svg.includes(`<svg xmlns="http://www.w3.org/2000/svg"`), svg.slice(0, 400));
				check(`${name}: it says what it is and how wide`, svg.includes(`<title>${say('ja', 'alt', { level, number: label.label_id })}</title>`)
					&& svg.includes(` width="${width ?? least}mm"`) && svg.includes('見本'));
				check(`${name}: nothing in it leads out`, !/script|href="(?!#)|url\((?!#)|style=/.test(svg));
				const paints = new Set([...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, paint]) => paint));
				check(`${name}: its colours`, isOne === [...paints].every((paint) => ['none', '#000000', '#ffffff'].includes(paint)), [...paints].join(' '));
				const inFile = scan(await drawn(browser, file, name));
				check(`${name}: its code is read in the file`, inFile.toUpperCase() === address.toUpperCase(), inFile);
				if (level < 3 && !width)
					fs.copyFileSync(`${work}/${name}-paper.png`, `${screens}/${name}.png`);
			}
	}
	checkNone('console messages', faults);
	await tab.context().close();
}

/** A module is 0.33 mm at the least, and less is refused in words. */
async function checkSizes(browser, origin) {
	const tab = await openTab(browser, { viewport: phone });
	for (const [lang, folder] of Object.entries(languages)) {
		await open(tab, `${origin}${folder}artwork/?id=${products.valid}`);
		const { least, source } = await tab.evaluate(partsOf);
		const [, size] = /viewBox="0 0 (\d+) \1"/.exec(fs.readFileSync(`${root}/P/${products.valid}/qr.svg`, 'utf8'));
		const [, , slot] = /<svg ([^>]*viewBox="0 0 \d+ \d+"[^>]* width="([\d.]+)"[^>]*)><rect/.exec(source);
		const [, across] = /viewBox="0 0 (\d+)/.exec(source);
		const module = least * Number(slot) / Number(across) / Number(size);
		check(`${lang}: at its least width a module is 0.33 mm`, module >= 0.33 && module < 0.3312, module);
		for (const [width, key] of [[least - 0.1, 'small'], ['', 'small'], [-50, 'small'], [1000.1, 'large']]) {
			await tab.locator('[data-width]').fill(String(width && Math.round(width * 10) / 10));
			const parts = await tab.evaluate(partsOf);
			check(`${lang}: a width of "${width}" is refused in words`, !parts.isAllowed && parts.isShown
				&& parts.said.startsWith(say(lang, key, { least: String(least), most: (1000).toLocaleString(lang) }).split('{')[0]), parts.said);
		}
		await tab.locator('[data-width]').fill(String(least));
		check(`${lang}: and the least is let in again`, (await tab.evaluate(partsOf)).isAllowed);
		checkNone(`${lang}: axe`, await violations(tab, `${folder}artwork/`));
		const twin = lang === 'ja' ? 'en' : 'ja';
		check(`${lang}: the page in ${twin} is of the same product`, (await tab.locator(`.languages a[hreflang="${twin}"]`).getAttribute('href')).endsWith(`?id=${products.valid}`));
	}
	await tab.context().close();
}

const day = (lang, date) => new Date(date).toLocaleDateString(lang === 'ja' ? 'ja-JP' : 'en-GB', { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' })
	.replaceAll(' ', '\u00a0');

async function checkRefused(browser, origin) {
	const tab = await openTab(browser);
	const refused = async (what, lang, address, words, isOld = false) => {
		await open(tab, address);
		const parts = await tab.evaluate(partsOf);
		check(`${what} (${lang}): there is none, and why`, !parts.isShown && !parts.isAllowed && !parts.source && parts.status === words, JSON.stringify(parts));
		check(`${what} (${lang}): ${isOld ? 'the newest page is named' : 'no other page'}`, Boolean(parts.newest) === isOld, parts.newest);
	};
	for (const [lang, folder] of Object.entries(languages)) {
		const page = `${origin}${folder}artwork/`;
		for (const [kind, id] of Object.entries(products).filter(([name]) => name !== 'valid'))
			await refused(kind, lang, `${page}?id=${id}`, say(lang, 'ended', { status: strings[lang].term[kind.split('-')[0]] }));
		await refused('a product that is not there', lang, `${page}?id=ZZZZ0000`, say(lang, 'unknown', { id: 'ZZZZ0000' }));
		await refused('what is no id', lang, `${page}?id=../x`, say(lang, 'unknown', { id: '../X' }));

		const { label: { end } } = labelOf(products.valid);
		await tab.route('**/as-of*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: `window.fudaAsOf = '${end}';` }));
		await tab.clock.setFixedTime(noonAfter(1, end));
		await refused('a term that is over', lang, `${page}?id=${products.valid}`, say(lang, 'over', { day: day(lang, end) }));
		await tab.unroute('**/as-of*.js');

		await tab.clock.setFixedTime(noonAfter(3));
		await refused('an old copy', lang, `${page}?id=${products.valid}`, say(lang, 'old', { day: day(lang, asOf) }), true);
		await tab.clock.setFixedTime(noonAfter(2));
		await open(tab, `${page}?id=${products.valid}`);
		check(`a copy of two days ago (${lang}) is no old one`, (await tab.evaluate(partsOf)).isAllowed);
		await tab.clock.setFixedTime(noonAfter());
	}
	await tab.context().close();
}

/** A page that stays open over midnight, and one whose product is typed. */
async function checkOpen(browser, origin) {
	const tab = await openTab(browser, { acceptDownloads: true });
	let ndownloads = 0;
	tab.on('download', () => ndownloads++);
	await tab.goto(`${origin}artwork/`);
	check('without a product nothing is shown', await tab.evaluate(() => !document.querySelector('[data-choices]').checkVisibility()
		&& document.querySelector('[data-artwork] [data-status]').textContent === ''));
	await tab.locator('[data-product]').fill(` ${products.valid.toLowerCase()} `);
	await tab.keyboard.press('Enter');
	await tab.waitForFunction(() => document.querySelector('[data-picture]')?.naturalWidth > 0);
	check('an id can be typed', (await tab.evaluate(partsOf)).source.includes(labelOf(products.valid).label.label_id), tab.url());
	await tab.clock.setFixedTime(noonAfter(4000));
	await tab.locator('[data-save]').click();
	await tab.waitForFunction(() => !document.querySelector('[data-choices]').checkVisibility());
	check('what was valid when the page was opened is looked at again', ndownloads === 0
		&& (await tab.evaluate(partsOf)).status === say('ja', 'old', { day: day('ja', asOf) }));
	await tab.context().close();
}

/** The way there from the page of a product; and a copy on a disk. */
async function checkWay(browser, origin) {
	const tab = await openTab(browser);
	for (const [lang, folder] of Object.entries(languages)) {
		await tab.goto(`${origin}${folder}P/${products.valid}/`);
		await tab.locator('.vendor-files summary').click();
		await tab.getByText(strings[lang].artwork.link).click();
		await tab.waitForFunction(() => document.querySelector('[data-picture]')?.naturalWidth > 0);
		check(`${lang}: two clicks from the page of a product`, tab.url() === `${origin}${folder}artwork/?id=${products.valid}`, tab.url());
	}
	const offline = path.resolve(work, 'offline');
	buildSite(offline, { offline: true });
	await open(tab, `${url.pathToFileURL(offline).href}/artwork/index.html?id=${products.valid}`);
	const parts = await tab.evaluate(partsOf);
	check('a copy on a disk says that it cannot, and where it can be done', !parts.isShown && parts.status === say('ja', 'unread')
		&& parts.newest === 'https://fuda.example/artwork/', JSON.stringify(parts));
	await tab.context().close();
}

async function checkEngine(engine) {
	const { name } = engine;
	const origin = await serve(root, { instant: () => noonAfter() });
	await engine.goto(`${origin}artwork/?id=${products.valid}`);
	await engine.until('the label is drawn', () => document.querySelector('[data-picture]')?.naturalWidth > 0);
	const parts = await engine.run(partsOf);
	check(`${name}: it is made`, parts.isAllowed && String(parts.printed) === 'false' && parts.source.includes(labelOf(products.valid).label.label_id));
	await engine.run(() => {
		const width = document.querySelector('[data-width]');
		width.value = '5';
		width.dispatchEvent(new Event('input', { bubbles: true }));
	});
	check(`${name}: what is too small is refused`, !(await engine.run(partsOf)).isAllowed);
	await engine.goto(`${origin}P/`);
	await engine.goto(`${origin}artwork/?id=${products.revoked}`);
	await engine.until('it says why not', () => document.querySelector('[data-artwork] [data-status]').textContent.length > 20);
	check(`${name}: nor is there one of a revoked label`, (await engine.run(partsOf)).status === say('ja', 'ended', { status: strings.ja.term.revoked }));
}

await withBrowser(async (browser) => {
	const origin = await serve(root);
	await checkMade(browser, origin);
	await checkSizes(browser, origin);
	await checkRefused(browser, origin);
	await checkOpen(browser, origin);
	await checkWay(browser, origin);
});
await withEngines(checkEngine);
report();
