// What tests/lint/wording.mjs knows of words, besides the glossaries: how they find phrases in a text, what
// claims must be noticed, how a Japanese sentence ends, and the terms of the field.
import fs from 'node:fs';

/** The glossary of a language: { terms, spellings, claims, innocent }. */
export const glossaryOf = (lang) => JSON.parse(fs.readFileSync(`content/${lang}/glossary.json`, 'utf8'));

const isLetter = (c) => c !== undefined && /[A-Za-z0-9_]/.test(c);

/** Whether a phrase of a glossary stands in a text at an index: Latin ones as whole words. */
function stands(phrase, text, at) {
	const words = phrase.replace(/\*$/, '').toLowerCase(), end = at + words.length;

	return text.startsWith(words, at) && !(isLetter(text[at]) && isLetter(text[at - 1])) &&
		(phrase.endsWith('*') || !(isLetter(text[end - 1]) && isLetter(text[end])));
}

/** Finds what a text claims and what it calls by a wrong name; `used` gets the innocent phrases it has.
 * Where several phrases begin at one place the longest counts, as in the generator. */
export function readText(text, glossary, used = new Set()) {
	const kinds = [
		...Object.values(glossary.terms).flatMap((term) => [['name', term.name], ...(term.not ?? []).map((phrase) => ['wrong', phrase])]),
		...Object.entries(glossary.spellings).flatMap(([right, wrong]) => [['name', right], ...wrong.map((phrase) => ['wrong', phrase])]),
		...glossary.claims.map((phrase) => ['claim', phrase]),
		...glossary.innocent.map((phrase) => ['innocent', phrase]),
	].sort((l, r) => r[1].length - l[1].length);
	const low = text.toLowerCase(), found = { claims: [], names: [] };
	for (let at = 0; at < low.length;) {
		const [kind, phrase] = kinds.find(([, words]) => stands(words, low, at)) ?? [null, 'x'];
		if (kind === 'claim')
			found.claims.push(phrase);
		if (kind === 'wrong')
			found.names.push(phrase);
		if (kind === 'innocent')
			used.add(phrase);
		at += phrase.replace(/\*$/, '').length;
	}
	return found;
}

/** What must be noticed. */
export const falseClaims = {
	ja: ['この製品は安全です。', '安全性を保証します。', '脆弱性がないことを確認しました。', '政府の推奨する製品です。', '安心してお使いください。', 'セキュリティは完全です。',
		'公的なお墨付きのある製品です。', 'どんな環境でも安全に使えます。', 'リスクはありません。'],
	en: ['This product is safe.', 'Certified secure.', 'It offers complete security.', 'We guarantee its security.', 'It has no vulnerabilities.', 'Endorsed by the government.',
		'Recommended for your home.', 'A risk-free choice.', 'Safe in any environment.', 'It is free of flaws.'],
};

/** How a sentence of Japanese prose ends here. */
export const politeEnds = /(です|ます|ません|でした|ました|ましょう|でしょう|ください|ですか|ますか|ませんか)。$/;

/** Latin words that Japanese readers of these pages know, and names. */
export const terms = [
	// Formats, standards and techniques.
	'QR', 'GTIN', 'JAN', 'SHA', 'Ed', 'Markdown', 'HTML', 'WCAG', 'AA', 'JIS', 'Atom', 'iCalendar', 'JSON', 'Lines', 'Schema', 'CSV', 'UTF', 'CRLF', 'RFC', 'DCAT', 'LD', 'OpenAPI', 'SQL', 'SQLite', 'SVG',
	'PNG', 'IP', 'JST', 'CR', 'USB', 'PDF', 'README', 'ZIP', 'URL', 'JavaScript', 'CVE', 'JVN',
	// Programs, and organisations whose name stands beside in Japanese.
	'minisign', 'fuda', 'verify', 'sum', 'Traficom', 'CSA', 'BSI', 'IPA', 'JPCERT', 'CC',
	// Values of the data, explained where they stand.
	'withheld', 'disclosed', 'stated', 'declared', 'undeclared', 'valid', 'pending', 'lapsed', 'revoked', 'supported', 'ended', 'self', 'assessment', 'body', 'evaluation', 'value', 'name', 'role',
	// Languages, keys.
	'English', 'Tab', 'Enter',
];
