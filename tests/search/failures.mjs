#!/usr/bin/env node
// No load that fails loses anything: each one of a question is refused once, twice, or never comes; the line
// is cut in the middle; the site is replaced under a page that is open, at each load; and a tab stays open
// over midnight.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, readExport, report, work, writeExport } from '../check.mjs';
import { noonAfter, openTab, serve, withBrowser } from '../browser/site.mjs';
import { runScript, searchScript } from './engine.mjs';

const NEXT_DAY = '2026-11-23';
const [before, after, live] = ['before', 'after', 'live'].map((name) => path.resolve(work, name));
spawnSync('tests/search/export.mjs', ['600', `${work}/before.jsonl`], { stdio: 'inherit' });
const { header, records } = readExport(`${work}/before.jsonl`);
// The night after, some labels were revoked, and every name has a mark.
writeExport(`${work}/after.jsonl`, {
	header: { ...header, exported_at: `${NEXT_DAY}T23:30:00+09:00` },
	records: records.map((record, i) => ({
		...record, name: { ...record.name, ja: `${record.name.ja}改` },
		labels: record.labels.map((label) => (i % 9 === 0 ? { ...label, events: [{ date: '2026-11-22', kind: 'revoked' }] } : label)),
	})),
});
buildSite(before, { export: `${work}/before.jsonl` });
buildSite(after, { export: `${work}/after.jsonl`, 'as-of': NEXT_DAY });

/** The index of a site with groups of so few files that there are some: a folder that has it. */
function regroup(folder) {
	const GROUP = 4, DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', out = `${folder}-grouped`;
	const numberOf = (n) => (n < 32 ? DIGITS[n] : DIGITS[32 + n % 32] + numberOf(n >> 5));
	fs.rmSync(out, { recursive: true, force: true });
	fs.cpSync(`${folder}/search`, `${out}/search`, { recursive: true });
	const [, text] = fs.readFileSync(`${out}/search/directory.js`, 'utf8').match(/^fudaSearch\("directory",(.*)\);\n$/s);
	const { files, ...directory } = JSON.parse(text), all = files.match(/.{13}/g), groups = [];
	for (let i = 0; i < all.length; i += GROUP) {
		const some = all.slice(i, i + GROUP), hash = String(i).padStart(12, '0');
		fs.writeFileSync(`${out}/search/g${hash}.js`, `fudaSearch("g${hash}","${some.join('')}");\n`);
		groups.push(`${numberOf(some.reduce((sum, name) => sum + DIGITS.indexOf(name[0]) + 1, 0))} ${hash} `);
	}
	fs.writeFileSync(`${out}/search/directory.js`, `fudaSearch("directory",${JSON.stringify({ ...directory, groups: groups.join('') })});\n`);
	return out;
}

// ---- the engine ----

/** What happens to a load, by its number: 'come', 'refuse' or 'hang'. */
let fate, root, nloads;
const timers = new Map();
// No time passes: a pause is over at once, and patience at an end only where something hangs.
const setTimer = (act, ms, ...args) => {
	const timer = {};
	timers.set(timer, act);
	if (ms < 1000)
		setImmediate(() => timers.delete(timer) && act(...args));
	return timer;
};
const { SearchIndex, Query, LoadError, fudaSearch } = runScript(searchScript, { document: {}, setTimeout: setTimer, clearTimeout: (timer) => timers.delete(timer) },
	'{ SearchIndex, Query, LoadError, fudaSearch }');

function openAt(folder) {
	const index = new SearchIndex('');
	root = folder;
	nloads = 0;
	fate = () => 'come';
	index.loader.insert = (address, failed, done) => {
		const what = fate(nloads++, address), [name] = address.split('?'), file = path.join(root, name);
		// The one set just now is for this load.
		const endPatience = [...timers.values()].at(-1);
		setImmediate(() => {
			if (what === 'hang')
				return endPatience();
			if (what === 'refuse' || !fs.existsSync(file))
				return failed();
			const call = fs.readFileSync(file, 'utf8').match(/^fudaSearch\("(\w+)",(.*)\);\n$/s);
			if (call)
				fudaSearch(call[1], JSON.parse(call[2]));
			return done();
		});
	};
	return index;
}

const some = records[17], other = records[60];
const questions = [some.models[0].number, some.product_id, other.models[0].number, other.product_id, 'カメラ', 'スマート ロック', `${some.models[0].number}Q`, 'router switch', '2012345678900', 'CVE-2026-1', 'カメラ zzzz'];
/** All products of an answer, and how it was come by; where a load fails, the same is done once more. */
async function answerOf(index, question, mend) {
	const attempt = async (work) => {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof LoadError) || !mend)
				throw error;
		}
		// What was asked for side by side with what failed ends as well.
		for (let i = 0; i < 20; i++)
			await new Promise((resolve) => { setImmediate(resolve); });
		mend();
		return work();
	};
	const answer = await attempt(() => Query.ask(index, question, {}));
	while (answer && !answer.isComplete()) {
		const n = answer.loaded.size;
		await attempt(() => answer.more(answer.products.length + 10));
		if (answer.loaded.size === n)
			throw new Error('more() goes on for ever');
	}
	return JSON.stringify([answer?.near, answer?.products.map(({ id, status }) => `${id} ${status}`)]);
}

/** As a large site has it, with groups of files. */
async function groups(folder) {
	for (const question of questions) {
		const expected = await answerOf(openAt(before), question), got = await answerOf(openAt(folder), question);
		check(`files of results named by groups: ${question}`, got === expected, `${got}, not ${expected}`);
	}
}

async function refuses(folder, wanted) {
	const wrong = [];
	let n = 0;
	for (const question of questions) {
		const expected = await answerOf(openAt(folder), question), all = nloads;
		for (let k = 0; k < all; k++)
			for (const [name, make] of Object.entries({
				once: () => (i) => (i === k ? 'refuse' : 'come'),
				twice: () => {
					const address = [];
					return (i, one) => {
						if (i === k)
							address.push(one);
						return one === address[0] ? 'refuse' : 'come';
					};
				},
				'by never coming': () => (i) => (i === k ? 'hang' : 'come'),
				'from there on': () => (i) => (i >= k ? 'refuse' : 'come'),
			})) {
				const index = openAt(folder);
				fate = make();
				const got = await answerOf(index, question, () => { fate = () => 'come'; });
				n++;
				if (got !== expected)
					wrong.push(`${question}: load ${k} fails ${name}: ${got.slice(0, 200)}, not ${expected.slice(0, 200)}`);
			}
	}
	checkNone('answers that differ after a load failed', wrong);
	check('loads failed', n > wanted, n);
}

async function replaces() {
	const wrong = [];
	let renewals = 0;
	for (const question of questions) {
		const expected = await answerOf(openAt(after), question);
		await answerOf(openAt(before), question);
		const all = nloads;
		for (let k = 1; k < all; k++) {
			const index = openAt(before);
			let directories = 0;
			fate = (i, address) => {
				root = i >= k ? after : before;
				directories += address.startsWith('search/directory') ? 1 : 0;
				return 'come';
			};
			const got = await index.persist(() => answerOf(index, question)).catch((error) => error.message);
			renewals += directories - 1;
			// What had all its files before the site changed is the answer of the day before.
			if (directories > 1 ? got !== expected : directories !== 1)
				wrong.push(`${question}: replaced at load ${k}: ${directories} directories, ${got.slice(0, 200)}, not ${expected.slice(0, 200)}`);
			if (directories > 2)
				wrong.push(`${question}: replaced at load ${k}: ${directories} directories`);
		}
	}
	checkNone('answers that are not those of the new site', wrong);
	check('pages met a site that was replaced', renewals > questions.length, renewals);
	const index = openAt(before);
	await index.open();
	fate = () => 'refuse';
	let error = null;
	await index.persist(() => answerOf(index, 'カメラ')).catch((caught) => { error = caught; });
	check('what is gone for good is said to be', error instanceof LoadError, error);
}

// ---- the page ----

const rowsOf = (tab) => tab.locator('[data-rows] a').evaluateAll((links) => links.map((link) => link.getAttribute('href').match(/P\/(\w+)\//)[1]));
const count = (tab) => tab.locator('[data-rows] tr').count();
const failed = (tab) => tab.waitForFunction(() => !document.querySelector('[data-again]').hidden);
async function search(tab, text) {
	await tab.locator('#q').fill(text);
	await tab.waitForFunction((expected) => document.querySelector('[data-results]').dataset.answers === expected && document.querySelectorAll('[data-rows] tr').length > 0, text);
}

async function loses(browser, origin) {
	const tab = await openTab(browser, { acceptDownloads: true });
	await tab.goto(`${origin}en/search/`);
	await tab.waitForSelector('[data-search]:not([hidden])');
	await search(tab, 'router');
	const first = await rowsOf(tab);
	await tab.context().setOffline(true);
	await tab.locator('[data-more]').click();
	await failed(tab);
	check('offline: what is shown stays', JSON.stringify(await rowsOf(tab)) === JSON.stringify(first));
	check('offline: it is said', /could not be loaded/.test(await tab.locator('[data-count]').textContent()));
	await tab.locator('[data-csv]').click();
	await failed(tab);
	await tab.context().setOffline(false);
	await tab.locator('[data-again]').click();
	await tab.waitForFunction(() => document.querySelector('[data-again]').hidden);
	while (await tab.locator('[data-more]').isVisible()) {
		const n = await count(tab);
		await tab.locator('[data-more]').click();
		await tab.waitForFunction((before) => document.querySelectorAll('[data-rows] tr').length > before || document.querySelector('[data-more]').hidden, n);
	}
	const expected = new Set(JSON.parse(await answerOf(openAt(before), 'router'))[1].map((text) => text.split(' ')[0])), shown = await rowsOf(tab);
	check('online again: every product is there, once', shown.length === expected.size && shown.every((id) => expected.has(id)), `${shown.length} of ${expected.size}`);
	const [download] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-csv]').click()]);
	check('CSV: every product', fs.readFileSync(await download.path(), 'utf8').split('\r\n').length === expected.size + 2);
	await tab.context().close();
}

/** A page whose first files are missed loses nothing that its address asks. */
async function begins(browser, origin) {
	const tab = await openTab(browser), two = records.slice(20, 22).map(({ product_id: id }) => id);
	const heads = () => tab.waitForFunction(() => document.querySelectorAll('[data-compare-table] thead th').length === 3);
	await tab.route('**/search/directory.js*', (route) => route.abort());
	await tab.goto(`${origin}en/search/?level=1&compare=${two}`);
	await failed(tab);
	await tab.unroute('**/search/directory.js*');
	await tab.locator('#q').fill('router');
	await tab.waitForFunction(() => document.querySelectorAll('[data-rows] tr').length > 0);
	await heads();
	const query = new URL(tab.url()).searchParams;
	check('a directory that was missed: the address keeps all', ['level', 'compare', 'q'].map((name) => query.get(name)).join(' ') === `1 ${two} router`, tab.url());
	check('a directory that was missed: there are categories', await tab.locator('#category option').count() > 1);

	await tab.route(/search\/[tr]\w+\.js/, (route) => route.abort());
	await tab.goto(`${origin}en/search/?compare=${two}`);
	const caption = tab.locator('[data-compare-table] caption');
	await caption.waitFor();
	check('a comparison that cannot be loaded says so', /could not be loaded/.test(await caption.textContent()));
	await tab.unroute(/search\/[tr]\w+\.js/);
	await caption.locator('button').click();
	await heads();
	check('a comparison that was loaded says nothing', await caption.count() === 0);

	// The directory comes late: what is asked is answered by a sentence, and what is typed stays.
	let come;
	const late = new Promise((resolve) => { come = resolve; });
	await tab.route('**/search/directory.js*', async (route) => {
		await late;
		await route.continue();
	});
	await tab.goto(`${origin}en/search/?level=1`, { waitUntil: 'commit' });
	await tab.waitForFunction(() => /Searching/.test(document.querySelector('[data-count]')?.textContent));
	await tab.evaluate(() => {
		window.setTimeout = () => 0;
		document.querySelector('#q').value = 'router';
		document.querySelector('#q').dispatchEvent(new Event('input', { bubbles: true }));
		document.querySelector('[name=status][value=valid]').click();
	});
	come();
	await tab.waitForFunction(() => document.querySelectorAll('[data-rows] tr').length > 0);
	check('what was typed and chosen before the directory came stays', await tab.locator('#q').inputValue() === 'router' && /level=1&status=valid&q=router/.test(tab.url()), tab.url());
	await tab.context().close();
}

/** What comes first is shown while other files are on their way, and stays where it is. */
async function showsFirst(browser, origin) {
	const filesOf = async ({ product_id: id, models: [{ number }] }) => {
		const index = openAt(before), names = [];
		fate = (i, address) => {
			names.push(address);
			return 'come';
		};
		const [product] = (await index.exact(number.toLowerCase().replace(/[^0-9a-z]/g, ''), Infinity)).filter((one) => one.id === id);
		const own = product && (await index.place(product.number)).name;
		return { own, others: names.filter((name) => name.startsWith('search/r') && !name.includes(own)) };
	};
	let one, files;
	for (const record of records)
		if (!one && (files = await filesOf(record)).own && files.others.length)
			one = record;
	check('the number of a product leads to several files', one);

	const tab = await openTab(browser);
	let come;
	const held = new Promise((resolve) => { come = resolve; });
	await tab.route(/search\/r\w+\.js/, async (route) => {
		if (!route.request().url().includes(files.own))
			await held;
		await route.continue();
	});
	await tab.goto(`${origin}en/search/?q=${encodeURIComponent(one.models[0].number)}`, { waitUntil: 'commit' });
	await tab.waitForFunction(() => document.querySelectorAll('[data-rows] tr').length > 0);
	await tab.locator('[data-rows] tr').first().evaluate((row) => { row.dataset.seen = ''; });
	check('the product of which the number was typed is shown at once', (await rowsOf(tab))[0] === one.product_id, await rowsOf(tab));
	check('it is said that others may come', /Searching/.test(await tab.locator('[data-count]').textContent()));
	come();
	await tab.waitForFunction(() => document.querySelector('[data-results]').dataset.answers);
	check('its row stays', (await rowsOf(tab))[0] === one.product_id && await tab.locator('[data-rows] tr').first().getAttribute('data-seen') === '');
	check('how many there are is said at the end', /Products found: 1\.$/.test(await tab.locator('[data-count]').textContent()), await tab.locator('[data-count]').textContent());
	await tab.context().close();
}

/** The script that looks for the nearest is loaded where nothing is found, and asked for again where it was missed. */
async function missesNearest(browser, origin) {
	const tab = await openTab(browser), script = /static\/search-nearest-\w+\.js/;
	let loads = 0;
	await tab.route(script, (route) => {
		loads++;
		return route.abort();
	});
	await tab.goto(`${origin}en/search/?q=${encodeURIComponent(some.models[0].number)}`);
	await tab.waitForFunction(() => document.querySelector('[data-results]').dataset.answers);
	check('an answer does without what looks for the nearest', loads === 0, loads);
	await tab.locator('#q').fill(`${some.models[0].number}Q`);
	await failed(tab);
	check('what looks for the nearest is asked for twice', loads === 2, loads);
	await tab.unroute(script);
	await tab.locator('[data-again]').click();
	await tab.waitForFunction(() => document.querySelectorAll('[data-rows] tr').length > 0);
	check('what is nearest is shown once that is there', (await rowsOf(tab))[0] === some.product_id, await rowsOf(tab));
	await tab.context().close();
}

/** A list of which a file is missed says so, and what of it comes later does not take that back. */
async function missesOne(browser, origin) {
	const filesOf = async ({ product_id: id }) => {
		const index = openAt(before), names = [];
		fate = (i, address) => {
			names.push(address);
			return 'come';
		};
		await index.exact(id.toLowerCase(), Infinity);
		return names.filter((name) => name.startsWith('search/r'));
	};
	const [first, ...others] = records.filter((record, i) => i % 8 === 0 && record.labels.length);
	const missed = await filesOf(first);
	let late;
	for (const other of others)
		if (!late && (await filesOf(other)).every((name) => !missed.includes(name)))
			late = other;
	check('two products stand in other files', missed.length > 0 && late);

	const tab = await openTab(browser), said = () => tab.locator('[data-check-count]').textContent();
	let tell;
	const isTold = new Promise((resolve) => { tell = resolve; });
	await tab.route(/search\/r\w+\.js/, async (route) => {
		if (missed.some((name) => route.request().url().endsWith(name)))
			return route.abort();
		await isTold;
		return route.continue();
	});
	await tab.goto(`${origin}en/check/`);
	await tab.locator('[data-check-text]').fill([first, late].map(({ product_id: id }) => `${id}\n`.repeat(250)).join(''));
	await tab.locator('[data-check-form] button').click();
	await tab.waitForFunction(() => /could not be loaded/.test(document.querySelector('[data-check-count]').textContent));
	const all = await filesOf(late), come = Promise.all(all.map((name) => tab.waitForEvent('requestfinished', (request) => request.url().endsWith(name))));
	tell();
	await come;
	await tab.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
	check('a list of which a file is missed says so to the end', /could not be loaded/.test(await said()), await said());
	await tab.unroute(/search\/r\w+\.js/);
	await tab.locator('[data-check-form] button').click();
	await tab.waitForFunction(() => /checked\. /.test(document.querySelector('[data-check-count]').textContent));
	check('what was missed is loaded at the next time', /^500 checked/.test(await said()) && /Not registered: 0/.test(await said()), await said());
	await tab.context().close();
}

/** A tab that is open while the next night replaces the site. */
async function staysOpen(browser, origin) {
	const tab = await openTab(browser), list = await openTab(browser);
	await tab.goto(`${origin}en/search/`);
	await tab.waitForSelector('[data-search]:not([hidden])');
	await search(tab, 'router');
	await list.goto(`${origin}en/check/`);
	await list.waitForSelector('[data-check]:not([hidden])');
	fs.renameSync(live, `${live}.old`);
	fs.renameSync(after, live);
	for (const one of [tab, list])
		await one.clock.setFixedTime(noonAfter(1));
	const revoked = records.find((record, i) => i % 9 === 0 && !record.labels[0].events && record.labels[0].acquired_on < asOf && record.labels.length === 1);
	await search(tab, revoked.models[0].number);
	const states = await tab.locator('[data-rows] tr', { has: tab.locator(`a[href*="${revoked.product_id}"]`) }).locator('[data-state]').getAttribute('data-status');
	check('over midnight: the status of the day', states === 'revoked', states);
	await list.locator('[data-check-text]').fill(`${revoked.product_id}\n${some.product_id}\n`);
	await list.locator('[data-check-form] button').click();
	await list.waitForFunction(() => /checked\. /.test(document.querySelector('[data-check-count]').textContent));
	const verdicts = await list.locator('[data-check-table] tbody tr').allTextContents(), dated = await list.locator('[data-check-dated]').textContent();
	check('over midnight: a list is checked against the new day, and says so', /Revoked/.test(verdicts[0]) && /as of 23\sNovember\s2026/.test(dated), `${verdicts.join('; ')}: ${dated}`);
	// Where nothing can be loaded, no verdict of another list stays.
	await list.route('**/search/**', (route) => route.abort());
	await list.clock.setFixedTime(noonAfter(2));
	await list.locator('[data-check-text]').fill(`${records[40].product_id}\n${records[41].product_id}\n`);
	await list.locator('[data-check-form] button').click();
	await list.waitForFunction(() => /could not be loaded|checked\. /.test(document.querySelector('[data-check-count]').textContent));
	const shown = await list.locator('[data-check-results]').isVisible(), status = await list.locator('[data-check-count]').textContent();
	check('a list that cannot be checked has no verdicts of another one', /could not be loaded/.test(status) ? !shown : (await list.locator('[data-check-table] tbody th').allTextContents()).join() === `${records[40].product_id},${records[41].product_id}`, status);
	for (const one of [tab, list])
		await one.context().close();
}

const grouped = regroup(before);
await groups(grouped);
await refuses(before, 500);
await refuses(grouped, 600);
await replaces();
fs.cpSync(before, live, { recursive: true });
await withBrowser(async (browser) => {
	const origin = await serve(live);
	await loses(browser, origin);
	await begins(browser, origin);
	await showsFirst(browser, origin);
	await missesNearest(browser, origin);
	await missesOne(browser, origin);
	await staysOpen(browser, origin);
});
report();
