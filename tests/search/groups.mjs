#!/usr/bin/env node
// Where there are many files of results the directory names them by groups: each number still leads to its product.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, check, report, work } from '../check.mjs';
import { openIndex } from './engine.mjs';

const RECORDS = 44000, root = `${work}/index`;
fs.rmSync(root, { recursive: true, force: true });
spawnSync('tests/search/export.mjs', [String(RECORDS), `${work}/export.jsonl`], { stdio: 'inherit' });
const run = spawnSync('build/strict/tests/search/make_index', [`${work}/export.jsonl`, 'content/sample/criteria', '.', asOf, root, '2'], { encoding: 'utf8' });
check('the index is made', run.status === 0, run.stderr);

const index = openIndex(root).fresh(), directory = await index.open();
const countOf = (kind) => fs.readdirSync(`${root}/search`).filter((name) => name.startsWith(kind)).length;
const nfiles = countOf('r') + countOf('m'), ngroups = countOf('g');
check('more than 1,024 files of results are in groups of 64', nfiles > 1024 && ngroups === Math.ceil(nfiles / 64) && directory.files === null, `${nfiles} in ${ngroups}`);

const ids = new Set();
let before = 5, makers = 0;
for (let number = 0; number < directory.products; number++) {
	const { id, level } = await index.product(number);
	check('products come level by level', level <= before && level === directory.levelOf(number), `${number}: ${id}`);
	before = level;
	ids.add(id);
}
for (let number = directory.products; number < directory.total; number++)
	makers += (await index.maker(number)).names[0] ? 1 : 0;
check('each product has a number', ids.size === directory.products && !ids.has(''), ids.size);
check('each manufacturer has a number', makers === directory.total - directory.products, makers);
report();
