#!/usr/bin/env node
// The index of manufacturers: a short one stands on products/, a long one on pages by initial with at
// most 100 names each, on which every manufacturer stands exactly once in each language.
import fs from 'node:fs';
import { buildSite, check, checkNone, filesBelow, readExport, report, textOf, work, writeExport } from '../check.mjs';

const { header, records } = readExport();
const [first] = records.filter(({ labels }) => labels[0].level === 1);
const folders = { ja: '', en: 'en/' };

/** Builds a site with so many manufacturers whose names begin with K, and one whose name begins with S. */
function build(name, n) {
	const made = Array.from({ length: n + 1 }, (_, i) => ({
		...first, product_id: `MAKER${String(i).padStart(4, '0')}`, manufacturer: { disclosed: true, name: i === n
			? { ja: '最後株式会社', en: 'Saigo Inc.', kana: 'さいご' } : { ja: `会社${i}`, en: `Kaisha ${i}`, kana: `かいしゃ${i}` } },
		labels: [{ ...first.labels[0], label_id: `MK-${i}`, events: [], recognitions: undefined }],
	}));
	const out = `${work}/${name}`;
	if (!buildSite(out, { export: writeExport(`${out}.jsonl`, { header, records: made }) }))
		report();
	return out;
}

const read = (out, name) => textOf(`${out}/${name}`);
const indexPages = (out, folder) => filesBelow(`${out}/${folder}products`).filter((name) => name.startsWith('makers-'));
/** The manufacturers that a page lists, by the folders of their lists. */
const listed = (html) => [...html.matchAll(/<li><a href="[^"]*\/?(maker-[^"/]+)\/"/g)].map((match) => match[1]);

const short = build('short', 99), long = build('long', 260);
for (const [lang, folder] of Object.entries(folders)) {
	check(`${lang}: 100 manufacturers stand on products/ alone`, listed(read(short, `${folder}products/index.html`)).length === 100
		&& indexPages(short, folder).length === 0);

	const pages = indexPages(long, folder), top = read(long, `${folder}products/index.html`);
	check(`${lang}: of 261 products/ lists none`, listed(top).length === 0, listed(top).join('\n'));
	check(`${lang}: they have pages by initial`, pages.join() === (lang === 'ja'
		? ['makers-kana_ka/2/index.html', 'makers-kana_ka/3/index.html', 'makers-kana_ka/index.html', 'makers-kana_sa/index.html']
		: ['makers-k/2/index.html', 'makers-k/3/index.html', 'makers-k/index.html', 'makers-s/index.html']).join(), pages.join('\n'));
	const all = pages.map((name) => listed(read(long, `${folder}products/${name}`)));
	checkNone(`${lang}: pages of more than 100`, pages.filter((_, i) => all[i].length > 100 || all[i].length === 0));
	check(`${lang}: each of them once`, all.flat().length === 261 && new Set(all.flat()).size === 261);
	const reached = (html, from) => [...html.matchAll(/href="([^"#]*)"/g)].map((match) => new URL(match[1] || '.', `https://x/${from}`).pathname.slice(1));
	checkNone(`${lang}: initials to which products/ does not lead`, pages.filter((name) => /^[^/]+\/index/.test(name))
		.filter((name) => !reached(top, `${folder}products/`).includes(`${folder}products/${name.replace('index.html', '')}`)));
	const second = reached(read(long, `${folder}products/${pages[0]}`), `${folder}products/${pages[0]}`);
	checkNone(`${lang}: neighbours of the second page to which it does not lead`, [pages[1], pages[2]]
		.map((name) => `${folder}products/${name.replace('index.html', '')}`).filter((name) => !second.includes(name)));
	const map = filesBelow(long).filter((name) => /^sitemap-pages/.test(name)).map((name) => read(long, name)).join('');
	checkNone(`${lang}: not in the sitemap`, pages.map((name) => `/${folder}products/${name.replace('index.html', '')}<`).filter((name) => !map.includes(name)));
}
report();
