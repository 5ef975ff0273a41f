#!/usr/bin/env node
// Styles, scripts and search files that a night does without stay for keep_superseded_days, in all ways of
// publishing; one that comes back is an ordinary file again, one that is damaged goes, and nothing else is kept.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { check, checkNone, differences, filesBelow, fuda, listOf, memoryFolder, readExport, report, supersededList, supersededOf, supersededPath, writeExport } from '../check.mjs';

const small = 'tests/golden/site-small', work = memoryFolder(), out = `${work}/out`, told = `${work}/told`;
fs.mkdirSync(`${work}/site`);
for (const folder of ['content', 'layouts', 'static'])
	fs.cpSync(folder, `${work}/site/${folder}`, { recursive: true });
const { header, records } = readExport(`${small}/labels.jsonl`);

/** Builds for a day of November, with the product's name of that number. */
function build(day, name, options = [], folder = out, command = 'build') {
	records[0].name = { ja: `名前${name}`, en: `Name ${name}` };
	const file = writeExport(`${work}/labels.jsonl`, { header: { ...header, exported_at: `2026-11-${day}T00:00:00+09:00` }, records });
	return spawnSync(fuda, [command, '--export', file, '--criteria', `${small}/criteria`, '--site', `${work}/site`, '--out', folder, '--as-of', `2026-11-${day}`,
		'--set', 'max_changed_percent=100', ...folder === out && command === 'build' ? ['--report', told] : [], ...options], { encoding: 'utf8' });
}
const ok = (what, result) => check(`${what}: built`, result.status === 0, result.stderr);
const start = () => ['', '.fuda', '.previous'].forEach((part) => fs.rmSync(out + part, { recursive: true, force: true }));
const named = (folder) => filesBelow(folder).filter((name) => supersededPath.test(name));
const lines = (name) => fs.readFileSync(`${told}/${name}.txt`, 'utf8').split('\n').slice(0, -1);
const style = (text) => fs.appendFileSync(`${work}/site/static/site.css`, text);

/** Whether what is listed stands there, and nothing else. */
function isWhole(what) {
	const list = listOf(out);
	checkNone(`${what}: files and lists differ`, filesBelow(out).filter((name) => name !== 'MANIFEST.json' && !list.has(name))
		.concat([...list.keys()].filter((name) => !fs.existsSync(path.join(out, name)))));
	const before = fs.existsSync(`${told}/report.json`);
	if (before)
		check(`${what}: the files are counted`, JSON.parse(fs.readFileSync(`${told}/report.json`, 'utf8')).files === filesBelow(out).length - 1);
}

for (const way of [[], ['--atomic'], ['--precompress'], ['--atomic', '--precompress'], ['--fresh']]) {
	const what = way.join(' ') || 'in place', days = [], had = [];
	start();
	// A style changes on the second day, the search on each.
	for (let day = 20; day < 27; day++) {
		if (day === 21)
			style(`/* ${what} */`);
		ok(`${what}, ${day}`, build(day, day, way));
		isWhole(`${what}, ${day}`);
		had.push(named(out));
		days.push(supersededOf(out));
	}
	check(`${what}: a style and search files are superseded`, [/^static\/site-/, /^search\//].every((kind) => [...days[1].keys()].some((name) => kind.test(name))),
		[...days[1].keys()]);
	for (const [i, superseded] of days.entries()) {
		// What a day lists itself is there on the next three days; what is superseded on the next is gone after four.
		const own = had[i].filter((name) => !superseded.has(name)), going = own.filter((name) => days[i + 1]?.has(name));
		for (const n of [1, 2, 3])
			checkNone(`${what}, ${20 + i}: gone after ${n}`, had[i + n] ? own.filter((name) => !had[i + n].includes(name)) : []);
		checkNone(`${what}, ${20 + i}: still there after 4`, had[i + 4] ? going.filter((name) => had[i + 4].includes(name)) : []);
	}
	const going = [...days[5].keys()].filter((name) => !days[6].has(name));
	check(`${what}: what goes is told`, going.length > 0 && going.every((name) => lines('removed').includes(name)), lines('removed'));
	check(`${what}: and nothing else`, JSON.stringify(lines('removed')) === JSON.stringify(going.sort()), lines('removed'));
	checkNone(`${what}: addresses of copies in purge.txt`, lines('purge').filter((address) => /\.js\.(gz|br)$/.test(address)));
	// The same night once more writes nothing.
	const again = build(26, 26, way);
	check(`${what}: once more writes nothing`, / 0 written, .* 0 removed/.test(again.stdout), again.stdout + again.stderr);
}

// The way back to an older export: what was superseded is current again, neither written nor told.
start();
ok('first', build(20, 1));
ok('second', build(21, 2));
const back = [...supersededOf(out).keys()], inode = (name) => fs.statSync(`${out}/${name}`).ino, inodes = back.map(inode);
ok('the first again', build(22, 1));
const list = listOf(out), superseded = supersededOf(out);
check('they are current again', back.length > 0 && back.every((name) => list.has(name) && !superseded.has(name)));
check('the others are superseded', superseded.size > 0 && [...superseded.values()].every(({ since }) => since === '2026-11-22'));
check('none of them was written', JSON.stringify(back.map(inode)) === JSON.stringify(inodes));
checkNone('none of them was told', back.filter((name) => lines('changed').includes(name)));
isWhole('back');

// What is damaged or missing goes, and it is said; what is in the way as well.
const damages = {
	'another byte': (file) => fs.appendFileSync(file, '\n'),
	'a byte, with size and time as before': (file) => {
		const { atime, mtime } = fs.statSync(file), bytes = fs.readFileSync(file);
		bytes[0] ^= 1;
		fs.writeFileSync(file, bytes);
		fs.utimesSync(file, atime, mtime);
	},
	'no file': (file) => fs.rmSync(file),
	'a link': (file) => { fs.rmSync(file); fs.symlinkSync('directory.js', file); },
};
for (const way of [[], ['--atomic']])
	for (const [kind, damage] of Object.entries(damages)) {
		const what = `${kind} ${way}`, options = /time as before/.test(kind) ? [...way, '--fresh'] : way;
		start();
		ok(what, build(20, 1, way));
		ok(what, build(21, 2, way));
		const [file, ...others] = supersededOf(out).keys();
		damage(`${out}/${file}`);
		const trial = build(22, 2, [], out, 'check');
		const result = build(22, 2, options);
		ok(what, result);
		if (options === way)
			check(`${what}: check says so`, trial.status === 0 && trial.stderr.includes(`${file}, which is superseded, is missing or not as it was published, and would go [file-mended]`), trial.stderr);
		check(`${what}: it is said`, result.stderr.includes(`${file}, which is superseded, is missing or not as it was published, and goes [file-mended]`), result.stderr);
		check(`${what}: it goes, and the others stay`, !fs.existsSync(`${out}/${file}`) && JSON.stringify([...supersededOf(out).keys()].sort()) === JSON.stringify(others.sort()));
		check(`${what}: it is told`, lines('removed').includes(file));
		isWhole(what);
	}

// A list that cannot be believed: everything is looked at, and only what the night itself lists stays.
const lists = {
	'another byte': () => fs.appendFileSync(`${out}/${supersededList}`, '\n'),
	'another day': () => fs.writeFileSync(`${out}/${supersededList}`, fs.readFileSync(`${out}/${supersededList}`, 'utf8').replace('11-21', '11-29')),
	'an empty list': () => fs.truncateSync(`${out}/${supersededList}`),
	'no list': () => fs.rmSync(`${out}/${supersededList}`),
};
for (const way of [[], ['--atomic']])
	for (const [kind, damage] of Object.entries(lists)) {
		const what = `${kind} ${way}`;
		start();
		ok(what, build(20, 1, way));
		ok(what, build(21, 2, way));
		damage();
		const result = build(22, 2, way);
		ok(what, result);
		check(`${what}: it is said`, /every file is compared \[file-mended\]/.test(result.stderr), result.stderr);
		check(`${what}: none is superseded`, supersededOf(out).size === 0);
		isWhole(what);
		const clean = `${work}/clean`;
		ok(what, build(22, 2, [], clean));
		checkNone(`${what}: not as built from nothing`, differences(clean, out));
		[clean, `${clean}.fuda`].forEach((folder) => fs.rmSync(folder, { recursive: true }));
	}

// A day to come, in a list that is whole: the files stay as long as others do, and not for ever.
start();
ok('a day to come', build(20, 1));
ok('a day to come', build(21, 2));
const rest = fs.readFileSync(`${out}/${supersededList}`, 'utf8').replace(/^.*\n/, '').replace('2026-11-21', '2999-01-01'), future = [...supersededOf(out).keys()];
fs.writeFileSync(`${out}/${supersededList}`, `# fuda-superseded/1 ${createHash('sha256').update(rest).digest('hex')}\n${rest}`);
ok('a day to come', build(22, 2));
check('the day is that of the build', future.length > 0 && future.every((name) => supersededOf(out).get(name)?.since === '2026-11-22'));
ok('a day to come', build(25, 2));
checkNone('still there after three days', future.filter((name) => fs.existsSync(`${out}/${name}`)));

// Something that must be forgotten is gone at once, also from the tree that an atomic build replaced and its owner removes.
for (const way of [[], ['--atomic']]) {
	start();
	ok(`forgotten ${way}`, build(20, 'Hanako', way));
	ok(`forgotten ${way}`, build(21, 'Taro', way));
	const has = () => filesBelow(out).filter((name) => fs.readFileSync(path.join(out, name)).includes('Hanako'));
	check(`${way}: search of yesterday still has the name`, has().length > 0 && has().every((name) => supersededPath.test(name)), has());
	ok(`forgotten ${way}`, build(21, 'Taro', [...way, '--set', 'keep_superseded_days=0']));
	checkNone(`${way}: what still has the name`, has());
	check(`${way}: no list is left`, !fs.existsSync(`${out}/${supersededList}`) && lines('removed').includes(supersededList));
	isWhole(`forgotten ${way}`);
	checkNone(`${way}: left in the folder beside`, filesBelow(`${out}.fuda`).filter((name) => fs.readFileSync(path.join(`${out}.fuda`, name)).includes('Hanako')));
}

// A name that is withheld from a day on is in no file of that day, compressed or not; the next day all is as ever.
const textsOf = (folder) => filesBelow(folder).map((name) => [name, fs.readFileSync(path.join(folder, name))])
	.map(([name, bytes]) => [name, name.endsWith('.gz') ? zlib.gunzipSync(bytes) : name.endsWith('.br') ? zlib.brotliDecompressSync(bytes) : bytes]);
const tells = (folder, name) => textsOf(folder).filter(([, bytes]) => bytes.includes(name)).map(([file]) => file);
const maker = records[2].manufacturer;
for (const way of [[], ['--atomic'], ['--precompress'], ['--fresh']]) {
	start();
	records[2].manufacturer = { name: { ja: 'ひみつのからくり工房', en: 'Himitsu Works' }, disclosed: true };
	ok(`withheld ${way}`, build(20, 1, way));
	ok(`withheld ${way}`, build(21, 2, way));
	records[2].manufacturer = { ...records[2].manufacturer, disclosed: false };
	check(`${way}: until then search of the day before has it, too`, tells(out, 'ひみつ').some((name) => supersededOf(out).has(name)));
	ok(`withheld ${way}`, build(22, 2, way));
	checkNone(`${way}: what still tells the name`, [...tells(out, 'ひみつ'), ...tells(out, 'Himitsu')]);
	isWhole(`withheld ${way}`);
	ok(`withheld ${way}`, build(23, 3, way));
	check(`${way}: on the next day search files stay again`, [...supersededOf(out).keys()].some((name) => name.startsWith('search/')));
	checkNone(`${way}: and none tells the name`, tells(out, 'ひみつ'));
}
start();
records[2].manufacturer = { name: { ja: 'ひみつのからくり工房', en: 'Himitsu Works' }, disclosed: true };
ok('withheld, merged', build(20, 1));
records[2].manufacturer = { ...records[2].manufacturer, disclosed: false };
ok('withheld, merged', build(22, 1, ['--shard', '1/1'], `${work}/shard`));
ok('withheld, merged', build(22, 1, ['--part', `${work}/shard`, '--previous', out], `${work}/joined`, 'merge'));
checkNone('a merge keeps nothing of search that tells the name', tells(`${work}/joined`, 'ひみつ'));
records[2].manufacturer = maker;

// A build of a preview keeps nothing.
const preview = (name) => build(20, name, ['--only', records[0].product_id], `${work}/preview`);
ok('a preview', preview(1));
style('/* another */');
ok('a preview again', preview(1));
check('a preview has no superseded files', !fs.existsSync(`${work}/preview/${supersededList}`) &&
	named(`${work}/preview`).filter((name) => /^static\/site-.*css$/.test(name)).length === 1, named(`${work}/preview`));
report();
