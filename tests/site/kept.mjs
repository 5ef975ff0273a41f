#!/usr/bin/env node
// A build that makes again only what can have changed ends in the same bytes as one from nothing:
// over three years of nights, with many kinds of change in the records, the settings and the words
// between, and with nights on which nothing but the day has changed.
import fs from 'node:fs';
import { buildSite, check, checkNone, differencesFromNothing, readExport, report, work, writeExport } from '../check.mjs';

const nights = Number(process.env.NIGHTS ?? 30);
const all = readExport();
const present = { header: all.header, records: all.records.slice(0, -20) };
const absent = all.records.slice(-20);

let state = 7;
const below = (most) => {
	state = (Math.imul(state, 1103515245) + 12345) >>> 0;
	return Math.floor(state / 2 ** 32 * most);
};
const pick = (list) => list[below(list.length)];
const dayAfter = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);

const changes = {
	nothing: () => {},
	summary: (r) => { r.summary = { ja: `説明を${below(1000)}回目に改めました。` }; },
	name: (r) => { r.name.en = `Product ${below(1000)}`; },
	model: (r) => { r.models.push({ number: `NEW-${below(100000)}` }); },
	'last model': (r) => { r.models.at(-1).number += 'Y'; },
	support: (r, day) => { r.support_until = dayAfter(day, below(1000)); },
	evaluator: (r) => {
		for (const label of r.labels)
			if (label.evaluator)
				label.evaluator.name = { ja: `評価機関${below(1000)}` };
	},
	'first model': (r) => { r.models[0].number += 'X'; },
	'note of the future': (r, day) => {
		(r.security_notes ??= []).push({ date: dayAfter(day, below(60)), title: { ja: `お知らせ${below(1000)}` }, severity: 'low', state: 'open' });
	},
	'numbers of a note': (r, day) => {
		(r.security_notes ??= [{ date: dayAfter(day, -30), title: { ja: '以前からの情報' }, state: 'open' }])[0].cve = [`CVE-2026-${10000 + below(9000)}`];
	},
	'note fixed': (r) => { (r.security_notes ?? []).forEach((note) => { note.state = 'fixed'; }); },
	'manufacturer in English': (r) => {
		if (r.manufacturer)
			r.manufacturer.name.en = `Maker ${below(1000)}`;
	},
	'manufacturer withheld': (r) => {
		// Under a name that no text of the record has.
		if (r.manufacturer?.disclosed)
			Object.assign(r.manufacturer, { disclosed: false, shown: r.manufacturer.name, name: { ja: '無二屋電器製作所' } });
		else if (r.manufacturer?.shown)
			Object.assign(r.manufacturer, { disclosed: true, name: r.manufacturer.shown, shown: undefined });
	},
	withdrawn: (r, day) => {
		const label = r.labels.find((l) => l.acquired_on <= day);
		if (label && !(label.events ?? []).length)
			label.events = [{ date: dayAfter(day, below(20)), kind: 'withdrawn' }];
	},
	added: () => { if (absent.length > 0) present.records.push(absent.pop()); },
};

/** Builds the night twice: upon the night before, and from nothing. */
function play(night, day, options, what) {
	const file = writeExport(`${work}/export.jsonl`, present);
	// Lists are longer than a page.
	const gates = [...['max_ended_percent=100', 'max_changed_percent=100', 'max_export_age_days=36500', 'rows_per_page=20'].map((setting) => ['set', setting]),
		...['as-of-older', 'as-of-future'].map((name) => ['accept', `${name}=${day}`]), ['accept', `export-future=${present.header.exported_at}`]];
	const clean = `${work}/clean`;
	fs.rmSync(clean, { recursive: true, force: true });
	fs.rmSync(`${clean}.fuda`, { recursive: true, force: true });
	const set = { export: file, 'as-of': day, ...options };
	if (!buildSite(`${work}/site`, { ...set, report: `${work}/report`, extra: gates }) || !buildSite(clean, { ...set, extra: gates }))
		report();
	checkNone(`night ${night}, ${day}, ${what}: not as from nothing`, differencesFromNothing(clean, `${work}/site`));
	return JSON.parse(fs.readFileSync(`${work}/report/report.json`, 'utf8')).kept;
}

let day = '2025-02-01', kept = 0;
for (let night = 0; night < nights; night++) {
	const what = Object.keys(changes)[night % Object.keys(changes).length];
	const records = what === 'nothing' ? [] : Array.from({ length: 1 + below(3) }, () => pick(present.records));
	records.forEach((r) => changes[what](r, day));
	// The settings change now and then, for a few nights.
	const options = night % 12 >= 9 ? { set: 'ending_soon_days=45' } : {};
	kept += play(night, day, options, what);
	day = dayAfter(day, pick([0, 1, 1, 2, 30, 60, 90]));
}
// The first page of a list says with which models the others begin: it changes with a row that is not its own.
play(nights, day, {}, 'the same day');
const later = fs.readdirSync(`${work}/site/products/level-1`).find((name) => name.startsWith('from-'))?.slice('from-'.length);
const moved = present.records.find((r) => r.product_id === later);
check('a list is longer than a page', moved);
if (moved)
	changes['first model'](moved);
play(nights + 1, day, {}, 'the first row of a later page');
// A day that has gone by already.
play(nights + 2, dayAfter(day, -1), {}, 'back');
check(`most products need not be made again: ${kept} of ${nights} nights`, kept > nights * 30);
report();
