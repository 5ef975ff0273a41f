#!/usr/bin/env node
// The lite mirror: a few thousand files that hold every page of the site; the same bytes for the same
// export whatever the number of workers; a packed page is that of the site, and every link leads to a
// file, to a packed page or to the web.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, filesBelow, fuda, report, work } from '../check.mjs';
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

// ---- signed ----

execFileSync('minisign', ['-G', '-W', '-p', `${work}/key.pub`, '-s', `${work}/key.sec`], { stdio: 'ignore' });
makeMirror('lite', `${work}/signed/`, { key: `${work}/key.sec` });
const verify = () => spawnSync(fuda, ['verify', '--public-key', `${work}/key.pub`, '--out', `${work}/signed`], { encoding: 'utf8' });
check('fuda verifies it', verify().status === 0, verify().stderr);
check('so does minisign', spawnSync('minisign', ['-V', '-p', `${work}/key.pub`, '-m', `${work}/signed/MANIFEST.json`]).status === 0);
fs.appendFileSync(`${work}/signed/view/directory.js`, ' ');
check('a byte more is found', verify().status === 1 && /view\/directory[.]js/.test(verify().stderr), verify().stderr);

// ---- pages and links ----

const site = `${work}/site`;
if (!buildSite(site, { offline: true }))
	report();
examine(root, site);
report();
