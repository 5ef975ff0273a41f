#!/usr/bin/env node
// What search takes in a browser, in milliseconds; prints figures and judges nothing.
//
//   tests/bench/search.mjs SITE [NQUERIES [EXPORT]]    of queries drawn from the products of a built site
//
// First answers of a page that was not open before: from the server on this machine, and as over 1.6
// Mbit/s with 150 ms to go and come back, on a processor a fourth as fast. A list of 5,000 lines at /check/.
import path from 'node:path';
import { asOf } from '../check.mjs';
import { serve, withBrowser } from '../browser/site.mjs';
import { drawQueries, productsOf, productsOfExport } from '../search/engine.mjs';

const [folder, n = 42, source] = process.argv.slice(2);
const LINES = 5000;
const root = path.resolve(folder);

function readSite() {
	const list = [...productsOf(root)];
	return { length: list.length, get: (i) => list[i] };
}
const products = source ? productsOfExport(source, asOf, () => {}) : readSite();
const queries = drawQueries(products, Number(n), 2).filter(({ query }) => query.trim());

/** When rows are there, or what is said where there are none: milliseconds since the page was asked for. */
const answered = () => (document.querySelector('[data-rows]')?.children.length > 0 || document.querySelector('[data-none]')?.hidden === false)
	&& performance.now();

async function firstAnswers(browser, origin, isSlow) {
	const times = [];
	for (const { kind, query } of queries) {
		const context = await browser.newContext(), tab = await context.newPage();
		if (isSlow) {
			const session = await context.newCDPSession(tab);
			await session.send('Network.enable');
			await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 });
			await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
		}
		await tab.goto(`${origin}search/?q=${encodeURIComponent(query)}`, { waitUntil: 'commit' });
		const ms = await (await tab.waitForFunction(answered, undefined, { polling: 'raf', timeout: 60000 })).jsonValue();
		times.push({ kind, query, ms });
		await context.close();
	}
	return times.sort((l, r) => l.ms - r.ms);
}

function tell(what, times) {
	const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))].ms);
	console.log(`${what}: ${at(0.5)} ms at the median, ${at(0.95)} ms at 95 %, ${at(1)} ms at most (${times.at(-1).kind}: ${times.at(-1).query})`);
}

/** A line in ten is not found; the others have a model, a label or an id of a product. */
const lines = Array.from({ length: LINES }, (_, i) => {
	const p = products.get(i * 7 % products.length);
	return i % 10 === 0 ? `not-a-model-${i}` : i % 6 === 0 ? p.product_id : i % 3 === 0 ? p.label.label_id : p.models[0].number.toLowerCase();
});

async function list(browser, origin) {
	const tab = await browser.newPage();
	let loads = 0;
	tab.on('request', () => { loads++; });
	await tab.goto(`${origin}en/check/`);
	await tab.locator('[data-check-text]').evaluate((area, text) => {
		area.value = text;
		area.dispatchEvent(new Event('input', { bubbles: true }));
	}, lines.join('\n'));
	const ms = await tab.evaluate(async () => {
		const started = performance.now(), place = document.querySelector('[data-check-count]');
		document.querySelector('[data-check-form] button').click();
		await new Promise((resolve) => {
			const look = () => (/checked\. /.test(place.textContent) ? resolve() : setTimeout(look, 5));
			look();
		});
		return performance.now() - started;
	});
	console.log(`${LINES} lines: ${Math.round(ms)} ms, ${loads} files; ${await tab.locator('[data-check-count]').textContent()}`);
	await tab.close();
}

await withBrowser(async (browser) => {
	const origin = await serve(root, { isCompressed: true });
	await list(browser, origin);
	tell('first answers', await firstAnswers(browser, origin, false));
	tell('first answers, slow', await firstAnswers(browser, origin, true));
});
