#!/usr/bin/env node
// A hostile export gives pages of the same skeleton as a tame one: the same tags and attributes in
// the same order, whatever the texts say. Two pairs: the sample with something behind every text, and
// the golden cases hostile and tame, whose every text is another.
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, criteria, filesBelow, readExport, report, work, writeExport }
	from '../check.mjs';

const payloads = {
	tame: { text: 'tame', address: 'q=tame' },
	markup: { text: `"><script>'&</title><!--<b onload="x`, address: `q='&lt;script&x=%22%3E` },
	mustache: { text: `{{{x}}}{{>base}}%}\\u0022`, address: 'q=%7B%7Bx%7D%7D' },
	entities: { text: `&quot;&lt;img src=x onerror=1&gt;]]>\`-- &#60;`, address: 'q=&quot;&#34;' },
};

// Keys whose values are words of the format and not text.
const fixed = new Set(['format', 'exported_at', 'product_id', 'label_id', 'category', 'criteria', 'acquired_on',
	'valid_until', 'route', 'kind', 'date', 'country', 'support_until', 'severity', 'state', 'item', 'items', 'gtins',
	'id', 'family', 'version', 'published_on', 'effective_on', 'revision', 'replaces', 'grace_ends_on', 'since']);
const addresses = new Set(['url', 'site_url', 'vulnerability_report_url']);
const shortened = 50; // model numbers have at most 100 characters
const shared = new Set(['items']); // lists of ids in a label, lists of objects in a criteria version

function poison(value, key, payload) {
	if (Array.isArray(value))
		return value.map((v) => typeof v === 'object' || !shared.has(key) ? poison(v, key, payload) : v);
	if (value !== null && typeof value === 'object')
		return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, poison(v, k, payload)]));
	if (typeof value !== 'string' || fixed.has(key))
		return value;
	if (addresses.has(key))
		return `${value}${value.includes('?') ? '&' : '?'}${payload.address}`;
	// As long as any payload leaves room for, where the limit is near.
	return `${key === 'number' ? value.slice(0, shortened) : value} ${payload.text}`;
}

function buildPoisoned(kind) {
	const folder = `${work}/${kind}`;
	const { header, records } = readExport();
	fs.mkdirSync(`${folder}/criteria`, { recursive: true });
	for (const name of fs.readdirSync(criteria)) {
		const version = JSON.parse(fs.readFileSync(path.join(criteria, name), 'utf8'));
		fs.writeFileSync(`${folder}/criteria/${name}`, JSON.stringify(poison(version, '', payloads[kind])));
	}
	const file = writeExport(`${folder}/labels.jsonl`,
		{ header, records: records.map((record) => poison(record, '', payloads[kind])) });
	return buildSite(`${folder}/out`, { export: file, criteria: `${folder}/criteria` });
}

/** Tags with the names of their attributes, as an HTML tokenizer sees them. `wbr` is left out: how
 * often a model number may break depends on its characters. */
function skeleton(html) {
	const tag = /<!--[^]*?-->|<(\/?[a-z][^\s/>]*)((?:\s+[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?|\s*\/)*)\s*>/gi;
	return [...html.matchAll(tag)].filter((match) => match[1]?.toLowerCase() !== 'wbr').map((match) => {
		const names = [...(match[2] ?? '').matchAll(/([^\s=>/"']+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?/g)];
		return `${match[1] ?? '<!--'} ${names.map((name) => name[1]).join(' ')}`.trim();
	});
}

/** Where two skeletons part, in words; nothing where they do not. */
function parting(left, right) {
	const at = left.findIndex((tag, i) => tag !== right[i]);
	if (at < 0 && left.length === right.length)
		return [];
	return [`tag ${at < 0 ? left.length : at}: <${left[at]}> became <${right[at]}>`];
}

function isJson(text) {
	try {
		return JSON.parse(text) !== undefined;
	} catch {
		return false;
	}
}

const root = (kind) => `${work}/${kind}/out`;
const read = (kind, name) => fs.readFileSync(path.join(root(kind), name), 'utf8');

// Not the lists whose address is made from a manufacturer's name, nor the parts of the search index,
// which are cut and named by what they hold.
const isFixed = (name) => !/\/(maker|applicant)-/.test(name) && !name.startsWith('search/') && !/\.[gb][zr]$/.test(name);

function compare(tame, hostile) {
	const [names, hostileNames] = [tame, hostile].map((kind) => filesBelow(root(kind)).filter(isFixed));
	checkNone(`${hostile}: files that are not the same`, [...names.filter((name) => !hostileNames.includes(name)),
		...hostileNames.filter((name) => !names.includes(name))]);
	checkNone(`${hostile}: pages with another skeleton`, names.filter((name) => /\.(html|svg|xml)$/.test(name))
		.flatMap((name) => parting(skeleton(read(tame, name)), skeleton(read(hostile, name)))
			.map((fault) => `${name}: ${fault}`)));
	checkNone(`${hostile}: JSON files that are none`,
		hostileNames.filter((name) => name.endsWith('.json') && !isJson(read(hostile, name))));
}

const kinds = Object.keys(payloads);
if (check('the sample is built with all payloads', kinds.filter(buildPoisoned).length === kinds.length))
	for (const kind of kinds.filter((k) => k !== 'tame')) {
		compare('tame', kind);
		// What was said stands there, as the text it is; a quote may stand as itself or escaped.
		const said = payloads[kind].text.slice(0, 6).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
		checkNone(`${kind}: product pages that lost the text`, filesBelow(root(kind))
			.filter((name) => /^P\/[^/]+\/index\.html$/.test(name))
			.filter((name) => !read(kind, name).replaceAll('&quot;', '"').includes(said)));
	}

const golden = ['tame', 'hostile'].filter((name) => buildSite(`${work}/golden-${name}/out`,
	{ export: `tests/golden/${name}/labels.jsonl`, criteria: `tests/golden/${name}/criteria` }));
if (check('the golden pair is built', golden.length === 2))
	compare('golden-tame', 'golden-hostile');
report();
