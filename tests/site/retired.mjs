#!/usr/bin/env node
// A retired product that nothing knows is a mistyped id: an error where there is something to know it
// by, a warning where a site begins, so that a lost one can be built again.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, check, criteria, filesBelow, fuda, readExport, report, work, writeExport, statuses } from '../check.mjs';

const site = `${work}/site`;
for (const folder of ['content', 'layouts', 'static'])
	fs.cpSync(folder, `${site}/${folder}`, { recursive: true });
const { header, records } = readExport();
const [kept, lost] = [records.slice(1), records[0].product_id];
const whole = writeExport(`${work}/whole.jsonl`, { header, records });
const less = writeExport(`${work}/less.jsonl`, { header, records: kept });
const retire = (...ids) => fs.writeFileSync(`${site}/content/retired.jsonl`,
	ids.map((id) => `${JSON.stringify({ product_id: id, date: '2026-11-01' })}\n`).join(''));
const build = (out, exported, ...options) => spawnSync(fuda, ['build', '--quiet', '--export', exported, '--criteria', criteria, '--site', site,
	'--as-of', asOf, '--out', `${work}/${out}`, ...options], { encoding: 'utf8' });

retire();
check('a site is built', build('out', whole, '--ledger', `${work}/ledger`).status === 0);
retire(lost);
check('a product that was published is retired', build('out', less).status === 0);
check('and again', build('out', less).status === 0);
const typo = `${lost.slice(0, -1)}${lost.endsWith('X') ? 'Y' : 'X'}`;
retire(lost, typo);
const before = filesBelow(`${work}/out`).length, refused = build('out', less);
check('a mistyped id is an error', refused.status === 1 && refused.stderr.includes(typo) && /\[retired-unknown\]/.test(refused.stderr), refused.stderr);
check('and nothing is written', filesBelow(`${work}/out`).length === before);
const anew = build('new', less);
check('in a new site it is a warning', anew.status === 0 && /warning:.*\[retired-unseen\]/.test(anew.stderr), anew.stderr);
retire(lost);
fs.rmSync(`${work}/new`, { recursive: true });
const known = build('new', less, '--ledger', `${work}/ledger`);
check('the ledger knows the product', known.status === 0 && !/retired/.test(known.stderr), known.stderr);
retire(lost, typo);
check('and not the other', build('newer', less, '--ledger', `${work}/ledger`).status === 1);

/* Ids that are mistyped in other ways. */
const living = [...statuses().values()].filter(({ status }) => status === 'valid').map(({ product_id: id }) => id);
const mistyped = { 'in small letters': lost.toLowerCase(), 'with a letter of another alphabet': `${lost.slice(0, -1)}\u0410`, 'with a space': `${lost} `,
	'with letters of full width': lost.replace(/[A-Z0-9]/, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)), 'with one digit more': `${lost}0`,
	'with one less': lost.slice(0, -1), 'with two changed about': `${lost[1]}${lost[0]}${lost.slice(2)}`, 'of another product': living.find((id) => id !== lost) };
for (const [what, id] of Object.entries(mistyped)) {
	retire(id);
	const { status, stderr } = build('out', less);
	check(`an id ${what} is not the one that is missing`, status === 1 && (/\[id-invalid\]/.test(stderr) || (stderr.includes(lost) && /\[product-missing\]/.test(stderr))), stderr);
	retire(lost, id);
	const both = build('out', less);
	check(`beside the right one an id ${what} is found`, both.status === 1 || /\[retired-valid\]/.test(both.stderr), both.stderr);
}
retire(lost, lost);
check('the same id twice', build('out', less).stderr.includes('[product-duplicate]'));

/* A ledger that people made of two: neither in order, nor each id once, with a blank line. */
const ids = fs.readFileSync(`${work}/ledger`, 'utf8').trim().split('\n');
const isSorted = (list) => list.every((id, i) => i === 0 || list[i - 1] <= id);
check('a ledger is in order', ids.includes(lost) && isSorted(ids), ids.join());
const join = () => fs.writeFileSync(`${work}/joined`, `${[...ids].reverse().join('\n')}\n\n${ids[0]}\nNEVERSEEN\n${ids.at(-1)}\n`);
join();
retire(lost, 'NEVERSEEN');
const joined = build('joint', less, '--ledger', `${work}/joined`);
check('one of two is read', joined.status === 0 && !/retired/.test(joined.stderr), joined.stderr);
join();
retire('NEVERSEEN');
const vanished = build('vanished', less, '--ledger', `${work}/joined`);
check('what it has and the export has not is missing, and nothing else', vanished.status === 1
	&& vanished.stderr.match(/\[product-missing\]/g)?.length === 1 && vanished.stderr.includes(lost), vanished.stderr);
retire();
fs.writeFileSync(`${work}/two`, `${ids.slice(50).join('\n')}\n${ids.slice(0, 40).join('\n')}\n`);
check('one of two grows', build('grown', whole, '--ledger', `${work}/two`).status === 0);
check('and is in order then', fs.readFileSync(`${work}/two`, 'utf8') === `${ids.join('\n')}\n`);

/* One that the export still has: its page shows the last record, of its day, and says nothing of today. */
const valid = [...statuses().values()].find(({ status }) => status === 'valid').product_id;
retire(valid);
const contradicted = build('record', whole);
check('a product of the export is retired', contradicted.status === 0);
check('that its label is valid is a warning: the id may be mistyped', new RegExp(`${valid}: /product_id: warning: .*\\[retired-valid\\]`).test(contradicted.stderr), contradicted.stderr);
for (const [folder, day, present] of [['', '2026年11月1日', /まで有効です|有効 \d/], ['en/', '1 November 2026', /holds a|Valid until \d/]]) {
	const page = fs.readFileSync(`${work}/record/${folder}P/${valid}/index.html`, 'utf8').replaceAll('<wbr>', ''), [box] = /<section class="answer .*?<\/section>/s.exec(page);
	check(`${folder}P/: the box is the last record of its day`, box.includes(`最後の記録：有効（<`) === !folder && box.includes('Last record: Valid (as of ') && box.includes(day), box);
	check(`${folder}P/: no status stands elsewhere`, !/<dd data-status/.test(page), page.match(/<dd data-status.*/)?.[0]);
	check(`${folder}P/: and claims nothing of today`, !present.test(box.replace(/<[^>]*>/g, '')) && !/holds a|Valid until \d/.test(box.replace(/<[^>]*>/g, ''))
		&& !/og:(title|description)" content="[^"]*(有効 \d|まで有効です|[Vv]alid until|holds a)/.test(page), box);
}

/* It is retired from its day on: its page says so, and it stands in no list. */
for (const [day, isRetired] of [[asOf, true], ['2026-11-23', false]]) {
	const out = `${work}/on-${day}`;
	fs.writeFileSync(`${site}/content/retired.jsonl`, `${JSON.stringify({ product_id: valid, date: day })}\n`);
	check(`${day}: a site is built`, build(`on-${day}`, whole).status === 0);
	const page = fs.readFileSync(`${out}/P/${valid}/index.html`, 'utf8');
	check(`${day}: its page says that it is retired: ${isRetired}`, page.includes('最後の記録') === isRetired);
	const lists = filesBelow(`${out}/products/all`).map((name) => fs.readFileSync(`${out}/products/all/${name}`, 'utf8'));
	check(`${day}: it stands in the list of all: ${!isRetired}`, lists.length > 0 && lists.some((list) => list.includes(`P/${valid}/`)) === !isRetired);
}

/* The record is that of its day: what came later is neither on the page nor in the data nor among the changes. */
const record = records.find((r) => r.product_id === valid), { acquired_on: acquired } = record.labels.at(-1);
const dayAfter = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);
const later = { id: valid, entered: '2026-11-01', ends: '2026-11-20' };
record.labels.forEach((label) => { (label.events ??= []).push({ date: later.ends, kind: 'revoked' }); });
const ended = writeExport(`${work}/ended.jsonl`, { header, records });
const changesOf = (out) => filesBelow(`${work}/${out}/changes`).map((name) => fs.readFileSync(`${work}/${out}/changes/${name}`, 'utf8')).join('');
for (const [name, day, status, words] of [['before', later.entered, 'valid', 'Last record: Valid (as of 1 November 2026'],
	['after', later.ends, 'revoked', 'Last record: Revoked (as of 20 November 2026']]) {
	fs.writeFileSync(`${site}/content/retired.jsonl`, `${JSON.stringify({ product_id: valid, date: day })}\n`);
	const built = build(`revoked-${name}`, ended), out = `${work}/revoked-${name}`;
	check(`retired ${name} it was revoked: a site is built`, built.status === 0, built.stderr);
	const data = JSON.parse(fs.readFileSync(`${out}/P/${valid}/label.json`, 'utf8')), page = fs.readFileSync(`${out}/en/P/${valid}/index.html`, 'utf8');
	check(`retired ${name} it was revoked: the data are of that day`, data.label.status === status && statuses({ export: ended, 'as-of': day }).get(valid).status === status, JSON.stringify(data.label));
	check(`retired ${name} it was revoked: so is the page`, page.replace(/<[^>]*>|&nbsp;|\u00a0/g, (c) => (c.startsWith('<') ? '' : ' ')).includes(words), /<section class="answer .*?<\/section>/s.exec(page)?.[0]);
	check(`retired ${name} it was revoked: so are the changes`, changesOf(`revoked-${name}`).includes(`P/${valid}/revoked`) === (status === 'revoked'));
}
fs.writeFileSync(`${site}/content/retired.jsonl`, `${JSON.stringify({ product_id: valid, date: dayAfter(acquired, -1) })}\n`);
check('retired before it had a label: a site is built', build('unlabelled', ended).status === 0);
const unlabelled = JSON.parse(fs.readFileSync(`${work}/unlabelled/P/${valid}/label.json`, 'utf8'));
check('retired before it had a label: there is no record to show', !unlabelled.label && unlabelled.retired, JSON.stringify(unlabelled));

/* Until its day the export has to have it. */
fs.writeFileSync(`${site}/content/retired.jsonl`, `${JSON.stringify({ product_id: lost, date: '2027-01-01' })}\n`);
const early = build('grown', less);
check('what is to be retired later is missing until then', early.status === 1 && new RegExp(`${lost}.*by its day, in content/retired.jsonl.*\\[product-missing\\]`).test(early.stderr), early.stderr);

/* A page that was lost is mended, though nothing but the list of files remembers the product. */
retire(lost);
check('it is retired', build('lost', whole).status === 0 && build('lost', less).status === 0);
for (const folder of ['P', 'en/P'])
	fs.rmSync(`${work}/lost/${folder}/${lost}`, { recursive: true });
const mended = build('lost', less);
check('its lost page is mended', mended.status === 0 && fs.existsSync(`${work}/lost/P/${lost}/index.html`), mended.stderr);

// What is no list of ids, one a line, names the line: half an id would else be missed as a product for ever.
for (const [what, text, line] of [['lines of Windows', `${lost}\r\n`, 1], ['a byte order mark', `\ufeff${lost}\n`, 1],
	['a cut line', `${ids.join('\n')}\n${lost.slice(0, -1)}`, ids.length + 1], ['another file', `${lost}\n{"format":1}\n`, 2]]) {
	fs.writeFileSync(`${work}/odd`, text);
	const odd = build('beside', whole, '--ledger', `${work}/odd`);
	check(`a ledger with ${what} is refused`, odd.status === 1 && odd.stderr.includes(`odd:${line}: `) && odd.stderr.includes('[id-invalid]') &&
		!odd.stderr.includes('[product-missing]'), odd.stderr);
	check(`a ledger with ${what} stays`, fs.readFileSync(`${work}/odd`, 'utf8') === text);
}
report();
