#!/usr/bin/env node
// What is believed of a folder: MANIFEST.json by its format, parts of the list of files by their hash. What
// is damaged is mended, what another version or another program made is not touched.
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { check, checkNone, differences, fuda, listOf, memoryFolder, report } from '../check.mjs';

const input = 'tests/golden/site-small', work = memoryFolder();
const build = (out, file = `${input}/labels.jsonl`, ...options) => spawnSync(fuda, ['build', '--export', file, '--criteria', `${input}/criteria`,
	'--site', '.', '--as-of', '2026-11-22', '--out', out, ...options], { encoding: 'utf8' });
const clean = `${work}/clean`, out = `${work}/out`;
check('built', build(clean).status === 0);
const list = [...listOf(clean).keys()], parts = list.filter((name) => name.startsWith('sums/'));
const products = parts.find((name) => /products-/.test(name)), others = parts.find((name) => /files-/.test(name));

const copy = () => {
	for (const part of ['', '.fuda']) {
		fs.rmSync(out + part, { recursive: true, force: true });
		fs.cpSync(clean + part, out + part, { recursive: true });
	}
};
const [header, ...records] = fs.readFileSync(`${input}/labels.jsonl`, 'utf8').trim().split('\n');
const fewer = `${work}/fewer.jsonl`;
fs.writeFileSync(fewer, [JSON.stringify({ ...JSON.parse(header), records: records.length - 1 }), ...records.filter((line) => !line.includes('"SMALL001"'))]
	.map((line) => `${line}\n`).join(''));

/** Damages a copy; the next build must end in the same bytes and miss no product. */
function damaged(what, damage) {
	for (const options of [[], ['--atomic']]) {
		copy();
		damage();
		const missed = build(out, fewer, '--set', 'max_changed_percent=100');
		check(`${what} ${options}: a product is missed`, missed.status === 1 && /SMALL001.*product-missing/.test(missed.stderr), missed.stderr);
		// Without MANIFEST.json nothing can be compared, and that is a gate.
		const isLost = / MANIFEST.json$/.test(what), gate = build(out);
		check(`${what} ${options}: a gate`, isLost ? gate.status === 1 && /is lost or damaged.*--accept=state-lost=\w+ \[state-lost\]/.test(gate.stderr) : true, gate.stderr);
		if (!isLost) {
			copy();
			damage();
		}
		const mended = build(out, `${input}/labels.jsonl`, '--report', `${work}/told`, ...isLost ? [/--accept=state-lost=\w+/.exec(gate.stderr)[0]] : [], ...options);
		check(`${what} ${options}: mended`, mended.status === 0, mended.stderr);
		checkNone(`${what} ${options}: not as built from nothing`, differences(clean, out));
		checkNone(`${what} ${options}: left`, fs.readdirSync(`${out}.fuda`).filter((name) => !/^(state|seen)-/.test(name)));
		fs.rmSync(`${out}.previous`, { recursive: true, force: true });
	}
}
const flip = (name) => {
	const bytes = fs.readFileSync(`${out}/${name}`);
	bytes[bytes.length >> 1] ^= 1;
	fs.writeFileSync(`${out}/${name}`, bytes);
};
damaged('a part of products with another byte', () => flip(products));
damaged('a part of other files with another byte', () => flip(others));
damaged('a part that lists nothing', () => fs.writeFileSync(`${out}/${products}`, ''));
damaged('no part', () => fs.rmSync(`${out}/${products}`));
damaged('no MANIFEST.json', () => fs.rmSync(`${out}/MANIFEST.json`));
damaged('half a MANIFEST.json', () => fs.truncateSync(`${out}/MANIFEST.json`, 700));
damaged('a page and its part', () => {
	flip('index.html');
	flip(others);
});

/** What is in the folder is refused, and stays. */
function refused(what, change, pattern) {
	copy();
	change();
	const before = `${work}/before`;
	fs.rmSync(before, { recursive: true, force: true });
	fs.cpSync(out, before, { recursive: true });
	const result = build(out);
	check(`${what}: refused`, result.status === 2 && pattern.test(result.stderr), `${result.status} ${result.stderr}`);
	checkNone(`${what}: changed`, differences(before, out));
}
const manifest = (text) => fs.writeFileSync(`${out}/MANIFEST.json`, text);
refused('the version before formats had one', () => {
	fs.writeFileSync(`${out}/SHA256SUMS`, 'x');
	manifest('{"format":"manifest/1",\n');
}, /another version of fuda.*new folder.*--ledger/);
refused('one that was interrupted then', () => {
	fs.rmSync(`${out}/MANIFEST.json`);
	fs.writeFileSync(`${out}.fuda/away`, 'x');
}, /another version of fuda/);
refused('a later format', () => manifest('{"format":"manifest/3",\n'), /another version of fuda/);
refused('the MANIFEST.json of another program', () => {
	fs.rmSync(out, { recursive: true });
	fs.mkdirSync(out);
	manifest('{"name":"extension"}');
}, /neither empty nor a site made by fuda/);
refused('a shard', () => manifest(fs.readFileSync(`${clean}/MANIFEST.json`, 'utf8').replace('"program"', '"shard":"1/2",\n"program"')),
	/has shard 1\/2, and what is built is a whole site/);
report();
