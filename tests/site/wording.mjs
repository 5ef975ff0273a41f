#!/usr/bin/env node
// `fuda check` on the words of an operator: our own give no warning; each kind of place where a wrong name or a
// forbidden claim may stand gives one, with its place; and a site that is not the bundled sample does not say that
// its products are invented.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, criteria, filesBelow, fuda, report, sample, work } from '../check.mjs';

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
report();
