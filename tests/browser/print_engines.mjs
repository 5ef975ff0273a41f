#!/usr/bin/env node
// The evidence sheet as Chromium and Firefox print it, with the fonts of gen/packages.sh: one A4 page
// for up to 40 models, and what is copied from the PDF is the text that was meant.
// ENGINES=firefox runs one of them.
import fs from 'node:fs';
import { check, checkNone, readExport, report, statuses, work } from '../check.mjs';
import { allowed, missing, pdfFacts, readAnswer, wanted } from './sheet.mjs';
import { hardSite, languages, noonAfter, productsByStatus, sampleSite, serve } from './site.mjs';
import { withEngines } from './webdriver.mjs';

async function checkSheet(engine, { origin, root, lang, record, status }) {
	const { product_id: id } = record;
	const name = `${engine.name}: ${languages[lang]}P/${id}/`;
	await engine.goto(`${origin}${languages[lang]}P/${id}/`);
	await engine.until(`${id} knows its day`, () => document.querySelector('[data-as-of]').textContent.includes('2026'));
	const seen = await engine.run(readAnswer);
	const file = `${work}/${engine.name}-${lang}-${id}.pdf`;
	fs.writeFileSync(file, await engine.print());
	const sheet = pdfFacts(file);
	check(`${name}: A4, pages: at most ${allowed(id)}`, sheet.npages <= allowed(id) && /^59[456].*84[12].*A4/.test(sheet.size),
		`${sheet.npages} pages, ${sheet.size}`);
	checkNone(`${name}: not in the text of the sheet`, missing(sheet.text, wanted({ record, status, lang, root, seen })));
	check(`${name}: every character of the text is known`, !sheet.text.includes('\ufffd'), sheet.text);
}

async function checkSheets(engine, { root, ids, options }) {
	const origin = await serve(root, { instant: () => noonAfter() });
	const records = new Map(readExport(options.export).records.map((record) => [record.product_id, record]));
	const status = statuses(options);
	for (const lang of Object.keys(languages))
		for (const id of ids)
			await checkSheet(engine, { origin, root, lang, record: records.get(id), status: status.get(id) });
}

const root = sampleSite(), hard = hardSite();
const { retired, ...products } = productsByStatus();
await withEngines(async (engine) => {
	await checkSheets(engine, { root, ids: Object.values(products), options: {} });
	await checkSheets(engine, { root: hard, ids: ['HARDNAME', 'HARDNOENGLISH', 'HARDWITHHELD', 'HARD300'], options: { export: `${hard}.jsonl` } });
}, ['chromium', 'firefox']);
report();
