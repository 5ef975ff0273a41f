// An export of products that strain a page: one for each status and reason of the sample with very
// long names, and some that strain it each in its own way. The same bytes every time.
import { readExport, statuses, writeExport } from '../check.mjs';

const longJapanese = '次世代型多機能防水防塵耐衝撃広角高解像度夜間撮影対応屋外用ネットワーク接続監視装置統合管理型'
	+ 'インターネットプロトコルセキュリティゲートウェイ付属電源装置同梱特別限定記念販売店専用';
const longEnglish = 'Next-generation multi-purpose waterproof, dustproof and shock-resistant wide-angle '
	+ 'high-resolution outdoor network surveillance system with an integrated management gateway, '
	+ 'special limited anniversary edition for selected dealers and their customers';
const longWord = 'Supercalifragilistic' + 'expialidocious'.repeat(8);
const longAddress = `https://example.com/${'very-long-path-without-an-end/'.repeat(6)}?${'q'.repeat(120)}`;
const marked = `E${'\u0300'.repeat(90)}M${'\u0323'.repeat(90)}`;
const number = (i) => `NX-${1000 + i * 7}${'ABCDEFGH'[i % 8]}/${'JEUK'[i % 4]}${i % 10}`;
const models = (n) => Array.from({ length: n }, (_, i) => ({ number: number(i) }));

const longText = { ja: longJapanese, en: longEnglish };
const longFirm = { ja: `${longJapanese}製造販売株式会社`, en: `${longEnglish} Manufacturing and Sales Corporation` };

const note = (i) => ({
	date: `2026-0${1 + i % 9}-1${i % 10}`, title: longText, url: longAddress,
	cve: Array.from({ length: 6 }, (_, k) => `CVE-2026-${10000 + i * 10 + k}`), jvn: `JVN#${12345678 + i}`,
	severity: ['low', 'medium', 'high', 'critical'][i % 4], state: i % 2 ? 'fixed' : 'open',
});

/** Keeps what decides the status, makes everything else long. */
const long = (record, id) => ({
	...record, product_id: id, gtins: ['4006381333931', '2666515804687'],
	name: { ja: longJapanese, en: longEnglish }, models: [{ number: longWord.slice(0, 100), note: longText }, ...models(9)],
	manufacturer: { name: longFirm, disclosed: true }, origin: { country: 'BQ', disclosed: true },
	summary: { ja: `# ${longJapanese}\n\n* ${longWord}\n\n    ${longWord}\n\n${longAddress}`, en: `# ${longEnglish}\n\n\`${longWord}\`` },
	site_url: longAddress, vulnerability_report_url: longAddress,
	contact: { name: longFirm, email: `${longWord.slice(0, 60)}@${longWord.slice(0, 60).toLowerCase()}.example`, url: longAddress, tel: '+81-3-1234-5678' },
	other_certifications: [{ scheme: longEnglish, number: longWord, url: longAddress }],
	security_notes: [0, 1, 2, 3].map(note), procurement_notes: longText,
	labels: record.labels.map((label) => ({
		...label, label_id: `${id}-${label.label_id}`.slice(0, 64),
		applicant: { name: longFirm, corporate_number: '1234567890123' },
		evaluator: { ...label.evaluator, name: longFirm },
	})),
});

/** One valid label; what else there is stands in the second argument. */
const simple = (id, rest) => ({
	product_id: id, name: { ja: '製品' }, models: [{ number: 'A-1' }], ...rest,
	labels: [{
		label_id: `H-${id}`, level: 1, criteria: 'S1-1.1', acquired_on: '2026-06-01', route: 'self',
		applicant: { name: { ja: '株式会社例' } }, evaluator: { kind: 'self' }, ...rest.label,
	}],
	label: undefined,
});

const special = [
	simple('HARDBARE', {}),
	simple('HARDWITHHELD', {
		manufacturer: { name: { ja: '秘密製作所', en: 'Secret Works' }, disclosed: false },
		origin: { country: 'JP', disclosed: false }, support_until: 'undeclared',
	}),
	simple('HARDNOENGLISH', {
		name: { ja: longJapanese, kana: 'じせだい' }, models: [{ number: 'B-2', note: { ja: longJapanese } }],
		manufacturer: { name: { ja: longFirm.ja }, disclosed: true }, origin: { country: 'JP', disclosed: true },
		summary: { ja: longJapanese }, procurement_notes: { ja: longJapanese },
		security_notes: [{ date: '2026-10-01', title: { ja: longJapanese }, state: 'open' }],
	}),
	// As long as the longest names and lists of models that registries of today have.
	simple('HARDNAME', {
		name: { ja: longJapanese.repeat(4).slice(0, 340), en: `${longEnglish}; ${longEnglish}`.slice(0, 340) }, models: models(40),
		manufacturer: { name: { ja: longFirm.ja.slice(0, 43), en: longFirm.en.slice(0, 90) }, disclosed: true },
	}),
	simple('HARD300', { name: { ja: '三百型番の製品', en: 'A product of 300 models' }, models: models(300) }),
	simple('HARD300LONG', { name: longText, manufacturer: { name: longFirm, disclosed: true }, models: models(300).map((m) => ({ number: `${m.number}-OUTDOOR-BUNDLE-2026`, note: { ja: '屋外用', en: 'outdoor' } })) }),
	simple('HARDSCRIPTS', {
		name: { ja: 'مراقب الشبكة 👩‍👩‍👧‍👦🇯🇵 é̂̂̂̂ 한국어 ภาษาไทย ไม่มีช่องว่างระหว่างคำเลยในประโยคนี้', en: 'שלום 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ﷽ Ǆ' },
		models: [{ number: 'ＡＢ－１２' }, { number: 'א-1' }, { number: '─'.repeat(80) }],
	}),
	simple('HARDMARKS', {
		name: { ja: `${marked}カメラ`, en: `${marked} camera` }, models: [{ number: marked.slice(0, 99) }],
		manufacturer: { name: { ja: `${marked}社`, en: `${marked} Works` }, disclosed: true },
	}),
	simple('HARDRETIRED', { name: longText, manufacturer: { name: longFirm, disclosed: true } }),
	simple('HARDWORD', { name: { ja: longWord, en: longWord }, manufacturer: { name: { ja: longWord, en: longWord }, disclosed: true } }),
];

/** What content/retired.jsonl says of them; the second is in no export any more. */
export const retiredProducts = [
	{ product_id: 'HARDRETIRED', date: '2026-08-01', note: longText },
	{ product_id: 'HARDGONE', date: '2026-09-01', note: longText },
];

/** The ids of the special ones. */
export const specialProducts = Object.fromEntries([...special, retiredProducts[1]]
	.map(({ product_id: id }) => [id.toLowerCase(), id]));

export function writeHardExport(file) {
	const { header, records } = readExport();
	const first = new Map();
	const status = statuses();
	for (const record of records) {
		const { status: code, reason } = status.get(record.product_id);
		const kind = `${code}${reason ? `-${reason}` : ''}`;
		if (code !== 'not_issued' && !first.has(kind))
			first.set(kind, record);
	}
	const each = [...first.values()].map((record, i) => long(record, `LONG${String(i).padStart(4, '0')}`));
	return writeExport(file, { header, records: [...each, ...special] });
}
