#!/usr/bin/env node
// What must not be shown is in no format of the open data: the golden case of leaks, as files and as a
// database, byte for byte and value by value; and in the sample no day of acquisition.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, criteria, differencesFromNothing, filesBelow, fuda, readExport, report, sample, textOf, work, writeExport } from '../check.mjs';
import { parseCsv } from './csv.mjs';

const golden = { export: 'tests/golden/leak/labels.jsonl', criteria: 'tests/golden/leak/criteria' };
const forbidden = fs.readFileSync('tests/golden/leak/forbidden.txt', 'utf8').split('\n').filter(Boolean);
// Codes of countries stand there in quotes, because two letters are in every text.
const codes = forbidden.filter((line) => /^"[A-Z]{2}"$/.test(line)).map((line) => line.slice(1, -1));
const words = forbidden.filter((line) => !line.startsWith('"'));
check('there is something to hide', words.length > 100 && codes.length > 0);

function makeDatabase(out, options) {
	const all = { site: '.', 'as-of': asOf, out, ...options };
	const made = spawnSync(fuda, ['sqlite', '--quiet', ...Object.entries(all).flatMap(([key, value]) => [`--${key}`, value])],
		{ encoding: 'utf8' });
	check(`fuda makes ${out}`, made.status === 0, made.stderr);
	const run = (sql) => JSON.parse(spawnSync('sqlite3', ['-readonly', '-json', out, sql],
		{ encoding: 'utf8', maxBuffer: 1 << 28 }).stdout || '[]');
	// The tables of rows, and the shadow tables of the index, whose text is in no row.
	const tables = run("select name from sqlite_schema where type = 'table' and sql not like 'CREATE VIRTUAL%'").map(({ name }) => name);
	const rows = tables.flatMap((table) => run(`select * from "${table}"`).map((row) => ({ table, row })));
	check(`${out} has rows`, rows.length > 10);
	return rows;
}

function search(what, text, name) {
	return words.filter((word) => text.includes(word)).map((word) => `${what}: ${name}: ${word}`);
}

buildSite(`${work}/site`, { ...golden, precompress: true });
const files = filesBelow(`${work}/site/data`).filter((name) => !/\.(gz|br)$/.test(name) || /^products(\.|\/[^/]+\.)(jsonl|csv)\.gz$/.test(name));
check('there are files of each kind', ['.csv.gz', '.jsonl.gz', '.jsonld', '.json'].every((end) => files.some((name) => name.endsWith(end))));
checkNone('forbidden in the files', files.flatMap((name) =>
	search('byte', `${name}\n${textOf(path.join(work, 'site/data', name))}`, name)));
const values = (value) => (value !== null && typeof value === 'object' ? Object.values(value).flatMap(values) : [String(value)]);
for (const name of files.filter((file) => file.startsWith('products'))) {
	const text = textOf(path.join(work, 'site/data', name));
	const cells = /\.csv(\.gz)?$/.test(name) ? parseCsv(text).flat() : text.split('\n').filter(Boolean).flatMap((line) => values(JSON.parse(line)));
	checkNone(`${name}: withheld countries`, cells.filter((cell) => codes.includes(cell)));
	checkNone(`${name}: forbidden, once escapes are read`, search('value', cells.join('\n'), name));
}
const rows = makeDatabase(`${work}/leak.sqlite`, golden);
const bytes = fs.readFileSync(`${work}/leak.sqlite`);
checkNone('forbidden in the bytes of the database', search('byte', bytes.toString('utf8'), 'utf8')
	.concat(search('byte', bytes.toString('latin1'), 'latin1')));
checkNone('forbidden in its rows', rows.flatMap(({ table, row }) => search('value', values(row).join('\n'), table)));
checkNone('withheld countries in its rows', rows.filter(({ row }) => values(row).some((value) => codes.includes(value))));

// A version of the criteria that is not published yet is nowhere, also where one that is says that it replaces it.
fs.cpSync(criteria, `${work}/criteria`, { recursive: true });
const [published, coming] = ['S1-1.0', 'ODD-2099'];
const version = JSON.parse(fs.readFileSync(`${criteria}/${published}.json`, 'utf8'));
const save = (id, change) => fs.writeFileSync(`${work}/criteria/${id}.json`, JSON.stringify({ ...version, id, ...change }));
save(published, { replaces: coming });
const day = '2026-11-23';
save(coming, { family: 'ODD', version: '0.1', published_on: day, effective_on: day });
buildSite(`${work}/coming`, { criteria: `${work}/criteria` });
checkNone('a version to come in the files', filesBelow(`${work}/coming`).filter((name) =>
	`${name}\n${textOf(path.join(work, 'coming', name))}`.includes(coming)));
checkNone('a version to come in the database', makeDatabase(`${work}/coming.sqlite`, { export: sample, criteria: `${work}/criteria` })
	.filter(({ row }) => values(row).some((value) => value.includes(coming))).map(({ table }) => table));
// From its day on it is, also where no label turns on that day: the site becomes what one from nothing is.
const { header, records: all } = readExport();
const calm = writeExport(`${work}/calm.jsonl`, { header, records: all.filter(({ labels: [label, more] }) =>
	!more && label.level === 1 && !label.events?.length && /^2026-0[1-9]/.test(label.acquired_on)) });
for (const [out, date] of [['calm', asOf], ['calm', day], ['come', day]])
	buildSite(`${work}/${out}`, { export: calm, criteria: `${work}/criteria`, 'as-of': date });
checkNone('a version on its day, and one from nothing', differencesFromNothing(`${work}/come`, `${work}/calm`));
for (const name of ['criteria/S1-1.0/index.html', 'search/directory.js'])
	check(`${name} names it`, textOf(`${work}/come/${name}`).includes(coming));

// The sample: of a product no day of acquisition that is not also a day that may be shown.
buildSite(`${work}/sample`);
const sampleRows = makeDatabase(`${work}/sample.sqlite`, { export: sample, criteria });
const lines = filesBelow(`${work}/sample/data/products`).filter((name) => name.endsWith('.jsonl.gz'))
	.flatMap((name) => textOf(`${work}/sample/data/products/${name}`).split('\n').filter(Boolean)).map((line) => JSON.parse(line));
const records = filesBelow(`${work}/sample/data/products`).filter((name) => name.endsWith('.csv.gz'))
	.flatMap((name) => parseCsv(textOf(`${work}/sample/data/products/${name}`)));
let nhidden = 0;
const found = readExport().records.flatMap((record) => {
	const id = record.product_id, line = lines.find((product) => product.product_id === id);
	const shown = new Set(line ? [line.label.displayed_on, line.label.end, ...(line.also ?? []).map(({ end }) => end),
		record.support_until, ...(record.security_notes ?? []).map(({ date }) => date), line.retired?.date] : []);
	const days = record.labels.map((label) => label.acquired_on).filter((day) => !shown.has(day));
	const ids = record.labels.map((label) => label.label_id)
		.filter((label) => !line || (label !== line.label.label_id && !(line.also ?? []).some((other) => other.label_id === label)));
	nhidden += days.length + ids.length;
	const own = [...values(line ?? ''), ...records.filter(([first]) => first === id).flat(),
		...sampleRows.filter(({ row }) => row.product_id === id).flatMap(({ row }) => values(row))];
	const everywhere = new Set(sampleRows.flatMap(({ row }) => [row.label_id]).concat(records.map((r) => r[11])));
	return [...days.filter((day) => own.some((value) => value.includes(day))).map((day) => `${id}: ${day}`),
		...ids.filter((label) => everywhere.has(label)).map((label) => `${id}: ${label}`),
		...(line ? [] : own.filter((value) => value === id))];
});
check('the sample has days and labels to hide', nhidden > 20, nhidden);
checkNone('days of acquisition and hidden labels', found);
report();
