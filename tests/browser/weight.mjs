#!/usr/bin/env node
// Pages are light, still and alone: a product page in one flight of packets beside what is cached, small
// style and script, nothing that moves while it loads, nothing from elsewhere, nothing inline.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { Linter } from 'eslint';
import { check, checkNone, filesBelow, report } from '../check.mjs';
import { desk, htmlFiles, noonAfter, openTab, pagesOf, phone, sampleSite, serve, watch, withBrowser } from './site.mjs';

const root = sampleSite();
const read = (name) => fs.readFileSync(path.join(root, name));
const zipped = (name) => zlib.gzipSync(read(name), { level: 9 }).length;

// ---- bytes ----

const pages = htmlFiles(root);
const products = pages.filter((name) => /(^|\/)P\/[^/]+\/index\.html$/.test(name));

/** The files a page loads, as paths below the root. */
function loads(page) {
	const html = read(page).toString();
	const addresses = [...html.matchAll(/<(?:script|img|source)[^>]* src="([^"]*)"|<link(?=[^>]* rel="(?:stylesheet|icon)")[^>]* href="([^"]*)"/g)]
		.map((match) => match[1] ?? match[2]);
	return [...new Set(addresses)].filter((address) => !/^(https?|data):/.test(address))
		.map((address) => path.posix.join(path.posix.dirname(page), address));
}

const isCached = (name) => name.startsWith('static/');
const weights = products.map((page) => [page, zipped(page)
	+ loads(page).filter((name) => !isCached(name)).reduce((sum, name) => sum + zipped(name), 0)]);
const heaviest = weights.sort((l, r) => r[1] - l[1])[0];
console.log(`heaviest product page with its pictures: ${heaviest[1]} bytes, ${heaviest[0]}`);
checkNone('product pages of more than 9 kB', weights.filter(([, weight]) => weight > 9000).map(([page, weight]) => `${page}: ${weight}`));
const squeezed = (text) => zlib.brotliCompressSync(text).length;
const mean = (list) => list.reduce((sum, n) => sum + n, 0) / list.length;
const raw = mean(products.map((page) => read(page).length)), brotli = mean(products.map((page) => squeezed(read(page))));
console.log(`mean product page: ${raw.toFixed(0)} bytes, ${brotli.toFixed(0)} in brotli`);
check('a product page: at most 14 kB on average, 4.3 kB in brotli', raw <= 14000 && brotli <= 4300, `${raw} ${brotli}`);

/** What a row of the tables of a page adds to it: [raw, in brotli]. */
function rowCost(page) {
	const html = read(page).toString(), without = html.replace(/<tbody>.*?<\/table>/gs, '</table>');
	const n = html.split('<th scope="row">').length - 1;
	return [(Buffer.byteLength(html) - Buffer.byteLength(without)) / n, (squeezed(html) - squeezed(without)) / n];
}

const lists = pages.filter((name) => /products\/[^/]+\/(from-[^/]+\/)?index\.html$/.test(name) && read(name).toString().split('<th scope="row">').length > 40);
// In Japanese it takes more than in English, in the order of ends more than in that of manufacturers.
const costs = lists.map(rowCost), worst = [0, 1].map((i) => Math.max(...costs.map((cost) => cost[i]))), packed = mean(costs.map(([, bytes]) => bytes));
console.log(`a row of a list: at most ${worst[0].toFixed(0)} bytes on a page, ${worst[1].toFixed(0)} in brotli, ${packed.toFixed(0)} on average`);
check('a row of a list: at most 300 bytes, 66 in brotli, 55 on average', lists.length > 8 && worst[0] <= 300 && worst[1] <= 66 && packed <= 55, `${worst} ${packed}`);
const scripts = new Set(products.flatMap(loads).filter((name) => name.endsWith('.js')));
const scriptWeight = [...scripts].reduce((sum, name) => sum + zipped(name), 0);
// With the words, of all languages, that pages do not carry.
check('the script of product pages: at most 3.3 kB', scripts.size > 0 && scriptWeight <= 3300, `${scriptWeight}: ${[...scripts].join(' ')}`);
/** What search takes before it looks into its index. */
const searchWeights = ['search', 'check'].map((name) => [name, loads(`${name}/index.html`).filter((file) => /^static\/.*\.js$/.test(file))
	.reduce((sum, file) => sum + zipped(file), 0)]);
console.log(`the scripts of search: ${searchWeights.join(' ')} bytes`);
check('the scripts of the search page: at most 32 kB; of the check of a list: at most 40 kB', searchWeights[0][1] <= 32000 && searchWeights[1][1] <= 40000, searchWeights);
const styles = filesBelow(root).filter((name) => name.endsWith('.css'));
const styleWeight = styles.reduce((sum, name) => sum + zipped(name), 0);
// With the pictures that pages do not carry.
check('the style: at most 11.8 kB', styles.length > 0 && styleWeight <= 11800, `${styleWeight}`);

const published = filesBelow(`${root}/static`).filter((name) => /\.(css|js)$/.test(name));
checkNone('remarks for who writes a file that readers get', published.filter((name) =>
	// A script may have the type of an expression before it, in its line.
	(name.endsWith('.css') ? /^\t*\/\*(?!!)/m : /^\t*\/\*(?!!)(?:(?!\*\/)[^])*\*\/\n/m).test(read(`static/${name}`))));

/** What a browser reads of a script: its parts without what stands between them. */
function partsOf(text) {
	const linter = new Linter();
	linter.verify(text, { languageOptions: { ecmaVersion: 'latest', sourceType: 'script' } });
	return linter.getSourceCode().ast.tokens.map(({ value }) => value).join('\n');
}
/** The text of a script as it is written, and of those that its list names. */
function sourceOf(name) {
	const list = `static/${name}.list`;
	const names = fs.existsSync(list) ? fs.readFileSync(list, 'utf8').trim().split('\n') : [name];
	return names.map((one) => fs.readFileSync(`static/${one}`, 'utf8')).join('');
}
const written = published.filter((name) => name.endsWith('.js'));
// Words of the site stand before one of them.
checkNone('scripts that lost more than remarks', written.filter((name) =>
	!`\n${partsOf(read(`static/${name}`).toString())}`.endsWith(`\n${partsOf(sourceOf(name.replace(/-[0-9a-f]{8}\./, '.')))}`)));
check('there are scripts of several files', written.length > 5, written.join(' '));

// ---- markup ----

/** What a page has inline, or from another host. */
function inlineFaults(page) {
	const html = read(page).toString().replace(/<!--[^]*?-->/g, '');
	const faults = [];
	const policies = [...html.matchAll(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/g)].map((match) => match[1]);
	if (policies.length !== 1 || !policies[0].includes("default-src 'none'") || /unsafe|\*|https?:/.test(policies[0]))
		faults.push(`policy: ${policies.join(' | ')}`);
	// What is typed on the search page goes nowhere.
	if (/(^|\/)search\/index\.html$/.test(page) && policies.join().includes('connect-src'))
		faults.push('a policy that lets what is searched for out');
	if (html.indexOf('Content-Security-Policy') > html.search(/<(link|script|img)/))
		faults.push('something is loaded before the policy');
	for (const [tag, name, rest] of html.matchAll(/<([a-z][a-z0-9-]*)((?:\s+[^\s=>/"']+(?:="[^"]*"|='[^']*')?)*)\s*\/?>/gi)) {
		const attributes = [...rest.matchAll(/\s([^\s=>/"']+)(?:="([^"]*)"|='([^']*)')?/g)].map((m) => [m[1].toLowerCase(), m[2] ?? m[3] ?? '']);
		const value = (key) => attributes.find(([k]) => k === key)?.[1];
		if (name === 'style' || attributes.some(([key]) => key === 'style' || key.startsWith('on')))
			faults.push(`inline: ${tag.slice(0, 80)}`);
		if (name === 'script' && value('src') === undefined && value('type') !== 'application/ld+json')
			faults.push(`inline: ${tag}`);
		if (['script', 'img', 'iframe', 'source', 'video', 'audio', 'object', 'embed', 'use'].includes(name)
			&& /^(https?:)?\/\//.test(value('src') ?? value('href') ?? value('data') ?? ''))
			faults.push(`from elsewhere: ${tag.slice(0, 80)}`);
		if (name === 'link' && /stylesheet|icon|preload|preconnect|prefetch/.test(value('rel')) && /^(https?:)?\/\//.test(value('href')))
			faults.push(`from elsewhere: ${tag.slice(0, 80)}`);
		if (name === 'img' && (value('width') === undefined && value('height') === undefined || value('alt') === undefined))
			faults.push(`no size or no alternative: ${tag.slice(0, 80)}`);
	}
	return faults.map((fault) => `${page}: ${fault}`);
}

check('there are pages', products.length > 200 && pages.length > products.length + 100, `${products.length} of ${pages.length}`);
checkNone('inline parts and parts from elsewhere', pages.flatMap(inlineFaults));
checkNone('styles that load something', styles.filter((name) => /@import|url\(\s*["']?(https?:)?\/\//.test(read(name).toString())));

// ---- stillness ----

/** Runs in the page before all else: adds up what moves. */
function countShifts() {
	window.shifts = [];
	new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push([entry.value,
		...entry.sources.map(({ node }) => node?.className?.baseVal ?? node?.className ?? node?.nodeName)].join(' '))))
		.observe({ type: 'layout-shift', buffered: true });
}

/** The most that may move: where a script has much to say of this copy, no more than is called good. */
const most = (kind) => (kind === 'offline' ? 0.1 : 0);

/** What moves on pages whose scripts and pictures come only when the page has been painted. */
async function shiftsOf(browser, origin, list, viewport, days) {
	const tab = await openTab(browser, { viewport });
	const faults = watch(tab, origin);
	const moved = [];
	await tab.addInitScript(countShifts);
	await tab.clock.setFixedTime(noonAfter(days));
	const painted = () => tab.evaluate(() => new Promise((resolve) => {
		new PerformanceObserver(() => resolve()).observe({ type: 'paint', buffered: true });
	})).catch(() => undefined);
	await tab.route(/\.(js|svg|png)$/, async (route) => {
		await painted();
		await route.continue();
	});
	for (const { kind, path: name } of list) {
		await tab.goto(origin + name);
		await tab.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
		moved.push(...(await tab.evaluate(() => window.shifts)).filter((shift) => parseFloat(shift) > most(kind))
			.map((shift) => `${name || './'} at ${viewport.width}: ${shift}`));
	}
	await tab.context().close();
	return { moved, faults };
}

/** Runs in the page before all else: says how many elements it has, whenever it has been painted. */
function tellPainted() {
	const tell = () => requestAnimationFrame(() => requestAnimationFrame(() => {
		console.debug(`painted ${document.getElementsByTagName('*').length}`);
		if (document.readyState === 'loading')
			tell();
	}));
	tell();
}

/** A page in parts, each with an element more: cut behind each of its header, and some of what follows. */
function partsOfPage(html) {
	const from = html.indexOf('<header'), to = html.indexOf('</header>');
	const ends = [...html.matchAll(/<[a-z][^>]*>/g)].map(({ index, 0: tag }) => index + tag.length).filter((end, i) => end > from && (end <= to || i % 100 === 0));
	return [0, ...ends].map((start, i) => ({ text: html.slice(start, ends[i]), isInHeader: ends[i] <= to }));
}

/** What moves on pages that come in parts, each of which is painted before the next one is sent: nothing in the
 * header, of which all pages have the same; of the rest, what stands in tables, no more than is called good. */
async function shiftsInParts(browser, list, viewport) {
	const tab = await openTab(browser, { viewport }), moved = [];
	const say = (name, shifts) => moved.push(...shifts.map((shift) => `${name || './'} at ${viewport.width}: ${shift}`));
	const seen = () => tab.evaluate(() => window.shifts);
	let painted = () => undefined, name = '';
	const origin = await serve(root, { send: async (response, bytes) => {
		let nelements = 0, wasInHeader = true;
		for (const { text, isInHeader } of partsOfPage(bytes.toString())) {
			if (wasInHeader && !isInHeader)
				say(name, await seen());
			wasInHeader = isInHeader;
			response.write(text);
			// What stands in a template is no element of the page.
			let nothing = 0;
			await new Promise((resolve) => { painted = (n) => (n > nelements || ++nothing > 5) && resolve(nelements = n); });
		}
		response.end();
	} });
	tab.on('console', (message) => painted(Number(/^painted (\d+)$/.exec(message.text())?.[1])));
	await tab.addInitScript(countShifts);
	await tab.addInitScript(tellPainted);
	for (const page of list) {
		name = page.path;
		await tab.goto(origin + name);
		const shifts = await seen();
		if (shifts.reduce((sum, shift) => sum + parseFloat(shift), 0) > 0.1)
			say(name, shifts);
	}
	await tab.context().close();
	return moved;
}

await withBrowser(async (browser) => {
	const origin = await serve(root);
	const all = pagesOf(root);
	for (const viewport of [phone, desk]) {
		const { moved, faults } = await shiftsOf(browser, origin, all.filter(({ lang }) => lang === (viewport === phone ? 'ja' : 'en')), viewport, 0);
		checkNone(`layout shifts at ${viewport.width}`, moved);
		checkNone(`console messages and requests to other hosts at ${viewport.width}`, faults);
		checkNone(`layout shifts at ${viewport.width} of pages that come in parts`, await shiftsInParts(browser, all.filter(({ kind, lang }) =>
			lang === 'ja' && /^(home|list|corrections)$/.test(kind)), viewport));
	}
});
report();
