#!/usr/bin/env node
// A site in three languages, whose French is half there: axe finds nothing on its pages, they fit a phone, the
// search finds, and what scripts write comes from the same words.
import path from 'node:path';
import { buildSite, check, checkNone, report, work } from '../check.mjs';
import { audit } from './audit.mjs';
import { openTab, phone, serve, watch, withBrowser } from './site.mjs';

const root = path.resolve(work, 'three');
if (!buildSite(root, { site: 'tests/site/french' }))
	report();

const pages = ['', 'P/2CWR3YP4/', 'products/', 'products/all/', 'criteria/', 'statistics/', 'search/', 'check/', 'levels/', 'validity/', 'data/', '404.html']
	.map((page) => ({ path: `fr/${page}` }));

await withBrowser(async (browser) => {
	const origin = await serve(root);
	const tab = await openTab(browser);
	const faults = watch(tab, origin);
	checkNone('axe', await audit(tab, origin, pages.filter(({ path: page }) => !page.endsWith('404.html'))));

	await tab.setViewportSize(phone);
	const wide = [];
	for (const { path: page } of pages) {
		await tab.goto(origin + page);
		if (await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth))
			wide.push(page);
	}
	checkNone('pages that a phone must scroll sideways', wide);

	await tab.goto(`${origin}fr/search/?q=SK-50`);
	await tab.locator('main a[href*="P/2CWR3YP4/"]').first().waitFor();
	check('the search finds, and says so in French', await tab.getByText('Produits trouvés : 1.').or(tab.getByText(/Produits trouvés\s: \d/)).count() > 0,
		await tab.locator('main').innerText());
	await tab.goto(`${origin}fr/search/?q=${encodeURIComponent('niveau 4')}`);
	await tab.locator('main table tbody tr').first().waitFor();
	check('a level is found as French types it', /★4/.test(await tab.locator('main table tbody').innerText()));

	await tab.goto(`${origin}fr/P/2CWR3YP4/`);
	const marks = await tab.evaluate(() => [...document.querySelectorAll('main [lang]')].map((e) => e.lang));
	check('what stands in says its language', marks.includes('en'), marks.join(' '));
	await tab.locator('header').getByRole('link', { name: '日本語', exact: true }).click();
	check('the switch of language stays on the page', tab.url() === `${origin}P/2CWR3YP4/`, tab.url());
	await tab.locator('header').getByRole('link', { name: 'Français', exact: true }).click();
	check('and leads back', tab.url() === `${origin}fr/P/2CWR3YP4/`, tab.url());
	checkNone('console messages and failed requests', faults);
});
report();
