#!/usr/bin/env node
// The page /check/ in a browser: lists of the shapes that buyers have, and a verdict for every line.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, report, work } from '../check.mjs';
import { openTab, serve, watch, withBrowser } from '../browser/site.mjs';
import { productsOf } from './engine.mjs';
import { addRecords } from './products.mjs';
import { parseCsv } from '../data/csv.mjs';

const LINES = 5000;
const root = path.resolve(work, 'site');
spawnSync('tests/search/export.mjs', ['600', `${work}/made.jsonl`], { stdio: 'inherit' });
addRecords(`${work}/made.jsonl`, `${work}/export.jsonl`);
buildSite(root, { export: `${work}/export.jsonl` });
const products = [...productsOf(root)];
const some = products.find((p) => p.label.status === 'valid' && p.manufacturer?.name && /\d$/.test(p.models[0].number));
const model = some.models[0].number;

const rowsOf = (tab) => tab.locator('[data-check-table] tbody tr').evaluateAll((rows) =>
	rows.map((row) => ({ kind: row.dataset.verdict, cells: Array.from(row.children, (cell) => cell.textContent) })));
const done = (tab) => tab.waitForFunction(() => /checked\. /.test(document.querySelector('[data-check-count]').textContent));

/** Checks a text, in a column if it has several. */
async function verdicts(tab, text, column) {
	await tab.locator('[data-check-text]').evaluate((area, value) => {
		area.value = value;
		area.dispatchEvent(new Event('input', { bubbles: true }));
		document.querySelector('[data-check-count]').textContent = '';
	}, text);
	await tab.waitForTimeout(200);
	if (column)
		await tab.locator('[data-check-column]').selectOption(column);
	await tab.locator('[data-check-form] button').click();
	await done(tab);
	return rowsOf(tab);
}

async function kinds(tab) {
	const maker = Object.values(some.manufacturer.name)[0];
	const shapes = [model, `${maker} ${model}`, `1. ${model}`, `${model} x 3`, `${model}（3台）`, `${model} 2`, some.label.label_id, some.product_id,
		`https://fuda.example/P/${some.product_id}/`, `型番：${model}`, model.toLowerCase()];
	const found = await verdicts(tab, shapes.join('\n'));
	checkNone('shapes of a number that are not understood', shapes.filter((shape, i) =>
		!found.some(({ kind, cells }) => kind === 'found' && Number(cells[0]) === i + 1 && cells[1] === shape)));
	check('the verdict is the status', found[0].cells[2].startsWith('Valid'), found[0].cells[2]);
	check('what was there before is marked', /same as line 1/.test(found.find(({ cells }) => cells[0] === '11').cells[2]));

	const days = ['valid', 'pending', 'lapsed', 'revoked'].flatMap((status) => [true, false].map((isOfTerm) => products.find(({ label }) => label.status === status
		&& isOfTerm === (status !== 'revoked' && !['spec_change', 'nonconformity', 'withdrawn'].includes(label.reason))))).filter(Boolean);
	const rows = await verdicts(tab, days.map((p) => p.product_id).join('\n')), day = (iso) => new Date(iso).toLocaleDateString('en-GB', { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' });
	check('the last day of a term and the day of an event have columns of their own', days.length >= 4 && days.every(({ label }, i) => rows[i].cells.slice(5, 7).join()
		=== (label.status === 'revoked' || ['spec_change', 'nonconformity', 'withdrawn'].includes(label.reason) ? `,${day(label.end)}` : `${day(label.end)},`)), JSON.stringify(rows));
	const said = await tab.locator('[data-check-count]').textContent();
	check('how many have each status is said', / Valid: 1; .*Lapsed: 2; Revoked: 1;/.test(said), said);

	const wrong = model.replace(/\d$/, (digit) => (digit === '9' ? 'Z' : String(Number(digit) + 1)));
	const known = products.some((p) => p.models.some(({ number }) => number === wrong));
	const [similar] = await verdicts(tab, wrong);
	check('a number that differs by a character is similar, with the number', known || (similar.kind === 'similar' && !/Valid/.test(similar.cells[2])), JSON.stringify(similar));
	const others = await verdicts(tab, 'NOSUCH-1234567\n---\n');
	check('not found, and not read, are told apart', others.map(({ kind }) => kind).join() === 'none,unread', JSON.stringify(others));
	await tab.locator('[data-check-text]').fill('');
	await tab.locator('[data-check-form] button').click();
	const asked = await tab.locator('[data-check-count]').textContent();
	check('an empty field is said to be one', /list into the field/.test(asked), asked);
	const direct = await tab.evaluate((text) => {
		document.querySelector('[data-check-text]').value = text;
		document.querySelector('[data-check-form] button').click();
		return document.querySelector('[data-check-count]').textContent;
	}, `${model}\n`);
	check('a button that is quicker than the paste is not asked for a column', !/column/.test(direct), direct);
	const blank = await verdicts(tab, `\n${model}\n\n\nNOSUCH-1\n`);
	check('lines have the numbers of the list, with its empty lines', blank.map(({ cells }) => cells[0]).join() === '2,5', JSON.stringify(blank));
	const turned = model.replace(/(\d)(\d)(?=\D*$)/, '$2$1'), swapped = await verdicts(tab, turned);
	check('so is one with two digits that changed places', turned === model || products.some((p) => p.models.some(({ number }) => number === turned)) || swapped[0].kind === 'similar', JSON.stringify(swapped));
	// The end of the last one is no quantity; where both are there, each has a verdict.
	const two = await verdicts(tab, `${model} NOSUCH-1\n${model} 1300\n${model} RTX1300\n`);
	check('a line of two numbers is not found by one of them', two.map(({ kind, cells: [line] }) => `${line} ${kind === 'found'}`).join() === '1 false,2 false,3 true,3 true', JSON.stringify(two));
}

/** Cells as they stand in buyers' lists, and what each is: numbers that are found, ~ what is only similar, ! what
 * is not registered, of several in their order. */
const CELLS = [
	['RTX830相当品', 'RTX830'], ['RTX830又は同等品', 'RTX830'], ['RTX830 または同等品', 'RTX830'], ['RTX830相当品可 2台', 'RTX830'],
	['RTX830（同等品可）', 'RTX830'], ['RTX830 同等以上', 'RTX830'], ['RTX830 or equivalent', 'RTX830'], ['RTX830 (or equal), 5 pcs', 'RTX830'],
	['WSR-3200AX4S（ブラック）', 'WSR-3200AX4S'], ['WSR-3200AX4S(ブラック) 3個', 'WSR-3200AX4S'],
	['ヤマハ RTX830 ×2台', 'RTX830'], ['ヤマハ　ＲＴＸ８３０　×　２台', 'RTX830'], ['RTX830×2', 'RTX830'], ['RTX830 x2', 'RTX830'], ['RTX830 数量：3', 'RTX830'],
	['RTX830 10 units', 'RTX830'], ['RTX830 Qty 3', 'RTX830'], ['RTX830/3台', 'RTX830'], ['RTX830、3台', 'RTX830'], ['RTX830 計1,200台', 'RTX830'],
	['ヤマハRTX830', 'RTX830'], ['株式会社ヤマハRTX830 2台', 'RTX830'], ['ルーター：ヤマハRTX830', 'RTX830'], ['型番RTX830', 'RTX830'], ['富士通fi-8170', 'fi-8170'],
	['No.1 RTX830', 'RTX830'], ['No. 12 RTX830', 'RTX830'], ['№3 RTX830', 'RTX830'], ['①RTX830', 'RTX830'], ['⑫ RTX830', 'RTX830'], ['❷RTX830', 'RTX830'],
	['3 RTX830', 'RTX830'], ['(3) RTX830', 'RTX830'], ['3．RTX830', 'RTX830'], ['・RTX830', '・RTX830'],
	['RTX830 ¥45,000', 'RTX830'], ['RTX830 ￥45,000-', 'RTX830'], ['RTX830 45,000円', 'RTX830'], ['RTX830 単価45,000円（税込） 2台', 'RTX830'], ['RTX830 @¥45,000', 'RTX830'],
	['RTX830、RTX1300', 'RTX830', 'RTX1300'], ['RTX830 / RTX1300', 'RTX830', 'RTX1300'], ['RTX830/RTX1300', 'RTX830', 'RTX1300'], ['RTX830又はRTX1300', 'RTX830', 'RTX1300'],
	['RTX830 or RTX1300', 'RTX830', 'RTX1300'], ['ヤマハ RTX830、富士通 fi-8170 2台', 'RTX830', 'fi-8170'], ['①RTX830 ②RTX1300', 'RTX830', 'RTX1300'],
	['RTX830、NOSUCH-1234567', 'RTX830', '!'], ['NOSUCH-1234567 / RTX830 2台', '!', 'RTX830'], ['RTX830 / RTX1300 / 99999', 'RTX830', 'RTX1300', '!'],
	['RTX830 4957812625258', 'RTX830'], ['4957812625258 RTX830', 'RTX830'], ['RTX830 JAN:4957812625258', 'RTX830'], ['RTX830 4901234567894', 'RTX830'],
	['RTX830 4981254058619', 'RTX830', '4981254058619'],
	// Whole numbers that look like something with something else.
	['Q-SL2/T', 'Q-SL2/T'], ['WLX222(W)', 'WLX222(W)'], ['R-WXC74X(X)', 'R-WXC74X(X)'], ['Deco X50(2-pack)', 'Deco X50(2-pack)'], ['Archer AX73', 'Archer AX73'],
	['HDL2-X4相当品 2台', 'HDL2-X4'], ['ヤマハ WLX222(W)相当品 2台', 'WLX222(W)'], ['R-WXC74X(N) 1台', 'R-WXC74X(N)'],
	['Si-R G120 3台', 'Si-R G120'], ['IM C2500', 'IM C2500'], ['MX68W', 'MX68W'], ['DeviceNet R04CPU', 'R04CPU'],
];
/** Cells in which another product is meant, or none: never found. */
const OTHERS = ['RTX830用電源アダプター', 'RTX830-2', 'RTX830X', 'RTX830(W)', 'RTX830-X2', 'RTX8302', 'RTX830互換機', 'RTX830x24', 'MX68 4G', 'RTX830 1300', 'Archer 73', 'RTX-', '台', '×2', '¥45,000', '2台', '相当品', '①', '2 / 3'];

async function cells(tab) {
	const found = await verdicts(tab, CELLS.map(([text]) => `"${text}"`).join('\n'));
	const said = (line) => found.filter(({ cells: [number] }) => Number(number) === line);
	const readOf = ({ kind, cells: [, text, verdict] }) => (kind === 'none' ? '!' : `${kind === 'similar' ? '~' : ''}${/read as (.*?)(?:;|,|$)/.exec(verdict)?.[1] ?? text}`);
	const folded = (all) => all.map((one) => one.normalize('NFKC')).join(' | ');
	checkNone('cells that are read otherwise', CELLS.map(([text, ...wanted], i) => [text, folded(wanted), folded(said(i + 1).map(readOf))])
		.filter(([, wanted, read]) => wanted !== read).map(([text, wanted, read]) => `${text}: ${read}, wanted ${wanted}`));
	const others = await verdicts(tab, OTHERS.map((text) => `"${text}"`).join('\n'));
	checkNone('cells with another product that is found', others.filter(({ kind }) => kind === 'found').map(({ cells: row }) => row.join(' ')));
	checkNone('cells that are passed over', OTHERS.filter((_, i) => !others.some(({ cells: [line] }) => Number(line) === i + 1)));
}

async function tables(tab) {
	const text = `No,Model,Quantity\n1,${model},3\n2,"NO\nSUCH-1",4\n`;
	await tab.locator('[data-check-text]').fill(text);
	await tab.waitForSelector('[data-check-columns]:not([hidden])');
	await tab.locator('[data-check-form] button').click();
	check('the reader is asked for the column', /Choose the column/.test(await tab.locator('[data-check-count]').textContent()));
	const column = await verdicts(tab, text, '1');
	check('a column: a verdict a line', column.map(({ kind }) => kind).join() === 'found,none', JSON.stringify(column));
	const every = await verdicts(tab, `${model},NOSUCH-1\n`, '*');
	check('every cell: none is passed over', every.map(({ kind }) => kind).join() === 'found,none', JSON.stringify(every));
	const tabs = await verdicts(tab, `a\t${model}\nb;c\t${model}\n`, '1');
	check('cells from a spreadsheet', tabs.every(({ kind }) => kind === 'found') && tabs.length >= 2, JSON.stringify(tabs));
}

async function files(tab) {
	const drop = async (name, buffer) => {
		await tab.locator('[data-check-count]').evaluate((place) => { place.textContent = ''; });
		await tab.locator('[data-check-file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
		await tab.waitForFunction(() => /checked\. |cannot be read|could not be read/.test(document.querySelector('[data-check-count]').textContent));
		return tab.locator('[data-check-count]').textContent();
	};
	const list = `${model}\r\n${some.label.label_id}\r\n`;
	const utf16 = Buffer.from(list, 'utf16le');
	const texts = { 'UTF-8': Buffer.from(list), 'UTF-8 with a mark': Buffer.from(`\ufeff${list}`), 'UTF-16': Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
		'UTF-16, the high byte first': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), 'UTF-16 without a mark': utf16,
		// 型番： in Shift_JIS
		Shift_JIS: Buffer.concat([Buffer.from([0x8c, 0x5e, 0x94, 0xd4, 0x81, 0x46]), Buffer.from(list)]) };
	// ①㈱ヤマハ　RTX830～ as Windows writes Shift_JIS
	await drop('list.csv', Buffer.from([0x87, 0x40, 0x87, 0x8a, 0x83, 0x84, 0x83, 0x7d, 0x83, 0x6e, 0x81, 0x40, ...Buffer.from('RTX830'), 0x81, 0x60, 0x0d, 0x0a]));
	const windows = await rowsOf(tab);
	check('Shift_JIS with what Windows adds to it', windows.length === 1 && windows[0].kind === 'found' && windows[0].cells[1] === '①㈱ヤマハ　RTX830～', JSON.stringify(windows));
	const unread = [];
	for (const [name, buffer] of Object.entries(texts)) {
		const said = await drop('list.csv', buffer);
		if (!/Not registered: 0; not read: 0/.test(said))
			unread.push(`${name}: ${said}`);
	}
	checkNone('encodings that are not read', unread);
	// The bytes that other files begin with; a PDF need not have a control character among its first.
	const zip = [0x50, 0x4b, 3, 4, 20, 0, 0, 0], others = {
		'list.xlsx': zip, 'list.zip': zip, 'list.numbers': zip, 'list.ods': zip, 'list.xls': [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0], 'list.pdf': Buffer.from('%PDF-1.7\n%âãÏÓ\n', 'latin1'),
		'text.pdf': Buffer.from('%PDF-1.4\n1 0 obj\n'),
	};
	for (const [name, head] of Object.entries(others)) {
		const said = await drop(name, Buffer.from([...head, ...Array(200).fill(name === 'text.pdf' ? 0x20 : 7)]));
		check(`${name} is refused, with what to do`, said.includes(`“${name}”`) && said.includes('CSV UTF-8'), said);
	}
	check('nothing garbled stands in the field', await tab.locator('[data-check-text]').inputValue() === '');
	await tab.evaluate(() => { File.prototype.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError')); });
	const gone = await drop('gone.csv', Buffer.from(list));
	check('a file that went away while it was read is said to be', /“gone.csv” could not be read/.test(gone), gone);
}

/** A list of very many lines neither freezes the page nor is painted anew with each word of how far it is. */
async function veryLarge(tab) {
	const MANY = 100000, text = Array.from({ length: MANY }, (_, i) => products[i * 7 % products.length].models[0].number).join('\n');
	await tab.reload();
	await tab.waitForSelector('[data-check]:not([hidden])');
	// A browser takes seconds to set so many lines in the field, whatever the page does with them.
	await tab.evaluate((value) => {
		const area = document.querySelector('[data-check-text]');
		area.value = value;
		return area.offsetHeight;
	}, text);
	await tab.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve, 0)); }));
	await tab.evaluate(() => {
		Object.assign(window, { words: 0, longest: 0, last: performance.now() });
		new MutationObserver(() => { window.words++; }).observe(document.querySelector('[data-check-count]'), { childList: true });
		setInterval(() => {
			window.longest = Math.max(window.longest, performance.now() - window.last);
			window.last = performance.now();
		}, 10);
	});
	const started = Date.now();
	await tab.evaluate(() => document.querySelector('[data-check-text]').dispatchEvent(new Event('input', { bubbles: true })));
	await tab.waitForTimeout(200);
	// All rows are not looked at, in which time the page stands still as well.
	await tab.evaluate(() => document.querySelector('[data-check-form] button').click());
	await done(tab);
	const { words, longest } = await tab.evaluate(() => ({ words: window.words, longest: window.longest })), took = Date.now() - started;
	const said = await tab.locator('[data-check-count]').textContent();
	check(`${MANY} lines: each is told of`, /^100,000 checked/.test(said) && /Not registered: 0;/.test(said.replace(/similar number: \d+/, '')), said);
	check(`${MANY} lines: how far it is is said ${words} times in ${took} ms`, words < took / 200 + 8, words);
	check(`${MANY} lines: the page stands still for ${Math.round(longest)} ms at most`, longest < 3000, longest);
	check('what was pasted is painted for itself', await tab.locator('[data-check-text]').evaluate((area) => getComputedStyle(area).contain) === 'content');
}

async function large(tab, requests) {
	const lines = Array.from({ length: LINES }, (_, i) => {
		const p = products[i * 7 % products.length];
		return i % 10 === 0 ? `not-a-model-${i}` : i % 6 === 0 ? p.product_id : i % 3 === 0 ? p.label.label_id : `${p.models[0].number.toLowerCase()}${i % 4 ? '' : '相当品 2台'}`;
	});
	await tab.reload();
	await tab.waitForSelector('[data-check]:not([hidden])');
	// What it costs: each file of the index once at most, and the page is changed now and then, not a line.
	requests.length = 0;
	await tab.evaluate(() => {
		window.changes = 0;
		new MutationObserver((all) => { window.changes += all.length; }).observe(document.querySelector('[data-check]'), { childList: true, subtree: true, characterData: true });
	});
	const found = await verdicts(tab, lines.join('\n'));
	const said = await tab.locator('[data-check-count]').textContent(), changes = await tab.evaluate(() => window.changes);
	const files = requests.map((address) => new URL(address).pathname).filter((name) => name.startsWith('/search/'));
	check(`${LINES} lines: no file comes twice`, files.length > 5 && new Set(files).size === files.length, files.length);
	check(`${LINES} lines: the page is changed ${changes} times`, changes < LINES / 50, changes);
	check(`${LINES} lines: each is told of`, /^5,000 checked/.test(said) && /Not registered: 500;/.test(said.replace(/similar number: \d+/, '')) && found.length === 200, said);
	const [download] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-check-csv]').click()]);
	const rows = fs.readFileSync(await download.path(), 'utf8').split('\r\n');
	check('CSV: a mark, the day, a row a line', rows[0].startsWith('\ufeff') && /22 November 2026/.test(rows[0]) && rows.length >= LINES + 3, rows[0]);
	await tab.emulateMedia({ media: 'print' });
	await tab.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
	check('print: the day, all rows, no form', await tab.locator('[data-check-dated]').isVisible() && !await tab.locator('[data-check-form]').isVisible() && (await rowsOf(tab)).length >= LINES);
	await tab.emulateMedia({ media: 'screen' });
	const formulas = ['=1+1', '@x1', '+2', '-3', '＝4', '＋5', '－6', '＠7'];
	await verdicts(tab, `${formulas.join('\n')}\n`);
	const [other] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-check-csv]').click()]);
	const isRun = (cell) => /^[=+\-@＝＋－＠]/.test(cell);
	const cells = parseCsv(fs.readFileSync(await other.path(), 'utf8').slice(1)).flat();
	checkNone('CSV: cells that a spreadsheet would run', cells.filter(isRun));
	checkNone('CSV: formulas that are not in it as texts', formulas.filter((text) => !cells.includes(`'${text}`)));
	await tab.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } }));
	await tab.locator('[data-check-copy]').click();
	await tab.waitForFunction(() => window.copied);
	const copied = (await tab.evaluate(() => window.copied)).split('\n').map((line) => line.split('\t'));
	checkNone('copied: cells that a spreadsheet would run', copied.flat().filter(isRun));
	checkNone('copied: formulas that are not in it as texts', formulas.filter((text) => !copied.flat().includes(`'${text}`)));
	check('copied: a row has the cells of the head', copied.slice(2).every((row) => row.length === copied[1].length), JSON.stringify(copied));
}

async function watches(tab, origin, requests) {
	await verdicts(tab, `${model}\n`);
	const address = tab.url();
	check('the address to come back to has the id behind #', address.endsWith(`#${some.product_id}`), address);
	const [download] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-check-calendar]').click()]);
	const calendar = fs.readFileSync(await download.path(), 'utf8');
	check('calendar: an event on the last day, and the day of the registry', calendar.includes(`DTSTART;VALUE=DATE:${some.label.end.replaceAll('-', '')}`) && /X-WR-CALNAME:.*22 November 2026/.test(calendar)
		&& calendar.split('\r\n').every((line) => Buffer.byteLength(line) <= 75), calendar);
	await tab.goto('about:blank');
	await tab.goto(address);
	await done(tab);
	check('the address leads to the same verdicts', (await rowsOf(tab))[0].kind === 'found');
	// What is no id has a verdict as well; the other address of the same page is followed; what was in the field stays over a reload.
	await tab.evaluate((hash) => { document.querySelector('[data-check-count]').textContent = ''; location.hash = hash; }, `${some.product_id.toLowerCase()}%2C${'A'.repeat(10000)},<img src=x onerror=alert(1)>,ZZZZZZZZ`);
	await done(tab);
	const hostile = await rowsOf(tab);
	check('what is no id in an address is not passed over', hostile.map(({ kind }) => kind === 'found').join() === 'true,false,false,false,false,false', JSON.stringify(hostile).slice(0, 500));
	await verdicts(tab, `${model}\nNOSUCH-1\n`);
	await tab.reload();
	await done(tab);
	const said = await tab.locator('[data-check-count]').textContent();
	check('after a reload nothing that was not found is missing without a word', (await rowsOf(tab)).length === 2 || /only the products that were found/.test(said), said);
	checkNone('requests that name what was checked', requests.filter((request) => request.includes(some.product_id) || request.includes('NOSUCH')));
}

await withBrowser(async (browser) => {
	const origin = await serve(root), requests = [];
	const tab = await openTab(browser, { viewport: { width: 1280, height: 900 }, acceptDownloads: true });
	const faults = watch(tab, origin);
	tab.on('request', (request) => requests.push(request.url()));
	await tab.goto(`${origin}en/check/`);
	await tab.waitForSelector('[data-check]:not([hidden])');
	await kinds(tab);
	await cells(tab);
	await tables(tab);
	await files(tab);
	await large(tab, requests);
	await veryLarge(tab);
	await watches(tab, origin, requests);
	checkNone('complaints', faults);
});
report();
