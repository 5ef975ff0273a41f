#!/usr/bin/env node
// The statuses cannot be confused without colour: each has a shape and words of its own, wherever it
// stands, and so has what has ended since.
import { check, checkNone, report } from '../check.mjs';
import { languages, noonAfter, openTab, pagesOf, productsByStatus, sampleSite, serve, strings, withBrowser } from './site.mjs';

const statuses = ['valid', 'pending', 'lapsed', 'revoked', 'stale'];

/** Runs in the page: draws the picture of a status, 48 by 48; returns which of its pixels it covers. */
async function silhouette(status) {
	const answer = document.querySelector('.answer');
	answer.dataset.status = status;
	const image = new Image();
	image.src = /^url\("(.*)"\)$/.exec(window.iconOf(answer.querySelector('.answer-status')))[1].replaceAll('\\"', '"');
	await image.decode();
	const canvas = Object.assign(document.createElement('canvas'), { width: 48, height: 48 });
	const pen = canvas.getContext('2d');
	pen.drawImage(image, 0, 0, 48, 48);
	const { data } = pen.getImageData(0, 0, 48, 48);
	return Array.from({ length: 48 * 48 }, (_, i) => (data[4 * i + 3] > 127 ? 1 : 0));
}

/** Runs in the page: how it tells its status. */
function look() {
	const answer = document.querySelector('.answer');
	const frame = getComputedStyle(answer);
	const text = (selector) => document.querySelector(selector).textContent.trim();
	return {
		status: answer.dataset.status,
		frame: [frame.borderTopStyle, frame.borderTopWidth, frame.borderInlineStartWidth].join(' '),
		icon: window.iconOf(answer.querySelector('.answer-status')),
		headline: text('.answer [data-headline]'), sentence: text('.answer [data-sentence]'),
		colours: [frame.color, frame.backgroundColor],
	};
}

/** Pairs of a list for which something is the same. */
const pairs = (list, isSame) => list.flatMap((left, i) => list.slice(i + 1).filter((right) => isSame(left, right))
	.map((right) => `${left.status} and ${right.status}`));

await withBrowser(async (browser) => {
	const root = sampleSite();
	const origin = await serve(root);
	const tab = await openTab(browser);
	const products = productsByStatus();
	const find = (status) => products[Object.keys(products).find((kind) => kind.split('-')[0] === status)];

	await tab.goto(`${origin}P/${find('valid')}/`);
	const drawn = [];
	for (const status of statuses)
		drawn.push({ status, pixels: await tab.evaluate(silhouette, status) });
	checkNone('icons that show nothing', drawn.filter(({ pixels }) => pixels.reduce((l, r) => l + r) < 200).map(({ status }) => status));
	const difference = (left, right) => left.pixels.filter((pixel, i) => pixel !== right.pixels[i]).length / left.pixels.length;
	checkNone('icons of nearly the same shape', pairs(drawn, (left, right) => difference(left, right) < 0.08));

	for (const [lang, folder] of Object.entries(languages)) {
		const looks = [];
		for (const status of statuses) {
			await tab.clock.setFixedTime(noonAfter(status === 'stale' ? 4000 : 0));
			await tab.goto(`${origin}${folder}P/${find(status === 'stale' ? 'valid' : status)}/`);
			looks.push(await tab.evaluate(look));
		}
		check(`${lang}: each status is what it says`, looks.every(({ status, icon }, i) => status === statuses[i] && icon !== 'none'),
			JSON.stringify(looks, null, 1));
		for (const key of ['frame', 'icon', 'headline', 'sentence'])
			checkNone(`${lang}: statuses with the same ${key}`, pairs(looks, (left, right) => left[key] === right[key]));
		const word = strings[lang].term.valid;
		checkNone(`${lang}: headlines that begin like the valid one`,
			looks.slice(1).filter(({ headline }) => headline.toLowerCase().startsWith(word.toLowerCase())).map(({ headline }) => headline));

		// In a list the icon and the word stand alone.
		await tab.clock.setFixedTime(noonAfter());
		const rows = [];
		for (const { path } of pagesOf(root).filter((page) => page.lang === lang && /^list/.test(page.kind))) {
			await tab.goto(origin + path);
			rows.push(...await tab.locator('td[data-status]').evaluateAll((cells) => cells.map((cell) => ({ status: cell.dataset.status,
				icon: window.iconOf(cell), word: cell.querySelector('b')?.textContent }))));
		}
		const firsts = statuses.map((status) => rows.find((row) => row.status === status && row.word)).filter(Boolean);
		check(`${lang}: a list shows several statuses`, firsts.length >= 3, `${firsts.length}`);
		for (const key of ['icon', 'word'])
			checkNone(`${lang}: statuses with the same ${key} in a list`, pairs(firsts, (left, right) => left[key] === right[key]));
	}

	// The badge is an image of its own.
	const badges = [];
	for (const status of statuses.slice(0, 4)) {
		const svg = await (await tab.request.get(`${origin}P/${find(status)}/badge.svg`)).text();
		const texts = [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map((match) => match[1]);
		badges.push({ status, words: texts.slice(1).join(' ').replace(/[\d-]+/g, ''), paths: [...svg.matchAll(/ d="([^"]*)"/g)].map((m) => m[1]).slice(-2).join() });
	}
	for (const key of ['words', 'paths'])
		checkNone(`badges of the same ${key}`, pairs(badges, (left, right) => left[key] === right[key]));
});
report();
