#!/usr/bin/env node
// Lighthouse gives product, list and home page 100 in all four categories, on a phone.
//
// It is not a part of the project, and this says "skipped" where it is not there. To have it:
//
//   npm install --prefix DIR lighthouse@12
//   LIGHTHOUSE=DIR tests/browser/lighthouse.mjs
//
// It measures time: on a machine that is busy with other things pages seem slower than they are.
import fs from 'node:fs';
import path from 'node:path';
import url from 'node:url';
import { buildSite, check, report, skip, statuses, work } from '../check.mjs';
import { languages, serve } from './site.mjs';

const modules = path.resolve(process.env.LIGHTHOUSE ?? 'tests', 'node_modules');
const load = (name) => import(url.pathToFileURL(path.join(modules, name)));
if (!fs.existsSync(`${modules}/lighthouse`)) {
	skip('lighthouse is not installed');
	report();
}
const { default: lighthouse } = await load('lighthouse/core/index.js');
const { launch } = await load('chrome-launcher/dist/index.js');

const root = path.resolve(work, 'site');
const origin = await serve(root, { isCompressed: true });
if (!buildSite(root, { 'base-url': origin }))
	report();

const { product_id: id } = [...statuses().values()].find(({ status }) => status === 'valid');
const chrome = await launch({
	chromePath: process.env.CHROMIUM || '/usr/bin/chromium',
	chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
	logLevel: 'silent',
});
try {
	for (const folder of Object.values(languages))
		for (const page of ['', 'products/all/', `P/${id}/`]) {
			const { lhr } = await lighthouse(origin + folder + page, { port: chrome.port, logLevel: 'error' });
			for (const { id: category, score, auditRefs } of Object.values(lhr.categories)) {
				const lost = auditRefs.filter(({ id: name, weight }) => weight > 0 && (lhr.audits[name].score ?? 1) < 1)
					.map(({ id: name }) => `${name}: ${lhr.audits[name].score} ${lhr.audits[name].displayValue ?? ''} ${lhr.audits[name].explanation ?? ''}`);
				check(`${folder}${page}: ${category}: ${Math.round(score * 100)}`, score === 1, lost.join('\n'));
			}
		}
} finally {
	await chrome.kill();
}
report();
