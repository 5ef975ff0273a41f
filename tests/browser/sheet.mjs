// What a printed product page, the evidence sheet, has to say, and what is found in a PDF of it.
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { asOf, criteria } from '../check.mjs';
import { strings } from './site.mjs';

const settings = JSON.parse(fs.readFileSync('content/site.json', 'utf8'));

/** How many pages a product may take: one, also with 300 models or a name of 340 characters. More only
 * where every firm has a name of 240 (LONG…), or each of 300 models is 30 long and has a note. */
export const allowed = (id) => (id === 'HARD300LONG' ? 3 : id.startsWith('LONG') ? 2 : 1);

/** As printed text is compared: no spaces, no variants of a character. Firefox takes a character that is
 * also a radical for the radical, whose plain form is another one in the case of U+6238. */
export const plain = (text) => text.normalize('NFKC').replace(/[\s\u00ad\u200b]/g, '').replaceAll('\u6236', '\u6238');

/** Text from right to left and stacked marks do not come out of a PDF as they went in. */
const isChanged = (text) => /[\u0590-\u08ff]|\p{M}{9}/u.test(text);

export function pdfFacts(file) {
	const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
	return {
		npages: Number(/^Pages:\s+(\d+)/m.exec(info)[1]),
		size: /^Page size:\s+(.*)$/m.exec(info)[1],
		text: plain(execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' })),
	};
}

export function dateWords(lang, date) {
	return new Date(date).toLocaleDateString(lang === 'ja' ? 'ja-JP' : 'en-GB',
		{ timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' });
}

/** Runs in a page: what it says of today, so that its print can be compared. */
export function readAnswer() {
	const words = (node) => [...node.childNodes].filter((child) => !child.classList?.contains('screen')).map((child) => child.textContent).join('');
	return {
		headline: document.querySelector('.answer > .answer-status [data-headline]').textContent,
		notes: [...document.querySelectorAll('.notes li')].map(words),
	};
}

/** What is missing in the text of a sheet. */
export const missing = (text, facts) => Object.entries(facts)
	.filter(([, fact]) => !text.includes(plain(fact)) && !isChanged(fact)).map(([what, fact]) => `${what}: ${fact}`);

/** What the sheet of a product has to say, by name. */
export function wanted({ record, status, lang, root, seen }) {
	const say = (text) => text[lang] ?? text.ja;
	const label = record.labels.find(({ label_id: id }) => id === status.label_id);
	const version = JSON.parse(fs.readFileSync(`${criteria}/${label.criteria}.json`, 'utf8'));
	const { manufacturer } = record;
	return {
		title: strings[lang].product.evidence,
		status: seen.headline,
		...Object.fromEntries(seen.notes.map((note, i) => [`note ${i}`, note])),
		'as-of day': dateWords(lang, asOf),
		sequence: `${strings[lang].product.evidence_sequence}${strings[lang].punctuation.colon}${(Date.parse(asOf) - Date.parse('2000-01-01')) / 864e5}`,
		name: `${strings[lang].product.name}${strings[lang].punctuation.colon}${say(record.name)}`,
		level: `★${label.level}`,
		label: label.label_id,
		'end date': dateWords(lang, status.end),
		'day displayed': dateWords(lang, status.displayed_on),
		'criteria version': version.id,
		evaluator: strings[lang].term[label.evaluator.kind],
		'name of the evaluator': label.evaluator.name ? say(label.evaluator.name) : '',
		applicant: say(label.applicant.name),
		manufacturer: manufacturer ? manufacturer.disclosed ? say(manufacturer.name) : strings[lang].product.not_disclosed
			: strings[lang].product.not_stated,
		registry: settings.site_name[lang],
		operator: settings.operator_name[lang],
		'end of support': record.support_until === undefined ? strings[lang].product.not_stated
			: record.support_until === 'undeclared' ? strings[lang].product.support_undeclared : dateWords(lang, record.support_until),
		...Object.fromEntries((record.security_notes ?? []).filter(({ state }) => state === 'open')
			.map(({ title }, i) => [`security note ${i}`, say(title)])),
		...Object.fromEntries((label.na_items ?? []).map(({ item }) => [`N/A ${item}`, item])),
		address: JSON.parse(fs.readFileSync(`${root}/P/${record.product_id}/label.json`, 'utf8')).url,
		'hash of label.json': crypto.createHash('sha256').update(fs.readFileSync(`${root}/P/${record.product_id}/label.json`)).digest('hex'),
		...Object.fromEntries(record.models.map(({ number }) => [`model ${number}`, number])),
	};
}
