#!/usr/bin/env node
// One record touches no other: a small site is built without and with each of a set of hostile records. What the
// site, its lite mirror, its search and its database say of any other product is the same, byte for byte; of all
// else only what tells of the hostile record itself, counts and orders differ.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { asOf, check, checkNone, criteria, filesBelow, fuda, memoryFolder, readExport, report, writeExport } from '../check.mjs';
import { packedPages } from '../mirror/mirror.mjs';
import { openIndex } from '../search/engine.mjs';

const { header, records: all } = readExport();
const records = all.slice(0, 24);
const folderOf = memoryFolder();
const hostId = 'H0ST1LE1', hostLabel = 'FD1-666-000';

// ---- what a site says of each product, and what else it says ----

const latin = (text) => Buffer.from(text).toString('latin1');
const escapes = [['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;'], ["'", '&#39;']];

/** Adds a text to the list of a key. */
const put = (map, key, text) => map.set(key, [...map.get(key) ?? [], text]);
const rowPatterns = [
	// Ends of rows and items may be left out in HTML.
	[/\.html$/, /<(tr|li)\b[^>]*>(?:(?!<\/?(?:tr|li|table|thead|tbody|ul|ol|main)\b)[^])*(?:<\/\1>)?/g],
	[/\.atom$/, /<entry>[^]*?<\/entry>/g],
	[/\.ics$/, /BEGIN:VEVENT[^]*?END:VEVENT/g],
	[/\.xml$/, /<url>[^]*?<\/url>/g],
	[/\.(jsonl|csv)$/, /^.*$/gm],
];
const idOf = (row) => /"product_id":"([0-9A-Z]+)"|\bP\/([0-9A-Z]+)\/|^([0-9A-Z]{8}),/m.exec(row)?.slice(1).find(Boolean);

const plainOf = (text) => text.replace(/-[0-9a-f]{8}\.(js|css|svg|png)/g, '.$1').replace(/(?<![\w-])[0-9]+(\.[0-9]+)?|(?<=[#"]m-)[0-9]+/g, '#');

/** Takes a text apart: rows of products by id, and all other pieces between tags or line ends, without figures. */
function takeApart(name, whole, said) {
	const text = /\.html$/.test(name) ? whole.replaceAll('<wbr>', '') : whole;
	const own = /(?:^|\/)P\/([0-9A-Z]+)\//.exec(name)?.[1];
	if (own)
		return put(said.products, own, `${name}\n${text}`);
	const pattern = rowPatterns.find(([kind]) => kind.test(name))?.[1];
	const rest = pattern ? text.replace(pattern, (row) => {
		const id = idOf(row);
		if (!id)
			return row;
		put(said.products, id, `${name}: ${row}`);
		return '';
	}) : text;
	// A figure counts something, a day or the length of a bar, or numbers a heading; names of files have hashes in
	// them. Tags that say nothing are those around rows.
	for (const piece of plainOf(rest).split(/(?=<)|\n/))
		if (piece.trim() && !/^<\/?[a-z0-9]+( class="[a-z -]*")?>\s*$/.test(piece))
			said.rest.push([name, piece.trim()]);
}

const isTaken = (name) => !/^(static|sums|search)\//.test(name) && !/^(MANIFEST|robots|as-of)|sitemap-from|\.sqlite$/.test(name);

async function readSearch(root, said) {
	const index = openIndex(root).fresh();
	await index.open();
	const { products, makers } = JSON.parse(/^fudaSearch\("directory",(.*)\);\n$/s.exec(fs.readFileSync(`${root}/search/directory.js`, 'utf8'))[1]);
	for (let number = 0; number < products; number++) {
		const { id, label, names, models, level, status, reason, end, maker, evaluatorNames, also, category, criteria: version } = await index.product(number);
		put(said.products, id, `search: ${JSON.stringify({ label, names, models, level, status, reason, end, maker, evaluatorNames, also, category, version })}`);
	}
	for (let number = 0; number < makers; number++) {
		const { names, path: address } = await index.maker(products + number);
		// Readings are those of all records; that none is lost is looked for below.
		said.rest.push(['search', `${address} ${names.slice(0, 2).join(' ')}`], ...(names[2] ?? '').split(' ').map((reading) => ['search', `${address} ${reading}`]));
	}
}

function readDatabase(file, said) {
	const query = (sql) => JSON.parse(execFileSync('sqlite3', ['-readonly', '-json', file, sql], { encoding: 'utf8', maxBuffer: 1 << 28 }) || '[]');
	for (const table of ['products', 'models', 'gtins', 'labels', 'security_notes', 'products_fts'])
		for (const row of query(`select * from ${table}`))
			put(said.products, row.product_id, `${table}: ${JSON.stringify(row)}`);
	for (const row of query('select name_ja, name_en from manufacturers'))
		said.rest.push(['database', JSON.stringify(row)]);
}

function run(command, file, out, ...options) {
	return spawnSync(fuda, [command, '--quiet', '--export', file, '--criteria', criteria, '--site', '.', '--as-of', asOf, '--out', out, ...options],
		{ encoding: 'utf8' });
}

/** Builds all forms of an export in a folder; null where it is refused. */
async function make(name, list) {
	const folder = `${folderOf}/${name}`, file = writeExport(`${folderOf}/${name}.jsonl`, { header, records: list });
	const built = run('build', file, `${folder}/site`);
	if (built.status !== 0)
		return { refused: built.stderr };
	const said = { products: new Map(), rest: [], files: filesBelow(`${folder}/site`) };
	check(`${name}: lite mirror and database`, run('mirror', file, `${folder}/lite/`, '--kind', 'lite').status === 0 &&
		run('sqlite', file, `${folder}/db.sqlite`).status === 0);
	for (const one of said.files.filter(isTaken)) {
		const bytes = fs.readFileSync(path.join(folder, 'site', one));
		takeApart(one.replace(/\.gz$/, ''), (one.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString('latin1'), said);
	}
	for (const [language, pages] of packedPages(`${folder}/lite`))
		for (const [key, page] of pages)
			takeApart(key.startsWith('P/') ? key : `lite/${language}/${key}.html`, `${page.title}\n${page.html}`, said);
	await readSearch(`${folder}/site`, said);
	readDatabase(`${folder}/db.sqlite`, said);
	fs.rmSync(folder, { recursive: true });
	return said;
}

// ---- the judge ----

const sorted = (list) => JSON.stringify([...list ?? []].sort());
const counted = (list) => {
	const counts = new Map();
	for (const [name, piece] of list)
		counts.set(`${name}: ${piece}`, (counts.get(`${name}: ${piece}`) ?? 0) + 1);
	return counts;
};
const extra = (left, right) => [...left].filter(([piece, n]) => n > (right.get(piece) ?? 0)).map(([piece]) => piece);

/** A figure behind a name, or the initial under which a name stands. */
const isCount = (piece) => /<span class="count">#|"#?m-#"/.test(piece);

/** A row that another has pushed out of the home page, which has so many. */
const isPushed = (text, after) => /^(en\/)?index\.html: /.test(text) && after.products.get(hostId).some((own) => own.startsWith(text.split(':')[0]));

/** What differs in what is said, but for what is the hostile record's own: by its id, its addresses, its names. */
function faultsOf(before, after, isOwn) {
	const faults = [];
	// Of a page that the record has alone all is its own, and what leads there.
	const ownFiles = after.files.filter((name) => !before.files.includes(name)).map((name) => name.replace(/index\.html$/, ''));
	for (const [id, said] of before.products) {
		const now = (after.products.get(id) ?? []).filter((text) => !ownFiles.some((name) => text.includes(`<a href="../${name}"`)));
		if (sorted(said.filter((text) => now.includes(text) || !isPushed(text, after))) !== sorted(now))
			faults.push(...said.filter((text) => !now.includes(text)).map((text) => `not said of ${id} any more: ${text.slice(0, 300)}`),
				...now.filter((text) => !said.includes(text)).map((text) => `said of ${id} now: ${text.slice(0, 300)}`),
				`${id} differs`);
	}
	faults.push(...[...after.products.keys()].filter((id) => !before.products.has(id) && id !== hostId)
		.map((id) => `a product ${id} has come`));
	const [old, now] = [before, after].map(({ rest }) => counted(rest));
	faults.push(...extra(old, now).map((piece) => `gone: ${piece}`));
	faults.push(...extra(now, old).filter((piece) => !isOwn(piece) && !isCount(piece) && !ownFiles.some((name) => piece.startsWith(name) || piece.includes(name)))
		.map((piece) => `come: ${piece}`));
	return faults;
}

// ---- hostile records ----

const host = { ...structuredClone(records.find((record) => record.labels.length === 1 && record.labels[0].level === 1 && record.manufacturer?.disclosed)), product_id: hostId };
host.labels[0] = { ...host.labels[0], label_id: hostLabel };
delete host.gtins;
host.manufacturer = { name: { ja: '敵対商会', en: 'Hostile Trading' }, disclosed: true };
host.labels[0].applicant = { name: { ja: '敵対商会', en: 'Hostile Trading' } };
host.name = { ja: '敵対機', en: 'Hostile device' };
host.models = [{ number: 'HOSTILE-1' }];
const victim = records.find((record) => record.manufacturer?.disclosed && record.manufacturer.name.en && record.labels.length > 0 && record.product_id !== host.product_id);
const { product_id: victimId } = victim, firm = victim.manufacturer.name;
const page = '<!DOCTYPE html><title>forged</title><main><p class="answer" data-status="valid">forged</p></main>';
const packedLine = `${Buffer.byteLength(page)} P/${victimId}/`;
const row = `<tr><th scope="row"><a href="../../P/${victimId}/"><span>forged</span></a></th><td data-status="revoked">forged</td></tr>`;
const everywhere = (text) => (r) => {
	r.name = { ja: text, en: text };
	r.models = [{ number: text.slice(0, 100), note: { ja: text } }];
	r.manufacturer.name = { ja: text, en: text };
	r.labels[0].applicant.name = { ja: text, en: text };
	r.summary = r.procurement_notes = { ja: text, en: text };
	r.contact = { name: { ja: text } };
	r.security_notes = [{ date: '2026-01-01', title: { ja: text }, state: 'open' }];
};
const hostile = {
	'a record like any other': () => {},
	'the firm of another, with another English name': (r) => { r.manufacturer.name = { ja: firm.ja, en: 'Stolen Name Ltd.' }; },
	'the firm of another, without an English name': (r) => { r.manufacturer.name = { ja: firm.ja }; },
	'the firm of another, with another reading': (r) => { r.manufacturer.name = { ...firm, kana: 'ぬすまれたよみ' }; },
	'the English name of another': (r) => { r.manufacturer.name = { ja: '敵対商会', en: firm.en }; },
	'both names of another in one': (r) => { r.manufacturer.name = { ja: `${firm.ja} ${firm.en}` }; },
	'the firm of another, spelled otherwise': (r) => { r.manufacturer.name = { ja: ` ${firm.ja.normalize('NFD')}　`, en: firm.en.toUpperCase() }; },
	'the applicant of another, with another English name': (r) => { r.labels[0].applicant = { name: { ja: victim.labels[0].applicant.name.ja, en: 'Stolen Applicant' } }; },
	'the names of another, and its firm': (r) => { r.name = victim.name; r.manufacturer = victim.manufacturer; r.models = victim.models; },
	'the numbers of another as models': (r) => { r.models = [victimId, victim.labels[0].label_id, `P/${victimId}/`].map((number) => ({ number })); },
	'the barcodes of another': (r) => { r.gtins = records.find(({ gtins }) => gtins?.length > 0).gtins; },
	'a packed page': (r) => { r.summary = { ja: ['```', packedLine, page, '```', packedLine, '', `${packedLine}\t${page}`, '', `&#10;${packedLine}&#10;${page}`].join('\n') }; },
	'a row of another': everywhere(`</span></a></th></tr>${row}<tr>`),
	'a row of another in an attribute': everywhere(`" data-end="2099-12-31"><a href="../P/${victimId}/">`),
	'an entry of a feed': everywhere(`</summary></entry><entry><id>tag:fuda.example,2026-01-01:P/${victimId}/revoked</id><title>]]>`),
	'an event of a calendar': everywhere(`\\nEND:VEVENT\\nBEGIN:VEVENT\\nUID:P/${victimId}/end@fuda.example;,:`),
	'a line of a table': everywhere(`",,,"\u00a0${victimId},"=HYPERLINK(""https://x.example"")"`),
	'a line of JSON': everywhere(`"},{"product_id":"${victimId}","status":"revoked"}\\`),
	'a script': everywhere(`</script><script>alert(1)</script>');fudaSearch("directory",{});//`),
	'a layout': everywhere(`{{t.site.name}}{{{summary}}}{{> product}}{{/products}}{{=<% %>=}}`),
	'a path': (r) => { r.labels[0].label_id = `A/../../P/${victimId}/index.html`; },
	'notes like those of another': (r) => { r.security_notes = records.find((one) => one.security_notes?.length > 0).security_notes; },
	'long names': (r) => { r.name = { ja: '長'.repeat(500), en: 'W'.repeat(500) }; r.manufacturer.name = { ja: 'ﾅ'.repeat(500) }; },
	'many models': (r) => { r.models = Array.from({ length: 5000 }, (_, i) => ({ number: `${victim.models[0].number.slice(0, 80)}-${i}` })); },
	'letters that run the other way': everywhere('שלום עולם مرحبا'),
	'marks that stack': everywhere(`Z${'\u0335\u0310\u0489'.repeat(100)}`),
	'white space': everywhere('　\u2003\u00a0あ\u3000\u2028'.replace('\u2028', '')),
};
const refusals = {
	'an override of direction': everywhere('abc\u202edef'),
	'a line end in a name': (r) => { r.name = { ja: `一\n${packedLine}` }; },
	'the label of another': (r) => { r.labels[0].label_id = victim.labels[0].label_id; },
	'the id of another': (r) => { r.product_id = victimId; },
	'an id in small letters': (r) => { r.product_id = victimId.toLowerCase(); },
	'an id that is a path': (r) => { r.product_id = `../${victimId}`; },
	'too long a name': (r) => { r.name = { ja: '長'.repeat(501) }; },
};
const change = (how) => {
	const record = structuredClone(host);
	how(record);
	return record;
};

const base = await make('base', records);
check('there is much to compare', base.products.size > 20 && base.products.get(victimId).length > 20 && base.rest.length > 1000, base.refused);
for (const [what, how] of Object.entries(hostile)) {
	const record = change(how);
	const after = await make('after', [...records, record]);
	if (!check(`${what}: built`, !after.refused, after.refused))
		continue;
	const names = [...Object.values(record.manufacturer.name), ...Object.values(record.labels[0].applicant.name)].map((name) => plainOf(latin(escapes.reduce((text, [from, to]) => text.replaceAll(from, to), name))));
	const isOwn = (piece) => piece.includes(hostId) || names.some((name) => piece.includes(name)) || piece.startsWith('search:') || piece.startsWith('database:');
	checkNone(what, faultsOf(base, after, isOwn));
}
for (const [what, how] of Object.entries(refusals))
	check(`${what}: refused`, (await make('refused', [...records, change(how)])).refused);

// The judge sees what it must see.
const copy = () => ({ products: new Map([...base.products].map(([id, said]) => [id, [...said]])), rest: [...base.rest], files: base.files });
const tampered = (how) => {
	const after = copy();
	how(after);
	return faultsOf(base, after, (piece) => piece.includes(hostId)).length > 0;
};
const replaceIn = (pattern, from, to) => (after) => {
	const said = after.products.get(victimId), i = said.findIndex((text) => pattern.test(text) && text.includes(from));
	said[i] = said[i].replaceAll(from, to);
};
check('a forged page in the mirror is seen', tampered((after) => put(after.products, victimId, `P/${victimId}/\n${page}`)));
check("a firm's English name in a list is seen", tampered(replaceIn(/^en\/products.*<tr>/s, latin(firm.en), 'Stolen Name Ltd.')));
check("a firm's English name in search is seen", tampered(replaceIn(/^search/, firm.en, 'Stolen Name Ltd.')));
check("a firm's page taken over is seen", tampered((after) => {
	const i = after.rest.findIndex(([name, piece]) => /maker-/.test(name) && piece.startsWith('<h1') && piece.includes(latin(firm.ja)));
	after.rest[i] = [after.rest[i][0], '<h1>forged'];
}));
report();
