#!/usr/bin/env node
// Lists as buyers have them, judged as /check/ judges them but without a browser: no line is passed over, and
// nothing is said to be registered that only stands beside a number of a product.
import fs from 'node:fs';
import path from 'node:path';
import { check, checkNone, report } from '../check.mjs';
import { openJudge } from './engine.mjs';
import { makeNamedIndex } from './named.mjs';

const root = makeNamedIndex();
const { Sheet, judge: judgeAll } = await openJudge(root);

/** The verdicts of a text, in a column or of every cell, each as "LINE KIND NUMBER". */
async function judge(text, column = '0') {
	return (await judgeAll(text, column)).map(({ line, kind, number }) => `${line} ${kind}${kind === 'none' || kind === 'unread' ? '' : ` ${number.normalize('NFKC')}`}`);
}

/** Cells that name something else beside a number, and those that only look so. */
const OTHERS = ['RTX830 電源アダプター', 'RTX830 電源アダプタ', 'RTX830 ｱﾀﾞﾌﾟﾀｰ', 'RTX830（電源アダプター）', 'RTX1300 ラックマウントキット', 'MFC-L2750DW トナー', 'RTX830 AC adapter',
	'RTX830 power adapter', 'RTX830 ACアダプター 2個', 'RTX830 保守', 'RTX830 後継機', 'RTX830 除く', 'not RTX830', 'PT-P910BT ラベルテープ', 'ネットワークカメラ VB-H47 ケース', '照明リモコン RTX830',
	'富士通 RTX830', 'シスコシステムズ RTX1300'];
const THEMSELVES = ['RTX830（電源アダプター付き）', 'RTX830 電源アダプター付', 'RTX830 電源アダプターあり', 'RTX830 with power adapter', 'RTX830 incl. a power adapter', 'RTX830 without power adapter', 'RTX830 電源アダプターなし', 'RTX830（電源アダプター別売）', 'RTX830 JANコード 4957812625258', 'RTX830 バーコード', 'RTX830 電源アダプター除く', 'コードレス電話機 VE-GD78DL-S', 'ラベルプリンター PT-P910BT',
	'ドラム式洗濯乾燥機 NA-LX129CL-W', 'バッテリー内蔵 RTX830', 'RTX830 ブラック', 'RTX830 本体', 'RTX830 1台', 'ヤマハ RTX830', 'SONY KJ-55X80L', '三菱電機 NC-7000'];
const kindsOf = async (texts) => (await judge(texts.map((text) => `"${text}"`).join('\n'))).map((said) => said.split(' ')[1]);
const others = await kindsOf(OTHERS), themselves = await kindsOf(THEMSELVES);
checkNone('what stands beside a number and is taken for the product', OTHERS.filter((_, i) => others[i] !== 'other').map((text) => text));
checkNone('products that are not found for a word beside them', THEMSELVES.filter((_, i) => themselves[i] !== 'found'));

/** A list, its column, and what is said of each line. */
const LISTS = [
	['merged cells and ditto marks', 'メーカー\t型番\t数量\nヤマハ\tRTX830\t2\n〃\tRTX1300\t1\n\t同上\t4\n〃\t\t1\nアイホン\tWP-24B\t3\n', '1', ['2 found RTX830', '3 found RTX1300', '4 found RTX1300', '5 unread', '6 found WP-24B']],
	['a quote as a ditto mark', 'Yamaha,RTX830\n",RTX1300\n",FWX120\n', '1', ['1 found RTX830', '2 found RTX1300', '3 found FWX120']],
	['headings, totals, prices and days', '■ネットワーク機器\nRTX830\n小計 1台 45,000円\n2026/11/22\n合計\n¥45,000\n以下余白\n', '0', ['1 unread', '2 found RTX830', '3 unread', '4 unread', '5 unread', '6 unread', '7 unread']],
	['prices with commas in lines of one cell', 'RTX830 ¥45,000\nRTX1300 120,000円\n', '0', ['1 found RTX830', '2 found RTX1300']],
	['prices with commas between semicolons', 'RTX830;45,000\nRTX1300;120,000\n', '0', ['1 found RTX830', '2 found RTX1300']],
	['text behind quotes', '"ヤマハ"RTX830\n"RTX1300" 3台\n', '0', ['1 found RTX830', '2 found RTX1300']],
	['a number over two lines', 'WSR-\n3200AX4S\nWXR-11000\nXE12\nRTX830\n', '0', ['1 found WSR-3200AX4S', '2 found WSR-3200AX4S', '3 found WXR-11000XE12', '4 found WXR-11000XE12', '5 found RTX830']],
	['a hyphen with a space, a soft one, one of typesetting', 'WSR- 3200AX4S\nWSR\u00ad-3200AX4S\nWSR‐3200AX4S\nWSR\u22123200AX4S\n', '0', ['1 found WSR- 3200AX4S', '2 found WSR\u00ad-3200AX4S', '3 found WSR‐3200AX4S', '4 found WSR\u22123200AX4S'].map((said) => said.normalize('NFKC'))],
	['numbers with a space between them', 'RTX830 RTX1300\nIM C2500 RTX830 2台\nRTX830・RTX1300\nRTX830+FWX120\nRTX830 1300\nRTX830 NOSUCH-1\n', '0',
		['1 found RTX830', '1 found RTX1300', '2 found IM C2500', '2 found RTX830', '3 found RTX830', '3 found RTX1300', '4 found RTX830', '4 found FWX120', '5 none', '6 none']],
	['names instead of numbers', 'Qrio Lock\nSwitchBot ハブ2\nWSR-3200\nネットワークカメラ\nNOSUCH-1\n', '0', ['1 words Q-SL2', '2 words W3202100', '3 words WSR-3200AX4S-BK', '4 unread', '5 none']],
	['one line of cells', 'RTX830, RTX1300, NOSUCH-1', '*', ['1 found RTX830', '1 found RTX1300', '1 none']],
	['a cell that is far too long', `RTX830\n${'RTX830 '.repeat(2e5)}\n${'x'.repeat(1e6)}\n`, '0', ['1 found RTX830', '2 unread', '3 unread']],
	['quotes that never end', `${'"'.repeat(99999)}\nRTX830\n`, '*', null],
];
const wrong = [];
for (const [name, text, column, wanted] of LISTS) {
	const said = await judge(text, column), folded = wanted?.map((one) => one.normalize('NFKC')) ?? said;
	if (said.join('; ') !== folded.join('; '))
		wrong.push(`${name}: ${said.join('; ')}, wanted ${folded.join('; ')}`);
}
checkNone('lists that are judged otherwise', wrong);

/** The bytes of a text in an encoding that Node can only read. */
function encode(text, encoding) {
	const decoder = new TextDecoder(encoding, { fatal: true }), bytes = new Map();
	const add = (...all) => {
		try {
			const c = decoder.decode(Uint8Array.from(all));
			if (!bytes.has(c))
				bytes.set(c, all);
		} catch {
			// no character
		}
	};
	for (let high = 0; high < 256; high++)
		add(high);
	for (let high = 0x81; high < 256; high++)
		for (let low = 0x40; low < 256; low++)
			add(high, low);
	return Buffer.from(Array.from(text).flatMap((c) => bytes.get(c)));
}
const utf16 = (text) => Buffer.from(text, 'utf16le');
const LIST = '品名,型番,数量\r\nルーター①,RTX830,２\r\n㈱ヤマハ　ルーター,RTX1300,１\r\n', EUC = '品名,型番,数量\r\nルーター,RTX830,２\r\n防犯用カメラ　親機,RTX1300,１\r\n';
const FILES = {
	'Shift_JIS with what Windows adds': [encode(LIST, 'shift_jis'), LIST], 'EUC-JP': [encode(EUC, 'euc-jp'), EUC],
	'UTF-16 without a mark, mostly Japanese': [utf16(LIST), LIST], 'the same, the high byte first': [Buffer.from(utf16(LIST)).swap16(), LIST],
	'UTF-8 with zeros': [Buffer.from('RTX830\0\0\r\nRTX1300\0\r\n'), 'RTX830\r\nRTX1300\r\n'],
	'ISO-2022-JP': [Buffer.concat([Buffer.from('\x1b$B7?HV\x1b(B,RTX830\r\n')]), '型番,RTX830\r\n'],
	'Windows-1252': [Buffer.from('R\xe9f\xe9rence;Quantit\xe9;\r\nRTX830;2\r\n', 'latin1'), 'Référence;Quantité;\r\nRTX830;2\r\n'],
};
checkNone('files that are read otherwise', Object.entries(FILES).map(([name, [bytes, text]]) => [name, Sheet.decode(Uint8Array.from(bytes).buffer), text])
	.filter(([, read, text]) => read !== text).map(([name, read]) => `${name}: ${JSON.stringify(read)}`));
// Marks for inches quote no lines; a cell that is quoted may have lines in it, and the next line has its number in the text.
const inches = Array.from({ length: 300 }, (_, i) => `ZZ-${1000 + i}`);
inches[1] = '"ZZ-1001';
inches[250] = '" 24';
const parsed = Sheet.parse(inches.join('\n'));
check('marks for inches: each line is one', parsed.length === 300 && parsed.every(({ cells, line }, i) => line === i + 1 && cells.join() === inches[i]), parsed.slice(0, 4).map(({ cells }) => cells.join()).join('\n'));
const quoted = Sheet.parse('a,b\n"one\ntwo",c\nd,"e ""f"""\n');
check('quoted lines are a cell', JSON.stringify(quoted) === JSON.stringify([{ cells: ['a', 'b'], line: 1 }, { cells: ['one\ntwo', 'c'], line: 2 }, { cells: ['d', 'e "f"'], line: 4 }]), JSON.stringify(quoted));
report();
