#!/usr/bin/env node
// A night replaces the site under pages that are open or kept: a tab of the search goes on with the files of the day
// before without missing one, and after ten minutes tells of the new day; a page of yesterday, as a cache gives
// it, finds its styles.
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, readExport, report, sample, supersededOf, work, writeExport } from '../check.mjs';
import { desk, noonAfter, openTab, serve, watch, withBrowser } from './site.mjs';

const site = path.resolve(work, 'site'), live = path.resolve(work, 'live');
fs.mkdirSync(site);
for (const folder of ['content', 'layouts', 'static'])
	fs.cpSync(folder, `${site}/${folder}`, { recursive: true });
const { header, records } = readExport(sample), revoked = records.find(({ labels, status }) => labels.length === 1 && !labels[0].events && !status);
const night = (day) => buildSite(live, { site, export: writeExport(`${work}/${day}.jsonl`, { header: { ...header, exported_at: `${day}T00:00:00+09:00` }, records }),
	'as-of': day, set: 'max_changed_percent=100' });
const nextDay = '2026-11-23';
const read = (name) => fs.readFileSync(path.join(live, name), 'utf8');

const rows = (tab) => tab.locator('[data-rows] tr').evaluateAll((all) => all.map((row) =>
	`${row.querySelector('a').getAttribute('href')} ${row.querySelector('[data-state]')?.dataset.status}`));
async function search(tab, text) {
	await tab.locator('#q').fill(text);
	await tab.waitForFunction((expected) => document.querySelector('[data-results]').dataset.answers === expected && document.querySelectorAll('[data-rows] tr').length > 0, text);
	return rows(tab);
}

night(asOf);
const kept = { '/': read('index.html'), '/en/search/': read('en/search/index.html') };
await withBrowser(async (browser) => {
	const origin = await serve(live), tab = await openTab(browser), faults = watch(tab, origin);
	await tab.goto(`${origin}en/search/`);
	await tab.waitForSelector('[data-search]:not([hidden])');
	const model = revoked.models[0].number, before = await search(tab, model);
	check('it is valid before the night', before.some((row) => row.includes(revoked.product_id) && row.endsWith(' valid')), before.join('\n'));
	const question = records.find(({ product_id: id }) => id !== revoked.product_id).models[0].number;

	// The night: a label is revoked, every name and the looks of the site are others.
	revoked.labels[0].events = [{ date: asOf, kind: 'revoked' }];
	for (const record of records)
		record.name.ja += '改';
	fs.appendFileSync(`${site}/static/site.css`, '\nbody { outline: 0 }\n');
	night(nextDay);
	const superseded = [...supersededOf(live).keys()];
	check('styles and search files are superseded', ['static/site-', 'search/t', 'search/r'].every((part) => superseded.some((name) => name.includes(part))), superseded.join('\n'));

	let asked = 0;
	tab.on('request', (request) => { asked += superseded.includes(new URL(request.url()).pathname.slice(1)); });
	const answers = await search(tab, 'router');
	check('the tab finds, in files of the day before', answers.length > 0 && asked > 0, asked);
	await search(tab, question);
	await tab.clock.setFixedTime(new Date(noonAfter().getTime() + 11 * 6e4));
	const after = await search(tab, model);
	check('after ten minutes it tells of the new day', after.some((row) => row.includes(revoked.product_id) && row.endsWith(' revoked')), after.join('\n'));
	checkNone('nothing was missed', faults);
	await tab.context().close();

	// Pages as a cache gives them.
	for (const [name, text] of Object.entries(kept)) {
		const old = await openTab(browser, { viewport: desk }), missed = watch(old, origin);
		await old.route(`${origin.slice(0, -1)}${name}`, (route) => route.fulfill({ body: text, contentType: 'text/html; charset=utf-8' }));
		await old.goto(`${origin.slice(0, -1)}${name}`, { waitUntil: 'networkidle' });
		const sheets = await old.evaluate(() => [...document.styleSheets].map((sheet) => [new URL(sheet.href).pathname.slice(1), sheet.cssRules.length]));
		check(`${name}: it has its styles`, sheets.some(([sheet]) => superseded.includes(sheet)) && sheets.every(([, n]) => n > 0), JSON.stringify(sheets));
		if (name.endsWith('search/')) {
			await old.waitForSelector('[data-search]:not([hidden])');
			const found = await search(old, model);
			check(`${name}: it searches the new day`, found.some((row) => row.includes(revoked.product_id) && row.endsWith(' revoked')), found.join('\n'));
		}
		checkNone(`${name}: nothing was missed`, missed);
		await old.context().close();
	}
});
report();
