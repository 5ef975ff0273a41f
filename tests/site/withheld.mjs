#!/usr/bin/env node
// A withheld name in a public text stops the build, wherever it stands and however it is written; a
// text that was reviewed does not. No message has the name.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { asOf, check, criteria, fuda, readExport, report, work, writeExport } from '../check.mjs';

const { header, records } = readExport();
const withheld = { name: { ja: '株式会社サクラ電機', en: 'Sakura Electric Co., Ltd.', kana: 'サクラデンキ' }, disclosed: false };
const site = `${work}/site`;
fs.mkdirSync(site);
for (const name of ['content', 'layouts', 'static'])
	fs.cpSync(name, `${site}/${name}`, { recursive: true });

function checkExport(change) {
	const record = structuredClone({ ...records[0], manufacturer: withheld });
	record.summary = { ja: '概要', en: 'Summary' };
	change(record);
	const file = writeExport(`${work}/labels.jsonl`, { header, records: [record] });
	return { record, ...spawnSync(fuda, ['check', '--export', file, '--criteria', criteria, '--site', site,
		'--as-of', asOf], { encoding: 'utf8' }) };
}

const texts = [
	['name', (r) => { r.name.ja = 'サクラ電機カメラ'; }],
	['name in English', (r) => { r.name.en = 'SAKURA-ELECTRIC camera'; }],
	['reading', (r) => { r.name.kana = 'さくらでんきかめら'; }],
	['model number', (r) => { r.models[0].number = 'SAKURAELECTRIC-1'; }],
	['note of a model', (r) => { r.models[0].note = { ja: 'ｻｸﾗ電機' }; }],
	['address', (r) => { r.site_url = 'https://sakura-electric.example/'; }],
	['percent signs', (r) => { r.site_url = `https://a.example/${encodeURIComponent('サクラ電機')}`; }],
	['a host as DNS has it', (r) => { r.site_url = 'https://xn--pckl1n267tov5b.example/'; }],
	['a host in capitals', (r) => { r.summary.ja = '[a](https://www.XN--pckl1n267tov5b.example/)'; }],
	['character references', (r) => { r.summary.ja = 'サ&#12463;ラ&#x96FB;機'; }],
	['emphasis', (r) => { r.summary.ja = 'サ**クラ**電`機`'; }],
	['two lines', (r) => { r.summary.ja = 'サクラ\n電機'; }],
	['escapes', (r) => { r.summary.en = 'Sakura\\-Electric'; }],
	['address in Markdown', (r) => { r.summary.en = '[a](https://a.example/sakura%20electric)'; }],
	['HTML', (r) => { r.summary.ja = 'サクラ<b>電機</b>とサクラ電機'; }],
	['procurement notes', (r) => { r.procurement_notes = { ja: '（株）さくら電機' }; }],
	['contact', (r) => { r.contact = { name: { ja: 'サクラ電機お客様窓口' } }; }],
	['e-mail', (r) => { r.contact = { email: 'info@sakura-electric.example' }; }],
	['security note', (r) => {
		r.security_notes = [{ date: '2026-01-01', title: { ja: 'サクラ　電機の件' }, state: 'open' }];
	}],
	['evaluator', (r) => { r.labels[0].evaluator.name = { ja: 'サクラ電機' }; }],
	['certification', (r) => { r.other_certifications = [{ scheme: 'ＳＡＫＵＲＡ ＥＬＥＣＴＲＩＣ', number: '1' }]; }],
];

check('a record without the name is right', checkExport(() => {}).status === 0);
for (const [what, change] of texts) {
	const result = checkExport(change);
	check(`${what}: refused`, result.status === 1 && result.stderr.includes('[withheld-in-text]'), result.stderr);
	check(`${what}: not said`, !/サクラ|ｻｸﾗ|さくら|sakura/i.test(result.stderr.replace(/sha256 \S+/, '')), result.stderr);
}

const applicant = checkExport((r) => { r.labels[0].applicant.name = { ja: 'サクラ電機㈱' }; });
check('an applicant who is the manufacturer is a warning',
	applicant.status === 0 && applicant.stderr.includes('[name-withheld]'), applicant.stderr);

// The line that lets a text through is for this text of this product at this place alone.
const innocent = 'サクラ電機という花の名';
const change = (r) => { r.summary.ja = innocent; };
const line = (entry) => fs.writeFileSync(`${site}/content/reviewed.jsonl`, `${JSON.stringify(entry)}\n`);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const { product_id } = records[0];
const right = { product_id, pointer: '/summary/ja', sha256: sha256(innocent) };
for (const [what, entry, status] of [
	['the text', right, 0],
	['another text', { ...right, sha256: sha256('another') }, 1],
	['another place', { ...right, pointer: '/summary/en' }, 1],
	['another product', { ...right, product_id: '0000XXXX' }, 1],
	['no hash', { ...right, sha256: 'abc' }, 1],
]) {
	line(entry);
	const result = checkExport(change);
	check(`reviewed: ${what}`, result.status === status, result.stderr);
}
report();
