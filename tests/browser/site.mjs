// What the tests of this folder share: the sites they open, a server on loopback, the browser, and
// the kinds of page there are.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import { chromium } from 'playwright-core';
import { asOf, buildSite, check, criteria, filesBelow, readStrings, report, statuses, work } from '../check.mjs';
import { retiredProducts, specialProducts, writeHardExport } from './hard.mjs';

/** The languages of the site and the folder of each. */
export const languages = { ja: '', en: 'en/' };

/** The texts of a language, as the layouts see them. */
export const strings = Object.fromEntries(Object.keys(languages).map((lang) => [lang, readStrings(lang)]));

/** Builds the sample; returns its folder. Where that fails, the test is over. */
export function sampleSite(options = {}) {
	const root = path.resolve(work, options.offline ? 'sample-offline' : 'sample');
	if (!buildSite(root, options))
		report();
	return root;
}

/** Builds a site of products that strain a page, two of them retired; returns its folder. */
export function hardSite() {
	const root = path.resolve(work, 'hard');
	const site = path.resolve(work, 'site');
	fs.mkdirSync(`${site}/content`, { recursive: true });
	for (const name of ['layouts', 'static', ...fs.readdirSync('content').map((entry) => `content/${entry}`)])
		if (name !== 'content/retired.jsonl')
			fs.symlinkSync(path.resolve(name), `${site}/${name}`);
	fs.writeFileSync(`${site}/content/retired.jsonl`, retiredProducts.map((line) => `${JSON.stringify(line)}\n`).join(''));
	if (!buildSite(root, { site, export: writeHardExport(`${work}/hard.jsonl`) }))
		report();
	return root;
}

// ---- kinds of page ----

const isPage = (root, name) => fs.existsSync(path.join(root, name, 'index.html'));

/** One product for each status and reason of an export: {'valid': id, 'lapsed-expiry': id, …}, and
 * one that is retired. */
export function productsByStatus(options = {}) {
	const found = {};
	for (const { product_id: id, status, reason } of statuses(options).values())
		if (status !== 'not_issued')
			found[reason ? `${status}-${reason}` : status] ??= id;
	const retired = 'content/retired.jsonl';
	if (fs.existsSync(retired) && !options.export)
		found.retired = JSON.parse(fs.readFileSync(retired, 'utf8').split('\n')[0]).product_id;
	return found;
}

/** The pages to look at below the folder of a language: one of each layout, the product page of each
 * status and reason, every page of prose. */
function kindsBelow(root, products) {
	const kinds = [{ kind: 'home', path: '' }];
	const add = (kind, name) => name && isPage(root, name) && kinds.push({ kind, path: `${name}/` });
	const below = (name) => (fs.existsSync(path.join(root, name)) ? fs.readdirSync(path.join(root, name)).sort() : [])
		.filter((entry) => isPage(root, path.join(name, entry)));

	add('browse', 'products');
	add('list', 'products/all');
	const next = below('products/all')[0];
	add('list-continued', next && `products/all/${next}`);
	add('list-ending', 'products/ending-180');
	add('list-maker', `products/${below('products').find((name) => name.startsWith('maker-'))}`);
	for (const [status, id] of Object.entries(products))
		add(`product-${status}`, `P/${id}`);
	add('criteria-index', 'criteria');
	for (const id of below('criteria')) {
		const { replaces } = JSON.parse(fs.readFileSync(`${criteria}/${id}.json`, 'utf8'));
		const kind = replaces ? 'criteria-revised' : 'criteria';
		if (!kinds.some((page) => page.kind === kind))
			add(kind, `criteria/${id}`);
	}
	const folders = ['products', 'P', 'criteria', ...Object.values(languages).map((folder) => folder.slice(0, -1))];
	for (const name of below('').filter((entry) => !folders.includes(entry)))
		add(name, name);
	if (fs.existsSync(path.join(root, '404.html')))
		kinds.push({ kind: '404', path: '404.html' });
	return kinds;
}

/** The same of every language: [{kind, lang, path}], paths below the root. */
export function pagesOf(root, products = productsByStatus()) {
	return Object.entries(languages).flatMap(([lang, folder]) => kindsBelow(path.join(root, folder), products)
		.map((page) => ({ kind: page.kind, lang, path: folder + page.path })));
}

/** The same for the site of hardSite. */
export function hardPages(root) {
	return pagesOf(root, { ...productsByStatus({ export: `${root}.jsonl` }), ...specialProducts });
}

/** Leaves out the reasons of a status that differ from another in nothing but their words. */
export const isDistinct = ({ kind }) => !/^product-(pending|lapsed)-(?!cap|withdrawn)/.test(kind);

/** Every page of a site, as paths of files. */
export const htmlFiles = (root) => filesBelow(root).filter((name) => name.endsWith('.html'));

// ---- the server ----

const types = {
	'.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json',
	'.svg': 'image/svg+xml', '.png': 'image/png', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8',
};

/** A script that stops the clock of a page. */
const stoppedClock = (instant) => `window.Date = class extends Date {
	constructor(...parts) { super(...(parts.length ? parts : [${Number(instant)}])); }
	static now() { return ${Number(instant)}; }
};`;

/** A page that shows another one as wide as asked, since some windows cannot be as narrow as a phone. */
const framePage = ({ width, height, path: address }) =>
	`<!doctype html><body style="margin:0"><iframe style="border:0" width="${width}" height="${height}" src="${address}"></iframe>`;

/** Serves a folder as a web host does, its 404.html for what is not there; returns its address. The
 * server does not keep the process alive. With isCompressed texts are sent by gzip; with an instant,
 * pages believe that it is now; with a function `send`, that sends them. */
export function serve(root, { isCompressed = false, instant = null, send = null } = {}) {
	const server = http.createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url, 'http://host');
		if (pathname === '/frame')
			return response.writeHead(200, { 'content-type': types['.html'] }).end(framePage(Object.fromEntries(searchParams)));
		if (pathname === '/clock.js')
			return response.writeHead(200, { 'content-type': types['.js'], 'cache-control': 'no-store' }).end(stoppedClock(instant()));
		const name = decodeURIComponent(pathname);
		let file = path.join(root, path.posix.normalize(name));
		if (fs.existsSync(file) && fs.statSync(file).isDirectory()) {
			if (!name.endsWith('/'))
				return response.writeHead(301, { location: `${name}/` }).end();
			file = path.join(file, 'index.html');
		}
		const isThere = fs.existsSync(file);
		file = isThere ? file : path.join(root, '404.html');
		const isZipped = isCompressed && path.extname(file) !== '.png';
		response.writeHead(isThere ? 200 : 404, {
			'content-type': types[path.extname(file)] ?? 'application/octet-stream',
			...(isZipped && { 'content-encoding': 'gzip' }),
		});
		let bytes = fs.readFileSync(file);
		if (instant && file.endsWith('.html'))
			bytes = Buffer.from(bytes.toString().replace('<meta name="viewport"', '<script src="/clock.js"></script>$&'));
		if (send && file.endsWith('.html'))
			return send(response, bytes);
		return response.end(isZipped ? zlib.gzipSync(bytes) : bytes);
	});
	server.unref();
	return new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}/`));
	});
}

// ---- the browser ----

/** Where many things run at once, all of it takes its time. */
const patience = 180000;

export function launch() {
	return chromium.launch({
		timeout: patience,
		// Its socket stands there, and a path to one is at most 107 bytes long.
		env: { ...process.env, TMPDIR: '/tmp' },
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
			'--disable-background-networking', '--disable-component-update', '--disable-sync'],
	});
}

export const phone = { width: 360, height: 740 };
export const desk = { width: 1280, height: 900 };

/** Noon in Tokyo on the as-of day, some days later. */
export function noonAfter(days = 0, date = asOf) {
	return new Date(Date.parse(`${date}T03:00:00Z`) + days * 864e5);
}

/** A tab whose clock stands at noon of the as-of day. */
export async function openTab(browser, options = {}) {
	const context = await browser.newContext({ viewport: phone, ...options });
	context.setDefaultTimeout(patience);
	const tab = await context.newPage();
	if (options.javaScriptEnabled !== false) {
		await tab.clock.setFixedTime(noonAfter());
		await tab.addInitScript(addIconOf);
	}
	return tab;
}

/** Runs in a page before all else: gives its scripts of tests the picture that stands before an element. */
function addIconOf() {
	window.iconOf = (element) => getComputedStyle(element, '::before').maskImage;
}

/** What goes wrong in a tab from now on, in a list that grows: console messages, errors, requests that
 * fail, and requests to another host than the pages' own. */
export function watch(tab, origin) {
	const faults = [];
	const name = (address) => address.replace(origin, '/');
	tab.on('console', (message) => faults.push(`${name(tab.url())}: console: ${message.text()}`));
	tab.on('pageerror', (error) => faults.push(`${name(tab.url())}: error: ${error.message}`));
	tab.on('requestfailed', (request) => {
		// What was still coming when the tab went on to another page.
		if (request.failure()?.errorText !== 'net::ERR_ABORTED')
			faults.push(`${name(request.url())}: ${request.failure()?.errorText}`);
	});
	tab.on('response', (response) => {
		if (response.status() >= 400)
			faults.push(`${name(response.url())}: status ${response.status()}`);
	});
	tab.on('request', (request) => {
		if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
			faults.push(`${name(tab.url())}: another host: ${request.url()}`);
	});
	return faults;
}

/** Runs the body with a browser, and closes it whatever happens. */
export async function withBrowser(body) {
	const browser = await launch();
	try {
		await body(browser);
	} catch (error) {
		check('the test runs to its end', false, error.stack.split('\nBrowser logs:')[0]);
	} finally {
		await browser.close();
	}
}
