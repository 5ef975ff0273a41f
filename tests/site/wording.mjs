#!/usr/bin/env node
// `fuda check` on the words of an operator: our own give no warning; each kind of place where a wrong name or a
// forbidden claim may stand gives one, with its place; and a site that is not the bundled sample does not say that
// its products are invented.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, criteria, filesBelow, fuda, readExport, report, sample, work, writeExport } from '../check.mjs';

/** A copy of our site folder, with texts of its files replaced. */
function siteWith(name, changes) {
	const folder = `${work}/${name}`;
	for (const part of ['content', 'layouts', 'static'])
		fs.cpSync(part, `${folder}/${part}`, { recursive: true });
	for (const [file, from, to] of changes) {
		const text = fs.readFileSync(`${folder}/${file}`, 'utf8');
		if (!text.includes(from))
			throw new Error(`${file} has no ${from}`);
		fs.writeFileSync(`${folder}/${file}`, text.replace(from, to));
	}
	return folder;
}

/** What check says of the words of a site folder. */
function wordingOf(folder) {
	const { stderr } = spawnSync(fuda, ['check', '--export', sample, '--criteria', criteria, '--site', folder, '--as-of', '2026-11-22'],
		{ encoding: 'utf8' });
	return stderr.split('\n').filter((line) => /\[wording-(name|claim)\]$/.test(line));
}

checkNone('warnings of our own words', wordingOf('.'));

const title = (lang) => fs.readFileSync(`content/${lang}/about.md`, 'utf8').match(/^title: .*$/m)[0];
const places = {
	'a name in a page': ['content/ja/about.md', title('ja'), 'title: ラベルのサンプル', 'about.md:2: ', 'サンプル', 'wording-name'],
	'a claim in a page': ['content/en/about.md', title('en'), 'title: Guaranteed', 'about.md:2: ', 'Guaranteed', 'wording-claim'],
	'a claim in a string': ['content/ja/strings.json', '"skip": "本文へ進む"', '"skip": "この製品は安全です"', '/site/skip', '安全', 'wording-claim'],
	'a name in a string': ['content/en/strings.json', '"skip": "Skip to the content"', '"skip": "For procurers"', '/site/skip', 'procurers', 'wording-name'],
	'a name in a layout': ['layouts/home.mustache', '<div class="hero">', '<div class="hero">\n<p>期限切れ</p>', 'home.mustache:', '期限切れ', 'wording-name'],
	'a claim in what is read out': ['layouts/home.mustache', '<div class="hero">', '<div class="hero" aria-label="安心">', 'home.mustache:', '安心', 'wording-claim'],
};
for (const [what, [file, from, to, where, word, code]] of Object.entries(places)) {
	const found = wordingOf(siteWith('seeded', [[file, from, to]]));
	check(`${what} is warned of, with its place`, found.length === 1 && found[0].includes(where) && found[0].includes(`"${word}"`)
		&& found[0].endsWith(`[${code}]`), found.join('\n'));
}
checkNone('warnings of innocent words', wordingOf(siteWith('innocent', [
	['content/ja/about.md', title('ja'), 'title: 安全情報とソフトウェア更新の提供期間'],
	['layouts/home.mustache', '<div class="hero">', '<div class="hero maker safe">'],
	['content/en/about.md', title('en'), 'title: Safekeeping, remakers'],
])));

// ---- a site of another operator ----

const other = siteWith('other', [['content/site.json', 'https://fuda.example/', 'https://labels.example.org/']]);
if (buildSite(`${work}/out`, { site: other }))
	checkNone('pages of another site that call its products invented', filesBelow(`${work}/out`).filter((name) => /\.(html|atom)$/.test(name)
		&& /架空|invented/.test(fs.readFileSync(path.join(`${work}/out`, name), 'utf8').replace(/<(p|li|dd) class="?vendor[^]*?<\/\1>/g, ''))));

// ---- the sample's settings over another export ----

const said = (command, file, more = [], site = '.') => spawnSync(fuda, [command, '--quiet', '--export', file, '--criteria', criteria, '--site', site, '--as-of', '2026-11-22',
	...command === 'build' ? ['--out', `${work}/settings`] : [], ...more], { encoding: 'utf8' });
const invented = () => /架空|invented/.test(['index.html', 'en/index.html'].map((name) => fs.readFileSync(`${work}/settings/${name}`, 'utf8')).join());
const isWarned = ({ status, stderr }) => status === 0 && /warning: the export is not the sample's, and the settings are: .*\[sample-settings\]/.test(stderr);
const isSilent = ({ status, stderr }) => status === 0 && !stderr.includes('sample-settings');
const { header, records } = readExport();
const others = records.map((record, i) => ({ ...record, product_id: `REAL${String(i).padStart(4, '0')}` }));
const real = writeExport(`${work}/real.jsonl`, { header, records: others });
check('the sample with its settings is the sample', isSilent(said('build', sample)) && invented());
fs.rmSync(`${work}/settings`, { recursive: true });
fs.rmSync(`${work}/settings.fuda`, { recursive: true, force: true });
check('another export with its settings: build warns', isWarned(said('build', real)));
check('and the pages do not call its products invented', !invented());
check('check warns', isWarned(said('check', real)) && isSilent(said('check', sample)));
const honest = siteWith('honest', [['content/site.json', '"sample": true', '"sample": false']]);
fs.writeFileSync(`${honest}/content/corrections.jsonl`, '');
check('with its address alone', isWarned(said('check', real, [], honest)));
check('with its mark alone', isWarned(said('check', real, ['--set', 'base_url=https://labels.example.org/'])));
check('with neither', isSilent(said('check', real, ['--set', 'base_url=https://labels.example.org/'], honest)));
const one = writeExport(`${work}/one.jsonl`, { header, records: [...records.slice(0, 20), others[30]] });
check('one record more does not make it another export', isSilent(said('check', one)));
// From night to night: pages that are kept would say what is not so any more.
const half = writeExport(`${work}/half.jsonl`, { header, records: [...others, ...records.slice(0, 30)].map((record, i) => ({ ...record, labels: record.labels.map((label, k) => ({ ...label, label_id: `L-${i}-${k}` })) })) });
const most = writeExport(`${work}/most.jsonl`, { header, records: [...others, ...records].map((record, i) => ({ ...record, labels: record.labels.map((label, k) => ({ ...label, label_id: `L-${i}-${k}` })) })) });
const free = ['--set', 'max_changed_percent=100', '--set', 'max_ended_percent=100'];
fs.rmSync(`${work}/settings`, { recursive: true });
fs.rmSync(`${work}/settings.fuda`, { recursive: true, force: true });
check('a night with the sample', isWarned(said('build', half, free)) && !invented());
check('one with more of it', isSilent(said('build', most, free)) && invented());
report();
