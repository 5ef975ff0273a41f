#!/usr/bin/env node
// JSON-LD on product pages: every property is one of its type in schema.org's vocabulary, every value is
// of a type that the property takes; and it says what label.json says. The vocabulary is that of the
// package schema-dts, read as a table.
import fs from 'node:fs';
import path from 'node:path';
import jsonld from 'jsonld';
import { buildSite, check, checkNone, filesBelow, report, work } from '../check.mjs';

const source = fs.readFileSync('tests/node_modules/schema-dts/dist/schema.d.ts', 'utf8').replace(/\/\*\*[^]*?\*\//g, '');
const types = new Map();
for (const [, name, parents, body] of source.matchAll(/^(?:export )?interface (\w+)Base extends ([^{]*)\{([^]*?)^\}/gm))
	types.set(name, {
		parents: parents.split(',').map((parent) => parent.trim().replace(/Base$/, '')),
		properties: new Map([...body.matchAll(/"([^"]+)"\?: SchemaValue<([^,]*), "/g)].map(([, key, list]) =>
			[key, list.split('|').map((type) => type.trim())])),
	});
const leaves = new Map([...source.matchAll(/interface (\w+)Leaf extends (\w+)Base/g)].map(([, name, base]) => [name, base]));
const members = (enumeration) => new RegExp(`^export type ${enumeration} = ([^;]*);`, 'm').exec(source)?.[1] ?? '';

const baseOf = (type) => leaves.get(type) ?? type;
function isA(type, wanted) {
	if (type === wanted || baseOf(type) === wanted)
		return true;
	return (types.get(baseOf(type))?.parents ?? []).some((parent) => isA(parent, wanted));
}
function findProperty(type, key) {
	const found = types.get(baseOf(type));
	return found && (found.properties.get(key) ??
		found.parents.map((parent) => findProperty(parent, key)).find(Boolean));
}

const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) &&
	new Date(text).toISOString().startsWith(text);
const isUrl = (text) => /^https?:\/\/[^\s]+$/.test(text) && URL.canParse?.(text) !== false;

function isOfType(value, type) {
	if (typeof value === 'object')
		return isA(value['@type'], type);
	if (typeof value === 'number')
		return ['Number', 'Integer', 'Float'].includes(type);
	if (typeof value !== 'string')
		return false;
	if (type === 'Text')
		return value !== '' && !isUrl(value);
	if (type === 'URL')
		return isUrl(value);
	if (type === 'Date')
		return isDay(value);
	return members(type).includes(`"${value}"`);
}

/** Every fault of a node and of those in it. */
function faultsOf(node, at = '') {
	const type = node['@type'];
	if (!leaves.has(type) && !types.has(type))
		return [`${at}: ${type} is not a type`];
	return Object.entries(node).filter(([key]) => !key.startsWith('@')).flatMap(([key, values]) => {
		const allowed = findProperty(type, key);
		if (!allowed)
			return [`${at}/${key}: no property of ${type}`];
		return [values].flat().flatMap((value) => [
			...(allowed.some((one) => isOfType(value, one)) ? [] : [`${at}/${key}: ${JSON.stringify(value)} is none of ${allowed}`]),
			...(value !== null && typeof value === 'object' ? faultsOf(value, `${at}/${key}`) : []),
		]);
	});
}

check('the vocabulary is there', types.size > 400 && leaves.size > 900 && findProperty('Product', 'hasCertification') && findProperty('Product', 'name') &&
	!findProperty('Product', 'certificationStatus'));
// The check itself finds what is wrong.
for (const [what, node] of Object.entries({
	'an unknown type': { '@type': 'Produkt' },
	'a property of another type': { '@type': 'Product', certificationStatus: 'x' },
	'an unknown status': { '@type': 'Certification', certificationStatus: 'https://schema.org/CertificationLapsed' },
	'a day that is none': { '@type': 'Certification', expires: '2027-02-29' },
	'an object of another type': { '@type': 'Certification', issuedBy: { '@type': 'Rating' } },
	'a text for an object': { '@type': 'Product', hasCertification: 'x' },
}))
	check(`${what} is found`, faultsOf(node).length > 0);

const golden = (name) => ({ export: `tests/golden/${name}/labels.jsonl`, criteria: `tests/golden/${name}/criteria` });
const operator = JSON.parse(fs.readFileSync('content/site.json', 'utf8')).operator_name;
for (const [name, options] of Object.entries({ sample: {}, hostile: golden('hostile'), leak: golden('leak') })) {
	const root = `${work}/${name}`;
	if (!buildSite(root, options))
		continue;
	const faults = [], differing = [];
	let nodes = 0;
	for (const file of filesBelow(root).filter((page) => /^(en\/)?P\/[^/]+\/index\.html$/.test(page))) {
		const html = fs.readFileSync(path.join(root, file), 'utf8');
		const id = /P\/([^/]+)\//.exec(file)[1], lang = file.startsWith('en/') ? 'en' : 'ja';
		const data = JSON.parse(fs.readFileSync(path.join(root, 'P', id, 'label.json'), 'utf8'));
		const scripts = [...html.matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)];
		if (scripts.length !== (data.retired ? 0 : 1)) {
			faults.push(`${file}: ${scripts.length} scripts`);
			continue;
		}
		if (data.retired)
			continue;
		const node = JSON.parse(scripts[0][1]);
		nodes++;
		faults.push(...faultsOf(node).map((fault) => `${file}: ${fault}`));
		const { label } = data, certification = node.hasCertification;
		const manufacturer = data.manufacturer?.name?.[lang] ?? data.manufacturer?.name?.ja;
		const expected = {
			'@context': [node['@context'], 'https://schema.org'], '@type': [node['@type'], 'Product'],
			'@id': [node['@id'], data.url],
			// Not all of hundreds.
			model: [JSON.stringify(node.model), JSON.stringify(data.models.slice(0, 8).map(({ number }) => number))],
			gtin: [JSON.stringify(node.gtin), data.gtins?.length ? JSON.stringify(data.gtins.slice(0, 8)) : undefined],
			alternate: [/<link rel="alternate" type="application\/json" href="([^"]*)">/.exec(html)?.[1], lang === 'en' ? `../../../P/${id}/label.json` : 'label.json'],
			name: [node.name, data.name[lang] ?? data.name.ja], manufacturer: [node.manufacturer?.name, manufacturer],
			certification: [certification['@type'], 'Certification'],
			identification: [certification.certificationIdentification, label.label_id],
			rating: [Number(certification.certificationRating.ratingValue), label.level],
			status: [certification.certificationStatus,
				`https://schema.org/Certification${label.status === 'valid' ? 'Active' : 'Inactive'}`],
			validFrom: [certification.validFrom, label.displayed_on], expires: [certification.expires, label.end],
			issuedBy: [certification.issuedBy.name, operator[lang]],
			page: [certification.url, data.url.replace('/P/', lang === 'en' ? '/en/P/' : '/P/')],
		};
		differing.push(...Object.entries(expected).filter(([, [actual, wanted]]) => actual !== wanted)
			.map(([key, [actual, wanted]]) => `${file}: ${key}: ${actual}, expected ${wanted}`));
	}
	check(`${name}: there are pages`, nodes > 0);
	checkNone(`${name}: faults`, faults);
	checkNone(`${name}: what is not as in label.json`, differing);
	const [page] = filesBelow(root).filter((file) => /^P\/[^/]+\/index\.html$/.test(file));
	const script = /<script type="application\/ld\+json">([^]*?)<\/script>/.exec(fs.readFileSync(path.join(root, page), 'utf8'));
	// Its context, as far as it matters here: all terms of one vocabulary.
	const [expanded] = await jsonld.expand({ ...JSON.parse(script[1]), '@context': { '@vocab': 'https://schema.org/' } });
	check(`${name}: it expands`, expanded['https://schema.org/hasCertification']?.length === 1);
}
report();
