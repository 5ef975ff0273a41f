#!/usr/bin/env node
// From the tables of an office to an export: gen/export/sqlite.sql and gen/export/postgresql.sql, run as
// they are, make of content/sample/csv what gives the sample's site, byte for byte; rows that belong to
// nothing stop them. With UPDATE=1 the tables are written anew from the sample's export.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, criteria, filesBelow, fuda, readExport, report, skip, work } from '../check.mjs';

const tables = 'content/sample/csv';

// ---- the sample's tables ----

const texts = (name, text, languages = ['ja', 'en', 'kana']) =>
	Object.fromEntries(languages.map((lang) => [`${name}_${lang}`, text?.[lang]]));

const withId = (id, rows) => (rows ?? []).map((row) => ({ ...id, ...row }));

const ofProduct = (p) => ({
	product_id: p.product_id,
	...texts('name', p.name),
	...texts('manufacturer', p.manufacturer?.name), manufacturer_disclosed: p.manufacturer?.disclosed,
	origin_country: p.origin?.country, origin_disclosed: p.origin?.disclosed,
	...texts('summary', p.summary, ['ja', 'en']),
	site_url: p.site_url,
	...texts('contact', p.contact?.name, ['ja', 'en']),
	contact_email: p.contact?.email, contact_url: p.contact?.url, contact_tel: p.contact?.tel,
	vulnerability_report_url: p.vulnerability_report_url,
	support_until: p.support_until,
	...texts('procurement_notes', p.procurement_notes, ['ja', 'en']),
});

const ofLabel = (product, l) => ({
	label_id: l.label_id, product_id: product.product_id, level: l.level, category: l.category, criteria: l.criteria,
	acquired_on: l.acquired_on, valid_until: l.valid_until, route: l.route,
	...texts('applicant', l.applicant.name), corporate_number: l.applicant.corporate_number,
	evaluator_kind: l.evaluator.kind, ...texts('evaluator', l.evaluator.name, ['ja', 'en']),
});

function tablesOf({ header, records }) {
	const products = (rowsOf) => records.flatMap((p) => withId({ product_id: p.product_id }, rowsOf(p)));
	const labels = (rowsOf) => records.flatMap((p) => p.labels).flatMap((l) => withId({ label_id: l.label_id }, rowsOf(l)));
	return {
		export: [{ exported_at: header.exported_at }],
		products: records.map(ofProduct),
		models: products((p) => p.models.map((m) => ({ model_number: m.number, ...texts('note', m.note, ['ja', 'en']) }))),
		gtins: products((p) => p.gtins?.map((gtin) => ({ gtin }))),
		certifications: products((p) => p.other_certifications?.map(({ scheme, number, url }) => ({ scheme, number, url }))),
		security_notes: products((p) => p.security_notes?.map((n) => ({ date: n.date, ...texts('title', n.title, ['ja', 'en']),
			url: n.url, cve: n.cve?.join(' '), jvn: n.jvn, severity: n.severity, state: n.state }))),
		labels: records.flatMap((p) => p.labels.map((l) => ofLabel(p, l))),
		na_items: labels((l) => l.na_items?.map((n) => ({ item: n.item, ...texts('reason', n.reason, ['ja', 'en']) }))),
		recognitions: labels((l) => l.recognitions?.map((r) => ({ scheme: r.scheme, items: r.items.join(' ') }))),
		events: labels((l) => l.events?.map(({ date, kind, affects }) => ({ date, kind, affects }))),
	};
}

const cell = (value) => {
	const text = String(value ?? '');
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvOf = (rows, end = '\n') => [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))]
	.map((cells) => cells.map(cell).join(',') + end).join('');

const wanted = tablesOf(readExport());
for (const [name, rows] of Object.entries(wanted)) {
	const file = path.join(tables, `${name}.csv`);
	if (process.env.UPDATE)
		fs.writeFileSync(file, csvOf(rows));
	check(`${file} says what the sample says (UPDATE=1 writes it anew)`, fs.readFileSync(file, 'utf8') === csvOf(rows));
}

// ---- the two ways ----

const scripts = path.resolve('gen/export');

function bySqlite(folder) {
	return spawnSync('sqlite3', ['-init', '/dev/null'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28,
		input: fs.readFileSync(`${scripts}/sqlite.sql`) });
}

/** A server of its own, in a folder of its own, on a socket there and on no port. */
class Postgresql {
	constructor() {
		const versions = fs.existsSync('/usr/lib/postgresql') ? fs.readdirSync('/usr/lib/postgresql').sort() : [];
		this.programs = versions.map((version) => `/usr/lib/postgresql/${version}/bin`)
			.filter((bin) => fs.existsSync(`${bin}/initdb`)).pop();
	}

	// A server does not run as root.
	as(command, args) {
		const unprivileged = process.getuid() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
		const [first, ...rest] = [...unprivileged, command, ...args];
		return spawnSync(first, rest, { encoding: 'utf8', cwd: this.folder, env: { ...process.env, HOME: this.folder } });
	}

	start() {
		// Below a folder that whoever runs it can pass through.
		this.folder = fs.mkdtempSync('/tmp/fuda-pg-');
		if (process.getuid() === 0)
			fs.chownSync(this.folder, 65534, 65534);
		this.data = `${this.folder}/data`;
		const made = this.as(`${this.programs}/initdb`, ['-D', this.data, '-A', 'trust', '-U', 'office', '-E', 'UTF8', '--locale=C', '-N']);
		const started = this.as(`${this.programs}/pg_ctl`, ['-D', this.data, '-w', '-l', `${this.folder}/log`,
			'-o', `-k ${this.folder} -c listen_addresses='' -c fsync=off`, 'start']);
		return check('PostgreSQL starts', made.status === 0 && started.status === 0, made.stderr + started.stdout + started.stderr);
	}

	export(folder) {
		return spawnSync('psql', ['-X', '-q', '-h', this.folder, '-U', 'office', '-d', 'postgres',
			'-f', `${scripts}/postgresql-csv.sql`, '-f', `${scripts}/postgresql.sql`],
		{ cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
	}

	stop() {
		this.as(`${this.programs}/pg_ctl`, ['-D', this.data, '-m', 'immediate', 'stop']);
		fs.rmSync(this.folder, { recursive: true, force: true });
	}
}

// ---- what comes of it ----

buildSite(`${work}/sample`);

/** All bytes of the two sites, but for the hash of the export, which is other bytes that say the same. */
function compare(what, made) {
	const names = [...new Set([...filesBelow(`${work}/sample`), ...filesBelow(made)])].filter((name) => name !== 'MANIFEST.json');
	checkNone(`${what}: files that differ`, names.filter((name) => {
		const [one, other] = [`${work}/sample/${name}`, `${made}/${name}`];
		return !fs.existsSync(one) || !fs.existsSync(other) || !fs.readFileSync(one).equals(fs.readFileSync(other));
	}));
}

function goodTables(what, convert) {
	const result = convert(tables);
	if (!check(`${what}: the sample's tables are taken`, result.status === 0 && result.stderr === '', result.stderr || result.error))
		return;
	fs.writeFileSync(`${work}/${what}.jsonl`, result.stdout);
	if (buildSite(`${work}/${what}`, { export: `${work}/${what}.jsonl` }))
		compare(what, `${work}/${what}`);
}

/** The tables with one file changed. */
function changed(name, change) {
	const folder = `${work}/changed`;
	fs.rmSync(folder, { recursive: true, force: true });
	fs.cpSync(tables, folder, { recursive: true });
	const file = `${folder}/${name}.csv`;
	const old = fs.readFileSync(file, 'utf8');
	fs.writeFileSync(file, change(old));
	return folder;
}

const lastEvent = wanted.events.at(-1), nevents = wanted.events.length;
const lastLabel = wanted.labels.at(-1);

const faults = [
	['a revocation of a label that is mistyped', 'events', (text) => text.replace(new RegExp(`^${lastEvent.label_id},(?![^]*^${lastEvent.label_id},)`, 'm'), 'NO-SUCH-LABEL,'),
		`events.csv: row ${nevents + 1}: label_id NO-SUCH-LABEL is not in labels.csv`],
	['a product twice', 'products', (text) => `${text}${csvOf([wanted.products[0]]).split('\n').slice(1).join('\n')}`,
		`products.csv: row ${wanted.products.length + 2}: product_id ${wanted.products[0].product_id} is in an earlier row`],
	['a label of no product', 'labels', (text) => text + csvOf([{ ...lastLabel, label_id: 'ANOTHER', product_id: 'NONE' }]).split('\n').slice(1).join('\n'),
		`labels.csv: row ${wanted.labels.length + 2}: product_id NONE is not in products.csv`],
	['a column that is missing', 'models', (text) => text.replace('model_number', 'modell'), 'model_number'],
	['no time of the tables', 'export', (text) => text.split('\n')[0] + '\n',
		'export.csv: row 2: one row is wanted, with the day and time at which the tables were taken'],
];

/** What PostgreSQL finds itself, in words of its own. */
const unclosed = ['a quotation mark that is not closed', 'events', (text) => `${text.trimEnd().replace(/,[^,\n]*$/, ',"')}\n${lastEvent.label_id},2026-11-20,revoked,\n`, 'events.csv: row 1: a quotation mark is not closed'];

function badTables(what, convert, more = []) {
	for (const [fault, name, change, message] of [...faults, ...more]) {
		const result = convert(changed(name, change));
		check(`${what}: ${fault}: ends with a fault`, result.status !== 0);
		check(`${what}: ${fault}: says where`, result.stderr.includes(message), result.stderr);
		check(`${what}: ${fault}: no export`, result.stdout === '', result.stdout.slice(0, 200));
	}
	// What the program alone knows leads back to the row by its product.
	const result = convert(changed('labels', (text) => text.replace(`,${lastLabel.level},`, ',9,')));
	check(`${what}: a level that there is not is carried on`, result.status === 0, result.stderr);
	fs.writeFileSync(`${work}/bad.jsonl`, result.stdout);
	const said = spawnSync(fuda, ['check', '--export', `${work}/bad.jsonl`, '--criteria', criteria, '--as-of', asOf], { encoding: 'utf8' });
	check(`${what}: and refused with the product that has it`, said.status === 1 && /: [0-9A-Z]+: \/labels\/0\/level: /.test(said.stderr), said.stderr);
}

// As spreadsheets write them: rows that end in two characters, a byte order mark; and another encoding,
// through iconv.
function spreadsheet(change) {
	const folder = `${work}/spreadsheet`;
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder);
	for (const name of Object.keys(wanted))
		fs.writeFileSync(`${folder}/${name}.csv`, change(csvOf(wanted[name], '\r\n'), name));
	return folder;
}

function dressed(what, convert) {
	const { stdout, stderr } = convert(spreadsheet((text) => `\ufeff${text}`));
	check(`${what}: a byte order mark and other ends of rows change nothing`, stdout === convert(tables).stdout, stderr);
	// In Shift_JIS, less what it cannot say, read back by iconv and by a decoder that has nothing to do with it.
	const iconv = (args, input) => spawnSync('iconv', args, { input }).stdout;
	const office = (text) => iconv(['-c', '-f', 'UTF-8', '-t', 'CP932'], text);
	const expected = convert(spreadsheet((text) => new TextDecoder('shift_jis').decode(office(text)))).stdout;
	const got = convert(spreadsheet((text) => iconv(['-f', 'CP932', '-t', 'UTF-8'], office(text)))).stdout;
	check(`${what}: tables in Shift_JIS go through iconv`, got === expected && got.split('\n').length > 100, got.slice(0, 200));
}

goodTables('sqlite', bySqlite);
badTables('sqlite', bySqlite, [unclosed]);
const surplus = bySqlite(changed('models', (text) => text.replace(/\n/, '\nX,Y,ja,with A, never with B\n')));
check('sqlite: a row with more cells than columns is said', /models\.csv:2: expected 4 columns/.test(surplus.stderr), surplus.stderr);
dressed('sqlite', bySqlite);

const server = new Postgresql();
if (!server.programs) {
	skip('no PostgreSQL here');
} else {
	if (server.start()) {
		goodTables('postgresql', (folder) => server.export(folder));
		badTables('postgresql', (folder) => server.export(folder));
		dressed('postgresql', (folder) => server.export(folder));
	}
	server.stop();
}
report();
