#!/usr/bin/env node
// fuda verify finds every way in which a copy can differ from what was signed, and nothing else.
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { check, checkNone, filesBelow, fuda, report, skip, work } from '../check.mjs';
import { copyOf, leftoverCases, makeKey, signAgain, signedSite, verify } from './keys.mjs';

const key = makeKey('key'), other = makeKey('other');
const site = signedSite('site', key);
const files = filesBelow(site);
const copy = `${work}/copy`;
const manifest = 'MANIFEST.json', signature = 'MANIFEST.json.minisig';
const inCopy = (name) => path.join(copy, name);

const { restore } = copyOf(site, copy);

/** A copy, changed by `tamper`; what is then found must be `expected`. */
function play(what, tamper, expected, options = []) {
	restore();
	tamper();
	const { status, findings, said } = verify(copy, key, ['--go-on', ...options]);
	check(`${what}: found`, JSON.stringify(findings) === JSON.stringify(expected), said);
	check(`${what}: status`, status === (expected.length > 0 ? 1 : 0), `${status}`);
}

function flip(name, at) {
	const bytes = fs.readFileSync(inCopy(name));
	bytes[at ?? bytes.length >> 1] ^= 1;
	fs.writeFileSync(inCopy(name), bytes);
}
const edit = (name, from, to) => fs.writeFileSync(inCopy(name), fs.readFileSync(inCopy(name), 'utf8').replace(from, to));
function swap(left, right) {
	fs.renameSync(inCopy(left), inCopy('between'));
	fs.renameSync(inCopy(right), inCopy(left));
	fs.renameSync(inCopy('between'), inCopy(right));
}

const product = files.find((name) => /^P\/.*\/index\.html$/.test(name));
const second = files.filter((name) => /^P\/.*\/index\.html$/.test(name))[1];
const parts = files.filter((name) => name.startsWith('sums/'));

play('nothing', () => {}, []);
const whole = verify(site, key);
check('the key, the day and the age are told', whole.said.includes('as of 2026-11-22, sequence 9822') &&
	whole.said.includes('2026-11-23') && whole.said.includes('https://fuda.example/'), whole.said);

// A byte of one file of each kind.
const kinds = new Map(files.filter((name) => !name.startsWith('sums/') && !name.startsWith(manifest))
	.map((name) => [path.extname(name) || name, name]));
for (const [kind, name] of kinds)
	play(`a byte of a ${kind}`, () => flip(name), [`file-changed ${name}`]);
play('the first byte', () => flip(product, 0), [`file-changed ${product}`]);
play('a byte more', () => fs.appendFileSync(inCopy(product), '\n'), [`file-changed ${product}`]);
play('an empty file', () => fs.truncateSync(inCopy(product), 0), [`file-changed ${product}`]);
play('a file dropped', () => fs.rmSync(inCopy(product)), [`file-missing ${product}`]);
play('a folder dropped', () => fs.rmSync(inCopy('.well-known'), { recursive: true }), ['file-missing .well-known/security.txt']);
play('a file added', () => fs.writeFileSync(inCopy('P/extra.html'), ''), ['file-added P/extra.html']);
play('a part added', () => fs.writeFileSync(inCopy('sums/extra.sha256'), ''), ['file-added sums/extra.sha256']);
play('a hidden file added', () => fs.writeFileSync(inCopy('.extra'), ''), ['file-added .extra']);
play('a link added', () => fs.symlinkSync('index.html', inCopy('extra.html')), ['file-added extra.html']);
play('a file renamed', () => fs.renameSync(inCopy(product), inCopy(`${product}~`)),
	[`file-added ${product}~`, `file-missing ${product}`]);
play('two files swapped', () => swap(product, second), [`file-changed ${product}`, `file-changed ${second}`]);
check('a swapped file is named', verify(copy, key).said.includes(`${product}: has the bytes of ${second}`));
play('a pipe in place of a file', () => {
	fs.rmSync(inCopy(product));
	spawnSync('mkfifo', [inCopy(product)]);
}, [`file-missing ${product}`]);

// The list and the signature.
for (const part of parts) {
	play(`a byte of ${part}`, () => flip(part, 3), [`manifest-invalid ${part}`,
		`file-changed ${fs.readFileSync(path.join(site, part), 'utf8').slice(66).split('\n')[0]}`]);
	play(`${part} dropped`, () => fs.rmSync(inCopy(part)), [`manifest-invalid ${part}`,
		...fs.readFileSync(path.join(site, part), 'utf8').trim().split('\n').map((line) => `file-added ${line.slice(66)}`).sort()]);
}
play('a line moved out of the list', () => {
	const name = inCopy(parts[0]), lines = fs.readFileSync(name, 'utf8').split('\n');
	fs.writeFileSync(name, lines.slice(1).join('\n'));
	fs.rmSync(inCopy(lines[0].slice(66)));
}, [`manifest-invalid ${parts[0]}`, `manifest-invalid ${parts[0]}`]);
play('no MANIFEST.json', () => fs.rmSync(inCopy(manifest)), [`manifest-invalid ${manifest}`]);
play('no signature', () => fs.rmSync(inCopy(signature)), [`signature-invalid ${signature}`]);
play('a space in MANIFEST.json', () => edit(manifest, '\n', ' \n'),
	[`signature-invalid ${manifest}`]);
play('another day', () => edit(manifest, '"as_of":"2026-11-22"', '"as_of":"2026-11-21"'),
	[`signature-invalid ${manifest}`, `manifest-invalid ${manifest}`]);
play('a part that leads out', () => edit(manifest, '"sums/', '"sums/../'),
	[`signature-invalid ${manifest}`, `manifest-invalid ${manifest}`]);
play('a shard', () => edit(manifest, '"program"', '"shard":"1/2",\n"program"'),
	[`signature-invalid ${manifest}`, `manifest-invalid ${manifest}`]);
play('MANIFEST.json cut', () => fs.truncateSync(inCopy(manifest), 300),
	[`signature-invalid ${manifest}`, `json-syntax ${manifest}`]);
play('a trusted comment', () => edit(signature, 'sequence 9822', 'sequence 9823'), [`signature-invalid ${signature}`]);
play('an untrusted comment', () => edit(signature, /^untrusted comment: .*/, 'untrusted comment: anything'), []);
for (const line of [1, 3])
	for (const at of [0, 5, 40, 80])
		play(`character ${at} of line ${line + 1} of the signature`, () => {
			const lines = fs.readFileSync(inCopy(signature), 'utf8').split('\n');
			lines[line] = lines[line].slice(0, at) + (lines[line][at] === 'A' ? 'B' : 'A') + lines[line].slice(at + 1);
			fs.writeFileSync(inCopy(signature), lines.join('\n'));
		}, [`signature-invalid ${line === 1 && at > 10 ? manifest : signature}`,
			...line === 1 && at > 10 ? [`signature-invalid ${signature}`] : []]);
play('a signature that is none', () => fs.writeFileSync(inCopy(signature), 'x'.repeat(5000)), [`signature-invalid ${signature}`]);

for (const name of [manifest, signature])
	play(`a pipe in place of ${name}`, () => {
		fs.rmSync(inCopy(name));
		spawnSync('mkfifo', [inCopy(name)]);
	}, [`${name === manifest ? 'manifest' : 'signature'}-invalid ${name}`]);
const comment = 'as of 2026-11-22, sequence 9822, next expected 2026-11-23, site https://fuda.example/';
play('signed again with the same comment', () => signAgain(copy, key, comment), []);
play('signed with the comment of another edition', () => signAgain(copy, key, comment.replace('9822', '9821')),
	[`signature-invalid ${signature}`]);
play('signed with a comment that speaks of no edition', () => signAgain(copy, key, 'timestamp:1790000000'), []);

// A list that was signed, and yet names what no site has: it is not looked at.
fs.writeFileSync(`${work}/outside`, 'x');
const hash = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
for (const name of ['../outside', 'P/../../outside', './index.html', 'P//index.html', '/outside', '..', 'P/', 'a\\b', manifest, signature, parts[0]]) {
	restore();
	const text = fs.readFileSync(inCopy(parts[0]), 'utf8');
	const lines = [...text.trimEnd().split('\n'), `${hash('x')}  ${name}`];
	fs.writeFileSync(inCopy(parts[0]), lines.join('\n') + '\n');
	edit(manifest, hash(text), hash(lines.join('\n') + '\n'));
	fs.writeFileSync(inCopy(manifest), fs.readFileSync(inCopy(manifest), 'utf8')
		.replace(new RegExp(`("files":)${lines.length - 1}\\b`), `$1${lines.length}`));
	signAgain(copy, key, comment);
	const { status, said } = verify(copy, key);
	check(`a list with ${name}`, status === 1 && said.includes('lists a path that no site has') &&
		said.split('\n').every((line) => !/: (is not as|has other bytes|is missing)/.test(line) || line.includes(sums)), said);
}

// Older editions, other keys.
const older = signedSite('older', key, { 'as-of': '2026-11-21' });
play('the right sequence number', () => {}, [], ['--not-before', '9822']);
play('a copy that is too old', () => {}, [`manifest-old ${manifest}`], ['--not-before', '9823']);
play('an older MANIFEST.json', () => fs.cpSync(`${older}/${manifest}`, inCopy(manifest)),
	[`signature-invalid ${manifest}`, `signature-invalid ${signature}`,
		...parts.filter((name) => !fs.existsSync(`${older}/${name}`) || !fs.readFileSync(`${older}/${name}`).equals(fs.readFileSync(`${site}/${name}`)))
			.map((name) => `manifest-invalid ${name}`)]);
fs.cpSync(`${older}/${signature}`, inCopy(signature));
const rolled = verify(copy, key);
check('an older one with its signature does not fit the files', rolled.status === 1 &&
	!rolled.findings.some((finding) => finding.startsWith('signature-')), rolled.said);
check('an older copy as a whole is as it was', verify(older, key).status === 0);
check('but not what was asked for', verify(older, key, ['--not-before', '9822']).findings.join() === `manifest-old ${manifest}`);
check('another key', verify(site, other).findings.join() === `signature-invalid ${signature}`, verify(site, other).said);

// The same findings whatever the number of workers.
restore();
files.filter((name, i) => i % 7 === 0 && !name.startsWith(manifest)).forEach((name) => flip(name));
const said = ['1', '2', '5'].map((jobs) => verify(copy, key, ['--jobs', jobs]).said);
check('the same with 1, 2 and 5 workers', said[0] === said[1] && said[0] === said[2] && said[0].includes('file-changed'));

// A bad signature ends the check, unless it is to go on.
restore();
edit(manifest, '\n', ' \n');
flip(product);
check('a bad signature ends it', verify(copy, key, []).findings.join() === `signature-invalid ${manifest}`);
check('unless asked to go on', verify(copy, key, ['--go-on']).findings.join() === `signature-invalid ${manifest},file-changed ${product}`);

// What is no regular file is a finding, and is neither followed nor opened.
const odd = {
	'a link in place of a file, to the same bytes': () => { fs.renameSync(inCopy(product), `${work}/moved`); fs.symlinkSync(`../../../moved`, inCopy(product)); },
	'a folder that is a link': () => { fs.renameSync(inCopy('en'), `${work}/en`); fs.symlinkSync('../en', inCopy('en')); },
	'links in a circle': () => { fs.symlinkSync('b', inCopy('a')); fs.symlinkSync('a', inCopy('b')); fs.symlinkSync('.', inCopy('here')); },
	'thirty levels of links': () => {
		fs.mkdirSync(inCopy('deep'));
		for (let level = 0; level < 30; level++)
			['l', 'r'].forEach((name) => fs.symlinkSync('..', inCopy(`deep/${name}${level}`)));
	},
	'a pipe': () => spawnSync('mkfifo', [inCopy('pipe')]),
	'a device': () => fs.symlinkSync('/dev/zero', inCopy('zero')),
	'a file without an end': () => { fs.writeFileSync(inCopy('large'), ''); fs.truncateSync(inCopy('large'), 2 ** 42); fs.rmSync(inCopy(product)); fs.renameSync(inCopy('large'), inCopy(product)); },
};
for (const [what, tamper] of Object.entries(odd)) {
	fs.rmSync(copy, { recursive: true, force: true });
	fs.rmSync(`${work}/en`, { recursive: true, force: true });
	fs.cpSync(site, copy, { recursive: true });
	tamper();
	const { status, said, findings } = verify(copy, key, []);
	check(`${what}: a finding`, status === 1 && findings.length > 0 && /is a link|not a regular file|is larger/.test(said), said);
}

// What systems leave has a verdict of its own, and changes nothing; what only has such a name, or a page in it, has not.
const put = (name, bytes) => {
	fs.mkdirSync(path.dirname(inCopy(name)), { recursive: true });
	fs.writeFileSync(inCopy(name), bytes);
};
const { left: leftovers, added: pretenders } = leftoverCases;
const tidy = signedSite('tidy', key, { export: 'tests/golden/site-small/labels.jsonl', criteria: 'tests/golden/site-small/criteria' });
const fresh = () => {
	fs.rmSync(copy, { recursive: true, force: true });
	fs.cpSync(tidy, copy, { recursive: true });
};
fresh();
for (const [name, bytes] of leftovers)
	put(name, bytes);
const left = verify(copy, key, []);
checkNone('leftovers of systems that are none', leftovers.filter(([name]) => !left.findings.includes(`file-leftover ${name}`)).map(([name]) => name));
check('they are all that is found, and do no harm', left.status === 0 && left.findings.length === leftovers.length, left.said);
fs.symlinkSync('/etc/passwd', inCopy('P/desktop.ini'));
check('a link that is called like one', verify(copy, key, []).findings.includes('file-added P/desktop.ini'));
for (const [name, bytes] of pretenders) {
	fresh();
	put(name, bytes);
	const { status, findings, said } = verify(copy, key, []);
	check(`${name}, ${JSON.stringify(bytes.slice(0, 20))}, is none`, status === 1 && findings.join() === `file-added ${name}`, said);
}

// A folder that cannot be read is named, and the rest is checked; what stands in it is not called missing.
if (process.getuid() === 0 && !spawnSync('setpriv', ['--version']).error) {
	const shared = fs.mkdtempSync(path.join(os.tmpdir(), 'fuda-closed-'));
	const asNobody = (...args) => spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', './fuda', 'verify', '--public-key', key.text, '--out', 'copy', ...args], { encoding: 'utf8', cwd: shared });
	fs.chmodSync(shared, 0o755);
	fs.cpSync(fuda, `${shared}/fuda`);
	for (const [what, folder, mode] of [['is closed', 'en/P', 0o700], ['tells its names alone', 'en/P', 0o744], ['is the copy itself', '', 0o744]]) {
		fs.rmSync(`${shared}/copy`, { recursive: true, force: true });
		fs.cpSync(tidy, `${shared}/copy`, { recursive: true });
		fs.rmSync(`${shared}/copy/index.html`);
		fs.chmodSync(`${shared}/copy/${folder}`, mode);
		const { status, stderr } = asNobody();
		check(`a folder that ${what}: named, once`, status === 2 && stderr.split('\n').filter((line) => line.includes('[file-read]')).length === 1, stderr);
		if (folder)
			check(`a folder that ${what}: the rest is checked`, /copy\/en\/P: cannot list/.test(stderr) && /index\.html: is missing/.test(stderr) && !stderr.includes('en/P/'), stderr);
	}
	fs.rmSync(shared, { recursive: true });
} else {
	skip('not root');
}

// What an enemy chose costs no more than it is worth.
fs.rmSync(copy, { recursive: true, force: true });
fs.cpSync(site, copy, { recursive: true });
const large = fs.readFileSync(inCopy(manifest), 'utf8');
const measured = (options) => {
	const result = spawnSync('/usr/bin/time', ['-f', '%M', fuda, 'verify', '--public-key', key.text, '--out', copy, ...options], { encoding: 'utf8', timeout: 60000 });
	return { status: result.status, said: result.stderr, kilobytes: Number(result.stderr.trim().split('\n').at(-1)) };
};
if (fs.existsSync('/usr/bin/time')) {
	for (const [what, text] of [['60 MB of parts', large.replace('"parts":[', '"parts":[' + `{"path":"sums/a.sha256","sha256":"${'0'.repeat(64)}","files":0},\n`.repeat(520000))],
		['60 MB of blanks', large + ' '.repeat(60 << 20)], ['70 MB of blanks', large + ' '.repeat(70 << 20)],
		['60 MB of brackets', large.replace('"parts":[', '"parts":[' + '[],'.repeat(20 << 20))]]) {
		fs.writeFileSync(inCopy(manifest), text);
		for (const options of [[], ['--go-on']]) {
			const { status, said, kilobytes } = measured(options);
			check(`${what} ${options}: ${kilobytes} kB`, status === 1 && kilobytes < 400000, said.slice(0, 1000));
		}
	}
} else {
	skip('no /usr/bin/time');
}

// Signing follows no link of a folder that somebody else made.
fresh();
fs.rmSync(inCopy('keys.txt'), { force: true });
fs.symlinkSync('/etc/passwd', inCopy('keys.txt'));
const signing = spawnSync(fuda, ['sign', '--key', key.secret, '--out', copy], { encoding: 'utf8' });
check('a link in place of keys.txt is not read', signing.status === 2 && signing.stderr.includes('keys.txt: cannot read'), signing.stderr);

// What is not a key, and what is not a folder.
for (const [what, args] of [['no key', ['--out', site]], ['no folder', ['--public-key', key.text]],
	['a key that is none', ['--public-key', site, '--out', site]],
	['a key of another length', ['--public-key', key.text.slice(4), '--out', site]],
	['a folder that is none', ['--public-key', key.text, '--out', `${work}/none`]],
	['a sequence number that is none', ['--public-key', key.text, '--out', site, '--not-before', '-1']]]) {
	const result = spawnSync(fuda, ['verify', ...args], { encoding: 'utf8' });
	check(`${what}: status 2`, result.status === 2 && result.stderr !== '', result.stderr);
}
checkNone('files in the copy that the test does not know', parts.length >= 3 ? [] : parts);
report();
