// What must be true of a site after a night, found without the program: statuses by the oracle of tests/spec,
// changes by comparing trees.
import fs from 'node:fs';
import path from 'node:path';
import { answerProduct, defaults, toDay } from '../spec/oracle.mjs';
import { listOf, supersededList, supersededOf, supersededPath } from '../check.mjs';
import { compareTrees, touchedFiles } from './tree.mjs';
import { dayOf } from './world.mjs';

const base = 'https://fuda.example/';
const byText = (one, other) => (one < other ? -1 : one > other);
const read = (file) => fs.readFileSync(file, 'utf8');
const lines = (file) => read(file).split('\n').slice(0, -1);

/** The statuses of all products in the world, by id: those that have a page and are not retired. */
export function answersOf(world, night) {
	const answers = new Map();
	for (const record of world.records) {
		const answer = answerProduct(record, world.versions, defaults, [toDay(dayOf(night))]).get(toDay(dayOf(night)));
		if (answer.status !== 'not_issued')
			answers.set(record.product_id, answer);
	}
	return answers;
}

/** What `fuda status` says, and what the data beside each page says. */
export function faultsOfStatuses(world, night, site, said) {
	const faults = [];
	const answers = answersOf(world, night);
	const sorted = [...answers].sort(([one], [other]) => byText(one, other)).map(([, answer]) => JSON.stringify(answer));
	const issued = said.filter((line) => !line.includes('"not_issued"'));
	if (JSON.stringify(issued) !== JSON.stringify(sorted))
		faults.push(...sorted.filter((line) => !issued.includes(line)).map((line) => `the oracle says ${line}`),
			...issued.filter((line) => !sorted.includes(line)).map((line) => `fuda says ${line}`));
	for (const [id, answer] of answers) {
		const { label, retired } = JSON.parse(read(`${site}/P/${id}/label.json`));
		if (world.isRetired(id, night)) {
			if (!retired)
				faults.push(`${id} is not retired`);
			continue;
		}
		if (retired)
			faults.push(`${id} is retired`);
		for (const key of ['label_id', 'level', 'status', 'reason', 'end', 'displayed_on'])
			if ((label[key] ?? null) !== answer[key])
				faults.push(`${id}: label.json has ${key} ${label[key]}, not ${answer[key]}`);
		for (const page of [`P/${id}/index.html`, `en/P/${id}/index.html`])
			if (!read(`${site}/${page}`).includes(`<time datetime="${answer.end}"`))
				faults.push(`${page} does not say ${answer.end}`);
	}
	return faults;
}

/** Every product that was ever published has its page, its codes and its badges. */
export function faultsOfPermanence(published, site, world, night) {
	const faults = [];
	for (const id of published)
		for (const name of [`P/${id}/index.html`, `en/P/${id}/index.html`, `P/${id}/qr.png`, `P/${id}/qr.svg`, `P/${id}/badge.svg`,
			`en/P/${id}/badge.svg`, `P/${id}/label.json`]) {
			if (!fs.existsSync(`${site}/${name}`))
				faults.push(`${name} is gone`);
			else if (/index/.test(name) && world.isRetired(id, night) && !/登録終了|retired/i.test(read(`${site}/${name}`)))
				faults.push(`${name} does not say that it is retired`);
		}
	return faults;
}

const all = () => true;

/** The entries that must stand in the feed of all changes, of a level, or of a category. */
function entriesOf(world, night, answers, isOf) {
	const today = dayOf(night), entries = [];
	const add = (date, key) => date <= today && entries.push(`${date}:${key}`);
	for (const version of world.versions)
		if (isOf(version))
			add(version.published_on, `criteria/${version.id}/published`);
	if (isOf === all)
		for (const { product_id: id, date } of world.retired)
			add(date, `P/${id}/retired`);
	for (const [id, answer] of answers) {
		const record = world.product(id), head = record.labels.find(({ label_id }) => label_id === answer.label_id);
		if (!isOf(head))
			continue;
		add(answer.displayed_on, `P/${id}/${answer.displayed_on === head.acquired_on ? 'issued' : 'extended'}`);
		if (answer.status === 'revoked')
			add(answer.end, `P/${id}/revoked`);
		else if (answer.status !== 'valid')
			add(answer.end, `P/${id}/ended`);
		for (const { date } of record.security_notes ?? [])
			add(date, `P/${id}/note`);
	}
	return entries.sort();
}

/** Reads a feed and all of its archive, as a feed reader does (RFC 5005). */
function readFeed(site, start, faults) {
	const found = new Set();
	for (let name = start, n = 0; name; n++) {
		if (!fs.existsSync(`${site}/${name}`) || n > 200) {
			faults.push(`${name} is not there, or a circle`);
			break;
		}
		const text = read(`${site}/${name}`);
		for (const [, id] of text.matchAll(/<entry>\s*<id>tag:fuda\.example,([^<]*)<\/id>/g))
			found.add(id.replace(/\/note-.*/, '/note'));
		name = /rel="prev-archive"[^>]* href="([^"]*)"/.exec(text)?.[1].replace(base, '');
	}
	return [...found].sort();
}

export function faultsOfFeeds(world, night, site) {
	const answers = answersOf(world, night), faults = [];
	const play = (name, isOf) => {
		const expected = entriesOf(world, night, answers, isOf);
		for (const language of ['', 'en/']) {
			const found = readFeed(site, `${language}changes/${name}.atom`, faults);
			faults.push(...expected.filter((entry) => !found.includes(entry)).map((entry) => `${language}${name} lacks ${entry}`),
				...found.filter((entry) => !expected.includes(entry)).map((entry) => `${language}${name} has ${entry}`));
		}
	};
	play('feed', all);
	for (const level of [1, 2, 3, 4])
		play(`level-${level}`, (one) => one.level === level);
	play('category-router', (one) => one.category === 'router');
	return faults;
}

/** The lists of the report against the trees: as of the last build that told what it changed, and now. */
export function faultsOfReport(told, site, before, after, statusesBefore, statuses) {
	const faults = [];
	const { changed, removed } = compareTrees(before, after);
	for (const [name, expected] of [['changed', changed], ['removed', removed]]) {
		const found = lines(`${told}/${name}.txt`);
		faults.push(...expected.filter((file) => !found.includes(file)).map((file) => `${name}.txt lacks ${file}`),
			...found.filter((file) => !expected.includes(file)).map((file) => `${name}.txt has ${file}`));
		if (JSON.stringify(found) !== JSON.stringify([...found].sort(byText)))
			faults.push(`${name}.txt is not sorted`);
	}
	const report = JSON.parse(read(`${told}/report.json`));
	// MANIFEST.json does not list itself.
	const counted = changed.filter((file) => file !== 'MANIFEST.json').length;
	if (report.changed !== counted || report.removed !== removed.length || report.files !== after.size - 1)
		faults.push(`report.json counts ${report.changed}, ${report.removed}, ${report.files}, not ${counted}, ${removed.length}, ${after.size - 1}`);
	if (report.tree_sha256 !== after.get('MANIFEST.json').hash)
		faults.push('report.json has another hash of the tree');

	// A file that is compressed itself is no copy of another, and has an address.
	const isCopy = (file) => /\.(br|gz)$/.test(file) && (after.has(file.slice(0, -3)) || before.has(file.slice(0, -3)));
	const addressOf = (file) => base + file.replace(/(^|\/)index\.html$/, '$1');
	const ended = new Set();
	for (const [id, answer] of statuses) {
		const was = statusesBefore?.get(id)?.status;
		if (was && was !== answer.status && (answer.status === 'revoked' || was === 'valid'))
			ended.add(id);
	}
	const idOf = (address) => /\/P\/([^/]+)\//.exec(address)?.[1];
	const files = changed.filter((file) => !isCopy(file));
	for (const id of new Set(files.map((file) => idOf(`/${file}`)).filter(Boolean)))
		if (JSON.parse(read(`${site}/P/${id}/label.json`)).retired)
			ended.add(id);
	const urgent = (file) => ended.has(idOf(`/${file}`));
	const expected = [...files.filter(urgent), ...files.filter((file) => !urgent(file)), ...removed.filter((file) => !isCopy(file))].map(addressOf);
	const purged = lines(`${told}/purge.txt`);
	if (JSON.stringify(purged) !== JSON.stringify(expected))
		faults.push(`purge.txt differs from line ${purged.findIndex((line, i) => line !== expected[i]) + 1} on, with ${[...ended]} ended`);

	if (ended.size > 0 && !ended.has(idOf(purged[0])))
		faults.push(`purge.txt begins with ${purged[0]}, not with one of ${[...ended]}`);

	if (statusesBefore) {
		const key = ({ product_id: id, status, reason }) => `${id} ${status} ${reason}`;
		const wanted = [...statuses.values()].filter((now) => {
			const was = statusesBefore.get(now.product_id);
			return !was || was.status !== now.status || was.reason !== now.reason;
		}).map((now) => `${key(now)} from ${statusesBefore.get(now.product_id)?.status ?? null}`).sort();
		const said = report.transitions.map((one) => `${one.product_id} ${one.to} ${one.reason} from ${one.from}`).sort();
		if (JSON.stringify(said) !== JSON.stringify(wanted))
			faults.push(`report.json has the transitions ${said}, not ${wanted}`);
		const text = read(`${told}/report.md`);
		for (const { product_id: id } of report.transitions.slice(0, 20))
			if (!text.includes(id))
				faults.push(`report.md lacks ${id}`);
	}
	return faults;
}

/** Calendars: there for each category; an event never goes back in time. `seen` keeps the last of each event. */
export function faultsOfCalendars(seen, site, categories) {
	const faults = [];
	for (const language of ['', 'en/']) {
		for (const id of categories)
			if (!fs.existsSync(`${site}/${language}calendar/category-${id}.ics`))
				faults.push(`${language}calendar/category-${id}.ics is not there`);
		for (const name of fs.readdirSync(`${site}/${language}calendar`).filter((one) => one.endsWith('.ics'))) {
			const text = read(`${site}/${language}calendar/${name}`).replaceAll('\r\n ', '');
			for (const [, uid, stamp, sequence] of text.matchAll(/UID:(.*)\r\nDTSTAMP:(\d+)T000000Z\r\nSEQUENCE:(\d+)\r/g)) {
				const before = seen.get(`${language}${name} ${uid}`) ?? [stamp, sequence];
				if (stamp < before[0] || Number(sequence) < Number(before[1]) || (stamp > before[0]) !== (Number(sequence) > Number(before[1])))
					faults.push(`${language}${name}: ${uid} goes from ${before} to ${stamp},${sequence}`);
				seen.set(`${language}${name} ${uid}`, [stamp, sequence]);
			}
		}
	}
	return faults;
}

/** What a build says of records that another stands in for: on standard error, in the report, in MANIFEST.json. */
export function faultsOfFallback(said, site, told, sha256, ids, leftOut) {
	const faults = [], taken = ids.filter((id) => id !== leftOut);
	const expected = JSON.stringify({ sha256, products: taken, left_out: leftOut ? [leftOut] : [] });
	for (const id of ids)
		if (!said.includes(`${id}: warning: the record has errors`))
			faults.push(`nothing is said of ${id}: ${said}`);
	for (const [name, found] of [['MANIFEST.json', JSON.parse(read(`${site}/MANIFEST.json`)).inputs.fallback],
		['report.json', JSON.parse(read(`${told}/report.json`)).fallback]])
		if (JSON.stringify(found) !== expected)
			faults.push(`${name} has ${JSON.stringify(found)}, not ${expected}`);
	const text = read(`${told}/report.md`);
	faults.push(...ids.filter((id) => !text.includes(id)).map((id) => `report.md lacks ${id}`));
	if (leftOut && fs.existsSync(`${site}/P/${leftOut}`))
		faults.push(`${leftOut} has a page`);
	return faults;
}

/** Whether each product says who made it. */
const disclosedIn = (site) => new Map(fs.readdirSync(`${site}/P`).map((id) =>
	[id, JSON.parse(fs.readFileSync(`${site}/P/${id}/label.json`, 'utf8')).manufacturer?.disclosed]));

/** What a build told: which files its edition lists, and which it must keep beside them for three days, by what it and
 * the one before list: nothing of search if a name is withheld from that night on.
 * {listed, superseded: {hash, since} by path, disclosed} */
export function toldBy(site, night, before) {
	const listed = listOf(site), superseded = new Map(), disclosed = disclosedIn(site);
	const isSearchGone = [...disclosed].some(([id, is]) => is === false && before?.disclosed.get(id));
	for (const name of [...supersededOf(site).keys(), supersededList])
		listed.delete(name);
	const stay = (name, hash, since) => {
		if (!listed.has(name) && toDay(dayOf(night)) - toDay(since) < 3 && !(isSearchGone && name.startsWith('search/')))
			superseded.set(name, { hash, since });
	};
	for (const [name, hash] of before?.listed ?? [])
		if (supersededPath.test(name))
			stay(name, hash, dayOf(night));
	for (const [name, { hash, since }] of before?.superseded ?? [])
		if (!before.listed.has(name))
			stay(name, hash, since);
	return { listed, superseded, disclosed };
}

/** Superseded files: those that must stand there, and no others. */
export function faultsOfSuperseded(site, told) {
	const text = (files) => [...files].map(([name, { hash, since }]) => `${since} ${hash} ${name}`).sort();
	const found = text(supersededOf(site)), expected = text(told.superseded);
	return [...expected.filter((line) => !found.includes(line)).map((line) => `lacks ${line}`),
		...found.filter((line) => !expected.includes(line)).map((line) => `has ${line}`)];
}

/** The manifest has every file, each as it is; and a file that did not change was not touched. */
export function faultsOfTree(site, before, after) {
	const claimed = listOf(site);
	const faults = [...after].filter(([name, { hash }]) => name !== 'MANIFEST.json' && claimed.get(name) !== hash)
		.map(([name]) => `the manifest does not have ${name}`);
	for (const name of claimed.keys())
		if (!after.has(name))
			faults.push(`the manifest claims ${name}`);
	for (const name of touchedFiles(before, after))
		if (before.get(name) && before.get(name).hash === after.get(name)?.hash && name !== 'MANIFEST.json')
			faults.push(`${name} was written and had not changed`);
	for (const name of after.keys())
		if (/\.(br|gz)$/.test(name) && after.has(name.slice(0, -3)) && after.get(name.slice(0, -3)).mtimeNs !== after.get(name).mtimeNs)
			faults.push(`${name} has another time than its original`);
	return faults;
}

export const linesOf = (text) => text.split('\n').slice(0, -1);
export const copyTree = (from, to) => fs.cpSync(from, to, { recursive: true, filter: (name) => path.basename(name) !== 'sample' });
