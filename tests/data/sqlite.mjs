#!/usr/bin/env node
// The database: the same bytes for the same input, the values of label.json, substrings of Japanese
// found, written whole or not at all, and nothing in it that must not be shown.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import vm from 'node:vm';
import { asOf, buildSite, check, checkNone, criteria, filesBelow, fuda, readExport, report, sample, textOf, work, writeExport }
	from '../check.mjs';
import { parseCsv } from './csv.mjs';

function makeDatabase(out, options = {}) {
	const all = { export: sample, criteria, site: '.', 'as-of': asOf, out, ...options };
	return spawnSync(fuda, ['sqlite', '--quiet', ...Object.entries(all).flatMap(([key, value]) => [`--${key}`, String(value)])],
		{ encoding: 'utf8' });
}

function query(file, sql) {
	const result = spawnSync('sqlite3', ['-readonly', '-json', file, sql], { encoding: 'utf8', maxBuffer: 1 << 28 });
	if (result.status !== 0 || result.stderr)
		throw new Error(`${sql}: ${result.stderr}`);
	return result.stdout ? JSON.parse(result.stdout) : [];
}

const file = `${work}/labels.sqlite`;
const made = makeDatabase(file);
check('it is made, without a word', made.status === 0 && made.stdout + made.stderr === '', made.stderr);
const bytes = fs.readFileSync(file);
makeDatabase(`${work}/again.sqlite`, { jobs: 1 });
check('the same input gives the same bytes', bytes.equals(fs.readFileSync(`${work}/again.sqlite`)));
makeDatabase(file, { jobs: 3 });
check('also in place of an older one', bytes.equals(fs.readFileSync(file)));
check('pages are of 4096 bytes', bytes.readUInt16BE(16) === 4096);
const { header, records } = readExport();
const shuffled = [...records].reverse();
makeDatabase(`${work}/shuffled.sqlite`, { export: writeExport(`${work}/shuffled.jsonl`, { header, records: shuffled }) });
const dump = (name, sql = '.dump') => spawnSync('sqlite3', ['-readonly', name, sql], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout
	.split('\n').filter((line) => !line.includes('export_sha256')).join('\n');
check('a shuffled export gives the same rows', dump(file) === dump(`${work}/shuffled.sqlite`));

// What is in it.
check('it is sound', query(file, 'pragma integrity_check')[0].integrity_check === 'ok' &&
	query(file, 'pragma foreign_key_check').length === 0);
const meta = Object.fromEntries(query(file, 'select * from meta').map(({ key, value }) => [key, value]));
check('it says of which day it is', meta.format === 'fuda-sqlite/1' && meta.as_of === asOf && /^[0-9a-f]{64}$/.test(meta.export_sha256) &&
	meta.note_ja && meta.note_en && meta['criteria_sha256/S1-1.0'], JSON.stringify(meta));
check('with the hash of the export', spawnSync('sha256sum', [sample], { encoding: 'utf8' }).stdout.startsWith(meta.export_sha256));
buildSite(`${work}/site`);
const [names, ...cells] = parseCsv(textOf(`${work}/site/data/products/first.csv.gz`));
const products = query(file, 'select * from products order by product_id');
check('the table of products has the columns of the CSV', JSON.stringify(Object.keys(products[0])) === JSON.stringify(names));
const flat = (value) => (value === null ? '' : String(value).replace(/[\r\n\t]+/g, ' '));
checkNone('rows that are not those of the CSV', cells.flatMap((row, i) => names.filter((name, k) =>
	row[k].replace(/^'/, '') !== flat(products[i][name])).map((name) => `${row[0]}: ${name}: ${products[i][name]}`)));
const labels = filesBelow(`${work}/site/P`).filter((name) => name.endsWith('/label.json'))
	.map((name) => JSON.parse(fs.readFileSync(`${work}/site/P/${name}`, 'utf8')));
const shown = labels.flatMap(({ product_id: id, label, also = [] }) => [[label.label_id, id, 1, label.level, label.status, label.end],
	...also.map((other) => [other.label_id, id, 0, other.level, other.status, other.end])]).map(String).sort();
check('its labels are those that are shown', query(file, 'select label_id, product_id, is_head, level, status, "end" from labels')
	.map((row) => String(Object.values(row))).sort().join('\n') === shown.join('\n'));
check('of labels besides the head it has no day but the end',
	query(file, 'select 1 from labels where not is_head and (displayed_on is not null or criteria is not null)').length === 0);
for (const [table, expected] of Object.entries({
	models: labels.flatMap((product) => product.models.map(({ number }) => `${product.product_id},${number}`)),
	gtins: [...new Set(labels.flatMap((product) => (product.gtins ?? []).map((gtin) => `${gtin},${product.product_id}`)))],
	security_notes: labels.flatMap((product) => (product.security_notes ?? []).map((note) => `${product.product_id},${note.date}`)),
})) {
	const columns = { models: 'product_id, number', gtins: 'gtin, product_id', security_notes: 'product_id, date' }[table];
	const rows = query(file, `select ${columns} from ${table}`).map((row) => String(Object.values(row)));
	check(`table ${table}`, rows.sort().join('\n') === expected.sort().join('\n') && rows.length > 0);
}
check('manufacturers', query(file, 'select sum(products) as n from manufacturers')[0].n ===
	labels.filter(({ manufacturer }) => manufacturer?.disclosed).length);

// Readings are no part of what is published of a product but here and in search.
const Fold = vm.runInNewContext(`${fs.readFileSync('static/search/fold.js', 'utf8')};Fold`);
const exported = fs.readFileSync(sample, 'utf8').trim().split('\n').slice(1).map((line) => JSON.parse(line));
const kanaOf = new Map(exported.map((record) => [record.product_id, record.name.kana]));
const makerKanaOf = new Map(exported.map((record) => [record.product_id, record.manufacturer?.name.kana]));

// What people write in another way.
const asked = (text) => query(file, `with recursive folded(n, text) as (select 1, '' union all select n + 1, text || coalesce(
	(select becomes from folding where character = substr('${text}', n, 1)), substr('${text}', n, 1)) from folded where n <= length('${text}'))
	select product_id as id from products_fts, folded where n = length('${text}') + 1 and spellings like '%' || text || '%'`).map(({ id }) => id);
const matched = (text) => query(file, `select product_id as id from products_fts where products_fts match '"${text}"'`).map(({ id }) => id);
const routers = labels.filter(({ name }) => /ルーター/.test(name.ja)).map(({ product_id: id }) => id);
check('there are routers', routers.length > 3, routers.length);
for (const [how, find, text] of [['in katakana', matched, 'ルーター'], ['in hiragana', matched, 'るーたー'], ['without the long vowels', asked, 'ルータ'], ['with them', asked, 'ルーター']])
	check(`full text finds routers ${how}`, routers.every((id) => find(text).includes(id)));

// Search: every substring of three and more characters, in any script.
const wrong = [];
const needles = labels.flatMap(({ name, manufacturer, models }) => [name.ja, name.en, manufacturer?.name?.ja, models[0].number])
	.filter(Boolean).flatMap((text) => [[...text].slice(0, 3).join(''), [...text].slice(1, 6).join('')])
	.filter((needle) => [...needle].length >= 3).filter((_, i) => i % 7 === 0).slice(0, 60);
for (const needle of needles) {
	const found = query(file, `select product_id as id from products_fts where products_fts match '"${
		needle.replaceAll('"', '""').replaceAll("'", "''")}"'`).map(({ id }) => id).sort();
	const fold = (text) => text.toLowerCase();
	const hiragana = (text) => text.replace(/[ぁ-ゖ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60));
	const spell = (text) => [Fold.text(text), hiragana(Fold.text(text)), Fold.search(text)].join(' | ');
	const expected = labels.filter(({ product_id: id, name, manufacturer, models }) => [[name.ja, name.en].filter(Boolean).join(' | '),
		[manufacturer?.name?.ja, manufacturer?.name?.en].filter(Boolean).join(' | '), models.map(({ number }) => number).join(' | '),
		[name.ja, name.en, kanaOf.get(id), manufacturer?.name?.ja, manufacturer?.name?.en, manufacturer?.name && makerKanaOf.get(id), ...models.map(({ number }) => number)]
			.filter(Boolean).map(spell).join(' | ')]
		.some((text) => fold(text).includes(fold(needle)))).map(({ product_id: id }) => id).sort();
	if (String(found) !== String(expected))
		wrong.push(`${needle}: ${found}, expected ${expected}`);
}
check('there are things to search for', needles.length > 30, needles.length);
checkNone('substrings that find something else than a plain scan', wrong);

// Whole or not at all.
fs.writeFileSync(`${work}/bad.jsonl`, fs.readFileSync(sample, 'utf8').replace(/"level": ?1/, '"level":9'));
const bad = makeDatabase(file, { export: `${work}/bad.jsonl` });
check('bad input leaves what is there', bad.status === 1 && bytes.equals(fs.readFileSync(file)), bad.stderr);
const nowhere = makeDatabase(`${work}/no/such/folder/x.sqlite`);
check('a folder that is not there is a fault of the system', nowhere.status !== 0 && /cannot write/.test(nowhere.stderr), nowhere.stderr);
fs.mkdirSync(`${work}/folder.sqlite`);
const folder = makeDatabase(`${work}/folder.sqlite`);
check('a folder in its place stays', folder.status === 2 && fs.statSync(`${work}/folder.sqlite`).isDirectory(), folder.stderr);
const limited = spawnSync('sh', ['-c', `trap '' XFSZ; ulimit -f 64; exec "$0" "$@"`, fuda, 'sqlite', '--quiet', '--export', sample,
	'--criteria', criteria, '--site', '.', '--as-of', asOf, '--out', file], { encoding: 'utf8' });
check('without room what is there stays', limited.status !== 0 && bytes.equals(fs.readFileSync(file)), limited.stderr);
fs.writeFileSync(`${work}/.fuda-labels.sqlite`, 'cut off');
check('what a run that was interrupted left is not a hindrance', makeDatabase(file).status === 0 && bytes.equals(fs.readFileSync(file)));
checkNone('files left over', fs.readdirSync(work).filter((name) => name.startsWith('.fuda-')));

// In a site, where a setting asks for it.
const site = `${work}/with`, published = `${site}/data/registry.sqlite`;
buildSite(site, { set: 'sqlite=true' });
check('a site has the same rows', dump(published) === dump(file));
const first = fs.readFileSync(published);
buildSite(site, { set: 'sqlite=true', fresh: true, jobs: 1 });
check('and the same bytes again', first.equals(fs.readFileSync(published)));
check('the lists of files have it', filesBelow(`${site}/sums`).some((name) => fs.readFileSync(`${site}/sums/${name}`, 'utf8').includes('  data/registry.sqlite\n')));
for (const name of ['data/catalog.jsonld', 'data/openapi.json', 'data/index.html', 'en/data/index.html'])
	check(`${name} names it`, fs.readFileSync(`${site}/${name}`, 'utf8').includes('data/registry.sqlite'));
buildSite(site);
check('it goes when the setting does', !fs.existsSync(published));
for (const name of ['data/catalog.jsonld', 'data/openapi.json', 'data/index.html'])
	check(`${name} names it no more`, !fs.readFileSync(`${site}/${name}`, 'utf8').includes('registry.sqlite'));

check('without --out it says so', spawnSync(fuda, ['sqlite', '--export', sample, '--criteria', criteria], { encoding: 'utf8' })
	.stderr.includes('--out is missing'));
report();
