#!/usr/bin/env node
// The tree of products in MANIFEST.json: as a few lines that share no code with the program make it from the
// published lists; the same from night to night, from shards, and in every copy.
import crypto from 'node:crypto';
import fs from 'node:fs';
import { execFileSync } from 'node:child_process';
import { asOf, buildSite, check, criteria, fuda, report, work } from '../check.mjs';
import { makeKey, signAgain, signedSite, verify } from './keys.mjs';

const sha256 = (...parts) => crypto.createHash('sha256').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();

/** RFC 6962, section 2.1, word for word. */
function root(data) {
	if (data.length === 0)
		return sha256();
	if (data.length === 1)
		return sha256([0], data[0]);
	let k = 1;
	while (2 * k < data.length)
		k *= 2;
	return sha256([1], root(data.slice(0, k)), root(data.slice(k)));
}

const manifestOf = (folder) => JSON.parse(fs.readFileSync(`${folder}/MANIFEST.json`, 'utf8'));

/** What the tree of a site should be, from its files alone: its root, and those of its shelves by path. */
function treeOf(folder) {
	const shelves = new Map();
	for (const { path } of manifestOf(folder).parts.filter((part) => part.path.startsWith('sums/products-'))) {
		const ids = [...new Set([...fs.readFileSync(`${folder}/${path}`, 'utf8').matchAll(/ {2}P\/([^/]+)\//g)].map(([, id]) => id))];
		shelves.set(path, root(ids.sort().map((id) => `${id} ${sha256(fs.readFileSync(`${folder}/P/${id}/label.json`)).toString('hex')}`)));
	}
	return { shelves, root: root([...shelves].sort(([l], [r]) => (l < r ? -1 : 1)).map(([, hash]) => hash)).toString('hex') };
}

/** Whether MANIFEST.json says the tree that the files have. */
function checkTree(what, folder) {
	const tree = treeOf(folder), manifest = manifestOf(folder);
	check(`${what}: the root`, manifest.products_root === tree.root, `${manifest.products_root}\n${tree.root}`);
	const wrong = manifest.parts.filter(({ path, root: said }) => said !== tree.shelves.get(path)?.toString('hex'));
	check(`${what}: ${tree.shelves.size} shelves`, tree.shelves.size > 0 && wrong.length === 0, JSON.stringify(wrong));
	return tree.root;
}

// A night in which some labels change, one in which nothing does, and both from nothing.
const file = `${work}/labels.jsonl`;
execFileSync('node', ['tests/bench/export.mjs', '700', file]);
const options = { export: file, extra: [['set', 'max_ended_percent=100']] };
const site = `${work}/site`;
const roots = new Map();
for (const day of ['2026-11-22', '2026-11-23', '2027-02-01'].values()) {
	buildSite(site, { ...options, 'as-of': day, extra: [...options.extra, ['set', 'max_export_age_days=366'], ['set', 'max_changed_percent=100']] });
	roots.set(day, checkTree(day, site));
	buildSite(`${work}/${day}`, { ...options, 'as-of': day, extra: [['set', 'max_export_age_days=366']] });
	check(`${day} from nothing`, manifestOf(`${work}/${day}`).products_root === roots.get(day));
}
check('another day, another root', roots.get('2026-11-22') !== roots.get('2027-02-01'));

// Shards have none; merged they have that of the whole.
const one = roots.get('2026-11-22');
for (const k of [1, 2])
	buildSite(`${work}/part-${k}`, { export: file, shard: `${k}/2` });
check('a shard has no root', !('products_root' in manifestOf(`${work}/part-1`)) && manifestOf(`${work}/part-1`).parts.some((part) => part.root));
execFileSync(fuda, ['merge', '--part', `${work}/part-1`, '--part', `${work}/part-2`, '--export', file, '--criteria', criteria,
	'--site', '.', '--as-of', asOf, '--out', `${work}/merged`, '--quiet']);
check('merged', manifestOf(`${work}/merged`).products_root === one);
buildSite(`${work}/packed`, { export: file, precompress: true });
check('with compressed copies', checkTree('with compressed copies', `${work}/packed`) === one);

// Copies to hand on say the same root, also those that have no label.json.
for (const kind of ['full', 'lite']) {
	const out = kind === 'lite' ? `${work}/lite/` : `${work}/full.zip`;
	execFileSync(fuda, ['mirror', '--kind', kind, '--export', file, '--criteria', criteria, '--site', '.', '--as-of', asOf,
		'--out', out, '--work', `${work}/working`, '--quiet']);
	if (kind === 'full')
		execFileSync('unzip', ['-q', out, '-d', `${work}/full`]);
	check(`a ${kind} mirror`, manifestOf(kind === 'full' ? `${work}/full/${asOf}` : `${work}/lite`).products_root === one);
}

// fuda verify believes neither root without the list.
const key = makeKey('key');
const signed = signedSite('signed', key);
check('signed', verify(signed, key).status === 0, verify(signed, key).said);
const text = fs.readFileSync(`${signed}/MANIFEST.json`, 'utf8');
const comment = 'as of 2026-11-22, sequence 9822, next expected 2026-11-23, site https://fuda.example/';
const change = (hex) => (hex[0] === '0' ? '1' : '0') + hex.slice(1);
for (const [what, from, finding] of [
	['the root of all', manifestOf(signed).products_root, 'manifest-invalid MANIFEST.json'],
	['the root of a shelf', manifestOf(signed).parts.find((part) => part.root).root, null]]) {
	fs.writeFileSync(`${signed}/MANIFEST.json`, text.replace(from, change(from)));
	signAgain(signed, key, comment);
	const found = verify(signed, key);
	check(`${what} changed`, found.status === 1 && (finding ? found.findings.join() === finding : found.findings.length === 2 &&
		found.findings.every((one) => one.startsWith('manifest-invalid '))), found.said);
}
fs.writeFileSync(`${signed}/MANIFEST.json`, text.replace(manifestOf(signed).products_root, 'none'));
signAgain(signed, key, comment);
check('a root that is no hash', verify(signed, key).said.includes('is not a SHA-256 of 64 digits'), verify(signed, key).said);
report();
