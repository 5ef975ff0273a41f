#!/usr/bin/env node
// Without script every page says what it says with it: no text is missing, hidden or an empty place, and
// nothing is offered that does not work.
import { check, checkNone, report } from '../check.mjs';
import { desk, isDistinct, openTab, pagesOf, sampleSite, serve, watch, withBrowser } from './site.mjs';

/** Runs in the page: the texts one can see, outside of drawings, of what tells the day of the copy, and of
 * what takes a number out of a table. */
function visibleTexts() {
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const texts = [];
	while (walker.nextNode()) {
		const { data, parentElement } = walker.currentNode;
		if (data.trim() && parentElement.checkVisibility() && !parentElement.closest('svg, [data-as-of], [data-age], [data-age-part], [data-verify], [data-proof], [data-artwork], [data-without-script], [data-ask], [data-csv]'))
			texts.push(data.trim());
	}
	return texts;
}

/** Runs in the page: what is hidden, empty or dead. */
function faultsOf() {
	const name = (e) => `<${e.tagName.toLowerCase()}${e.className?.length ? ` class="${e.className}"` : ''}>`;
	const all = (selector) => [...document.querySelectorAll(selector)];
	const faults = [];
	// What only a copy that has aged has to say, with script; what only a script can do, such as reading an
	// id out of the address, saving a table or looking up a number that stands in it; and a menu that one width or the other shows.
	const isMeant = (element) => element.closest('[data-old-copy], [data-age-part], [data-search], [data-check], '
		+ '[data-verify], [data-proof], [data-artwork], [data-made-out], [data-repair], [data-ask], [data-csv], .menu, .to-search, .to-menu, .brand-short, .print');
	for (const element of all('body [hidden], body template, noscript'))
		if (!isMeant(element))
			faults.push(`hidden: ${name(element)} ${element.textContent.trim().slice(0, 40)}`);
	for (const element of all('body *')) {
		const style = getComputedStyle(element);
		const hides = style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0';
		if (hides && element.textContent.trim() && !isMeant(element) && !element.closest('svg, script'))
			faults.push(`not shown: ${name(element)} ${element.textContent.trim().slice(0, 40)}`);
	}
	for (const element of all('main, main *, header *, footer *'))
		if (element.checkVisibility() && !element.textContent.trim() && !isMeant(element) && !element.closest('svg')
			&& !element.querySelector('img, svg, input') && !/^(img|svg|input|br|wbr|hr|col)$/i.test(element.tagName)
			&& !element.matches('[role=img][aria-label]')
			&& !element.matches('tr:first-child > td:first-child, tr:has(th a[href*="criteria/"]) > td'))
			faults.push(`empty: ${name(element)}`);
	for (const element of all('button, input, select, a:not([href]), a[href=""], a[href="#"], a[href^="javascript:"]'))
		if (element.checkVisibility() && !element.closest('form[action], summary'))
			faults.push(`does nothing: ${name(element)}`);
	for (const element of all('time'))
		if (!/\d/.test(element.textContent))
			faults.push(`no date: ${name(element)} ${element.textContent}`);
	return faults;
}

await withBrowser(async (browser) => {
	const root = sampleSite();
	const origin = await serve(root);
	const plain = await openTab(browser, { javaScriptEnabled: false, viewport: desk });
	const scripted = await openTab(browser, { viewport: desk });
	const faults = watch(plain, origin);
	const found = [], missing = [];
	for (const { kind, path } of pagesOf(root).filter(isDistinct)) {
		await plain.goto(origin + path);
		await scripted.goto(origin + path);
		found.push(...(await plain.evaluate(faultsOf)).map((fault) => `${path || './'}: ${fault}`));
		// What needs a script to be done says so without, and only then.
		if (/^(search|check)$/.test(kind)) {
			const says = (tab) => tab.locator('[data-without-script]').isVisible();
			check(`${path}: says that it needs a script where there is none`, await says(plain) && !await says(scripted));
			continue;
		}
		const texts = await plain.evaluate(visibleTexts);
		const others = await scripted.evaluate(visibleTexts);
		missing.push(...others.filter((text) => !texts.includes(text)).map((text) => `${path || './'}: only with script: ${text.slice(0, 60)}`),
			...texts.filter((text) => !others.includes(text)).map((text) => `${path || './'}: only without: ${text.slice(0, 60)}`));
	}
	checkNone('hidden, empty or dead', found);
	checkNone('texts that differ', missing);
	// Where scripts are off, one that the page would load early is not let in.
	checkNone('console messages and failed requests', faults.filter((fault) => fault !== '/search/directory.js: csp'));
});
report();
