// The ways that people go through the site, in a browser, by what they see and click. Each ends at the
// answer that they came for.
import { asOf, check, statuses, readExport } from '../check.mjs';
import { languages } from './site.mjs';

/** Runs in the page: the text of what matches, or what is linked there. */
const text = (selector) => document.querySelector(selector)?.innerText.trim();

/** Clicks on the link of main, or of another part, that leads to an address that holds this. */
async function follow(engine, part, inside = 'main') {
	await engine.click(`${inside} a[href*="${part}"]`);
	await engine.until(`a page at ${part}`, (wanted) => location.href.includes(wanted) && document.readyState === 'complete', part);
}

const product = (test) => {
	const status = statuses();
	return readExport().records.map((record) => ({ record, ...status.get(record.product_id) })).find(test);
};

/** In a shop: the label of this lock has lapsed. Which of its kind are valid today? */
async function shopper(engine, { open }, folder) {
	for (const [level, test] of [['★1', (p) => p.level === 1], ['★2 and more', (p) => p.level > 1]]) {
		const { product_id: id } = product((p) => p.status === 'lapsed' && test(p));
		await open(`${folder}P/${id}/`);
		await follow(engine, 'search/');
		const found = await engine.until('an answer of the search', () => {
			const count = document.querySelector('[data-count]')?.innerText;
			return /\d/.test(count) || document.querySelector('[data-none]')?.checkVisibility()
				? { rows: [...document.querySelectorAll('[data-rows] [data-status]')].map((row) => row.dataset.status), query: location.search } : null;
		});
		check(`${engine.name}: ${folder}: shopper, ${level}: only what is valid today`, found.query.includes('status=valid')
			&& found.rows.every((status) => status === 'valid'), JSON.stringify(found));
	}
}

/** A vendor: from the rules for showing a label to the code for one's own product. */
async function vendor(engine, { open }, folder) {
	const { product_id: id } = product((p) => p.status === 'valid');
	await open(`${folder}P/${id}/`);
	await engine.click('.vendor-files summary');
	await follow(engine, 'embed/');
	const code = await engine.until('the code', (id) => [...document.querySelectorAll('[data-copy] pre')].map((pre) => pre.innerText)
		.filter((code) => code.includes(`P/${id}/`)).length, id);
	check(`${engine.name}: ${folder}: vendor: three codes for the product`, code === 3, code);
}

/** A buyer with a list of model numbers: from the front page to a dated verdict for each line. */
async function buyer(engine, { open }, folder) {
	const all = statuses(), status = (wanted) => readExport().records.find((record) => all.get(record.product_id).status === wanted).product_id;
	const lines = [status('valid'), status('lapsed'), status('revoked'), 'NOSUCH-99'];
	await open(folder);
	await follow(engine, 'procurement/');
	await follow(engine, 'check/');
	await engine.until('the form', () => document.querySelector('[data-check-text]')?.checkVisibility());
	await engine.run((text) => {
		const area = document.querySelector('[data-check-text]');
		area.value = text;
		area.dispatchEvent(new Event('input', { bubbles: true }));
	}, lines.join('\n'));
	await engine.until('the list is read', () => document.querySelector('[data-check-column]').value === '0');
	await engine.click('[data-check-form] .button');
	const rows = await engine.until('verdicts', () => {
		const found = [...document.querySelectorAll('[data-check-table] tbody tr')].map((row) => [row.dataset.verdict, row.querySelector('[data-status]')?.dataset.status ?? ''].join(' '));
		return found.length ? found : null;
	});
	check(`${engine.name}: ${folder}: buyer: a verdict for each line`, rows.join() === 'found valid,found lapsed,found revoked,none ', rows.join());
	const dated = await engine.run(text, '[data-check-dated]');
	check(`${engine.name}: ${folder}: buyer: the sheet has its day`, dated.includes('2026') && dated.includes('22'), dated);
}

/** A newsroom: how many ★3 labels have ended this quarter, and why? */
async function journalist(engine, { open }, folder) {
	const quarter = (date) => `${date.slice(0, 4)} ${Math.floor((Number(date.slice(5, 7)) - 1) / 3)}`;
	const ended = [...statuses().values()].filter(({ level, status, end }) => level === 3 && /pending|lapsed|revoked/.test(status)
		&& quarter(end) === quarter(asOf));
	await open(`${folder}statistics/`);
	const column = await engine.run(() => [...document.querySelectorAll('[aria-labelledby="ended"] details[open] table tr')]
		.map((row) => Number([...row.cells].map((cell) => cell.innerText)[3])).slice(1));
	const asked = await engine.run(() => {
		const level = document.querySelector('[data-ask-level]');
		level.value = [...level.options].find(({ text }) => text === '★3').value;
		level.dispatchEvent(new Event('input', { bubbles: true }));
		return Number(document.querySelector('[data-ask-number]').textContent);
	});
	check(`${engine.name}: ${folder}: journalist: the number that was asked for`, asked === ended.length, `${asked} of ${ended.length}`);
	check(`${engine.name}: ${folder}: journalist: the number of ★3 labels, and of each reason`, column[0] === ended.length
		&& column.slice(1).reduce((sum, n) => sum + n, 0) === ended.length && ended.length > 0, `${column} of ${ended.length}`);
}

/** Somebody who reads no Japanese has scanned the code on a box. */
async function tourist(engine, { open }) {
	const { product_id: id } = product((p) => p.status === 'valid');
	await open(`P/${id}/`);
	const box = await engine.run(text, '.answer-other');
	check(`${engine.name}: tourist: the answer in English, in the first box`, /valid until/i.test(box), box);
	await follow(engine, `en/P/${id}/`, '.answer-other');
	check(`${engine.name}: tourist: goes on in English`, await engine.run(() => document.documentElement.lang) === 'en');
}

/** Somebody sends the link in a chat: what the card there says. */
async function chat(engine, { open }, folder) {
	for (const status of ['valid', 'lapsed', 'revoked', 'pending']) {
		const { product_id: id, level, end } = product((p) => p.status === status);
		await open(`${folder}P/${id}/`);
		const card = await engine.run(() => [...document.querySelectorAll('meta[property^="og:"]')].map((meta) => meta.content).join(' '));
		check(`${engine.name}: ${folder}: chat: ${status}: level and year`, card.includes(`★${level}`) && card.includes(end.slice(0, 4)), card);
	}
}

export async function journeys(engine, site) {
	await tourist(engine, site);
	for (const folder of Object.values(languages)) {
		await shopper(engine, site, folder);
		await journalist(engine, site, folder);
		await vendor(engine, site, folder);
		await buyer(engine, site, folder);
		await chat(engine, site, folder);
	}
}
