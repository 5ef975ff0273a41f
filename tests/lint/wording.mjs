#!/usr/bin/env node
// The words of the built sample: no page, badge or feed claims for a label what nobody may claim, and
// each language keeps its own punctuation, its own words and one tone.
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, criteria, filesBelow, readExport, report, sample, work } from '../check.mjs';
import { falseClaims, glossaryOf, politeEnds, readText, terms } from './words.mjs';

const root = `${work}/site`;
if (!buildSite(root))
	report();

// ---- the texts of a file ----

const voids = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);
const inline = new Set(['a', 'abbr', 'b', 'br', 'cite', 'code', 'data', 'del', 'em', 'ins', 'label', 'small', 'span',
	'strong', 'sub', 'sup', 'time', 'tspan', 'wbr']);
const spoken = ['alt', 'title', 'aria-label', 'placeholder', 'content', 'data-stale-headline', 'data-stale-sentence'];
const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', hellip: '…' };
const decode = (text) => text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (all, name) => (name[0] !== '#' ? named[name] ?? all
	: String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1)))));

/** A text as its readers meet it: {text, lang, inside}, `inside` the names and classes around it. What
 * stands in it in another language, or is code, is left as one placeholder. */
function textsOf(file) {
	const source = fs.readFileSync(path.join(root, file), 'utf8');
	const texts = [], stack = [{ name: '', lang: file.startsWith('en/') ? 'en' : 'ja', inside: '' }];
	const blocks = new Map();
	const end = (lang) => {
		const block = blocks.get(lang);
		if (block?.text.replace(/[\s�]/g, ''))
			texts.push({ ...block, lang, text: block.text.replace(/\s+/g, ' ').trim() });
		blocks.delete(lang);
	};
	const endAll = () => [...blocks.keys()].forEach(end);
	const say = (text, top) => {
		for (const [lang, block] of blocks)
			if (lang !== top.lang)
				block.text += '�';
		const block = blocks.get(top.lang) ?? { text: '', inside: top.inside };
		block.text += top.isCode ? '�' : text;
		blocks.set(top.lang, block);
	};
	const parts = /<!--[^]*?-->|<[!?][^>]*>|<(script|style)\b[^>]*>[^]*?<\/\1>|<(\/?)([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|[^<]+/gi;
	for (const [part, raw, close, name, rest] of source.matchAll(parts)) {
		const top = stack[stack.length - 1];
		if (raw || part.startsWith('<!') || part.startsWith('<?'))
			continue;
		if (!name) {
			say(decode(part), top);
			continue;
		}
		if (!inline.has(name))
			endAll();
		else if (!close && /\sdata-(as-of|age|headline)/.test(rest))
			say('�', top);
		if (name === 'br')
			say(' ', top);
		if (close) {
			while (stack.length > 1 && stack.pop().name !== name);
			continue;
		}
		const attributes = Object.fromEntries([...rest.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, decode(value)]));
		const next = {
			name, lang: attributes.lang ?? attributes['xml:lang'] ?? top.lang,
			inside: `${top.inside} ${name} ${(attributes.class ?? '').split(' ').map((word) => `.${word}`).join(' ')}`,
			isCode: top.isCode || ['code', 'pre', 'id', 'link', 'uri', 'updated', 'published'].includes(name) || /\b(number|hash|address)\b/.test(attributes.class ?? ''),
		};
		for (const key of spoken)
			if (attributes[key] && !(name === 'meta' && !/^(description)$/.test(attributes.name ?? '')))
				texts.push({ text: attributes[key], lang: next.lang, inside: `${next.inside} @${key}` });
		if (!voids.has(name) && !rest.endsWith('/'))
			stack.push(next);
	}
	endAll();
	return texts;
}

const files = filesBelow(root).filter((name) => /\.(html|svg|atom|ics)$/.test(name) && !/qr\.svg$/.test(name));
/** Each text once, with the first file it stands in. */
const all = new Map();
for (const file of files.filter((name) => !name.endsWith('.ics')))
	for (const found of textsOf(file)) {
		const key = `${found.lang} ${found.inside.includes('blockquote')} ${found.text}`;
		if (!all.has(key))
			all.set(key, { ...found, file });
	}
const texts = [...all.values()];

/** What the data says stands in the texts as it is: names, models, words of vendors, requirements. */
const stringsOf = (value) => (typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(stringsOf) : []);
const { records } = readExport();
const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const criteriaFiles = fs.readdirSync(criteria).map((name) => `${criteria}/${name}`);
const said = [...new Set([...stringsOf(records), ...['content/site.json', ...criteriaFiles].flatMap((file) => stringsOf(readJson(file)))]
	.flatMap((text) => text.split(/\n|\*+|^- /).map((line) => line.trim().replace(/\s+/g, ' '))))]
	.filter((text) => text.length > 3 && !/^[a-z_]+$/.test(text)).sort((l, r) => r.length - l.length);
const saidPattern = new RegExp(said.map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'), 'g');
for (const t of texts)
	t.own = t.text.replace(/https?:\/\/\S+|[\w.-]+@[\w.-]+|[\w./-]+\.(json|csv|jsonld|js|svg|png|txt|md|html|xml|jsonl|gz|pub|zip|atom|ics)\b/g, '�').replace(saidPattern, '�');
const show = ({ file, text }, what) => `${file}: ${what}: ${text.slice(0, 90)}`;
check('there is much to read, in both languages', ['ja', 'en'].every((lang) => texts.filter((t) => t.lang === lang).length > 500));

// ---- claims ----

const glossaries = { ja: glossaryOf('ja'), en: glossaryOf('en') };
const used = { ja: new Set(), en: new Set() };
const claimsOf = ({ lang, own }) => (glossaries[lang] ? readText(own, glossaries[lang], used[lang]).claims : []);

checkNone('texts that claim what nobody may claim', texts.filter(({ inside }) => !/\.item|\.changed/.test(inside)).flatMap((t) => claimsOf(t).map((claim) => show(t, claim))));
const plain = files.filter((name) => name.endsWith('.ics')).flatMap((name) =>
	claimsOf({ lang: name.startsWith('en/') ? 'en' : 'ja', own: fs.readFileSync(path.join(root, name), 'utf8').replace(/\r\n /g, '') })
		.map((claim) => `${name}: ${claim}`));
checkNone('calendars that do', plain);
checkNone('words of vendors in the sample that do', records.flatMap((record) => stringsOf(record).flatMap((text) =>
	['ja', 'en'].flatMap((lang) => claimsOf({ lang, own: text }).map((claim) => `${record.product_id}: ${claim}: ${text.slice(0, 90)}`)))));
checkNone('words by a name that the glossary forbids', texts.filter(({ inside, lang }) => glossaries[lang] && !/\.item|\.changed|\.vendor/.test(inside))
	.flatMap((t) => readText(t.own, glossaries[t.lang]).names.map((name) => show(t, name))));
for (const [lang, list] of Object.entries(falseClaims))
	checkNone(`${lang}: claims that are not noticed`, list.filter((text) => claimsOf({ lang, own: text }).length === 0));

// ---- Japanese ----

const JA = 'ぁ-ゖァ-ヺ一-鿿々ー';
const wrongMarks = [
	new RegExp(`[${JA}」』）][,.!?:;]`), new RegExp(`[,!?;][${JA}「『（]`), new RegExp(`[${JA}、。]\\(|\\)[${JA}、。]`),
	/[ｦ-ﾟ]/, /[Ａ-Ｚａ-ｚ０-９]/, /[、。]{2}/, /\s[、。」）]/, /[「（]\s/, new RegExp(`[${JA}] [、。]`),
];
const twice = /(?<!も)のの|をを|がが|にに|へへ|ですです|ますます|してして|という(とい|いう)/;
/** Words of the site's own, not of a vendor, of criteria, or for others to take over. */
const isOwn = ({ inside }) => !/blockquote|\.vendor|\.forbidden|\.item|\.changed/.test(inside);

function toneFaults(t) {
	const sentences = t.own.split(/(?<=。)/).map((text) => text.replace(/（[^（）]*）|「[^「」]*」/g, '�').trim()).filter((text) => text.endsWith('。'));
	const rude = sentences.filter((text) => !politeEnds.test(text));
	const plainVerb = rude.filter((text) => /(である|だ|のだ|[うくすつぬむるぐぶ]|た|ない|しい)。$/.test(text));
	return plainVerb;
}

const japanese = texts.filter((t) => t.lang === 'ja' && isOwn(t));
const marksOf = (text) => wrongMarks.flatMap((mark) => text.match(mark)?.[0] ?? []);
checkNone('Japanese: marks of another script', japanese.flatMap((t) => marksOf(t.own).map((mark) => show(t, mark))));
checkNone('Japanese: words twice', japanese.filter((t) => twice.test(t.own)).map((t) => show(t, t.own.match(twice)[0])));
checkNone('Japanese: sentences in another tone', japanese.flatMap((t) => toneFaults(t).map((text) => show(t, text.slice(-12)))));

/** The Latin words that stand in the data. */
const words = (text) => text.match(/[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]+/g) ?? [];
const data = [sample, 'content/site.json', 'content/ja/countries.json', ...criteriaFiles];
const known = new Set([...terms, ...data.flatMap((file) => words(fs.readFileSync(file, 'utf8')))].map((word) => word.toLowerCase()));
const strange = new Map();
for (const t of japanese)
	for (const word of words(t.own.replace(/\{\w+\}/g, '�')))
		if (!known.has(word.toLowerCase()))
			strange.set(word, t);
checkNone('Japanese: English that is not marked as such', [...strange].map(([word, t]) => show(t, word)));

const wrongJapanese = ['はい,そうです', '製品(見本)です。', 'ﾗﾍﾞﾙ', 'Ａ社', 'です。。'];
checkNone('Japanese: wrong marks that are not noticed', wrongJapanese.filter((text) => marksOf(text).length === 0));
const rude = ['ラベルは有効である。', '製品を確かめた。', '基準を満たす。', '問題はない。'];
checkNone('Japanese: tones that are not noticed', rude.filter((text) => toneFaults({ own: text }).length === 0));

// ---- English ----

const english = texts.filter((t) => t.lang === 'en' && isOwn(t));
const faultsIn = {
	'Japanese that is not marked as such': new RegExp(`[${JA}]`),
	'words twice': /(?<![\w.-])([a-z]+) \1(?![\w-])/i,
	'straight quotes': /[A-Za-z]'[A-Za-z]|(^|\s)"[A-Za-z]/,
	'spaces before a mark': /[a-z] [,.;:!?](\s|$)/,
	'marks twice': /[,;:]{2}|(?<!\.)\.\.(?!\.)/,
};
for (const [what, pattern] of Object.entries(faultsIn))
	checkNone(`English: ${what}`, english.filter((t) => pattern.test(t.own)).map((t) => show(t, t.own.match(pattern)[0])));
report();
