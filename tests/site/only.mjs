#!/usr/bin/env node
// A preview, build --only: the files of some products, the home page and what they need, each with
// the bytes that the whole site has; in a folder of its own, which nothing takes for a site.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, buildSite, check, checkNone, criteria, filesBelow, fuda, readExport, report, sample, work, writeExport } from '../check.mjs';

const preview = `${work}/preview`, whole = `${work}/whole`;
const input = (file = sample) => ['--export', file, '--criteria', criteria, '--site', '.', '--as-of', asOf, '--quiet'];
const run = (...args) => spawnSync(fuda, args, { encoding: 'utf8' });
const only = (ids) => ids.flatMap((id) => ['--only', id]);
const build = (ids, { out = preview, file, more = [] } = {}) => run('build', ...input(file), '--out', out, ...only(ids), ...more);

const built = (what, ids, options) => {
	const { status, stderr } = build(ids, options);
	check(`${what}: built`, status === 0, stderr);
};
const refused = (what, { status, stderr }, expected, pattern) => {
	check(`${what}: status ${expected}`, status === expected, `${status}: ${stderr}`);
	check(`${what}: says so`, pattern.test(stderr), stderr);
};
const productsOf = (folder) => fs.readdirSync(`${folder}/P`).sort();

const { header, records } = readExport();
const ids = records.map((record) => record.product_id).sort();
buildSite(whole);
const pages = productsOf(whole), [first, second, third] = pages;

// What it has.
built('two products', [second, first, second]);
check('their folders alone', productsOf(preview).join() === [first, second].join(), productsOf(preview).join());
check('in each language', fs.existsSync(`${preview}/en/P/${second}/index.html`));
check('home pages', fs.existsSync(`${preview}/index.html`) && fs.existsSync(`${preview}/en/index.html`));
const list = filesBelow(preview).filter((name) => name !== 'MANIFEST.json' && !name.startsWith('sums/'));
checkNone('files that are not as the whole site has them', list.filter((name) => !fs.existsSync(`${whole}/${name}`) ||
	!fs.readFileSync(`${preview}/${name}`).equals(fs.readFileSync(`${whole}/${name}`))));
checkNone('static files that are missing', filesBelow(whole).filter((name) => /^(static\/|as-of\.js)/.test(name) && !list.includes(name)));
checkNone('other pages and lists', list.filter((name) => !/^((en\/)?(index\.html|P\/)|static\/|data\/schema\/|as-of\.js)/.test(name)));

// The next one has other products, or one that is in no export any more.
built('another product', [third]);
check('the others went', productsOf(preview).join() === third, productsOf(preview).join());
const before = filesBelow(preview).map((name) => fs.statSync(`${preview}/${name}`).mtimeMs).join();
built('the same again', [third]);
check('writes nothing', filesBelow(preview).map((name) => fs.statSync(`${preview}/${name}`).mtimeMs).join() === before);
const without = `${work}/without.jsonl`;
writeExport(without, { header, records: records.filter((record) => !JSON.stringify(record).includes(`"${third}"`)) });
built('a product that has gone is none of a preview', [first], { file: without });

// Nothing takes it for a site, and it takes no site for its own.
refused('a site upon it', run('build', ...input(), '--out', preview), 2, /has a preview, and what is built is a whole site/);
check('with no word of gates', !/--accept/.test(run('build', ...input(), '--out', preview).stderr));
refused('a shard upon it', run('build', ...input(), '--out', preview, '--shard', '1/2'), 2, /has a preview, and what is built is shard 1\/2/);
const manifest = fs.readFileSync(`${whole}/MANIFEST.json`, 'utf8');
refused('it upon a site', build([first], { out: whole }), 2, /has a whole site, and what is built is a preview/);
check('the site is as it was', fs.readFileSync(`${whole}/MANIFEST.json`, 'utf8') === manifest && pages.every((id) => fs.existsSync(`${whole}/P/${id}/index.html`)));
fs.appendFileSync(`${whole}/MANIFEST.json`, ' ');
fs.rmSync(`${whole}/sums`, { recursive: true });
refused('it upon a damaged site', build([first], { out: whole }), 2, /has no preview, and what is built is a preview/);
refused('merged', run('merge', ...input(), '--part', preview, '--out', `${work}/merged`), 1, /not a part but a preview/);
refused('verified', run('verify', '--out', preview, '--go-on', '--public-key', 'RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3'), 1, /is of a preview/);

// What cannot be.
const none = ['ZZZZZZZZ', 'YYYYYYYY'].filter((id) => !ids.includes(id));
const unknown = build([first, ...none], { out: `${work}/none` });
refused('unknown products', unknown, 2, /no product ZZZZZZZZ with a page/);
check('each of them', none.every((id) => unknown.stderr.includes(id)), unknown.stderr);
check('nothing is written', !fs.existsSync(`${work}/none`));
refused('with a ledger', build([first], { more: ['--ledger', `${work}/ledger`] }), 2, /--ledger is for a whole site, not for a preview/);
refused('with a key', build([first], { more: ['--key', `${work}/key`] }), 2, /--key is for a whole site/);
refused('with a shard', build([first], { more: ['--shard', '1/2'] }), 2, /--only and --shard/);
report();
