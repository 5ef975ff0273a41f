#!/usr/bin/env node
// The log's key changes, twice: who has the first key follows the log and its proofs, and Go's packages read it. A
// successor takes the registry over: a full mirror, unpacked on another machine, is built upon there with the
// ledger, and the log goes on with a key that the old one announced.
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { buildSite, check, checkNone, criteria, fuda, readExport, report, skip, work, writeExport } from '../check.mjs';
import { announce, blocksOf, makeSiteFolder } from '../authentic/announcements.mjs';
import { idOf, makeKey, verify as verifyCopy } from '../authentic/keys.mjs';
import { logEdition, readLog } from './log.mjs';

const [first, second, third, thief] = ['first', 'second', 'third', 'thief'].map((name) => makeKey(name));
const [one, two, three] = [first, second, third].map(idOf);
const site = makeSiteFolder(`${work}/site-folder`), keysFile = `${site}/content/keys.txt`;
const { header, records } = readExport();
const small = writeExport(`${work}/small.jsonl`, { header, records: records.slice(0, 12) });
const out = `${work}/out`, log = `${work}/log`, file = `${work}/one.tlog-proof`, ledger = `${work}/ledger`;
const build = (day, more = {}, extra = []) => buildSite(out, { export: small, site, ledger, 'as-of': day, ...more,
	extra: [['accept', `as-of-future=${day}`], ['set', 'max_export_age_days=1000'], ['set', 'max_ended_percent=100'], ...extra] });
const run = (...args) => {
	const { status, stdout, stderr } = spawnSync(fuda, args, { encoding: 'utf8' });
	return { status, stdout, said: stdout + stderr };
};
const prove = (place = out, history = log) => run('prove', '--out', place, '--log', history, '--id', id).stdout;
const verify = (text, key) => {
	fs.writeFileSync(file, text);
	return run('verify', '--proof', file, '--public-key', key.text);
};
const continues = (checkpoint, key, history = log) => run('verify', '--log', history, '--checkpoint', checkpoint, '--public-key', key.text);
const keep = (name, from = log) => {
	fs.copyFileSync(`${from}/checkpoint`, `${work}/${name}`);
	return `${work}/${name}`;
};

// ---- two changes ----

build('2026-11-22');
const id = fs.readdirSync(`${out}/P`).sort()[0];
check('the first night is logged', logEdition(out, log, first).isNew);
const kept = keep('kept-1'), proof = prove(), firstVerifier = logEdition(out, log, first).verifier;
check('another key is refused', logEdition(out, log, second).said.includes('[log-invalid]'));
announce(site, first, second, '2026-12-01');
build('2026-11-30');
const early = prove();
check('nothing can be proved of what is not logged', early === '');
check('before the day the first key goes on', logEdition(out, log, first).entry === 1);
check('and says in a proof which key comes', verify(prove(), first).status === 0);
fs.cpSync(log, `${work}/before`, { recursive: true });
build('2026-12-01');
const late = logEdition(out, log, first);
check('from the day on it does not', late.status === 1 && late.said.includes('[key-replaced]'), late.said);
check('nor does a key that nobody announced', logEdition(out, log, thief).said.includes('[log-invalid]') && readLog(log).size === 2);
const change = logEdition(out, log, second);
check('the second key goes on', change.status === 0 && change.isNew && change.entry === 3, change.said);
const entries = readLog(log);
check('the announcement is an entry, before that of the edition', entries.faults.length === 0 && entries.size === 4 &&
	entries.entries[2] === blocksOf(keysFile)[0].block && entries.entries[3].startsWith('fuda-edition/1\nas-of 2026-12-01\n'), entries.faults.join('\n'));
check('the same edition once more is the same entry', logEdition(out, log, second).entry === 3 && readLog(log).size === 4);
build('2026-12-02');
check('the announcement is logged once', logEdition(out, log, second).entry === 4);
check('the first key cannot come back', logEdition(out, log, first).status === 1);
const middle = prove(), keptSecond = keep('kept-2');
announce(site, second, third, '2027-02-01');
build('2027-02-01');
check('the third key goes on', logEdition(out, log, third).entry === 6);
const last = prove();
const shown = verify(last, first);
check('a proof is verified with the first key, over two changes', shown.status === 0 && shown.said.includes(
	`signed by key ${three}, which key ${two} named (from 2027-02-01 on), which key ${one} named (from 2026-12-01 on).`), shown.said);
checkNone('keys with which a proof does not hold', [[middle, first], [middle, second], [last, second], [last, third], [proof, first]]
	.filter(([text, key]) => verify(text, key).status !== 0));
checkNone('keys with which it holds and should not', [[proof, second], [proof, third], [middle, third], [last, thief]]
	.filter(([text, key]) => !verify(text, key).said.includes('[proof-invalid]')));
check('a proof has announcements and label.json, and no more', !verify(proof, first).said.includes('named'));
for (const [name, key] of [['kept-1', first], ['kept-1', second], ['kept-1', third], ['kept-2', first], ['kept-2', third]])
	check(`the log continues ${name}, with ${key.public}`, continues(`${work}/${name}`, key).status === 0, continues(`${work}/${name}`, key).said);
check('and says how', continues(kept, first).said.includes(`key ${three}, which key ${two} named`), continues(kept, first).said);
check('not with another key', continues(kept, thief).said.includes('[log-invalid]'));

// ---- what must not hold ----

/** A proof whose announcements are others. */
function withKeys(text, keys) {
	const extra = Buffer.from(/^extra (.*)$/m.exec(text)[1], 'base64').toString();
	const n = keys.split('\n').length / 9 | 0;
	const other = extra.replace(/^keys \d+\n(?:(?:(?!\n\n)[^])*\n)\n/m, `${keys === '' ? '' : `keys ${n}\n${keys}`}\n`);
	return text.replace(/^extra .*$/m, `extra ${Buffer.from(other).toString('base64')}`);
}
const [toSecond, toThird] = blocksOf(keysFile).map(({ block }) => block);
check('the announcements of a proof can be taken out', withKeys(last, toSecond + toThird) === last);
const elsewhere = makeSiteFolder(`${work}/elsewhere`, { base_url: 'https://other.example/' });
announce(elsewhere, first, second, '2026-12-01');
announce(elsewhere, second, third, '2027-02-01');
const foreign = fs.readFileSync(`${elsewhere}/content/keys.txt`, 'utf8');
for (const [what, keys] of [['no announcements', ''], ['the first one alone', toSecond], ['the second one alone', toThird], ['another order', toThird + toSecond],
	['the same twice', toSecond + toSecond], ['a changed day', (toSecond + toThird).replace('2026-12-01', '2026-12-02')], ['another site', foreign]])
	check(`${what}: refused`, verify(withKeys(last, keys), first).said.includes('[proof-invalid]'), verify(withKeys(last, keys), first).said);

// The first key, stolen later: what it signs from the day of the change on does not hold.
const stolen = `${work}/stolen`, theirs = `${work}/theirs`;
fs.cpSync(`${work}/before`, theirs, { recursive: true });
buildSite(stolen, { export: small, 'as-of': '2026-12-01', extra: [['accept', 'as-of-future=2026-12-01'], ['set', 'max_export_age_days=1000']] });
check('a thief logs with the first key', logEdition(stolen, theirs, first).status === 0);
const forged = prove(stolen, theirs);
check('a proof of his, without the announcement, is like one before', verify(forged, first).status === 0);
const withAnnouncement = forged.replace(/^extra .*$/m, (line) => `extra ${Buffer.from(Buffer.from(line.slice(6), 'base64').toString()
	.replace(/\n\n/, `\nkeys 1\n${toSecond}\n`)).toString('base64')}`);
check('with it, it is refused', verify(withAnnouncement, first).said.includes('signs in its place from 2026-12-01 on'), verify(withAnnouncement, first).said);
check('his log does not continue what was kept since', continues(keptSecond, first, theirs).status === 1);

// ---- Go ----

const program = path.resolve(work, 'read');
const made = spawnSync('go', ['build', '-o', program, 'tests/proof/go/main.go'], { encoding: 'utf8', env: { ...process.env,
	GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: path.resolve(work, 'cache'), GOFLAGS: '', CGO_ENABLED: '0' } });
if (made.error) {
	skip('there is no go');
} else {
	const verifier = logEdition(out, log, third).verifier;
	fs.writeFileSync(`${work}/last`, last);
	const { status, stdout, stderr } = spawnSync(program, [`${verifier},${firstVerifier}`, log, kept, `${work}/last`, `${out}/MANIFEST.json`], { encoding: 'utf8' });
	check('Go reads the log, that it continues the first key\'s, and a proof', status === 0 && stdout.startsWith('7 entries and 1 proofs hold'), stdout + stderr);
}

// ---- a successor ----

const there = `${work}/there`, archive = `${work}/mirror.zip`;
announce(site, third, thief, '2027-03-01'); /* whose key it is does not matter: here, the successor's */
build('2027-02-28', { key: third.secret });
check('the last night is logged', logEdition(out, log, third).isNew);
const mirrored = run('mirror', '--kind', 'full', '--export', small, '--criteria', criteria, '--site', site, '--as-of', '2027-02-28', '--key', third.secret,
	'--accept', 'as-of-future=2027-02-28', '--set', 'max_export_age_days=1000', '--out', archive, '--quiet');
check('a full mirror', mirrored.status === 0, mirrored.said);
fs.mkdirSync(there);
spawnSync('unzip', ['-q', archive, '-d', there]);
const public_ = fs.existsSync(`${there}/MANIFEST.json`) ? there : `${there}/${fs.readdirSync(there)[0]}`;
for (const name of ['ledger', 'log', 'site-folder'])
	fs.cpSync(`${work}/${name}`, `${work}/successor/${name}`, { recursive: true });
check('the successor verifies what was handed over', verifyCopy(public_, first, ['--log', `${work}/successor/log`]).said.includes('logged as entry 7 of fuda.example/log'),
	verifyCopy(public_, first, ['--log', `${work}/successor/log`]).said);
const takeOver = ['build', '--quiet', '--export', small, '--criteria', criteria, '--site', `${work}/successor/site-folder`, '--as-of', '2027-03-01',
	'--accept', 'as-of-future=2027-03-01', '--set', 'max_export_age_days=1000', '--ledger', `${work}/successor/ledger`, '--out', public_, '--key', thief.secret];
const asked = run(...takeOver);
check('the first build asks, since nothing is known of the night before', asked.status === 1 && asked.said.includes('[state-lost]'), asked.said);
const taken = run(...takeOver, '--accept', /--accept=(state-lost=\S+)/.exec(asked.said)?.[1] ?? '');
check('let through, the successor builds and signs', taken.status === 0, taken.said);
check('every product has its page', fs.readdirSync(`${public_}/P`).sort().join() === fs.readdirSync(`${out}/P`).sort().join());
const gone = writeExport(`${work}/gone.jsonl`, { header, records: records.slice(1, 12) });
const missing = run(...takeOver.map((arg) => (arg === small ? gone : arg)));
check('the ledger sees to it', missing.status === 1 && missing.said.includes('[product-missing]'), missing.said);
const handed = `${work}/successor/log`;
check('the old key does not go on with the log', logEdition(public_, handed, third).said.includes('[key-replaced]'));
check('the successor\'s does', logEdition(public_, handed, thief).entry === 9);
check('the log is whole', readLog(handed).faults.length === 0 && continues(kept, first, handed).status === 0, continues(kept, first, handed).said);
check('the successor\'s site is verified with the first key', verifyCopy(public_, first, ['--log', handed]).status === 0, verifyCopy(public_, first, ['--log', handed]).said);
check('and so are proofs', verify(prove(public_, handed), first).status === 0);
report();
