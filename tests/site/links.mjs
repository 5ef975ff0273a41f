#!/usr/bin/env node
// Every link of every page leads to a file of the site, and to an id that is there; in an offline
// build to a file by its full name; and links lead from the home page to every page. Sitemaps list all pages and nothing else. The page for what is not
// found stands for any address, so on the web its links begin at the root.
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, filesBelow, report, textOf, work } from '../check.mjs';

const unescape = (text) => text.replace(/&(amp|quot|lt|gt|#39|#x27|#34);/g, (all, name) =>
	({ amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'", '#x27': "'", '#34': '"' })[name]);

/** The addresses in href, src, poster, srcset and data attributes of a page. */
function addresses(html) {
	const text = html.replace(/<!--[^]*?-->/g, '');
	return [...text.matchAll(/\s(?:href|src|action|data)=(?:"([^"]*)"|'([^']*)')/g)]
		.map((match) => unescape(match[1] ?? match[2]));
}

const idsOf = new Map();
function hasId(file, id) {
	if (!idsOf.has(file)) {
		const text = fs.readFileSync(file, 'utf8');
		idsOf.set(file, new Set([...text.matchAll(/\sid="([^"]*)"/g)].map((match) => unescape(match[1]))));
	}
	return idsOf.get(file).has(id);
}

/** What is wrong with the links of all pages: each target once, with a page that names it. */
function faultsOf(root, pages, files, isOffline) {
	const faults = new Map();
	for (const page of pages)
		for (const [address, why] of faultsOfPage(root, page, files, isOffline))
			faults.set(`${why}: ${address}`, [...faults.get(`${why}: ${address}`) ?? [], page]);
	return [...faults].map(([fault, from]) => `${fault}, from ${from.length} pages, as ${from[0]}`);
}

/** The file that a relative address leads to, and the id in it. */
function targetOf(page, address, isOffline) {
	const isAnywhere = !isOffline && page.endsWith('404.html');
	const [, file, , fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/.exec(address);
	const from = isAnywhere ? '.' : path.posix.dirname(page);
	const target = path.posix.normalize(path.posix.join(from, decodeURIComponent(file)));
	if (file === '')
		return [page, fragment];
	return [!isOffline && (file.endsWith('/') || /(^|\/)\.\.?$/.test(file)) ? path.posix.join(target, 'index.html') : target, fragment];
}

/** The pages that links of pages lead to, step by step from the home page. */
function reachable(root, files, isOffline) {
	const found = new Set(['index.html']);
	for (const page of found)
		for (const address of addresses(fs.readFileSync(path.join(root, page), 'utf8'))) {
			const [target] = /^[a-z][a-z0-9+.-]*:/i.test(address) ? [] : targetOf(page, address, isOffline);
			if (files.has(target) && target.endsWith('.html'))
				found.add(target);
		}
	return found;
}

/** Pairs of an address, from the root where it is a file, and what is wrong with it. */
function faultsOfPage(root, page, files, isOffline) {
	const faults = [];
	const isAnywhere = !isOffline && page.endsWith('404.html');
	for (const address of addresses(fs.readFileSync(path.join(root, page), 'utf8'))) {
		if (/^(https?|mailto|tel):/.test(address))
			continue;
		if (/^[a-z][a-z0-9+.-]*:/i.test(address) || address.startsWith('/') !== (isAnywhere && !address.startsWith('#'))) {
			faults.push([address, 'neither relative nor of a known scheme']);
			continue;
		}
		const [target, fragment] = targetOf(page, address, isOffline);
		if (target.startsWith('../') || !files.has(target))
			faults.push([target, 'no such file']);
		else if (fragment && !hasId(path.join(root, target), decodeURIComponent(fragment)))
			faults.push([`${target}#${fragment}`, 'no such id']);
	}
	return faults;
}

for (const isOffline of [false, true]) {
	const root = `${work}/${isOffline ? 'file' : 'web'}`;
	if (!buildSite(root, isOffline ? { offline: true } : {}))
		continue;
	const files = new Set(filesBelow(root));
	const pages = [...files].filter((file) => file.endsWith('.html'));
	check(`${root} has pages`, pages.length > 200, `${pages.length}`);
	checkNone(`${root}: links that lead nowhere`, faultsOf(root, pages, files, isOffline));
	const found = reachable(root, files, isOffline);
	checkNone(`${root}: pages that no way of links leads to from the home page`,
		pages.filter((page) => !found.has(page) && !page.endsWith('404.html')));
	if (isOffline)
		continue;

	// An icon for the home screens of phones, on every page: 180 pixels a side, and without an alpha channel,
	// which phones would show as black.
	const icon = 'static/icon-180-';
	const iconOf = (page) => /<link rel="apple-touch-icon" href="(?:\.\/|(?:\.\.\/)+|\/)([^"]*)"/
		.exec(fs.readFileSync(path.join(root, page), 'utf8'))?.[1];
	checkNone('pages without an icon for phones', pages.filter((page) => !iconOf(page)?.startsWith(icon)));
	const picture = fs.readFileSync(path.join(root, [...files].find((file) => file.startsWith(icon) && file.endsWith('.png'))));
	check('which is a square of 180 without alpha', [16, 20].every((at) => picture.readUInt32BE(at) === 180) && picture[25] === 2);

	const canonicals = new Map();
	for (const page of pages) {
		const html = fs.readFileSync(path.join(root, page), 'utf8');
		const canonical = /<link rel="canonical" href="([^"]*)"/.exec(html);
		if (!page.endsWith('404.html') && !/<meta name="robots" content="[^"]*noindex/.test(html))
			canonicals.set(canonical ? unescape(canonical[1]) : `none in ${page}`, page);
	}
	const locs = (file) => [...textOf(path.join(root, file)).matchAll(/<loc>([^<]*)<\/loc>/g)]
		.map((match) => unescape(match[1]));
	const home = [...canonicals].find(([, page]) => page === 'index.html')[0];
	const listed = [...new Set(filesBelow(root).filter((file) => /sitemap.*\.xml(\.gz)?$/.test(file)))].flatMap(locs);
	const parts = listed.filter((url) => /\.xml(\.gz)?$/.test(url));
	const urls = listed.filter((url) => !/\.xml(\.gz)?$/.test(url));
	checkNone('sitemaps that the index names and that are not there',
		parts.filter((url) => !files.has(url.slice(home.length))));
	checkNone('pages that no sitemap lists', [...canonicals.keys()].filter((url) => !urls.includes(url)));
	checkNone('addresses in a sitemap without a page', urls.filter((url) => !canonicals.has(url)));
	checkNone('addresses listed twice', urls.filter((url, i) => urls.indexOf(url) !== i));
}
report();
