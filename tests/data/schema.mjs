#!/usr/bin/env node
// The JSON Schemas against the program's own judgement: of thousands of right and wrong records,
// criteria files and corrections both say the same of each, but for what a schema cannot express. And every line of
// open data, of several exports, is as its schema says.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { asOf, buildSite, check, checkNone, criteria, fuda, readExport, report, textOf, work, writeExport } from '../check.mjs';
import { mutate, randomFrom } from './mutate.mjs';

const NRECORDS = 2000, NVERSIONS = 500, NCORRECTIONS = 500;

// What no schema can say: what refers to other records, the order of dates, sums of digits.
const exempt = new Set(['product-duplicate', 'label-duplicate', 'category-unknown', 'criteria-unknown', 'item-unknown',
	'level-criteria', 'category-criteria', 'term-order', 'term-length', 'event-early', 'criteria-duplicate', 'grace-early',
	'replaces-unknown', 'replaces-circle', 'correction-unknown', 'correction-repeated']);
const isExempt = ({ code, text }) => exempt.has(code) || (code === 'gtin-invalid' && text.includes('check digit'));

buildSite(`${work}/published`);
const schemaOf = (name) => JSON.parse(fs.readFileSync(`${work}/published/data/schema/${name}.schema.json`, 'utf8'));
checkNone('schemas with a mark that nothing has replaced', fs.readdirSync(`${work}/published/data/schema`)
	.filter((name) => /\{[a-z]+\}"/.test(fs.readFileSync(`${work}/published/data/schema/${name}`, 'utf8'))));
function compile(name) {
	const ajv = new Ajv({ strict: true, allErrors: false, strictTypes: false, strictRequired: false, allowUnionTypes: true });
	addFormats(ajv, { mode: 'full', formats: ['date'] });
	const schema = schemaOf(name);
	check(`${name} has a title and a description`, schema.title && schema.description &&
		schema.$schema === 'https://json-schema.org/draft/2020-12/schema');
	check(`${name} is a schema`, ajv.validateSchema(schema), JSON.stringify(ajv.errors));
	return ajv.compile(schema);
}

/** What `fuda check` finds: {file, line, code, text} of each error. */
function findErrors(exportFile, folder, more = []) {
	// All of them: on the terminal stand the first thousand alone.
	const list = `${exportFile}.errors`;
	const result = spawnSync(fuda, ['check', '--quiet', '--export', exportFile, '--criteria', folder, '--as-of', asOf,
		'--set', 'max_export_age_days=36500', '--errors', list, ...more], { encoding: 'utf8', maxBuffer: 1 << 28 });
	check(`fuda looks at ${exportFile}`, result.status === 0 || result.status === 1, result.stderr.slice(0, 2000));
	return fs.readFileSync(list, 'utf8').split('\n').flatMap((line) => {
		const match = /^(.*?):(\d+): .*?: (.*) \[([a-z-]+)\]$/s.exec(line);
		return match && !/: warning: /.test(line)
			? [{ file: match[1], line: Number(match[2]), text: match[3], code: match[4] }] : [];
	});
}

function compare(what, validate, items, errorsOf) {
	const differing = [], codes = new Map();
	let nright = 0, nwrong = 0, nexempt = 0;
	for (const [i, item] of items.entries()) {
		const errors = errorsOf(i), counted = errors.filter((error) => !isExempt(error));
		const isRight = validate(item);
		for (const { code } of errors)
			codes.set(code, (codes.get(code) ?? 0) + 1);
		nright += errors.length === 0;
		nwrong += counted.length > 0;
		nexempt += errors.length > 0 && counted.length === 0;
		if (isRight !== (counted.length === 0))
			differing.push(`${i}: ${isRight ? 'the schema finds nothing, fuda' : 'fuda finds nothing, the schema'}: ${
				isRight ? counted.map((e) => `${e.text} [${e.code}]`)[0] : JSON.stringify(validate.errors?.[0])}: ${
				JSON.stringify(item).slice(0, 200)}`);
	}
	console.log(`${what}: ${items.length}: ${nright} right, ${nwrong} wrong, ${nexempt} wrong in what no schema can say`);
	checkNone(`${what} of which schema and program differ`, differing);
	check(`${what}: there are many right and many wrong ones`, nright > items.length / 10 && nwrong > items.length / 4);
	return codes;
}

/** What chance seldom makes. */
const rare = [{ level: 5 }, { level: 0 }, { level: 1, category: 'router' }, { level: 3, route: 'self' }, { level: 1, route: 'A' },
	{ level: 2, category: null }, { level: 4, category: 'router', route: 'B' }, { level: 1, route: 'self', category: null }];

// Records of the export.
const { header, records } = readExport();
let random = randomFrom(1);
const mutated = Array.from({ length: NRECORDS }, (_, i) => {
	const record = structuredClone(records[Math.floor(random() * records.length)]);
	record.product_id = `R${String(i).padStart(6, '0')}`;
	record.labels.forEach((label, k) => {
		label.label_id = `L${i}-${k}`;
	});
	if (i % 40 === 0)
		Object.assign(record.labels[0], rare[i / 40 % rare.length]);
	else
		for (let n = Math.floor(random() * 3); n > 0; n--)
			mutate(record, random);
	return record;
});
const exportFile = writeExport(`${work}/records.jsonl`, { header, records: mutated });
const byLine = findErrors(exportFile, criteria)
	.reduce((map, error) => map.set(error.line, [...map.get(error.line) ?? [], error]), new Map());
const codes = compare('records', compile('label-export-1'), mutated, (i) => byLine.get(i + 2) ?? []);
for (const code of ['key-missing', 'type', 'value-unknown', 'value-empty', 'text-character', 'date-invalid', 'url-invalid',
	'id-invalid', 'id-reserved', 'level-invalid', 'category-missing', 'category-forbidden', 'route-level', 'country-invalid',
	'event-unknown', 'gtin-invalid'])
	check(`records with ${code}`, codes.get(code) > 0);

// Versions of criteria, all in one folder.
const folder = `${work}/criteria`;
fs.mkdirSync(folder);
fs.copyFileSync(`${criteria}/categories.json`, `${folder}/categories.json`);
const originals = fs.readdirSync(criteria).filter((name) => name !== 'categories.json')
	.map((name) => JSON.parse(fs.readFileSync(`${criteria}/${name}`, 'utf8')));
random = randomFrom(2);
const nameOf = (i) => `v${String(i).padStart(4, '0')}.json`;
const versions = Array.from({ length: NVERSIONS }, (_, i) => {
	const version = structuredClone(originals[i % originals.length]);
	version.id = `X${i}`;
	delete version.replaces;
	for (let n = Math.floor(random() * 3); n > 0; n--)
		mutate(version, random);
	fs.writeFileSync(`${folder}/${nameOf(i)}`, JSON.stringify(version));
	return version;
});
const found = findErrors(writeExport(`${work}/none.jsonl`, { header, records: [] }), folder);
compare('criteria versions', compile('criteria-1'), versions, (i) => found.filter(({ file }) => file.endsWith(nameOf(i))));

// Corrections, those of a site folder of its own.
const own = `${work}/own`;
fs.mkdirSync(`${own}/content`, { recursive: true });
fs.copyFileSync('content/site.json', `${own}/content/site.json`);
const correction = JSON.parse(fs.readFileSync('content/corrections.jsonl', 'utf8').split('\n')[0]);
random = randomFrom(3);
const corrections = Array.from({ length: NCORRECTIONS }, () => {
	const one = structuredClone(correction);
	for (let n = Math.floor(random() * 3); n > 0; n--)
		mutate(one, random);
	return one;
});
fs.writeFileSync(`${own}/content/corrections.jsonl`, corrections.map((one) => JSON.stringify(one) + '\n').join(''));
const inCorrections = findErrors(`${work}/none.jsonl`, criteria, ['--site', own]).filter(({ file }) => file.endsWith('corrections.jsonl'));
const isCorrection = compile('correction-1');
compare('corrections', isCorrection, corrections, (i) => inCorrections.filter(({ line }) => line === i + 1));
checkNone('published corrections that are not as the schema says', fs.readFileSync(`${work}/published/data/corrections.jsonl`, 'utf8')
	.trimEnd().split('\n').filter((line) => !isCorrection(JSON.parse(line))));

// What is published.
const isLabel = compile('label-1');
const cases = { sample: {}, ...Object.fromEntries(['leak', 'hostile', 'site-small'].map((name) =>
	[name, { export: `tests/golden/${name}/labels.jsonl`, criteria: `tests/golden/${name}/criteria` }])) };
for (const [name, options] of Object.entries(cases)) {
	const out = `${work}/${name}`;
	if (!buildSite(out, options))
		continue;
	const lines = fs.readdirSync(`${out}/data/products`).filter((file) => file.endsWith('.jsonl.gz'))
		.flatMap((file) => textOf(`${out}/data/products/${file}`).trimEnd().split('\n'));
	check(`${name} has lines`, lines.length > 0);
	checkNone(`${name}: lines that are not as the schema says`, lines.map((line) => JSON.parse(line))
		.filter((product) => !isLabel(product)).map((product) => `${product.product_id}: ${JSON.stringify(isLabel.errors)}`));
	const first = JSON.parse(lines[0]);
	for (const [what, spoil] of Object.entries({
		'a date of acquisition': (p) => (p.label.acquired_on = '2025-01-01'),
		'no status': (p) => delete p.label.status,
		'a withheld name': (p) => (p.manufacturer = { disclosed: false, name: { ja: 'x' } }),
		null: (p) => (p.summary = null),
	})) {
		const spoilt = structuredClone(first);
		spoil(spoilt);
		check(`${name}: the schema refuses ${what}`, !isLabel(spoilt));
	}
}
report();
