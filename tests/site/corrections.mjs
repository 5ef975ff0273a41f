#!/usr/bin/env node
// What the registry showed wrongly: on a page, in a feed, as data and on the page of the product, from its
// day on and no sooner; and what was published once is neither taken back nor reworded in silence.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, buildSite, check, checkNone, criteria, differences, filesBelow, fuda, readExport, report, sample, statuses, textOf, work, writeExport } from '../check.mjs';

const { header, records } = readExport();
const status = statuses();
const [first, second] = records.filter(({ product_id }) => status.get(product_id)?.status === 'valid').map(({ product_id }) => product_id);
const withheld = records.find(({ manufacturer }) => manufacturer?.disclosed === false);
const unissued = records.map(({ product_id }) => product_id).find((id) => !status.has(id) || status.get(id).status === 'not_issued');

const site = `${work}/site`;
fs.mkdirSync(`${site}/content`, { recursive: true });
fs.writeFileSync(`${site}/content/site.json`, JSON.stringify({ ...JSON.parse(fs.readFileSync('content/site.json', 'utf8')), sample: false }));
const correct = (...lines) => fs.writeFileSync(`${site}/content/corrections.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
const fuda1 = (command, out, { day = asOf, exported = sample, more = [] } = {}) =>
	spawnSync(fuda, [command, '--export', exported, '--criteria', criteria, '--site', site, '--as-of', day, ...(out ? ['--out', out] : []), ...more], { encoding: 'utf8' });
const build = (out, options) => fuda1('build', `${work}/${out}`, options);
const read = (out, name) => fs.readFileSync(`${work}/${out}/${name}`, 'utf8');
const having = (out, text) => filesBelow(`${work}/${out}`).filter((name) => textOf(`${work}/${out}/${name}`).includes(text));

// ---- what the sample shows ----

buildSite(`${work}/sample`);
const [shown] = fs.readFileSync('content/corrections.jsonl', 'utf8').trim().split('\n').map((line) => JSON.parse(line));
checkNone('files of the sample that have its correction, and others', having('sample', shown.text.en).filter((name) =>
	![`en/P/${shown.product_id}/index.html`, 'en/corrections/index.html', 'en/corrections/feed.atom', 'data/corrections.jsonl'].includes(name)));
check('four have it', having('sample', shown.text.en).length === 4, having('sample', shown.text.en));
const anchor = /<tr id="(correction-[^"]+)"/.exec(read('sample', 'corrections/index.html'))?.[1];
check('the page of the product leads to it', read('sample', `P/${shown.product_id}/index.html`).includes(`href="../../corrections/#${anchor}"`));
check('and says above that there is one', /<ul class="notes"[^]*?href="#corrections"/.test(read('sample', `P/${shown.product_id}/index.html`)));
check('it leads to the page of the product', read('sample', 'corrections/index.html').includes(`href="../P/${shown.product_id}/"`));
check('the data have it as it was written', JSON.stringify(JSON.parse(read('sample', 'data/corrections.jsonl'))) === JSON.stringify(shown));
const feed = read('sample', 'corrections/feed.atom');
check('the feed names it for ever', feed.includes(`<id>tag:fuda.example,${shown.date}:corrections/${anchor.slice(-16)}</id>`), feed);

// ---- what is wrong ----

const text = { ja: '誤りの見本', en: 'an error, as an example' };
const right = { date: '2026-11-01', product_id: first, text };
for (const [what, code, pointer, ...lines] of [
	['an id that nobody knows', 'correction-unknown', '/product_id', right, { ...right, product_id: 'ZZZZ9999' }],
	['an id outside the grammar', 'id-invalid', '/product_id', right, { ...right, product_id: 'x' }],
	['a day that does not exist', 'date-invalid', '/date', right, { ...right, date: '2026-02-30' }],
	['no day', 'key-missing', '', right, { text }],
	['no text', 'key-missing', '', right, { date: '2026-11-01' }],
	['a text in another language alone', 'key-missing', '/text', right, { date: '2026-11-01', text: { en: 'x' } }],
	['a text that turns the line around', 'text-character', '/text/ja', right, { date: '2026-11-01', text: { ja: 'a\u202eb' } }],
	['the same twice', 'correction-repeated', '', right, right],
	['a withheld name', 'withheld-in-text', '/text', right,
		{ date: '2026-11-01', product_id: withheld.product_id, text: { ja: `製造業者を${withheld.manufacturer.name.ja}としていました。` } }],
]) {
	correct(...lines);
	for (const out of [null, `${work}/wrong`]) {
		const said = fuda1(out ? 'build' : 'check', out);
		check(`${what} is an error with its place`, said.status === 1 && said.stderr.split('\n').some((line) =>
			line.includes('corrections.jsonl:2:') && line.includes(`[${code}]`) && line.includes(pointer)), said.stderr);
	}
	check(`with ${what} nothing is written`, !fs.existsSync(`${work}/wrong`));
	check(`${what}: the name is not told`, !fuda1('check').stderr.includes(withheld.manufacturer.name.ja));
}
check('a product was found that has no page yet', unissued);
correct({ ...right, product_id: unissued, text: { ja: '発行前の製品について' } });
check('a site with one of it is built', build('unissued').status === 0);
checkNone('files that show it', having('unissued', '発行前の製品について'));

// ---- days ----

const next = '2026-11-23';
const coming = { date: next, product_id: second, text: { ja: '明日からの訂正' } };
correct(right, coming, { date: '2026-11-02', text: { ja: '登録簿全体の訂正', en: 'all of it' } });
check('a site is built', build('out').status === 0);
checkNone('files that show a correction before its day', having('out', '明日からの訂正'));
check('the newest stands first', read('out', 'data/corrections.jsonl').split('\n').map((line) => line.slice(9, 19)).join() === '2026-11-02,2026-11-01,');
check('the next night is built', build('out', { day: next }).status === 0);
check('on its day it is shown', having('out', '明日からの訂正').length === 7, having('out', '明日からの訂正'));
check('in the language that it has', read('out', `en/P/${second}/index.html`).includes('<span lang="ja">明日からの訂正</span>'));
build('fresh', { day: next });
// What pages of the day before still name stays for a while.
const superseded = fs.existsSync(`${work}/out/sums/superseded.sha256`) ? read('out', 'sums/superseded.sha256') : '';
checkNone('files that another night would have made otherwise', differences(`${work}/out`, `${work}/fresh`)
	.filter((name) => name !== 'sums/superseded.sha256' && !superseded.includes(`  ${name}\n`)));

// ---- what stays ----

for (const [what, ...lines] of [['taken back', right, coming], ['reworded', right, coming, { date: '2026-11-02', text: { ja: '登録簿全体', en: 'all of it' } }]]) {
	correct(...lines);
	const said = build('out', { day: next });
	check(`one that is ${what} stops the night`, said.status === 1 && /the correction of 2026-11-02 .*\[correction-gone\]/.test(said.stderr), said.stderr);
	const figure = /--accept=(correction-gone=\w+)/.exec(said.stderr)?.[1];
	check(`${what}: another figure lets nothing through`, build('out', { day: next, more: ['--accept', 'correction-gone=0123456789abcdef'] }).status === 1);
	check(`${what}: accepted, it is`, build('accepted', { day: next }).status === 0 && figure);
	if (what === 'taken back') {
		check('and so the site itself', build('out', { day: next, more: ['--accept', figure] }).status === 0);
		checkNone('files that still have what was erased', having('out', '登録簿全体の訂正'));
		correct(right, coming, { date: '2026-11-02', text: { ja: '登録簿全体の訂正', en: 'all of it' } });
		check('one more stops no night', build('out', { day: next }).status === 0);
	}
}

// ---- a product that is retired, and not in the export ----

fs.writeFileSync(`${site}/content/retired.jsonl`, `${JSON.stringify({ product_id: first, date: '2026-11-10' })}\n`);
correct(right);
check('a site with a retired product is built', build('retired', {
	exported: writeExport(`${work}/less.jsonl`, { header, records: records.filter(({ product_id }) => product_id !== first) }),
}).status === 0);
check('its page has the correction', read('retired', `P/${first}/index.html`).includes(text.ja));
check('which names it by its id', read('retired', 'corrections/index.html').includes(`<a class="number" href="../P/${first}/">${first}</a>`));
report();
