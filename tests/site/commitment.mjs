#!/usr/bin/env node
// What the operator promises to stay: a page and data, there once a version of the promise is in force. The
// addresses that they name are files of the site, the keys those of label.json, the columns those of the CSV.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, buildSite, check, checkNone, criteria, filesBelow, fuda, report, sample, textOf, work } from '../check.mjs';

const site = `${work}/site`;
fs.mkdirSync(`${site}/content`, { recursive: true });
fs.copyFileSync('content/site.json', `${site}/content/site.json`);
const promise = (...lines) => fs.writeFileSync(`${site}/content/commitment.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
const build = (out, day = asOf) => spawnSync(fuda, ['build', '--quiet', '--export', sample, '--criteria', criteria, '--site', site, '--as-of', day, '--out', `${work}/${out}`], { encoding: 'utf8' });
const read = (out, name) => fs.readFileSync(`${work}/${out}/${name}`, 'utf8');
const text = (word) => ({ ja: `**${word}**の約束`, en: `promise of **${word}**` });
const first = { version: '1', date: '2026-11-01', addresses: text('a'), successor: text('b'), announcement: text('c') };
const second = { ...first, version: '2', date: '2026-11-23', successor: text('d'), change: { ja: '引き継ぎ先を改めました。', en: 'Another successor.' } };

buildSite(`${work}/none`);
checkNone('files of a site that promises nothing', filesBelow(`${work}/none`).filter((name) => name.includes('commitment')));
checkNone('pages that lead to one', filesBelow(`${work}/none`).filter((name) => name.endsWith('index.html') && read('none', name).includes('commitment/')));

for (const [what, code, pointer, ...lines] of [
	['a version without a successor', 'key-missing', '', first, { ...second, successor: undefined }],
	['an older version behind', 'commitment-order', '/date', first, { ...second, date: '2026-10-31' }],
	['two of one day', 'commitment-order', '/date', first, { ...second, date: first.date }],
	['a day that does not exist', 'date-invalid', '/date', first, { ...second, date: '2026-11-31' }],
]) {
	promise(...lines);
	const said = build('wrong');
	check(`${what} is an error with its place`, said.status === 1 && said.stderr.split('\n').some((line) =>
		line.includes('commitment.jsonl:2:') && line.includes(`[${code}]`) && line.includes(pointer)), said.stderr);
}

promise(first, second);
check('a site is built', build('out').status === 0);
checkNone('files that show a version before its day', filesBelow(`${work}/out`).filter((name) => textOf(`${work}/out/${name}`).includes('引き継ぎ先を改めました')));
const page = read('out', 'en/commitment/index.html');
check('the page says it, as Markdown', ['a', 'b', 'c'].every((word) => page.includes(`promise of <strong>${word}</strong>`)));
const data = JSON.parse(read('out', 'data/commitment.json'));
check('the data as it was written', ['version', 'date', 'addresses', 'successor', 'announcement'].every((key) => JSON.stringify(data[key]) === JSON.stringify(first[key])));
check('every page leads to it', read('out', 'index.html').includes('href="./commitment/"'));

// ---- what the program can say of itself ----

const label = data.label_keys, files = new Set(filesBelow(`${work}/out`));
const products = fs.readdirSync(`${work}/out/P`);
const criteriaIds = fs.readdirSync(`${work}/out/criteria`, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const fileOf = (address) => (address === '' || address.endsWith('/') ? `${address}index.html` : address);
checkNone('addresses promised that lead nowhere', data.fixed_addresses.flatMap((address) =>
	(address.includes('{criteria_id}') ? criteriaIds : products).map((id) => fileOf(address.replace(/\{\w+\}/, id))))
	.filter((file) => !files.has(file)));
const top = fs.readFileSync('gen/site/shapes_fixed.h', 'utf8').match(/^\tFIXED\(.*ALWAYS\)/gm).map((row) => /"([^"]*)", ALWAYS/.exec(row)[1]);
check('there are fixed pages', top.length > 8);
checkNone('fixed pages that are not promised', top.filter((address) => !data.fixed_addresses.includes(address)));

/** The keys of a value, by their way: "label.status". Texts by language have none. */
const isText = (value) => 'ja' in value;
const keysOf = (value, before = '') => (Array.isArray(value) ? value.flatMap((one) => keysOf(one, before))
	: value && typeof value === 'object' && !isText(value)
		? Object.entries(value).flatMap(([key, below]) => [before + key, ...keysOf(below, `${before}${key}.`)]) : []);
const written = new Set();
for (const name of ['sample', 'leak', 'hostile', 'site-small']) {
	const of = name === 'sample' ? {} : { export: `tests/golden/${name}/labels.jsonl`, criteria: `tests/golden/${name}/criteria` };
	buildSite(`${work}/${name}`, of);
	for (const id of fs.readdirSync(`${work}/${name}/P`))
		keysOf(JSON.parse(read(name, `P/${id}/label.json`))).forEach((key) => written.add(key));
}
checkNone('keys of label.json that are not promised', [...written].filter((key) => !label.includes(key)));
checkNone('keys promised that no label.json of the samples has', label.filter((key) => !written.has(key) && !key.startsWith('retired')));
check('none twice', new Set(label).size === label.length);
const csv = textOf(`${work}/out/data/products.csv.gz`).replace('\ufeff', '').split('\r\n')[0].split(',');
check('the columns are those of the CSV', csv.join() === data.columns.join(), `${csv}\n${data.columns}`);
checkNone('formats without a file', data.formats.filter((name) => !files.has(name)));

fs.mkdirSync(`${site}/content/schema`);
const own = Array.from({ length: 300 }, (_, i) => `of-our-own-${i}.schema.json`);
own.forEach((name) => fs.writeFileSync(`${site}/content/schema/${name}`, '{}'));
check('a site with many formats is built', build('many').status === 0);
checkNone('formats of its own that are not promised', own.filter((name) => !JSON.parse(read('many', 'data/commitment.json')).formats.includes(`data/schema/${name}`)));
fs.rmSync(`${site}/content/schema`, { recursive: true });

// ---- the next version, and the log of changes ----

check('the next version is built', build('out', '2026-11-23').status === 0);
check('it is in force', JSON.parse(read('out', 'data/commitment.json')).version === '2');
check('and the page says what changed', /2: <time datetime="2026-11-23">[^]*?Another successor[^]*?1: <time datetime="2026-11-01">/.test(read('out', 'en/commitment/index.html')));
fs.rmSync(`${site}/content/commitment.jsonl`);
const gone = build('out', '2026-11-24');
check('a promise is not taken back in silence', gone.status === 1 && /commitment\/ was published.*\[pages-gone\]/.test(gone.stderr), gone.stderr);
report();
