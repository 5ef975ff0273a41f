#!/usr/bin/env node
// The parts of the list: they cover every file once, sha256sum takes them, the way of the page
// /offline/ works; the same with any number of workers; a product that changes, comes or goes changes
// the parts that it must, and no other.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { buildSite, check, checkNone, differences, filesBelow, readExport, report, work, writeExport } from '../check.mjs';

const read = (name) => fs.readFileSync(name, 'utf8');
const shell = (folder, command) => spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
const manifestOf = (folder) => JSON.parse(read(`${folder}/MANIFEST.json`));
const isOutside = (name) => /^(sums\/.*|MANIFEST\.json(\.minisig)?)$/.test(name);

/** All that must hold of any site. */
function checkSite(what, folder) {
	const manifest = manifestOf(folder), files = filesBelow(folder);
	const listed = manifest.parts.flatMap((part) => read(`${folder}/${part.path}`).trim().split('\n').map((line) => line.slice(66)));

	checkNone(`${what}: parts that sha256sum does not take`, manifest.parts.filter(({ path }) =>
		shell(folder, `sha256sum --check --strict --quiet ${path}`).status !== 0).map(({ path }) => path));
	checkNone(`${what}: parts that say how many files they have, wrongly`, manifest.parts.filter((part) =>
		read(`${folder}/${part.path}`).split('\n').length - 1 !== part.files).map(({ path }) => path));
	check(`${what}: each file is listed once`, new Set(listed).size === listed.length);
	check(`${what}: all files are`, JSON.stringify(listed.sort()) === JSON.stringify(files.filter((name) => !isOutside(name)).sort()));
	check(`${what}: all parts are named`, JSON.stringify(manifest.parts.map(({ path }) => path).sort()) ===
		JSON.stringify(files.filter((name) => name.startsWith('sums/'))));
	check(`${what}: they count right`, manifest.files === listed.length, `${manifest.files} ${listed.length}`);
	return manifest;
}

// ---- the sample ----

const sample = `${work}/sample`;
buildSite(sample);
const manifest = checkSite('the sample', sample);
check('the day and what follows from it', manifest.as_of === '2026-11-22' && manifest.sequence === 9822 &&
	manifest.next_expected === '2026-11-23' && manifest.site === 'https://fuda.example/', JSON.stringify(manifest, null, 1));
const hash = spawnSync('sha256sum', ['content/sample/labels.jsonl'], { encoding: 'utf8' }).stdout.slice(0, 64);
check('the hash of the export', manifest.inputs.export.sha256 === hash);
const commands = /<pre><code>minisign[^\n]*\n([^<]*)</.exec(read(`${sample}/offline/index.html`))[1].replaceAll('&quot;', '"')
	.replaceAll('&lt;', '<').replaceAll('&amp;', '&');
const asShown = (folder) => shell(folder, `set -e; ${commands.trim().split('\n').join('\n')}`);
check('the commands of the page', asShown(sample).status === 0, asShown(sample).stderr);
fs.cpSync(`${sample}/index.html`, `${work}/kept`);
fs.appendFileSync(`${sample}/index.html`, ' ');
check('they find a changed file', asShown(sample).status !== 0);
fs.cpSync(`${work}/kept`, `${sample}/index.html`);

buildSite(`${work}/compressed`, { precompress: true });
checkSite('with compressed copies', `${work}/compressed`);
check('MANIFEST.json has no copies', !fs.existsSync(`${work}/compressed/MANIFEST.json.gz`));
for (const jobs of [1, 3]) {
	buildSite(`${work}/jobs`, { jobs });
	checkNone(`the same with ${jobs} workers`, differences(sample, `${work}/jobs`));
	fs.rmSync(`${work}/jobs`, { recursive: true });
}
const { header, records } = readExport();
buildSite(`${work}/none`, { export: writeExport(`${work}/none.jsonl`, { header, records: [] }) });
checkSite('no products', `${work}/none`);

// ---- many products ----

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const idOf = (n) => `Z${[4, 3, 2, 1, 0].map((k) => letters[((n * 7919) % 33554432 >> 5 * k) & 31]).join('')}`;
const plain = records.find((r) => r.labels[0].level === 1);
const many = Array.from({ length: 1000 }, (whole, n) => ({ ...structuredClone(plain), product_id: idOf(n),
	gtins: undefined, labels: [{ ...plain.labels[0], label_id: `M-${n}` }] }));
const base = `${work}/many`;
const build = (list) => buildSite(base,
	{ export: writeExport(`${work}/many.jsonl`, { header, records: list }), set: 'gate_minimum=1000000' });
build(many);
const before = checkSite('many products', base);
const productParts = before.parts.filter(({ path }) => path.startsWith('sums/products-'));
check('products are cut into parts', productParts.length > 1, `${productParts.length}`);
check('no part is long', productParts.every(({ files }) => files <= 400 * 8));

function play(what, list, most) {
	build(list);
	const after = manifestOf(base);
	const old = new Map(before.parts.map((part) => [part.path, part.sha256]));
	const others = after.parts.filter((part) => part.path.startsWith('sums/products-') && old.get(part.path) !== part.sha256);

	check(`${what}: parts of products that changed: ${others.length}`, others.length > 0 && others.length <= most);
}

play('one product changes', many.map((r, i) => (i === 734 ? { ...r, summary: { ja: '一語だけ改めた。' } } : r)), 1);
build(many);
check('a product that goes back leaves nothing', JSON.stringify(manifestOf(base).parts) === JSON.stringify(before.parts));
play('one product comes', [...many, { ...many[0], product_id: idOf(9999), labels: [{ ...many[0].labels[0], label_id: 'M-9999' }] }], 1);
report();
