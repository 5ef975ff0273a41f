#!/usr/bin/env node
// The full mirror, used from a disk in two browsers: search, products, languages, staleness, evidence
// sheet.
import { report, work } from '../check.mjs';
import { engineNames, makeMirror, originOf, unpack, useMirror, withEngine } from './mirror.mjs';

const file = `${work}/full.zip`;
if (!makeMirror('full', file))
	report();
const origin = originOf(unpack(file));
for (const name of engineNames)
	await withEngine(name, (browser) => useMirror(name, browser, origin, (below) => `${origin}${below}index.html`));
report();
