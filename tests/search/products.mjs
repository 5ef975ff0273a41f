// Products with names as they stand in shops, for tests/search/found.mjs and check.mjs. The names are those of products
// that there are; the labels, levels, numbers and flaws are invented and say nothing about them.

import fs from 'node:fs';

/** A manufacturer: Japanese and English name, reading. */
const makers = {
	buffalo: ['株式会社バッファロー', 'Buffalo Inc.', 'ばっふぁろー'],
	iodata: ['株式会社アイ・オー・データ機器', 'I-O DATA DEVICE, INC.', 'あいおーでーたきき'],
	elecom: ['エレコム株式会社', 'ELECOM Co., Ltd.', 'えれこむ'],
	nec: ['NECプラットフォームズ株式会社', 'NEC Platforms, Ltd.', 'えぬいーしーぷらっとふぉーむず'],
	yamaha: ['ヤマハ株式会社', 'Yamaha Corporation', 'やまは'],
	fujitsu: ['富士通株式会社', 'Fujitsu Limited', 'ふじつう'],
	mitsubishi: ['三菱電機株式会社', 'Mitsubishi Electric Corporation', 'みつびしでんき'],
	panasonic: ['パナソニック株式会社', 'Panasonic Corporation', 'ぱなそにっく'],
	canon: ['キヤノン株式会社', 'Canon Inc.', 'きやのん'],
	ricoh: ['株式会社リコー', 'Ricoh Company, Ltd.', 'りこー'],
	fujifilm: ['富士フイルムビジネスイノベーション株式会社', 'FUJIFILM Business Innovation Corp.', 'ふじふいるむびじねすいのべーしょん'],
	fortinet: ['フォーティネットジャパン合同会社', 'Fortinet Japan G.K.', 'ふぉーてぃねっとじゃぱん'],
	cisco: ['シスコシステムズ合同会社', 'Cisco Systems G.K.', 'しすこしすてむず'],
	axis: ['アクシスコミュニケーションズ株式会社', 'Axis Communications K.K.', 'あくしすこみゅにけーしょんず'],
	tplink: ['ティーピーリンクジャパン株式会社', 'TP-Link Japan Inc.', 'てぃーぴーりんくじゃぱん'],
	switchbot: ['SWITCHBOT株式会社', 'SwitchBot Inc.', 'すいっちぼっと'],
	daikin: ['ダイキン工業株式会社', 'Daikin Industries, Ltd.', 'だいきんこうぎょう'],
	sharp: ['シャープ株式会社', 'Sharp Corporation', 'しゃーぷ'],
	hitachi: ['日立グローバルライフソリューションズ株式会社', 'Hitachi Global Life Solutions, Inc.', 'ひたちぐろーばるらいふそりゅーしょんず'],
	toshiba: ['東芝ライフスタイル株式会社', 'Toshiba Lifestyle Products', 'とうしばらいふすたいる'],
	omron: ['オムロン株式会社', 'OMRON Corporation', 'おむろん'],
	sony: ['ソニー株式会社', 'Sony Corporation', 'そにー'],
	epson: ['セイコーエプソン株式会社', 'Seiko Epson Corporation', 'せいこーえぷそん'],
	brother: ['ブラザー工業株式会社', 'Brother Industries, Ltd.', 'ぶらざーこうぎょう'],
	aiphone: ['アイホン株式会社', 'Aiphone Co., Ltd.', 'あいほん'],
	qrio: ['Qrio株式会社', 'Qrio, Inc.', 'きゅりお'],
	takano: ['タカノ髙橋製作所', 'Takahashi Works', 'たかはしせいさくしょ'],
	yamazaki: ['株式会社山﨑計器', 'Yamazaki Instruments Co., Ltd.', 'やまざきけいき'],
	nishimura: ['⻄村電子工業株式会社', 'Nishimura Electronics', 'にしむらでんしこうぎょう'],
	katsushika: ['葛󠄀飾ネットワーク株式会社', 'Katsushika Networks', 'かつしかねっとわーく'],
	wiz: ['ウイズセキュリティ株式会社', 'Wiz Security Inc.', 'ういずせきゅりてぃ'],
	sk: ['SKジャパン株式会社', 'SK Japan Inc.', 'えすけーじゃぱん'],
	velvet: ['ヴェルベット音響株式会社', 'Velvet Audio Inc.', 'う゛ぇるべっとおんきょう'],
};

/** Maker, Japanese name, English name, reading, models, level, category, and what else there is. */
const list = [
	['buffalo', 'Wi-Fi 6 無線LANルーター AirStation WSR-3200AX4S', 'AirStation WSR-3200AX4S Wi-Fi 6 router', '', ['WSR-3200AX4S-BK', 'WSR-3200AX4S'], 2, 'router', { gtin: 4981254058619, cve: ['CVE-2026-20481'] }],
	['buffalo', 'Wi-Fi 6E 無線LANルーター AirStation WXR-11000XE12', 'AirStation WXR-11000XE12', '', ['WXR-11000XE12'], 3, 'router', { gtin: 4981254062548 }],
	['buffalo', 'ネットワーク対応HDD リンクステーション LS220D', 'LinkStation LS220D NAS', '', ['LS220D0402G', 'LS220D0802G'], 1, '', { gtin: 4981254031490 }],
	['buffalo', '法人向け無線アクセスポイント WAPM-AX8R', 'WAPM-AX8R business access point', '', ['WAPM-AX8R'], 3, 'router', {}],
	['buffalo', 'レイヤー2スマートスイッチ BS-GS2016', 'BS-GS2016 layer 2 smart switch', '', ['BS-GS2016', 'BS-GS2024'], 2, 'router', {}],
	['iodata', '無線LANルーター WN-DAX3600XR', 'WN-DAX3600XR wireless router', '', ['WN-DAX3600XR'], 2, 'router', { gtin: 4957180144498 }],
	['iodata', 'ネットワークカメラ Qwatch TS-NS410W', 'Qwatch TS-NS410W network camera', '', ['TS-NS410W'], 2, 'network-camera', { gtin: 4957180131672, jvn: 'JVN#46345126', cve: ['CVE-2026-31102'] }],
	['iodata', 'ネットワークハードディスク LAN DISK HDL2-X', 'LAN DISK HDL2-X', '', ['HDL2-X4', 'HDL2-X8'], 1, '', {}],
	['elecom', 'Wi-Fi 6 ギガビットルーター WRC-X3200GST3', 'WRC-X3200GST3 gigabit router', '', ['WRC-X3200GST3-B'], 2, 'router', { gtin: 4549550236904 }],
	['elecom', 'スマートプラグ WiFi NEO-SMPL', 'NEO-SMPL smart plug', '', ['NEO-SMPL01'], 2, 'smart-home', {}],
	['nec', 'Aterm WX5400HP ホームルータ', 'Aterm WX5400HP home router', '', ['PA-WX5400HP'], 2, 'router', { gtin: 4589796812345 }],
	['nec', 'UNIVERGE IX2310 アクセスルータ', 'UNIVERGE IX2310 access router', 'ゆにばーじゅ', ['IX2310', 'IX2215'], 4, 'router', {}],
	['yamaha', 'ギガアクセスVPNルーター RTX830', 'RTX830 gigabit VPN router', '', ['RTX830'], 3, 'router', { gtin: 4957812625258, cve: ['CVE-2026-11817'] }],
	['yamaha', 'ギガアクセスVPNルーター RTX1300', 'RTX1300 gigabit VPN router', '', ['RTX1300'], 4, 'router', {}],
	['yamaha', 'ファイアウォール FWX120', 'FWX120 firewall', '', ['FWX120'], 2, 'router', {}],
	['yamaha', '無線LANアクセスポイント WLX222', 'WLX222 wireless access point', '', ['WLX222(W)', 'WLX222(B)'], 3, 'router', {}],
	['fujitsu', 'イメージスキャナー fi-8170', 'fi-8170 image scanner', '', ['fi-8170', 'FI-8170'], 1, '', {}],
	['fujitsu', '産業用IoTゲートウェイ Si-R G120', 'Si-R G120 industrial IoT gateway', '', ['Si-R G120'], 2, 'router', {}],
	['mitsubishi', '監視カメラ MELOOK3 NC-7000', 'MELOOK3 NC-7000 surveillance camera', 'かんしかめらめるっくすりー', ['NC-7000', 'NC-7020'], 3, 'network-camera', {}],
	['mitsubishi', 'ルームエアコン 霧ヶ峰 MSZ-ZW4024S', 'Kirigamine MSZ-ZW4024S air conditioner', 'きりがみね', ['MSZ-ZW4024S-W'], 2, 'smart-home', {}],
	['mitsubishi', '三菱シーケンサ MELSEC iQ-R', 'MELSEC iQ-R programmable controller', 'しーけんさめるせっく', ['R04CPU', 'R08CPU'], 1, '', {}],
	['panasonic', 'i-PRO 屋外ネットワークカメラ WV-S1536', 'i-PRO WV-S1536 outdoor network camera', 'あいぷろ', ['WV-S1536LNJ', 'WV-S1536LTNJ'], 3, 'network-camera', {}],
	['panasonic', 'テレビドアホン VL-SWE750', 'VL-SWE750 video intercom', '', ['VL-SWE750KF'], 2, 'smart-home', { gtin: 4549980508923 }],
	['panasonic', 'ドラム式洗濯乾燥機 NA-LX129C', 'NA-LX129C washer dryer', '', ['NA-LX129CL-W', 'NA-LX129CR-W'], 2, 'smart-home', {}],
	['canon', 'ネットワークカメラ VB-H47', 'VB-H47 network camera', '', ['VB-H47', 'VB-H47B'], 2, 'network-camera', {}],
	['canon', '複合機 imageRUNNER ADVANCE DX C5860F', 'imageRUNNER ADVANCE DX C5860F multifunction printer', 'いめーじらんなー', ['iR-ADV C5860F'], 2, 'smart-home', {}],
	['ricoh', 'デジタルフルカラー複合機 RICOH IM C2500', 'RICOH IM C2500 colour multifunction printer', '', ['IM C2500', 'IM C3000', 'IM C3500'], 1, '', {}],
	['ricoh', 'インタラクティブホワイトボード D7510', 'D7510 interactive whiteboard', '', ['D7510'], 1, '', {}],
	['fujifilm', 'Apeos C3070 カラー複合機', 'Apeos C3070 colour multifunction printer', 'あぺおす', ['Apeos C3070', 'Apeos C2570'], 1, '', {}],
	['fortinet', '次世代ファイアウォール FortiGate 60F', 'FortiGate 60F next-generation firewall', 'ふぉーてぃげーと', ['FG-60F'], 3, 'router', { cve: ['CVE-2026-47575', 'CVE-2026-23113'] }],
	['fortinet', '次世代ファイアウォール FortiGate 100F', 'FortiGate 100F next-generation firewall', 'ふぉーてぃげーと', ['FG-100F', 'FG-101F'], 3, 'router', { cve: ['CVE-2026-47575'] }],
	['fortinet', 'FortiAP 231F 無線アクセスポイント', 'FortiAP 231F wireless access point', '', ['FAP-231F'], 2, 'router', {}],
	['cisco', 'Catalyst 9200L スイッチ', 'Catalyst 9200L switch', 'かたりすと', ['C9200L-24T-4G', 'C9200L-48T-4G'], 3, 'router', {}],
	['cisco', 'Meraki MX68 セキュリティアプライアンス', 'Meraki MX68 security appliance', 'めらき', ['MX68', 'MX68W'], 3, 'router', { jvn: 'JVNVU#92846103' }],
	['axis', '固定ドームネットワークカメラ AXIS P3265-LV', 'AXIS P3265-LV dome camera', '', ['P3265-LV', 'P3265-LVE'], 3, 'network-camera', {}],
	['axis', 'ボックス型カメラ AXIS M1137', 'AXIS M1137 box camera', '', ['M1137', 'M1137-E'], 2, 'network-camera', {}],
	['tplink', 'Tapo C210 見守りカメラ', 'Tapo C210 pan/tilt camera', 'たぽ', ['Tapo C210'], 2, 'network-camera', { gtin: 4895252500363 }],
	['tplink', 'Deco X50 メッシュWi-Fiシステム', 'Deco X50 mesh Wi-Fi system', 'でこ', ['Deco X50(1-pack)', 'Deco X50(2-pack)'], 2, 'router', {}],
	['tplink', 'Archer AX73 ルーター', 'Archer AX73 router', 'あーちゃー', ['Archer AX73'], 2, 'router', {}],
	['switchbot', 'SwitchBot ハブ2', 'SwitchBot Hub 2', 'すいっちぼっとはぶつー', ['W3202100'], 2, 'smart-home', { gtin: 4580767320038 }],
	['switchbot', 'SwitchBot ロックPro', 'SwitchBot Lock Pro', 'すいっちぼっとろっくぷろ', ['W3500000'], 2, 'smart-home', {}],
	['switchbot', 'SwitchBot 温湿度計プラス', 'SwitchBot Meter Plus', 'おんしつどけい', ['W2301500'], 1, '', {}],
	['daikin', 'うるさらX ルームエアコン S405ATRP', 'Urusara X S405ATRP air conditioner', 'うるさらえっくす', ['S405ATRP-W'], 2, 'smart-home', {}],
	['daikin', '加湿ストリーマ空気清浄機 MCK704A', 'MCK704A humidifying air purifier', '', ['MCK704A-W', 'MCK704A-T'], 2, 'smart-home', {}],
	['sharp', 'ウォーターオーブン ヘルシオ AX-LSX3B', 'Healsio AX-LSX3B water oven', 'へるしお', ['AX-LSX3B', 'AX-LSX3C'], 2, 'smart-home', {}],
	['sharp', '加湿空気清浄機 KI-TX100', 'KI-TX100 humidifying air purifier', '', ['KI-TX100-W'], 2, 'smart-home', {}],
	['hitachi', '冷凍冷蔵庫 R-WXC74X', 'R-WXC74X refrigerator', '', ['R-WXC74X(X)', 'R-WXC74X(N)'], 2, 'smart-home', {}],
	['hitachi', 'ビッグドラム BD-STX130J 洗濯乾燥機', 'Big Drum BD-STX130J washer dryer', '', ['BD-STX130JL', 'BD-STX130JR'], 2, 'smart-home', {}],
	['toshiba', '冷凍冷蔵庫 ベジータ GR-W600FZS', 'VEGETA GR-W600FZS refrigerator', 'べじーた', ['GR-W600FZS(UC)'], 2, 'smart-home', {}],
	['omron', 'ネットワークカメラ型温度センサ K6PM', 'K6PM thermal condition monitor', '', ['K6PM-THMD-EIP'], 1, '', {}],
	['omron', '上腕式血圧計 HEM-7281T', 'HEM-7281T blood pressure monitor', 'けつあつけい', ['HEM-7281T', 'HCR-7502T'], 1, '', {}],
	['sony', '4K液晶テレビ ブラビア KJ-55X80L', 'BRAVIA KJ-55X80L 4K TV', 'ぶらびあ', ['KJ-55X80L', 'KJ-43X80L'], 2, 'smart-home', {}],
	['epson', 'A3インクジェット複合機 エコタンク EW-M5610FT', 'EcoTank EW-M5610FT printer', 'えこたんく', ['EW-M5610FT'], 1, '', {}],
	['epson', 'ビジネスプリンター LP-S3290', 'LP-S3290 laser printer', '', ['LP-S3290', 'LP-S3290PS'], 1, '', {}],
	['brother', 'モノクロレーザー複合機 MFC-L2750DW', 'MFC-L2750DW mono laser printer', '', ['MFC-L2750DW'], 1, '', { gtin: 4977766779289 }],
	['brother', 'ラベルプリンター ピータッチ PT-P910BT', 'P-touch PT-P910BT label printer', 'ぴーたっち', ['PT-P910BT'], 1, '', {}],
	['aiphone', 'テレビドアホン WP-24B', 'WP-24B video door phone', '', ['WP-24B'], 2, 'smart-home', {}],
	['aiphone', 'インターホン親機 ROCO WK-24A', 'ROCO WK-24A intercom', 'ろこ', ['WK-24A'], 2, 'smart-home', {}],
	['qrio', 'スマートロック Qrio Lock', 'Qrio Lock smart lock', 'きゅりおろっく', ['Q-SL2', 'Q-SL2/T'], 2, 'smart-home', { gtin: 4573243090241 }],
	['takano', '入退室管理装置 TK-300', 'TK-300 access control unit', 'にゅうたいしつかんりそうち', ['TK-300'], 1, '', {}],
	['yamazaki', 'スマートメーター YZ-100M', 'YZ-100M smart meter', '', ['YZ-100M'], 1, '', {}],
	['nishimura', 'ｶﾞｽｾﾝｻｰ NG-20', 'NG-20 gas sensor', 'がすせんさー', ['NG-20'], 1, '', {}],
	['katsushika', '見守りセンサー KN-1', 'KN-1 care sensor', '', ['KN-1'], 1, '', {}],
	['wiz', 'ウイルスチェッカー搭載ルータ WZ-5', 'WZ-5 security router', '', ['WZ-5'], 2, 'router', {}],
	['sk', 'ロボット掃除機 SK-50', 'SK-50 robot vacuum', '', ['SK-50'], 2, 'smart-home', {}],
	['sk', 'スティック掃除機 SK-V7*', 'SK-V7* stick vacuum', '', ['SK-V7*', 'SK-V8##'], 1, '', {}],
	['velvet', 'サラウンドスピーカー ヴィオラ VA-9', 'Viola VA-9 surround speaker', '', ['VA-9'], 1, '', {}],
	['velvet', 'デジタルサイネージ端末 ヅームボード ZB-1', 'Zoomboard ZB-1 signage terminal', '', ['ZB-1'], 1, '', {}],
	['sony', 'スマートウォッチ wena 3', 'wena 3 smart watch', 'うぇな', ['WNW-A21A'], 1, '', {}],
	['panasonic', 'コードレス電話機 VE-GD78DL', 'VE-GD78DL cordless phone', '', ['VE-GD78DL-S'], 1, '', {}],
];

/** The digits with the check digit that they need. */
function gtinOf(number) {
	const digits = String(number).slice(0, 12);
	const sum = Array.from(digits).reduce((all, digit, i) => all + Number(digit) * (i % 2 ? 3 : 1), 0);
	return `${digits}${(10 - sum % 10) % 10}`;
}

const nameOf = ([ja, en, kana]) => ({ ja, ...(en && { en }), ...(kana && { kana }) });
const criteria = { 1: () => 'S1-1.1', 2: (category) => `S2-${category}-1.0`, 3: (category) => `S3-${category}-2.0`, 4: (category) => `S4-${category}-1.0` };

/** The records, as in an export. Ids are FIND01 and so on; labels JS1-7700000-1 and so on. */
export const records = list.map(([maker, ja, en, kana, models, level, category, more], i) => ({
	product_id: `FIND${String(i + 1).padStart(2, '0')}`,
	name: nameOf([ja, en, kana]),
	models: models.map((number) => ({ number })),
	...(more.gtin && { gtins: [gtinOf(more.gtin)] }),
	manufacturer: { name: nameOf(makers[maker]), disclosed: true },
	...((more.cve || more.jvn) && { security_notes: [{ date: '2026-10-01', title: { ja: '脆弱性', en: 'A flaw' }, ...(more.cve && { cve: more.cve }), ...(more.jvn && { jvn: more.jvn }), state: 'open' }] }),
	labels: [{
		label_id: `JS${level}-77${String(i * 37 + 100).padStart(5, '0')}-${i % 10}`, level, ...(level > 1 && { category }),
		criteria: criteria[level](category), acquired_on: '2026-06-01', route: level > 2 ? 'A' : 'self',
		applicant: { name: nameOf(makers[maker]) }, evaluator: { kind: level > 2 ? 'evaluation_body' : 'self' },
	}],
}));

/** Writes an export with the records behind those of another. */
export function addRecords(made, file) {
	const [header, ...lines] = fs.readFileSync(made, 'utf8').trimEnd().split('\n');
	fs.writeFileSync(file, `${[JSON.stringify({ ...JSON.parse(header), records: lines.length + records.length }), ...lines, ...records.map((r) => JSON.stringify(r))].join('\n')}\n`);
}
