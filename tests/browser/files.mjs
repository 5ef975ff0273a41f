#!/usr/bin/env node
// An offline copy works from file://: every kind of page opens without a word on the console, its links
// name files that are there, its script runs and ends a term, and the language can be switched.
import fs from 'node:fs';
import url from 'node:url';
import { check, checkNone, report, statuses } from '../check.mjs';
import { languages, noonAfter, openTab, pagesOf, sampleSite, strings, watch, withBrowser } from './site.mjs';

const root = sampleSite({ offline: true });
const origin = `${url.pathToFileURL(root)}/`;
const fileOf = (path) => origin + (path === '' || path.endsWith('/') ? `${path}index.html` : path);

/** Runs in the page: the addresses of its links and pictures, whole. */
function addresses() {
	return [...document.querySelectorAll('a[href], link[href]:not([rel=canonical], [rel=alternate]), img[src], script[src]')]
		.map((element) => element.href || element.src)
		.filter((address) => !/^(https?|mailto|tel):/.test(address));
}

function isFile(address) {
	const file = url.fileURLToPath(address.replace(/[?#].*/, ''));
	return file.startsWith(root) && fs.existsSync(file) && fs.statSync(file).isFile();
}

await withBrowser(async (browser) => {
	const tab = await openTab(browser);
	const faults = watch(tab, origin);
	const lost = new Set();
	const dayless = [];
	for (const { path } of pagesOf(root)) {
		await tab.goto(fileOf(path));
		for (const address of await tab.evaluate(addresses))
			if (!isFile(address))
				lost.add(`${path || './'}: ${address}`);
		if (!/2026/.test(await tab.locator('footer [data-as-of]').textContent()))
			dayless.push(path || './');
		const pictures = await tab.locator('img').evaluateAll((images) => images.filter((i) => !i.hidden && i.naturalWidth === 0).map((i) => i.src));
		pictures.forEach((picture) => lost.add(`${path || './'}: ${picture}: not shown`));
	}
	checkNone('links that name no file', [...lost]);
	checkNone('pages that do not say their day', dayless);

	const { product_id: id, end } = [...statuses().values()].find((s) => s.status === 'valid');
	for (const [lang, folder] of Object.entries(languages)) {
		const status = async (date) => {
			await tab.clock.setFixedTime(noonAfter(date === end ? 0 : 1, end));
			await tab.goto(fileOf(`${folder}P/${id}/`));
			return tab.locator('.answer').getAttribute('data-status');
		};
		check(`${folder}P/${id}: valid on its last day`, await status(end) === 'valid');
		check(`${folder}P/${id}: ended on the day after`, await status('later') === 'stale');
		check(`${folder}P/${id}: an old copy`, await tab.locator('[data-old-copy]').isVisible());

		const other = Object.keys(languages).find((l) => l !== lang);
		await tab.locator('header').getByRole('link', { name: strings[other].language_name, exact: true }).click();
		await tab.waitForURL(fileOf(`${languages[other]}P/${id}/`));
		await tab.locator('header .brand').click();
		await tab.waitForURL(fileOf(languages[other]));
		await tab.locator('main a[href*="products/"]').first().click();
		await tab.waitForURL(/products\/([^/]+\/)*index\.html$/);
		check(`${folder}P/${id}: the twin, home and products by clicks`, await tab.locator('h1').count() === 1);
	}
	checkNone('console messages and failed requests', faults);
});
report();
