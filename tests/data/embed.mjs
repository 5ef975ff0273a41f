#!/usr/bin/env node
// Badges and embeds: the snippets of the page that serves all
// products, made out for one, lead to it and to its badge, a button copies each as
// it stands, and the pages that explain them are as accessible as the others.
import fs from 'node:fs';
import path from 'node:path';
import { check, checkNone, filesBelow, report, statuses } from '../check.mjs';
import { audit } from '../browser/audit.mjs';
import { desk, languages, openTab, sampleSite, serve, strings, watch, withBrowser } from '../browser/site.mjs';

const base = JSON.parse(fs.readFileSync('content/site.json', 'utf8')).base_url;
const root = sampleSite();
const isThere = (url) => url.startsWith(base) && fs.existsSync(path.join(root, url.slice(base.length)
	.replace(/\/$/, '/index.html')));

/* Stars are full on the badge of a label that is valid, and outlines alone on all others, as on the page. */
checkNone('badges whose stars say something else than their page', [...statuses().values()].filter(({ status }) => status !== 'not_issued')
	.flatMap(({ product_id: id, level, status }) => Object.values(languages).map((folder) => {
		const badge = fs.readFileSync(path.join(root, folder, 'P', id, 'badge.svg'), 'utf8');
		const nfull = badge.match(/<path[^>]* fill="#1a1a1c"/g)?.length ?? 0, ndashed = badge.match(/<path[^>]* stroke-dasharray/g)?.length ?? 0;
		return nfull === (status === 'valid' ? level : 0) && ndashed === (status === 'valid' ? 0 : 4 - level) ? '' : `${folder}P/${id}: ★${level} ${status}: ${nfull}`;
	})).filter(Boolean));

await withBrowser(async (browser) => {
	const origin = await serve(root);
	const id = filesBelow(root).find((name) => /^P\/[^/]+\/index\.html$/.test(name)).split('/')[1];
	const tab = await openTab(browser, { viewport: desk, permissions: ['clipboard-read', 'clipboard-write'] });
	const faults = watch(tab, origin);
	for (const [lang, folder] of Object.entries(languages)) {
		const { embed: words } = strings[lang];
		await tab.goto(`${origin}${folder}P/${id}/`);
		await tab.locator('.vendor-files summary').click();
		await tab.locator('.vendor-files a[href*="embed/"]').click();
		check(`${lang}: the product page leads to the page with its code`, tab.url() === `${origin}${folder}embed/?id=${id}`, tab.url());
		const box = tab.locator('[data-made-out]');
		await box.waitFor();
		check(`${lang}: which names the product, and leads back`, await box.locator('a').textContent() === id
			&& await box.locator('a').evaluate((a) => a.href) === `${origin}${folder}P/${id}/`);
		check(`${lang}: and shows its badge`, await box.locator('img').evaluate((img) => img.decode().then(() => img.naturalWidth > 100)));
		const snippets = await tab.locator('[data-copy] pre').allTextContents();
		check(`${lang}: three snippets`, snippets.length === 3, snippets.join('\n'));
		const [html, markdown, link] = snippets;
		// As a page elsewhere would show them.
		const shown = await tab.evaluate((text) => {
			const place = new DOMParser().parseFromString(text, 'text/html').body;
			const a = place.querySelector('a'), img = a?.querySelector('img');
			return { href: a?.href, src: img?.src, alt: img?.alt, n: place.children.length };
		}, html);
		check(`${lang}: HTML is a badge with a link`, shown.n === 1 && shown.href === `${base}P/${id}/` &&
			shown.src === `${base}${folder}P/${id}/badge.svg` && shown.alt === words.badge_alt, JSON.stringify(shown));
		const match = /^\[!\[([^\]]+)\]\(([^)]+)\)\]\(([^)]+)\)$/.exec(markdown);
		check(`${lang}: Markdown is the same`, match && match[1] === shown.alt && match[2] === shown.src && match[3] === shown.href, markdown);
		check(`${lang}: the link is the fixed address`, link === `${base}P/${id}/`, link);
		checkNone(`${lang}: addresses in snippets that are not there`, [shown.href, shown.src].filter((url) => !isThere(url)));
		check(`${lang}: alt says nothing of the status`, !/有効 |valid until|失効|lapsed/i.test(shown.alt), shown.alt);
		const buttons = tab.locator('[data-copy] .copy');
		check(`${lang}: a button for each`, await buttons.count() === 3);
		for (let i = 0; i < 3; i++) {
			await buttons.nth(i).focus();
			await tab.keyboard.press('Enter');
			await tab.locator(`[data-copy] [role=status]`).nth(i).filter({ hasText: words.copied }).waitFor({ state: 'attached' });
			check(`${lang}: button ${i} copies what it stands at`, await tab.evaluate(() => navigator.clipboard.readText()) === snippets[i]);
			check(`${lang}: button ${i} says so`, await buttons.nth(i).inputValue() === words.copied);
		}
		const size = await buttons.first().boundingBox();
		check(`${lang}: the button is large enough`, size.height >= 24 && size.width >= 24);
		for (const target of ['embed/', 'labels/']) {
			await tab.goto(`${origin}${folder}${target}`);
			check(`${lang}: ${target} is there`, await tab.locator('h1').count() === 1);
		}
		check(`${lang}: labels/ leads to embed/`, await tab.locator('main a[href$="embed/"]').count() === 1);
		await tab.goto(`${origin}${folder}embed/`);
		check(`${lang}: it says which host is ours`, (await tab.locator('#real ~ ol').textContent()).includes(new URL(base).host));
	}
	checkNone('on the console', faults);
	checkNone('axe', await audit(tab, origin, Object.values(languages).flatMap((folder) =>
		['embed/', 'data/', `P/${id}/`].map((name) => ({ path: folder + name })))));
	const plain = await openTab(browser, { javaScriptEnabled: false });
	await plain.goto(`${origin}embed/?id=${id}`);
	check('without script there is no button', await plain.locator('.copy').count() === 0);
	const narrow = await openTab(browser);
	for (const name of ['embed/', 'data/', 'en/embed/', 'en/data/']) {
		await narrow.goto(origin + name);
		check(`${name} fits a phone`, await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
	}
});
report();
