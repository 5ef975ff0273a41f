#!/usr/bin/env node
// A proof holds with nothing but the key, years later; and none that was changed holds, in any way in which an
// operator or a thief could try.
import fs from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { buildSite, check, checkNone, criteria, fuda, readExport, report, sample, work, asOf } from '../check.mjs';
import { makeKey } from '../authentic/keys.mjs';
import { forgeriesOf } from './forgeries.mjs';
import { logEdition } from './log.mjs';

const key = makeKey('key'), other = makeKey('other');
const out = `${work}/site`, log = `${work}/log`, file = `${work}/one.tlog-proof`;
const ids = readExport().records.map((record) => record.product_id).filter((id) => !id.includes('-')).sort();
const prove = (id, place = out, history = log) => spawnSync(fuda, ['prove', '--out', place, '--log', history, '--id', id], { encoding: 'utf8' });
const verify = (text, by = key, options = []) => {
	fs.writeFileSync(file, text);
	const { status, stdout, stderr } = spawnSync(fuda, ['verify', '--proof', file, '--public-key', by.text, ...options], { encoding: 'utf8' });
	return { status, said: stdout + stderr };
};

buildSite(out, { key: key.secret });
const published = ids.filter((id) => fs.existsSync(`${out}/P/${id}/label.json`));
const early = prove(published[0]);
check('no proof of what is not logged', early.status === 1 && early.stdout === '' && early.stderr.includes('[log-missing]'), early.stderr);
logEdition(out, log, key);
const proofs = new Map(published.map((id) => [id, prove(id)]));
checkNone('products without proof', [...proofs].filter(([, { status }]) => status !== 0).map(([id, { stderr }]) => `${id}: ${stderr}`));
const labelOf = (id) => JSON.parse(fs.readFileSync(`${out}/P/${id}/label.json`, 'utf8'));
checkNone('proofs that do not hold or say something else', [...proofs].slice(0, 40).filter(([id, { stdout }]) => {
	const { status, said } = verify(stdout), { label } = labelOf(id);
	return status !== 0 || !said.startsWith(`On 22 November 2026 the registry said of ${id}: `) ||
		(label && !said.includes(`label ${label.label_id}, level ${label.level}, criteria ${label.criteria}, status ${label.status},`)) ||
		!said.includes('logged as entry 0 of fuda.example/log;\nsigned by key ');
}).map(([id]) => id));
const [id, second] = published, proof = proofs.get(id).stdout;
check('a few kB', proof.length < 6000, proof.length);
check('no such product', prove('ZZZZZZZZ').status !== 0 && prove('../../etc').status !== 0);

// Two years of nights later, from another log; the old proof and a new one.
const copy = fs.readFileSync(`${log}/checkpoint`);
for (const day of ['2026-11-23', '2027-05-01', '2028-11-22']) {
	buildSite(out, { 'as-of': day, key: key.secret, extra: [['set', 'max_export_age_days=1000'], ['set', 'max_ended_percent=100'], ['accept', `as-of-future=${day}`]] });
	check(`${day} is logged`, logEdition(out, log, key).isNew);
}
check('the old proof holds', verify(proof).status === 0);
const late = prove(id).stdout;
check('so does a new one', verify(late).said.startsWith(`On 22 November 2028 the registry said of ${id}`), verify(late).said);

// ---- what must not hold ----

const refused = (what, text, by) => {
	const { status, said } = verify(text, by);
	check(`${what}: refused`, status === 1 && said.includes('[proof-invalid]') && !said.includes('the registry said of'), said);
};
const secondLabel = fs.readFileSync(`${out}/P/${second}/label.json`, 'utf8');
for (const [what, text] of forgeriesOf({ proof, late, id, second, secondLabel, checkpoint: copy.toString() }))
	refused(what, text);
refused('another key', proof, other);
for (let at = 40; at < proof.length - 1; at += Math.ceil(proof.length / 60)) {
	const bytes = Buffer.from(proof);
	bytes[at] ^= 1;
	const { status, said } = verify(bytes);
	check(`a bit at ${at}`, status === 1 && said.includes('[proof-invalid]'), said);
}
for (let n = 0; n < proof.length; n += 97)
	if (verify(proof.slice(0, n)).status !== 1)
		check(`cut at ${n}`, false);
const witnessed = verify(proof + '— witness.example/w AAAAAAAAAAAAAAAA\n');
check('the line of a witness does no harm', witnessed.status === 0, witnessed.said);

// A second log with another past, by whoever holds another key; and a site that was damaged.
const theirs = `${work}/theirs`;
buildSite(`${work}/other`, { 'as-of': asOf });
logEdition(`${work}/other`, theirs, other);
refused('a proof from a log of another key', prove(id, `${work}/other`, theirs).stdout, key);
fs.appendFileSync(`${out}/P/${id}/label.json`, ' ');
check('no proof from a damaged site', prove(id).status === 1 && prove(id).stdout === '');

// ---- a log against a checkpoint that was kept, and a copy against a log ----

const kept = `${work}/kept`;
fs.writeFileSync(kept, copy);
const continues = (by = key, history = log) => spawnSync(fuda, ['verify', '--log', history, '--checkpoint', kept, '--public-key', by.text], { encoding: 'utf8' });
check('the log continues what was kept', continues().status === 0 && continues().stdout.includes('4 entries, of which the first 1 are those of'), continues().stdout + continues().stderr);
check('not with another key', continues(other).status === 1);
check('not another log', continues(other, theirs).status === 1);
fs.rmSync(`${work}/forked`, { recursive: true, force: true });
buildSite(`${work}/fork`, { 'as-of': asOf, extra: [['set', 'sample=false']] });
logEdition(`${work}/fork`, `${work}/forked`, key);
check('not one that forked', continues(key, `${work}/forked`).stderr.includes('[log-forked]'), continues(key, `${work}/forked`).stderr);
fs.copyFileSync(`${log}/checkpoint`, kept);
check('not one that is shorter', continues(key, `${work}/forked`).stderr.includes('older'));

const mirror = `${work}/lite/`;
execFileSync(fuda, ['mirror', '--kind', 'lite', '--export', sample, '--criteria', criteria, '--site', '.', '--as-of', asOf, '--out', mirror,
	'--work', work, '--key', key.secret, '--quiet']);
const ofCopy = (...options) => spawnSync(fuda, ['verify', '--out', mirror, '--public-key', key.text, ...options], { encoding: 'utf8' });
check('a mirror is in the log', ofCopy('--log', log).stdout.includes('logged as entry 0 of fuda.example/log'), ofCopy('--log', log).stderr);
check('and in no log that lacks it', ofCopy('--log', theirs).status === 1);
check('a copy that is too old', ofCopy('--max-age', '1').stderr.includes('[manifest-old]') === (Date.now() > Date.parse('2026-11-24')));
check('one that is not', ofCopy('--max-age', '99999').status === 0);
report();
