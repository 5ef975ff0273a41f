#!/usr/bin/env node
// What is published and was damaged since is mended by the next build, which says so: files that are
// missing, empty, altered or no files at all, with and without --atomic and --precompress. Equal
// bytes are never written again, and no link leads a build out of its folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, check, checkNone, differences, filesBelow, fuda, listOf, memoryFolder, report } from '../check.mjs';

const work = memoryFolder();
const input = 'tests/golden/site-small';
const out = `${work}/site`, wanted = `${work}/wanted`, folder = `${work}/report`, away = `${work}/elsewhere`;

function build(...options) {
	const result = spawnSync(fuda, ['build', '--quiet', '--export', `${input}/labels.jsonl`, '--criteria', `${input}/criteria`,
		...options.includes('--site') ? [] : ['--site', '.'], '--as-of', asOf, '--out', out, '--report', folder, ...options], { encoding: 'utf8' });
	return { ...result, mended: [...result.stderr.matchAll(/warning: (\S+) was missing .*\[file-mended\]/g)].map(([, name]) => name) };
}

const remove = (...names) => names.forEach((name) => fs.rmSync(name, { recursive: true, force: true }));
const names = (result) => result.mended.join(' ');

/** A new site, and a copy of it to compare with. */
function begin(...options) {
	remove(out, `${out}.fuda`, `${out}.previous`, wanted, away);
	check('built', build(...options).status === 0);
	execFileSync('cp', ['-a', out, wanted]);
}

/** Writes other bytes of the same length, and the time as it was. */
function alter(name) {
	const { atime, mtime } = fs.statSync(name, { bigint: false });
	const before = execFileSync('stat', ['-c', '%y', name], { encoding: 'utf8' }).trim();
	const bytes = fs.readFileSync(name);
	bytes[bytes.length >> 1] ^= 1;
	fs.writeFileSync(name, bytes);
	fs.utimesSync(name, atime, mtime);
	execFileSync('touch', ['-d', before, name]);
}

/** A site folder that has these files of its own. */
function own(site, files) {
	remove(site);
	for (const name of ['content/site.json', 'content/corrections.jsonl', ...files]) {
		fs.mkdirSync(path.dirname(`${site}/${name}`), { recursive: true });
		if (fs.existsSync(name))
			fs.copyFileSync(name, `${site}/${name}`);
		else
			fs.writeFileSync(`${site}/${name}`, '---\ntitle: News\ndescription: What is new.\n---\n\nNews.\n');
	}
	return [];
}

const page = 'P/SMALL001/index.html';
const damages = {
	'is missing': (file) => fs.rmSync(file),
	'is empty': (file) => fs.truncateSync(file),
	'has a byte more': (file) => fs.appendFileSync(file, '\n'),
	'has another byte': (file) => { const bytes = fs.readFileSync(file); bytes[20] ^= 1; fs.writeFileSync(file, bytes); },
	'is a folder': (file) => { fs.rmSync(file); fs.mkdirSync(`${file}/below`, { recursive: true }); },
	'is a link to the same': (file) => { fs.mkdirSync(away, { recursive: true }); fs.renameSync(file, `${away}/file`); fs.symlinkSync(`${away}/file`, file); },
	'is a link to nothing': (file) => { fs.rmSync(file); fs.symlinkSync(`${away}/nothing`, file); },
	'is a pipe': (file) => { fs.rmSync(file); execFileSync('mkfifo', [file]); },
	'has ten gigabytes': (file) => fs.truncateSync(file, 10e9),
	'may not be read': (file) => fs.chmodSync(file, 0),
};
const places = [page, 'P/SMALL001/qr.png', 'en/P/SMALL001/badge.svg', 'index.html', 'en/products/index.html', 'as-of.js'];

for (const options of [[], ['--atomic'], ['--precompress'], ['--fresh']]) {
	begin(...options);
	places.push(...filesBelow(out).filter((name) => /^(search\/.*0.*\.js|data\/.*\.csv)$/.test(name)).slice(0, 2));
	for (const [what, damage] of Object.entries(damages)) {
		for (const name of new Set(places)) {
			damage(path.join(out, name));
			const night = build(...options);
			checkNone(`${options} ${name} ${what}: mended`, differences(out, wanted));
			check(`${options} ${name} ${what}: its rights`, fs.statSync(`${out}/${name}`).mode === fs.statSync(`${wanted}/${name}`).mode);
			check(`${options} ${name} ${what}: exit 0`, night.status === 0, night.stderr);
			check(`${options} ${name} ${what}: it is named`, night.mended.includes(name), night.stderr);
			const json = JSON.parse(fs.readFileSync(`${folder}/report.json`, 'utf8'));
			check(`${options} ${name} ${what}: the report has it`, json.mended === night.mended.length &&
				json.warnings.some(({ code, text }) => code === 'file-mended' && text.startsWith(`${name} `)), JSON.stringify(json));
			check(`${options} ${name} ${what}: it is among what changed`,
				fs.readFileSync(`${folder}/changed.txt`, 'utf8').split('\n').includes(name));
			remove(away);
		}
	}
	const quiet = build(...options);
	check(`${options}: then nothing is left to mend`, quiet.status === 0 && names(quiet) === '', quiet.stderr);
}

// A folder in the place of a file that goes is no part of the site either.
for (const [what, name, before, after] of [['a file of a product', 'P/SMALL001/shield.json', [], ['--set', 'shields=false']],
	['a compressed copy', 'about/index.html.gz', ['--precompress'], []], ['one, at once', 'about/index.html.gz', ['--precompress'], ['--atomic']]]) {
	begin(...before);
	remove(`${out}/${name}`);
	fs.mkdirSync(`${out}/${name}/below`, { recursive: true });
	fs.writeFileSync(`${out}/${name}/below/x.html`, 'x');
	const night = build(...after, '--set', 'max_changed_percent=100');
	check(`${what}: a folder in its place`, night.status === 0 && !fs.existsSync(`${out}/${name}`), night.stderr);
	check(`${what}: it is told that it went`, fs.readFileSync(`${folder}/removed.txt`, 'utf8').split('\n').includes(name));
	checkNone(`${what}: left in the folder beside`, filesBelow(`${out}.fuda`).filter((file) => file.includes('below')));
}

// What was a file of the root is now a page, and the other way round: neither takes the other away.
for (const way of [[], ['--precompress'], ['--atomic']]) {
	const site = `${work}/own`, page = ['content/ja/news.md', 'content/en/news.md'];
	begin(...way, '--site', site, ...own(site, ['root/news']));
	for (const files of [page, ['root/news'], page]) {
		own(site, files);
		const night = build(...way, '--site', site, '--set', 'max_changed_percent=100', '--accept', 'pages-gone=news');
		check(`${way} ${files}: built`, night.status === 0, night.stderr);
		check(`${way} ${files}: it is there`, fs.existsSync(`${out}/news${files === page ? '/index.html' : ''}`));
		checkNone(`${way} ${files}: not as it is listed`, [...listOf(out)].filter(([name, hash]) =>
			createHash('sha256').update(fs.readFileSync(`${out}/${name}`)).digest('hex') !== hash));
	}
}

// The compressed copies of a page that is written again are written too: servers compare times.
begin('--precompress');
fs.appendFileSync(`${out}/index.html`, 'x');
check('a page with copies', names(build('--precompress')) === 'index.html');
check('its copies have its time', fs.statSync(`${out}/index.html`).mtimeMs === fs.statSync(`${out}/index.html.br`).mtimeMs);
fs.truncateSync(`${out}/index.html.gz`);
check('a copy', names(build('--precompress')) === 'index.html.gz');
check('it has the time of its page', fs.statSync(`${out}/index.html`).mtimeMs === fs.statSync(`${out}/index.html.gz`).mtimeMs);
checkNone('with copies', differences(out, wanted));

// A look that differs, and bytes that do not: nothing is written, and nothing said.
begin();
const before = fs.lstatSync(`${out}/${page}`).ino;
execFileSync('find', [out, '-type', 'f', '-exec', 'touch', '-d', '2020-01-01', '{}', '+']);
const touched = build();
check('equal bytes are not written again', touched.status === 0 && names(touched) === '' &&
	fs.lstatSync(`${out}/${page}`).ino === before && fs.lstatSync(`${out}/${page}`).mtime.getUTCFullYear() === 2020, touched.stderr);

// What looks as it should is read within 30 builds, and by --fresh at once.
begin();
alter(`${out}/${page}`);
alter(`${out}/index.html`);
const mended = new Map();
for (let night = 0; night < 30; night++)
	for (const name of build().mended)
		mended.set(name, (mended.get(name) ?? 0) + 1);
check('within 30 builds every file was read', JSON.stringify([...mended].sort()) === JSON.stringify([[page, 1], ['index.html', 1]]), [...mended].join('\n'));
checkNone('after 30 builds', differences(out, wanted));
begin();
alter(`${out}/${page}`);
alter(`${out}/index.html`);
check('--fresh reads every file', names(build('--fresh')) === `${page} index.html`);
checkNone('after --fresh', differences(out, wanted));

// What is known of the looks is lost, or is nonsense: every file is read.
for (const damage of [(file) => fs.rmSync(file), (file) => fs.truncateSync(file, 40), (file) => fs.writeFileSync(file, 'nonsense'), alter]) {
	begin();
	alter(`${out}/${page}`);
	fs.appendFileSync(`${out}/index.html`, ' ');
	damage(`${out}.fuda/${fs.readdirSync(`${out}.fuda`).find((name) => name.startsWith('seen-'))}`);
	const night = build();
	check('without the looks', night.status === 0 && night.mended.includes('index.html'), night.stderr);
	build('--fresh');
	checkNone('without the looks', differences(out, wanted));
}

// Nothing is believed of what is known of the products if it is cut or changed: a gate would stay open, or a page be
// kept that does not hold any more.
const record = (kind) => `${out}.fuda/${fs.readdirSync(`${out}.fuda`).find((name) => name.startsWith(kind))}`;
const spoilt = {
	'is empty': (file) => fs.truncateSync(file),
	'is cut behind a line': (file) => fs.writeFileSync(file, fs.readFileSync(file, 'utf8').split('\n').slice(0, 6).join('\n') + '\n'),
	'lacks a line': (file) => fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^product .*\n/m, '')),
	'has another day': (file) => fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^(product .*) (-?\d+)$/m, '$1 9$2')),
	'has a byte more': (file) => fs.appendFileSync(file, '\n'),
	'is a folder': (file) => { fs.rmSync(file); fs.mkdirSync(`${file}/below`, { recursive: true }); },
	'is a link': (file) => { fs.renameSync(file, away); fs.symlinkSync(away, file); },
	'is a pipe': (file) => { fs.rmSync(file); execFileSync('mkfifo', [file]); },
	'has ten gigabytes': (file) => fs.truncateSync(file, 10e9),
};
for (const [what, damage] of Object.entries(spoilt)) {
	begin();
	const name = record('state-');
	damage(name);
	const night = build();
	check(`a state that ${what}: a gate`, night.status === 1 && night.stderr.includes('[state-lost]'), night.stderr);
	check(`a state that ${what}: let through`, build(/--accept=state-lost=\w+/.exec(night.stderr)?.[0] ?? '').status === 0);
	checkNone(`a state that ${what}`, differences(out, wanted));
	check(`a state that ${what}: then it is known`, build().status === 0 && fs.lstatSync(name).isFile());
	begin();
	damage(record('seen-'));
	check(`looks of which the file ${what}`, build().status === 0);
	checkNone(`looks of which the file ${what}`, differences(out, wanted));
}

// What no build lays away is not taken for it, nor followed.
const lain = {
	'a file': (file) => fs.writeFileSync(file, 'x'),
	'a link to nothing': (file) => fs.symlinkSync('nothing', file),
	'a link to a folder': (file) => { fs.mkdirSync(away); fs.writeFileSync(`${away}/MANIFEST.json`, 'mine'); fs.symlinkSync(away, file); },
	'a folder with a folder': (file) => fs.mkdirSync(`${file}/MANIFEST.json/below`, { recursive: true }),
	'a folder with a link': (file) => { fs.mkdirSync(file); fs.mkdirSync(away); fs.writeFileSync(`${away}/MANIFEST.json`, 'mine'); fs.symlinkSync(`${away}/MANIFEST.json`, `${file}/MANIFEST.json`); },
};
for (const [what, make] of Object.entries(lain)) {
	begin();
	make(`${out}.fuda/away`);
	fs.rmSync(`${out}/${page}`);
	const night = build();
	check(`${what} in the place of what is laid away`, night.status === 0 && names(night) === page, night.stderr);
	checkNone(`${what} in the place of what is laid away`, differences(out, wanted));
	check(`${what}: nothing behind it was touched`, !fs.existsSync(away) || fs.readFileSync(`${away}/MANIFEST.json`, 'utf8') === 'mine');
}

// Links that lead out of the folder: nothing there is written, changed or removed.
const linked = {
	'the folder of a product': 'P/SMALL001',
	'the folder of all products': 'P',
	'the folder of a language': 'en',
	'a folder of lists': 'products',
	'the list of files': 'sums',
};
for (const [what, name] of Object.entries(linked)) {
	for (const damage of ['as it is', 'lost list', 'interrupted', 'atomic']) {
		begin();
		fs.mkdirSync(away);
		fs.renameSync(`${out}/${name}`, `${away}/theirs`);
		fs.writeFileSync(`${away}/theirs/mine.txt`, 'keep me');
		fs.symlinkSync(`${away}/theirs`, `${out}/${name}`);
		if (damage === 'lost list')
			fs.appendFileSync(`${out}/sums/${fs.readdirSync(`${out}/sums`)[0]}`, '\n');
		if (damage === 'interrupted') {
			fs.mkdirSync(`${out}.fuda/away`, { recursive: true });
			fs.copyFileSync(`${out}/MANIFEST.json`, `${out}.fuda/away/MANIFEST.json`);
		}
		const theirs = filesBelow(away).map((file) => `${file} ${fs.statSync(`${away}/${file}`).mtimeMs} ${fs.statSync(`${away}/${file}`).nlink}`).join('\n');
		const night = build(...damage === 'atomic' ? ['--atomic'] : []);
		check(`${what} is a link, ${damage}: mended`, night.status === 0, night.stderr);
		checkNone(`${what} is a link, ${damage}`, differences(out, wanted));
		check(`${what} is a link, ${damage}: it is a folder`, fs.lstatSync(`${out}/${name}`).isDirectory());
		check(`${what} is a link, ${damage}: nothing behind it was touched`, theirs ===
			filesBelow(away).map((file) => `${file} ${fs.statSync(`${away}/${file}`).mtimeMs} ${fs.statSync(`${away}/${file}`).nlink}`).join('\n'));
	}
}

// What stands besides, and is a link or a pipe, goes with what an interrupted build left.
begin();
fs.mkdirSync(away);
fs.writeFileSync(`${away}/mine.txt`, 'keep me');
fs.symlinkSync(away, `${out}/link`);
fs.symlinkSync(`${away}/mine.txt`, `${out}/products/link`);
fs.mkdirSync(`${out}.fuda/away`, { recursive: true });
fs.copyFileSync(`${out}/MANIFEST.json`, `${out}.fuda/away/MANIFEST.json`);
check('mended beside links', build().status === 0);
check('the links are gone, and what they lead to is not', fs.readFileSync(`${away}/mine.txt`, 'utf8') === 'keep me' &&
	!fs.existsSync(`${out}/link`) && !fs.existsSync(`${out}/products/link`));
checkNone('beside links', differences(out, wanted));

// A part of the list is damaged.
begin();
fs.appendFileSync(`${out}/sums/${fs.readdirSync(`${out}/sums`)[0]}`, '\n');
fs.truncateSync(`${out}/index.html`);
const list = build();
check('a damaged list is said', list.status === 0 && list.stderr.includes('every file is compared [file-mended]'), list.stderr);
checkNone('after a damaged list', differences(out, wanted));
report();
