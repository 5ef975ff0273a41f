#!/usr/bin/env node
// What a reader with the box in hand wants to know stands on the first screen of a phone: for every
// status and reason, in every language, also with text at twice its size and with names of 40 wide
// characters. A product like most takes less than 4,000 px there.
import path from 'node:path';
import { buildSite, check, checkNone, readExport, report, statuses, work, writeExport } from '../check.mjs';
import { languages, openTab, productsByStatus, sampleSite, serve, withBrowser } from './site.mjs';

const screen = { width: 390, height: 844 };
const wide = (text) => text.repeat(3).slice(0, 40);

/** One product of the sample for each status and reason, its names as long as names are. None in
 * English, so that the English page shows the wide ones too. */
function longNames() {
	const { header, records } = readExport();
	const chosen = new Set(Object.values(productsByStatus()));
	return { header, records: records.filter((record) => chosen.has(record.product_id)).map((record) => ({
		...record,
		name: { ja: wide('次世代型多機能防水防塵屋外用ネットワーク監視カメラ') },
		models: [{ number: 'NX-4000ABCDEF/JP' }, ...record.models],
		manufacturer: { name: { ja: wide('東日本精密電子機器製造販売株式会社') }, disclosed: true },
		support_until: record.support_until ?? '2031-12-31',
	})) };
}

/** Runs in the page: what of its top is too small: the icon of the status beside its words, and what a finger is to hit. */
function small() {
	const size = (element, part) => getComputedStyle(element, part);
	const status = document.querySelector('.answer-status'), faults = [];
	if (parseFloat(size(status, '::before').blockSize) < parseFloat(size(status).fontSize))
		faults.push('the icon of the status is smaller than its words');
	for (const selector of ['.to-search', '.menu summary']) {
		const { width, height } = document.querySelector(selector).getBoundingClientRect();
		if (width < 44 || height < 44)
			faults.push(`${selector}: ${width} by ${height}`);
	}
	return faults;
}

/** What must be seen, in the order in which it is read. */
const parts = ['.answer-status', 'h1', '.answer-of .number', '.answer-maker', '.answer-meaning', '.answer-days time', '.answer-support'];

/** Runs in the page: where these end, or that they are not there. */
function measure([selectors, scale]) {
	const root = document.documentElement;
	if (scale > 1)
		root.style.fontSize = `${parseFloat(getComputedStyle(root).fontSize) * scale}px`;
	return selectors.map((selector) => {
		const element = document.querySelector(`.answer ${selector}`);
		return { selector, bottom: element?.checkVisibility() ? element.getBoundingClientRect().bottom : Infinity };
	});
}

async function checkAnswers(browser, root, products) {
	const origin = await serve(root);
	const tab = await openTab(browser, { viewport: screen });
	for (const scale of [1, 2])
		for (const [lang, folder] of Object.entries(languages)) {
			const low = [];
			for (const [kind, id] of products) {
				await tab.goto(`${origin}${folder}P/${id}/`);
				const places = await tab.evaluate(measure, [parts, scale]);
				low.push(...places.filter(({ bottom }) => bottom > screen.height)
					.map(({ selector, bottom }) => `${kind}: ${selector} ends at ${Math.round(bottom)}`));
				checkNone(`${lang}: ${kind}: text at ${scale * 100} %: too small`, await tab.evaluate(small));
				check(`${lang}: ${kind}: the status is the first that is read`, await tab.evaluate(() =>
					document.querySelector('main').innerText.trim().startsWith(document.querySelector('.answer-status').innerText.trim())));
			}
			checkNone(`${lang}, text at ${scale * 100} %: below the first screen`, low);
		}
	await tab.context().close();
}

/** The page of a product like most: three models, a summary of two sentences, no notes. */
async function checkLength(browser) {
	const { header, records } = readExport();
	const { label_id: id } = [...statuses().values()].find((status) => status.status === 'valid');
	const usual = records.find((record) => record.labels.some((label) => label.label_id === id));
	const root = path.resolve(work, 'usual');
	const record = {
		...usual, product_id: 'USUAL001', models: [1, 2, 3].map((n) => ({ number: `WR-120${n}` })), security_notes: [],
		procurement_notes: null, other_certifications: [],
		summary: { ja: '家庭で使う無線ルーターです。電波を3階まで届けます。', en: 'A wireless router for homes. It reaches three floors.' },
	};
	buildSite(root, { export: writeExport(`${work}/usual.jsonl`, { header, records: [record] }) });
	const tab = await openTab(browser, { viewport: screen });
	for (const folder of Object.values(languages)) {
		await tab.goto(`${await serve(root)}${folder}P/USUAL001/`);
		const height = await tab.evaluate(() => document.documentElement.scrollHeight);
		check(`${folder}P/USUAL001/: less than 4,000 px on a phone`, height < 4000, height);
	}
	await tab.context().close();
}

await withBrowser(async (browser) => {
	const products = Object.entries(productsByStatus()).filter(([kind]) => kind !== 'retired');
	check('there is every status and reason', products.length >= 15, products.map(([kind]) => kind).join(' '));
	const root = path.resolve(work, 'long');
	buildSite(root, { export: writeExport(`${work}/long.jsonl`, longNames()) });
	await checkAnswers(browser, root, products);
	await checkAnswers(browser, sampleSite(), products);
	await checkLength(browser);
});
report();
