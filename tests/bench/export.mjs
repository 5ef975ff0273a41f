#!/usr/bin/env node
// Makes a large export from the sample: tests/bench/export.mjs N FILE [CHANGED]
//
// Each record is one of the sample's with names, models, ids and a manufacturer of its own, and all
// its dates moved by the same number of days, so that labels begin, are extended and end on many
// days and every status occurs. With CHANGED, so many of the records, evenly spread, are not as
// without it: a third have another summary, a third another English name, a third one more model.
// The same arguments give the same bytes.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const [n, file, changed = 0] = [Number(process.argv[2]), process.argv[3], Number(process.argv[4] ?? 0)];
const fuda = process.env.FUDA || 'build/fuda';
const asOf = '2026-11-22';
const [header, ...sample] = fs.readFileSync('content/sample/labels.jsonl', 'utf8').trim().split('\n').map((line) => JSON.parse(line));

let state = 1;
const below = (most) => {
	state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
	return Math.floor(state / 2 ** 32 * most);
};

// ---- dates ----

const isDate = (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
const moveDate = (date, days) => new Date(Date.parse(date) + days * 864e5).toISOString().slice(0, 10);

/** A copy in which every date is so many days later. */
function moved(value, days) {
	if (isDate(value))
		return moveDate(value, days);
	if (Array.isArray(value))
		return value.map((item) => moved(item, days));
	if (value && typeof value === 'object')
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, moved(item, days)]));
	return value;
}

const moves = Array.from({ length: 61 }, (_, i) => (i - 30) * 12);

/** By record of the sample the moves after which it is still without fault, as the program says. */
function findMoves() {
	const candidates = sample.flatMap((record, i) => moves.map((days) => {
		const copy = moved(record, days);
		const mark = `${String(i).padStart(4, '2')}Z${String(days + 500).padStart(4, '2')}`;
		return { i, days, record: {
			...copy, product_id: `BENCH${mark.replace(/[01]/g, (d) => 'BC'[d])}`,
			labels: copy.labels.map((label, k) => ({ ...label, label_id: `${label.label_id}-${i}-${days}-${k}` })),
		} };
	}));
	const probe = `${file}.probe`;
	fs.writeFileSync(probe, [{ ...header, records: candidates.length }, ...candidates.map((c) => c.record)]
		.map((line) => `${JSON.stringify(line)}\n`).join(''));
	const said = spawnSync(fuda, ['check', '--export', probe, '--criteria', 'content/sample/criteria', '--as-of', asOf],
		{ encoding: 'utf8', maxBuffer: 1 << 28 });
	fs.rmSync(probe);
	const faulty = new Set([...said.stderr.matchAll(/^[^\n]*?:(\d+): /gm)].map((match) => Number(match[1]) - 2));
	const allowed = sample.map(() => []);
	candidates.forEach((c, line) => { if (!faulty.has(line)) allowed[c.i].push(c.days); });
	return allowed.map((list) => (list.length > 0 ? list : [0]));
}

const allowed = findMoves();

// ---- names ----

const syllables = 'ka ki ku ke ko sa shi su se so ta chi tsu te to na ni ne no ha hi ho ma mi mu mo ya yu yo ra ri ru re ro wa'.split(' ');
const kana = 'カキクケコサシスセソタチツテトナニネノハヒホマミムモヤユヨラリルレロワ';
const trades = [['電機', 'Electric'], ['通信工業', 'Communications'], ['技研', 'Giken'], ['精密', 'Precision'], ['システムズ', 'Systems'], ['製作所', 'Works']];
const kinds = [['ネットワークカメラ', 'network camera'], ['無線ルーター', 'wireless router'], ['スマートロック', 'smart lock'], ['空気清浄機', 'air purifier'], ['監視レコーダー', 'video recorder'], ['温湿度センサー', 'climate sensor'], ['業務用ゲートウェイ', 'gateway'], ['複合機', 'multifunction printer']];

function name(length) {
	const picks = Array.from({ length }, () => below(syllables.length));
	const latin = picks.map((i) => syllables[i]).join('');
	return [picks.map((i) => kana[i]).join(''), latin[0].toUpperCase() + latin.slice(1)];
}

const makers = Array.from({ length: Math.max(20, Math.ceil(n / 60)) }, () => {
	const [ja, en] = name(3 + below(3)), [tradeJa, tradeEn] = trades[below(trades.length)];
	return { ja: `${ja}${tradeJa}株式会社`, en: `${en} ${tradeEn} Co., Ltd.`, kana: ja };
});

// ---- records ----

const alphabet = '23456789BCDFGHJKLMNPQRSTVWXYZ';

/** Ids of eight characters that are spread over their range, without one coming twice. */
function idOf(i) {
	let rest = (i * 2654435761 + 97) % (29 ** 7), id = '';
	for (let k = 0; k < 7; k++, rest = Math.floor(rest / 29))
		id += alphabet[rest % 29];
	return id + alphabet[i % 29];
}

function record(i) {
	const at = below(sample.length);
	const r = moved(sample[at], allowed[at][below(allowed[at].length)]);
	const maker = makers[Math.floor(makers.length * (below(1000) / 1000) ** 2)];
	const [seriesJa, seriesEn] = name(2 + below(2)), [kindJa, kindEn] = kinds[below(kinds.length)];
	const number = 100 + below(9000);
	r.product_id = idOf(i);
	r.name = { ja: `${kindJa} ${seriesJa} ${number}`, ...(r.name.en && { en: `${seriesEn} ${number} ${kindEn}` }) };
	r.models.forEach((model, k) => { model.number = `${seriesEn.slice(0, 2).toUpperCase()}-${number}${k > 0 ? `-${k}` : ''}-${i}`; });
	if (r.manufacturer?.name) {
		const old = r.manufacturer.name.ja;
		r.manufacturer.name = { ja: maker.ja, ...(r.manufacturer.name.en && { en: maker.en }), kana: maker.kana };
		for (const label of r.labels)
			if (label.applicant?.name?.ja === old)
				label.applicant.name = { ja: maker.ja, ...(label.applicant.name.en && { en: maker.en }) };
	}
	r.labels.forEach((label, k) => { label.label_id = `FD${label.level}-${String(i).padStart(8, '0')}-${k}`; });
	return r;
}

function change(r, i) {
	if (i % 3 === 0)
		r.summary = { ja: '昨夜、説明が改められました。', en: 'The description was changed last night.' };
	else if (i % 3 === 1)
		r.name = { ...r.name, en: `${r.name.ja} (renamed)` };
	else
		r.models.push({ number: `NEW-${i}` });
}

const out = fs.openSync(file, 'w');
fs.writeSync(out, `${JSON.stringify({ ...header, records: n })}\n`);
const every = changed > 0 ? Math.floor(n / changed) : Infinity;
let lines = [];
for (let i = 0; i < n; i++) {
	const r = record(i);
	if (i % every === 0)
		change(r, i / every);
	lines.push(`${JSON.stringify(r)}\n`);
	if (lines.length === 1000 || i === n - 1) {
		fs.writeSync(out, lines.join(''));
		lines = [];
	}
}
fs.closeSync(out);
