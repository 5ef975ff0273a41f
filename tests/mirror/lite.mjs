#!/usr/bin/env node
// The lite mirror: a few thousand files that hold every page of the site; the same bytes for the same
// export whatever the number of workers; a packed page is that of the site, and every link leads to a
// file, to a packed page or to the web.
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, filesBelow, report, work } from '../check.mjs';
import { isSame, makeMirror, runMirror, unpack } from './mirror.mjs';
import { examine } from './packed.mjs';

const file = `${work}/lite.zip`;
if (!makeMirror('lite', file, { jobs: 1 }))
	report();
const root = unpack(file);

// ---- the same bytes ----

makeMirror('lite', `${work}/again.zip`, { jobs: 3, work: path.resolve(work, 'elsewhere') });
check('three workers make the same bytes', isSame(file, `${work}/again.zip`));
const stick = `${work}/stick`;
makeMirror('lite', `${stick}/`);
makeMirror('lite', stick, { jobs: 2 });
checkNone('the folder differs from the archive', filesBelow(root).filter((name) => !isSame(`${root}/${name}`, `${stick}/${name}`)));
check('neither has more files', filesBelow(root).length === filesBelow(stick).length);
fs.mkdirSync(`${work}/other`);
fs.writeFileSync(`${work}/other/mine.txt`, 'mine');
check('a folder with something else in it is left alone', runMirror('lite', `${work}/other`).status === 2
	&& filesBelow(`${work}/other`).join() === 'mine.txt');

const site = `${work}/site`;
if (!buildSite(site, { offline: true }))
	report();
examine(root, site);
report();
