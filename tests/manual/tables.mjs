#!/usr/bin/env node
// What the manuals of section 5 say in tables stands in the program as well: layouts, names, diagnostics, settings,
// the words that the program takes. This test compares the two; `tests/manual/tables.mjs write`
// writes the first three anew, between the comments of the manual that mark them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { check, checkNone, criteria, fuda, report, sample, work } from '../check.mjs';

/** The page of the manual that has it. */
const page = { layouts: 'gen/man/fuda-layout.5', names: 'gen/man/fuda-names.5', diagnostics: 'gen/man/fuda-diagnostics.5', site: 'gen/man/fuda-site.5', published: 'gen/man/fuda-published.5' };
const read = (file) => fs.readFileSync(file, 'utf8');
const rows = (text, pattern) => [...text.matchAll(pattern)].map((match) => match.slice(1));

/** A C string literal's text, or those of several literals side by side. */
const literal = (text) => JSON.parse(`"${text.replace(/"\s*"/g, '')}"`);

/** Text as mdoc has it, when it does not begin a line. */
const mdoc = (text) => text.replaceAll('\\', '\\e');

const list = (width, items) => [`.Bl -tag -width ${width}n -compact`, ...items, '.El'];

// ---- the tables of the program ----

const string = '"((?:[^"\\\\]|\\\\.)*)"';

/** The table of facts of a product, as rows of the table of names. */
const readFacts = () =>
	rows(read('gen/model/product_facts.h'), new RegExp(`^\\tFACT\\(context, (\\w+), (\\w+), \\w+,[\\s\\\\]*${string}\\)`, 'gm'))
		.map(([constant, name, meaning]) => `\tFIELD(PRODUCT_${constant}, "${name}", TEXT, NULL, "${meaning}") \\`).join('\n');

/** [{name, fields: [{name, type, shape, meaning}]}], the frame first, then the pages. */
function readShapes() {
	const header = fs.readdirSync('gen/site').filter((name) => /^shapes.*\.h$/.test(name)).sort().map((name) => read(`gen/site/${name}`)).join('')
		.replace('\tPRODUCT_FACTS(FACT_FIELD, FIELD) \\', readFacts());
	const names = new Map(rows(header, /^\t(?:SHAPE|PAGE)\((\w+), (SHAPE_\w+), \w+\)/gm)
		.map(([name, macro]) => [macro, name]));
	const shapes = header.split(/^#define /m)
		.filter((define) => /^SHAPE_\w+\(FIELD\)/.test(define))
		.map((define) => ({
			name: names.get(define.match(/^\w+/)[0]) ?? 'frame',
			fields: rows(define, new RegExp(`FIELD\\(\\w+,\\s*${string},\\s*(\\w+),\\s*&?(\\w+),\\s*${string}\\)`, 'g'))
				.map(([name, type, shape, meaning]) => ({
					name: literal(name),
					type: type.toLowerCase(),
					shape: shape.replace(/^NULL$|^shape_/, ''),
					meaning: literal(meaning),
				})),
		}));
	const pages = new Set(rows(header, /^\tPAGE\((\w+),/gm).map(([name]) => name));
	const rank = ({ name }) => (name === 'frame' ? 0 : pages.has(name) ? 1 : 2);

	check('each line of the table of names is read',
		shapes.flatMap((s) => s.fields).length === rows(header, /^\tFIELD\(/gm).length);
	check('one shape alone is in no list, the frame', shapes.filter((s) => s.name === 'frame').length === 1);
	return shapes.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** The pages at fixed addresses. */
const readFixedPages = () =>
	rows(read('gen/site/shapes_fixed.h'), /^\tFIXED\(\w+, \w+, "([^"]+)", (\w+), "([^"]*)", \w+\)/gm)
		.map(([name, shape, address]) => ({ name, shape, address, dialect: 'HTML' }));

const readLayouts = () => [...readFixedPages(),
	...rows(read('gen/site/layouts.c'), /^\s*\[LAYOUT_\w+\] = \{"([^"]+)", &shape_(\w+), TMPL_(\w+)(?:, \w+)?\},/gm)
		.map(([name, shape, dialect]) => ({ name, shape, dialect }))];

const readDiagnostics = () =>
	rows(read('gen/base/diag_codes.h'), new RegExp(`^DIAG\\(\\w+,\\s*DIAG_(\\w+),\\s*${string},\\s*${string}\\)`, 'gm'))
		.map(([level, name, meaning]) => ({ level: level.toLowerCase(), name, meaning: literal(meaning) }));

function readSettings() {
	const source = read('gen/model/settings.c');
	const table = source.slice(source.indexOf('table[] = {'), source.indexOf('\n};', source.indexOf('table[] = {')));
	const number = (text, key) => text.match(new RegExp(`\\.${key} = (-?\\w+)`))?.[1];

	return table.split('{SETTING(').slice(1).map((text) => ({
		name: text.match(/"(\w+)"/)[1],
		need: /\bREQUIRED\)/.test(text) ? 'required' : '',
		low: number(text, 'low'),
		high: number(text, 'high'),
		standard: number(text, 'standard'),
	}));
}

// ---- the manual ----

/** A name with its type and meaning; a shape stands on a line of its own. */
function fieldLines({ name, type, shape, meaning }) {
	const kind = type === 'list' ? `list of${shape ? '' : ' texts'}` : type;

	return [`.It Va ${name}`,
		...(shape ? [kind, `.Vt ${shape} :`, mdoc(meaning)] : [`${kind}: ${mdoc(meaning)}`])];
}

const sections = {
	layouts: () => list(26, readLayouts().flatMap(({ name, shape, dialect }) =>
		[`.It Pa ${name}.mustache`, '.Vt ' + shape + (dialect === 'TEXT' ? ' , plain text' : '')])),
	names: () => readShapes().flatMap(({ name, fields }) =>
		['.Pp', `.Sy ${name}`, ...list(24, fields.flatMap(fieldLines))]).slice(1),
	diagnostics: () => list(28, readDiagnostics().flatMap(({ level, name, meaning }) =>
		[`.It Li ${name} Pq ${level}`, mdoc(meaning)])),
};

const region = (name) => new RegExp(`(^\\.\\\\" table: ${name}\\n)([^]*?)(^\\.\\\\" end of table\\n)`, 'm');

if (process.argv[2] === 'write') {
	for (const [name, make] of Object.entries(sections))
		fs.writeFileSync(page[name], read(page[name]).replace(region(name), (all, begin, old, end) => begin + make().join('\n') + '\n' + end));
}

for (const [name, make] of Object.entries(sections)) {
	const wanted = make(), found = read(page[name]).match(region(name))?.[2].split('\n').slice(0, -1) ?? [];

	check(`there is a table of ${name}`, wanted.length > 20);
	checkNone(`lines of the program's table of ${name} that the manual lacks`, wanted.filter((line) => !found.includes(line)));
	checkNone(`lines of the manual's table of ${name} that the program lacks`, found.filter((line) => !wanted.includes(line)));
	check(`the table of ${name} is up to date: tests/manual/tables.mjs write`, wanted.join('\n') === found.join('\n'));
}

// Addresses: each fixed page is among them.
const addresses = new Set(rows(read(page.published).split('\n.Sh ADDRESSES')[1]?.split('\n.Sh ')[0] ?? '', /^\.It Pa (.*)$/gm).map(([path]) => path));

check('there are fixed pages', readFixedPages().length > 8);
checkNone('pages at fixed addresses that the manual lacks',
	readFixedPages().map(({ address }) => `/${address}`).filter((address) => !addresses.has(address)));

// Settings: each has an item, whose first line says what it may be and its default.
const items = new Map(rows(read(page.site).split('\n.Sh SETTINGS')[1]?.split('\n.Sh ')[0] ?? '', /^\.It Va (\w+)\n(.*)$/gm));
const settings = readSettings();

check('there are settings', settings.length > 10);

// The schema of settings knows them all, with what each may be.
const schema = JSON.parse(read('content/site.schema.json'));
const known = Object.keys(schema.properties).filter((name) => name !== '$schema');

check('the schema has the settings of the program, in its order', String(known) === String(settings.map(({ name }) => name)),
	String(known));
check('the schema requires what the program does', String(schema.required) === String(settings.filter(({ need }) => need).map(({ name }) => name)),
	String(schema.required));
for (const { name, low, high, standard } of settings) {
	const { type, minimum, maximum, default: assumed } = schema.properties[name] ?? {};

	check(`${name} has its limits in the schema`, String([minimum, maximum]) === String([low, high]), `${minimum} ${maximum}`);
	if (standard !== undefined)
		check(`${name} has its default in the schema`, String(assumed) === standard, assumed);
	if (low !== undefined)
		check(`${name} is a number in the schema`, type === 'integer', type);
}
checkNone('settings that the manual has and the program has not',
	[...items.keys()].filter((name) => !settings.some((setting) => setting.name === name)));
for (const { name, need, low, high, standard } of settings) {
	const item = items.get(name) ?? '';

	check(`${name} is a setting of the manual`, items.has(name));
	if (need)
		check(`${name} is required`, item.includes('required'), item);
	if (low !== undefined)
		check(`${name} is from ${low} to ${high}`, item.includes(`${low} to ${high}`), item);
	if (standard !== undefined)
		check(`${name} is ${standard} by default`, item.includes(`default ${standard}`), item);
}

// Words: with an empty strings.json and glossary the program names all that it needs.
// The program that is started there has nothing beneath that folder.
fs.cpSync('content', `${work}/content`, { recursive: true });
fs.mkdirSync(`${work}/bin`);
fs.copyFileSync(fuda, `${work}/bin/fuda`);
for (const name of ['strings', 'glossary'])
	fs.writeFileSync(`${work}/content/en/${name}.json`, '{}');
const said = spawnSync(`${work}/bin/fuda`, ['check', '--export', sample, '--criteria', criteria, '--site', work], { encoding: 'utf8' });
const keys = rows(said.stderr ?? '', /no text for "([\w.-]+)"/g).map(([key]) => key);
const patterns = rows(read(page.site).split('\n.Sh WORDS')[1]?.split('\n.Sh ')[0] ?? '', /^\.It Li (.*)$/gm)
	.flatMap(([tokens]) => tokens.split(' , ').map((token, i, all) =>
		(i > 0 && token.startsWith('.') ? all[0].slice(0, all[0].lastIndexOf('.')) + token : token)))
	.map((token) => new RegExp(`^${token.replaceAll('.', '\\.').replace(/[A-Z]+/g, '[\\w-]+')}$`));

check('the program needs words', keys.length > 100, said.stderr);
checkNone('words that the manual lacks', keys.filter((key) => !patterns.some((pattern) => pattern.test(key))));
checkNone('words of the manual that the program does not need',
	patterns.filter((pattern) => !keys.some((key) => pattern.test(key))));
report();
