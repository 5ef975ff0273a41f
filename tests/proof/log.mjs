// What the tests of this folder share: editions that are a MANIFEST.json alone, which is all that fuda log
// reads, and a reader of logs that shares no code with the program.
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { fuda } from '../check.mjs';

export const sha256 = (...parts) => {
	const hash = crypto.createHash('sha256');
	parts.forEach((part) => hash.update(part));
	return hash.digest();
};

/** The day so many days after 2026-11-22. */
export const dayAfter = (n) => new Date(Date.UTC(2026, 10, 22 + n)).toISOString().slice(0, 10);

/** Writes an edition of a day; `seed` tells it from others of that day. */
export function writeEdition(folder, day, seed = '') {
	const sequence = (Date.parse(day) - Date.parse('2000-01-01')) / 86400000;
	const next = new Date(Date.parse(day) + 86400000).toISOString().slice(0, 10);
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(`${folder}/MANIFEST.json`, JSON.stringify({ format: 'manifest/2', site: 'https://fuda.example/', as_of: day,
		sequence, next_expected: next, products_root: sha256(day, seed).toString('hex'), files: 0, parts: [] }));
}

/** Logs the edition in a folder: {status, said, entry, isNew, verifier}. */
export function logEdition(out, log, key, options = [], env = {}) {
	const result = spawnSync(fuda, ['log', '--key', key.secret, '--log', log, '--out', out, ...options],
		{ encoding: 'utf8', env: { ...process.env, ...env } });
	const [, entry, state] = /entry (\d+), (new|logged before)/.exec(result.stdout) ?? [];
	return { status: result.status, signal: result.signal, said: result.stdout + result.stderr, entry: Number(entry),
		isNew: state === 'new', verifier: /^key (.*)$/m.exec(result.stdout)?.[1] };
}

/** RFC 6962, section 2.1, over hashes of leaves. */
export function rootOf(hashes) {
	if (hashes.length === 0)
		return sha256('');
	if (hashes.length === 1)
		return hashes[0];
	let k = 1;
	while (2 * k < hashes.length)
		k *= 2;
	return sha256(Buffer.from([1]), rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)));
}
export const leafOf = (text) => sha256(Buffer.from([0]), text);

const pathOf = (level, number, width) => {
	const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, '0').match(/.../g);
	return `tile/${level}/${digits.map((group, i) => (i < digits.length - 1 ? 'x' : '') + group).join('/')}${width < 256 ? `.p/${width}` : ''}`;
};

/** The files that C2SP tlog-tiles asks for, for a log of these entries. */
export function tilesOf(entries) {
	const files = new Map();
	const bundles = entries.map((entry) => Buffer.concat([Buffer.from([entry.length >> 8, entry.length & 255]), Buffer.from(entry)]));
	const add = (level, items) => {
		for (let i = 0; i < items.length; i += 256)
			files.set(pathOf(level, i / 256, Math.min(256, items.length - i)), Buffer.concat(items.slice(i, i + 256)));
	};
	add('entries', bundles);
	for (let level = 0, hashes = entries.map(leafOf); hashes.length > 0; level++) {
		add(level, hashes);
		hashes = Array.from({ length: Math.floor(hashes.length / 256) }, (_, i) => rootOf(hashes.slice(256 * i, 256 * i + 256)));
	}
	return files;
}

/** What a log says: {size, root, entries}; and what is wrong with its files. */
export function readLog(log) {
	const [origin, size, root] = fs.readFileSync(`${log}/checkpoint`, 'utf8').split('\n');
	const entries = [];
	for (let i = 0; i < Number(size); i += 256) {
		const bytes = fs.readFileSync(`${log}/${pathOf('entries', i / 256, Math.min(256, size - i))}`);
		for (let at = 0; at < bytes.length; at += 2 + bytes.readUInt16BE(at))
			entries.push(bytes.toString('utf8', at + 2, at + 2 + bytes.readUInt16BE(at)));
	}
	const faults = [];
	if (entries.length !== Number(size))
		faults.push(`${entries.length} entries of ${size}`);
	if (rootOf(entries.map(leafOf)).toString('base64') !== root)
		faults.push('another root than its checkpoint says');
	for (const [name, bytes] of tilesOf(entries))
		if (!fs.existsSync(`${log}/${name}`) || !fs.readFileSync(`${log}/${name}`).equals(bytes))
			faults.push(`${name} is not as it should be`);
	return { origin, size: Number(size), root, entries, faults };
}
