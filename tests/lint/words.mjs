// What tests/lint/wording.mjs knows of words: what may not be claimed for a label, the phrases that may
// use such words because they deny the claim or name something else, and the terms of the field.

/** Words of claims. A label shows conformance to a version of criteria, and nothing else: not that a
 * product is safe or without flaws, not that anyone vouches for it or recommends it. */
export const claims = {
	ja: [
		/安全/, /安心/, /完全/, /万全/, /絶対/, /保証/, /保障/, /お墨付き/, /推奨/, /お(すすめ|勧め)/, /公認/, /認定/, /信頼できる/, /確実に(守|防)/,
		/(脆弱性|欠陥|問題|危険|リスク)(は|が|の)?(一切|まったく|全く)?(ない|なし|無い|ありません|なくな)/, /(ハッキング|攻撃|侵入)され(ない|ません)/, /最高(水準|レベル|の安全)/,
	],
	en: [
		/\b(un)?safe(ly|ty|r|st)?\b/i, /\bsecured?\b(?! (note|by))/i, /\bsecurely\b/i, /\bguarant\w+/i, /\bwarrant\w*/i, /\bassur\w+/i, /\bendors\w+/i,
		/\brecommend\w*/i, /\bapproved\b/i, /\btrust(ed|worthy)\b/i, /\bcertified secur\w+/i, /\bcomplete (security|protection)\b/i, /\b(fully|completely|perfectly) \w+/i,
		/\b(no|without|free (of|from)) (known )?(vulnerabilit\w+|flaws?|risks?|defects?)\b/i, /\b(risk|hack|tamper)-?(free|proof)\b/i, /\bunhackable\b/i, /\bbest[- ]in\b/i, /\bprotects? (you|your)\b/i,
	],
};

/** Phrases that use those words otherwise. Each stands somewhere on the site. */
export const allowed = {
	ja: [
		// Names: security notes, and documents.
		'安全情報', '重要インフラの安全基準等策定指針', '電気用品安全法', '安全管理に関する確認書', '製品安全', '品質保証部', '長期供給保証付',
		// Denials.
		'安全の保証ではありません', 		'推奨するものではありません', 'どのレベルでも、リスクがなくなることはありません', '外部の機関による認定は受けていません', '製品が危険だという意味でも',
		// What one may not say.
		'「この製品のセキュリティは完全です」', '「この製品に脆弱性がないことが確認されました」', '「この製品は公的なお墨付きを得ています」',
		'「この製品は、どんな環境でも安全に使えます」',
		// Warnings.
		'ラベルだけで安心する', '安全のための更新は、ためらわずに入れてください',
	],
	en: [
		'safety principles of critical infrastructure', 'Product safety and PSIRT', 'Meter quality assurance',
		'No guarantee of safety', 'Neither the state nor the operator recommends this product', 'It does not show that no risk remains', 'It does not mean that a product is unsafe',
		'“This product offers complete security.”', '“This product has been confirmed to have no vulnerabilities.”', '“This product has official endorsement.”',
		'“This product is safe in any environment.”',
		'to show how secure IoT products are',
	],
};

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
	'QR', 'GTIN', 'SHA', 'Ed', 'Markdown', 'HTML', 'WCAG', 'AA', 'JIS', 'Atom', 'iCalendar', 'JSON', 'Lines', 'Schema', 'CSV', 'UTF', 'CRLF', 'RFC', 'DCAT', 'LD', 'SQL', 'SQLite', 'SVG',
	'PNG', 'IP', 'USB', 'PDF', 'README', 'ZIP', 'URL', 'JavaScript', 'CVE', 'JVN',
	// Programs, and organisations whose name stands beside in Japanese.
	'minisign', 'fuda', 'verify', 'sum', 'Traficom', 'CSA', 'BSI', 'IPA', 'JPCERT', 'CC',
	// Values of the data, explained where they stand.
	'withheld', 'disclosed', 'stated', 'declared', 'undeclared', 'valid', 'pending', 'lapsed', 'revoked', 'self', 'assessment', 'body', 'evaluation', 'value', 'name', 'role',
	// Languages, keys.
	'English', 'Tab', 'Enter',
];
