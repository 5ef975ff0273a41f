#!/usr/bin/env node
// Open data in parts: a line is the label.json of a product, a record of the CSV has its values; each
// file is as its metadata says; and the catalog is sound JSON-LD that leads to files that are there.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import jsonld from 'jsonld';
import { buildSite, check, checkNone, filesBelow, readExport, report, textOf, work, writeExport } from '../check.mjs';
import { faultsOfCsv, faultsOfMetadata, parseCsv } from './csv.mjs';

const read = (...names) => fs.readFileSync(path.join(...names), 'utf8');
const formula = /^[=+\-@\t\r＝＋－＠]/;

/** What the CSV should say, from label.json alone. */
function recordOf(product, header) {
	const { label } = product;
	const text = (value) => (value ?? '').toString().replace(/\r\n/g, '\n').replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, ' ');
	const list = (values) => (values ?? []).map((value) => value.replace(/[ \u2028]*\|[ \u2028]*/g, '|')).join(' | ');
	const stateOf = (value) => (!value ? 'not_stated' : value.disclosed ? 'disclosed' : 'withheld');
	const notes = product.security_notes ?? [];
	const own = (name, lang) => ({
		product_id: product.product_id, url: product.url, retired_on: product.retired?.date,
		...(product.name && {
			name: product.name[lang], models: list(product.models.map(({ number }) => number)), gtins: list(product.gtins),
			manufacturer: product.manufacturer?.name?.[lang], manufacturer_state: stateOf(product.manufacturer),
			origin: product.origin?.country, origin_state: stateOf(product.origin),
			label_id: label.label_id, level: label.level, category: label.category, criteria: label.criteria,
			status: label.status, reason: label.reason, displayed_on: label.displayed_on, end: label.end, route: label.route,
			evaluator_kind: label.evaluator.kind, evaluator: label.evaluator.name?.[lang],
			applicant: label.applicant.name[lang], corporate_number: label.applicant.corporate_number,
			na_items: list(label.na_items.map(({ item }) => item)),
			recognitions: list((label.recognitions ?? []).filter(({ end }) => !end).map(({ scheme }) => scheme)),
			other_labels: list((product.also ?? []).map((other) => other.label_id)),
			site_url: product.site_url, contact_email: product.contact?.email, contact_url: product.contact?.url,
			contact_tel: product.contact?.tel, vulnerability_report_url: product.vulnerability_report_url,
			support_state: product.support_state,
			support_until: product.support_until === 'undeclared' ? '' : product.support_until,
			security_notes: notes.length, open_security_notes: notes.filter(({ state }) => state === 'open').length,
		}),
	})[name];
	return header.map((column) => {
		const [, name, lang] = /^(.*?)(?:_(ja|en))?$/.exec(column);
		const value = text(own(name, lang));
		return formula.test(value) || formula.test((own(name, lang) ?? '').toString()) ? `'${value}` : value;
	});
}

/** The members of a gzip file of ours, as long as each says in its extra field. */
function membersOf(bytes) {
	const members = [];
	for (let at = 0; at < bytes.length; at += members.at(-1).length) {
		if (bytes.toString('latin1', at, at + 4) !== '\x1f\x8b\x08\x04' || bytes.toString('latin1', at + 10, at + 16) !== '\x08\0Fu\x04\0')
			return [];
		members.push(bytes.subarray(at, at + bytes.readUInt32LE(at + 16)));
	}
	return members;
}

function checkParts(what, root) {
	const folder = `${root}/data/products`;
	const products = filesBelow(root).filter((name) => /^P\/.*\/label.json$/.test(name)).map((name) => read(root, name));
	const metadata = JSON.parse(read(folder, 'csv-metadata.json'));
	const names = metadata.tables.map(({ url }) => path.basename(url, '.csv.gz'));
	checkNone(`${what}: files that the metadata does not name`, fs.readdirSync(folder)
		.filter((name) => name !== 'csv-metadata.json' && !(/^[^.]+\.(csv|jsonl)\.gz$/.test(name) && names.includes(name.replace(/\..*/, '')))));
	const textOfPart = (name, form) => textOf(`${folder}/${name}.${form}.gz`);
	check(`${what}: the lines are the files label.json`,
		names.map((name) => textOfPart(name, 'jsonl')).join('') === products.join(''));
	checkNone(`${what}: faults of the metadata`, faultsOfMetadata(metadata));
	const faults = [], differing = [];
	for (const name of names) {
		const csv = textOfPart(name, 'csv');
		faults.push(...faultsOfCsv(csv, metadata).map((fault) => `${name}: ${fault}`));
		const [header, ...records] = parseCsv(csv);
		const lines = textOfPart(name, 'jsonl').split('\n').filter(Boolean);
		check(`${what}: ${name}: a line is a record`, csv.split('\r\n').length === lines.length + 2 &&
			!csv.replaceAll('\r\n', '').match(/[\r\n]/) && records.length === lines.length);
		check(`${what}: ${name} begins with its product`, name === 'first' || records[0][0] === name.slice('from-'.length));
		for (const [i, line] of lines.entries()) {
			const expected = recordOf(JSON.parse(line), header);
			differing.push(...header.filter((_, k) => records[i][k] !== expected[k])
				.map((column) => `${records[i][0]}: ${column}: ${records[i][header.indexOf(column)]}, expected ${
					expected[header.indexOf(column)]}`));
		}
		checkNone(`${what}: ${name}: cells that a spreadsheet would run`, records.flat().filter((cell) => formula.test(cell)));
	}
	checkNone(`${what}: faults of the CSV`, faults);
	checkNone(`${what}: values that are not those of label.json`, differing);
	for (const page of ['data/index.html', 'en/data/index.html'])
		checkNone(`${what}: files that ${page} does not name`, ['products.jsonl.gz', 'products.csv.gz', 'catalog.jsonld']
			.filter((name) => !read(root, page).includes(`data/${name}"`)));
	// The files of all are the parts, with one header; whoever reads gzip reads them as one.
	const unzip = (name) => execFileSync('gunzip', ['-c', `${root}/data/${name}`], { encoding: 'utf8', maxBuffer: 1 << 28 });
	const header = names.length > 0 ? `${textOfPart(names[0], 'csv').split('\r\n')[0]}\r\n` : '';
	check(`${what}: products.jsonl.gz is all parts`,
		unzip('products.jsonl.gz') === names.map((name) => textOfPart(name, 'jsonl')).join(''));
	check(`${what}: products.csv.gz is all parts, with the header once`,
		unzip('products.csv.gz') === header + names.map((name) => textOfPart(name, 'csv').slice(header.length)).join(''));
	check(`${what}: zlib reads them as well`, textOf(`${root}/data/products.jsonl.gz`) === unzip('products.jsonl.gz'));
	// Each member says how long it is, and a part is its member, behind that of the header in the CSV.
	checkNone(`${what}: members that are not those of the parts`, ['jsonl', 'csv'].flatMap((form) => {
		const own = form === 'csv' ? 1 : 0, members = membersOf(fs.readFileSync(`${root}/data/products.${form}.gz`));
		return names.filter((name, i) => {
			const part = membersOf(fs.readFileSync(`${folder}/${name}.${form}.gz`));
			return part.length !== own + 1 || !part[own].equals(members[own + i] ?? '') || (own && !part[0].equals(members[0]));
		}).concat(members.length === names.length + own ? [] : `${members.length} members`);
	}));
	return names;
}

const DCAT = 'http://www.w3.org/ns/dcat#', DCT = 'http://purl.org/dc/terms/', FOAF = 'http://xmlns.com/foaf/0.1/';

async function checkCatalog(what, root, { licence }) {
	const text = read(root, 'data/catalog.jsonld');
	// No context is fetched: the catalog brings its own.
	const documentLoader = (url) => {
		throw new Error(`${url} is not to be fetched`);
	};
	const [catalog] = await jsonld.expand(JSON.parse(text), { documentLoader });
	const types = (node) => node['@type'] ?? [];
	check(`${what}: it is a catalog`, types(catalog).includes(`${DCAT}Catalog`));
	const sets = catalog[`${DCAT}dataset`];
	check(`${what}: it has five data sets`, sets.length === 5 && sets.every((set) => types(set).includes(`${DCAT}Dataset`)));
	const languages = (node, key) => (node[key] ?? []).map((value) => value['@language']).sort().join();
	for (const node of [catalog, ...sets]) {
		check(`${what}: ${node['@id']} has title and description in both languages`,
			languages(node, `${DCT}title`) === 'en,ja' && languages(node, `${DCT}description`) === 'en,ja');
		check(`${what}: ${node['@id']} has a publisher`, node[`${DCT}publisher`]?.[0][`${FOAF}name`]?.length === 2);
		check(`${what}: ${node['@id']} ${licence ? 'has its' : 'has no'} licence`,
			licence ? node[`${DCT}license`]?.[0]['@id'] === licence : !node[`${DCT}license`] && !node[`${DCT}rights`]);
		check(`${what}: ${node['@id']} has languages`, node[`${DCT}language`].length === 2);
	}
	const base = catalog['@id'].slice(0, -'data/catalog.jsonld'.length);
	const known = new Set(['accessURL', 'downloadURL', 'mediaType', 'compressFormat'].map((name) => DCAT + name)
		.concat(['format', 'license', 'rights', 'language', 'conformsTo'].map((name) => DCT + name), ['@id', '@type']));
	const all = sets.flatMap((set) => set[`${DCAT}distribution`]);
	checkNone(`${what}: properties that a distribution should not have`,
		all.flatMap((node) => Object.keys(node)).filter((key) => !known.has(key)));
	// Of parts, which are many, the metadata of the CSV is named, and nothing for each: a new one does not change the catalog.
	const isOfParts = (node) => node['@id'].startsWith(`${catalog['@id']}#parts-`);
	const missing = all.filter((node) => {
		const url = (isOfParts(node) ? node[`${DCAT}accessURL`] : node[`${DCAT}downloadURL`])[0]['@id'];
		return !url.startsWith(base) || !fs.existsSync(path.join(root, url.slice(base.length))) || (isOfParts(node) && !url.endsWith('/csv-metadata.json'));
	});
	checkNone(`${what}: distributions that are not there`, missing.map((node) => node['@id']));
	for (const [name, pattern] of Object.entries({ 'all as CSV': /products\.csv\.gz$/, 'all as lines': /products\.jsonl\.gz$/, parts: /#parts-records$/, lines: /#parts-lines$/, feeds: /feed\.atom$/, calendars: /\.ics$/, schemas: /\.schema\.json$/ }))
		check(`${what}: it lists ${name}`, all.some((node) => pattern.test(node['@id'])));
	checkNone(`${what}: parts in the catalog`, text.match(/data\/products\/(first|from-)[^"]*/g) ?? []);
	const rdf = await jsonld.toRDF(JSON.parse(text), { format: 'application/n-quads', documentLoader });
	check(`${what}: it gives triples`, rdf.split('\n').length > 100);
}

const golden = (name) => ({ export: `tests/golden/${name}/labels.jsonl`, criteria: `tests/golden/${name}/criteria` });
const licence = JSON.parse(read('content/site.json')).licence_url;
for (const [name, options] of Object.entries({ sample: {}, hostile: golden('hostile'), leak: golden('leak') })) {
	if (!buildSite(`${work}/${name}`, options))
		continue;
	check(`${name}: few parts`, checkParts(name, `${work}/${name}`).length <= 5);
	await checkCatalog(name, `${work}/${name}`, { licence });
}

// Without a licence in the settings there is none in the data.
fs.cpSync('content', `${work}/bare/content`, { recursive: true });
for (const name of ['layouts', 'static'])
	fs.symlinkSync(path.resolve(name), `${work}/bare/${name}`);
const settings = JSON.parse(read('content/site.json'));
delete settings.licence_name;
delete settings.licence_url;
fs.writeFileSync(`${work}/bare/content/site.json`, JSON.stringify(settings));
if (buildSite(`${work}/no-licence`, { site: `${work}/bare` })) {
	await checkCatalog('no licence', `${work}/no-licence`, {});
	check('no licence: the metadata of the CSV has none',
		!read(`${work}/no-licence/data/products/csv-metadata.json`).includes('license'));
}

// Formulas in every place that a vendor fills.
const { header, records } = readExport();
const bad = structuredClone(records.slice(0, 16));
bad.forEach((record, i) => {
	const start = ['=', '+', '-', '@', '＝', '＋', '－', '＠'][i % 8];
	record.name = { ja: `${start}1,"2"`, en: `${start}HYPERLINK("https://x")` };
	record.models[0].number = `${start}A1`;
	record.contact = { tel: `${start}81 3`, email: `${start}x@example` };
	if (record.manufacturer?.disclosed)
		record.manufacturer.name = { ja: `${start}cmd|' /C calc'!A0` };
	record.labels.forEach((label) => (label.applicant.name = { ja: `${start}cmd\u2028x` }));
});
if (buildSite(`${work}/formulas`, { export: writeExport(`${work}/formulas.jsonl`, { header, records: bad }) }))
	checkParts('formulas', `${work}/formulas`);

// Model numbers that look like two, or like a separator.
const odd = ['A\u2028|\u2028Z', 'A | B', 'A', 'B |', '| C', '|', 'D | | E', 'F|G', 'H || I'];
const first = structuredClone(records[0]);
first.models = odd.map((number) => ({ number }));
if (buildSite(`${work}/separators`, { export: writeExport(`${work}/separators.jsonl`, { header, records: [first] }) })) {
	checkParts('separators', `${work}/separators`);
	const [names, row] = parseCsv(textOf(`${work}/separators/data/products.csv.gz`));
	const cell = row[names.indexOf('models')].split(' | ');
	check('each model number is one', cell.length === odd.length && cell.every((number, i) => number.replaceAll(' ', '') === odd[i].replace(/[ \u2028]/g, '')), cell.join('\n'));
}

// Without products there is still a file with a header.
if (buildSite(`${work}/empty`, { export: writeExport(`${work}/empty.jsonl`, { header, records: [] }) }))
	checkParts('empty', `${work}/empty`);
report();
