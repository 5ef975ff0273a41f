#!/usr/bin/env node
// A site folder in which one file stands alone: when it changes, the next night makes what a build from
// nothing makes, whichever file it is. So every file that is read is one that a night looks at.
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, checkNone, check, differences, differencesFromNothing, report, work } from '../check.mjs';

const json = (change) => (text) => {
	const value = JSON.parse(text);
	change(value);
	return JSON.stringify(value);
};

/** What is changed in each file, as another editor of the site would. */
const changes = {
	'content/site.json': json((settings) => { settings.ending_soon_days = 45; }),
	'content/ja/strings.json': json((strings) => { strings.nav.home = '入口'; }),
	'content/ja/glossary.json': json((glossary) => { glossary.terms.pending.name = '猶予中'; }),
	'content/ja/countries.json': json((countries) => { countries.JP = 'にっぽん'; }),
	'content/ja/search.json': json((search) => { search.level.push('{n}段'); }),
	'content/ja/phrases.json': () => '{"UW1":{"あ":-1}}',
	'content/ja/about.md': (text) => text.replace(/^title: .*/m, 'title: 改めた表題'),
	'content/en/about.md': (text) => text.replace(/^title: .*/m, 'title: Another title'),
	'layouts/prose.mustache': (text) => `${text}<!-- changed -->`,
	'static/icon.svg': (text) => `${text}<!-- changed -->`,
};

for (const [name, change] of Object.entries(changes)) {
	const site = `${work}/${name.replaceAll('/', '-')}`, out = `${site}.out`, file = path.join(site, name);
	fs.mkdirSync(path.dirname(file), { recursive: true });
	for (const needed of ['content/site.json', 'content/corrections.jsonl']) {
		fs.mkdirSync(`${site}/content`, { recursive: true });
		fs.copyFileSync(needed, `${site}/${needed}`);
	}
	fs.copyFileSync(name, file);
	if (!buildSite(out, { site }))
		continue;
	fs.cpSync(out, `${out}.before`, { recursive: true });
	fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')));
	buildSite(out, { site });
	buildSite(`${out}.clean`, { site });
	check(`${name}: something has changed`, differences(`${out}.before`, out).length > 1);
	checkNone(`${name}: not as built from nothing`, differencesFromNothing(`${out}.clean`, out));
}
report();
