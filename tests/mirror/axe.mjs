#!/usr/bin/env node
// axe finds nothing in the viewer of a lite mirror, whatever it shows, nor on the page that checks a
// copy, before it has and after: in every language, by day and by night, on a phone.
import fs from 'node:fs';
import path from 'node:path';
import { check, checkNone, report, work } from '../check.mjs';
import { violations } from '../browser/audit.mjs';
import { isDistinct, openTab, phone, productsByStatus, strings, withBrowser } from '../browser/site.mjs';
import { makeKey } from '../authentic/keys.mjs';
import { languages, makeMirror, originOf, packedPages } from './mirror.mjs';

const stick = path.resolve(work, 'stick');
if (!makeMirror('lite', `${stick}/`, { set: `public_key=${makeKey('key').text}` }))
	report();
const origin = originOf(stick);
const products = Object.entries(productsByStatus()).filter(([kind]) => isDistinct({ kind: `product-${kind}` }));
const maker = [...packedPages(stick).get('ja').keys()].find((key) => key.startsWith('products/maker-'));
const shown = [...products.map(([, id]) => `P/${id}/`), maker];
const looked = [];

/** What axe finds in a tab by day and by night. */
async function look(tab, what) {
	const found = [];
	for (const colorScheme of ['light', 'dark']) {
		await tab.emulateMedia({ colorScheme });
		found.push(...await violations(tab, `${what} (${colorScheme})`));
		looked.push(what);
	}
	return found;
}

async function viewer(tab, lang) {
	const found = [], view = `${origin}${languages[lang]}view/index.html`;
	const open = async (query, mark) => {
		await tab.goto('about:blank');
		await tab.goto(view + query);
		await tab.locator(mark).first().waitFor();
		found.push(...await look(tab, `${lang} view/${query}`));
	};
	for (const key of shown)
		await open(`?${key}`, key === maker ? 'main .rows' : '.answer, .notice-retired');
	await open('', '[data-lite-say=nothing]');
	await open('?P/NOSUCH99/', '[data-lite-say=unknown]');
	return found;
}

async function checker(tab, lang) {
	await tab.goto(`${origin}${languages[lang]}offline/index.html`);
	await tab.locator('[data-verify] form').waitFor();
	const found = await look(tab, `${lang} offline/`);
	const folder = path.resolve(work, `copy-${lang}`);
	fs.cpSync(stick, folder, { recursive: true });
	fs.appendFileSync(`${folder}/index.html`, ' ');
	await tab.setInputFiles('[data-folder]', folder);
	await tab.locator('form[data-form] .button').click();
	await tab.locator('[data-result]:not([hidden])').waitFor();
	check(`${lang}: a copy with a byte more is not good`, (await tab.locator('[data-answer]').textContent()) !== strings[lang].verify.good);
	found.push(...await look(tab, `${lang} offline/ with findings`));
	fs.rmSync(folder, { recursive: true });
	return found;
}

await withBrowser(async (browser) => {
	for (const lang of Object.keys(languages)) {
		const tab = await openTab(browser, { viewport: phone });
		checkNone(`${lang}: axe, the viewer`, await viewer(tab, lang));
		checkNone(`${lang}: axe, the page that checks a copy`, await checker(tab, lang));
		await tab.context().close();
	}
});
check('all of them were looked at', looked.length === 2 * 2 * (shown.length + 4), looked.length);
report();
