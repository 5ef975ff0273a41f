/* Made by gen/text/fold_table.mjs from fold_script.js and fold.txt, Unicode 15.0: do not edit. */
'use strict';

/*
 * Folds texts for comparing.
 *
 * Fold.text('ＷＲ－１２００') is 'wr-1200', as is that of 'WR‐1200' and of 'wr-1200'; 'ﾈｯﾄﾜｰｸ',
 * 'ネットワーク' and 'ねっとわーく' are one, 'Café' is 'cafe'. Fold.search goes further: 'ルーター' and
 * 'ルータ', 'キヤノン' and 'キャノン', '髙島' and '高島' are one as well.
 *
 * What it takes for the same stands in gen/text/fold.txt, for the generator too, which folds what
 * goes into the index; tests/fold/compare.mjs compares the two. NFKC and the mapping of case are
 * those of the browser: Unicode keeps them for ever for characters once assigned.
 */
const Fold = (() => {
	const DATA = {
		hyphen: '\\u{2d7}\\u{58a}\\u{2010}-\\u{2015}\\u{2043}\\u{207b}\\u{208b}\\u{2212}\\u{2500}\\u{fe31}-\\u{fe32}\\u{fe58}\\u{fe63}\\u{ff0d}',
		wave: '\\u{223c}\\u{301c}\\u{ff5e}',
		space: '\\u{9}-\\u{d}\\u{20}\\u{85}\\u{a0}\\u{1680}\\u{2000}-\\u{200a}\\u{2028}-\\u{2029}\\u{202f}\\u{205f}\\u{3000}',
		invisible: '\\u{ad}\\u{34f}\\u{61c}\\u{180b}-\\u{180f}\\u{200b}-\\u{200f}\\u{202a}-\\u{202e}\\u{2060}-\\u{206f}\\u{fe00}-\\u{fe0f}\\u{feff}\\u{e0000}-\\u{e0fff}\\u{2120}\\u{2122}',
		diacritic: '\\u{300}-\\u{36f}\\u{1ab0}-\\u{1aff}\\u{1dc0}-\\u{1dff}\\u{20d0}-\\u{20ff}\\u{fe20}-\\u{fe2f}',
		/** @type {Record<string, string>} */
		letter: {
			"\u00e6": "ae", "\u0153": "oe", "\u00f8": "o", "\u0111": "d", "\u00f0": "d", "\u0142": "l",
			"\u00fe": "th", "\u0127": "h", "\u0167": "t", "\u0131": "i", "\u014b": "ng", "\u0138": "k",
			"\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u201c": "\"",
			"\u201d": "\"", "\u201e": "\"", "\u201f": "\"", "\u2033": "\"", "゛": "゙", "゜": "゚", "ㇰ": "く",
			"ㇱ": "し", "ㇲ": "す", "ㇳ": "と", "ㇴ": "ぬ", "ㇵ": "は", "ㇶ": "ひ", "ㇷ": "ふ", "ㇸ": "へ", "ㇹ": "ほ", "ㇺ": "む",
			"ㇻ": "ら", "ㇼ": "り", "ㇽ": "る", "ㇾ": "れ", "ㇿ": "ろ",
		},
		/** @type {Record<string, string>} */
		pair: {
			"ゔあ": "ば", "ゔい": "び", "ゔえ": "べ", "ゔお": "ぼ", "ゔや": "びや", "ゔゆ": "びゆ", "ゔよ": "びよ",
		},
		/** @type {Record<string, string>} */
		like: {
			"": "ー", "あ": "ぁ", "い": "ぃゐ", "う": "ぅ", "え": "ぇゑ", "お": "ぉを", "つ": "っ", "や": "ゃ", "ゆ": "ゅ",
			"よ": "ょ", "わ": "ゎ", "か": "ゕ", "け": "ゖ", "じ": "ぢ", "ず": "づ", "ぶ": "ゔ", "母": "\u2e9f", "民": "\u2ea0",
			"虎": "\u2ec1", "西": "\u2ec4", "長": "\u2ed1", "青": "\u2ed8靑", "食": "\u2edd", "鬼": "\u2ee4",
			"麦": "\u2ee8麥", "黄": "\u2ee9黃", "斉": "\u2eeb齊齋斎", "竜": "\u2eef龍", "亀": "\u2ef2龜", "高": "髙",
			"崎": "﨑嵜碕", "島": "嶋嶌", "浜": "濱濵", "辺": "邊邉", "沢": "澤", "桜": "櫻", "広": "廣", "徳": "德", "瀬": "瀨",
			"曽": "曾", "真": "眞", "恵": "惠", "応": "應", "栄": "榮", "円": "圓", "国": "國囯", "学": "學", "楽": "樂",
			"気": "氣", "経": "經", "顕": "顯", "号": "號", "実": "實", "寿": "壽", "条": "條", "状": "狀", "乗": "乘",
			"総": "總惣", "聡": "聰", "台": "臺", "滝": "瀧", "峰": "峯", "鉄": "鐵", "関": "關", "駅": "驛", "戸": "戶",
			"歩": "步", "毎": "每", "弥": "彌", "礼": "禮", "静": "靜", "豊": "豐", "発": "發", "変": "變", "弁": "辯瓣辨",
			"万": "萬", "与": "與", "余": "餘", "亜": "亞", "悪": "惡", "圧": "壓", "囲": "圍", "医": "醫", "壱": "壹", "稲": "稻",
			"隠": "隱", "営": "營", "衛": "衞", "験": "驗", "塩": "鹽", "縁": "緣", "奥": "奧", "横": "橫", "仮": "假", "価": "價",
			"画": "畫", "会": "會", "壊": "壞", "懐": "懷", "絵": "繪", "拡": "擴", "覚": "覺", "岳": "嶽", "巻": "卷", "勧": "勸",
			"寛": "寬", "帰": "歸", "旧": "舊", "拠": "據", "挙": "擧", "虚": "虛", "峡": "峽", "狭": "狹", "暁": "曉", "区": "區",
			"駆": "驅", "勲": "勳", "薫": "薰", "径": "徑", "渓": "溪", "茎": "莖", "軽": "輕", "鶏": "鷄", "芸": "藝", "撃": "擊",
			"欠": "缺", "倹": "儉", "剣": "劍", "圏": "圈", "検": "檢", "権": "權", "献": "獻", "県": "縣", "険": "險", "厳": "嚴",
			"恒": "恆", "砕": "碎", "済": "濟", "剤": "劑", "雑": "雜", "参": "參", "桟": "棧", "蚕": "蠶", "惨": "慘", "賛": "贊",
			"残": "殘", "糸": "絲", "児": "兒", "歯": "齒", "辞": "辭", "湿": "濕", "写": "寫冩", "釈": "釋", "収": "收",
			"従": "從", "渋": "澁", "獣": "獸", "縦": "縱", "粛": "肅", "処": "處", "叙": "敍", "将": "將", "称": "稱", "焼": "燒",
			"証": "證", "奨": "獎", "浄": "淨", "剰": "剩", "畳": "疊", "縄": "繩", "壌": "壤", "嬢": "孃", "譲": "讓", "醸": "釀",
			"触": "觸", "嘱": "囑", "尽": "盡", "図": "圖", "粋": "粹", "酔": "醉", "穂": "穗", "随": "隨", "髄": "髓", "枢": "樞",
			"数": "數", "声": "聲", "摂": "攝", "窃": "竊", "専": "專", "浅": "淺", "戦": "戰", "践": "踐", "銭": "錢", "潜": "潛",
			"繊": "纖", "禅": "禪", "双": "雙", "壮": "壯", "荘": "莊", "捜": "搜", "挿": "插", "装": "裝", "痩": "瘦", "属": "屬",
			"続": "續", "堕": "墮", "対": "對", "体": "體躰", "帯": "帶", "滞": "滯", "択": "擇", "担": "擔", "単": "單",
			"団": "團", "弾": "彈", "断": "斷", "痴": "癡", "遅": "遲", "昼": "晝", "虫": "蟲", "鋳": "鑄", "庁": "廳", "聴": "聽",
			"勅": "敕", "鎮": "鎭", "逓": "遞", "転": "轉", "点": "點", "伝": "傳", "党": "黨", "盗": "盜", "灯": "燈", "当": "當",
			"独": "獨", "読": "讀", "届": "屆", "弐": "貳", "悩": "惱", "脳": "腦", "廃": "廢", "拝": "拜", "売": "賣", "抜": "拔",
			"髪": "髮", "蛮": "蠻", "秘": "祕", "払": "拂", "仏": "佛", "並": "竝", "宝": "寶", "褒": "襃", "翻": "飜", "没": "沒",
			"訳": "譯", "薬": "藥", "予": "豫", "誉": "譽", "揺": "搖", "様": "樣", "謡": "謠", "来": "來", "頼": "賴", "乱": "亂",
			"覧": "覽", "両": "兩", "猟": "獵", "塁": "壘", "励": "勵", "霊": "靈", "隷": "隸", "齢": "齡", "恋": "戀", "炉": "爐",
			"労": "勞", "楼": "樓", "湾": "灣", "淵": "渕", "桧": "檜", "槙": "槇", "尭": "堯", "遥": "遙", "瑶": "瑤", "鴎": "鷗",
			"剥": "剝", "填": "塡", "頬": "頰", "繋": "繫", "蒋": "蔣", "概": "槪", "既": "旣", "清": "淸", "教": "敎", "増": "增",
			"歴": "歷", "暦": "曆", "郎": "郞", "禄": "祿", "録": "錄", "緑": "綠", "即": "卽", "郷": "鄕", "尚": "尙", "富": "冨",
			"館": "舘", "凛": "凜", "籠": "篭", "藪": "薮籔", "諌": "諫", "闘": "鬪鬥", "達": "逹", "村": "邨", "野": "埜",
			"杉": "杦", "桑": "桒", "吉": "𠮷", "叱": "𠮟", "船": "舩",
		},
	};
	/** @param {string} ranges */
	const any = (ranges) => new RegExp(`[${ranges}]`, 'u');
	/* Of which nothing but capitals and spaces folds. */
	const PLAIN = /^[ -~]*$/;
	const HYPHEN = any(DATA.hyphen);
	const WAVE = any(DATA.wave);
	const SPACE = any(DATA.space);
	const INVISIBLE = any(DATA.invisible);
	const DIACRITICS = new RegExp(`[${DATA.diacritic}]`, 'gu');
	const LETTERS = new Map(Object.entries(DATA.letter));
	const PAIRS = new Map(Object.entries(DATA.pair));
	/** @type {Map<string, string>} */
	const LIKE = new Map();

	for (const [to, from] of Object.entries(DATA.like))
		for (const c of from)
			LIKE.set(c, to);

	/**
	 * @param {string} text
	 * @param {(c: string) => string} fold
	 */
	function each(text, fold) {
		return Array.from(text, fold).join('');
	}

	/**
	 * Character by character: what is the lower case of a Greek sigma depends on its neighbours.
	 * @param {string} text
	 */
	function withoutCase(text) {
		return each(text, (c) => each(c.toUpperCase(), (u) => u.toLowerCase()));
	}

	/** @param {string} text */
	function withoutDiacritics(text) {
		return text.normalize('NFD').replace(DIACRITICS, '').normalize('NFC');
	}

	/** @param {string} c */
	function foldOnce(c) {
		const code = c.charCodeAt(0), letter = LETTERS.get(c);

		if (HYPHEN.test(c))
			return '-';
		if (WAVE.test(c))
			return '~';
		if (SPACE.test(c))
			return ' ';
		if (INVISIBLE.test(c))
			return '';
		if (letter !== undefined)
			return letter;
		if ((code >= 0x30a1 && code <= 0x30f6) || code === 0x30fd || code === 0x30fe)
			return String.fromCharCode(code - 0x60);
		return withoutDiacritics(withoutCase(withoutDiacritics(c.normalize('NFKC'))));
	}

	/**
	 * To the end: what is folded stays as it is when it is folded again.
	 * @param {string} c
	 */
	function character(c) {
		let before = c, after = foldOnce(c);

		while (after !== before) {
			before = after;
			after = each(before, foldOnce);
		}
		return after;
	}

	/**
	 * The kana with a voiced mark, or '' where there is none.
	 * @param {string} kana
	 * @param {string} mark
	 */
	function voice(kana, mark) {
		const composed = (kana + mark).normalize('NFC');

		return kana >= '\u3041' && kana <= '\u309e' && composed.length === 1 ? composed : '';
	}

	/**
	 * Appends one character that is folded already to a list of them.
	 * @param {string[]} out
	 * @param {string} c
	 * @param {boolean} [dropsSpaces]
	 */
	function join(out, c, dropsSpaces) {
		const last = out[out.length - 1] ?? '';

		if (c === ' ' && (dropsSpaces || last === '' || last === ' '))
			return;
		if (c === '\u30fc' && /[0-9a-z]/.test(last)) {
			out.push('-');
		} else if ((c === '\u3099' || c === '\u309a') && voice(last, c)) {
			out[out.length - 1] = voice(last, c);
		} else {
			out.push(c);
		}
	}

	/** @type {Map<string, string[]>} */
	const known = new Map();

	/**
	 * Runs of spaces are one and none stands at the ends; or, if dropsSpaces is set, nowhere. A voiced
	 * mark joins its kana. A long vowel mark after a Latin letter or a digit is a hyphen.
	 * @param {string} whole
	 * @param {boolean} [dropsSpaces]
	 */
	function text(whole, dropsSpaces) {
		/** @type {string[]} */
		const out = [];

		if (PLAIN.test(whole) && !dropsSpaces)
			return whole.toLowerCase().replace(/ +/g, ' ').replace(/^ | $/g, '');

		for (const c of whole) {
			let parts = known.get(c);

			if (!parts)
				known.set(c, parts = Array.from(character(c)));
			for (const part of parts)
				join(out, part, dropsSpaces);
		}
		if (out[out.length - 1] === ' ')
			out.pop();
		return out.join('');
	}

	/**
	 * A text as search compares it: folded, and of what is alike one form.
	 * @param {string} whole
	 */
	function search(whole) {
		/** @type {string[]} */
		const out = [], folded = text(whole);
		let before = '';

		if (PLAIN.test(folded))
			return folded;
		for (const c of folded) {
			const like = LIKE.get(c) ?? c, pair = PAIRS.get(before + like);

			if (pair !== undefined)
				out[out.length - 1] = pair;
			else if (like !== '')
				out.push(like);
			before = c;
		}
		return out.join('');
	}

	return { character, text, search };
})();
