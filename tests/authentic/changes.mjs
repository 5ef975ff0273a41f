#!/usr/bin/env node
// Keys follow one another: what is signed with a key that the earlier one announced is verified with the earlier
// one, over two changes; and nothing else is, in any way in which a thief or an operator in error could try.
import crypto from 'node:crypto';
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { buildSite, check, fuda, readExport, report, work, writeExport } from '../check.mjs';
import { copyOf, idOf, makeKey, verify } from './keys.mjs';
import { announce, blocksOf, makeSiteFolder } from './announcements.mjs';

const [first, second, third, thief] = ['first', 'second', 'third', 'thief'].map((name) => makeKey(name));
const site = makeSiteFolder(`${work}/site-folder`), elsewhere = makeSiteFolder(`${work}/elsewhere`, { base_url: 'https://other.example/' });
const { header, records } = readExport();
const small = writeExport(`${work}/small.jsonl`, { header, records: records.slice(0, 12) });
const out = `${work}/out`, keysFile = `${site}/content/keys.txt`;
const build = (day, extra = []) => buildSite(out, { export: small, site, 'as-of': day, extra: [['accept', `as-of-future=${day}`], ['set', 'max_export_age_days=1000'],
	['set', 'keep_superseded_days=0'], ...extra] });
const sign = (key, ...options) => {
	const { status, stdout, stderr } = spawnSync(fuda, ['sign', '--key', key.secret, '--out', out, ...options], { encoding: 'utf8' });
	return { status, said: stdout + stderr };
};
const [one, two, three] = [first, second, third].map(idOf);

// ---- the years of a registry with three keys ----

build('2026-11-22');
check('no keys.txt without an announcement', !fs.existsSync(`${out}/keys.txt`));
check('the first key signs', sign(first).status === 0);
check('and again', sign(first).status === 0);
const refused = sign(second);
check('a key that nobody announced is refused', refused.status === 1 && refused.said.includes('[key-unannounced]') &&
	refused.said.includes(`key ${one} signed last, and has not announced key ${two}`), refused.said);
check('the signature is the first one\'s still', verify(out, first).status === 0, verify(out, first).said);
check('a build with it is refused as well, and nothing is published', (() => {
	const before = fs.readFileSync(`${out}/MANIFEST.json`);
	const { status, stderr } = spawnSync(fuda, ['build', '--quiet', '--export', small, '--criteria', 'content/sample/criteria', '--site', site,
		'--as-of', '2026-11-23', '--accept', 'as-of-future=2026-11-23', '--out', out, '--key', second.secret], { encoding: 'utf8' });
	return status === 1 && stderr.includes('[key-unannounced]') && fs.readFileSync(`${out}/MANIFEST.json`).equals(before);
})());

const said = announce(site, first, second, '2026-12-01');
check('the first key announces the second', said.status === 0 && said.said.includes(`key ${one} names key ${two}, which signs in its place from 2026-12-01 on`), said.said);
build('2026-11-23');
check('the announcement is published', fs.readFileSync(`${out}/keys.txt`, 'utf8') === fs.readFileSync(keysFile, 'utf8'));
check('until the day the first key signs', sign(first).status === 0 && verify(out, first).status === 0, verify(out, first).said);
check('minisign agrees with the announcement', blocksOf(keysFile).every(({ text, signature }) => {
	fs.writeFileSync(`${work}/announcement`, text);
	fs.writeFileSync(`${work}/announcement.minisig`, signature);
	return spawnSync('minisign', ['-V', '-q', '-p', first.public, '-m', `${work}/announcement`]).status === 0;
}));
const announced = fs.readFileSync(keysFile);
for (const [what, text] of [['taken out', null], ['cut', announced.subarray(0, 0)]]) {
	if (text)
		fs.writeFileSync(keysFile, text);
	else
		fs.rmSync(keysFile);
	const { status, stderr } = spawnSync(fuda, ['build', '--quiet', '--export', small, '--criteria', 'content/sample/criteria', '--site', site,
		'--as-of', '2026-11-24', '--accept', 'as-of-future=2026-11-24', '--set', 'max_export_age_days=1000', '--out', out], { encoding: 'utf8' });
	check(`announcements that are ${what} stop the night`, status === 1 && /\[keys-gone\]/.test(stderr), stderr);
}
fs.writeFileSync(keysFile, announced);
build('2026-12-01');
const late = sign(first);
check('from the day on the first key does not', late.status === 1 && late.said.includes('[key-replaced]') && late.said.includes('from 2026-12-01 on'), late.said);
check('the second key signs', sign(second).status === 0, sign(second).said);
const after = verify(out, first, []);
check('with the first key that is verified, and said', after.status === 0 &&
	after.said.includes(`key ${two}, which key ${one} named (from 2026-12-01 on)`), after.said);
check('with the second as well, without more words', verify(out, second, []).status === 0 && !verify(out, second, []).said.includes('named'));
check('with another not', verify(out, thief).findings.join() === 'signature-invalid MANIFEST.json.minisig', verify(out, thief).said);
check('the next announcement', announce(site, second, third, '2027-02-01').status === 0);
build('2027-02-01', [['key', third.secret]]);
const twice = verify(out, first, []);
check('two changes are followed', twice.status === 0 &&
	twice.said.includes(`key ${three}, which key ${two} named (from 2027-02-01 on), which key ${one} named (from 2026-12-01 on)`), twice.said);
check('from each of them', verify(out, second).status === 0 && verify(out, third).status === 0);
check('no way back to the second key', sign(second).said.includes('[key-replaced]') && verify(out, first).status === 0);

// ---- what is announced at all ----

const stays = (what, { status, said: words }, ...expected) => {
	check(`${what}: refused`, status === 1 && words.includes('[keys-invalid]') && expected.every((word) => words.includes(word)), words);
	check(`${what}: the file is as it was`, blocksOf(keysFile).length === 2);
};
stays('a key that announces itself', announce(site, third, third, '2028-01-01'), 'itself');
stays('a key that has announced another', announce(site, second, thief, '2028-01-01'), 'another next key');
stays('a circle', announce(site, third, first, '2028-01-01'), 'there before');
stays('a day before that of its key', announce(site, third, thief, '2027-01-01'), 'a day before');

// ---- copies with every kind of forgery; each is signed again so that the files are as they are listed ----

const copy = `${work}/copy`;
const { restore } = copyOf(out, copy);
const comment = () => /"as_of":"([^"]+)"[^]*"sequence":(\d+)[^]*/.exec(fs.readFileSync(`${copy}/MANIFEST.json`, 'utf8'));
/** Puts another keys.txt into the copy, lists it, and signs the manifest. */
function forge(text, key, base = null) {
	restore();
	const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
	const hash = sha256(fs.readFileSync(`${copy}/keys.txt`));
	for (const name of fs.readdirSync(`${copy}/sums`)) {
		const file = `${copy}/sums/${name}`, lines = fs.readFileSync(file, 'utf8');
		if (!lines.includes(`${hash}  keys.txt\n`))
			continue;
		const now = lines.replace(`${hash}  keys.txt\n`, `${sha256(text)}  keys.txt\n`);
		fs.writeFileSync(file, now);
		fs.writeFileSync(`${copy}/keys.txt`, text);
		fs.writeFileSync(`${copy}/MANIFEST.json`, fs.readFileSync(`${copy}/MANIFEST.json`, 'utf8').replace(sha256(lines), sha256(now)));
	}
	if (base)
		fs.writeFileSync(`${copy}/MANIFEST.json`, fs.readFileSync(`${copy}/MANIFEST.json`, 'utf8').replace(/"site":"[^"]*"/, `"site":"${base}"`));
	check('the manifest is signed', comment() && spawnSync('minisign', ['-S', '-s', key.secret, '-m', `${copy}/MANIFEST.json`, '-t', 'x'],
		{ input: '' }).status === 0);
}
const good = fs.readFileSync(keysFile, 'utf8'), [toSecond, toThird] = blocksOf(keysFile).map(({ block }) => block);
const refuses = (what, expected, trusted = first) => {
	const { status, findings, said: words } = verify(copy, trusted);
	check(`${what}: refused`, status === 1 && expected.every((finding) => findings.includes(finding)), `${findings.join('\n')}\n${words}`);
};
const signature = 'signature-invalid MANIFEST.json.minisig', keys = 'keys-invalid keys.txt';
/** An announcement that any key signs. */
function forgedBlock({ by, of = by, next, from = '2026-12-01', base = 'https://fuda.example/' }) {
	fs.writeFileSync(`${work}/forged`, `fuda-key/1\nsite ${base}\nfrom ${from}\nkey ${of.text}\nnext ${next.text}\n`);
	spawnSync('minisign', ['-S', '-s', by.secret, '-m', `${work}/forged`, '-t', 'x'], { input: '' });
	return fs.readFileSync(`${work}/forged`, 'utf8') + fs.readFileSync(`${work}/forged.minisig`, 'utf8');
}

forge(good, third);
check('as it is, it is good', verify(copy, first).status === 0, verify(copy, first).said);
forge(forgedBlock({ by: first, next: third }), third);
check('an announcement that minisign made is good', verify(copy, first).status === 0, verify(copy, first).said);
forge(good, thief);
refuses('a key that nobody announced', [signature]);
forge(forgedBlock({ by: thief, of: first, next: thief }), thief);
refuses('an announcement signed by the thief', [signature, keys]);
forge(good + forgedBlock({ by: thief, of: third, next: thief, from: '2027-02-01' }), thief);
refuses('an announcement behind the others, signed by the thief', [signature, keys]);
forge(toThird, third);
refuses('a chain that was cut at its beginning', [signature]);
check('but from the second key it holds', verify(copy, second).status === 0);
forge(toSecond, third);
refuses('a chain that was cut at its end', [signature]);
forge(good, first);
refuses('back to the first key', ['key-replaced MANIFEST.json.minisig']);
forge(good, second);
refuses('back to the second key', ['key-replaced MANIFEST.json.minisig']);
refuses('back to the second key, from the third', [signature], third);
check('what came before is told', verify(copy, third).said.includes('which followed it'), verify(copy, third).said);
forge(toSecond + forgedBlock({ by: second, next: first, from: '2027-01-01' }), first);
refuses('a circle', [keys]);
forge(toSecond + toSecond, second);
refuses('the same announcement twice', [keys]);
forge(forgedBlock({ by: first, next: first }), first);
refuses('a key that announces itself', [keys]);
forge(toSecond + forgedBlock({ by: first, next: thief, from: '2027-01-01' }), thief);
refuses('two next keys of one', [keys, signature]);
forge(forgedBlock({ by: first, next: second, base: 'https://other.example/' }), second);
refuses('an announcement for another site', [keys]);
forge(toSecond + forgedBlock({ by: second, next: third, base: 'https://other.example/' }), third);
refuses('an announcement for another site behind a good one', [keys]);
forge(good, third, 'https://other.example/');
refuses('the keys of this site at another', [keys]);
forge(toThird + toSecond, third);
refuses('announcements in another order', [signature]);
for (const [what, from, to] of [['a day', '2026-12-01', '2026-12-02'], ['a comment', 'next key from', 'next  key from'], ['a line', 'site', 'Site'],
	['a line end of Windows', '\n', '\r\n'], ['an empty line', '\nfuda-key', '\n\nfuda-key'], ['a form', 'fuda-key/1', 'fuda-key/2']]) {
	forge(good.replace(from, to), third);
	refuses(`${what} that was changed`, [keys]);
}
for (let at = 30; at < good.length - 1; at += 61) {
	const bytes = Buffer.from(good);
	bytes[at] ^= 1;
	if (/^(?:untrusted)/.test(good.slice(good.lastIndexOf('\n', at - 1) + 1)))
		continue;
	forge(bytes, third);
	refuses(`a bit at ${at}`, [keys]);
}
for (let n = 1; n < good.length; n += 173) {
	forge(good.slice(0, n), third);
	if (n !== toSecond.length)
		refuses(`cut at ${n}`, [keys]);
}
forge(Array.from({ length: 70 }, () => toSecond).join(''), second);
refuses('announcements without an end', [keys]);
restore();
fs.rmSync(`${copy}/keys.txt`);
refuses('no keys.txt', [signature]);
fs.symlinkSync('/etc/passwd', `${copy}/keys.txt`);
refuses('a link in its place', [keys]);

// ---- builds ----

const building = (what, expected) => {
	const { status, stderr } = spawnSync(fuda, ['check', '--export', small, '--criteria', 'content/sample/criteria', '--site', site, '--as-of', '2026-11-22'],
		{ encoding: 'utf8' });
	check(`${what}: a build refuses it`, status === 1 && stderr.includes(expected) && stderr.includes('[keys-invalid]'), stderr);
};
fs.writeFileSync(keysFile, good.replace('2026-12-01', '2026-12-02'));
building('a changed announcement', 'announcement 1: it is not signed by the key that it is of');
announce(elsewhere, first, second, '2026-12-01');
fs.copyFileSync(`${elsewhere}/content/keys.txt`, keysFile);
building('an announcement of another site', 'is of the site https://other.example/, expected https://fuda.example/');
fs.writeFileSync(keysFile, good);

// ---- a key that was stolen or lost: a new beginning, which nothing leads to ----

const gate = sign(thief);
const accept = /--accept=(\S+=\S+)/.exec(gate.said)?.[1];
check('the gate says how it is let through', gate.status === 1 && accept === `key-unannounced=${idOf(thief)}`, gate.said);
check('let through, a new key signs', sign(thief, '--accept', accept).status === 0);
check('then it is the one that signed last', sign(thief).status === 0 && sign(third).status === 1);
check('the old keys do not lead to it', [first, second, third].every((key) => verify(out, key).status === 1) && verify(out, thief).status === 0);

// ---- mirrors carry the announcements ----

for (const kind of ['full', 'lite']) {
	const file = `${work}/${kind}.zip`, folder = `${work}/${kind}`;
	const made = spawnSync(fuda, ['mirror', '--kind', kind, '--export', small, '--criteria', 'content/sample/criteria', '--site', site, '--as-of', '2027-02-01',
		'--accept', 'as-of-future=2027-02-01', '--set', 'max_export_age_days=1000', '--key', third.secret, '--out', file, '--quiet'], { encoding: 'utf8' });
	check(`a ${kind} mirror`, made.status === 0 && spawnSync('unzip', ['-q', file, '-d', folder]).status === 0, made.stderr);
	const within = fs.existsSync(`${folder}/MANIFEST.json`) ? folder : `${folder}/${fs.readdirSync(folder)[0]}`;
	const seen = verify(within, first, []);
	check(`a ${kind} mirror is verified with the first key`, seen.status === 0 && seen.said.includes(`key ${three}, which key ${two} named`), seen.said);
}
check('nothing is left beside a mirror', fs.readdirSync(work).every((name) => !/^(full|lite).*fuda/.test(name)), fs.readdirSync(work).join(' '));
check('a mirror is not signed with a key that was replaced', spawnSync(fuda, ['mirror', '--kind', 'lite', '--export', small, '--criteria', 'content/sample/criteria',
	'--site', site, '--as-of', '2027-02-01', '--accept', 'as-of-future=2027-02-01', '--set', 'max_export_age_days=1000', '--key', first.secret,
	'--out', `${work}/old.zip`, '--quiet'], { encoding: 'utf8' }).stderr.includes('[key-replaced]'));
report();
