#!/usr/bin/env node
// A printed product page is an evidence sheet: one A4 page that says what is certified of which product,
// as of which day, with a QR code that a scanner reads on paper. Pictures stand in build/screens.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { check, checkNone, readExport, report, statuses, work } from '../check.mjs';
import { hardPages, hardSite, languages, noonAfter, openTab, pagesOf, sampleSite, serve, strings, withBrowser }
	from './site.mjs';
import { allowed, dateWords, missing, pdfFacts, plain, readAnswer, wanted } from './sheet.mjs';

const screens = 'build/screens';

// The codes of the others stand in the same place.
const isScanned = (kind) => /-(valid|pending-expiry|lapsed-expiry|revoked|hard.*)$/.test(kind);

/** What a scanner reads on the pages of a print. */
function scan(file) {
	const picture = file.replace(/\.pdf$/, '');
	execFileSync('pdftoppm', ['-r', '150', '-gray', file, picture]);
	const pages = fs.readdirSync(path.dirname(picture)).filter((name) => name.startsWith(`${path.basename(picture)}-`) && name.endsWith('.pgm'))
		.map((name) => path.join(path.dirname(picture), name));
	const read = spawnSync('zbarimg', ['--nodbus', '--raw', '-q', '-Sdisable', '-Sqrcode.enable', ...pages], { encoding: 'utf8' });
	pages.forEach((page) => fs.unlinkSync(page));
	return read.stdout.trim();
}

async function printed(tab, name) {
	const file = `${work}/${name}.pdf`;
	await tab.pdf({ path: file, preferCSSPageSize: true });
	return file;
}

async function checkSheet(tab, { origin, root, page, record, status, scanned }) {
	const name = `${page.kind.replace('product', path.basename(root) === 'hard' ? 'print-hard' : 'print')}-${page.lang}`;
	await tab.goto(origin + page.path);
	const seen = await tab.evaluate(readAnswer);
	const file = await printed(tab, name);
	const sheet = pdfFacts(file);
	const npages = allowed(record.product_id);
	check(`${name}: ${page.path}: A4, pages: at most ${npages}`, sheet.npages <= npages && /^59[45].*84[12].*A4/.test(sheet.size),
		`${sheet.npages} pages, ${sheet.size}`);
	checkNone(`${name}: ${page.path}: not on the sheet`, missing(sheet.text, wanted({ record, status, lang: page.lang, root, seen })));
	if (page.lang !== scanned || !isScanned(page.kind))
		return;
	const { url } = JSON.parse(fs.readFileSync(`${root}/P/${record.product_id}/label.json`, 'utf8'));
	const read = scan(file);
	check(`${name}: ${page.path}: its QR code is read`, read.toUpperCase() === url.toUpperCase(), read);
	execFileSync('pdftoppm', ['-r', '90', '-png', '-singlefile', file, `${screens}/${name}`]);
}

/** Checks the sheets of products in all languages, and scans some in one. */
async function checkSheets(tab, { root, pages, exported, options, scanned }) {
	const origin = await serve(root);
	const records = new Map(readExport(exported).records.map((record) => [record.product_id, record]));
	const status = statuses(options);
	for (const page of pages) {
		const id = path.basename(page.path);
		if (status.get(id))
			await checkSheet(tab, { origin, root, page, record: records.get(id), status: status.get(id), scanned });
	}
	return origin;
}

/** Printed after its last day, a sheet does not say that the label is valid. */
async function checkStale(tab, origin) {
	const { product_id: id, end } = [...statuses().values()].find((s) => s.status === 'valid');
	for (const [lang, folder] of Object.entries(languages)) {
		await tab.clock.setFixedTime(noonAfter());
		await tab.goto(`${origin}${folder}P/${id}/`);
		const sentence = await tab.locator('.answer > [data-sentence]').textContent();
		await tab.clock.setFixedTime(noonAfter(1, end));
		await tab.goto(`${origin}${folder}P/${id}/`);
		const { text } = pdfFacts(await printed(tab, `stale-${lang}`));
		const stale = Object.values(strings[lang].answer.stale).map((words) => words.replaceAll('{{end.text}}', dateWords(lang, end)));
		check(`${lang}: a sheet printed too late says so`, stale.slice(0, 2).every((words) => text.includes(plain(words)))
			&& !text.includes(plain(sentence)), text);
	}
}

await withBrowser(async (browser) => {
	fs.mkdirSync(screens, { recursive: true });
	const root = sampleSite(), hard = hardSite();
	const tab = await openTab(browser);
	const isProduct = ({ kind }) => kind.startsWith('product-') && !/retired|gone/.test(kind);
	const origin = await checkSheets(tab, { root, pages: pagesOf(root).filter(isProduct), scanned: 'ja' });
	// Names are longest in English.
	const exported = `${hard}.jsonl`;
	await checkSheets(tab, { root: hard, pages: hardPages(hard).filter(isProduct), exported, options: { export: exported }, scanned: 'en' });
	await checkStale(tab, origin);
});
report();
