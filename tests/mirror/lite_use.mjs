#!/usr/bin/env node
// The lite mirror, used from a disk in two browsers: search, products, languages, staleness, evidence
// sheet; and what the viewer says when it can show nothing.
import fs from 'node:fs';
import { check, checkNone, report, statuses, work } from '../check.mjs';
import { engineNames, languages, makeMirror, openTab, originOf, strings, unpack, useMirror, withEngine } from './mirror.mjs';

const file = `${work}/lite.zip`;
if (!makeMirror('lite', file))
	report();
const origin = originOf(unpack(file));
const viewerOf = (below) => below.replace(/^(en\/)?(.*)$/, (whole, folder, key) => `${origin}${folder ?? ''}view/index.html?${key}`);

async function checkFailures(browser, name) {
	const says = async (address, word, options = {}, prepare = () => {}) => {
		const tab = await openTab(browser, options);
		await prepare(tab);
		await tab.goto(address);
		const text = tab.locator(`[data-lite-say=${word}]`);
		await text.waitFor();
		const lang = /\/en\//.test(address) ? 'en' : 'ja';
		check(`${name}: ${address.slice(origin.length)}: ${word}`, (await text.textContent()) === strings[lang].lite[word]
			&& await tab.locator('main a[href$="products/index.html"]').isVisible());
		await tab.context().close();
	};
	const [id] = statuses().keys();
	for (const folder of Object.values(languages)) {
		await says(`${origin}${folder}view/index.html`, 'nothing');
		await says(`${origin}${folder}view/index.html?P/NOSUCH99/`, 'unknown');
		await says(`${origin}${folder}view/index.html?%E3%81%82/`, 'unknown');
		// WebDriver BiDi has no switch for it.
		if (name !== 'firefox')
			await says(`${origin}${folder}view/index.html?P/${id}/`, 'no_script', { javaScriptEnabled: false });
		await says(`${origin}${folder}view/index.html?P/${id}/`, 'old_browser', {}, (tab) =>
			tab.addInitScript(() => { delete window.DecompressionStream; }));
	}
	const tab = await openTab(browser);
	await tab.goto(`${origin}view/index.html?id=${id}#label`);
	await tab.locator('.answer').waitFor();
	await tab.waitForFunction(() => scrollY > 100);
	check(`${name}: ?id= shows a product, and its part`, true);
	await tab.context().close();
}

for (const name of engineNames)
	await withEngine(name, async (browser) => {
		await useMirror(name, browser, origin, viewerOf);
		await checkFailures(browser, name);
	});

// What axe finds in the viewer, as it is and with a product in it.
await withEngine('chromium', async (browser) => {
	const tab = await openTab(browser);
	for (const folder of Object.values(languages))
		for (const [query, mark] of [['', '[data-lite-say=nothing]'], [`?P/${[...statuses().keys()][0]}/`, '.answer']]) {
			await tab.goto('about:blank');
			await tab.goto(`${origin}${folder}view/index.html${query}`);
			await tab.locator(mark).waitFor();
			await tab.evaluate(fs.readFileSync('tests/node_modules/axe-core/axe.min.js', 'utf8'));
			const { violations, passes } = await tab.evaluate(() => globalThis.axe.run());
			checkNone(`${folder}view/index.html${query}: axe finds`, violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
			check(`${folder}view/index.html${query}: axe has looked`, passes.length > 20);
		}
});

// Without its shards a mirror says so.
const view = `${work}/stick/view`;
makeMirror('lite', `${work}/stick/`);
fs.readdirSync(view).filter((name) => /^[0-9a-f]+[.]js$/.test(name)).forEach((name) => fs.rmSync(`${view}/${name}`));
await withEngine('chromium', async (browser) => {
	const tab = await openTab(browser);
	await tab.goto(`${originOf(`${work}/stick`)}view/index.html?P/${[...statuses().keys()][0]}/`);
	await tab.locator('[data-lite-say=failed]').waitFor();
	check('a missing shard is said', true);
});
report();
