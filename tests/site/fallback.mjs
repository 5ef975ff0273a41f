#!/usr/bin/env node
// --keep-export and --fallback: a record with errors does not stop a build, unless it takes something back, or
// more is wrong than a few records. What is kept is what was built from.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { asOf, check, checkNone, criteria, differences, fuda, readExport, report, sample, work, writeExport } from '../check.mjs';

const { header, records: all } = readExport();
const records = all.slice(0, 24);
const isWithheld = ({ manufacturer, origin }) => manufacturer?.disclosed === false || origin?.disclosed === false;
const ends = ['revoked', 'withdrawn', 'spec_change_reported', 'reevaluation_nonconform'];
const ended = (record) => record.labels.some(({ events }) => (events ?? []).some(({ kind }) => ends.includes(kind)));
const plain = records.filter((record) => !isWithheld(record) && !ended(record) && record.manufacturer && record.origin);
const [first, second, third] = plain;
const hash = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

const file = `${work}/labels.jsonl`, kept = `${work}/kept.jsonl`, out = `${work}/site`;
const common = ['--export', file, '--criteria', criteria, '--site', '.', '--as-of', asOf];
const run = (command, ...options) => spawnSync(fuda, [command, ...common, ...options], { encoding: 'utf8' });
const build = (...options) => run('build', '--quiet', '--out', out, ...options);
const night = (...options) => build('--keep-export', kept, '--fallback', kept, ...options);

/** Writes the export with some lines replaced, or without: [id, record or text]. */
function write(changes = [], more = []) {
	const lines = [...records, ...more].map((record) => {
		const change = changes.find(([id]) => id === record.product_id)?.[1] ?? record;
		return typeof change === 'string' ? change : JSON.stringify(change);
	});
	fs.writeFileSync(file, [JSON.stringify({ ...header, records: lines.length }), ...lines].map((line) => `${line}\n`).join(''));
}
const changed = (record, change) => {
	const copy = structuredClone(record);
	change(copy);
	return copy;
};
const broken = (record, change = () => {}) => changed(record, (copy) => {
	copy.gtins = ['1'];
	change(copy);
});

write();
check('the first night', night().status === 0);
check('nothing replaced: what is kept is the export', hash(kept) === hash(file));
const good = hash(kept);
fs.cpSync(out, `${work}/good`, { recursive: true });
fs.copyFileSync(kept, `${work}/good.jsonl`);

/** A record with errors that is replaced: the site is that of before, byte for byte, but MANIFEST.json. */
function replaced(what, id, line) {
	write([[id, line]]);
	const result = night('--report', `${work}/report`);
	if (!check(`${what}: built`, result.status === 0, result.stderr))
		return;
	check(`${what}: said`, result.stderr.includes(`${id}: warning: the record has errors, and that on line`) && result.stderr.includes('[record-fallback]'), result.stderr);
	checkNone(`${what}: other files`, differences(out, `${work}/good`).filter((name) => name !== 'MANIFEST.json'));
	const { inputs } = JSON.parse(fs.readFileSync(`${out}/MANIFEST.json`, 'utf8'));
	check(`${what}: in MANIFEST.json`, JSON.stringify(inputs.fallback) === JSON.stringify({ sha256: good, products: [id], left_out: [] }),
		JSON.stringify(inputs.fallback));
	check(`${what}: in the report`, JSON.stringify(JSON.parse(fs.readFileSync(`${work}/report/report.json`, 'utf8')).fallback) === JSON.stringify(inputs.fallback) &&
		fs.readFileSync(`${work}/report/report.md`, 'utf8').includes(`as they were before: ${id}.`));
	check(`${what}: kept is the record of before`, hash(kept) === good);
	const checked = run('check', '--fallback', kept);
	check(`${what}: check ends 1 and says so`, checked.status === 1 && checked.stderr.includes('[record-fallback]'), checked.stderr);
	check(`${what}: check without it`, run('check').status === 1);
	check(`${what}: without --fallback`, build().status === 1);
}
const text = JSON.stringify(first);
replaced('a wrong barcode', first.product_id, broken(first));
replaced('the same again', first.product_id, broken(first));
replaced('a text that is not JSON', first.product_id, text.slice(0, -2));
replaced('a key given twice', first.product_id, text.replace('{', '{"summary":{"ja":"a"},"summary":{"ja":"b"},'));
replaced('a level that there is not', first.product_id, changed(first, (r) => { r.labels[0].level = 7; }));
replaced('a label that is new in it', first.product_id, broken(first, (r) => { r.labels.push({ ...r.labels[0], label_id: 'NEW-1' }); }));
replaced('the word in a text', first.product_id, broken(first, (r) => { r.summary = { ja: 'revoked でも withdrawn でもない' }; }));
const reported = (affects) => (r) => { (r.labels[0].events ??= []).push({ date: asOf, kind: 'spec_change_reported', affects }); };
for (const affects of [undefined, null, false]) {
	replaced(`a change of the product, affects ${affects}`, first.product_id, broken(first, reported(affects)));
	replaced(`a change in what is not JSON, affects ${affects}`, first.product_id, JSON.stringify(changed(first, reported(affects))).slice(0, -2));
}
fs.copyFileSync(`${work}/good.jsonl`, kept);

// Labels of the bad record are those of the good one: none is taken for a duplicate. Other commands take it too.
write([[first.product_id, broken(first)]]);
for (const [command, ...options] of [['status'], ['sqlite', '--out', `${work}/db`], ['mirror', '--kind', 'full', '--out', `${work}/copy.zip`]])
	check(`${command} takes it`, run(command, '--fallback', kept, ...options).status === 0 && run(command, ...options).status === 1);

// A new record with errors is left out; one that was published is not.
const fresh = { ...structuredClone(first), product_id: 'FRESH001', labels: [{ ...first.labels[0], label_id: 'FRESH-1' }] };
write([[second.product_id, broken(second)]], [broken(fresh)]);
const left = night('--report', `${work}/report`);
check('a new record is left out', left.status === 0 && /FRESH001: warning: .*\[record-left-out\]/.test(left.stderr), left.stderr);
check('its page is not there', !fs.existsSync(`${out}/P/FRESH001`));
check('what is kept has not got it', hash(kept) === good);
check('the report names it', fs.readFileSync(`${work}/report/report.md`, 'utf8').includes('left out until they are mended: FRESH001.'));
const { inputs } = JSON.parse(fs.readFileSync(`${out}/MANIFEST.json`, 'utf8'));
check('MANIFEST.json names both', inputs.fallback.products.join() === second.product_id && inputs.fallback.left_out.join() === 'FRESH001');
check('a new one that withholds is left out too', (write([], [broken(fresh, (r) => { r.manufacturer.disclosed = false; })]), night().status === 0));
writeExport(`${work}/less.jsonl`, { header, records: records.filter((record) => record !== first) });
write([[first.product_id, broken(first)]]);
const gone = build('--fallback', `${work}/less.jsonl`);
check('a published product is not left out', gone.status === 1 && gone.stderr.includes('[product-missing]'), gone.stderr);

/** A build that stops, and changes nothing. */
function stops(what, code, changes, { more = [], options = [], fallback = kept } = {}) {
	write(changes, more);
	const before = fs.readFileSync(`${out}/MANIFEST.json`);
	const result = build('--keep-export', kept, '--fallback', fallback, ...options);
	check(`${what}: stops`, result.status === 1 && result.stderr.includes(`[${code}]`), `${result.status} ${result.stderr}`);
	check(`${what}: nothing has changed`, before.equals(fs.readFileSync(`${out}/MANIFEST.json`)) && hash(kept) === good);
}
write();
check('mended', night().status === 0);
const id = first.product_id;
const event = (kind) => (r) => { (r.labels[0].events ??= []).push({ date: asOf, kind }); };
stops('a revocation', 'fallback-refused', [[id, broken(first, event('revoked'))]]);
stops('a withdrawal', 'fallback-refused', [[id, broken(first, event('withdrawn'))]]);
stops('a revocation in capitals', 'fallback-refused', [[id, broken(first, event('REVOKED'))]]);
for (const kind of ['revoke', '取消し', 'ｒｅｖｏｋｅｄ', 'cancelled'])
	stops(`an event of a kind that is not known: ${kind}`, 'fallback-refused', [[id, changed(first, event(kind))]]);
stops('a revocation in escapes', 'fallback-refused', [[id, JSON.stringify(broken(first, event('revoked'))).replace('revoked', 'rev\\u006Fked')]]);
stops('a revocation in what is not JSON', 'fallback-refused', [[id, JSON.stringify(changed(first, event('revoked'))).slice(0, -2)]]);
stops('a re-evaluation that failed', 'fallback-refused', [[id, broken(first, event('reevaluation_nonconform'))]]);
stops('one in what is not JSON', 'fallback-refused', [[id, JSON.stringify(changed(first, event('reevaluation_nonconform'))).slice(0, -2)]]);
for (const affects of [true, 'true', 1]) {
	stops(`a change that affects: ${affects}`, 'fallback-refused', [[id, broken(first, reported(affects))]]);
	stops(`one in what is not JSON: ${affects}`, 'fallback-refused', [[id, JSON.stringify(changed(first, reported(affects))).slice(0, -2)]]);
}
stops('a change that affects, under another key', 'fallback-refused', [[id, broken(first, (r) => { r.labels[0].event = [{ date: asOf, kind: 'spec_change_reported', affects: true }]; })]]);
stops('a change of which the end is missing', 'fallback-refused', [[id, JSON.stringify(changed(first, reported(true))).replace(/"spec_change_reported".*/, '"spec_change_reported"')]]);
stops('a manufacturer withheld', 'fallback-refused', [[id, broken(first, (r) => { r.manufacturer.disclosed = false; })]]);
stops('an origin withheld', 'fallback-refused', [[id, broken(first, (r) => { r.origin.disclosed = false; })]]);
stops('an origin withheld in words', 'fallback-refused', [[id, broken(first, (r) => { r.origin.disclosed = 'false'; })]]);
stops('withheld with spaces, not JSON', 'fallback-refused', [[id, JSON.stringify(changed(first, (r) => { r.origin.disclosed = false; })).replace('"disclosed":false', '"disclosed" :\tfalse').slice(0, -2)]]);
stops('a duplicate product', 'product-duplicate', [[id, broken(first)], [second.product_id, { ...second, product_id: third.product_id }]]);
stops('a duplicate of the bad one', 'fallback-refused', [[id, text.slice(0, -2)], [second.product_id, { ...second, product_id: id }]]);
stops('a duplicate label', 'label-duplicate', [[id, broken(first)], [second.product_id, changed(second, (r) => { r.labels[0].label_id = third.labels[0].label_id; })]]);
stops('a label of the earlier record, used elsewhere', 'label-duplicate',
	[[id, broken(first, (r) => { r.labels[0].label_id = 'OTHER-1'; })], [second.product_id, changed(second, (r) => { r.labels[0].label_id = first.labels[0].label_id; })]]);
stops('an unknown product', 'fallback-refused', [[id, '{"name":']]);
stops('two records on a line', 'fallback-refused', [[id, text + JSON.stringify(second)]]);
stops('too many', 'fallback-refused', plain.slice(0, 11).map((record) => [record.product_id, broken(record)]));
stops('too many by the setting', 'fallback-refused', [[id, broken(first)], [second.product_id, broken(second)]], { options: ['--set', 'max_fallback=1'] });
stops('no file', 'fallback-refused', [[id, broken(first)]], { fallback: `${work}/nothing.jsonl` });
stops('a setting', 'setting-invalid', [[id, broken(first)]], { options: ['--set', 'gate_minimum=-1'] });
write([[id, broken(first)]]);
fs.appendFileSync(file, '\n');
const blank = night();
check('a blank line: stops', blank.status === 1 && blank.stderr.includes('[fallback-refused]'), blank.stderr);
write([[id, broken(first)]]);
fs.writeFileSync(file, fs.readFileSync(file, 'utf8').split('\n').filter((line, i) => i !== 3).join('\n'));
const cut = night();
check('a cut export: stops', cut.status === 1 && cut.stderr.includes('[records-count]') && cut.stderr.includes('[fallback-refused]'), cut.stderr);
// An earlier record with errors; one that is not what is published.
writeExport(`${work}/bad.jsonl`, { header, records: records.map((record) => (record === first ? broken(first) : record)) });
stops('an earlier record with errors', 'fallback-refused', [[id, broken(first)]], { fallback: `${work}/bad.jsonl` });
writeExport(`${work}/old.jsonl`, { header, records: records.map((record) => (record === first ? changed(first, (r) => { r.name.ja = '昔の名前'; }) : record)) });
stops('an earlier record that is not published', 'fallback-other', [[id, broken(first)]], { fallback: `${work}/old.jsonl` });
// What was revoked before may be replaced, with what revoked it.
const revoked = changed(first, event('revoked'));
write([[id, revoked]]);
check('revoked', night('--set', 'gate_minimum=1000').status === 0);
write([[id, broken(revoked)]]);
check('what is revoked there as well is taken', night().status === 0);
check('and stays revoked', JSON.parse(fs.readFileSync(`${out}/P/${id}/label.json`, 'utf8')).label.status === 'revoked');
write([[id, broken(revoked, (r) => { r.labels[0].events.at(-1).kind = 'withdrawn'; })]]);
check('another end is not', night().status === 1);
// And a change that was known not to affect the label, and now does.
write([[id, changed(first, reported(false))]]);
check('a change that does not affect', night('--set', 'gate_minimum=1000').status === 0);
write([[id, broken(first, reported(true))]]);
const affected = night();
check('which does after all', affected.status === 1 && affected.stderr.includes('[fallback-refused]'), affected.stderr);
// An export without a line end, and places.
write([[records.at(-1).product_id, JSON.stringify(records.at(-1)).slice(0, -1)]]);
fs.writeFileSync(file, fs.readFileSync(file, 'utf8').trimEnd());
check('the last line, cut in the middle', build('--fallback', `${work}/good.jsonl`, '--keep-export', `${work}/end.jsonl`, '--set', 'gate_minimum=1000').status === 0);
check('what is kept of it', `${fs.readFileSync(`${work}/end.jsonl`, 'utf8')}\n` === fs.readFileSync(`${work}/good.jsonl`, 'utf8'));
for (const [what, ...options] of [['the export', '--keep-export', file], ['the site', '--keep-export', `${out}/kept`]])
	check(`${what} is no place to keep it`, build(...options).stderr.includes('[place-taken]'));
write([[second.product_id, changed(second, (r) => { r.name.ja = '新しい名前'; })]]);
const published = fs.readFileSync(`${out}/MANIFEST.json`);
const full = build('--keep-export', '/dev/full/kept', '--set', 'gate_minimum=1000');
check('a place that cannot be written: nothing published', full.status === 2 && published.equals(fs.readFileSync(`${out}/MANIFEST.json`)), full.stderr);
// A copy that cannot be finished does not stay: it has what is withheld.
const room = Math.floor(fs.statSync(sample).size / 512) - 1;
const unfinished = spawnSync('sh', ['-c', 'ulimit -f "$0"; exec "$@"', String(room), fuda, 'build', '--quiet', '--export', sample, '--criteria', criteria, '--site', '.',
	'--as-of', asOf, '--out', `${work}/cut`, '--keep-export', `${work}/cut.jsonl`], { encoding: 'utf8' });
check('no room for the copy: nothing published', unfinished.status === 2 && unfinished.stderr.includes('cannot keep the export') && !fs.existsSync(`${work}/cut`), unfinished.stderr);
checkNone('no copy is left', fs.readdirSync(work).filter((name) => name.includes('cut.jsonl')));
report();
