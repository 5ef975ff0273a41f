// Looks at pages: their structure, their width, their pictures. Screenshots stand in build/screens.
import { checkNone } from '../check.mjs';
import { desk, openTab, phone, serve, watch } from './site.mjs';

const screens = 'build/screens';

/** Runs in the page: what is wrong with its structure. */
export function structureFaults() {
	const all = (selector) => [...document.querySelectorAll(selector)];
	const faults = [];
	const one = (selector) => all(selector).length === 1 || faults.push(`${all(selector).length} ${selector}`);
	one('h1');
	one('main');
	one('main h1');
	one('body > header');
	one('body > footer');
	if (all('h1').some((h1) => !h1.innerText.trim() || !h1.checkVisibility()))
		faults.push('nothing to see of the h1');
	if (!document.title.split('|')[0].trim() || !document.querySelector('meta[name="description"]')?.content.trim())
		faults.push('no title or no description');
	const ids = all('[id]').map(({ id }) => id);
	for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i)))
		faults.push(`id ${id} twice`);
	const levels = all('h1, h2, h3, h4, h5, h6').filter((h) => !h.closest('.vendor')).map((h) => Number(h.tagName[1]));
	levels.forEach((level, i) => level > (levels[i - 1] ?? 0) + 1 && faults.push(`h${level} after h${levels[i - 1]}`));
	for (const image of all('img'))
		if (!image.hidden && image.complete && image.naturalWidth === 0)
			faults.push(`no picture: ${image.getAttribute('src')}`);
	for (const timeline of all('.timeline svg[role]'))
		if (![...timeline.querySelectorAll('text')].some((text) => /^\d{4}$/.test(text.textContent)))
			faults.push('a timeline without a year');
	return faults;
}

/** Runs in the page: what does not fit the width of the window. */
export function widthFaults() {
	const root = document.documentElement;
	const isScroller = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
	const name = (element) => element.tagName.toLowerCase()
		+ (element.getAttribute('class') ? `.${element.getAttribute('class').replace(/ /g, '.')}` : '');
	const isHiddenOnPurpose = (element) => {
		for (let e = element; e && e !== root; e = e.parentElement)
			if (isScroller(e) || getComputedStyle(e).clipPath !== 'none')
				return true;
		return false;
	};
	const isCut = (element) => element.scrollWidth > element.clientWidth + 1
		&& /hidden|clip/.test(getComputedStyle(element).overflowX);
	const faults = [];
	if (root.scrollWidth > root.clientWidth)
		faults.push(`scrolls: ${root.scrollWidth} > ${root.clientWidth}`);
	for (const element of document.body.querySelectorAll('*')) {
		const box = element.getBoundingClientRect();
		const isOut = box.right > root.clientWidth + 1 || box.left < -1;
		if (box.width === 0 || (element.ownerSVGElement && element.tagName !== 'text'))
			continue;
		if ((!isOut && !isCut(element)) || !element.checkVisibility() || isHiddenOnPurpose(element))
			continue;
		faults.push(isOut ? `${name(element)} from ${Math.round(box.left)} to ${Math.round(box.right)} of ${root.clientWidth}`
			: `${name(element)} cuts ${element.scrollWidth} to ${element.clientWidth}`);
	}
	return faults.slice(0, 3);
}

/** Runs in the page: tables of cards of which a part is out of sight. */
function tableFaults() {
	return [...document.querySelectorAll('.table-wrap:has(.stack)')].filter((wrap) => wrap.scrollWidth > wrap.clientWidth + 1)
		.map((wrap) => `a table of ${wrap.scrollWidth} in ${wrap.clientWidth}: ${wrap.querySelector('thead')?.textContent.trim().slice(0, 30)}`);
}

/** Runs in the page: sets text at twice its size, and says which does not follow. */
function doubleText() {
	const texts = [...document.body.querySelectorAll('*')].filter((element) => !element.closest('svg')
		&& [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
	const size = (element) => parseFloat(getComputedStyle(element).fontSize);
	const before = texts.map(size);
	document.documentElement.style.fontSize = `${size(document.documentElement) * 2}px`;
	return texts.filter((element, i) => size(element) < before[i] * 1.5)
		.map((element) => `${element.tagName.toLowerCase()} stays at ${size(element)}px: ${element.textContent.trim().slice(0, 20)}`)
		.slice(0, 3);
}

/** Runs in the page: text at its own size again, with the spacing that WCAG 1.4.12 asks for. */
function spaceText() {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync('body :not(svg *) { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.7 !important; }'
		+ 'p { margin-block-end: 2em !important; }');
	document.documentElement.style.fontSize = '';
	document.adoptedStyleSheets = [sheet];
}

/** Japanese on a phone by day and English on a desk by night; very long pages are cut. SCREENS=all takes
 * each in all ways, and whole. */
async function takeScreens(tab, kind, lang) {
	const isAll = process.env.SCREENS === 'all';
	for (const size of [phone, desk])
		for (const colorScheme of ['light', 'dark']) {
			const isUsual = ['ja phone light', 'en desk dark'].includes(
				`${lang} ${size === phone ? 'phone' : 'desk'} ${colorScheme}`);
			if (!isUsual && !isAll)
				continue;
			await tab.setViewportSize(size);
			await tab.emulateMedia({ colorScheme });
			const height = await tab.evaluate(() => document.documentElement.scrollHeight);
			await tab.screenshot({
				path: `${screens}/${kind}-${lang}-${size.width}-${colorScheme}.png`, fullPage: true,
				clip: { x: 0, y: 0, width: size.width, height: isAll ? height : Math.min(height, 4000) },
			});
		}
	await tab.emulateMedia({ colorScheme: 'light' });
}

async function lookAt(tab, origin, { kind, lang, path }, found) {
	const say = (list, faults, where = '') => faults.forEach((fault) => {
		const words = `${fault}${where}`;
		list.set(words, [...list.get(words) ?? [], path || './']);
	});
	await tab.setViewportSize(phone);
	await tab.goto(origin + path);
	say(found.structure, await tab.evaluate(structureFaults));
	for (const width of [360, 320, 1280]) {
		await tab.setViewportSize({ width, height: 800 });
		say(found.width, [...await tab.evaluate(widthFaults), ...await tab.evaluate(tableFaults)], ` at ${width}`);
	}
	await takeScreens(tab, kind, lang);
	say(found.text, await tab.evaluate(doubleText));
	await tab.setViewportSize(phone);
	say(found.text, await tab.evaluate(widthFaults), ` at ${phone.width}`);
	await tab.evaluate(spaceText);
	say(found.spacing, await tab.evaluate(widthFaults), ` at ${phone.width}`);
}

export async function lookAtAll(browser, what, root, pages) {
	const origin = await serve(root);
	const tab = await openTab(browser);
	const found = { structure: new Map(), width: new Map(), text: new Map(), spacing: new Map() };
	const faults = watch(tab, origin);
	for (const page of pages)
		await lookAt(tab, origin, page, found);
	checkNone(`${what}: console messages and failed requests`, faults);
	const lines = (list) => [...list].map(([fault, paths]) => `${fault}: ${paths.length} pages, such as ${paths[0]}`);
	checkNone(`${what}: structure`, lines(found.structure));
	checkNone(`${what}: wider than the window`, lines(found.width));
	checkNone(`${what}: with text at twice its size`, lines(found.text));
	checkNone(`${what}: with wider spacing`, lines(found.spacing));
	await tab.context().close();
}
