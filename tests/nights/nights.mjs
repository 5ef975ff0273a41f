#!/usr/bin/env node
// Sixty nights with an export that changes (world.mjs) and much that goes wrong. After each it is checked what
// the site says, what it must never lose, and what the build told (judge.mjs); every tenth night, and in
// the last, that a build from nothing gives the same bytes.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import { check, checkNone, criteria, fuda, report, supersededList } from '../check.mjs';
import { library, readLines, remove, work } from '../fault/fault.mjs';
import { answersOf, copyTree, faultsOfCalendars, faultsOfFallback, faultsOfFeeds, faultsOfPermanence, faultsOfReport, faultsOfStatuses, faultsOfSuperseded, faultsOfTree, linesOf, toldBy } from './judge.mjs';
import { compareTrees, readTree, touchedFiles } from './tree.mjs';
import { World, dayOf, happenings, mishaps, nights, optionsOf } from './world.mjs';

const out = `${work}/public`, told = `${work}/report`, ledger = `${work}/ledger`, kept = `${work}/kept.jsonl`, log = `${work}/log`;
for (const folder of ['content', 'layouts', 'static'])
	copyTree(folder, `${work}/site/${folder}`);
const world = new World(work, criteria);
const published = new Set();
let tree = new Map(); // as it stands
let toldTree = tree, toldStatuses = null, editions = null; // as a build last told it

const hashOf = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

function run(command, night, folder, options, environment = {}) {
	return spawnSync(fuda, [command, '--export', `${work}/labels.jsonl`, '--criteria', `${work}/criteria`, '--site', `${work}/site`,
		'--as-of', dayOf(night), '--fallback', kept, ...folder, ...options], { encoding: 'utf8', env: { ...process.env, ...environment } });
}
const build = (night, options = [], environment = {}, folder = out) => run('build', night, ['--out', folder, '--quiet'],
	[...optionsOf(night), ...(folder === out ? ['--report', told, '--ledger', ledger, '--keep-export', kept] : []), ...options], environment);

/** A build that ends with this status and this diagnostic, and changes nothing. */
function refused(what, night, status, code, options = []) {
	const result = build(night, options);
	check(`night ${night}: ${what} stops the build`, result.status === status && result.stderr.includes(`[${code}]`),
		`${result.status} ${result.stderr}`);
	checkNone(`night ${night}: ${what} has changed files`, touchedFiles(tree, readTree(out)));
}

/** A build that is disturbed at a call, found in a build of a copy; `find` says at which. */
function disturb(night, find, how, lasting) {
	const parts = ['', '.fuda', '.previous'].filter((part) => fs.existsSync(out + part));
	for (const part of parts)
		execFileSync('cp', ['-al', out + part, `${work}/copy${part}`]);
	remove(log);
	const trial = run('build', night, ['--out', `${work}/copy`, '--quiet', '--jobs', '1'],
		[...optionsOf(night), '--report', `${work}/copy.report`, '--ledger', `${work}/copy.ledger`, '--keep-export', `${work}/copy.kept`], { LD_PRELOAD: library, INJECT_LOG: log });
	check(`night ${night}: a trial`, trial.status === 0, trial.stderr);
	const calls = readLines(log);
	remove(`${work}/copy`, `${work}/copy.fuda`, `${work}/copy.previous`, `${work}/copy.report`, `${work}/copy.ledger`, `${work}/copy.kept`);
	const at = find(calls);
	check(`night ${night}: a call to disturb`, at >= 0, calls.join('\n'));
	const result = build(night, ['--jobs', '1'], { LD_PRELOAD: library, INJECT_AT: String(at + 1), INJECT_DO: String(how),
		...(lasting ? { INJECT_LASTING: '1' } : {}) });
	const now = readTree(out);
	for (const id of published)
		for (const name of [`P/${id}/index.html`, `en/P/${id}/index.html`, `P/${id}/qr.png`])
			check(`night ${night}: ${name} is there in the middle`, now.has(name));
	if (!fs.existsSync(`${out}.fuda/away/MANIFEST.json`) && JSON.stringify(compareTrees(tree, now)) !== '{"changed":[],"removed":[]}')
		check(`night ${night}: what has changed would be told`, false);
	tree = now;
	return result;
}

const placing = /^rename .*\/copy\/(?!MANIFEST.json)/, writing = /^write .*\.fuda\/new\//;
const nth = (pattern, n) => (calls) => calls.findIndex((call, i) => pattern.test(call) &&
	calls.slice(0, i).filter((one) => pattern.test(one)).length === n);
const kills = {
	14: nth(placing, 1), // among the files put in place
	32: nth(/^rename .*\/copy$/, 0), // between the two exchanges
	34: (calls) => nth(/^rename .*\/copy$/, 0)(calls) + 1, // published, not told
	48: nth(writing, 1),
};

/** What a gate says that is to be typed to let it through; another case is not let through by it. */
function wordsOf(night) {
	const [words] = build(night).stderr.match(/--accept=\S+/);
	check(`night ${night}: ${words} is one case alone`, build(night, [`${words}0`]).status === 1);
	return [words];
}

/** What goes wrong; returns false if the night ends with it, or the options that mend it. */
const playMishap = {
	cut(night) {
		world.write(night, { records: world.records.slice(1), header: { records: world.records.length } });
		refused('a cut export', night, 1, 'records-count');
	},
	missing(night) {
		world.write(night, { records: world.records.filter(({ product_id: id }) => id !== 'ROUTEB02' && id !== 'SELF0007') });
		refused('a missing product', night, 1, 'product-missing');
		check(`night ${night}: both are named`, ['ROUTEB02', 'SELF0007'].every((id) => build(night).stderr.includes(id)));
		check(`night ${night}: nobody can let that through`, build(night, ['--accept=product-missing=1']).status === 2);
	},
	changed(night) {
		for (const record of world.records.slice(0, 12))
			record.summary = { ja: `全部改めた ${night}。`, en: `All changed ${night}.` };
		world.write(night);
		refused('many changes', night, 1, 'many-changed');
		return wordsOf(night);
	},
	ended(night) {
		for (const id of ['SELF0011', 'SELF0012', 'ROUTEB03', 'ROUTEA06'])
			world.event(id, night, 'withdrawn');
		world.write(night);
		refused('many ends', night, 1, 'many-ended');
		return wordsOf(night);
	},
	older(night) {
		world.write(night, { header: { exported_at: `${dayOf(night - 3)}T12:00:00+09:00` } });
		refused('an older export', night, 1, 'export-older');
	},
	stale(night) {
		world.write(night, { header: { exported_at: `${dayOf(night - 9)}T12:00:00+09:00` } });
		refused('an export that is not made any more', night, 1, 'export-too-old');
	},
	criteria(night) {
		const file = `${work}/criteria/S3-router-2.0.json`, text = fs.readFileSync(file, 'utf8');
		fs.writeFileSync(file, text.replace('"items":[', '"items": ['));
		refused('criteria that changed', night, 1, 'criteria-changed');
		fs.writeFileSync(file, text);
		fs.renameSync(`${work}/criteria/S4-router-1.0.json`, `${work}/kept.json`);
		world.write(night, { records: world.records.filter(({ labels }) => labels.every(({ level }) => level !== 4)) });
		refused('criteria that went', night, 1, 'criteria-gone');
		fs.renameSync(`${work}/kept.json`, `${work}/criteria/S4-router-1.0.json`);
	},
	killed(night) {
		const result = disturb(night, kills[night], 'kill');
		check(`night ${night}: killed`, result.signal === 'SIGKILL', `${result.status} ${result.stderr}`);
		return false;
	},
	full(night) {
		const before = tree;
		const result = disturb(night, nth(writing, 1), os.constants.errno.ENOSPC, true);
		check(`night ${night}: the disk is full`, result.status === 2 && /No space left on device \[file-write\]/.test(result.stderr),
			`${result.status} ${result.stderr}`);
		checkNone(`night ${night}: a full disk has changed files`, touchedFiles(before, tree));
		return night % 2 ? [] : false;
	},
	lost(night) {
		remove(out, `${out}.fuda`, `${out}.previous`);
		tree = toldTree = new Map();
		toldStatuses = editions = null;
		world.write(night, { records: world.records.filter(({ product_id: id }) => id !== 'ROUTEB02') });
		refused('a product that the ledger knows', night, 1, 'product-missing');
	},
	back(night) {
		const before = readTree(`${out}.previous`);
		check(`night ${night}: gone back`, spawnSync(fuda, ['rollback', '--out', out]).status === 0);
		tree = toldTree = readTree(out);
		checkNone(`night ${night}: it is the previous site`, touchedFiles(before, tree));
		toldStatuses = answersOfNight.get(night - 2);
		editions = editionsOfNight.get(night - 2);
	},
	gone(night) {
		remove(`${out}.fuda`);
		toldStatuses = null;
		return wordsOf(night);
	},
	again() {},
	/** A record with errors, in one night and in the next: that of before stands in for it. */
	bad(night) {
		return { replace: [['SELF0007', (record) => JSON.stringify({ ...record, name: { ja: `名前 ${night}` }, labels: [{ ...record.labels[0], level: 9 }] })]] };
	},
	/** Lines that are not JSON, of a product that is published and of one that is not. */
	unreadable() {
		const fresh = { ...world.product('SELF0008'), product_id: 'BADNEW01' };
		world.records.push(fresh);
		return { replace: [['SELF0013', (record) => JSON.stringify(record).slice(0, -3)], ['BADNEW01', (record) => JSON.stringify(record).slice(0, -3)]],
			leftOut: 'BADNEW01' };
	},
	/** A record with errors that carries a revocation. */
	revoked(night) {
		world.write(night, { replace: [['ROUTEB02', (record) => JSON.stringify({ ...record, gtins: ['1'],
			labels: [{ ...record.labels[0], events: [{ date: dayOf(night), kind: 'revoked' }] }] })]] });
		refused('a revocation that cannot be read', night, 1, 'fallback-refused');
	},
	duplicate(night) {
		world.write(night, { records: [...world.records, world.records[3]], replace: [['SELF0007', (record) => JSON.stringify(record).slice(0, -3)]] });
		refused('a product that stands twice', night, 1, 'product-duplicate');
	},
	manifest(night) {
		fs.rmSync(`${out}/MANIFEST.json`);
		tree = toldTree = readTree(out);
		toldStatuses = null;
		editions.listed = new Map(); // what was published is not known any more, but for what it superseded
		return wordsOf(night);
	},
};

const answersOfNight = new Map(), editionsOfNight = new Map(), supersededFor = new Map(), calendars = new Map();
const categories = JSON.parse(fs.readFileSync(`${criteria}/categories.json`, 'utf8')).categories.map(({ id }) => id);
for (let night = 0; night < nights; night++) {
	for (const happen of happenings[night] ?? [])
		happen(world, night);
	world.write(night);
	const options = mishaps[night] ? playMishap[mishaps[night]](night) ?? [] : [];
	if (options === false)
		continue;
	const { replace = [], leftOut } = options;
	const hashOfKept = replace.length > 0 ? hashOf(kept) : '';
	world.write(night, { replace });
	const result = build(night, Array.isArray(options) ? options : []);
	if (!check(`night ${night}: built`, result.status === 0, result.stderr))
		break;
	world.records = world.records.filter(({ product_id: id }) => id !== leftOut);
	if (replace.length > 0)
		checkNone(`night ${night}: what stands in for bad records`, faultsOfFallback(result.stderr, out, told, hashOfKept, replace.map(([id]) => id), leftOut));
	const asKept = fs.readFileSync(kept, 'utf8');
	check(`night ${night}: the export is kept, as it would be without bad records`, asKept === world.textOf(night));
	const before = tree, answers = answersOf(world, night);
	tree = readTree(out);
	answersOfNight.set(night, answers);
	for (const id of answers.keys())
		published.add(id);
	const said = linesOf(run('status', night, [], []).stdout);
	checkNone(`night ${night}: statuses`, faultsOfStatuses(world, night, out, said));
	checkNone(`night ${night}: permanence`, faultsOfPermanence(published, out, world, night));
	checkNone(`night ${night}: feeds`, faultsOfFeeds(world, night, out));
	checkNone(`night ${night}: calendars`, faultsOfCalendars(calendars, out, categories));
	checkNone(`night ${night}: report`, faultsOfReport(told, out, toldTree, tree, toldStatuses, answers));
	checkNone(`night ${night}: tree`, faultsOfTree(out, before, tree));
	editions = toldBy(out, night, editions);
	editionsOfNight.set(night, editions);
	checkNone(`night ${night}: superseded files`, faultsOfSuperseded(out, editions));
	for (const name of editions.superseded.keys())
		supersededFor.set(name, (supersededFor.get(name) ?? 0) + 1);
	check(`night ${night}: ledger`, linesOf(fs.readFileSync(ledger, 'utf8')).join() === [...published].sort().join());
	checkNone(`night ${night}: left in the folder`, fs.readdirSync(`${out}.fuda`).filter((name) => !/^(state|seen)-/.test(name)));
	toldTree = tree;
	toldStatuses = answers;
	if (mishaps[night] === 'again') {
		check(`night ${night}: built again`, build(night).status === 0);
		checkNone(`night ${night}: built again, files`, touchedFiles(tree, readTree(out)));
		check(`night ${night}: built again, told nothing`, fs.statSync(`${told}/changed.txt`).size === 0 && fs.statSync(`${told}/removed.txt`).size === 0);
	}
	if (night % 10 === 9) {
		const clean = `${work}/clean`;
		check(`night ${night}: built from nothing`, build(night, [], {}, clean).status === 0);
		// What a build from nothing cannot have are the superseded files.
		const current = new Map([...tree].filter(([name]) => name !== supersededList && !editions.superseded.has(name)));
		const { changed, removed } = compareTrees(current, readTree(clean));
		checkNone(`night ${night}: not as built from nothing`, [...changed, ...removed]);
		remove(clean, `${clean}.fuda`);
	}
}
// After a night that was not told, and in the last ones, it is less.
const stays = [...supersededFor.values()];
check('files were superseded', stays.length > 100, stays.length);
check('they stayed for three days, and none for longer', Math.max(...stays) === 3 && stays.filter((n) => n === 3).length > 0.85 * stays.length, stays.join());
check('events of calendars were seen', calendars.size > 50, calendars.size);
// The world has been what this test is about.
const all = [...answersOfNight.values()].flatMap((answers) => [...answers.values()]);
for (const reason of ['expiry', 'criteria', 'no_report', 'no_reassessment', 'spec_change', 'nonconformity', 'withdrawn'])
	check(`some label has ended by ${reason}`, all.some((answer) => answer.reason === reason));
for (const status of ['valid', 'pending', 'lapsed', 'revoked'])
	check(`some product is ${status}`, all.some((answer) => answer.status === status));
report();
