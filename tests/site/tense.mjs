#!/usr/bin/env node
// What is over is said to be over. Products of every status and reason, with support and recognitions that go on or
// have ended, and retired ones, are read on everything that says a status, in both languages: no present tense of a
// label that has ended, no "until" a day that is past, and the last day of a term apart from the day of an event.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { asOf, buildSite, check, checkNone, filesBelow, readExport, report, statuses, work, writeExport } from '../check.mjs';
import { parseCsv } from '../data/csv.mjs';
import { retiredOn, tenseRecords } from './tense_products.mjs';

const root = path.resolve(work, 'out'), site = `${work}/site`;
const all = tenseRecords(), exported = writeExport(`${work}/labels.jsonl`, { header: readExport().header, records: all.map(({ record }) => record) });
for (const folder of ['content', 'layouts', 'static'])
	fs.cpSync(folder, `${site}/${folder}`, { recursive: true });
fs.rmSync(`${site}/content/corrections.jsonl`);
fs.writeFileSync(`${site}/content/retired.jsonl`, all.filter(({ isRetired }) => isRetired)
	.map(({ record }) => `${JSON.stringify({ product_id: record.product_id, date: retiredOn })}\n`).join(''));
if (!buildSite(root, { export: exported, site }))
	report();
const standing = statuses({ export: exported });
const products = all.map((one) => ({ ...one, id: one.record.product_id, ...standing.get(one.record.product_id) }));
const current = products.filter(({ isRetired }) => !isRetired), ended = current.filter(({ status }) => status !== 'valid');
const isOfTerm = ({ status, reason }) => status === 'pending' || ['expiry', 'criteria', 'no_report', 'no_reassessment', 'cap'].includes(reason);
check('every kind is what it is called', products.every(({ kind, status, reason }) =>
	kind.startsWith('valid') || kind.startsWith('revoked') ? kind.startsWith(status) : kind === `${status}-${reason}`));

// ---- reading ----

const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const folders = { ja: '', en: 'en/' };
const plain = (html) => html.replace(/<rt>.*?<\/rt>|<wbr>/g, '').replace(/<(br|dt|dd|li|tr|td|th|p|div|h[1-6]|section|summary|text|title|desc)\b[^>]*>|<\/(dt|dd|li|tr|td|th|p|div|h[1-6]|section|summary|text|title|desc)>/g, '\n')
	.replace(/<[^>]*>/g, '').replace(/&#?\w+;/g, (name) => ({ '&nbsp;': ' ', '&amp;': '&' }[name] ?? name)).replace(/\u00a0/g, ' ');
/** What a file says, a line a block. Words that only a script puts there are left out, and what is not of today. */
const linesOf = (html) => plain(html.replace(/<(script|style|template)\b[^]*?<\/\1>/g, '').replace(/ data-over-words="[^"]*"/g, '')).split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean);
const metas = (html) => [...html.matchAll(/<meta (?:name="description"|property="og:\w+") content="([^"]*)"/g), ...html.matchAll(/<title>([^<]*)</g), ...html.matchAll(/aria-label="([^"]*)"/g)].map(([, text]) => text);
/** The lines of a product's own part of its page. */
const pageOf = (lang, id) => { const html = read(`${folders[lang]}P/${id}/index.html`); return [...metas(html), ...linesOf(/<main[^]*<\/main>/.exec(html)[0])]; };

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const two = (n) => String(n).padStart(2, '0');
/** A line with its days as `@2026-03-10@`. */
const withDays = (line) => line.replace(/(\d{4})[年년] ?(\d+)[月월] ?(\d+)[日일]/g, (_, y, m, d) => `@${y}-${two(m)}-${two(d)}@`)
	.replace(/(\d{1,2}) (\w+) (\d{4})/g, (text, d, m, y) => (months.includes(m) ? `@${y}-${two(months.indexOf(m) + 1)}-${two(d)}@` : text))
	.replace(/(?<![@\d-])(\d{4}-\d\d-\d\d)(?![\d@])/g, '@$1@');

/** Days of a line that are said wrongly. */
function dayFaults(line) {
	const text = withDays(line), faults = [];
	for (const [whole, before, day, after] of text.matchAll(/(.{0,40})@([\d-]{10})@(?=(.{0,12}))/g)) {
		const isPast = day < asOf, isUntil = /(until|runs until)\s*$/i.test(before) || /^(まで(?!認められていました|の기록|）)|まで[^認）]|까지(?!의)(?!였))/.test(after) || /有效期(限)?至$/.test(before);
		if (isPast && isUntil && !/Was recognised until\s*$/.test(before))
			faults.push(`until a day that is past: ${whole}`);
		if (!isPast && (/(expired after|ended (on|after)|lapsed (on|after)?|revoked on)\s*$/i.test(before) || /^(に(失効|終わり|取り消)|に|で効力)/.test(after) || /効力を失った日 ?$/.test(before)))
			faults.push(`over on a day to come: ${whole}`);
	}
	return faults;
}

// ---- pages ----

const present = {
	ja: [/有効です(?!か)/, /取得しており|取得しています/, /このラベルが示すこと/, /宣言(したことを示します|。)/, /評価(して確かめたことを示します|。)/, /ラベルは有効です/, /有効期限が近づいて/, /確認日で、このラベルは/],
	en: [/\bholds a\b/, /\bvalid until @/i, /What this label means/, /\bdeclares that\b/, /\bmeets the (minimum|basic|requirements|highest) (?!.*must not)/, /declared by the vendor to meet/, /found by an independent third party to meet/, /stays valid/, /expires soon/, /[Tt]his (label|product) (is|has) (valid|a )/],
};
const isVoid = /示すものとして扱えません|must not be taken to show/;
const faultsOf = (lang, lines, patterns) => lines.map(withDays).filter((line) => !isVoid.test(line)).flatMap((line) => patterns.filter((one) => one.test(line)).map((one) => `${one}: ${line.slice(0, 110)}`));
for (const lang of ['ja', 'en']) {
	const other = lang === 'ja' ? 'en' : null;
	checkNone(`${lang}: present tense of labels that have ended, or of retired entries`, products.filter(({ isRetired, status }) => isRetired || status !== 'valid').flatMap(({ id, kind }) => {
		const lines = pageOf(lang, id);
		return [...faultsOf(lang, lines, present[lang]), ...(other ? faultsOf(other, lines, present[other]) : [])].map((fault) => `${kind} ${id}: ${fault}`);
	}));
	checkNone(`${lang}: days of product pages`, products.flatMap(({ id, kind }) => pageOf(lang, id).flatMap(dayFaults).map((fault) => `${kind} ${id}: ${fault}`)));
	checkNone(`${lang}: present tense is not noticed`, products.filter(({ isRetired, status }) => !isRetired && status === 'valid').filter(({ id }) =>
		faultsOf(lang, pageOf(lang, id), present[lang]).length < 3).map(({ kind }) => kind));
}
const wrong = ['有効 2026年3月10日まで', 'Valid until 10 March 2026', '効力を失った日 2027年3月10日', 'expired after 10 March 2027'];
checkNone('days that are wrong and not noticed', wrong.filter((line) => dayFaults(line).length === 0));

const says = (lang, id, pattern) => pageOf(lang, id).some((line) => pattern.test(withDays(line)));
checkNone('recognitions of ended labels without their end', ended.filter(({ isRecognised }) => isRecognised).filter(({ id, end }) =>
	!says('ja', id, new RegExp(`@${end}@まで認められていました`)) || !says('en', id, new RegExp(`Was recognised until @${end}@`))).map(({ kind }) => kind));
checkNone('recognitions of ended labels in the present tense', ended.filter(({ id }) => says('ja', id, /だけ認められます/) || says('en', id, /Recognised only/)).map(({ kind }) => kind));
checkNone('those of labels that are not recognised', products.filter(({ isRecognised }) => !isRecognised).filter(({ id }) => says('en', id, /[Rr]ecognised/)).map(({ kind }) => kind));
checkNone('support that has ended and is not said', products.filter(({ support }) => support === 'over').filter(({ id }) =>
	!says('ja', id, /提供は@2026-02-28@に終わりました/) || !says('en', id, /ended after @2026-02-28@/)).map(({ kind }) => kind));

/** What the end of a grace period means, by level. */
const grace = [['valid-self', /このラベルの有効期限には影響しません/, /the end date of this label stays/], ['valid-grace', /最後の日は@2027-09-30@.*確認日で、このラベルは延長できません/, /is @2027-09-30@; at the first checkpoint after that/],
	['valid-grace_over', /猶予期間は@2026-03-31@に終わったため、このラベルは延長されません/, /ended after @2026-03-31@, so this label will not be extended/]];
checkNone('a grace period is said otherwise', grace.flatMap(([kind, ja, en]) => current.filter((one) => one.kind === kind)
	.filter(({ id }) => !says('ja', id, ja) || !says('en', id, en)).map(({ id }) => `${kind} ${id}`)));
checkNone('self-declared labels with a word about their extension', current.filter(({ kind }) => /self|soon|checked/.test(kind)).filter(({ id }) => says('en', id, /cannot be extended|will not be extended/)).map(({ kind }) => kind));
checkNone('notes that stay when the term is over', current.filter(({ status }) => status === 'valid').flatMap(({ id, kind }) =>
	[...(/<ul class="?notes\b[^]*?<\/ul>/.exec(read(`P/${id}/index.html`))?.[0] ?? '').matchAll(/<li(?! data-while-valid| data-status)[^>]*>([^]*?)<\/li>/g)]
		.filter(([, text]) => !/セキュリティの更新の提供/.test(plain(text))).map(([, text]) => `${kind}: ${plain(text)}`)));
check('a label that another checked says who', current.filter(({ kind }) => kind === 'valid-checked').every(({ id }) => says('ja', id, /検証：架空評価センター/)));

// ---- badges, shields, lists, search data, feeds, calendars, CSV ----

const badge = { ja: { valid: /^有効 @(.*)@まで$/, pending: /^失効猶予$/, term: /^失効済み（有効期限 @(.*)@）$/, event: /^失効済み @(.*)@$/, revoked: /^取消し @(.*)@$/, retired: /^掲載終了$/ },
	en: { valid: /^Valid until @(.*)@$/, pending: /^Expired, re-application planned$/, term: /^Lapsed after @(.*)@$/, event: /^Lapsed @(.*)@$/, revoked: /^Revoked @(.*)@$/, retired: /^Entry retired$/ } };
const kindOf = (one) => (one.isRetired ? 'retired' : one.status !== 'lapsed' ? one.status : isOfTerm(one) ? 'term' : 'event');
for (const lang of ['ja', 'en'])
	checkNone(`${lang}: badges that say something else`, products.flatMap((one) => {
		const texts = linesOf(read(`${folders[lang]}P/${one.id}/badge.svg`)), found = badge[lang][kindOf(one)].exec(withDays(texts.at(-1)));
		return found && (found[1] ?? one.end) === one.end ? [] : [`${one.kind} ${one.isRetired}: ${texts.at(-1)}`];
	}));
checkNone('shields that say something else', products.flatMap((one) => {
	const { message, isError, color } = JSON.parse(read(`P/${one.id}/shield.json`));
	return badge.ja[kindOf(one)].test(withDays(message.replace(/^★\d /, ''))) && Boolean(isError) === (kindOf(one) !== 'valid') && (color === '0a6338') === (kindOf(one) === 'valid') ? [] : [`${one.kind}: ${message}`];
}));

const rows = { ja: { valid: /^有効 @.*@まで/, pending: /^失効猶予 有効期限 @/, term: /^失効済み 有効期限 @/, event: /^失効済み 効力を失った日 @/, revoked: /^取消し 効力を失った日 @/ },
	en: { valid: /^Valid until @/, pending: /^Expired, re-application planned expired after @/, term: /^Lapsed expired after @/, event: /^Lapsed on @/, revoked: /^Revoked on @/ } };
for (const lang of ['ja', 'en']) {
	const seen = new Map();
	for (const name of filesBelow(path.join(root, `${folders[lang]}products/all`)))
		for (const [row] of read(`${folders[lang]}products/all/${name}`).matchAll(/<tr>[^]*?<td data-status[^]*?(?=<tr>|<\/t(?:body|able)>)/g))
			seen.set(/P\/(\w+)\//.exec(row)[1], linesOf(/<td data-status[^]*/.exec(row)[0]).join(' '));
	checkNone(`${lang}: rows that say something else`, current.filter((one) => !rows[lang][kindOf(one)].test(withDays(seen.get(one.id) ?? ''))
		|| (one.support === 'over') !== /更新は終了|updates ended/.test(seen.get(one.id))).map((one) => `${one.kind} ${one.id}: ${seen.get(one.id)}`));
	checkNone(`${lang}: retired entries in lists`, products.filter(({ isRetired, id }) => isRetired && seen.has(id)).map(({ kind }) => kind));
	const feeds = filesBelow(path.join(root, `${folders[lang]}changes`)).map((name) => `${folders[lang]}changes/${name}`);
	checkNone(`${lang}: days of changes and feeds`, feeds.filter((name) => /\.(html|atom)$/.test(name)).flatMap((name) => linesOf(read(name)).flatMap(dayFaults).map((fault) => `${name}: ${fault}`)));
	const ics = filesBelow(path.join(root, `${folders[lang]}calendar`)).filter((name) => name.endsWith('.ics')).flatMap((name) =>
		[...read(`${folders[lang]}calendar/${name}`).replace(/\r\n /g, '').matchAll(/DTSTART;VALUE=DATE:(\d{4})(\d\d)(\d\d)[^]*?SUMMARY[^:]*:(.*)/g)].map(([, y, m, d, text]) => ({ day: `${y}-${m}-${d}`, text })));
	check(`${lang}: calendars have last days to come alone`, ics.length > 0 && ics.every(({ day, text }) => day >= asOf && /有効期限|Last valid day/.test(text)), JSON.stringify(ics.slice(0, 5)));
	const words = { ja: /いま(?![すせ])|本日|今日|現在/, en: /\btoday\b|\bnow\b/i };
	checkNone(`${lang}: "today" where a copy that is old says it of the registry`, ['', 'products/', 'security/', 'statistics/', 'changes/'].flatMap((name) =>
		linesOf(/<main[^]*<\/main>/.exec(read(`${folders[lang]}${name}index.html`))[0]).filter((line) => words[lang].test(line) && !/いまの状態(を|は、リンク先)|対応中/.test(line)).map((line) => `${name}: ${line}`)));
}
const [head, ...lines] = parseCsv(zlib.gunzipSync(fs.readFileSync(path.join(root, 'data/products.csv.gz'))).toString());
const csv = new Map(lines.map((cells) => [cells[0], Object.fromEntries(head.map((name, i) => [name, cells[i]]))]));
checkNone('rows of the CSV that say something else', products.filter((one) => {
	const row = csv.get(one.id);
	return row?.status !== one.status || row.end !== one.end || row.support_state !== { none: 'not_stated', undeclared: 'undeclared', on: 'supported', over: 'ended' }[one.support]
		|| row.retired_on !== (one.isRetired ? retiredOn : '') || (one.isRecognised && one.status !== 'valid' && /PSTI/.test(row.recognitions));
}).map(({ kind, id }) => `${kind}: ${JSON.stringify(csv.get(id))}`));
checkNone('data for search engines of ended labels that says they run', products.filter((one) => (one.isRetired ? /ld\+json/.test(read(`P/${one.id}/index.html`))
	: /CertificationActive/.test(read(`P/${one.id}/index.html`)) !== (one.status === 'valid'))).map(({ kind }) => kind));
checkNone('label.json of ended labels without the end of recognitions', ended.filter(({ isRecognised }) => isRecognised).filter(({ id, end }) =>
	JSON.parse(read(`P/${id}/label.json`)).label.recognitions[0].end !== end).map(({ id, kind }) => `${kind} ${id}`));
report();
