#!/usr/bin/env node
// The days of a label in search are those of `fuda status`; a day before 2000, from which the index counts, is left out,
// and no other day is made of it.
import { spawnSync } from 'node:child_process';
import { asOf, check, checkNone, readExport, report, statuses, work, writeExport } from '../check.mjs';
import { openIndex } from './engine.mjs';

const all = readExport(), file = `${work}/export.jsonl`, root = `${work}/index`;
const plain = all.records.filter(({ labels }) => labels.length === 1 && !labels[0].events && !labels[0].replaces).slice(0, 4);
['0001-01-01', '1998-03-01', '1999-06-01', '1999-12-31'].forEach((day, i) => { plain[i].labels[0].acquired_on = day; });
writeExport(file, all);
const run = spawnSync('build/strict/tests/search/make_index', [file, 'content/sample/criteria', '.', asOf, root, '1'], { encoding: 'utf8' });
check('the index is made', run.status === 0, run.stderr);

const index = openIndex(root).fresh(), directory = await index.open(), wanted = statuses({ export: file });
const shown = (day) => (day && day >= '2000-01-01' ? day : '');
const wrong = [];
for (let number = 0; number < directory.products; number++) {
	const { id, displayedOn, end } = await index.product(number), label = wanted.get(id);
	if (displayedOn !== shown(label.displayed_on) || end !== shown(label.end))
		wrong.push(`${id}: ${displayedOn} to ${end}, not ${label.displayed_on} to ${label.end}`);
}
checkNone('other days', wrong);
checkNone('no such label in the index', plain.filter(({ product_id: id }) => wanted.get(id).displayed_on >= '2000-01-01').map(({ product_id: id }) => id));

// A page that is open for long reads the day of the site, also where the index is the same as before.
const asked = [], open = openIndex(root).fresh(), { insert } = open.loader;
await open.open();
open.loader.insert = (address, failed, done) => {
	const [file] = address.split('?');
	asked.push(file);
	return file === 'as-of.js' ? setImmediate(done) : insert(file, failed, done);
};
check('the index is the same', await open.renew() === false);
check('the day is read all the same', asked.includes('as-of.js') && asked.includes('search/directory.js'), asked.join(' '));
report();
