#!/usr/bin/env node
// `fuda check` on the prose of an operator: what nobody may claim for a label, and wrong names, are warned of in
// each sentence; what denies a claim, or has its words for something else, is not.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { checkNone, criteria, fuda, report, sample, work } from '../check.mjs';

const claims = {
	ja: [
		'この製品は安全です。', 'セキュリティを保証します。', '脆弱性がないことが証明されました。', '国が認めた製品です。',
		'政府推奨のカメラです。', 'ハッキングの心配がありません。', '絶対に侵入されません。', '安心してお使いいただけます。',
		'どんな環境でも安全に使えます。', '公的機関のお墨付きです。', '万全のセキュリティ対策を施しています。', '不正アクセスを完全に防ぎます。',
		'リスクゼロの製品です。', 'サイバー攻撃から守ります。', '政府認定のルーターです。', 'ウイルスに感染しません。',
		'セキュリティ性能が国に認められました。', '100%安全なカメラです。', '最も安全なルーターです。', '危険性はありません。',
		'情報漏えいの心配は不要です。', '経済産業省のお墨付きを得ました。', 'セキュアな製品です。', '鉄壁の守りを実現します。',
	],
	en: [
		'This product is safe.', 'Certified secure by the government.', 'We guarantee its security.', 'It has no vulnerabilities.',
		'The government recommends this camera.', 'Officially endorsed.', 'It cannot be hacked.', 'It is immune to attacks.',
		'Completely protects your home.', 'Bullet-proof security.', 'It is free of risk.', 'Government-approved router.',
		'100% secure.', 'The most secure router.', 'You need not worry about hackers.', 'It keeps hackers out.',
		'It is unbreakable.', 'Proven to be free from flaws.', 'A trusted product.', 'Peace of mind for your family.',
		'Safe in any environment.', 'No known weaknesses.', 'Nobody can break into it.', 'It is fully secure.',
	],
};
const names = {
	ja: [
		'期限切れのラベルは、更新されません。', '販売元に問い合わせてください。', 'メーカーの窓口です。', 'この制度のオーナーは別の機関です。',
		'ラベル番号を入力してください。', '型番を確かめてください。', '製品カテゴリーを選びます。', 'サンプルのページです。',
		'認証マークの使い方。', 'サポート期限を確かめます。', 'セキュリティ情報を見てください。', 'ブラウザで開いてください。',
	],
	en: [
		'Ask the maker of the product.', 'The label ID is printed on the box.', 'The certification mark is on the box.', 'See the part number.',
		'For procurers only.', 'The product was assessed by a lab.', 'See the evidence sheet.', 'The scheme owner decides.',
		'The site operator answers.', 'Choose a product type.', 'Support until 2029.', 'The reference date is shown.',
	],
};
const innocent = {
	ja: [
		'顔認証カメラの設定方法を説明します。', '安全性を高めるための設定です。', 'ラベルは安全を保証するものではありません。', 'この登録簿は、製品の安全性を保証しません。',
		'脆弱性がないことを示すものではありません。', '脆弱性が見つかったときは、ベンダーに知らせてください。', '製品が安全だという意味ではありません。', '保証書の型式番号を確かめてください。',
		'製品の保証期間とは別のものです。', '国や運営者が推奨する製品ではありません。', 'リスクがないことを意味しません。', '食品安全委員会とは関係がありません。',
		'セキュリティ保証担当部署の窓口です。', 'ご不明な点がある場合は問い合わせてください。', '表示に問題がないか確かめます。', '問題がない場合は、申請してください。',
		'登録内容に誤りや問題はありませんか。', '安全なパスワードを設定してください。', '更新を推奨します。', '認定番号の欄はありません。',
		'安否確認のための機器です。', '交通安全のための製品も対象です。', '火災の危険がないところに置いてください。', '完全な一覧はデータのページにあります。',
		'完全に一致する型式番号を探します。', '絶対アドレスで書いてください。', '絶対パスを指定します。',
	],
	en: [
		'A face recognition camera.', 'The label does not guarantee security.', 'It is no guarantee of safety.', 'A label does not mean that a product is safe.',
		'It does not mean that it has no vulnerabilities.', 'Use a secure connection (HTTPS) to open this page.', 'Keep the box in a safe place.', 'The warranty of the product is another matter.',
		'We recommend that you keep its software up to date.', 'The operator does not endorse any product.', 'The application was approved on 3 May.', 'The secretary of the office answers.',
		'Choose a secure password.', 'Report a vulnerability to the vendor.', 'The security of IoT products is evaluated.', 'Quality assurance departments may apply.',
		'Without a network, open the copy.', 'There are no known corrections.', 'The best in show award is no label.', 'Trusted keys are listed below.',
		'A risk assessment is needed.', 'This page makes no claim of safety.', 'Markers on the map show shops.', 'The reassessment is due in May.',
	],
};

for (const folder of ['content', 'layouts', 'static'])
	fs.cpSync(folder, `${work}/site/${folder}`, { recursive: true });

/** What check says of each sentence, a paragraph each of a page: its codes by their order. */
function codesOf(lang, sentences) {
	const file = `${work}/site/content/${lang}/about.md`, before = fs.readFileSync(file);
	fs.writeFileSync(file, `---\ntitle: T\ndescription: D\n---\n${sentences.join('\n')}\n`);
	const { stderr } = spawnSync(fuda, ['check', '--export', sample, '--criteria', criteria, '--site', `${work}/site`, '--as-of', '2026-11-22'], { encoding: 'utf8' });
	fs.writeFileSync(file, before);
	const codes = sentences.map(() => new Set());
	for (const [, line, code] of stderr.matchAll(/about\.md:(\d+):.*\[wording-(\w+)\]$/gm))
		codes[Number(line) - 5].add(code);
	return codes;
}

for (const lang of ['ja', 'en']) {
	const found = (list) => codesOf(lang, list[lang]).map((codes, i) => [list[lang][i], codes]);
	checkNone(`${lang}: claims that are not warned of`, found(claims).filter(([, codes]) => !codes.has('claim')).map(([text]) => text));
	checkNone(`${lang}: wrong names that are not`, found(names).filter(([, codes]) => !codes.has('name')).map(([text]) => text));
	checkNone(`${lang}: innocent sentences that are`, found(innocent).filter(([, codes]) => codes.size > 0).map(([text, codes]) => `${text}: ${[...codes]}`));
}
report();
