#!/usr/bin/env node
// What hangs on the standing of a label, on pages and in data, on a day of every kind: how a term can
// still run on, which security notes and labels are shown, support, the end of recognitions, lists of
// terms that end soon, and the days of the sitemap. Expected from the export, not from the program.
import fs from 'node:fs';
import { asOf, buildSite, check, checkNone, filesBelow, readExport, report, statuses, textOf, work, writeExport } from '../check.mjs';

const after = (days, day = asOf) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);
const yearsBefore = (day, years) => `${day.slice(0, 4) - years}${day.slice(4)}`;
const read = (out, name) => fs.readFileSync(`${out}/${name}`, 'utf8');
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const { header, records } = readExport();
const byId = new Map(records.map((record) => [record.product_id, record]));
let number = 0;

/** A product with one label, of route self unless `label` says otherwise. */
function product(label = {}, rest = {}) {
	number++;
	const { recognitions, ...plain } = records.find((r) => r.labels[0].level === 1).labels[0];
	return { product_id: `STAND${String(number).padStart(3, '0')}`, name: { ja: `試験品${number}` }, models: [{ number: `ST-${number}` }],
		...rest, labels: [{ ...plain, label_id: `ST-${number}`, valid_until: undefined, events: [], na_items: [], ...label }] };
}
const third = (route, acquired, days, kind) => {
	const { recognitions, ...label } = records.find((r) => r.labels[0].route === route).labels[0];
	return product({ ...label, acquired_on: acquired, criteria: newest(label),
		label_id: `ST-T${number + 1}`, valid_until: undefined, na_items: [],
		events: days.map((date) => ({ date, kind })) });
};
/** A version that nothing has replaced, so that no grace period stands in the way. */
function newest(label) {
	const versions = fs.readdirSync('content/sample/criteria').filter((name) => name !== 'categories.json')
		.map((name) => JSON.parse(fs.readFileSync(`content/sample/criteria/${name}`)));
	const own = versions.find(({ id }) => id === label.criteria);
	return versions.filter(({ family }) => family === own.family)
		.find(({ id }) => !versions.some(({ replaces }) => replaces === id)).id;
}

const ending = [0, 30, 31, 90, 91, 180, 181].map((days) =>
	[days, product({ acquired_on: yearsBefore(after(days), 2) })]);
const capped = third('A', yearsBefore(after(100), 5), [3, 2, 1].map((n) => yearsBefore(after(50), n)), 'report_unchanged');
const fourth = third('A', yearsBefore(after(100), 4), [2, 1].map((n) => yearsBefore(after(50), n)), 'report_unchanged');
const sixth = third('B', yearsBefore(after(100), 6), [4, 2].map((n) => yearsBefore(after(50), n)), 'reassessment_passed');
const notes = product({ acquired_on: yearsBefore(asOf, 1) }, { security_notes: [[-1, 'open'], [0, 'fixed'], [1, 'open']].map(([days, state]) =>
	({ date: after(days), title: { ja: `お知らせ${days}` }, severity: 'low', state })) });
const supported = product({ acquired_on: yearsBefore(asOf, 1) }, { support_until: asOf });
const ended = product({ acquired_on: yearsBefore(asOf, 1) }, { support_until: after(-1) });
const withdrawn = product({ acquired_on: yearsBefore(asOf, 1), recognitions: [{ scheme: 'UK PSTI', items: ['S1.1-02'] }],
	events: [{ date: after(-3), kind: 'withdrawn' }] });
const expired = product({ acquired_on: yearsBefore(after(-1), 2), recognitions: [{ scheme: 'UK PSTI', items: ['S1.1-02'] }] });
const atOnce = product({ acquired_on: after(-3), events: [{ date: after(-3), kind: 'withdrawn' }] });
const nextDay = product({ acquired_on: after(-3), events: [{ date: after(-2), kind: 'withdrawn' }] });
const made = [...ending.map(([, record]) => record), capped, fourth, sixth, notes, supported, ended, withdrawn, expired, atOnce, nextDay];
const out = `${work}/site`;
const file = writeExport(`${work}/export.jsonl`, { header, records: [...records, ...made] });
if (!buildSite(out, { export: file }))
	report();
const status = statuses({ export: file });
const json = (record) => JSON.parse(read(out, `P/${record.product_id}/label.json`));
const page = (record, lang = '') => read(out, `${lang}P/${record.product_id}/index.html`);

// ---- how a term can run on ----

const isOpen = (html) => /class="span-extension"/.test(html);
check('A term of four years on route A is open', status.get(fourth.product_id).status === 'valid' && isOpen(page(fourth)));
check('A term of five years on route A is not', status.get(capped.product_id).status === 'valid' && !isOpen(page(capped)));
check('A term of six years on route B is open', status.get(sixth.product_id).status === 'valid' && isOpen(page(sixth)));
check('A term on route self is not open', !isOpen(page(byId.get('LP9FSHRR'))));
check('A label that ended on the day of its issue has no line of time, one that ended a day later has',
	!page(atOnce).includes('id="timeline"') && page(nextDay).includes('id="timeline"'));
buildSite(`${work}/extended`, { set: 'self_extension_years=2' });
for (const lang of ['', 'en/'])
	check(`It is where the scheme extends such terms: ${lang}`, isOpen(read(`${work}/extended`, `${lang}P/LP9FSHRR/index.html`)));

// ---- which reasons end a label on a day of its own: what scripts are told is what the rules have ----

const events = [...fs.readFileSync('gen/model/rules.h', 'utf8').matchAll(/^\tREASON\(\w+, "(\w+)", EVENT/gm)].map(([, word]) => word);
for (const name of ['search', 'check', 'proof'])
	for (const lang of ['', 'en/'])
		check(`${lang}${name}/ names the reasons that are events`, events.length > 0
			&& same([...read(out, `${lang}${name}/index.html`).matchAll(/data-word="event[._](\w+)"/g)].map(([, word]) => word), events));

// ---- notes, support, recognitions, other labels ----

const titles = (record, html) => (record.security_notes ?? []).map(({ title }) => title.ja).filter((title) => html.includes(title));
check('Notes of the future are not on the page', same(titles(notes, page(notes)), ['お知らせ-1', 'お知らせ0']));
check('Notes of the future are not in label.json', same(json(notes).security_notes.map(({ date }) => date), [after(-1), asOf]));
const wrong = [];
for (const record of [...records, ...made]) {
	const s = status.get(record.product_id);
	if (s.status === 'not_issued')
		continue;
	const data = json(record), head = record.labels.find(({ label_id }) => label_id === s.label_id);
	const support = !record.support_until ? 'not_stated' : record.support_until === 'undeclared' ? 'undeclared'
		: record.support_until < asOf ? 'ended' : 'supported';
	const known = (record.security_notes ?? []).filter(({ date }) => date <= asOf).map(({ date }) => date);
	const recognised = (head.recognitions ?? []).map(({ scheme }) => [scheme, s.status === 'valid' ? undefined : s.end]);

	for (const [what, actual, expected] of [
		['support', data.support_state, support],
		['notes', (data.security_notes ?? []).map(({ date }) => date), known],
		['recognitions', (data.label.recognitions ?? []).map(({ scheme, end }) => [scheme, end]), recognised],
		['other labels', (data.also ?? []).every(({ status, end }) => status === 'valid' && end >= asOf), true]])
		if (!same(actual, expected))
			wrong.push(`${record.product_id}: ${what}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}
checkNone('label.json that is not as the export on that day', wrong);
check('A withdrawn label was recognised until then', json(withdrawn).label.recognitions[0].end === after(-3));
check('A label whose term is over was recognised until its last day', json(expired).label.recognitions[0].end === after(-1));
const csv = filesBelow(out).filter((name) => /^data\/products\/.*\.csv\.gz$/.test(name)).map((name) => textOf(`${out}/${name}`)).join('');
check('The table has no recognition of a label that has ended',
	csv.split('\r\n').filter((line) => line.startsWith(expired.product_id) || line.startsWith(withdrawn.product_id))
		.every((line) => !line.includes('UK PSTI')) && csv.includes('UK PSTI'));
check('Support until today goes on, until yesterday has ended',
	json(supported).support_state === 'supported' && json(ended).support_state === 'ended');

// ---- lists of what ends soon, days of the sitemap ----

for (const [most, list] of [[30, 'ending-30'], [90, 'ending-90'], [180, 'ending-180']]) {
	const folder = `products/${list}/`;
	const html = filesBelow(`${out}/${folder}`).filter((name) => name.endsWith('.html')).map((name) => read(out, folder + name)).join('');
	const differing = [...records, ...made].filter((record) => {
		const { status: name, end } = status.get(record.product_id);
		return (name === 'valid' && end <= after(most)) !== html.includes(`/P/${record.product_id}/`);
	});
	checkNone(`Products that ${list} wrongly has or lacks`, differing.map(({ product_id }) => product_id));
}
for (const [days, record] of ending)
	check(`A term ends in ${days} days`, status.get(record.product_id).end === after(days));
const urls = filesBelow(out).filter((name) => /^sitemap-.*\.xml\.gz$/.test(name)).flatMap((name) =>
	[...textOf(`${out}/${name}`).matchAll(/<loc>[^<]*\/P\/(\w+)\/<\/loc><lastmod>([^<]*)</g)].map(([, id, day]) => [id, day]));
check('Products stand in the sitemap', urls.length >= made.length * 2, urls.length);
checkNone('Days of the sitemap that are not the last that a page shows', urls.filter(([id, day]) => {
	const { status: name, end, displayed_on } = status.get(id);
	return day > asOf || day !== (name !== 'valid' && end > displayed_on ? end : displayed_on);
}).map(([id, day]) => `${id}: ${day}`));
report();
