#!/usr/bin/env node
// The lite mirror of an export with enough products for many packed files, and for lists of many pages.
import { buildSite, check, filesBelow, report, work } from '../check.mjs';
import { largeExport, makeMirror } from './mirror.mjs';
import { examine } from './packed.mjs';

const large = largeExport(3000);
if (makeMirror('lite', `${work}/large/`, { export: large }) && buildSite(`${work}/site`, { export: large, offline: true }))
	examine(`${work}/large`, `${work}/site`, large);
// Of each shelf of forty-five products a part of data in two forms, and packs, lists and pages.
check('it has few files', filesBelow(`${work}/large`).length < 410);
report();
