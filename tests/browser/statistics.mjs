#!/usr/bin/env node
// Statistics: each table is saved as CSV with the numbers of the page, and the number that is asked for,
// of a level, a reason and a quarter, is that of the labels. Expected from `fuda status`.
import fs from 'node:fs';
import { asOf, check, checkNone, report, statuses } from '../check.mjs';
import { desk, languages, openTab, sampleSite, serve, strings, watch, withBrowser } from './site.mjs';

const quarterOf = (date) => Number(date.slice(0, 4)) * 4 + Math.floor((Number(date.slice(5, 7)) - 1) / 3);
const ended = [...statuses().values()].filter(({ status }) => /pending|lapsed|revoked/.test(status))
	.map(({ level, status, reason, end }) => ({ level, cause: status === 'revoked' ? 'revoked' : reason, back: quarterOf(asOf) - quarterOf(end) }));

await withBrowser(async (browser) => {
	const root = sampleSite(), origin = await serve(root);
	const tab = await openTab(browser, { viewport: desk });
	const faults = watch(tab, origin);
	for (const [lang, folder] of Object.entries(languages)) {
		const causeName = (cause) => (cause === 'revoked' ? strings[lang].term.revoked : strings[lang].reason[cause]);
		await tab.goto(`${origin}${folder}statistics/`);
		const ask = async (level, reason, back) => {
			await tab.locator('[data-ask-level]').selectOption({ label: level });
			await tab.locator('[data-ask-reason]').selectOption({ label: reason });
			await tab.locator('[data-ask-quarter]').selectOption(String(back));
			return Number(await tab.locator('[data-ask-number]').textContent());
		};
		const { total } = strings[lang].statistics.ended;
		const wrong = [];
		for (const back of [0, 1, 2, 7])
			for (const level of [1, 2, 3, 4, 0])
				for (const cause of ['', 'expiry', 'withdrawn', 'revoked']) {
					if (cause && !ended.some((label) => label.cause === cause && label.back < 8))
						continue;
					const n = ended.filter((label) => label.back === back && (!level || label.level === level) && (!cause || label.cause === cause)).length;
					const said = await ask(level ? `★${level}` : total, cause ? causeName(cause) : total, back);
					if (said !== n)
						wrong.push(`★${level} ${cause} ${back} quarters back: ${said}, not ${n}`);
				}
		checkNone(`${lang}: numbers that are wrong`, wrong);

		const buttons = tab.locator('[data-csv]');
		check(`${lang}: a button for each table`, await buttons.count() === 1 + await tab.locator('.chart').count(), await buttons.count());
		for (const id of await buttons.evaluateAll((all) => all.map((button) => button.dataset.csv))) {
			const [download] = await Promise.all([tab.waitForEvent('download'), tab.locator(`[data-csv="${id}"]`).click()]);
			const text = fs.readFileSync(await download.path(), 'utf8');
			const rows = text.replace(/^\ufeff/, '').trim().split('\r\n').map((row) => row.replace(/"[^"]*"/g, (cell) => cell.slice(1, -1).replaceAll(',', ';')).split(','));
			const shown = await tab.evaluate((id) => [...document.querySelectorAll(`[aria-labelledby="${id}"] tbody tr`)]
				.map((row) => [...row.cells].map((cell) => cell.textContent.trim())), id);
			const numbers = id === 'ended' ? rows.slice(1).map((row) => row.slice(1)) : rows.slice(1);
			check(`${lang}: ${download.suggestedFilename()}: a mark, the rows of the page`, text.startsWith('\ufeff') && download.suggestedFilename().includes(asOf)
				&& shown.length > 0 && new Set(rows.map(({ length }) => length)).size === 1 && JSON.stringify(numbers) === JSON.stringify(shown), JSON.stringify([rows.slice(0, 3), shown.slice(0, 3)]));
		}
	}
	checkNone('on the console', faults);
	const plain = await openTab(browser, { javaScriptEnabled: false });
	await plain.goto(`${origin}statistics/`);
	check('without script there is nothing that needs one', await plain.locator('[data-csv]:visible, [data-ask]:visible').count() === 0);
});
report();
