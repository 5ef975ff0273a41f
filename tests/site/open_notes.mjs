#!/usr/bin/env node
// The pages of open security notes: exactly the notes that are open on the site's day, the newest first,
// in pages of which a new note changes the first alone.
import fs from 'node:fs';
import zlib from 'node:zlib';
import { asOf, buildSite, check, checkNone, differences, filesBelow, readExport, report, sample, statuses, work,
	writeExport } from '../check.mjs';

const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (all, name) =>
	({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);
const read = (file) => fs.readFileSync(file, 'utf8');
const isSecurity = (name) => /^(en\/)?security\//.test(name);
const base = JSON.parse(read('content/site.json')).base_url;

/** The open notes that are known, as the page says them; the day first. */
function expected(all, options, language) {
	const status = statuses(options);

	return all.records.filter((r) => status.get(r.product_id).status !== 'not_issued').flatMap((r) =>
		(r.security_notes ?? []).filter((note) => note.state === 'open' && note.date <= asOf).map((note) =>
			[note.date, r.product_id, note.title[language] ?? note.title.ja, note.severity ?? '',
				[...note.cve ?? [], ...note.jvn ? [note.jvn] : []].join(' ')].join('|'))).sort();
}

const severities = new Map();
for (const language of ['ja', 'en'])
	for (const [code, name] of Object.entries(JSON.parse(read(`content/${language}/strings.json`)).severity))
		severities.set(name, code);

/** The notes of a page. */
function notesOf(html) {
	return html.split('<tbody>')[1].split('</table>')[0].split('<tr>').slice(1).map((row) => {
		const [, id] = /<a href="[^"]*P\/([0-9A-Z]{8})\/#safety">/.exec(row) ?? [];
		const note = row.slice(row.lastIndexOf('<td>') + '<td>'.length);

		return [/datetime="([^"]*)"/.exec(row)?.[1], id, unescape(/^(?:<span[^>]*>)?([^<]*)/.exec(note)[1].trimEnd()),
			severities.get(/class="tag">([^<]*)/.exec(note)?.[1]) ?? '',
			[...note.matchAll(/<small class="nowrap">([^<]*)/g)].map(([, code]) => code).join(' ')].join('|');
	});
}

/** The pages in order, from the first by their links. */
function pagesOf(site, root) {
	const pages = [];

	for (let name = `${root}security/index.html`; name && pages.length < 100;) {
		const html = read(`${site}/${name}`).replaceAll('<wbr>', ''), next = /<a rel="next" href="([^"]*)"/.exec(html)?.[1];

		pages.push({ name, html, notes: notesOf(html) });
		name = next && `${new URL(next, `http://host/${name}`).pathname.slice(1)}index.html`;
	}
	return pages;
}

function checkSite(what, site, all, options) {
	const sitemap = filesBelow(site).filter((name) => /^sitemap-pages-.*\.gz$/.test(name))
		.map((name) => zlib.gunzipSync(fs.readFileSync(`${site}/${name}`)).toString()).join('');

	for (const [language, root] of [['ja', ''], ['en', 'en/']]) {
		const pages = pagesOf(site, root), said = pages.flatMap(({ notes }) => notes), want = expected(all, options, language);

		checkNone(`${what}, ${language}: not the open notes`, [...want.filter((note) => !said.includes(note)).map((note) => `- ${note}`),
			...said.filter((note) => !want.includes(note)).map((note) => `+ ${note}`)]);
		check(`${what}, ${language}: each once`, said.length === want.length, `${said.length} of ${want.length}`);
		check(`${what}, ${language}: newest first`, said.every((note, i) => i === 0 || note.split('|')[0] <= said[i - 1].split('|')[0]));
		check(`${what}, ${language}: says how many`, new RegExp(`<p class="range">[^<]*\\b${want.length}(?!\\d)`).test(pages[0].html));
		check(`${what}, ${language}: says its day`, /<p>[^\n]*<span data-as-of>/.test(pages[0].html.split('</table>')[1]));
		checkNone(`${what}, ${language}: pages that nothing leads to`, filesBelow(site).filter((name) => isSecurity(name) &&
			name.endsWith('.html') && name.startsWith(`${root}security`) && !pages.some((page) => page.name === name)));
		checkNone(`${what}, ${language}: not in the sitemap`, pages.map(({ name }) => `<loc>${base}${name.slice(0, -'index.html'.length)}</loc>`)
			.filter((loc) => !sitemap.includes(loc)));
	}
	return pagesOf(site, '');
}

// ---- the sample ----

const plain = { export: sample, 'as-of': asOf };
const all = readExport();
check('the sample is built', buildSite(`${work}/plain`));
check('one page', checkSite('sample', `${work}/plain`, all, plain).length === 1);
for (const root of ['', 'en/']) {
	const leads = (name) => read(`${work}/plain/${root}${name}index.html`).split('<footer')[0].includes('security/"');
	const open = all.records.filter((r) => (r.security_notes ?? []).some((note) => note.state === 'open' && note.date <= asOf));

	check(`${root}: the home page leads to it`, leads(''));
	checkNone(`${root}: products with an open note that do not lead to it`, open.map((r) => `P/${r.product_id}/`).filter((name) => !leads(name)));
	checkNone(`${root}: others that do`, all.records.filter((r) => !open.includes(r)).map((r) => `P/${r.product_id}/`)
		.filter((name) => fs.existsSync(`${work}/plain/${root}${name}`) && leads(name)));
}

// The feeds name a note's numbers too.
for (const root of ['', 'en/']) {
	const entries = filesBelow(`${work}/plain`).filter((name) => name.startsWith(`${root}changes/`) && name.endsWith('.atom'))
		.flatMap((name) => read(`${work}/plain/${name}`).split('<entry>').slice(1));
	const status = statuses(plain);
	const codes = all.records.filter((r) => status.get(r.product_id).status !== 'not_issued').flatMap((r) =>
		(r.security_notes ?? []).filter((note) => note.date <= asOf).flatMap((note) => [...note.cve ?? [], ...note.jvn ? [note.jvn] : []]
			.map((code) => [r.product_id, code])));

	check(`${root}: there are numbers`, codes.length > 5);
	checkNone(`${root}: numbers that no feed has`, codes.filter(([id, code]) => !entries.some((entry) =>
		entry.includes(`/P/${id}/`) && entry.split('<summary>')[1]?.includes(code))).map((pair) => pair.join(' ')));
}

// ---- many notes, many pages ----

const day = (days) => new Date(Date.parse(asOf) + days * 864e5).toISOString().slice(0, 10);
const many = structuredClone(all);
many.records.forEach((r, i) => {
	for (let k = 0; k < (i % 4) + 1; k++)
		(r.security_notes ??= []).push({ date: day(-((i * 37 + k * 101) % 700)), title: { ja: `お知らせ${i}の${k}`, en: `Note ${k} of ${i}` },
			...k % 2 ? { severity: ['low', 'medium', 'high', 'critical'][i % 4] } : {}, ...i % 3 ? { cve: [`CVE-2026-${10000 + i}`, `CVE-2026-${20000 + i * 9 + k}`] } : {},
			...k % 3 === 0 ? { jvn: `JVN#${String(10000000 + i * 4 + k)}` } : {}, state: i % 7 === 3 ? 'fixed' : 'open' });
	r.security_notes.push({ date: day(1 + i % 5), title: { ja: `まだ出ていない情報${i}`, en: `Not yet known ${i}` },
		cve: [`CVE-2027-${10000 + i}`], state: 'open' });
});

function build(name, input) {
	const options = { export: writeExport(`${work}/${name}.jsonl`, input), 'as-of': asOf };

	check(`${name} is built`, buildSite(`${work}/${name}`, { ...options, set: 'rows_per_page=10' }));
	return checkSite(name, `${work}/${name}`, input, options);
}

const pages = build('many', many);
check('many pages', pages.length > 10, pages.length);
checkNone('pages with more than a page and a quarter, or less than a quarter', pages.filter(({ notes }) => notes.length > 12 || notes.length < 2).map(({ name }) => name));
checkNone('a note that is not known yet is told', filesBelow(`${work}/many`).filter((name) => name.endsWith('.html') &&
	/まだ出ていない情報|Not yet known|CVE-2027-/.test(read(`${work}/many/${name}`))));

const names = many.records.filter((r) => r.manufacturer && !r.manufacturer.disclosed).flatMap((r) => Object.values(r.manufacturer.name));
check('there are withheld names', names.length > 0);
checkNone('pages with a withheld name', pages.filter(({ html }) => names.some((name) => html.includes(name))).map(({ name }) => name));

const securityChanges = (name) => differences(`${work}/many`, `${work}/${name}`).filter((file) => isSecurity(file) && file.endsWith('.html'));
const more = structuredClone(many);
more.records[50].security_notes.push({ date: asOf, title: { ja: '今日の情報' }, state: 'open' });
build('more', more);
const root = /^(en\/)?security\/index\.html$/;
check('a new note changes the first page', securityChanges('more').some((name) => root.test(name)));
// The first page may have become two; then the second is new, and the third has another before it.
checkNone('and no other than those that it was', securityChanges('more').filter((name) => !root.test(name) &&
	fs.existsSync(`${work}/many/${name}`) && fs.existsSync(`${work}/more/${name}`) && pages.findIndex((page) => page.name === name.replace(/^en\//, '')) > 1));

const fixed = structuredClone(many), oldest = pages.at(-1).notes.at(-1).split('|');
fixed.records.find((r) => r.product_id === oldest[1]).security_notes.forEach((note) => { note.state = 'fixed'; });
build('fixed', fixed);
check('a note that is fixed is gone', !pagesOf(`${work}/fixed`, '').some(({ notes }) => notes.some((note) => note.includes(oldest[1]))));

const none = structuredClone(all);
none.records.forEach((r) => (r.security_notes ?? []).forEach((note) => { note.state = 'fixed'; }));
check('none is built', buildSite(`${work}/none`, { export: writeExport(`${work}/none.jsonl`, none) }));
for (const language of ['ja', 'en']) {
	const html = read(`${work}/none/${language === 'ja' ? '' : 'en/'}security/index.html`).replaceAll('<wbr>', '');

	check(`no note, ${language}: says so`, html.includes(JSON.parse(read(`content/${language}/strings.json`)).security.empty));
}
report();
