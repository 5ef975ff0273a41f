#!/usr/bin/env node
// What most readers need is the same in Chromium, Firefox and WebKit: pages fit a phone, the answer stands
// on the first screen, what has ended says so, and each journey ends at its answer by clicks alone. ENGINES=webkit runs one of them.
import { asOf, check, checkNone, report, statuses, work } from '../check.mjs';
import { journeys } from './journeys.mjs';
import { structureFaults, widthFaults } from './look.mjs';
import { isDistinct, languages, noonAfter, pagesOf, sampleSite, serve, strings } from './site.mjs';
import { withEngines } from './webdriver.mjs';

const root = sampleSite();
const screen = { width: 390, height: 844 };
let instant = noonAfter();
const origin = await serve(root, { instant: () => instant });

/** Opens a page as a phone shows it. */
async function open(engine, address) {
	await engine.openFramed(`${origin}frame?width=${screen.width}&height=${screen.height}&path=${encodeURIComponent(`/${address}`)}`);
	await engine.until(`${address} is there`, () => document.readyState === 'complete' && location.pathname !== '/frame');
}

async function checkLook(engine) {
	const found = { structure: [], width: [] };
	for (const { path: address } of pagesOf(root).filter((page) => isDistinct(page) && !/continued|404/.test(page.kind))) {
		await open(engine, address);
		const add = async (list, body) => list.push(...(await engine.run(body)).map((fault) => `${address || './'}: ${fault}`));
		await add(found.structure, structureFaults);
		await add(found.width, widthFaults);
	}
	for (const [what, faults] of Object.entries(found))
		checkNone(`${engine.name}: ${what}`, faults);
}

async function checkFirstScreen(engine) {
	const low = [];
	for (const { path: address } of pagesOf(root).filter(({ kind }) => /^product-(?!retired)/.test(kind))) {
		await open(engine, address);
		const bottoms = await engine.run(() => ['.answer-status', 'h1', '.answer-of .number', '.answer-maker', '.answer-meaning', '.answer-days', '.answer-support']
			.map((selector) => [selector, document.querySelector(`.answer ${selector}`).getBoundingClientRect().bottom]));
		low.push(...bottoms.filter(([, bottom]) => bottom > screen.height).map(([selector, bottom]) => `${address}: ${selector} at ${bottom}`));
	}
	checkNone(`${engine.name}: below the first screen`, low);
}

/** Runs in the page: its answers, and whether it says that it is old. */
function readAnswers() {
	return {
		answers: [...document.querySelectorAll('.answer, .answer-other')].map((answer) => ({
			lang: answer.closest('[lang]').lang, status: answer.dataset.status,
			headline: answer.querySelector('[data-headline]').textContent,
		})),
		isOld: document.querySelector('[data-old-copy]').checkVisibility(),
	};
}

async function checkStale(engine) {
	const all = [...statuses().values()];
	const valid = all.find(({ status }) => status === 'valid'), ended = all.find(({ status }) => status === 'lapsed');
	for (const folder of Object.values(languages)) {
		const answersAt = async (day, { product_id: id }) => {
			instant = day;
			await open(engine, `${folder}P/${id}/`);
			return engine.run(readAnswers);
		};
		const now = await answersAt(noonAfter(), valid), last = await answersAt(noonAfter(0, valid.end), valid);
		const over = await answersAt(noonAfter(1, valid.end), valid);
		const what = `${engine.name}: ${folder}P/${valid.product_id}/`;
		check(`${what}: valid on ${asOf} and on its last day`, [...now.answers, ...last.answers].every(({ status }) => status === 'valid'), JSON.stringify(last));
		check(`${what}: ended the day after`, over.answers.every(({ lang, status, headline }) => status === 'stale'
			&& headline.startsWith(strings[lang].answer.stale.headline.split('{{')[0])), JSON.stringify(over));
		check(`${what}: an old copy then, and not now`, over.isOld && !now.isOld);
		check(`${engine.name}: what had ended stays as it was`, JSON.stringify((await answersAt(noonAfter(), ended)).answers)
			=== JSON.stringify((await answersAt(noonAfter(4000), ended)).answers));
	}
	instant = noonAfter();
}

await withEngines(async (engine) => {
	await engine.resize(1000, 900);
	await checkFirstScreen(engine);
	await checkStale(engine);
	await journeys(engine, { origin, open: (address) => open(engine, address) });
	await checkLook(engine);
});
report();
