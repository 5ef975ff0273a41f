// The pages and links of a lite mirror, checked against the site that it is a mirror of.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { check, checkNone, filesBelow, statuses } from '../check.mjs';
import { baseUrl, languages, packedPages } from './mirror.mjs';

/** The addresses in a page's markup: [attribute, value]. */
function addresses(html) {
	const markup = html.replace(/<script\b[^>]*>[^]*?<\/script>/g, (script) => script.slice(0, script.indexOf('>') + 1));
	return [...markup.matchAll(/<[a-z][^<>"]*(?:"[^"]*"[^<>"]*)*>/gi)].flatMap(([tag]) =>
		[...tag.matchAll(/\s(href|src|action)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

/** Every link of a lite mirror that leads nowhere, or to the web though the mirror has its target. */
function badLinks(folder, packed) {
	const files = new Set(filesBelow(folder)), bad = [];
	const seen = { kept: 0, packed: 0, web: 0 };
	const test = (page, [name, value]) => {
		const plain = value.replaceAll('&amp;', '&');
		if (plain.startsWith(baseUrl)) {
			seen.web++;
			const target = plain.slice(baseUrl.length).replace(/[?#].*/, '');
			if (name !== 'href' || /^(en\/)?view\//.test(target))
				return /^(en\/)?view\/$/.test(target) ? [] : [`${page}: ${value}`];
			return [];
		}
		if (/^([a-z]+:|#|$)/.test(plain))
			return [];
		const [, way, query] = /^([^?#]*)(?:\?([^#]*))?/.exec(plain);
		const target = path.posix.normalize(path.posix.join(path.posix.dirname(page), way));
		if (!files.has(target))
			return [`${page}: ${value}: no file`];
		const viewer = /^(en\/)?view\/index\.html$/.exec(target);
		seen[viewer ? 'packed' : 'kept']++;
		// The viewer alone is the twin of the viewer.
		if (viewer && query !== undefined && !packed.get(viewer[1] ? 'en' : 'ja').has(query))
			return [`${page}: ${value}: not packed`];
		return [];
	};
	for (const name of files)
		if (name.endsWith('.html'))
			for (const address of addresses(fs.readFileSync(`${folder}/${name}`, 'utf8')))
				bad.push(...test(name, address));
	for (const [lang, pages] of packed)
		for (const [key, { html, languages: switches, file: shard }] of pages)
			for (const address of addresses(html + switches))
				bad.push(...test(`${languages[lang]}view/index.html`, address).map((fault) => `${shard} ${key}: ${fault}`));
	check('links of each kind were seen', Object.values(seen).every((n) => n > 100), JSON.stringify(seen));
	return [...new Set(bad)];
}

/** The pictures of a product, which a packed page holds itself and one of the site names. */
function withPictures(html, from, site) {
	return html.replace(/<img class="(qr|badge)" src="([^"]*)"[^>]*>/g, (whole, name, address) => {
		const picture = fs.readFileSync(`${site.full}/${path.posix.join(path.posix.dirname(from), address)}`, 'utf8');
		return name === 'qr' ? `<span class="qr">${picture}</span>` : picture;
	});
}

/** A page of the offline site as its packed form should be, all its addresses made comparable: those of
 * the mirror are resolved to where they lead. */
function resolved(html, from, site, isPacked) {
	return withPictures(html, from, site).replace(/\s(href|src|action)="([^"]*)"/g, (whole, name, value) => {
		if (/^([a-z]+:|#|$)/.test(value))
			return whole;
		const [, way, tail] = /^([^?#]*)(.*)$/.exec(value);
		const target = path.posix.normalize(path.posix.join(path.posix.dirname(from), way));
		const viewer = /^(en\/)?view\/index\.html$/.exec(target);
		if (viewer)
			return ` ${name}="/${viewer[1] ?? ''}${tail.slice(1)}index.html"`;
		return isPacked(target) ? ` ${name}="/${target}${tail}"` : ` ${name}="${baseUrl}${target.replace(/(^|\/)index\.html$/, '$1')}${tail}"`;
	});
}

function isComplete(exported, site, packed) {
	const kept = new Set(filesBelow(site.lite));
	const has = (target) => kept.has(target) || (target.endsWith('/index.html')
		&& packed.get(target.startsWith('en/') ? 'en' : 'ja').has(target.replace(/^en\//, '').slice(0, -'index.html'.length)));
	const pages = filesBelow(site.full).filter((name) => name.endsWith('.html'));
	checkNone('pages that the mirror lacks', pages.filter((name) => !has(name)));
	const differs = [];
	for (const [lang, records] of packed)
		for (const [key, { title, html }] of records) {
			const from = `${languages[lang]}${key}index.html`;
			const whole = fs.readFileSync(`${site.full}/${from}`, 'utf8');
			const body = whole.slice(whole.indexOf('</header>') + 9, whole.indexOf('<footer'));
			const squeeze = (text) => text.replace(/\s*\n\s*/g, '\n').trim();
			if (squeeze(resolved(body, from, site, has)) !== squeeze(resolved(html, `${languages[lang]}view/index.html`, site, has)) || !whole.includes(`<title>${title}</title>`))
				differs.push(from);
		}
	checkNone('packed pages that are not those of the site', differs);
	const products = [...statuses(exported ? { export: exported } : {}).values()].filter(({ status }) => status !== 'not_issued');
	checkNone('products that are not packed', products.filter(({ product_id: id }) =>
		[...packed.values()].some((records) => !records.has(`P/${id}/`))).map(({ product_id: id }) => id));
}

/** Holds a lite mirror against the offline site of the same export. */
export function examine(folder, full, exported) {
	const packed = packedPages(folder);
	checkNone(`${folder}: links`, badLinks(folder, packed));
	isComplete(exported, { lite: folder, full }, packed);
	const lines = (name) => fs.readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n').map((line) => line.slice(66));
	const edition = JSON.parse(fs.readFileSync(`${folder}/MANIFEST.json`, 'utf8'));
	check(`${folder}: its edition lists every file, of the same inputs`, lines(edition.parts[0].path).join()
		=== filesBelow(folder).filter((name) => !/^(MANIFEST[.]json|sums\/.*)$/.test(name)).join()
		&& JSON.stringify(edition.inputs) === JSON.stringify(JSON.parse(fs.readFileSync(`${full}/MANIFEST.json`, 'utf8')).inputs));
	checkNone(`${folder}: sha256sum finds`, [spawnSync('sha256sum', ['--quiet', '-c', edition.parts[0].path], { cwd: folder, encoding: 'utf8' })]
		.filter(({ status }) => status !== 0).map(({ stdout }) => stdout));
}
