#!/usr/bin/env node
// What a registrar should look at in names is told of a record when it is published, and again when it has changed,
// not every night; by check always.
import { spawnSync } from 'node:child_process';
import { asOf, check, checkNone, criteria, fuda, readExport, report, work, writeExport } from '../check.mjs';

const { header, records } = readExport();
const plain = records.filter(({ manufacturer }) => manufacturer?.disclosed).slice(0, 6);
const run = (command, list, ...options) => spawnSync(fuda, [command, '--export', writeExport(`${work}/labels.jsonl`, { header, records: list }),
	'--criteria', criteria, '--site', '.', '--as-of', asOf, '--quiet', '--set', 'gate_minimum=1000', ...options], { encoding: 'utf8' }).stderr;
const build = (list, ...options) => run('build', list, '--out', `${work}/site`, ...options);
const codes = (said) => [...said.matchAll(/\[(name-[a-z]+)\]/g)].map(([, code]) => code).sort().join();

checkNone('what is said of names that are in order', build(plain).split('\n').filter(Boolean));
const odd = structuredClone(plain);
odd[0].name.ja = '★認証取得カメラ';
odd[1].contact = { tel: 'なし' };
const firm = odd[2].manufacturer.name;
odd[3].manufacturer.name = { ...firm, ja: `${firm.ja} ` };
check('told when they come', codes(build(odd)) === 'name-claim,name-like,name-spaces,name-tel', build(odd));
checkNone('not told again', build(odd).split('\n').filter(Boolean));
check('told by check', codes(run('check', odd)) === 'name-claim,name-like,name-like,name-spaces,name-tel', run('check', odd));
odd[1].summary = { ja: '改めた。' };
check('told when the record has changed', codes(build(odd)) === 'name-tel');
check('the list of claims is a setting', !codes(build(odd, '--set', 'name_claims=[]', '--fresh')).includes('name-claim') &&
	codes(run('check', plain, '--set', `name_claims=${JSON.stringify([plain[0].name.ja])}`)).includes('name-claim'));
check('a claim must be a word', run('check', plain, '--set', 'name_claims=[""]').includes('[setting-invalid]'));
report();
