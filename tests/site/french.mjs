#!/usr/bin/env node
// A site in three languages of which the third, French, has half of its words and few of its pages: what it
// lacks is shown in English, else in Japanese, and says so; what the two others say is what they said without it.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { asOf, buildSite, check, checkNone, criteria, differences, filesBelow, fuda, readExport, readStrings, report, sample, textOf, work, writeExport } from '../check.mjs';

const three = `${work}/three`, two = `${work}/two`;

/** The French site folder, which lies over ours, with some files changed. */
function siteWith(name, changes = {}) {
	const folder = `${work}/${name}`;
	fs.cpSync('tests/site/french', folder, { recursive: true });
	for (const [file, change] of Object.entries(changes)) {
		const whole = `${folder}/content/${file}`;
		fs.mkdirSync(path.dirname(whole), { recursive: true });
		const text = fs.existsSync(whole) ? fs.readFileSync(whole, 'utf8') : '';
		fs.writeFileSync(whole, typeof change === 'string' ? change : `${JSON.stringify(change(JSON.parse(text)))}\n`);
	}
	return folder;
}

function checkSite(folder) {
	return spawnSync(fuda, ['check', '--export', sample, '--criteria', criteria, '--site', folder, '--as-of', asOf], { encoding: 'utf8' });
}

const french = siteWith('french');
if (!buildSite(three, { site: french })
		|| !buildSite(two, { site: siteWith('without', { 'site.json': ({ language_fallback: _, ...rest }) => ({ ...rest, languages: ['ja', 'en'] }) }) }))
	report();

// ---- what check says ----

const said = checkSite(french);
check('check finds nothing wrong', said.status === 0 && said.stderr === '', said.stderr);
const [, own, all, pages] = said.stdout.match(/^fr: (\d+) of (\d+) words(?: \(\d+ as in another language\))?, 6 of 249 countries, (\d+) of \d+ pages$/m) ?? [];
check('check says how much of French is there', own / all > 0.35 && own / all < 0.65 && Number(pages) === 3, said.stdout);
check('check says nothing of whole languages', !/^(ja|en):/m.test(said.stdout), said.stdout);

const wrong = checkSite(siteWith('misspelt', {
	'fr/strings.json': (words) => ({ ...words, site: { ...words.site, barnd: 'Registre' } }),
	'fr/glossary.json': ({ terms, ...rest }) => ({ ...rest, terms: { ...terms, retirde: { name: 'Fiche retirée' } } }),
	'fr/countries.json': (countries) => ({ ...countries, ZZ: 'Nulle part' }),
	'fr/levles.md': '---\ntitle: Niveaux\ndescription: Niveaux.\n---\n',
	'fr/string.json': '{}',
}));
check('misspelt keys and files are no errors, and nothing that others lack', wrong.status === 0 && !/^(ja|en):/m.test(wrong.stdout), wrong.stdout + wrong.stderr);
for (const [what, pattern] of Object.entries({
	'a word': /strings\.json: warning: nothing uses the word "site\.barnd"; did you mean "site\.brand" \[words-unused\]/,
	'a term': /glossary\.json: warning: nothing uses "term\.retirde"; did you mean "term\.retired" \[words-unused\]/,
	'a country': /countries\.json: warning: "ZZ" is not the code of a country \[words-unused\]/,
	'a page': /levles\.md: warning: .* did you mean "levels\.md" \[words-unused\]/,
	'a file': /string\.json: warning: .* did you mean "strings\.json" \[words-unused\]/,
}))
	check(`check names ${what} that nothing uses, and the nearest`, pattern.test(wrong.stderr), wrong.stderr);

const alone = checkSite(siteWith('alone', { 'site.json': ({ language_fallback: _, ...rest }) => rest }));
check('without a chain a missing word is an error that names the language',
	alone.status === 1 && /fr\/strings\.json: no text for "answer\.pending\.cap\.headline" in language fr \[string-missing\]/.test(alone.stderr)
	&& /fr\/data\.md: the page has no text in language fr \[content-invalid\]/.test(alone.stderr), alone.stderr);
const nameless = checkSite(siteWith('nameless', { 'fr/strings.json': ({ language_name: _, ...rest }) => rest }));
check('no language stands in for the name of another', nameless.status === 1
	&& /no text for "language_name" in language fr/.test(nameless.stderr), nameless.stderr);
const copied = checkSite(siteWith('copied', { 'fr/validity.md': fs.readFileSync('content/en/validity.md', 'utf8') }));
const nwords = ({ stdout }) => Number(/^fr: \d+ of \d+ words \((\d+) as in another language\)/m.exec(stdout)?.[1] ?? 0);
const same = checkSite(siteWith('same', {
	'fr/strings.json': (words) => ({ ...words, site: { ...words.site, brand: readStrings('en').site.brand, skip: readStrings('ja').site.skip } }) }));
check('check counts words that were copied, from whatever language', nwords(same) === nwords(said) + 2, `${said.stdout}${same.stdout}`);
check('check counts pages that were copied and not translated', /4 of \d+ pages \(1 as in another language\)/.test(copied.stdout), copied.stdout);

// ---- what is published ----

const isPage = (name) => name.endsWith('.html');
const below = (folder, prefix) => filesBelow(folder).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
const differently = /^(criteria|products|changes)\//; // lists are cut where their own language has them begin
checkNone('pages that French lacks', below(three, 'en/').filter((name) => isPage(name) && !differently.test(name) && !fs.existsSync(`${three}/fr/${name}`)));

/** A page of the two other languages, without what leads to the third. */
const withoutFrench = (text) => text.replace(/<link [^>]*hreflang="fr"[^>]*>|<li><a [^>]*hreflang="fr"[^>]*>[^<]*<\/a>/g, '')
	// the script of all pages has words of all languages
	.replace(/static\/site-[0-9a-f]{8}\.js/g, 'static/site.js');
const changed = filesBelow(two).filter((name) => isPage(name) && !/^(en\/)?data\//.test(name)
	&& withoutFrench(textOf(`${two}/${name}`)) !== withoutFrench(textOf(`${three}/${name}`)));
checkNone('pages of the two languages that the third one changed', changed.filter((name) => !name.startsWith('P/')));
check('the fixed address says the answer in French, too', textOf(`${three}/P/2CWR3YP4/index.html`).includes('class="answer-other" lang="fr"'));

/** Each text of a page, with the language that it is said to be in. */
function* textsOf(html) {
	const open = [];
	for (const [, end, name, attributes, text] of html.matchAll(/<(\/?)([a-z][\w-]*)([^>]*)>|([^<]+)/gi)) {
		if (text !== undefined) {
			const { lang } = open.at(-1) ?? {};
			if (text.trim() && !open.some((e) => /^(script|style|title)$/.test(e.name)))
				yield { lang, text: text.trim() };
		} else if (end) {
			open.splice(open.findLastIndex((e) => e.name === name));
		} else if (!/^(meta|link|br|hr|img|input|wbr|col)$/.test(name) && !attributes.endsWith('/')) {
			open.push({ name, lang: attributes.match(/ lang="([^"]*)"/)?.[1] ?? open.at(-1)?.lang });
		}
	}
}

const leaves = (object) => Object.values(object).flatMap((value) => (typeof value === 'string' ? [value] : leaves(value ?? {})));
const decoded = (text) => text.replaceAll('&#39;', '\'').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const plain = (lang, content) => leaves(readStrings(lang, content)).filter((text) => text.length > 3 && !text.includes('{'));
const inFrench = new Set(plain('fr', 'tests/site/french/content'));
const inEnglish = new Set(plain('en').filter((text) => !inFrench.has(text)));
const strayed = new Set(), marked = { en: 0, ja: 0 };
for (const name of below(three, 'fr/').filter(isPage))
	for (const { lang, text } of textsOf(textOf(`${three}/fr/${name}`))) {
		const words = decoded(text);
		if (lang in marked)
			marked[lang]++;
		if (/（見本）\s: /.test(words)) // a certification, whose name is in no language
			continue;
		if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}（）、。：～]/u.test(words) ? !/^(ja|zh)/.test(lang) : inEnglish.has(words) ? lang !== 'en' : inFrench.has(words) && lang !== 'fr')
			strayed.add(`${name}: ${lang}: ${words}`);
	}
checkNone('texts on French pages that do not say their language', [...strayed]);
check('there are texts in both languages that stand in', marked.en > 1000 && marked.ja > 10, JSON.stringify(marked));

const read = (name) => textOf(`${three}/${name}`);
check('a French page has French words', read('fr/index.html').includes('Vérifier l’étiquette d’un objet connecté'));
check('a setting falls back to the nearest language, and says so', read('fr/index.html').includes('<span lang="en">Registry of IoT Security Labels (sample)</span>'));
check('a setting that is one string is in no other language', !/lang="..">ISC</.test(read('fr/data/index.html')));
check('a page that French lacks is the English one', /<h1><span lang="en">[^<]*<\/span><\/h1><div class="prose" lang="en">/.test(read('fr/validity/index.html')));
check('a page that French has is not marked', /<div class="prose"><p>Une étiquette de conformité/.test(read('fr/levels/index.html')));
const ofTheFirst = below(three, 'fr/').filter(isPage).filter((name) => / 1er [a-zéû]+ \d{4}/.test(read(`fr/${name}`)));
check('the first of a month is 1er', ofTheFirst.length > 0);
checkNone('firsts of a month that are not', below(three, 'fr/').filter(isPage).filter((name) => /[^\d]1 (janvier|mai|août|décembre) \d{4}/.test(read(`fr/${name}`))));

/** How the script of all pages writes a day in a language. */
function dayWriter(lang) {
	const root = { lang, closest: () => root };
	const window = {}, document = { documentElement: root, querySelectorAll: () => [], addEventListener() {} };
	vm.runInNewContext(read(filesBelow(three).find((name) => /^static\/site-\w+\.js$/.test(name))), { window, document, location: {}, setInterval() {} });
	return window.fudaDay;
}
for (const lang of ['ja', 'en', 'fr']) {
	const day = dayWriter(lang);
	const written = below(three, 'fr/P/').filter(isPage).flatMap((name) => [...read(`${lang === 'ja' ? '' : `${lang}/`}P/${name}`).matchAll(/<time datetime="(\d+-\d+-\d+)">([^<]+)<\/time>/g)]);
	const months = new Set(written.map(([, iso]) => iso.slice(5, 7))), firsts = written.filter(([, iso]) => iso.endsWith('-01'));
	check(`${lang}: days of all months are written, and firsts`, months.size === 12 && firsts.length > 0, `${[...months]} ${firsts.length}`);
	checkNone(`${lang}: days that a script writes otherwise than a page`, written.filter(([, iso, text]) => day(iso) !== text).map(([, iso, text]) => `${iso}: ${text}, ${day(iso)}`));
}
check('names of countries fall back one by one', below(three, 'fr/P/').filter(isPage).some((name) => read(`fr/P/${name}`).includes('Japon'))
	&& below(three, 'fr/P/').filter(isPage).some((name) => /<span lang="en">Viet ?[Nn]am|<span lang="en">(China|Thailand|Italy|Malaysia)/.test(read(`fr/P/${name}`))));

// ---- what machines read ----

const inFolder = (folder, name) => textOf(`${folder}/${name}`);
const header = (folder) => inFolder(folder, 'data/products.csv.gz').split(/\r?\n/, 1)[0].split(',');
const columns = header(three), before = header(two);
check('the columns of the new language stand at the end', before.every((column, i) => columns[i] === column)
	&& columns.length > before.length && columns.slice(before.length).every((column) => column.endsWith('_fr')), columns.join(' '));
checkNone('open data of products that a language without names changes', below(two, 'P/').filter((name) => name.endsWith('label.json'))
	.filter((name) => inFolder(two, `P/${name}`) !== inFolder(three, `P/${name}`)));
check('the sitemap has all three', ['', 'en/', 'fr/'].every((prefix) => filesBelow(three).filter((name) => name.startsWith('sitemap-from'))
	.map(read).join('').includes(`<loc>https://fuda.example/${prefix}P/2CWR3YP4/</loc>`)));
const feed = read('fr/changes/feed.atom');
check('a feed is in French', feed.includes('xml:lang="fr"') && /<title[^>]*>Changements/.test(feed) && !feed.includes('<span'), feed.slice(0, 600));
const calendar = filesBelow(three).filter((name) => /^fr\/.*\.ics$/.test(name)).map(read).join('');
check('a calendar says the language of each text', calendar.includes('SUMMARY;LANGUAGE=fr:L’étiquette') && /DESCRIPTION;LANGUAGE=en:/.test(calendar));
const badge = read('fr/P/2CWR3YP4/badge.svg');
check('a badge is in French', badge.includes('Étiquette de conformité IdO') && badge.includes('xml:lang="fr"') | badge.includes('lang="fr"'), badge);

// ---- other forms, and the next night ----

buildSite(`${work}/again`, { site: french, jobs: 1 });
checkNone('files that differ in a second folder', differences(three, `${work}/again`));
const sqlite = spawnSync(fuda, ['sqlite', '--export', sample, '--criteria', criteria, '--site', french, '--as-of', asOf, '--out', `${work}/labels.sqlite`], { encoding: 'utf8' });
check('the database has columns of the language', sqlite.status === 0
	&& execFileSync('sqlite3', [`${work}/labels.sqlite`, '.schema'], { encoding: 'utf8' }).includes('_fr'), sqlite.stderr);
const words = `${french}/content/fr/strings.json`;
fs.writeFileSync(words, fs.readFileSync(words, 'utf8').replace('"Toutes les pages"', '"Toutes nos pages"'));
buildSite(three, { site: french });
check('a word that was changed is seen after the next night', read('fr/P/2CWR3YP4/index.html').includes('Toutes nos pages'));

// ---- French as the default language ----

/** A record whose texts are in French, too: in the words of the Japanese ones. */
const inThree = (value) => (Array.isArray(value) ? value.map(inThree) : !value || typeof value !== 'object' ? value
	: Object.fromEntries(Object.entries({ ...value, ...(typeof value.ja === 'string' ? { fr: value.ja } : {}) }).map(([key, v]) => [key, inThree(v)])));
const { header: head, records } = readExport();
const folder = `${work}/criteria`;
fs.cpSync(criteria, folder, { recursive: true });
for (const name of fs.readdirSync(folder))
	fs.writeFileSync(`${folder}/${name}`, JSON.stringify(inThree(JSON.parse(fs.readFileSync(`${folder}/${name}`, 'utf8')))));
if (buildSite(`${work}/first`, {
	export: writeExport(`${work}/french.jsonl`, { header: head, records: records.map(inThree) }), criteria: folder,
	site: siteWith('french-first', { 'site.json': (settings) => ({ ...settings, languages: ['fr', 'en', 'ja'], site_name: 'Registre' }) }),
})) {
	const home = inFolder(`${work}/first`, 'index.html');
	check('the default language may fall back, too', home.includes('<html lang="fr"') && home.includes('<span lang="en">'), home.slice(0, 200));
	check('its pages are those of the languages that stand in', fs.existsSync(`${work}/first/validity/index.html`));
}
report();
