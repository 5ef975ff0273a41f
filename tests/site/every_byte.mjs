#!/usr/bin/env node
// Every byte that comes out of a hostile export is text or a picture: the site and its compressed copies, the ZIP, the
// lite mirror and what it packs, the ZIM file, the database, the status of all products, the report. Text is valid
// UTF-8, has no forbidden character, also by a reference or an escape, and is well-formed as what it is. A forbidden
// character is refused wherever it stands.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import zlib from 'node:zlib';
import { asOf, check, checkNone, criteria, filesBelow, fuda, memoryFolder, readExport, report, skip, work, writeExport } from '../check.mjs';
import { parseCsv } from '../data/csv.mjs';

// ---- a hostile export ----

const { header, records } = readExport();
const markdown = new Set(['summary', 'procurement_notes']);
const fixed = new Set(['product_id', 'label_id', 'category', 'criteria', 'acquired_on', 'valid_until', 'route', 'kind', 'date', 'country',
	'support_until', 'severity', 'state', 'item', 'items', 'gtins', 'cve', 'jvn', 'corporate_number']);
const names = [
	`"><script>alert(1)</script>'&<!--]]>`, `{{{x}}}{{>base}}{{/a}}%}`, `\\"\\u0022\\n\\`, `=1+1 @x -y +z`, `＝1＋1`, `a,b;"c":d`,
	'👨‍👩‍👧‍👦🇯🇵', 'e\u0301\u0323\u0335', 'שלום עולם', 'مرحبا', '\u00ad\u200b\u2060\ufeffx', '\u2028x\u2029', '\ufffd\ue000\u{10fffd}', '\u{e0041}\u{e0042}x',
	'&#27;&#x202e;&nbsp;&lt;', '葛\u{e0100}', '㍿①ﾊﾟ', `https://a.example/?<b>&"'`, '\u00a0\u3000x\u2003', 'ſﬁǅİı', '\u{1d400}\u{20bb7}',
	`END:VEVENT\\nBEGIN:VEVENT;,:`, `|a|b|\`c\`*d*_e_[f](javascript:x)`, '\u0e01\u0e33\u0e33\u0e33', '\ufff9\ufffax\ufffb', '\u00b7\u30fb\uff65',
];
const texts = [
	'&#9;&Tab;x&NewLine;&#x2028;&nbsp;&amp;lt;', '<script>alert(1)</script>\n<b onload=x>y</b>\n<!-- z', '```html\n</pre><script>\n```\n\n    code </code>',
	'[a](javascript:alert(1)) [b](data:text/html,x) [c](//e.example) <javascript:x> <mailto:a@b.example> <https://a.example/"x>',
	'![i](https://e.example/a.png "t\\"x") ![j][k]\n\n[k]: <https://e.example/ "y">', `${'> '.repeat(60)}deep`, `${'- '.repeat(40)}deep`, '[['.repeat(200),
	'**'.repeat(300) + 'x', '# h\n\n| a | b |\n|---|---|\n| c | d |\n\n1. x\n\n- [ ] y\n\n***\n\nsetext\n===', 'a  \nb\\\nc\td\r\ne',
	'[a](https://e.example/&#27;&#x202e; "t&#27;&#x85;") ![b](https://e.example/ "t&#27;")',
];
let turn = 0;
function poison(value, key) {
	if (Array.isArray(value))
		return value.map((v) => (fixed.has(key) ? v : poison(v, key)));
	if (value !== null && typeof value === 'object')
		return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fixed.has(k) ? v : k === 'ja' || k === 'en' || k === 'kana' ? poison(v, key) : poison(v, k)]));
	if (typeof value !== 'string')
		return value;
	if (/url$/.test(key))
		return `https://e.example/${encodeURIComponent(names[turn++ % names.length])}?a=1&b=%3C`;
	if (markdown.has(key))
		return `${texts[turn++ % texts.length]}\n\n${names[turn++ % names.length].replaceAll('&#', '&amp;#')}`;
	return `${names[turn++ % names.length]}${key === 'number' ? '' : value}${names[turn++ % names.length]}`;
}
// Texts of withheld names would stand in them; their records have a test of their own.
const hostile = records.filter(({ manufacturer }) => manufacturer?.disclosed !== false).slice(0, 40).map((record) => poison({
	...record, [`k\u0007\ufdd0<b>|${turn}`]: 1, summary: { ja: 'x', en: 'x' }, procurement_notes: { ja: 'x', en: 'x' }, contact: { name: { ja: 'x' }, email: 'x', tel: 'x', url: 'x' },
	other_certifications: [{ scheme: 'x', number: 'x', url: 'x' }],
	security_notes: [...record.security_notes ?? [], { date: '2026-01-02', title: { ja: 'x', en: 'x' }, url: 'x', state: 'open' }],
}, ''));
const file = writeExport(`${work}/hostile.jsonl`, { header, records: hostile });
const folder = memoryFolder();
const run = (command, ...options) => spawnSync(fuda, [command, '--export', file, '--criteria', criteria, '--site', '.', '--as-of', asOf, ...options],
	{ encoding: 'buffer', maxBuffer: 1 << 28 });

// ---- what is text ----

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const isNoncharacter = (c) => (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) === 0xfffe;

/** What is wrong with a text by its characters. */
function faultsOfText(name, text) {
	const faults = [];
	for (const pattern of [control, bidi])
		if (pattern.test(text))
			faults.push(`${name}: U+${text.match(pattern)[0].codePointAt(0).toString(16)}`);
	for (const c of text)
		if (isNoncharacter(c.codePointAt(0)))
			faults.push(`${name}: U+${c.codePointAt(0).toString(16)}`);
	return faults;
}

/** A reference that a reader of HTML or XML turns into a character that no text may have. */
function faultsOfReferences(name, text) {
	return [...text.matchAll(/&#(x[0-9a-f]+|[0-9]+);?/gi)].map(([all, digits]) => [all, Number(/^x/i.test(digits) ? `0${digits}` : digits)])
		.filter(([, c]) => c > 0x10ffff || (c >= 0xd800 && c < 0xe000) || faultsOfText('', String.fromCodePoint(c)).length > 0)
		.map(([all]) => `${name}: ${all}`);
}

/** All strings of a value, as its reader has them. */
const stringsOf = (value) => (typeof value === 'string' ? [value] : value && typeof value === 'object'
	? Object.entries(value).flatMap(([key, one]) => [key, ...stringsOf(one)]) : []);

const kinds = {
	html: faultsOfReferences,
	svg: faultsOfReferences, xml: faultsOfReferences, atom: faultsOfReferences,
	json: (name, text) => stringsOf(JSON.parse(text)).flatMap((one) => faultsOfText(name, one)),
	jsonld: (name, text) => stringsOf(JSON.parse(text)).flatMap((one) => faultsOfText(name, one)),
	jsonl: (name, text) => text.split('\n').slice(0, -1).flatMap((line) => stringsOf(JSON.parse(line)).flatMap((one) => faultsOfText(name, one))),
	js: (name, text) => {
		new vm.Script(text);
		const data = /^\w+\("[\w-]+",(.*)\);\n$/s.exec(text);
		return data ? stringsOf(JSON.parse(data[1])).flatMap((one) => faultsOfText(name, one)) : [];
	},
	csv: (name, text) => {
		const [first, ...rows] = parseCsv(text);
		return rows.filter((row) => row.length !== first.length).map((row) => `${name}: ${row.length} cells of ${row[0]}`);
	},
	ics: (name, text) => (/[^\r]\n|\r[^\n]/.test(text) || !text.endsWith('END:VCALENDAR\r\n') || text.split('\nBEGIN:VEVENT\r').length !== text.split('\nEND:VEVENT\r').length ||
		text.split('\r\n').some((line) => Buffer.byteLength(line) > 75 || (line && !/^([A-Z-]+[;:]| )/.test(line))) ? [`${name}: not a calendar`] : []),
	css: () => [], txt: () => [], md: () => [], sha256: (name, text) => (/^([0-9a-f]{64} {2}[^\n]+\n)*$/.test(text) ? [] : [`${name}: not a list`]),
};

const pictures = { png: /^\x89PNG\r\n\x1a\n/, webp: /^RIFF....WEBP/s, ico: /^\0\0\1\0/ };

/** What is wrong with a file of any form. */
function faultsOfFile(name, bytes) {
	const extension = path.extname(name).slice(1);
	if (extension === 'gz' || extension === 'br')
		return faultsOfFile(name.slice(0, -3), extension === 'gz' ? zlib.gunzipSync(bytes) : zlib.brotliDecompressSync(bytes));
	if (pictures[extension])
		return pictures[extension].test(bytes.toString('latin1')) ? [] : [`${name}: not a picture`];
	if (!kinds[extension])
		return [`${name}: of no kind that is known`];
	try {
		const text = decoder.decode(bytes);
		return [...faultsOfText(name, text), ...kinds[extension](name, text)];
	} catch (error) {
		return [`${name}: ${error.message}`];
	}
}

/** Checks all files of a folder, and by xmllint and pngcheck what they know. */
function checkFolder(what, root, more = () => null) {
	const all = filesBelow(root);
	check(`${what}: there are files`, all.length > 100, all.length);
	checkNone(`${what}: names that are no paths`, all.filter((name) => !/^[\w./-]+$/.test(name)));
	checkNone(`${what}: faults`, all.flatMap((name) => more(name) ?? faultsOfFile(name, fs.readFileSync(path.join(root, name)))));
	for (const [pattern, tool, ...options] of [[/\.(svg|xml|atom)$/, 'xmllint', '--noout', '--nonet'], [/\.png$/, 'pngcheck', '-q']]) {
		const some = all.filter((name) => pattern.test(name)).map((name) => path.join(root, name));
		const result = some.length > 0 ? spawnSync(tool, [...options, ...some], { encoding: 'utf8' }) : { status: 0 };
		check(`${what}: ${tool} on ${some.length}`, result.status === 0, `${result.stdout}${result.stderr}`);
	}
}

// ---- the forms ----

const built = run('build', '--quiet', '--precompress', '--out', `${folder}/site`, '--report', `${folder}/report`);
if (!check('the hostile export is built', built.status === 0, built.stderr.toString()))
	report();
checkNone('what is said of it', faultsOfFile('stderr.txt', built.stderr));
checkFolder('site', `${folder}/site`);
checkNone('report', filesBelow(`${folder}/report`).flatMap((name) => faultsOfFile(name, fs.readFileSync(`${folder}/report/${name}`))));
const warnings = fs.readFileSync(`${folder}/report/report.md`, 'utf8').split('\n').filter((line) => line.startsWith('* `'));
check('report.md has warnings', warnings.some((line) => line.includes('\\u0007\\ufdd0<b>')), warnings.join('\n'));
checkNone('warnings in report.md that are not code alone', warnings.filter((line) => !/^\* (`+) ((?!\1).)* \1 \[[a-z-]+\]$/.test(line)));
const vnu = spawnSync('java', ['-Xss4m', '-jar', 'tests/node_modules/vnu-jar/build/dist/vnu.jar', '--errors-only', '--format', 'gnu', '--skip-non-html', `${folder}/site`],
	{ encoding: 'utf8', maxBuffer: 1 << 28 });
if (vnu.error)
	skip(`no java: ${vnu.error.message}`);
else
	checkNone('pages that are not HTML', vnu.stderr.split('\n').filter(Boolean).slice(0, 20));
checkNone('status', faultsOfFile('status.jsonl', run('status').stdout));

check('the ZIP is made', run('mirror', '--kind', 'full', '--out', `${folder}/full.zip`).status === 0);
fs.mkdirSync(`${folder}/full`);
execFileSync('bsdtar', ['-x', '-f', `${folder}/full.zip`, '-C', `${folder}/full`]);
checkFolder('ZIP', `${folder}/full`);

check('the lite mirror is made', run('mirror', '--kind', 'lite', '--out', `${folder}/lite/`).status === 0);
checkFolder('lite mirror', `${folder}/lite`, (name) => {
	if (!/^view\/(?!directory)/.test(name) || !name.endsWith('.js'))
		return null;
	const faults = [];
	new Function('fudaPages', fs.readFileSync(`${folder}/lite/${name}`, 'utf8'))((key, data) => {
		for (const packed of Object.values(data))
			faults.push(...faultsOfFile(`${name}/${key}page.html`, zlib.inflateRawSync(Buffer.from(packed, 'base64'))));
	});
	return faults;
});

if (spawnSync('zimwriterfs', ['--version']).error) {
	skip('no zimwriterfs');
} else {
	const made = run('mirror', '--kind', 'zim', '--out', `${folder}/site.zim`);
	if (check('the ZIM file is made', made.status === 0, made.stderr.toString())) {
		execFileSync('zimdump', ['dump', `--dir=${folder}/zim`, `${folder}/site.zim`]);
		const below = fs.existsSync(`${folder}/zim/C`) ? `${folder}/zim/C` : `${folder}/zim`;
		checkNone('ZIM: faults', filesBelow(below).filter((name) => path.extname(name) && !/^_exceptions/.test(name))
			.flatMap((name) => faultsOfFile(name, fs.readFileSync(path.join(below, name)))));
	}
}

check('the database is made', run('sqlite', '--quiet', '--out', `${folder}/db.sqlite`).status === 0);
const query = (sql) => spawnSync('sqlite3', ['-readonly', '-json', `${folder}/db.sqlite`, sql], { maxBuffer: 1 << 28 }).stdout;
check('the database is sound', JSON.parse(query('pragma integrity_check'))[0].integrity_check === 'ok');
for (const { name } of JSON.parse(query(`select name from sqlite_master where type = 'table' and (sql not like '%virtual%' and name not like '%fts_%' or name = 'products_fts')`))) {
	// The table of folding has the characters that it folds.
	const found = faultsOfFile(`${name}.json`, query(`select * from "${name}"`).length > 0 ? query(`select * from "${name}"`) : Buffer.from('[]'));
	if (name !== 'folding')
		checkNone(`table ${name}`, found);
}

// ---- what is forbidden is refused, everywhere ----

const forbidden = ['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u009b', '\u061c', '\u200e', '\u202e', '\u2066', '\ufdd0', '\ufffe', '\uffff', '\u{1fffe}', '\u{10ffff}'];
const places = {
	name: (r, text) => { r.name.ja = text; }, 'name in English': (r, text) => { r.name.en = text; }, reading: (r, text) => { r.name.kana = text; },
	model: (r, text) => { r.models[0].number = text; }, 'note of a model': (r, text) => { r.models[0].note = { ja: text }; },
	manufacturer: (r, text) => { r.manufacturer = { name: { ja: text }, disclosed: true }; },
	'withheld manufacturer': (r, text) => { r.manufacturer = { name: { ja: text }, disclosed: false }; },
	summary: (r, text) => { r.summary = { ja: text }; }, notes: (r, text) => { r.procurement_notes = { ja: text }; },
	'a reference in a summary': (r, text) => { r.summary = { ja: `a&#${text.codePointAt(1)};` }; },
	'a reference in a link': (r, text) => { r.summary = { ja: `[a&#x${text.codePointAt(1).toString(16)};](https://a.example/)` }; },
	address: (r, text) => { r.site_url = `https://a.example/${text}`; }, contact: (r, text) => { r.contact = { name: { ja: text } }; },
	'e-mail': (r, text) => { r.contact = { email: text }; }, telephone: (r, text) => { r.contact = { tel: text }; },
	certification: (r, text) => { r.other_certifications = [{ scheme: text, number: '1' }]; }, 'its number': (r, text) => { r.other_certifications = [{ scheme: 'a', number: text }]; },
	'security note': (r, text) => { r.security_notes = [{ date: '2026-01-01', title: { ja: text }, state: 'open' }]; },
	CVE: (r, text) => { r.security_notes = [{ date: '2026-01-01', title: { ja: 'a' }, state: 'open', cve: [text] }]; },
	applicant: (r, text) => { r.labels[0].applicant.name = { ja: text }; }, evaluator: (r, text) => { r.labels[0].evaluator.name = { ja: text }; },
	'N/A item': (r, text) => { r.labels[0].na_items = [{ item: 'S1.1-01', reason: { ja: text } }]; },
	recognition: (r, text) => { r.labels[0].recognitions = [{ scheme: text, items: [] }]; },
};
const plain = records.find(({ labels, manufacturer }) => labels.length === 1 && manufacturer?.disclosed);
const bad = [], wanted = [];
for (const [what, set] of Object.entries(places))
	for (const c of forbidden) {
		// The reference of NUL gives U+FFFD (CommonMark 2.3).
		if (c === '\0' && /^a reference/.test(what))
			continue;
		const record = structuredClone(plain);
		record.product_id = `BAD${bad.length}`.padEnd(8, 'X');
		record.labels[0].label_id = `BAD-${bad.length}`;
		set(record, `a${c}b`);
		bad.push(record);
		wanted.push([`${record.product_id}`, `${what}: U+${c.codePointAt(0).toString(16)}`]);
	}
writeExport(file, { header, records: bad });
const refused = run('check', '--errors', `${work}/errors`);
const said = fs.readFileSync(`${work}/errors`, 'utf8').split('\n').filter((line) => !line.includes(': warning: '));
check('the forbidden are refused', refused.status === 1);
checkNone('forbidden characters that are let through', wanted.filter(([id]) => !said.some((line) => line.includes(`${id}: `))).map(([, what]) => what));
checkNone('what is said of them', faultsOfFile('errors.txt', fs.readFileSync(`${work}/errors`)));
report();
