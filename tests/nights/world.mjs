// The world that the nights are played in: a label database of some thirty products, and what happens to it.
//
// `happenings` says what, night by night. Each changes the records as the office that keeps them would;
// what follows for statuses, pages and feeds is not said here, but found by judge.mjs.
import fs from 'node:fs';
import path from 'node:path';
import { toDay, toText, yearsOn } from '../spec/oracle.mjs';

export const first = toDay('2026-11-23');
export const nights = 60;
export const dayOf = (night) => toText(first + night);

const makers = [['はくさん計測株式会社', 'Hakusan Instruments'], ['株式会社しおかぜ', 'Shiokaze'], ['みやま電機', 'Miyama Electric'],
	['つばめ通信', 'Tsubame'], ['ひとりの製作所', 'The One Works']];
const manufacturer = (n) => ({ name: { ja: makers[n][0], en: makers[n][1] }, disclosed: true });

let nlabels = 0;
/** A label whose first term of two years ends in this night. */
function label(level, night, more = {}) {
	const category = level > 1 ? { category: 'router' } : {};
	return { label_id: `N${level}-${String(++nlabels).padStart(4, '0')}`, level, ...category, criteria: level === 1 ? 'S1-1.0' : `S${level}-router-1.0`,
		acquired_on: toText(yearsOn(first + night, -2)), route: level < 3 ? 'self' : 'A', applicant: { name: { ja: '申請者', en: 'Applicant' } },
		evaluator: { kind: level < 3 ? 'self' : 'evaluation_body' }, events: [], ...more };
}
const newLabel = (level, night, more = {}) => label(level, night, { acquired_on: dayOf(night), ...more });

function product(id, maker, ...labels) {
	return { product_id: id, name: { ja: `機器 ${id}`, en: `Device ${id}` }, models: [{ number: `M-${id}` }], manufacturer: manufacturer(maker),
		origin: { country: 'JP', disclosed: true }, summary: { ja: '計る機器です。', en: 'It measures.' }, labels };
}

export class World {
	/** Begins; the criteria are those of the sample, as of then, in `folder`/criteria. */
	constructor(folder, sample) {
		this.folder = folder;
		this.retired = [];
		this.records = [];
		this.versions = [];
		fs.mkdirSync(`${folder}/criteria`);
		fs.copyFileSync(`${sample}/categories.json`, `${folder}/criteria/categories.json`);
		for (const id of ['S1-1.0', 'S2-router-1.0', 'S3-router-1.0', 'S4-router-1.0'])
			this.addVersion(JSON.parse(fs.readFileSync(`${sample}/${id}.json`, 'utf8')));
		this.next = JSON.parse(fs.readFileSync(`${sample}/S3-router-2.0.json`, 'utf8'));
		// Terms that end in these nights, and one that does not.
		for (const [i, night] of [3, 3, 9, 15, 21, 26, 27, 33, 41, 47, 52, 58, 300, 301, 302].entries())
			this.records.push(product(`SELF${String(i + 1).padStart(4, '0')}`, i % 4, label(1 + i % 2, night)));
		for (const [i, night] of [6, 12, 20, 31, 35, 44, 200, 16].entries())
			this.records.push(product(`ROUTEA${String(i + 1).padStart(2, '0')}`, i % 4, label(3, night)));
		for (const [i, night] of [13, 24, 38, 210].entries())
			this.records.push(product(`ROUTEB${String(i + 1).padStart(2, '0')}`, i % 4, label(3 + i % 2, night, { route: 'B' })));
		this.records.push(product('LATER001', 4, newLabel(2, 11)), product('TWOLABEL', 1, label(1, 55), label(3, 250)));
	}

	product(id) {
		return this.records.find((record) => record.product_id === id);
	}

	addVersion(version) {
		this.versions.push(version);
		fs.writeFileSync(`${this.folder}/criteria/${version.id}.json`, JSON.stringify(version));
	}

	/** A major revision; its file is there some nights before it is published. */
	reviseCriteria({ published, grace }) {
		this.addVersion({ ...this.next, published_on: dayOf(published), effective_on: dayOf(published + 5), grace_ends_on: dayOf(grace) });
	}

	/** Names a product as retired from this night on; what is retired at once leaves the export, too. */
	retire(id, night, isLeaving = true) {
		this.retired.push({ product_id: id, date: dayOf(night), note: { ja: '終了しました。', en: 'It has ended.' } });
		if (isLeaving)
			this.records = this.records.filter((record) => record.product_id !== id);
	}

	isRetired(id, night) {
		return this.retired.some((entry) => entry.product_id === id && entry.date <= dayOf(night)) ||
			!this.product(id) && this.retired.some((entry) => entry.product_id === id);
	}

	/** The export made in the evening before; `replace` has lines to stand in place of records: [id, how]. */
	textOf(night, { records = this.records, header = {}, replace = [] } = {}) {
		const head = { format: 'label-export/1', exported_at: `${toText(first + night - 1)}T23:30:00+09:00`, records: records.length, ...header };
		const lines = records.map((record) => replace.find(([id]) => id === record.product_id)?.[1](record) ?? JSON.stringify(record));
		return [JSON.stringify(head), ...lines].map((line) => line + '\n').join('');
	}

	/** Writes what the program reads: the export, and the retired products. */
	write(night, changes) {
		fs.writeFileSync(path.join(this.folder, 'labels.jsonl'), this.textOf(night, changes));
		fs.writeFileSync(path.join(this.folder, 'site/content/retired.jsonl'),
			this.retired.map((entry) => JSON.stringify(entry) + '\n').join(''));
	}

	/** An event of the head's label, dated in this night. */
	event(id, night, kind, more = {}) {
		this.product(id).labels.at(-1).events.push({ date: dayOf(night), kind, ...more });
	}
}

const revision = { published: 10, grace: 30 };
const event = (id, kind, more) => (world, night) => world.event(id, night, kind, more);
const note = (id, state, severity = 'high') => (world, night) => {
	(world.product(id).security_notes ??= []).push({ date: dayOf(night), title: { ja: `安全情報 ${night}`, en: `Note ${night}` }, state, severity });
};

/** By night: what happens to the world. */
export const happenings = {
	1: [(world, night) => world.records.push(product('NEW00001', 4, newLabel(1, night)))],
	2: [event('ROUTEA01', 'report_unchanged')],
	// A renewal on the day on which the old label ends, and one that comes late.
	3: [(world, night) => world.product('SELF0001').labels.push(newLabel(1, night))],
	4: [event('SELF0013', 'spec_change_reported', { affects: true }), event('SELF0014', 'spec_change_reported', { affects: false })],
	5: [event('ROUTEA07', 'impact_report_submitted'), event('ROUTEB04', 'impact_report_submitted')],
	7: [event('SELF0015', 'revoked'), (world, night) => world.product('SELF0002').labels.push(newLabel(2, night))],
	8: [(world) => world.reviseCriteria(revision), event('ROUTEB04', 'reevaluation_conform')],
	9: [event('SELF0003', 'reapplication_planned')],
	11: [event('ROUTEA02', 'report_unchanged'), event('ROUTEB01', 'reassessment_passed'), note('ROUTEA07', 'open')],
	16: [event('ROUTEA07', 'reevaluation_nonconform'), note('ROUTEB04', 'open', 'low')],
	17: [event('SELF0003', 'reapplication_dropped'), (world, night) => world.records.push(product('NEW00002', 2, newLabel(3, night, { criteria: 'S3-router-2.0' })))],
	18: [event('SELF0009', 'withdrawn')],
	19: [(world) => { world.product('NEW00001').name = { ja: '新しい名前の機器', en: 'A device renamed' }; }],
	// Within the grace period a report extends, after it none does.
	20: [event('ROUTEA03', 'report_unchanged')],
	22: [(world) => { world.product('NEW00001').manufacturer.disclosed = false; }],
	// The one product of a manufacturer goes to another: its list goes.
	23: [(world) => { world.product('LATER001').manufacturer = manufacturer(0); }],
	25: [event('SELF0005', 'reapplication_filed'), (world) => { world.product('ROUTEA07').security_notes[0].state = 'fixed'; }],
	26: [event('SELF0006', 'reapplication_planned')],
	28: [(world, night) => world.retire('SELF0015', night)],
	31: [event('ROUTEA04', 'report_unchanged')],
	33: [event('ROUTEA05', 'report_unchanged'), (world, night) => world.product('SELF0008').labels.push(newLabel(2, night))],
	36: [event('NEW00002', 'revoked')],
	39: [(world, night) => world.records.push(product('NEW00003', 3, newLabel(4, night, { route: 'B' })))],
	42: [event('TWOLABEL', 'revoked'), (world) => { world.product('NEW00001').manufacturer.disclosed = true; }],
	45: [(world, night) => world.retire('SELF0004', night), event('ROUTEB04', 'withdrawn')],
	49: [(world, night) => world.records.push(product('NEW00004', 4, newLabel(1, night))), note('NEW00003', 'open', 'critical')],
	51: [(world, night) => world.retire('NEW00002', night + 3, false)], // named ahead, and left in the export
	53: [(world, night) => world.product('SELF0006').labels.push(newLabel(2, night))],
	56: [event('NEW00003', 'withdrawn')],
	57: [(world) => { world.product('NEW00004').labels[0].events.push({ date: dayOf(57), kind: 'spec_change_reported', affects: true }); }],
};

/** By night: what goes wrong. */
export const mishaps = {
	6: 'cut', 10: 'bad', 11: 'bad', 12: 'revoked', 13: 'duplicate', 14: 'killed', 17: 'unreadable', 21: 'full', 24: 'changed', 27: 'ended', 29: 'missing', 30: 'bad', 32: 'killed', 34: 'killed', 35: 'full', 37: 'older', 38: 'lost',
	40: 'stale', 43: 'criteria', 46: 'back', 48: 'killed', 50: 'full', 52: 'gone', 54: 'again', 55: 'manifest',
};

/** How the folder is written in a night. */
export function optionsOf(night) {
	return [...(night >= 20 && night < 50 ? ['--atomic'] : []), ...(night >= 40 ? ['--precompress'] : [])];
}
