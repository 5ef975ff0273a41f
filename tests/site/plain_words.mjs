#!/usr/bin/env node
// The answer in plain words: every status and reason has its sentence in every language, and on the page
// at the fixed address it names the day that the page names; what is missing or not reviewed is told or
// left out; another language needs a file alone.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { asOf, buildSite, check, checkNone, criteria, fuda, readExport, readStrings, report, sample, statuses, work } from '../check.mjs';

const files = fs.readdirSync('content/plain').sort();
const readWords = (file) => JSON.parse(fs.readFileSync(`content/plain/${file}`, 'utf8'));
const words = new Map(files.map((file) => [file.replace('.json', ''), readWords(file)]));
const answers = readStrings('ja').answer;

// ---- the files ----

/** The keys of every status and reason: ['valid'], ['pending', 'expiry'], … */
const keys = [
	...Object.entries(answers).filter(([status]) => status !== 'stale').flatMap(([status, answer]) =>
		(answer.headline ? [[status]] : Object.keys(answer).map((reason) => [status, reason]))),
	['retired'],
];
const at = (answer, [status, reason]) => (reason ? answer[status]?.[reason] : answer[status]);
const isValid = (() => {
	const ajv = new Ajv({ strict: true, allowUnionTypes: true });
	formats(ajv);
	return ajv.compile(JSON.parse(fs.readFileSync('content/plain.schema.json', 'utf8')));
})();

check('easy Japanese, Korean and both ways to write Chinese are there', String([...words.keys()]) === 'ja-simple,ko,zh-Hans,zh-Hant');
check('there are keys of all statuses and reasons', keys.length >= 16, keys.join(' '));
for (const [tag, file] of words) {
	check(`${tag} is as the schema says`, isValid(file), JSON.stringify(isValid.errors));
	checkNone(`${tag} lacks`, keys.filter((key) => !at(file.answer, key)?.includes('{{date}}')));
	checkNone(`${tag} says the same of two`, keys.map((key) => at(file.answer, key)).filter((text, i, all) => all.indexOf(text) !== i));
	checkNone(`of a label: ${tag} does not name the level`, keys.filter((key) => key[0] !== 'retired' && !at(file.answer, key).includes('{{level}}')));
}

/** A text with its readings left out. */
const bare = (text) => text.replace(/\[([^|\]]*)\|[^\]]*\]/g, '$1');
const simple = words.get('ja-simple');
const simpleTexts = [simple.name, simple.unreviewed, simple.date.replaceAll(/\{\{\w+\}\}/g, ''), ...simple.days, ...keys.map((key) => at(simple.answer, key))];

checkNone('characters of easy Japanese without a reading',
	simpleTexts.filter((text) => /\p{Script=Han}/u.test(text.replace(/\[[^|\]]*\|[^\]]*\]/g, ''))));
checkNone('readings that are none', simpleTexts.flatMap((text) => [...text.matchAll(/\[([^|\]]*)\|([^\]]*)\]/g)])
	.filter(([, base, reading]) => !/\p{Script=Han}/u.test(base) || !/^\p{Script=Hiragana}+$/u.test(reading)).map(([all]) => all));
checkNone('sentences of easy Japanese that are long, or do not end politely', keys.flatMap((key) =>
	bare(at(simple.answer, key)).replaceAll(/\{\{\w+\}\}|[「」 ]/g, '').split('。').slice(0, -1)).filter((text) =>
	text.length > 60 || !/(です|ます|ません|ました|でした)$/.test(text)));
check('days have their readings', simple.days[0] === '[1日|ついたち]' && simple.days[13] === '[14日|じゅうよっか]'
	&& simple.days[19] === '[20日|はつか]' && simple.days[30] === '31[日|にち]');

// ---- what is wrong in a file ----

const site = path.resolve(work, 'site');

/** A folder of a site that has these files of plain words, to be laid over the installed one. */
function makeSite(plain, settings = {}) {
	fs.rmSync(site, { recursive: true, force: true });
	fs.mkdirSync(`${site}/content/plain`, { recursive: true });
	const { unreviewed_words: left, ...own } = JSON.parse(fs.readFileSync('content/site.json', 'utf8'));
	check('the sample shows what is not reviewed', left === true);
	fs.writeFileSync(`${site}/content/site.json`, JSON.stringify({ ...own, ...settings }));
	for (const [tag, file] of Object.entries(plain))
		fs.writeFileSync(`${site}/content/plain/${tag}.json`, typeof file === 'string' ? file : JSON.stringify(file));
}

function saidOf(file) {
	makeSite({ ko: file });
	const { stderr, status } = spawnSync(fuda, ['check', '--export', sample, '--criteria', criteria, '--as-of', asOf, '--site', site], { encoding: 'utf8' });
	return { status, lines: stderr.split('\n').filter((line) => line.includes('plain/ko.json') && !line.endsWith('[layer-old]')) };
}

/** The Korean words, changed. */
function changed(change) {
	const copy = structuredClone(words.get('ko'));
	change(copy, copy.answer);
	return copy;
}

function without(key) {
	return changed((file, answer) => {
		if (key.length > 1)
			delete answer[key[0]][key[1]];
		else
			delete answer[key[0]];
	});
}

for (const key of keys) {
	const { status, lines } = saidOf(without(key));
	check(`no sentence for ${key}: the file and the key are named`, status === 1 && lines.length === 1
		&& lines[0].includes(`/content/plain/ko.json:`) && lines[0].includes(`/answer/${key.join('/')}: required key is missing`), lines.join('\n'));
	check(`no sentence for ${key}: the schema says so`, !isValid(without(key)));
}
for (const [what, file, pattern, inSchema = true] of [
	['a sentence without its day', changed((f, a) => { a.valid = '유효합니다.'; }), /\/answer\/valid: the sentence does not name its day, \{\{date\}\} \[content-invalid\]/],
	['a name that is none', changed((f, a) => { a.valid = '{{date}} {{levle}}'; }), /"levle".*\[layout-name\]/, false],
	['half a reading', changed((f) => { f.name = '[한국|'; }), /\/name: a reading is not whole/],
	['a reading that what is filled in could end', changed((f, a) => { a.valid = '[{{date}}|r]'; f.date = 'a]|{{year}}'; }), /\/answer\/valid: a reading is not whole/],
	['a reading with half of it in a section', changed((f, a) => { a.valid = '{{date}} [a{{#month_name}}|b]{{/month_name}}'; }), /\/answer\/valid: a reading is not whole/],
	['a month without names', changed((f) => { f.date = '{{month_name}} {{day}}, {{year}}'; }), /\/date: has \{\{month_name\}\}, and there are no "months"/, false],
	['thirty days', changed((f) => { f.days = Array(30).fill('일'); }), /\/days: has 30 names, expected 31/],
	['a review by nobody', changed((f) => { f.reviewed = { on: asOf }; }), /\/reviewed\/by: required key is missing/],
	['a day that is none', changed((f) => { f.reviewed = { on: '2026-02-30', by: 'A' }; }), /\/reviewed\/on: /],
	['a list of answers', changed((f) => { f.answer = []; }), /\/answer: is an array, expected an object/],
	['no JSON', '{', /\[json-syntax\]/],
]) {
	const { status, lines } = saidOf(file);
	check(`${what} is an error`, status === 1 && lines.length === 1 && pattern.test(lines[0]), lines.join('\n'));
	check(`${what}: so says the schema`, !inSchema || typeof file === 'string' || !isValid(file));
}
for (const tag of ['a b', 'korean', 'ko.x', 'KO']) {
	makeSite({ [tag]: words.get('ko'), ko: words.get('ko') });
	const { status, stderr } = spawnSync(fuda, ['check', '--export', sample, '--criteria', criteria, '--as-of', asOf, '--site', site], { encoding: 'utf8' });
	check(`a file of the tag "${tag}" is an error`, status === 1 && /plain\/(ko|KO|korean|a b|ko\.x)\.json: is .*\[content-invalid\]/.test(stderr), stderr);
}
const slip = saidOf(changed((f, a) => { a.lapsed.expired = a.lapsed.expiry; }));
check('a key of no reason is a warning, which names the nearest', slip.status === 0 && slip.lines.length === 1
	&& /\/answer\/lapsed\/expired: warning: key "expired" is unknown/.test(slip.lines[0]), slip.lines.join('\n'));

// ---- the pages ----

const root = path.resolve(work, 'sample');
buildSite(root);
const page = (folder, id) => fs.readFileSync(`${folder}/P/${id}/index.html`, 'utf8');
const detailsOf = (html) => /<details( data-while-valid)?><summary>([^]*?)<\/summary>([^]*?)<\/details>\s*<\/section>/.exec(html);

/** The paragraphs of a page by language, readings left out. */
const plainOf = (html) => new Map([...(detailsOf(html)?.[3] ?? '').matchAll(/<p lang="([\w-]+)"( dir="rtl")?>(.*?)<\/p>/g)]
	.map(([, tag, , text]) => [tag, text.replace(/<rt>.*?<\/ruby>|<[^>]*>/g, '')]));

function sentence(file, key, day, level) {
	const [year, month, date] = day.split('-').map(Number);
	const names = { year, month, day: date, month_name: file.months?.[month - 1] ?? '', day_name: file.days?.[date - 1] ?? '', level };
	return bare(at(file.answer, key).replace('{{date}}', file.date).replace(/\{\{(\w+)\}\}/g, (all, name) => names[name]));
}

const levels = new Map(readExport().records.flatMap(({ labels }) => labels.map((label) => [label.label_id, label.level])));
const retired = new Map(fs.existsSync('content/retired.jsonl')
	? fs.readFileSync('content/retired.jsonl', 'utf8').trim().split('\n').map((line) => JSON.parse(line)).map((line) => [line.product_id, line.date]) : []);
const shown = [...statuses().values()].filter(({ status }) => status !== 'not_issued');
const wrong = [], seen = new Set();
for (const { product_id: id, label_id: label, status, reason } of shown) {
	const html = page(root, id), found = plainOf(html);
	const key = retired.has(id) ? ['retired'] : reason ? [status, reason] : [status];
	const day = retired.get(id) ?? /<dl class="answer-days">.*?datetime="([\d-]+)"/s.exec(html)[1];
	seen.add(key.join(' '));
	for (const [tag, file] of words) {
		const wanted = sentence(file, key, day, levels.get(label)) + bare(file.unreviewed);
		if (found.get(tag) !== wanted)
			wrong.push(`${id} ${tag}: ${found.get(tag)}\n    expected ${wanted}`);
	}
	if (Boolean(detailsOf(html)?.[1]) !== (status === 'valid' && !retired.has(id)))
		wrong.push(`${id}: what script hides when the term is over`);
	if (plainOf(fs.readFileSync(`${root}/en/P/${id}/index.html`, 'utf8')).size > 0)
		wrong.push(`${id}: in a page that is not the fixed address`);
}
checkNone('pages with other plain words', wrong);
checkNone('statuses and reasons that no page of the sample has', keys.filter((key) => key[0] !== 'retired' && !seen.has(key.join(' '))));
const first = shown[0].product_id;
check('the languages are named in themselves', [...words].every(([tag, file]) =>
	detailsOf(page(root, first))[2].replace(/<rt>.*?<\/ruby>|<ruby>/g, '').includes(`<span lang="${tag}">${bare(file.name)}</span>`)));
check('easy Japanese has readings', /<ruby>製品<rt>せいひん<\/ruby>/.test(page(root, first)));

// ---- reviewed, not reviewed, another language ----

const review = { on: '2026-11-01', by: 'The office' };
const other = path.resolve(work, 'other');
makeSite({});
buildSite(other, { site });
check('the setting of the sample is not that of other sites', !shown.some(({ product_id: id }) => detailsOf(page(other, id))));
const lightest = new Map(shown.map(({ product_id: id }) => [id, zlib.brotliCompressSync(page(other, id)).length]));

const portuguese = {
	name: 'Português', source: 'test', reviewed: review, unreviewed: ' (não revisto)', date: '{{day}} de {{month_name}} de {{year}}',
	months: ['janeiro', 'fevereiro', 'março', 'abril', 'maio', 'junho', 'julho', 'agosto', 'setembro', 'outubro', 'novembro', 'dezembro'],
	answer: JSON.parse(JSON.stringify(words.get('ko').answer).replaceAll(/[^"{}:,\w★]+/g, ' & ')),
};
const arabic = { ...portuguese, name: 'العربية', right_to_left: true };
makeSite({ pt: portuguese, ar: arabic, ko: { ...words.get('ko'), reviewed: review } });
buildSite(other, { site });
const foreign = shown.map(({ product_id: id, label_id: label, status, reason }) => {
	const html = page(other, id), found = plainOf(html);
	const day = /<dl class="answer-days">.*?datetime="([\d-]+)"/s.exec(html)[1], key = reason ? [status, reason] : [status];
	return retired.has(id) || (String([...found.keys()]) === 'ar,ko,pt' && found.get('ko') === sentence(words.get('ko'), key, day, levels.get(label))
		&& found.get('pt') === sentence(portuguese, key, day, levels.get(label)).replaceAll('&', '&amp;')
		&& html.includes('<p lang="ar" dir="rtl">')) ? '' : `${id}: ${[...found]}`;
});
checkNone('reviewed ones are shown, without a note, and those of new files', foreign.filter(Boolean));

makeSite(Object.fromEntries([...words].map(([tag, file]) => [tag, { ...file, reviewed: review }])));
buildSite(other, { site });
const growth = (folder) => shown.map(({ product_id: id }) => zlib.brotliCompressSync(page(folder, id)).length - lightest.get(id));
const mean = (list) => Math.round(list.reduce((sum, n) => sum + n, 0) / list.length);
console.log(`plain words of four languages: ${mean(growth(other))} bytes of brotli a page; with notes that they are not reviewed ${mean(growth(root))}`);
check('plain words are at most 350 bytes of brotli a page', mean(growth(other)) <= 350, mean(growth(other)));
report();
