#!/usr/bin/env node
// shield.json is what shields.io takes for an endpoint badge: these members and no other, of these types;
// it says what the badge says; and it is there with the setting alone.
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, filesBelow, report, skip, work } from '../check.mjs';

const settings = JSON.parse(fs.readFileSync('content/site.json', 'utf8'));
const strings = JSON.parse(fs.readFileSync('content/ja/strings.json', 'utf8'));
const shieldsOf = (root) => filesBelow(root).filter((name) => name.endsWith('/shield.json'));

/** What shields.io's check of an endpoint refuses: it takes no member that it does not know. */
const members = {
	schemaVersion: (v) => v === 1, label: (v) => typeof v === 'string', message: (v) => typeof v === 'string' && v !== '',
	color: (v) => /^[0-9a-f]{6}$/.test(v), isError: (v) => typeof v === 'boolean',
	cacheSeconds: (v) => Number.isInteger(v) && v >= 300,
};
const faultsOf = (shield) => [
	...Object.keys(shield).filter((key) => !members[key]).map((key) => `unknown: ${key}`),
	...Object.entries(members).filter(([key, isRight]) => key in shield && !isRight(shield[key])).map(([key]) => `wrong: ${key}`),
	...['schemaVersion', 'label', 'message', 'color'].filter((key) => !(key in shield)).map((key) => `missing: ${key}`)];
check('what is wrong is found', faultsOf({ schemaVersion: 1, label: 'x', message: 'y', color: '0a6338', format: 'label/1' }).length === 1);

buildSite(`${work}/with`, { set: 'shields=true' });
buildSite(`${work}/without`, { set: 'shields=false' });
const names = shieldsOf(`${work}/with`);
if (names.length === 0 && !settings.shields) {
	skip('no shield.json is made yet');
	report();
}
const products = filesBelow(`${work}/with`).filter((name) => /^P\/[^/]+\/label.json$/.test(name));
check('each product has one', names.length === products.length && names.length > 100);
check('without the setting none has', shieldsOf(`${work}/without`).length === 0);
const faults = [], differing = [], colours = new Map();
for (const name of names) {
	const read = (file) => fs.readFileSync(path.join(`${work}/with`, path.dirname(name), file), 'utf8');
	const shield = JSON.parse(read('shield.json')), { label } = JSON.parse(read('label.json')), svg = read('badge.svg');
	faults.push(...faultsOf(shield).map((fault) => `${name}: ${fault}`));
	const words = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]);
	const level = label ? `${strings.level[label.level].name} ` : '';
	if (shield.label !== words[0] || shield.message !== level + words[1])
		differing.push(`${name}: ${shield.label}: ${shield.message}, expected ${words[0]}: ${level}${words[1]}`);
	if (Boolean(shield.isError) === (label?.status === 'valid'))
		differing.push(`${name}: isError is ${shield.isError} of a label that is ${label?.status}`);
	if (label)
		colours.set(label.status, new Set([...colours.get(label.status) ?? [], shield.color]));
}
checkNone('what shields.io would refuse', faults);
checkNone('what the badge says otherwise', differing);
check('a colour a status', colours.size === 4 && [...colours.values()].every((set) => set.size === 1) &&
	new Set([...colours.values()].map((set) => [...set][0])).size === 4);
for (const [root, wanted] of [['with', true], ['without', false]])
	for (const page of ['embed/index.html', 'en/embed/index.html'])
		check(`${page} ${root} the setting`, fs.readFileSync(`${work}/${root}/${page}`, 'utf8').includes('shield.json') === wanted);
report();
