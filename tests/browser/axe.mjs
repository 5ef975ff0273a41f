#!/usr/bin/env node
// axe finds nothing on any kind of page, in any language, by day and by night, with script and without,
// and when what was valid has ended since.
import fs from 'node:fs';
import { checkNone, report } from '../check.mjs';
import { hardSite, noonAfter, openTab, pagesOf, productsByStatus, sampleSite, serve, withBrowser } from './site.mjs';
import { specialProducts } from './hard.mjs';

const axe = fs.readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const everything = { runOnly: { type: 'tag', values: tags } };
// Between day and night nothing but colours changes.
const colours = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

async function violations(tab, where, options) {
	const found = await tab.evaluate((run) => window.axe.run(document, { ...run, resultTypes: ['violations'] }), options);
	return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) =>
		`${where}: ${id}: ${node.target.join(' ')}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
}

/** What axe finds on pages, by day and by night. */
async function audit(tab, origin, pages) {
	const found = [];
	for (const { path } of pages) {
		await tab.emulateMedia({ colorScheme: 'light' });
		await tab.goto(origin + path);
		await tab.evaluate(axe);
		found.push(...await violations(tab, path || './', everything));
		await tab.emulateMedia({ colorScheme: 'dark' });
		found.push(...await violations(tab, `${path || './'} by night`, colours));
	}
	return found;
}

await withBrowser(async (browser) => {
	const root = sampleSite();
	const origin = await serve(root);
	const pages = pagesOf(root);
	const tab = await openTab(browser);
	checkNone('sample', await audit(tab, origin, pages));

	// The lists are alike, and their hundred rows are most of the work.
	const withScript = pages.filter(({ kind }) => /^(home|list-ending|product-valid)$/.test(kind));
	await tab.clock.setFixedTime(noonAfter(3000));
	checkNone('sample, years later', await audit(tab, origin, withScript));

	await tab.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
	checkNone('sample, without script', await audit(tab, origin, pages.filter(({ kind }) => !/^list(-continued)?$/.test(kind))));
	await tab.context().close();

	const hard = hardSite();
	const hardPages = pagesOf(hard, { ...productsByStatus({ export: `${hard}.jsonl` }), ...specialProducts })
		.filter(({ kind }) => /^(browse|list|product)/.test(kind));
	checkNone('hard products', await audit(await openTab(browser), await serve(hard), hardPages));
});
report();
