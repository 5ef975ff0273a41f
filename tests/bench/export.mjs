#!/usr/bin/env node
// Makes a large export from the sample: tests/bench/export.mjs N FILE [CHANGED]
//
// Record i is record i modulo the sample's size, with ids, a name and model numbers of its own. With
// CHANGED, so many of the records, evenly spread, say something else in their summary. The same
// arguments give the same bytes.
import fs from 'node:fs';

const [n, file, changed = 0] = [Number(process.argv[2]), process.argv[3], Number(process.argv[4] ?? 0)];
const [header, ...sample] = fs.readFileSync('content/sample/labels.jsonl', 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const out = fs.openSync(file, 'w');

function record(i) {
	const r = structuredClone(sample[i % sample.length]);
	const round = String(Math.floor(i / sample.length)).padStart(7, '0');
	r.product_id = `${r.product_id}${round}`;
	for (const lang of ['ja', 'en'])
		if (r.name[lang])
			r.name[lang] += ` ${round}`;
	r.models.forEach((model) => { model.number += `-${round}`; });
	r.labels.forEach((label) => { label.label_id += `-${round}`; });
	if (changed > 0 && i % Math.floor(n / changed) === 0)
		r.summary = { ja: '昨夜、説明が改められました。', en: 'The description was changed last night.' };
	return r;
}

fs.writeSync(out, JSON.stringify({ ...header, records: n }) + '\n');
for (let i = 0; i < n; i += 1000) {
	const some = Array.from({ length: Math.min(1000, n - i) }, (_, j) => JSON.stringify(record(i + j)) + '\n');
	fs.writeSync(out, some.join(''));
}
fs.closeSync(out);
