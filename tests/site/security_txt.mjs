#!/usr/bin/env node
// security.txt is there when someone can be written to: RFC 9116 wants a Contact in it.
import fs from 'node:fs';
import { buildSite, check, listOf, report, work } from '../check.mjs';

const file = '.well-known/security.txt';
const contacts = (folder) => fs.readFileSync(`${folder}/${file}`, 'utf8').split('\n').filter((line) => line.startsWith('Contact: '));
const build = (name, email, url) => buildSite(`${work}/${name}`,
	{ extra: [['set', `contact_email=${email}`], ...(url ? [['set', `contact_url=${url}`]] : [])] });

const url = 'https://fuda.example/contact';
build('both', 'flaws@fuda.example', url);
check('an address and a page, in this order', contacts(`${work}/both`).join() === `Contact: mailto:flaws@fuda.example,Contact: ${url}`);
build('page', '', url);
check('a page alone', contacts(`${work}/page`).join() === `Contact: ${url}`);
build('nobody', '', '');
check('nobody: no file', !fs.existsSync(`${work}/nobody/${file}`));
build('both', '', '');
check('nobody any more: the file goes', !fs.existsSync(`${work}/both/${file}`));
check('and no list of files has it', ![...listOf(`${work}/both`).keys()].some((name) => name.includes('security.txt')));
build('both', '', url);
check('a contact again: it is back', contacts(`${work}/both`).join() === `Contact: ${url}`);
report();
