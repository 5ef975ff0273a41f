/*
 * The generator and the search page cut texts in the same way: what class each character of the BMP
 * is of, and that every term that stands in a text finds its keys among those of the text.
 *
 *   node tests/search/compare.mjs PROGRAM      PROGRAM: term_keys, built from tests/search/term_keys.c
 */
import { spawnSync } from 'node:child_process';
import { check, checkNone, report } from '../check.mjs';
import { makeRandom, openIndex } from './engine.mjs';

const { api } = openIndex('');
const { below, pick } = makeRandom(3);

// Characters are classified when they are folded; capitals and the like do not occur then.
const pieces = [..."wr12009ーー-・ 　カメラネットワークﾈｯﾄ株式会社éÉß漢字ё/.()𠮷ー", 'WR-1200', 'Wi-Fi', 'Pro ', '6E', 'ルーター'];
const texts = Array.from({ length: 4000 }, () => Array.from({ length: 1 + below(12) }, () => pick(pieces)).join('').trim())
	.filter((text) => text && !text.includes('\n'));
const kinds = { n: 'name', m: 'model', i: 'id' };
const ids = Array.from({ length: 500 }, () => Array.from({ length: 1 + below(9) }, () => pick([...'FD3x._/-07', 'AB1'])).join(''));
const cases = texts.flatMap((text) => [`n${text}`, `m${text}`]).concat(ids.map((text) => `i${text}`));
const run = spawnSync(process.argv[2], { input: `n\n${cases.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1 << 28 });
const [classes, ...lines] = run.stdout.split('\n');

const otherwise = [];
for (let code = 0; code < 0x10000; code++) {
	const c = String.fromCharCode(code);
	// Of what folding changes only the result is ever asked about.
	if ((code >= 0xd800 && code <= 0xdfff) || (code >= 0x41 && code <= 0x5a) || classes[code] === api.classify(c))
		continue;
	otherwise.push(`U+${code.toString(16).padStart(4, '0')}: ${classes[code]} in the generator, ${api.classify(c)} in the script`);
}
checkNone('characters of another class', otherwise);

const faults = [];
let nterms = 0;
cases.forEach((text, i) => {
	const keys = new Set(lines[i].split(' ').slice(1));
	const cut = api.cut(text.slice(1), kinds[text[0]]);
	// Every stretch that begins where a word begins, as far as a word goes on, is a term that stands there.
	const stretches = [...cut.whole].map((c, at) => at).filter((at) => cut.starts[at]).map((at) => cut.whole.slice(at).split(' ')[0]);
	for (const whole of stretches.filter(Boolean)) {
		const all = Array.from(whole), term = all.slice(0, 1 + below(all.length)).join('');
		if (!api.stands(term, cut))
			faults.push(`${text}: ${term} does not stand in it`);
		for (const { key, isPrefix } of api.keysOf(term)) {
			nterms++;
			if (isPrefix ? ![...keys].some((other) => other.startsWith(key)) : !keys.has(key))
				faults.push(`${text}: ${term}: no key ${key} among ${[...keys].join(' ')}`);
		}
	}
});
checkNone('terms without their keys', faults);
check(`${nterms} keys were looked for`, nterms > 10000);

// What people paste: the address of a product's page from its QR code, of a language, of a copy on a disk,
// of the viewer of a small copy; a number and what it is.
const pasted = ['https://FUDA.EXAMPLE/P/7K3MQ2RD/', 'https://fuda.example/P/7K3MQ2RD', 'https://fuda.example/registry/en/P/7K3MQ2RD/#label',
	'fuda.example/P/7K3MQ2RD/', '/P/7K3MQ2RD/', ' <https://fuda.example/P/7K3MQ2RD/> ', 'ｈｔｔｐｓ：／／ｆｕｄａ．ｅｘａｍｐｌｅ／Ｐ／７Ｋ３ＭＱ２ＲＤ／',
	'file:///media/usb/P/7K3MQ2RD/index.html', 'D:\\registry\\P\\7K3MQ2RD\\index.html', 'file:///D:/lite/view/index.html?P/7K3MQ2RD/',
	'製品ID：7K3MQ2RD', 'Model No.: 7K3-MQ2RD', 'モデル: 7k3mq2rd', '7K3MQ2RD'];
checkNone('what is pasted is not seen to be a number', pasted.filter((text) => api.code(api.asked(text)) !== '7k3mq2rd'));
checkNone('texts that are taken for something else', ['P/1200', 'AB/P/1200', 'https://fuda.example/', 'https://fuda.example/products/', 'WR-1200', '型番', '型番：', 'モデル X', 'X:1']
	.filter((text) => api.code(api.asked(text)) !== api.code(text)));
report();
