#!/usr/bin/env node
// A long list has its products from packs of files of results, which takes fewer loads, and is judged as without
// them; also where a pack cannot be had, or has another content than its name says.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, check, checkNone, readExport, report, work } from '../check.mjs';
import { openJudge } from './engine.mjs';

const FEW = 32, MOST = 22;

/** The index of so many records, and a list of the models of them all. */
function makeIndex(nrecords) {
	const file = `${work}/${nrecords}.jsonl`, root = `${work}/${nrecords}`;
	fs.rmSync(root, { recursive: true, force: true });
	spawnSync('tests/search/export.mjs', [String(nrecords), file], { stdio: 'inherit' });
	const run = spawnSync('build/strict/tests/search/make_index', [file, 'content/sample/criteria', '.', asOf, root, '2'], { encoding: 'utf8' });
	check(`${nrecords}: the index is made`, run.status === 0, run.stderr);
	return { root, models: readExport(file).records.map(({ models }) => models[0].number) };
}

const filesOf = (root, kind) => fs.readdirSync(`${root}/search`).filter((name) => name.startsWith(kind));
const readFile = (root, name) => fs.readFileSync(`${root}/search/${name}`, 'utf8');

/** What is said of a list, and the files that were loaded for it. */
async function judge(root, models, { isPacked = true, refuses = () => false } = {}) {
	const loaded = [], { index, Packs, judge: judgeAll } = await openJudge(root, refuses, (address) => loaded.push(address.replace(/^search\//, '')));
	if (isPacked)
		await Packs.begin(index, models.length);
	const verdicts = await judgeAll(models.join('\n'), '0');
	return {
		said: verdicts.map(({ line, kind, number, products }) => `${line} ${kind} ${number} ${products?.map(({ id }) => id)}`).join('\n'),
		nloaded: (kind) => loaded.filter((name) => name.startsWith(kind)).length,
	};
}

// ---- what is in them ----

for (const [nrecords, isNamed] of [[3000, true], [44000, false]]) {
	const { root, models } = makeIndex(nrecords), { index } = await openJudge(root);
	const nresults = filesOf(root, 'r').length, packs = filesOf(root, 'p');
	check(`${nrecords}: the directory names ${isNamed ? 'the files' : 'groups'}`, Boolean(index.directory.files) === isNamed);
	const namesIn = (pack) => readFile(root, pack).match(/(?<=^fudaSearch\(")\w+/gm), sizes = packs.map((pack) => namesIn(pack).length);
	check(`${nrecords}: ${nresults} files of results in ${packs.length} packs`, nresults >= FEW && Math.max(...sizes) <= MOST && packs.length < nresults / 11, sizes);
	checkNone(`${nrecords}: files of results that stand in no pack, or in two`, packs.flatMap(namesIn)
		.concat(filesOf(root, 'r').map((name) => name.slice(0, -3))).sort().filter((name, i, all) => (all[i - 1] === name) === (all[i + 1] === name)));
	checkNone(`${nrecords}: packs that are not their files`, packs.filter((name) => readFile(root, name) !== namesIn(name).map((one) => readFile(root, `${one}.js`)).join('')));

	const list = isNamed ? models : models.slice(0, nresults);
	const whole = await judge(root, list), single = await judge(root, list, { isPacked: false });
	check(`${nrecords}: all are judged as without packs`, whole.said === single.said && whole.said.split(' found ').length > list.length * 0.8);
	check(`${nrecords}: packs are loaded instead of files`, whole.nloaded('p') === packs.length && whole.nloaded('r') === 0 && single.nloaded('p') === 0 && single.nloaded('r') > packs.length,
		`${whole.nloaded('p')} packs, ${whole.nloaded('r')} files; ${single.nloaded('r')} files`);

	const short = await judge(root, list.slice(0, nresults - 1));
	check(`${nrecords}: a short list loads no pack`, short.nloaded('p') === 0 && short.nloaded('k') === 0);
	if (!isNamed)
		continue;

	// ---- where they cannot be had ----

	const first = packs[0], isPack = (address) => address.startsWith('search/p');
	for (const [what, refuses, least] of [
		['one pack', (address) => address === `search/${first}`, 1],
		['all packs', isPack, nresults],
	]) {
		const { said, nloaded } = await judge(root, list, { refuses });
		check(`without ${what}: judged as before, from the files`, said === whole.said && nloaded('r') >= least && nloaded('r') <= (least === 1 ? MOST : nresults), nloaded('r'));
	}
	const asked = new Set();
	const once = await judge(root, list, { refuses: (address) => isPack(address) && !asked.has(address) && asked.add(address) });
	check('a pack that is refused once is asked for again', once.said === whole.said && once.nloaded('p') === packs.length && once.nloaded('r') === 0);
	fs.writeFileSync(`${root}/search/${first}`, readFile(root, packs[1]));
	const mixed = await judge(root, list);
	check('a pack with the content of another: judged as before', mixed.said === whole.said && mixed.nloaded('r') <= MOST && mixed.nloaded('r') > 0, mixed.nloaded('r'));
	fs.rmSync(`${root}/search/${filesOf(root, 'k')[0]}`);
	const listless = await judge(root, list).catch((error) => ({ said: error.message }));
	check('without the list of packs that is told', /cannot be loaded/.test(listless.said), listless.said);
}

// ---- where there are none ----

const { root, models } = makeIndex(300);
check('a small site has none', filesOf(root, 'p').length === 0 && filesOf(root, 'k').length === 0 && filesOf(root, 'r').length < FEW);
check('its lists are judged', (await judge(root, models)).said.split(' found ').length > 240);
report();
