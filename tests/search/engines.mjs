#!/usr/bin/env node
// Search, a comparison and the check of a list in Chromium, Firefox and WebKit: from a server, and from a folder that
// was moved to a disk under a name with what addresses do not take. ENGINES=webkit runs one of them.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSite, check, report, work } from '../check.mjs';
import { serve } from '../browser/site.mjs';
import { withEngines } from '../browser/webdriver.mjs';
import { records } from './products.mjs';

const root = path.resolve(work, 'site'), header = { format: 'label-export/1', exported_at: '2026-11-22T23:30:00+09:00', records: records.length };
fs.writeFileSync(`${work}/export.jsonl`, [header, ...records].map((line) => `${JSON.stringify(line)}\n`).join(''));
buildSite(root, { export: `${work}/export.jsonl` });
const made = path.resolve(work, 'made'), moved = path.resolve(work, '控え 100% #2?');
buildSite(made, { export: `${work}/export.jsonl`, offline: true });
fs.rmSync(moved, { recursive: true, force: true });
fs.renameSync(made, moved);
const served = await serve(root);

const LIST = 'RTX830\nRTX830 power adapter\nNOSUCH-1\n\nWSR-\n3200AX4S\n';
const isChecked = () => /checked\. /.test(document.querySelector('[data-check-count]').textContent);
const readRows = () => [...document.querySelectorAll('[data-check-table] tbody tr')].map((row) => `${row.cells[0].textContent} ${row.dataset.verdict}`).join();
const rowsOf = async (engine) => {
	await engine.until('the list is checked', isChecked);
	return engine.run(readRows);
};

await withEngines(async (engine) => {
	// Firefox and WebKit take no index.html for a folder of a disk.
	for (const [where, base, index] of [['from a server', served, ''], ['from the disk', `${pathToFileURL(moved)}/`, 'index.html']]) {
		const what = `${engine.name}, ${where}`;
		await engine.goto(`${base}en/search/${index}?q=${encodeURIComponent('RTX830 ★4')}&compare=FIND13,find14,FIND99`);
		await engine.until('there are rows', () => document.querySelectorAll('[data-rows] tr').length > 0 && document.querySelectorAll('[data-compare-table] thead th').length > 0);
		const [said, heads, missing] = await engine.run(() => [document.querySelector('[data-count]').textContent,
			[...document.querySelectorAll('[data-compare-table] thead a')].map((link) => link.getAttribute('href').match(/P\/(\w+)/)[1]).join(), document.querySelector('[data-compare-table] caption')?.textContent]);
		check(`${what}: what was left out is said`, /without “★4”/.test(said), said);
		check(`${what}: products side by side, and which one there is not`, heads === 'FIND13,FIND14' && /FIND99/.test(missing), `${heads}: ${missing}`);
		await engine.goto(`${base}en/check/${index}`);
		await engine.until('the page is there', () => !document.querySelector('[data-check]').hidden);
		await engine.run((text) => { document.querySelector('[data-check-text]').value = text; }, LIST);
		await engine.click('[data-check-form] button');
		const rows = await rowsOf(engine), address = await engine.url();
		check(`${what}: a verdict for each line`, rows === '1 found,2 other,3 none,5 found,6 found', rows);
		check(`${what}: the address keeps what was found`, address.endsWith('#FIND13,FIND01'), address);
		await engine.goto('about:blank');
		await engine.goto(address);
		const again = await rowsOf(engine);
		check(`${what}: the address leads to the same products`, again === '1 found,2 found', again);
	}
});
report();
