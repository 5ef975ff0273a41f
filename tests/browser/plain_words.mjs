#!/usr/bin/env node
// Plain words are one click away in every engine, with and without script; they go when what they say is
// over, and are not printed. ENGINES=webkit runs one of them.
import fs from 'node:fs';
import { check, checkNone, report, statuses, work } from '../check.mjs';
import { violations } from './audit.mjs';
import { desk, noonAfter, openTab, phone, productsByStatus, sampleSite, serve, watch, withBrowser } from './site.mjs';
import { pdfFacts } from './sheet.mjs';
import { withEngines } from './webdriver.mjs';

const root = sampleSite();
const { retired, ...products } = productsByStatus();
const tags = fs.readdirSync('content/plain').sort().map((name) => name.replace('.json', ''));

/** Runs in the page: the languages whose words can be seen; and how high is what opens them. */
function look() {
	const details = document.querySelector('.answer details');
	return {
		isThere: details.checkVisibility(),
		seen: [...details.querySelectorAll('p')].filter((p) => p.getBoundingClientRect().height > 0 && p.checkVisibility()).map((p) => p.lang),
		height: details.querySelector('summary').getBoundingClientRect().height,
		hasReadings: [...details.querySelectorAll('p rt')].some((rt) => rt.getBoundingClientRect().height > 0),
		text: details.querySelector('p').textContent,
	};
}

async function checkClick(browser, origin) {
	for (const javaScriptEnabled of [true, false]) {
		const tab = await openTab(browser, { javaScriptEnabled, viewport: javaScriptEnabled ? phone : desk });
		const faults = watch(tab, origin);
		for (const [kind, id] of Object.entries(products)) {
			await tab.goto(`${origin}P/${id}/`);
			const details = tab.locator('.answer details');
			check(`${kind}: nothing is seen before`, await details.locator('p:visible').count() === 0);
			await details.locator('summary').click();
			check(`${kind}: all languages are seen after a click`, await details.locator('p:visible').count() === tags.length);
			check(`${kind}: no other page`, tab.url() === `${origin}P/${id}/`);
			if (!javaScriptEnabled)
				continue;
			checkNone(`${kind}: axe`, await violations(tab, id));
			const width = await tab.evaluate(() => document.documentElement.scrollWidth);
			check(`${kind}: as wide as the phone`, width === phone.width, width);
		}
		checkNone(`script ${javaScriptEnabled}: console messages`, faults);
		await tab.context().close();
	}
}

/** By keyboard alone. */
async function checkKeys(browser, origin) {
	const tab = await openTab(browser);
	await tab.goto(`${origin}P/${products.valid}/`);
	for (let i = 0; i < 40 && !await tab.evaluate(() => document.activeElement.matches('.answer summary')); i++)
		await tab.keyboard.press('Tab');
	await tab.keyboard.press('Enter');
	check('Tab and Enter open it', (await tab.evaluate(look)).seen.length === tags.length);
	await tab.context().close();
}

/** What was valid is not said to be so on the day after; what had ended is. */
async function checkAged(browser, origin) {
	const tab = await openTab(browser);
	const { end } = [...statuses().values()].find(({ product_id: id }) => id === products.valid);
	for (const [kind, id] of Object.entries(products))
		for (const [day, isThere] of [[noonAfter(0, end), true], [noonAfter(1, end), kind !== 'valid'], [noonAfter(4000), kind !== 'valid']]) {
			await tab.clock.setFixedTime(day);
			await tab.goto(`${origin}P/${id}/`);
			check(`${kind} at ${day.toISOString()}: ${isThere ? 'there' : 'not there'}`, (await tab.evaluate(look)).isThere === isThere);
		}
	await tab.context().close();
}

async function checkPrint(browser, origin) {
	const tab = await openTab(browser);
	for (const kind of ['valid', 'revoked']) {
		await tab.goto(`${origin}P/${products[kind]}/`);
		await tab.locator('.answer summary').click();
		const { text } = await tab.evaluate(look);
		const file = `${work}/${kind}.pdf`;
		await tab.pdf({ path: file, preferCSSPageSize: true });
		const sheet = pdfFacts(file);
		check(`${kind}: not on the evidence sheet, though open`, sheet.text.length > 100 && !/[가-힣]|简体|繁體|やさしい/.test(sheet.text)
			&& text.length > 10 && sheet.npages === 1, sheet.text);
	}
	await tab.context().close();
}

async function checkEngine(engine) {
	const { name } = engine;
	let instant = noonAfter();
	const origin = await serve(root, { instant: () => instant });
	const open = async (id) => {
		await engine.openFramed(`${origin}frame?width=390&height=844&path=/P/${id}/`);
		await engine.until(`${id} is there`, () => document.readyState === 'complete' && location.pathname !== '/frame');
	};
	for (const kind of ['valid', 'pending-expiry', 'revoked']) {
		await open(products[kind]);
		const before = await engine.run(look);
		await engine.click('.answer summary');
		const after = await engine.run(look);
		check(`${name}: ${kind}: a click shows all languages`, before.seen.length === 0 && String(after.seen) === String(tags), String(after.seen));
		check(`${name}: ${kind}: readings stand above the words`, after.hasReadings);
		check(`${name}: ${kind}: what is clicked is high enough`, after.height >= 24, after.height);
	}
	instant = noonAfter(4000);
	await open(products.valid);
	check(`${name}: gone when the term is over`, !(await engine.run(look)).isThere);
}

await withBrowser(async (browser) => {
	const origin = await serve(root);
	await checkClick(browser, origin);
	await checkKeys(browser, origin);
	await checkAged(browser, origin);
	await checkPrint(browser, origin);
});
await withEngines(checkEngine);
report();
