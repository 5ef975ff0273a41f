#!/usr/bin/env node
// Every kind of page opens without a word on the console and without a failed request, has one h1, one
// main and no id twice, and fits the screen at every width, also with text at twice its size. So does
// the page for an address that is not there, wherever that address is.
import { check, report } from '../check.mjs';
import { lookAtAll } from './look.mjs';
import { isDistinct, openTab, pagesOf, sampleSite, serve, withBrowser } from './site.mjs';

await withBrowser(async (browser) => {
	const root = sampleSite();
	await lookAtAll(browser, 'sample', root, pagesOf(root).filter((page) => page.lang === 'ja' || isDistinct(page)));

	const origin = await serve(root);
	const tab = await openTab(browser);
	for (const address of ['no-such-page', 'P/NOSUCH01/', 'en/P/NOSUCH01/deeper/']) {
		const failed = [];
		tab.removeAllListeners('response');
		tab.on('response', (response) => response.status() >= 400 && failed.push(response.url()));
		await tab.goto(origin + address);
		check(`${address}: the page for what is not there comes with its style`,
			failed.length === 1 && await tab.locator('h1').count() === 1, failed.slice(1).join('\n'));
		const home = await tab.locator('main a, header a').first().evaluate((a) => a.href);
		check(`${address}: its first link leads home`, (await tab.request.get(home)).ok(), home);
	}
});
report();
