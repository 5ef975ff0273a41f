#!/usr/bin/env node
// The search page in a browser, from a server and from the disk: typing, filters, conditions of a
// tender, keyboard, address, history, comparison, staleness, without script, and what axe says.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, report, work } from '../check.mjs';
import { noonAfter, openTab, phone, serve, watch, withBrowser } from '../browser/site.mjs';
import { makeRandom, productsOf } from './engine.mjs';

const axe = fs.readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const root = path.resolve(work, 'site'), offline = path.resolve(work, 'offline');
spawnSync('tests/search/export.mjs', ['600', `${work}/export.jsonl`], { stdio: 'inherit' });
buildSite(root, { export: `${work}/export.jsonl` });
buildSite(offline, { export: `${work}/export.jsonl`, offline: true });
const products = [...productsOf(root)];
const { pick } = makeRandom(7);

const field = '#q';
const ids = (tab) => tab.locator('[data-rows] a').evaluateAll((links) => links.map((a) => a.href.match(/P\/(\w+)\//)[1]));
const settled = (tab, text) => tab.waitForFunction((expected) => {
	const said = document.querySelector('[data-count]').textContent;
	return !document.querySelector('[data-results]').hidden && (expected ? said.includes(expected) : true);
}, text);
/** Waits until what is shown answers a question. */
const answered = (tab, text) => tab.waitForFunction((expected) =>
	document.querySelector('[data-results]').dataset.answers === expected, text);
/** Types, and waits for the answer. */
async function search(tab, text) {
	await tab.locator(field).fill(text);
	await answered(tab, text);
	await tab.waitForFunction((expected) => new URLSearchParams(location.search).get('q') === expected, text);
}
const valid = products.filter((p) => p.label.status === 'valid');

async function searches(tab, origin, where) {
	const faults = watch(tab, origin);
	await tab.goto(`${origin}search/index.html`);
	await tab.waitForSelector('[data-search]:not([hidden])');
	const some = pick(products);
	const model = some.models[0].number;
	await search(tab, model.toLowerCase().replace(/[^0-9a-z]/g, ''));
	check(`${where}: a model number without punctuation finds its product first`, (await ids(tab))[0] === some.product_id, `${model}: ${await ids(tab)}`);
	check(`${where}: the page of the product is linked`, !(await tab.locator('[data-exact]').isHidden()));
	const started = Date.now();
	await search(tab, 'カメラ');
	console.log(`${where}: ${Date.now() - started} ms from typing to the answer, 120 of them waiting for more`);
	const found = Number((await tab.locator('[data-count]').textContent()).replaceAll(',', '').match(/\d+/)[0]);
	// Those of the category whose name has the word as well, since there are few.
	const expected = products.filter((p) => p.label.category === 'network-camera' || Object.values(p.name).concat(Object.values(p.manufacturer?.name ?? {})).some((t) => t.includes('カメラ'))).length;
	check(`${where}: カメラ is found ${expected} times or a little less often`, found >= expected && found < expected * 1.2 + 5, found);
	await search(tab, 'no such thing anywhere');
	check(`${where}: what is not found is explained`, await tab.locator('[data-none]').isVisible());
	checkNone(`${where}: complaints`, faults);
}

async function compares(tab, origin) {
	const some = valid.slice(0, 3);
	await tab.goto(`${origin}en/search/?compare=${some.map((p) => p.product_id).join(',')}`);
	await tab.waitForSelector('[data-compare]:not([hidden]) tbody tr');
	const rows = await tab.locator('[data-compare-table] tbody tr').evaluateAll((all) => all.map((row) =>
		({ cells: Array.from(row.querySelectorAll('td'), (td) => td.textContent), differs: row.hasAttribute('data-differs') })));
	check('comparison: three products side by side', rows.length > 10 && rows.every((row) => row.cells.length === 3));
	check('comparison: exactly the rows that differ say so', rows.slice(0, -1).every((row) => row.differs === new Set(row.cells).size > 1));
	check('comparison: the labels', rows[0].cells.join() === some.map((p) => p.label.label_id).join());
	const four = valid.slice(0, 4).map((p) => p.product_id).join();
	for (const [width, wanted] of [[1280, 4], [390, 4]]) {
		await tab.setViewportSize({ width, height: 900 });
		await tab.goto(`${origin}en/search/?compare=${four}`);
		await tab.waitForSelector('[data-compare]:not([hidden]) tbody tr');
		const fits = await tab.evaluate(() => {
			const wrap = document.querySelector('.compare .table-wrap');
			return { over: wrap.scrollWidth - wrap.clientWidth, cells: document.querySelectorAll('[data-compare-table] tbody tr:first-child td').length };
		});
		check(`comparison: four products fit ${width} pixels`, fits.over <= 0 && fits.cells === wanted, JSON.stringify(fits));
	}
	await tab.setViewportSize({ width: 1280, height: 900 });
	await tab.goto(`${origin}en/search/?compare=${some.map((p) => p.product_id).join(',')}`);
	await tab.waitForSelector('[data-compare]:not([hidden]) tbody tr');
	await tab.emulateMedia({ media: 'print' });
	check('comparison: is printed, the form is not', await tab.locator('[data-compare-table]').isVisible() && !await tab.locator('[data-form]').isVisible());
	await tab.emulateMedia({ media: 'screen' });
	await tab.locator('[data-compare] thead button').first().click();
	await tab.waitForFunction(() => document.querySelectorAll('[data-compare-table] thead th').length === 3);
	check('comparison: the address follows', new URL(tab.url()).searchParams.get('compare') === some.slice(1).map((p) => p.product_id).join());
}

async function filters(tab, origin) {
	await tab.goto(`${origin}en/search/?min=3&delivery=2026-12-01&months=6&third=1`);
	await settled(tab);
	await tab.waitForFunction(() => /\d/.test(document.querySelector('[data-count]').textContent));
	const expected = products.filter((p) => p.label.level >= 3 && p.label.status === 'valid' && p.label.end >= '2027-06-01' && p.label.evaluator.kind !== 'self').map((p) => p.product_id).sort();
	const asked = (await tab.locator('[data-asked]').textContent()).replaceAll('\u00a0', ' ');
	const days = await tab.locator('[data-rows] [data-ended]').allTextContents();
	check('a day stays in one line', days.length > 0 && days.every((text) => /\d\u00a0[A-Z][a-z]+\u00a0\d{4}/.test(text)), days.join());
	check('tender: the sentence says it all', ['★3', '1 June 2027', '6 months', '1 December 2026', 'third party'].every((part) => asked.includes(part)), asked);
	while (await tab.locator('[data-more]').isVisible()) {
		const n = await tab.locator('[data-rows] tr').count();
		await tab.locator('[data-more]').click();
		await tab.waitForFunction((before) => document.querySelectorAll('[data-rows] tr').length > before || document.querySelector('[data-more]').hidden, n);
	}
	check('tender: exactly the products that meet it', JSON.stringify((await ids(tab)).sort()) === JSON.stringify(expected), `${(await ids(tab)).length}, ${expected.length}`);
	const [download] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-csv]').click()]);
	check('tender: CSV of all of them', fs.readFileSync(await download.path(), 'utf8').split('\r\n').length === expected.length + 2);
	await tab.locator('[data-clear]').click();
	check('clearing: the address is bare', !tab.url().includes('?'));

	await tab.locator('[data-filters] summary').click();
	await tab.locator('[name=status][value=revoked]').check();
	await tab.waitForFunction(() => location.search.includes('status=revoked'));
	await tab.waitForFunction(() => !document.querySelector('[data-results]').hidden
		&& /Revoked/.test(document.querySelector('[data-asked]').textContent) && document.querySelector('[data-rows] [data-status]'));
	check('filter: revoked ones alone', (await tab.locator('[data-rows] [data-status]').evaluateAll((all) => all.map((td) => td.dataset.status))).every((status) => status === 'revoked'));
	const twin = await tab.locator('.languages a').getAttribute('href');
	check('the other language has the same question', twin.endsWith('?status=revoked'), twin);
}

async function keepsHistory(tab, origin) {
	const some = valid[5], text = some.models[0].number;
	await tab.goto(`${origin}search/?level=9&until=2026-99-99&months=-1&evaluator=nobody&compare=%22&category=none&q=%E0%A4%A`);
	await tab.waitForFunction(() => !document.querySelector('[data-search]').hidden && !location.search.includes('level'));
	check('address: rubbish is ignored', !/until|months|evaluator|compare|category/.test(tab.url()), tab.url());
	await tab.goto(`${origin}search/`);
	await tab.waitForSelector('[data-search]:not([hidden])');
	await search(tab, text);
	await tab.locator(field).press('Enter');
	check('history: the title says what is asked', (await tab.title()).startsWith(text), await tab.title());
	await tab.locator(field).fill('カメラ');
	await answered(tab, 'カメラ');
	await tab.goBack();
	await answered(tab, text);
	check('history: a search is a step back', await tab.locator(field).inputValue() === text);
	await tab.setViewportSize(phone);
	await search(tab, text);
	// The same question is answered once more, and the rows are put there anew meanwhile.
	const y = await (await tab.waitForFunction(() => {
		const box = document.querySelector('[data-rows] a')?.getBoundingClientRect();
		return box?.height > 0 && box.y;
	})).jsonValue();
	check(`on a phone the first result stands on the first screen: ${Math.round(y)}`, y < phone.height - 40);
	await tab.setViewportSize({ width: 1280, height: 900 });
}

/** What a browser that has learned of the search does with words: it fills them into the address. */
async function isLearned(tab, origin) {
	for (const folder of ['', 'en/']) {
		await tab.goto(`${origin}${folder}search/`);
		const link = await tab.locator('link[rel=search]').evaluate((element) => element.href);
		const text = fs.readFileSync(path.join(root, new URL(link).pathname), 'utf8');
		const [, template] = /template="([^"]+)"/.exec(text), [, name] = /<ShortName>(.*)<\/ShortName>/.exec(text);
		check(`OpenSearch of /${folder}: a short name of at most 16 characters, the search page`, name.length > 0 && name.length <= 16 && template === `https://fuda.example/${folder}search/?q={searchTerms}`, text);
		const some = valid[7];
		await tab.goto(template.replace('https://fuda.example/', origin).replace('{searchTerms}', encodeURIComponent(some.models[0].number)));
		await answered(tab, some.models[0].number);
		check(`OpenSearch of /${folder}: the words are asked`, (await ids(tab)).includes(some.product_id));
	}
}

/** The page for what is not there knows which product a mistyped address means. */
async function repairs(tab, origin) {
	const { product_id: id } = valid.find((p) => /[2568]/.test(p.product_id)), wrong = [];
	const wide = id.replace(/./g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
	const misread = id.replace(/[2568]/, (digit) => ({ 2: 'Z', 5: 'S', 6: 'G', 8: 'B' })[digit]);
	for (const address of [`P/${misread}/`, `p/${misread.toLowerCase()}`, `P/${encodeURIComponent(wide)}/`, `P/${id})`, `P/${id},/`,
		`p/${id.toLowerCase()}/`, `P/${id.toLowerCase()}`, `P/${id}/${encodeURIComponent('。')}`, `p//${id}/`]) {
		await tab.goto(origin + address);
		const link = tab.locator('[data-repair] a');
		await tab.waitForFunction((right) => document.querySelector('[data-repair] a').getAttribute('href') === right, `/P/${id}/`, { timeout: 5000 }).catch(() => {});
		if (!await link.isVisible() || await link.getAttribute('href') !== `/P/${id}/`)
			wrong.push(`${address}: ${await link.getAttribute('href')}`);
	}
	checkNone('addresses of a product that are not repaired', wrong);
	await tab.goto(`${origin}no/such/page/`);
	check('what is no address of a product is not repaired', !await tab.locator('[data-repair]').isVisible());
}

async function keyboard(tab, origin) {
	const some = valid[3];
	await tab.goto(`${origin}search/`);
	await tab.waitForSelector('[data-search]:not([hidden])');
	await tab.locator(field).focus();
	await tab.keyboard.type(some.models[0].number);
	await answered(tab, some.models[0].number);
	check('keyboard: the focus stays in the field', await tab.evaluate(() => document.activeElement.id) === 'q');
	for (let i = 0; i < 40 && !await tab.evaluate(() => document.activeElement.matches('[data-rows] a')); i++)
		await tab.keyboard.press('Tab');
	await tab.keyboard.press('Enter');
	await tab.waitForURL(/\/P\/\w+\//);
	check('keyboard: Tab and Enter lead to a product', true);
	await tab.goBack();
	await answered(tab, some.models[0].number);
	check('back: the question is still there', await tab.locator(field).inputValue() === some.models[0].number);
	await tab.goto(`${origin}search/?q=${some.label.label_id}&go=1`);
	await tab.waitForURL(new RegExp(`/P/${some.product_id}/`));
	check('a label number goes straight to its page', true);
	await tab.goto(`${origin}products/`);
	await tab.locator('main .find-field').fill(some.product_id);
	await tab.locator('main .find-button').click();
	await tab.waitForURL(new RegExp(`/P/${some.product_id}/`));
	check('so does a product id, from the field of another page', true);
}

async function ages(browser, origin) {
	const tab = await openTab(browser);
	await tab.clock.setFixedTime(noonAfter(3000));
	await tab.goto(`${origin}search/?q=${encodeURIComponent(valid[0].models[0].number)}`);
	await tab.waitForFunction(() => document.querySelectorAll('[data-rows] [data-status]').length > 0);
	check('years later nothing is valid', (await tab.locator('[data-rows] [data-status=valid]').count()) === 0);
	check('years later: what was valid says so', (await tab.locator('[data-rows] [data-status=stale]').count()) > 0);
	await tab.context().close();
}

async function audits(browser, origin) {
	const tab = await openTab(browser, { viewport: phone });
	const found = [];
	const addresses = ['search/', 'search/?q=カメラ', 'en/search/?q=camera&level=3,4&status=valid', `search/?compare=${valid.slice(0, 4).map((p) => p.product_id).join()}`, 'search/?q=nothing-like-this', 'check/'];
	for (const [i, address] of addresses.entries()) {
		const colorScheme = i % 2 ? 'dark' : 'light';
		await tab.emulateMedia({ colorScheme });
		await tab.goto(origin + address);
		await tab.waitForSelector(':is([data-search], [data-check]):not([hidden])');
		if (address.includes('?q'))
			await tab.waitForFunction(() => !document.querySelector('[data-results]').hidden && (!document.querySelector('[data-none]').hidden || document.querySelectorAll('[data-rows] a').length));
		if (address.includes('compare'))
			await tab.waitForSelector('[data-compare]:not([hidden]) tbody tr');
		await tab.evaluate(axe);
		const { violations } = await tab.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
		found.push(...violations.flatMap(({ id, nodes }) => nodes.slice(0, 2).map((node) => `${address} ${colorScheme}: ${id}: ${node.target} ${node.any[0]?.message ?? ''}`)));
		const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		if (wide > 0)
			found.push(`${address}: ${wide} pixels wider than a phone`);
	}
	checkNone('axe, and what does not fit a phone', found);
	await tab.context().close();

	const bare = await openTab(browser, { javaScriptEnabled: false });
	await bare.goto(`${origin}search/?q=x`);
	check('without script the lists are offered', await bare.locator('[data-without-script]').isVisible() && await bare.locator('main .links a').first().isVisible());
	check('without script there is no form', !await bare.locator('[data-form]').isVisible());
	await bare.context().close();
}

await withBrowser(async (browser) => {
	const origin = await serve(root);
	const tab = await openTab(browser, { viewport: { width: 1280, height: 900 }, acceptDownloads: true });
	await searches(tab, origin, 'from a server');
	await filters(tab, origin);
	await compares(tab, origin);
	await keepsHistory(tab, origin);
	await repairs(tab, origin);
	await isLearned(tab, origin);
	await keyboard(tab, origin);
	await searches(await openTab(browser), `file://${offline}/`, 'from the disk');
	await ages(browser, origin);
	await audits(browser, origin);
});
report();
