#!/usr/bin/env node
// The scripts of pages are held as the C is: types, promises, one dialect, sizes, no words of a language.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import { check, checkNone, filesBelow, report } from '../check.mjs';

const scripts = filesBelow('static').filter((name) => name.endsWith('.js')).map((name) => `static/${name}`);
check('there are scripts', scripts.length > 10);

// Each file of a folder is a part of some script, and a list names only files.
const lists = filesBelow('static').filter((name) => name.endsWith('.list'));
const listed = new Set(lists.flatMap((name) => fs.readFileSync(`static/${name}`, 'utf8').trim().split('\n')).map((name) => `static/${name}`));

const types = spawnSync('tests/node_modules/.bin/tsc', ['-p', 'tests/lint/browser'], { encoding: 'utf8' });
check('tsc --checkJs --strict finds nothing', types.status === 0, types.stdout);

const linter = new ESLint({ cwd: process.cwd(), overrideConfigFile: path.resolve('tests/lint/browser/rules.mjs') });
checkNone('what the linter finds', (await linter.lintFiles(scripts)).flatMap(({ filePath, messages }) =>
	messages.map(({ line, message }) => `${path.relative('.', filePath)}:${line}: ${message}`)));

checkNone('files in lists that are not there', [...listed].filter((name) => !fs.existsSync(name)));
checkNone('files of folders in no list', scripts.filter((name) => name.split('/').length > 2 && !listed.has(name)));

// Words of a page stand in its template. fold.js, which is made from data, knows characters.
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
checkNone('words of a language in a script', scripts.filter((name) => !name.endsWith('/fold.js') && japanese.test(withoutComments(fs.readFileSync(name, 'utf8')))));
report();
