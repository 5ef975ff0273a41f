#!/usr/bin/env node
// Marks that are stacked on the letters of a name cover nothing of what stands above or below: status, day
// and the rows of other products look the same where such names leave no ink, on screen and on paper.
import { check, report } from '../check.mjs';
import { desk, hardPages, hardSite, openTab, phone, serve, withBrowser } from './site.mjs';

const id = 'HARDMARKS';

/** Words that stand around the name of a product on a page of each kind. */
const around = {
	'product-hardmarks': ['.evidence-title strong', '.answer-status [data-headline]', '.answer-meaning', '.answer-days', '.facts dt'],
	'list-all': ['h1', '[data-headline]', `tr:not(:has([href*="${id}"])) th a`],
};

/** Runs in the page: no ink for text that has marks. */
function hideMarked() {
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode())
		if (/[\u0300-\u0323]{9}/.test(texts.currentNode.data))
			texts.currentNode.parentElement.style.setProperty('visibility', 'hidden');
}

/** Pictures of what is seen of each selector. */
async function pictures(tab, selectors) {
	const found = new Map();
	for (const selector of selectors)
		for (const [i, element] of (await tab.locator(selector).all()).entries())
			if (await element.isVisible())
				found.set(`${selector} ${i}`, await element.screenshot());
	return found;
}

/** What looks different without them. */
async function covered(tab, selectors) {
	const before = await pictures(tab, selectors);
	await tab.evaluate(hideMarked);
	const after = await pictures(tab, selectors);
	return { n: before.size, names: [...before].filter(([name, picture]) => !picture.equals(after.get(name))).map(([name]) => name) };
}

/** Whether the bullet or number of the first item can be seen: it stands outside of the item. */
async function hasMarker(tab, selector) {
	const item = tab.locator(selector).first();
	await item.scrollIntoViewIfNeeded();
	const { x, y } = await item.boundingBox();
	const look = () => tab.screenshot({ clip: { x: x - 24, y, width: 22, height: 24 } });
	const before = await look();
	await item.evaluate((element) => { element.style.listStyle = 'none'; });
	return !before.equals(await look());
}

await withBrowser(async (browser) => {
	const root = hardSite();
	const origin = await serve(root);
	const tab = await openTab(browser, { bypassCSP: true });
	const pages = hardPages(root);
	for (const [kind, selectors] of Object.entries(around))
		for (const page of pages.filter((each) => each.kind === kind))
			for (const [where, size, media] of [['phone', phone, 'screen'], ['desk', desk, 'screen'], ['paper', desk, 'print']]) {
				await tab.setViewportSize(size);
				await tab.emulateMedia({ media });
				await tab.goto(origin + page.path);
				const { n, names } = await covered(tab, selectors);
				check(`${kind} ${page.lang} ${where}: marks cover nothing`, n > 0 && names.length === 0, `${n}: ${names.join(', ')}`);
				await tab.goto(origin + page.path);
				await tab.addStyleTag({ content: '* { overflow: visible !important; }' });
				const open = await covered(tab, selectors);
				check(`${kind} ${page.lang} ${where}: they would where nothing is cut`, open.names.length > 0);
			}
	await tab.emulateMedia({ media: 'screen' });
	await tab.goto(`${origin}about/`);
	for (const list of ['ol', 'ul'])
		check(`items of ${list} have their markers`, await hasMarker(tab, `.prose ${list} > li`));
	await tab.goto(`${origin}criteria/S1-1.1/`);
	for (const list of ['ol', 'ul:not(.item-foot)'])
		check(`items of ${list} have their markers in criteria`, await hasMarker(tab, `.item ${list} > li`));
	await tab.goto(`${origin}P/${id}/`);
	check('so have those of what a label does not show', await hasMarker(tab, '.meaning li'));
});
report();
