#!/usr/bin/env node
// Files of the day before that still stand beside a signed site: fuda verify and the browser's check, which runs
// here without its page, find every way in which they can differ, and agree; sha256sum reads their list.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { buildSite, check, filesBelow, fuda, readExport, report, supersededList, supersededOf, work, writeExport } from '../check.mjs';
import { runScript } from '../search/engine.mjs';
import { copyOf, makeKey, signAgain, verify } from './keys.mjs';

const small = 'tests/golden/site-small', key = makeKey('key');
const site = `${work}/site`, copy = `${work}/copy`, { header, records } = readExport(`${small}/labels.jsonl`);
const night = (day) => buildSite(site, { export: writeExport(`${work}/${day}.jsonl`, { header, records }), criteria: `${small}/criteria`,
	'as-of': day, key: key.secret });
night('2026-11-22');
records[0].name = { ja: '改めた名前', en: 'Another name' };
night('2026-11-23');

const list = supersededList, superseded = [...supersededOf(site).keys()], [file, other] = superseded;
check('files are superseded', superseded.length > 1, superseded);
const signature = 'MANIFEST.json.minisig', { restore } = copyOf(site, copy);
const inCopy = (name) => path.join(copy, name);
const comment = /^trusted comment: (.*)$/m.exec(fs.readFileSync(`${site}/${signature}`, 'utf8'))[1];
const hash = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
check('the signature names their list', comment.endsWith(`, superseded ${hash(fs.readFileSync(`${site}/${list}`))}`), comment);

// ---- the browser's check ----

const { check: checkFiles, parseKey } = runScript('verify.js',
	{ window: {}, crypto: crypto.webcrypto, atob, TextEncoder, TextDecoder, Uint8Array, Uint32Array, DataView, ArrayBuffer }, 'window.fudaVerify');
const fileOf = (name) => {
	const bytes = fs.readFileSync(inCopy(name));
	return { size: bytes.length, text: async () => bytes.toString(), arrayBuffer: async () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) };
};
const codes = { changed: 'file-changed', swapped: 'file-changed', missing: 'file-missing', added: 'file-added', list: 'manifest-invalid', signature: 'signature-invalid' };

async function browse(publicKey) {
	const files = new Map(filesBelow(copy).map((name) => [name, fileOf(name)]));
	const { signature: verdict, findings } = await checkFiles(files, publicKey, { progress() {}, isStopped: () => false });
	return { verdict, findings: findings.map(({ kind, path: name }) => `${codes[kind] ?? kind} ${name}`).sort() };
}

/** A copy, changed by `tamper`: what both find. */
async function play(what, tamper, expected) {
	restore();
	tamper();
	const { status, findings, said } = verify(copy, key);
	const sorted = JSON.stringify([...expected].sort());
	check(`${what}: found`, JSON.stringify(findings.sort()) === sorted, said);
	check(`${what}: status`, status === (expected.length > 0 ? 1 : 0), `${status}`);
	const seen = await browse(parseKey(key.text));
	if (!expected.some((one) => one.startsWith('signature'))) // a bad signature ends that check
		check(`${what}: in a browser`, JSON.stringify(seen.findings) === sorted && seen.verdict === 'good', JSON.stringify(seen));
}

const added = (names) => names.map((name) => `file-added ${name}`);
const rewrite = (change) => {
	const text = change(fs.readFileSync(`${site}/${list}`, 'utf8').split('\n').slice(1).join('\n'));
	fs.writeFileSync(inCopy(list), `# fuda-superseded/1 ${hash(text)}\n${text}`);
};
const append = (name) => fs.appendFileSync(inCopy(name), '\n');

await play('nothing', () => {}, []);
await play('without them', () => [...superseded, list].forEach((name) => fs.rmSync(inCopy(name))), []);
await play('another byte', () => append(file), [`file-changed ${file}`]);
await play('two swapped', () => { fs.copyFileSync(`${site}/${other}`, inCopy(file)); fs.copyFileSync(`${site}/${file}`, inCopy(other)); },
	[`file-changed ${file}`, `file-changed ${other}`]);
await play('one missing', () => fs.rmSync(inCopy(file)), [`file-missing ${file}`]);
await play('their list missing', () => fs.rmSync(inCopy(list)), added(superseded));
await play('another byte in the list', () => append(list), [`manifest-invalid ${list}`, ...added(superseded)]);
await play('one more in the list', () => {
	fs.writeFileSync(inCopy('static/more-01234567.js'), 'more');
	rewrite((text) => `${text}${hash('more')}  static/more-01234567.js\n`);
}, [`manifest-invalid ${list}`, ...added([...superseded, 'static/more-01234567.js'])]);
const plain = comment.replace(/, superseded .*/, '');
await play('a signature that does not name it', () => signAgain(copy, key, plain), added([...superseded, list]));
await play('a signature by minisign', () => signAgain(copy, key, 'timestamp:1795414856'), added([...superseded, list]));
await play('a signature that names another list', () => signAgain(copy, key, `${plain}, superseded ${hash('')}`),
	[`manifest-invalid ${list}`, ...added(superseded)]);
await play('a signature with another comment', () => signAgain(copy, key, `${comment} `), [`signature-invalid ${signature}`, ...added([...superseded, list])]);
// Nothing that a page could be is superseded, whoever says so.
await play('a page in a list that is signed', () => {
	fs.writeFileSync(inCopy('extra.html'), 'extra');
	rewrite((text) => `${text}${hash('extra')}  extra.html\n`);
	signAgain(copy, key, `${plain}, superseded ${hash(fs.readFileSync(inCopy(list)))}`);
}, [`manifest-invalid ${list}`, ...added([...superseded, 'extra.html'])]);

restore();
const unkeyed = await browse(null);
check('in a browser, without a key', unkeyed.verdict === 'unchecked' && unkeyed.findings.length === 0, JSON.stringify(unkeyed));
const sums = spawnSync('sh', ['-c', 'cat sums/*.sha256 | sha256sum --check --quiet'], { cwd: copy, encoding: 'utf8' });
check('sha256sum reads all lists', sums.status === 0 && sums.stderr === '', sums.stdout + sums.stderr);
fs.appendFileSync(inCopy(file), ' ');
check('and finds what is not as it was', spawnSync('sha256sum', ['--check', '--quiet', list], { cwd: copy }).status === 1);

// Signed afterwards it is the same signature.
restore();
fs.rmSync(inCopy(signature));
check('signed afterwards', spawnSync(fuda, ['sign', '--key', key.secret, '--out', copy]).status === 0);
check('the signature is the same', fs.readFileSync(inCopy(signature), 'utf8') === fs.readFileSync(`${site}/${signature}`, 'utf8'));
report();
