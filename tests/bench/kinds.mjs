#!/usr/bin/env node
// What a build wrote, by kind: tests/bench/kinds.mjs OUT REPORT
//
// Counts the files that REPORT/changed.txt lists, and their bytes.
import fs from 'node:fs';
const [,, out, rep] = process.argv;
const kindOf = (p) => {
	const q = p.replace(/^en\//, '');
	if (/^P\//.test(q)) return 'products';
	let m;
	if ((m = /^products\/([a-z]+)(?:-[^/]*)?\/(from-)?/.exec(q))) { const k = m[1]; return `list ${k}${m[2] ? ' further' : ' first'}`; }
	if (/\.ics$/.test(q)) return 'calendar';
	if (/\.atom$/.test(q)) return 'feeds';
	if (/^changes\//.test(q)) return 'changes';
	if (/^search\//.test(q)) return 'search';
	if (/^sums\/prod/.test(q)) return 'sums products';
	if (/^sums\//.test(q)) return 'sums files';
	if (/^sitemap/.test(q)) return 'sitemap';
	if (/^data\/products\//.test(q)) return 'data parts';
	if (/^data\//.test(q)) return 'data other';
	return 'other';
};
const t = {}; let nf = 0, nb = 0;
for (const p of fs.readFileSync(`${rep}/changed.txt`, 'utf8').split('\n').slice(0, -1)) {
	const k = kindOf(p), s = fs.statSync(`${out}/${p}`).size;
	(t[k] ??= [0, 0])[0]++; t[k][1] += s; nf++; nb += s;
}
for (const [k, [n, b]] of Object.entries(t).sort((a, b) => b[1][1] - a[1][1])) console.log(k.padEnd(28), String(n).padStart(7), (b / 1e6).toFixed(2).padStart(9), 'MB');
console.log('total'.padEnd(28), String(nf).padStart(7), (nb / 1e6).toFixed(2).padStart(9), 'MB');
