#!/usr/bin/env node
// Every page can be used by keyboard alone: the way to the content comes first, each stop is seen, none
// is left out, none holds the reader; and what is to be hit with a finger is large enough.
import { check, checkNone, report } from '../check.mjs';
import { desk, hardPages, hardSite, isDistinct, openTab, pagesOf, phone, sampleSite, serve, withBrowser } from './site.mjs';

/** Runs in the page: numbers what the keyboard has to reach, in order; returns how many. */
function numberStops() {
	const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
		.filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
	stops.forEach((element, i) => { element.dataset.stop = i; });
	return stops.length;
}

/** Runs in the page: where the keyboard is, and whether one can see it. */
function describeFocus() {
	const element = document.activeElement;
	if (!element || element === document.body || element === document.documentElement)
		return null;
	const name = `${element.tagName.toLowerCase()}.${element.className} ${(element.textContent || '').trim().slice(0, 24)}`;
	const style = getComputedStyle(element);
	const box = element.getBoundingClientRect();
	const faults = [];
	if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 || /, 0\)$/.test(style.outlineColor))
		faults.push(`no outline: ${style.outline}`);
	// At least a part of it is in the window, and nothing lies above that part.
	const x = Math.max(box.left, 0) + Math.min(box.width, innerWidth) / 2, top = Math.max(box.top, 0);
	const y = (top + Math.min(box.bottom, innerHeight)) / 2;
	if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
		faults.push(`outside of the window: ${Math.round(box.top)} of ${innerHeight}`);
	else if (element.getClientRects().length === 1 && !element.contains(document.elementFromPoint(x, y)))
		faults.push(`covered by ${document.elementFromPoint(x, y)?.tagName}`);
	return { stop: element.dataset.stop, name, faults };
}

/** Goes through a page from its top with the Tab key; returns what was wrong. */
async function walk(tab) {
	const nstops = await tab.evaluate(numberStops);
	const faults = [];
	let last = -1;
	for (let i = 0; i < nstops + 20; i++) {
		await tab.keyboard.press('Tab');
		const focus = await tab.evaluate(describeFocus);
		if (focus === null)
			break;
		faults.push(...focus.faults.map((fault) => `${focus.name}: ${fault}`));
		// A box that scrolls is a stop of its own without having to be one.
		if (focus.stop === undefined)
			continue;
		if (Number(focus.stop) !== last + 1)
			faults.push(`${focus.name}: stop ${focus.stop} after ${last}`);
		last = Number(focus.stop);
		if (last === nstops - 1) {
			await tab.keyboard.press('Tab');
			if (Number((await tab.evaluate(describeFocus))?.stop) === last)
				faults.push(`${focus.name}: holds the keyboard`);
			break;
		}
	}
	if (last !== nstops - 1)
		faults.push(`only ${last + 1} of ${nstops} stops`);
	return faults;
}

/** Runs in the page: links of navigation and buttons that are smaller than 24 by 24. */
function smallTargets() {
	return [...document.querySelectorAll('nav a, header a, .skip, .button, button, summary, input, select, .links a, .choices a, .initials a, .cards h3 a')]
		.filter((element) => element.checkVisibility())
		.map((element) => [element, element.getBoundingClientRect()])
		.filter(([, box]) => box.width < 24 || box.height < 24)
		.map(([element, box]) => `${element.closest('[class]').className} ${element.textContent.trim().slice(0, 24)}: `
			+ `${box.width.toFixed(1)} by ${box.height.toFixed(1)}`);
}

async function checkSkip(tab, path) {
	await tab.keyboard.press('Tab');
	const skip = await tab.evaluate(() => ({ class: document.activeElement.className, top: document.activeElement.getBoundingClientRect().top }));
	check(`${path || './'}: the first stop skips to the content, and is seen`, skip.class === 'skip' && skip.top >= 0, JSON.stringify(skip));
	await tab.keyboard.press('Enter');
	await tab.keyboard.press('Tab');
	check(`${path || './'}: and leads there`, await tab.evaluate(() => {
		const main = document.querySelector('main');
		const first = main.querySelector('a[href], button, input, summary, [tabindex="0"]');
		return document.activeElement === first || !first || main.contains(document.activeElement);
	}));
}

/** On a phone the menu opens where it stands, without script. */
async function checkMenu(tab, origin) {
	await tab.setViewportSize(phone);
	await tab.goto(origin);
	const isIn = () => tab.evaluate(() => document.querySelector('.main-menu').contains(document.activeElement)
		&& document.activeElement.getBoundingClientRect().top < innerHeight);
	await tab.evaluate(() => document.querySelector('.menu summary').focus());
	await tab.keyboard.press('Enter');
	await tab.keyboard.press('Tab');
	check('the menu is reached by keyboard', await isIn());
	await tab.keyboard.press('Shift+Tab');
	check('and left by keyboard', !await isIn());
}

// Long lists are long to walk, and each row is like the others.
const walked = {
	ja: /^(home|browse|list-ending|product-valid|product-revoked|criteria-revised|search|statistics|404)$/,
	en: /^(home|list-maker|product-valid|search|levels)$/,
};

await withBrowser(async (browser) => {
	const root = sampleSite();
	const origin = await serve(root);
	// Where pages scroll smoothly, the focus is there before the page is.
	const tab = await openTab(browser, { reducedMotion: 'reduce' });
	const small = new Map();
	const pages = pagesOf(root);
	for (const { path } of pages.filter(isDistinct)) {
		await tab.goto(origin + path);
		for (const size of [phone, desk]) {
			await tab.setViewportSize(size);
			for (const target of await tab.evaluate(smallTargets))
				small.set(`${target} at ${size.width}`, path || './');
		}
	}
	checkNone('small targets', [...small].map(([target, path]) => `${path}: ${target}`));

	for (const { kind, lang, path } of pages.filter((page) => walked[page.lang].test(page.kind))) {
		await tab.setViewportSize(lang === 'ja' ? phone : desk);
		await tab.goto(origin + path);
		await checkSkip(tab, path);
		await tab.goto('about:blank');
		await tab.goto(origin + path);
		checkNone(`${kind}: ${path || './'}: by keyboard`, await walk(tab));
	}
	await checkMenu(tab, origin);

	const hard = hardSite();
	const hardOrigin = await serve(hard);
	for (const { path } of hardPages(hard).filter(({ kind, lang }) => lang === 'ja' && /hard300$|valid$/.test(kind))) {
		await tab.goto(hardOrigin + path);
		checkNone(`hard: ${path}: by keyboard`, await walk(tab));
	}
});
report();
