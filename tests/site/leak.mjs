#!/usr/bin/env node
// What must not be shown is in no byte of the site: withheld values, the first acquisition date,
// labels that are neither the answer nor still valid, products that have no label yet.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { asOf, buildSite, check, checkNone, filesBelow, readExport, report, statuses, work, writeExport }
	from '../check.mjs';

const { header, records } = readExport();
const status = statuses();
const texts = (text) => (text ? ['ja', 'en', 'kana'].map((lang) => text[lang]).filter(Boolean) : []);

// Names that another record shows openly are not secret; nor is a name of an applicant.
const open = new Set(records.flatMap((record) => [
	...(record.manufacturer && record.manufacturer.disclosed !== false ? texts(record.manufacturer.name) : []),
	...record.labels.flatMap((label) => texts(label.applicant.name)),
]));
const withheld = records.filter((record) => record.manufacturer?.disclosed === false)
	.flatMap((record) => texts(record.manufacturer.name))
	.filter((name) => ![...open].some((other) => other.includes(name)));
check('the sample withholds names', withheld.length > 0);

const unissued = records.filter((record) => status.get(record.product_id)?.status === 'not_issued')
	.map((record) => record.product_id);
// The status of each label by itself: as if it were the only one of a product.
const alone = records.flatMap((record) => record.labels.map((label) => ({ ...record, labels: [label] })))
	.map((record, i) => ({ ...record, product_id: `ALONE${i}` }));
const statusAlone = [...statuses({ export: writeExport(`${work}/alone.jsonl`, { header, records: alone }) }).values()];
const headIds = new Set([...status.values()].map((s) => s.label_id));
const issuedIds = new Map(statusAlone.filter((s) => s.label_id).map((s) => [s.label_id, s.status]));
const hiddenLabels = records.flatMap((record) => record.labels.map((label) => label.label_id))
	.filter((id) => !headIds.has(id) && issuedIds.get(id) !== 'valid');
check('there are earlier labels', hiddenLabels.length > 0);

buildSite(`${work}/out`);
const files = filesBelow(`${work}/out`);
const bytesOf = (name) => {
	const bytes = fs.readFileSync(path.join(`${work}/out`, name));
	return (name.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString('utf8');
};
const contents = files.map((name) => ({ name, text: `${name}\n${bytesOf(name)}` }));
const whereIs = (secret, among = contents) => among.filter(({ text }) => text.includes(secret)).map(({ name }) => name);
// Inside a longer word of the format (a label number within another) it is not the secret.
const isWord = (secret) => new RegExp(`(?<![0-9A-Za-z._/-])${secret.replace(/[.\\/-]/g, '\\$&')}(?![0-9A-Za-z_])`);

checkNone('withheld names', withheld.flatMap((name) => whereIs(name).map((file) => `${name}: ${file}`)));
checkNone('products without a label',
	unissued.flatMap((id) => contents.filter(({ text }) => isWord(id).test(text)).map(({ name }) => `${id}: ${name}`)));

checkNone('earlier labels', hiddenLabels.flatMap((id) => contents.filter(({ text }) => isWord(id).test(text))
	.map(({ name }) => `${id}: ${name}`)));

// In the files of a product: no acquisition date, unless the rules show that day as another's.
const dates = records.filter((record) => !unissued.includes(record.product_id)).flatMap((record) => {
	const shown = status.get(record.product_id);
	const also = new Set([shown.displayed_on, shown.end, record.support_until,
		...(record.security_notes ?? []).map((note) => note.date)]);
	const own = contents.filter(({ name }) =>
		name.startsWith(`P/${record.product_id}/`) || name.startsWith(`en/P/${record.product_id}/`));
	return record.labels.map((label) => label.acquired_on).filter((date) => !also.has(date)).flatMap((date) => {
		const [year, month, day] = date.split('-').map(Number);
		const month3 = new Date(date).toLocaleString('en', { month: 'long', timeZone: 'UTC' });
		return [date, date.replaceAll('-', ''), `${year}年${month}月${day}日`, `${year}/${month}/${day}`,
			`${day} ${month3} ${year}`, `${month3} ${day}, ${year}`]
			.flatMap((form) => whereIs(form, own).map((file) => `${form}: ${file}`));
	});
});
checkNone('acquisition dates', dates);
check('there are dates to hide', records.some((record) => record.labels.some((label) =>
	label.acquired_on <= asOf && status.get(record.product_id).displayed_on !== label.acquired_on)));
checkNone('withheld origins', records.filter((record) => record.origin?.disclosed === false).flatMap((record) => {
	const json = contents.find(({ name }) => name === `P/${record.product_id}/label.json`);
	return json && new RegExp(`"${record.origin.country}"`).test(json.text) ? [json.name] : [];
}));
report();
