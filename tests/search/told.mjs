#!/usr/bin/env node
// What search says of its answer is true: what was left out is named, what is there is not said to be missing,
// and what only goes with a product is not answered by it.
import { checkNone, report } from '../check.mjs';
import { openIndex } from './engine.mjs';
import { makeNamedIndex } from './named.mjs';

const { fresh, api } = openIndex(makeNamedIndex());

/** A question, a filter, the first product, how it differs from what was asked, and by which words. */
const QUESTIONS = [
	['RTX830', {}, 'FIND13', null],
	['RTX830 電源アダプター', {}, 'FIND13', 'other', '電源アダプター'],
	['RTX830用電源アダプター', {}, 'FIND13', 'other', '電源アダプター'],
	['LP-S3290用 感光体ユニット', {}, 'FIND54', 'other', '感光体ユニット'],
	['FG-60F power supply', {}, 'FIND30', 'other', 'power supply'],
	['RTX830 XYZ-999 ケース', {}, 'FIND13', 'fewer', 'XYZ-999 ケース'],
	['RTX830 ヤマハ 白', {}, 'FIND13', 'fewer', '白'],
	['NA-LX129CL-W ホワイト', {}, 'FIND24', 'fewer', 'ホワイト'],
	['キヤノン RTX830 ルーター', {}, 'FIND13', 'fewer', 'キヤノン'],
	['パナソニック RTX83O', {}, 'FIND13', 'number', 'RTX83O', 'パナソニック'],
	['ヤマハ RTX83O', {}, 'FIND13', 'number', 'RTX83O', ''],
	// A number that is there is not said to be missing where only its level is another.
	['RTX830 ★4', {}, 'FIND13', 'fewer', '★4'],
	['レベル4 RTX830', {}, 'FIND13', 'fewer', 'レベル4'],
	['RTX830', { levels: [4] }, undefined, null],
	['RTX830', { statuses: ['revoked'] }, undefined, null],
	['RTX1300 ★4', {}, 'FIND14', null],
	['★5 RTX1300', {}, 'FIND14', 'fewer', '★5'],
	// Of a barcode or a flaw and other words none is passed over.
	['JAN 4957812625258', {}, 'FIND13', null],
	['ヤマハ 4957812625258', {}, 'FIND13', null],
	['Tapo C210 4957812625258', {}, 'FIND13', 'fewer', 'Tapo C210'],
	['CVE-2026-47575 FortiGate 60F', {}, 'FIND30', null],
	['CVE-2026-47575 ヤマハ', {}, 'FIND30', 'fewer', 'ヤマハ'],
	['4957812625259', {}, undefined, null],
	['CVE-2026-99999', {}, undefined, null],
	// What people paste.
	['https://www.example.com/products/rtx830/index.html', {}, 'FIND13', null],
	['https://shop.example.com/yamaha-rtx830-vpn?id=3', {}, 'FIND13', null],
	['JS2\u22127701432\u22126（ラベル）', {}, 'FIND37', null],
	['BRAVIA\u2122 KJ-55X80L', {}, 'FIND52', null],
];

const wrong = [];
for (const [query, filter, id, kind, asked, without] of QUESTIONS) {
	const { near, products } = await api.ask(fresh(), query, { today: '2026-11-22', ...filter }).then((answer) => answer.more(5));
	const said = [products[0]?.id, near?.kind ?? null, ...near ? [near.asked] : [], ...without === undefined ? [] : [near?.without]];
	const wanted = [id, kind, ...kind ? [asked] : [], ...without === undefined ? [] : [without]];
	if (JSON.stringify(said) !== JSON.stringify(wanted))
		wrong.push(`${query} ${JSON.stringify(filter)}: ${JSON.stringify(said)}, wanted ${JSON.stringify(wanted)}`);
}
checkNone('questions that are answered by something untrue', wrong);
report();
