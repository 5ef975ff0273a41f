#!/usr/bin/env node
// A page keeps being true as it ages: what was valid says that its term ended once its last day is over
// in Tokyo, wherever the reader's clock stands; what had ended stays as it was; an old copy says so.
import fs from 'node:fs';
import { asOf, check, checkNone, readExport, report, statuses } from '../check.mjs';
import { languages, noonAfter, openTab, pagesOf, productsByStatus, sampleSite, serve, strings, watch, withBrowser }
	from './site.mjs';

const root = sampleSite();
const origin = await serve(root);
const status = statuses();
const nextDay = (date) => noonAfter(1, date).toISOString().slice(0, 10);
const holdsAnother = new Set(readExport().records.filter(({ labels }) => labels.length > 1).map((record) => record.product_id));

/** Runs in the page: the answers it gives. */
function answers() {
	const icon = (element) => element && window.iconOf(element);
	const text = (element) => element?.textContent.trim();
	const main = document.querySelector('main');
	// The end of support is looked at elsewhere.
	main.querySelectorAll('[data-over]').forEach((place) => { place.textContent = ''; });
	return {
		title: document.title,
		// A drawing moves its mark of today.
		main: [...main.querySelectorAll('p, li, dt, dd, h1, h2, h3')].map((e) => e.innerText).join('\n'),
		answers: [...main.querySelectorAll('.answer, .answer-other')].map((answer) => ({
			lang: answer.closest('[lang]').lang,
			status: answer.dataset.status,
			headline: text(answer.querySelector('[data-headline]')),
			sentence: text(answer.querySelector('[data-sentence]')),
			end: answer.dataset.end,
			icon: icon(answer.querySelector('.answer-status')),
		})),
		whenStale: [...main.querySelectorAll('.answer-latest')].filter((e) => e.checkVisibility()).map((e) => e.querySelector('a')?.href ?? ''),
		canonical: document.querySelector('link[rel=canonical]').href,
		whileValid: [...main.querySelectorAll('[data-while-valid]')].some((note) => note.checkVisibility()),
		html: [...main.querySelectorAll('.answer, .notes')].map((e) => e.outerHTML).join('\n'),
		isOld: document.querySelector('[data-old-copy]').checkVisibility(),
		old: document.querySelector('[data-old-copy]').textContent,
	};
}

/** A date in the words of a language, as the layouts write it. */
function dateWords(lang, date) {
	return new Date(date).toLocaleDateString(lang === 'ja' ? 'ja-JP' : 'en-GB',
		{ timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' });
}

const wordsFor = (lang, key, date) => strings[lang].answer.stale[key].replaceAll('{{end.text}}', dateWords(lang, date));

async function answersAt(tab, path, instant) {
	await tab.clock.setFixedTime(instant);
	await tab.goto(origin + path);
	return tab.evaluate(answers);
}

/** The pictures of the style sheet, by status. */
const icons = new Map([...fs.readFileSync('static/site.css', 'utf8')
	.matchAll(/^\t\[data-status="(\w+)"\] \{ --shape: (url\(.*\)); \}$/gm)].map(([, name, picture]) => [name, picture]));
const staleIcon = icons.get('stale'), validIcon = icons.get('valid');
check('each status has a picture of its own', new Set(icons.values()).size === 5, [...icons.keys()].join(' '));

function isStale(page, date) {
	return page.answers.every((answer) => answer.status === 'stale'
			&& answer.headline === wordsFor(answer.lang, 'headline', date)
			&& answer.sentence === wordsFor(answer.lang, 'sentence', date)
			&& (answer.icon ?? staleIcon) === staleIcon)
		&& !page.whileValid && page.whenStale.length === 1 && page.whenStale[0] === page.canonical;
}

async function checkValid(browser) {
	const ids = [...status.values()].filter((s) => s.status === 'valid');
	// One whose end is near carries a note about it; one has another label beside.
	const near = ids.filter((s) => s.end > nextDay(asOf)).sort((l, r) => (l.end < r.end ? -1 : 1))[0];
	const other = ids.find((s) => holdsAnother.has(s.product_id) && s !== near);
	for (const timezoneId of ['Asia/Tokyo', 'UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
		const tab = await openTab(browser, { timezoneId });
		const faults = watch(tab, origin);
		for (const { product_id: id, end } of timezoneId === 'UTC' ? [near, other] : [near])
			for (const [lang, folder] of Object.entries(languages)) {
				const path = `${folder}P/${id}/`;
				const fresh = await answersAt(tab, path, noonAfter());
				const what = `${timezoneId}: ${path} (${end})`;
				check(`${what}: valid on the as-of day`, fresh.answers.length >= 1
					&& fresh.answers.every((a) => a.status === 'valid' && a.end === end) && fresh.whenStale.length === 0, JSON.stringify(fresh.answers));
				const headlines = fresh.answers.map(({ headline }) => headline);
				check(`${what}: the end stands in the text`, fresh.answers.every((a) =>
					`${a.headline} ${a.sentence}`.includes(dateWords(a.lang, end))), headlines.join('\n'));
				for (const time of ['T00:00:00+09:00', 'T14:59:00Z'])
					check(`${what}: still valid at ${time} of its last day`,
						(await answersAt(tab, path, new Date(end + time))).html === fresh.html);
				for (const instant of [`${end}T15:00:00Z`, `${end}T15:01:00Z`, `${nextDay(end)}T12:00:00+09:00`, '2199-12-31T12:00:00Z']) {
					const page = await answersAt(tab, path, new Date(instant));
					check(`${what}: ended at ${instant}`, isStale(page, end), JSON.stringify(page));
					checkNone(`${what}: at ${instant} still says`, headlines.filter((words) => page.main.includes(words)));
					check(`${what}: the title at ${instant} claims nothing`, lang === 'ja' ? !page.title.includes('有効') : !/\bvalid\b/i.test(page.title), page.title);
				}
			}
		checkNone(`${timezoneId}: console messages`, faults);
		await tab.context().close();
	}
}

/** A page made today and a clock that is behind: the day of the copy counts. So it does without it. */
async function checkClocks(browser) {
	const { product_id: id, end } = [...status.values()].find((s) => s.status === 'valid');
	const tab = await openTab(browser);
	check('a clock that stands in 1970 changes nothing',
		(await answersAt(tab, `P/${id}/`, new Date(0))).answers.every((a) => a.status === 'valid'));
	await tab.route('**/as-of*.js', (route) =>
		route.fulfill({ contentType: 'text/javascript', body: `window.fudaAsOf = '${nextDay(end)}';` }));
	check('a copy newer than the clock ends the term', isStale(await answersAt(tab, `P/${id}/`, noonAfter()), end));
	await tab.unroute('**/as-of*.js');
	await tab.route('**/as-of*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
	check('the term ends without the as-of day', isStale(await answersAt(tab, `P/${id}/`, noonAfter(4000)), end));
	await tab.context().close();
}

/** A page that stays open over midnight, also on a machine that sleeps meanwhile, is looked at again. */
async function checkOpen(browser) {
	const { product_id: id, end } = [...status.values()].find((s) => s.status === 'valid');
	for (const [what, pass] of [['open over midnight', (clock) => clock.runFor(90000)], ['asleep over midnight', (clock) => clock.fastForward(12 * 36e5)]]) {
		const tab = await openTab(browser);
		await tab.clock.install({ time: new Date(`${end}T23:59:00+09:00`) });
		await tab.goto(`${origin}P/${id}/`);
		const before = await tab.evaluate(answers);
		await tab.clock.runFor(20000);
		check(`${what}, before: still valid`, (await tab.evaluate(answers)).html === before.html && !isStale(before, end));
		await pass(tab.clock);
		check(`${what}: the term has ended`, isStale(await tab.evaluate(answers), end));
		await tab.context().close();
	}
}

async function checkEnded(browser) {
	const tab = await openTab(browser);
	const ended = Object.entries(productsByStatus()).filter(([kind]) => /^(pending|lapsed|revoked)/.test(kind));
	check('there are ended pages', ended.length >= 10, ended.join(' '));
	for (const [kind, id] of ended)
		for (const folder of Object.values(languages)) {
			const now = await answersAt(tab, `${folder}P/${id}/`, noonAfter());
			const later = await answersAt(tab, `${folder}P/${id}/`, noonAfter(4000));
			check(`${kind}: ${folder}P/${id}/ stays as it is`, now.html === later.html && now.main === later.main);
		}
	await tab.context().close();
}

/** Runs in the page: the rows of its tables that do not say what is so on a day. */
function rowFaults([today, stale, valid, staleIcon, validIcon]) {
	return [...document.querySelectorAll('.rows [data-end]')].flatMap((cell) => {
		const link = cell.closest('tr').querySelector('a').getAttribute('href');
		const headline = cell.querySelector('b')?.textContent;
		const icon = window.iconOf(cell);
		const isEnded = cell.dataset.end < today;
		const was = cell.dataset.status;
		if (was === 'stale' ? !isEnded || !headline.startsWith(stale) || /まで|until/.test(cell.textContent) || icon !== staleIcon
			: was === 'valid' && (isEnded || (headline ?? valid) !== valid || icon !== validIcon))
			return [`${link}: ${was} until ${cell.dataset.end}: ${headline} ${icon}`];
		return [];
	});
}

async function checkLists(browser) {
	const tab = await openTab(browser);
	const days = [...status.values()].filter((s) => s.status === 'valid').map((s) => s.end).sort();
	const middle = days[Math.floor(days.length / 2)];
	for (const { kind, lang, path } of pagesOf(root).filter((page) => /^(home|list)/.test(page.kind)))
		for (const today of [asOf, middle, nextDay(middle)]) {
			await tab.clock.setFixedTime(noonAfter(0, today));
			await tab.goto(origin + path);
			checkNone(`${kind} on ${today}: ${path || './'}: rows`, await tab.evaluate(rowFaults,
				[today, strings[lang].term.stale, strings[lang].term.valid, staleIcon, validIcon]));
		}
	await tab.goto(`${origin}products/all/`);
	check('some rows have ended and some not', await tab.evaluate(() =>
		['valid', 'stale', 'lapsed', 'revoked'].every((code) => document.querySelector(`.rows [data-status="${code}"]`))));
	await tab.context().close();
}

/** What was so on the day of the copy is not said of today: numbers, search, support. */
async function checkOldNumbers(browser) {
	const tab = await openTab(browser);
	const { records } = readExport();
	const supported = records.find(({ product_id: id, support_until: day }) => /^2/.test(day ?? '') && day > asOf && status.get(id).status !== 'not_issued');
	const other = records.find(({ product_id: id }) => id !== supported.product_id && status.get(id).status !== 'not_issued');
	for (const [lang, folder] of Object.entries(languages)) {
		for (const path of ['', 'statistics/', 'products/']) {
			await tab.clock.setFixedTime(noonAfter(400));
			await tab.goto(origin + folder + path);
			check(`${folder}${path}: after 400 days numbers stand with their day`, (await tab.locator('main').innerText()).includes(dateWords(lang, asOf)));
		}
		for (const [days, isOld] of [[0, false], [2, false], [400, true]]) {
			await tab.clock.setFixedTime(noonAfter(days));
			await tab.goto(`${origin}${folder}search/?status=valid&q=nothing-like-this`);
			await tab.waitForSelector('[data-none]:not([hidden])');
			check(`${folder}search: after ${days} days, nothing found: ${isOld ? 'of the copy alone' : 'of the registry'}`,
				await tab.locator('[data-old]').isVisible() === isOld && await tab.locator('[data-none-means]').isVisible() === !isOld
				&& (await tab.locator('[data-old]').textContent()).replaceAll('\u00a0', ' ').includes(isOld ? dateWords(lang, asOf) : ''));
		}
		for (const [days, isOver] of [[0, false], [1, true], [400, true]]) {
			await tab.clock.setFixedTime(noonAfter(days, supported.support_until));
			await tab.goto(`${origin}${folder}P/${supported.product_id}/`);
			const words = strings[lang].product.support_ended.replace('{{product.support_until.text}}', dateWords(lang, supported.support_until));
			const said = await tab.locator('[data-over]').evaluateAll((places) => places.map((place) => place.textContent));
			await tab.goto(`${origin}${folder}search/?compare=${supported.product_id},${other.product_id}`);
			await tab.waitForSelector('[data-compare]:not([hidden]) tbody tr');
			said.push((await tab.locator('[data-compare-table] tr', { hasText: strings[lang].term.updates_until }).locator('td').first().textContent())
				.replaceAll('\u00a0', ' '));
			check(`${folder}P/${supported.product_id}/: ${days} days after the end of support`, said.length === 2
				&& said.every((text) => (text === words) === isOver && text.includes(dateWords(lang, supported.support_until))), said.join('\n'));
		}
	}
	await tab.context().close();
}

async function checkOldCopy(browser) {
	const tab = await openTab(browser);
	const { product_id: id } = [...status.values()].find((s) => s.status === 'lapsed');
	for (const [lang, folder] of Object.entries(languages))
		for (const path of [folder, `${folder}P/${id}/`, `${folder}levels/`]) {
			for (const days of [-3, 0, 1, 2])
				check(`${path || './'}: no old copy after ${days} days`, !(await answersAt(tab, path, noonAfter(days))).isOld);
			// The next edition is expected a day later, and two days more are let pass; they end at midnight in Tokyo.
			const lastMinute = new Date(noonAfter(2).getTime() + 12 * 36e5 - 6e4);
			check(`${path || './'}: nor in the last minute of the second`, !(await answersAt(tab, path, lastMinute)).isOld);
			for (const [days, instant] of [[3, new Date(lastMinute.getTime() + 12e4)], [800, noonAfter(800)]]) {
				const page = await answersAt(tab, path, instant);
				check(`${path || './'}: an old copy after ${days} days`, page.isOld && page.old.includes(String(days))
					&& page.old.includes(dateWords(lang, asOf)), page.old);
			}
		}
	await tab.context().close();
}

await withBrowser(async (browser) => {
	await checkValid(browser);
	await checkClocks(browser);
	await checkOpen(browser);
	await checkEnded(browser);
	await checkLists(browser);
	await checkOldCopy(browser);
	await checkOldNumbers(browser);
});
report();
