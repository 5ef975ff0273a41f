#!/usr/bin/env node
// fuda log: an entry an edition, for 300 nights, and everything that would rewrite what was logged is refused.
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { check, checkNone, filesBelow, report, work } from '../check.mjs';
import { makeKey } from '../authentic/keys.mjs';
import { dayAfter, logEdition, readLog, sha256, tilesOf, writeEdition } from './log.mjs';

const key = makeKey('key'), other = makeKey('other');
const out = `${work}/site`, log = `${work}/log`;
const copy = `${out}.fuda/checkpoint`;

// The first nights.
writeEdition(out, dayAfter(0));
const first = logEdition(out, log, key);
check('the first edition', first.status === 0 && first.isNew && first.entry === 0, first.said);
const text = fs.readFileSync(`${out}/MANIFEST.json`);
check('its entry', readLog(log).entries[0] === `fuda-edition/1\nas-of 2026-11-22\nsequence 9822\nproducts ${JSON.parse(text).products_root}\n` +
	`manifest ${sha256(text).toString('hex')}\n`, readLog(log).entries[0]);
check('the origin', readLog(log).origin === 'fuda.example/log');
check('the copy', fs.readFileSync(copy).equals(fs.readFileSync(`${log}/checkpoint`)));
const stamps = () => filesBelow(log).map((name) => `${name} ${fs.statSync(`${log}/${name}`).ino}`).join('\n');
const before = stamps();
const again = logEdition(out, log, key);
check('the same once more is the same entry', again.status === 0 && !again.isNew && again.entry === 0 && stamps() === before, again.said);
writeEdition(out, dayAfter(0), 'another');
check('another one of that day is a new entry', logEdition(out, log, key).entry === 1);
writeEdition(out, dayAfter(0));
check('the first again is none', logEdition(out, log, key).entry === 0 && readLog(log).size === 2);

// Many nights: all tiles as an independent writer makes them, and no more than needed.
for (let night = 1; night < 300; night++) {
	writeEdition(out, dayAfter(night));
	const result = logEdition(out, log, key, ['--quiet']);
	if (result.status !== 0 || night % 100 === 0)
		check(`night ${night}`, result.status === 0 && result.said === '', result.said);
}
const full = readLog(log);
check('301 entries', full.size === 301);
checkNone('faults of the log', full.faults);
const needed = tilesOf(full.entries);
checkNone('files that no one needs', filesBelow(log).filter((name) => name !== 'checkpoint' && !needed.has(name) &&
	!(/^tile\/(entries|0)\/001\.p\//.test(name))));
check('partial tiles go with the full one', !fs.existsSync(`${log}/tile/0/000.p`) && !fs.existsSync(`${log}/tile/entries/000.p`));

// ---- what rewrites the past ----

const saved = `${work}/saved`;
for (const name of ['site', 'site.fuda', 'log'])
	fs.cpSync(`${work}/${name}`, `${saved}/${name}`, { recursive: true });
const restore = () => {
	for (const name of ['site', 'site.fuda', 'log', 'log.fuda']) {
		fs.rmSync(`${work}/${name}`, { recursive: true, force: true });
		if (fs.existsSync(`${saved}/${name}`))
			fs.cpSync(`${saved}/${name}`, `${work}/${name}`, { recursive: true });
	}
	writeEdition(out, dayAfter(300));
};

/** After `change` nothing is logged, for this reason, and no file of the log is another. */
function refused(what, change, code, { signer = key, options = [], words = '' } = {}) {
	restore();
	change();
	const state = () => filesBelow(work).filter((name) => /^(log|site)/.test(name))
		.map((name) => `${name} ${sha256(fs.readFileSync(`${work}/${name}`)).toString('hex')}`).join('\n');
	const found = state();
	const result = logEdition(out, log, signer, options);
	check(`${what}: refused`, result.status === 1 && result.said.includes(`[${code}]`) && result.said.includes(words), result.said);
	check(`${what}: nothing is written`, state() === found);
}
const flip = (name, at) => {
	const bytes = fs.readFileSync(name);
	bytes[at] ^= 1;
	fs.writeFileSync(name, bytes);
};
/** The log as it was with so many entries, checkpoint and all, as whoever holds the key could make it. */
function rewind(entries, seed) {
	const place = `${work}/rewound`;
	fs.rmSync(place, { recursive: true, force: true });
	fs.rmSync(`${place}.log`, { recursive: true, force: true });
	fs.rmSync(`${place}.fuda`, { recursive: true, force: true });
	for (let night = 0; night < entries; night++) {
		writeEdition(place, dayAfter(night), night === entries - 1 ? seed : '');
		logEdition(place, `${place}.log`, key, ['--quiet']);
	}
	fs.rmSync(log, { recursive: true });
	fs.renameSync(`${place}.log`, log);
}

refused('an entry changed', () => flip(`${log}/tile/entries/000`, 100), 'log-invalid');
refused('an entry taken out', () => {
	const name = `${log}/tile/entries/000`, bytes = fs.readFileSync(name);
	fs.writeFileSync(name, bytes.subarray(2 + bytes.readUInt16BE(0)));
}, 'log-invalid');
refused('a bundle gone', () => fs.rmSync(`${log}/tile/entries/000`), 'log-invalid', { words: 'is missing' });
refused('the root of the checkpoint', () => {
	const name = `${log}/checkpoint`, lines = fs.readFileSync(name, 'utf8').split('\n');
	lines[2] = sha256('x').toString('base64');
	fs.writeFileSync(name, lines.join('\n'));
}, 'log-invalid');
refused('its signature', () => flip(`${log}/checkpoint`, fs.statSync(`${log}/checkpoint`).size - 12), 'log-invalid');
refused('no checkpoint', () => fs.rmSync(`${log}/checkpoint`), 'log-forked', { words: 'older' });
refused('no log', () => fs.rmSync(log, { recursive: true }), 'log-forked', { words: 'older' });
refused('a log that was cut', () => rewind(20), 'log-forked', { words: 'older' });
refused('another log', () => {
	rewind(3, 'other');
	const earlier = fs.readFileSync(`${log}/checkpoint`);
	rewind(3);
	fs.writeFileSync(copy, earlier);
}, 'log-forked', { words: 'does not continue' });
refused('another key', () => {}, 'log-invalid', { signer: other, words: 'is not signed by this key' });
refused('a copy that another key signed', () => {
	fs.rmSync(log, { recursive: true });
	fs.rmSync(copy);
	logEdition(out, log, other);
	const theirs = fs.readFileSync(`${log}/checkpoint`);
	restore();
	fs.writeFileSync(copy, theirs);
}, 'log-forked');
refused('a log of another site', () => {
	const name = `${out}/MANIFEST.json`;
	fs.writeFileSync(name, fs.readFileSync(name, 'utf8').replace('fuda.example', 'other.example'));
}, 'log-invalid', { words: 'expected other.example/log' });
refused('an edition of a past day', () => writeEdition(out, dayAfter(298), 'late'), 'log-day', { words: `--accept=log-day=${dayAfter(298)}` });
refused('an edition without a tree', () => {
	const name = `${out}/MANIFEST.json`;
	fs.writeFileSync(name, fs.readFileSync(name, 'utf8').replace('products_root', 'other'));
}, 'manifest-invalid');
refused('a folder that is no log', () => {
	fs.rmSync(log, { recursive: true });
	fs.rmSync(copy);
	fs.mkdirSync(log);
	fs.writeFileSync(`${log}/letter.txt`, '');
}, 'log-invalid', { words: 'stands in a folder that is no log' });

// A past day that is meant is let through, and everybody sees it.
restore();
writeEdition(out, dayAfter(298), 'late');
check('an edition of a past day, let through', logEdition(out, log, key, [`--accept=log-day=${dayAfter(298)}`]).entry === 301);

// ---- what heals ----

restore();
fs.rmSync(out, { recursive: true });
fs.rmSync(`${out}.fuda`, { recursive: true });
writeEdition(out, dayAfter(300));
check('the log survives the loss of OUT', logEdition(out, log, key).entry === 301 && fs.existsSync(copy));
restore();
for (const name of ['tile/0/001.p/45', 'tile/1/000.p/1'])
	fs.rmSync(`${log}/${name}`);
flip(`${log}/tile/0/000`, 17);
fs.writeFileSync(`${log}/tile/0/.fuda-001`, 'half');
fs.mkdirSync(`${log}/tile/0/000.p`);
fs.writeFileSync(`${log}/tile/0/000.p/7`, 'old');
check('tiles of hashes are made again', logEdition(out, log, key).entry === 301);
checkNone('faults then', readLog(log).faults);
check('and what was left over goes', !fs.existsSync(`${log}/tile/0/.fuda-001`) && !fs.existsSync(`${log}/tile/0/000.p`));
restore();
fs.appendFileSync(`${log}/checkpoint`, '— witness.example/w AAAAAAAAAAAAAAAA\n');
writeEdition(out, dayAfter(299));
const witnessed = logEdition(out, log, key);
check('lines of witnesses stay', witnessed.status === 0 && !witnessed.isNew && fs.readFileSync(`${log}/checkpoint`, 'utf8').includes('witness.example') &&
	fs.readFileSync(copy, 'utf8').includes('witness.example'), witnessed.said);

// ---- places ----

const placed = (what, ...args) => check(what, (({ status, said }) => status === 2 && said.includes('[place-taken]'))(logEdition(...args)));
restore();
placed('not in OUT', out, `${out}/log`, key);
placed('not around OUT', out, work, key);
fs.cpSync(key.secret, `${log}/key`);
placed('not around the key', out, log, { secret: `${log}/key` });

// Two at once: one of them, or one after the other.
restore();
const both = spawnSync('sh', ['-c', `for i in 1 2; do ${process.env.FUDA || 'build/fuda'} log --key "$0" --log "$1" --out "$2" & done; wait`, key.secret, log, out], { encoding: 'utf8' });
check('two at once', readLog(log).size === 302 && readLog(log).faults.length === 0, both.stdout + both.stderr);
report();
