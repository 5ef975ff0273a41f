#!/usr/bin/env node
// Makes an export to search in: tests/search/export.mjs N FILE. Names are put together from words, so
// that some are common and some rare, manufacturers have few products or many, and products one model
// or many. The same N gives the same bytes.
import fs from 'node:fs';

const [n, file] = [Number(process.argv[2]), process.argv[3]];

let state = 20261122;
const random = () => {
	state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
	return state / 2 ** 32;
};
const below = (most) => Math.floor(random() * most);
const pick = (list) => list[below(list.length)];
/** Small numbers more often than large ones. */
const rarely = (most) => Math.floor(most * random() ** 3);
const shuffled = (list) => {
	for (let i = list.length - 1; i > 0; i--) {
		const k = below(i + 1);
		[list[i], list[k]] = [list[k], list[i]];
	}
	return list;
};

const kana = 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ';
const roman = ['a', 'i', 'u', 'e', 'o'].flatMap((v) => ['', 'k', 's', 't', 'n', 'h', 'm', 'r', 'y', 'w'].map((c) => c + v));
const kanji = '東西南北海山川田中光電機精工信技研通和大日本三富士青松竹梅桜星月陽雪風林森泉岡島崎浜橋辺沢谷原野上下前後新古高平丸金銀鉄銅石水火木土';
const forms = [['株式会社', '', ', Inc.'], ['', '株式会社', ' Co., Ltd.'], ['', '有限会社', ' Ltd.'], ['合同会社', '', ' LLC'], ['', '製作所', ' Works'], ['', '', ' GmbH'], ['一般社団法人', '', ' Association']];
const trades = [['電機', 'Electric'], ['通信', 'Communications'], ['技研', 'Research'], ['精工', 'Precision'], ['システム', 'Systems'], ['ネットワークス', 'Networks'], ['光学', 'Optics'], ['工業', 'Industries'], ['', '']];
const types = [
	['ネットワークカメラ', 'network camera', 'network-camera'], ['監視カメラ', 'surveillance camera', 'network-camera'],
	['ドーム型カメラ', 'dome camera', 'network-camera'], ['Wi-Fiルーター', 'Wi-Fi router', 'router'],
	['業務用VPNルーター', 'business VPN router', 'router'], ['スイッチングハブ', 'switching hub', 'router'],
	['無線アクセスポイント', 'wireless access point', 'router'], ['スマートロック', 'smart lock', 'smart-home'],
	['スマートプラグ', 'smart plug', 'smart-home'], ['ロボット掃除機', 'robot vacuum', 'smart-home'],
	['見守りセンサー', 'care sensor', 'smart-home'], ['エアコン', 'air conditioner', 'smart-home'],
	['冷蔵庫', 'refrigerator', 'smart-home'], ['電子レンジ', 'microwave oven', 'smart-home'],
	['洗濯乾燥機', 'washer dryer', 'smart-home'], ['照明リモコン', 'lighting remote', 'smart-home'],
	['ネットワークレコーダー', 'network recorder', 'network-camera'], ['複合機', 'multifunction printer', 'printer'],
	['ラベルプリンター', 'label printer', 'printer'], ['温湿度センサー', 'temperature and humidity sensor', ''],
	['産業用ゲートウェイ', 'industrial gateway', ''], ['電子黒板', 'interactive board', ''],
	['POS端末', 'POS terminal', ''], ['入退室管理装置', 'access control unit', ''],
	['スマートメーター', 'smart meter', ''], ['インターホン', 'intercom', ''],
	['ヘッドマウントディスプレイ', 'head-mounted display', ''], ['会議用スピーカー', 'conference speaker', ''],
	['PLC', 'PLC', ''], ['医療用モニター', 'medical monitor', ''],
];
const adjectives = [['', ''], ['', ''], ['', ''], ['屋外用', 'outdoor '], ['小型', 'compact '], ['高速', 'high-speed '], ['業務用', 'business '], ['壁掛け', 'wall-mounted ']];

const word = (length) => Array.from({ length }, () => below(kana.length));
const romanise = (w) => { const s = w.map((i) => roman[i % roman.length]).join(''); return s[0].toUpperCase() + s.slice(1); };
const letters = (length) => Array.from({ length }, () => 'ABCDEFGHIJKLMNOPRSTUVWXYZ'[below(25)]).join('');
const digits = (length) => Array.from({ length }, () => below(10)).join('');

// A firm is known by its Japanese name, so no two have the same one.
const taken = new Set();
const makers = Array.from({ length: Math.max(8, Math.ceil(n / 50)) }, () => {
	let w, trade, form, ja;
	do {
		w = word(2 + below(3));
		trade = pick(trades);
		form = pick(forms);
		const stem = random() < 0.5 ? w.map((i) => kana[i]).join('') : kanji[below(kanji.length)] + kanji[below(kanji.length)];
		ja = form[0] + stem + trade[0] + form[1];
	} while (taken.has(ja));
	taken.add(ja);
	const [en, suffix] = [trade[1], form[2]];
	const prefix = letters(1 + below(2));
	return {
		name: { ja, ...(random() < 0.9 && { en: `${romanise(w)}${en && ` ${en}`}${suffix}` }) },
		series: Array.from({ length: 1 + below(6) }, () => { const s = word(3 + below(2)); return [s.map((i) => kana[i]).join(''), romanise(s), prefix + letters(below(2))]; }),
		disclosed: random() < 0.95,
	};
});

// Codes that are spread over their range without one coming twice.
const step = 48271;
const alphabet = '23456789BCDFGHJKLMNPQRSTVWXYZ';
const idOf = (i) => {
	let rest = (i * 2654435761 + 12345) % (29 ** 6), id = '';
	for (let k = 0; k < 8; k++) {
		id += alphabet[(k < 6 ? rest : i * step) % 29];
		rest = Math.floor(rest / 29);
	}
	return id + (i >= 24000 ? alphabet[i % 29] + alphabet[Math.floor(i / 29) % 29] : '');
};
const labelOf = (i) => { const code = String((i * 7919 * step) % 100000007).padStart(9, '0'); return `-${code.slice(0, 3)}-${code.slice(3, 6)}-${code.slice(6)}`; };

const day = (from, most) => new Date(Date.parse(from) + below(most) * 864e5).toISOString().slice(0, 10);

const perMaker = makers.map(() => 0);
function record(i) {
	const m = rarely(makers.length);
	const maker = makers[m];
	const series = pick(maker.series);
	const type = pick(types);
	const [adjective, adjectiveEn] = pick(adjectives);
	const number = 100 + perMaker[m]++ * pick([1, 5, 10]);
	const model = `${series[2]}${pick(['-', '-', ''])}${number}${random() < 0.3 ? letters(1) : ''}`;
	const suffixes = shuffled(['', 'W', 'B', '-JP', '-US', '/2', ' Pro', 'X', '-4G', '-5G', 'N', 'H']);
	const nmodels = 1 + rarely(random() < 0.02 ? 12 : 6);
	const names = pick([
		[`${adjective}${type[0]} ${series[0]}`, `${series[1]} ${adjectiveEn}${type[1]}`],
		[`${adjective}${type[0]} ${series[0]} ${number}`, `${series[1]} ${number} ${adjectiveEn}${type[1]}`],
		[`${series[0]}・${type[0]} ${model}`, `${model} ${type[1]}`],
		[`${series[1]} ${number}`, `${series[1]} ${number}`],
	]);
	const level = random() < 0.55 ? 1 : random() < 0.7 ? 2 : random() < 0.8 ? 3 : 4;
	const category = level === 1 ? '' : level === 4 ? 'router' : level === 3 ? pick(['router', 'network-camera']) : pick(['router', 'network-camera', 'smart-home']);
	const criteria = level === 1 ? pick(['S1-1.0', 'S1-1.1']) : `S${level}-${category}-${pick(level === 2 && category === 'router' ? ['1.0', '1.1'] : level === 3 ? ['1.0', '2.0'] : ['1.0'])}`;
	const label = (number, kind) => ({
		label_id: `FD${kind}${labelOf(number)}`, level: kind, ...(kind > 1 && { category }), criteria: kind === 1 && level > 1 ? 'S1-1.0' : criteria,
		acquired_on: day('2024-11-01', 735), route: kind > 2 ? pick(['A', 'B']) : 'self',
		applicant: { name: maker.disclosed ? maker.name : { ja: '申請代行社' } }, evaluator: kind > 2 ? { kind: 'evaluation_body', name: { ja: `評価機関${below(5)}` } } : kind === 2 && random() < 0.3 ? { kind: 'assessment_body' } : { kind: 'self' },
		...(random() < 0.02 && { events: [{ date: '2026-11-20', kind: random() < 0.5 ? 'withdrawn' : 'revoked' }] }),
	});
	return {
		product_id: idOf(i), name: { ja: names[0], ...(random() < 0.95 && { en: names[1] }) },
		models: suffixes.slice(0, nmodels).map((suffix) => ({ number: model + suffix })),
		...(random() < 0.98 && { manufacturer: { name: maker.name, disclosed: maker.disclosed } }),
		...(random() < 0.5 && { support_until: day('2027-01-01', 1500) }),
		labels: [label(2 * i, level), ...(level > 1 && random() < 0.2 ? [label(2 * i + 1, 1)] : [])],
	};
}

const out = fs.openSync(file, 'w');
fs.writeSync(out, `${JSON.stringify({ format: 'label-export/1', exported_at: '2026-11-22T23:30:00+09:00', records: n })}\n`);
for (let i = 0; i < n; i += 1000)
	fs.writeSync(out, Array.from({ length: Math.min(1000, n - i) }, (_, k) => `${JSON.stringify(record(i + k))}\n`).join(''));
fs.closeSync(out);
