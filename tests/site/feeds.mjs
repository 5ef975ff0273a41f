#!/usr/bin/env node
// Feeds of changes (RFC 4287), their archives (RFC 5005) and pages, and calendars (RFC 5545): sound in
// form, and with exactly the entries that the statuses, notes and criteria versions give.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, criteria, differences, filesBelow, readExport, report, sample, statuses, work,
	writeExport } from '../check.mjs';

const base = JSON.parse(fs.readFileSync('content/site.json')).base_url;
const host = new URL(base).hostname;
const versions = fs.readdirSync(criteria).filter((name) => name !== 'categories.json')
	.map((name) => JSON.parse(fs.readFileSync(path.join(criteria, name))));

const day = (date, years, days) => {
	const [year, month, dayOfMonth] = date.split('-').map(Number);
	const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
	return new Date(Date.UTC(year + years, month - 1, Math.min(dayOfMonth, last) + days)).toISOString().slice(0, 10);
};
const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (all, name) =>
	({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);
const twice = (list) => list.filter((item, i) => list.indexOf(item) !== i);

// ---- what there is to tell ----

/** The changes as [{ what: "DATE P/ID/KIND", level, category }], a note as often as it stands there. */
function expectedChanges(options) {
	const { records } = readExport(options.export);
	const t = options['as-of'], status = statuses(options);
	const all = versions.filter((v) => v.published_on <= t)
		.map((v) => ({ what: `${v.published_on} criteria/${v.id}/published`, level: v.level, category: v.category }));

	for (const record of records) {
		const s = status.get(record.product_id);
		const head = record.labels.find((label) => label.label_id === s.label_id);
		const add = (date, kind) => all.push(
			{ what: `${date} P/${record.product_id}/${kind}`, level: head.level, category: head.category });

		if (s.status === 'not_issued')
			continue;
		add(s.displayed_on, s.displayed_on === head.acquired_on ? 'issued' : 'extended');
		if (s.status === 'revoked')
			add(s.end, 'revoked');
		else if (s.status !== 'valid')
			add(s.end, 'ended');
		for (const note of record.security_notes ?? [])
			if (note.date <= t)
				add(note.date, 'note');
	}
	return all;
}

// ---- feeds ----

const first = (text, pattern) => (pattern.exec(text) ?? [])[1];

function readDocument(file) {
	const text = fs.readFileSync(file, 'utf8'), head = text.split('<entry>')[0];
	const link = (rel) => first(head, new RegExp(`<link rel="${rel}"[^>]* href="([^"]*)"`));
	const entries = text.split('<entry>').slice(1).map((part) => ({
		text: part.split('</entry>')[0],
		id: unescape(first(part, /<id>([^<]*)<\/id>/)),
		updated: first(part, /<updated>([^<]*)<\/updated>/),
		alternate: first(part, /<link rel="alternate"[^>]* href="([^"]*)"/),
		kind: first(part, /<category term="([^"]*)"/),
	}));

	return { id: first(head, /<id>([^<]*)<\/id>/), updated: first(head, /<updated>([^<]*)<\/updated>/), link, entries,
		hasAuthor: /<author><name>[^<]+<\/name>/.test(head), isArchived: /<fh:archive\/>/.test(head) };
}

/** "DATE P/ID/KIND" of an id, without what tells notes apart. */
const told = (id) => first(id, /^tag:[^,]*,(.*)$/).replace(':', ' ').replace(/\/note-[0-9a-f]{16}(-\d+)?$/, '/note');

/** Reads a feed and its archive from its end to its beginning. Returns { ids, files }. */
function walk(out, feed, url) {
	const seen = new Map(), files = [feed], ids = [];
	const fault = [];
	const latest = readDocument(path.join(out, feed));
	const later = [];

	const read = (document, file) => {
		const own = document.entries.map((entry) => entry.id);
		if (document.link('self') !== `${base}${file}`)
			fault.push(`${file}: self is ${document.link('self')}`);
		if (document.id !== url || !document.hasAuthor)
			fault.push(`${file}: id ${document.id}, author ${document.hasAuthor}`);
		if (own.length > 100 || twice(own).length > 0)
			fault.push(`${file}: ${own.length} entries, twice ${twice(own)}`);
		if (document.entries.some((entry, i) => i > 0 && entry.updated > document.entries[i - 1].updated))
			fault.push(`${file}: not the newest first`);
		if (document.updated !== (document.entries[0]?.updated ?? '1970-01-01T00:00:00+09:00'))
			fault.push(`${file}: updated ${document.updated}`);
		for (const entry of document.entries) {
			if (!entry.updated.startsWith(`${first(entry.id, /^tag:[^,]*,([^:]*):/)}T00:00:00+09:00`))
				fault.push(`${file}: ${entry.id} updated ${entry.updated}`);
			if (!entry.id.startsWith(`tag:${host},`) || !entry.alternate?.startsWith(base))
				fault.push(`${file}: ${entry.id} leads to ${entry.alternate}`);
			else if (!fs.existsSync(path.join(out, entry.alternate.slice(base.length), 'index.html')))
				fault.push(`${file}: ${entry.alternate} is not there`);
		}
	};

	read(latest, feed);
	if (latest.isArchived)
		fault.push(`${feed} is marked as an archive`);
	let above = null, next = latest.link('prev-archive');
	while (next) {
		const file = next.slice(base.length);
		if (!fs.existsSync(path.join(out, file))) {
			fault.push(`${file} is not there`);
			break;
		}
		const document = readDocument(path.join(out, file));
		if (files.includes(file)) {
			fault.push(`${file}: a circle`);
			break;
		}
		files.push(file);
		read(document, file);
		if (!document.isArchived || document.link('current') !== url)
			fault.push(`${file}: archive ${document.isArchived}, current ${document.link('current')}`);
		if (document.link('next-archive') !== (above ?? undefined))
			fault.push(`${file}: next-archive ${document.link('next-archive')}, expected ${above}`);
		for (const entry of document.entries) {
			if (seen.has(entry.id))
				fault.push(`${file}: ${entry.id} stands in the archive twice`);
			seen.set(entry.id, entry.text);
			ids.push(entry.id);
		}
		above = next;
		next = document.link('prev-archive');
	}
	for (const entry of latest.entries) {
		if (!seen.has(entry.id))
			later.push(entry.id);
		else if (seen.get(entry.id) !== entry.text)
			fault.push(`${feed}: ${entry.id} reads otherwise in the archive`);
	}
	checkNone(`${out}/${feed}: faults`, fault);
	return { ids: [...later, ...ids], files };
}

function checkFeeds(out, options, languages = ['', 'en/']) {
	const expected = expectedChanges(options);
	const all = filesBelow(out).filter((file) => file.endsWith('.atom'));
	const lists = [{ name: 'feed', has: () => true },
		...[1, 2, 3, 4].map((level) => ({ name: `level-${level}`, has: (c) => c.level === level })),
		...JSON.parse(fs.readFileSync(`${criteria}/categories.json`)).categories
			.map(({ id }) => ({ name: `category-${id}`, has: (c) => c.category === id }))];
	const walked = [];
	let whole;

	check('there are changes to tell', expected.length > 100);
	for (const language of languages)
		for (const { name, has } of lists) {
			const feed = `${language}changes/${name}.atom`;
			const { ids, files } = walk(out, feed, `${base}${feed}`);
			const found = ids.map(told).sort(), wanted = expected.filter(has).map((c) => c.what).sort();

			walked.push(...files);
			checkNone(`${out}/${feed}: ids that stand twice`, twice(ids));
			checkNone(`${out}/${feed}: changes that are missing or too many`, found.length === wanted.length
				? found.filter((what, i) => what !== wanted[i])
				: [`${found.length} instead of ${wanted.length}`, ...wanted.filter((what) => !found.includes(what)),
					...found.filter((what) => !wanted.includes(what))]);
			if (name === 'feed' && whole)
				check('the languages tell the same', whole.join() === ids.join());
			if (name === 'feed')
				whole = ids;
		}
	// Corrections have a feed of their own, in one document.
	checkNone(`${out}: documents that no feed leads to`, all.filter((file) => !walked.includes(file) && !/(^|\/)corrections\/feed\.atom$/.test(file)));

	const valid = spawnSync('xmllint', ['--noout', '--nonet', '--relaxng', 'tests/schema/atom.rng',
		...all.map((file) => path.join(out, file))], { encoding: 'utf8', maxBuffer: 1 << 26 });
	check(`${out}: ${all.length} documents are valid`, valid.status === 0 && all.length > 10,
		valid.stderr.split('\n').filter((line) => !line.endsWith(' validates')).join('\n'));
	return whole;
}

// ---- pages ----

function checkPages(out, ids, languages = ['', 'en/']) {
	for (const language of languages) {
		const pages = filesBelow(path.join(out, language, 'changes')).filter((file) => file.endsWith('.html'));
		const rows = (file) => fs.readFileSync(path.join(out, language, 'changes', file), 'utf8')
			.split('<tbody>')[1].split('</tbody>')[0].split('<tr>').slice(1);
		const months = pages.filter((file) => file !== 'index.html');
		const index = fs.readFileSync(path.join(out, language, 'changes/index.html'), 'utf8');

		check(`${out}/${language}changes: all entries are on the pages of months`,
			months.reduce((sum, file) => sum + rows(file).length, 0) === ids.length);
		check(`${out}/${language}changes: the latest`, rows('index.html').length === Math.min(100, ids.length));
		checkNone(`${out}/${language}changes: pages with more than 100 entries`,
			pages.filter((file) => rows(file).length > 100));
		checkNone(`${out}/${language}changes: months that the first page does not link`,
			months.filter((file) => /^\d{4}-\d{2}\/index\.html$/.test(file))
				.filter((file) => !index.includes(`href="../changes/${path.dirname(file)}/"`) &&
					!index.includes(`href="../../en/changes/${path.dirname(file)}/"`)));
		check(`${out}/${language}changes: autodiscovery`,
			/<link rel="alternate" type="application\/atom\+xml" title="[^"]+" href="[^"]*changes\/feed\.atom">/.test(index) &&
			/<link rel="alternate" type="application\/atom\+xml" title="[^"]+" href="[^"]*changes\/level-3\.atom">/.test(index));
	}
}

// ---- calendars ----

/** Reads an iCalendar stream strictly. Returns { faults, events: [{NAME: value}] }. */
function readCalendar(bytes) {
	const text = bytes.toString('utf8'), faults = [], events = [];
	const lines = text.split('\r\n');

	if (lines.pop() !== '')
		faults.push('does not end in CRLF');
	if (/\r(?!\n)|(?<!\r)\n/.test(text))
		faults.push('a CR or LF alone');
	for (const line of lines) {
		if (Buffer.byteLength(line) > 75)
			faults.push(`more than 75 octets: ${line}`);
		// A character cut by folding would have become U+FFFD.
		if (line.includes('\ufffd'))
			faults.push(`folded within a character: ${line}`);
	}
	const open = [];
	let event = null;
	for (const line of text.replace(/\r\n[ \t]/g, '').split('\r\n').slice(0, -1)) {
		const [, name, parameters, value] = /^([A-Z-]+)((?:;[A-Z-]+=[^:;"]+)*):(.*)$/.exec(line) ?? [];

		if (!name) {
			faults.push(`not a content line: ${line}`);
		} else if (name === 'BEGIN') {
			open.push(value);
			event = value === 'VEVENT' ? {} : event;
		} else if (name === 'END') {
			if (open.pop() !== value)
				faults.push(`END:${value} of what did not begin`);
			if (value === 'VEVENT')
				events.push(event);
		} else if (open.at(-1) === 'VEVENT') {
			if (name in event)
				faults.push(`${name} twice`);
			event[name] = value;
			event[`${name} parameters`] = parameters;
		}
		if (['NAME', 'SUMMARY', 'DESCRIPTION'].includes(name) &&
			/[,;\\]/.test(value.replace(/\\[\\;,nN]/g, '')))
			faults.push(`not escaped: ${value}`);
	}
	if (open.length > 0 || !text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:'))
		faults.push('not one whole VCALENDAR');
	return { faults, events };
}

const plain = (value) => value.replace(/\\([\\;,nN])/g, (all, c) => (/n/i.test(c) ? '\n' : c));

/** How many labels end on the days that calendars were seen to have. */
const sizes = new Set();

function checkCalendars(out, options) {
	const { records } = readExport(options.export);
	const t = options['as-of'], status = statuses(options);
	const byId = new Map(records.map((record) => [record.product_id, record]));
	// From the first day of this month to the last of the same month of the next year.
	const begin = `${t.slice(0, 7)}-01`, end = `${Number(t.slice(0, 4)) + 1}${t.slice(4, 7)}-31`;
	const byTerm = ['expiry', 'criteria', 'no_report', 'no_reassessment', 'cap'];
	const wanted = [...status.values()].filter((s) => (s.status === 'valid' || byTerm.includes(s.reason)) && s.end >= begin && s.end <= end);
	const headOf = (s) => byId.get(s.product_id).labels.find((label) => label.label_id === s.label_id);
	const files = filesBelow(out).filter((file) => file.endsWith('.ics'));
	const applicantOf = (s) => headOf(s).applicant.name.ja;
	const issued = [...status.values()].filter((s) => s.status !== 'not_issued');
	// The page of a product leads to the calendar of its applicant.
	const applicants = new Map(issued.map((s) => [
		first(fs.readFileSync(`${out}/P/${s.product_id}/index.html`, 'utf8'), /calendar\/(applicant-[0-9a-f]{32})\.ics"/), applicantOf(s)]));
	// There as long as the category, also without an event.
	const categories = new Set(JSON.parse(fs.readFileSync(`${criteria}/categories.json`, 'utf8')).categories.map(({ id }) => id));
	let napplicants = 0;

	check('there are terms that end', wanted.length > 10);
	for (const file of files) {
		const { faults, events } = readCalendar(fs.readFileSync(path.join(out, file)));
		const name = path.basename(file, '.ics');
		const lang = file.startsWith('en/') ? 'en' : 'ja', root = `${base}${lang === 'en' ? 'en/' : ''}`;
		const isApplicant = name.startsWith('applicant-');
		const isListed = (s) => (isApplicant ? applicantOf(s) === applicants.get(name)
			: name === 'ending' || headOf(s).category === name.slice('category-'.length));
		const own = wanted.filter(isListed), listed = issued.filter(isListed);
		// An event a product in an applicant's calendar, an event a day in the others.
		const days = new Map();
		for (const s of own)
			days.set(isApplicant ? s.product_id : s.end, [...days.get(isApplicant ? s.product_id : s.end) ?? [], s]);
		const listPath = name === 'ending' ? 'products/all/' : `products/${name}/`;

		for (const group of days.values()) {
			const [s] = group, isOne = group.length === 1, record = byId.get(s.product_id);
			const uid = `${isOne ? `P/${s.product_id}/end/${s.label_id}` : `${listPath}${s.end}`}@${host}`;
			// The event of a label does not change when the label ends: the day it names was its last.
			const stamp = isOne ? s.displayed_on
				: listed.map((g) => (g.status === 'valid' || g.end < g.displayed_on ? g.displayed_on : g.end)).sort().at(-1);
			const event = events.find((e) => e.UID === uid);
			if (!event || event.DTSTART !== s.end.replaceAll('-', '') || event['DTSTART parameters'] !== ';VALUE=DATE' ||
				event.DTSTAMP !== `${stamp.replaceAll('-', '')}T000000Z` || event.SEQUENCE !== String((Date.parse(stamp) - Date.parse('2000-01-01')) / 864e5) ||
				event.URL !== `${root}${isOne ? `P/${s.product_id}/` : listPath}`)
				faults.push(`${uid}: ${JSON.stringify(event)}`);
			else if (isOne && !plain(event.SUMMARY).includes(record.name[lang] ?? record.name.ja))
				faults.push(`${event.SUMMARY} does not name ${record.name[lang]}`);
			else if (!isOne && (!event.SUMMARY.includes(group.length) ||
				group.filter((g) => plain(event.DESCRIPTION).includes(`${g.model ?? byId.get(g.product_id).models[0].number}`)).length < Math.min(3, group.length) ||
				plain(event.DESCRIPTION).includes(` ${group.length - 3} more`) !== (lang === 'en' && group.length > 3)))
				faults.push(`${event.SUMMARY} does not say what ends: ${event.DESCRIPTION}`);
		}
		[...days.values()].forEach((group) => sizes.add(group.length));
		checkNone(`${out}/${file}: faults`, faults);
		checkNone(`${out}/${file}: events twice`, twice(events.map((event) => event.UID)));
		check(`${out}/${file}: ${days.size} events`, events.length === days.size, events.length);
		if (isApplicant) {
			napplicants++;
			check(`${out}/${file}: of an applicant`, applicants.has(name));
			continue;
		}
		const list = path.join(out, lang === 'en' ? 'en' : '', 'products', name === 'ending' ? 'all' : name, 'index.html');
		check(`${out}/${file}: its list links it`, fs.readFileSync(list, 'utf8').includes(`calendar/${name}.ics"`));
	}
	check(`${out}: a calendar an applicant, a category, and of all`,
		applicants.size === new Set(issued.map(applicantOf)).size && napplicants === 2 * applicants.size &&
		files.length === 2 * (1 + categories.size + applicants.size), `${files.length}`);
}

// ---- the sample, on two days ----

const later = day(asOf, 0, 1);
const options = { export: sample, criteria, 'as-of': asOf };
const out = { today: `${work}/today`, later: `${work}/later`, many: `${work}/many`, one: `${work}/one`, odd: `${work}/odd` };

buildSite(out.today);
const ids = checkFeeds(out.today, options);
checkPages(out.today, ids);
checkCalendars(out.today, options);

buildSite(out.later, { 'as-of': later });
const before = statuses(options), after = statuses({ ...options, 'as-of': later });
const isSame = (id) => !/:P\//.test(id) || (([, product]) =>
	JSON.stringify(before.get(product)) === JSON.stringify(after.get(product)))(/:P\/([0-9A-Z]+)\//.exec(id));
const laterIds = new Set(checkFeeds(out.later, { ...options, 'as-of': later }));
checkCalendars(out.later, { ...options, 'as-of': later });
checkNone('ids that are not there the day after, though nothing happened', ids.filter((id) => isSame(id) && !laterIds.has(id)));
check('there is nothing of the future', ids.every((id) => first(id, /^tag:[^,]*,([^:]*):/) <= asOf));
// What happened on the second day is in the part that grows; parts of the past stay.
checkNone('documents of the past that changed overnight', differences(out.today, out.later)
	.filter((file) => /changes\/(.*\/)?\d{4}-\d{2}/.test(file) && !file.includes(asOf.slice(0, 7)) &&
		ids.every(isSame)));

// ---- more than a page a month; what one product more changes ----

const { header, records } = readExport();
const simple = records.find((record) => record.labels.length === 1 && record.labels[0].level === 1 &&
	!record.security_notes && before.get(record.product_id).status === 'valid' && record.manufacturer?.disclosed);
const copies = Array.from({ length: 700 }, (none, i) => ({ ...simple, product_id: `MANY${1000 + i}`,
	labels: [{ ...simple.labels[0], label_id: `MANY-${i}`, events: [],
		acquired_on: `2026-${i < 300 ? '08' : '09'}-${String(1 + i % 28).padStart(2, '0')}`, valid_until: null }] }));
const many = (list) => writeExport(`${work}/${list.length}.jsonl`, { header, records: [...records, ...list] });
const manyOptions = { ...options, export: many(copies) };
buildSite(out.many, { export: manyOptions.export });
checkPages(out.many, checkFeeds(out.many, manyOptions));
check('a month has several pages', filesBelow(`${out.many}/changes`).filter((file) => file.startsWith('2026-08-from-')).length > 4);
check('its first page names them', /aria-current="page"/.test(fs.readFileSync(`${out.many}/changes/2026-08/index.html`, 'utf8')));
buildSite(out.one, { export: many(copies.filter((record, i) => i !== 150)) });
const changed = differences(out.many, out.one).filter((file) => file.startsWith('changes/') && file.endsWith('.atom'));
check('one product less changes few documents', changed.length > 0 && changed.length <= 12, changed.join('\n'));

// ---- names that XML and iCalendar must escape; two notes alike, one of the future ----

const odd = ['a,b;c\\d "e" <f>&g', 'line\u00a0end', `${'長い名前🏷'.repeat(40)}`, 'C:\\new,\\;'];
const notes = ['2026-11-01', '2026-11-01', later]
	.map((date) => ({ date, title: { ja: '同じ題名' }, state: 'fixed' }));
const oddOptions = { ...options, export: writeExport(`${work}/odd.jsonl`, { header, records: [...records,
	...odd.map((name, i) => ({ ...copies[0], product_id: `ODD${1000 + i}`, name: { ja: name }, security_notes: notes,
		labels: [{ ...copies[0].labels[0], label_id: `ODD-${i}`, acquired_on: '2025-03-01' }] }))] }) };
buildSite(out.odd, { export: oddOptions.export });
checkFeeds(out.odd, oddOptions);
checkCalendars(out.odd, oddOptions);
check('days of calendars had one end, and more than are named', sizes.has(1) && [...sizes].some((n) => n > 3), [...sizes].join());
report();
