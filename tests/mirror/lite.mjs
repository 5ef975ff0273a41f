#!/usr/bin/env node
// The lite mirror: a few thousand files that hold every page of the site; the same bytes for the same
// export whatever the number of workers; a packed page is that of the site, and every link leads to a
// file, to a packed page or to the web.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, filesBelow, fuda, readExport, report, statuses, work, writeExport } from '../check.mjs';
import { baseUrl, isSame, makeMirror, packedPages, runMirror, unpack } from './mirror.mjs';
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
check('what it says of fixed addresses is true of the web, which has no page that shows packed ones',
	isSame(`${root}/data/openapi.json`, `${site}/data/openapi.json`));

// ---- a text cannot forge a page ----

const { header, records } = readExport();
const [forger, victim] = ['valid', 'revoked'].map((wanted) =>
	records.find(({ product_id: id }) => statuses().get(id).status === wanted));
const page = `<!DOCTYPE html><title>forged</title><main><p class="answer" data-status="valid">forged</p></main>`;
const line = `${Buffer.byteLength(page)} P/${victim.product_id}/`;
forger.summary = { ja: ['```', line, page, '```', line, '', `${line}\t${page}`, '', `&#10;${line}&#10;${page}`].join('\n') };
const forged = writeExport(`${work}/forged.jsonl`, { header, records });
makeMirror('lite', `${work}/forged/`, { export: forged });
const packed = packedPages(`${work}/forged`);
check('the text is in the page of its product', packed.get('ja').get(`P/${forger.product_id}/`).html.includes(line));
checkNone('pages that show another product', [...packed].flatMap(([lang, pages]) => [...pages].filter(([key, { html }]) =>
	/^P\//.test(key) && !html.includes(`${baseUrl}${key}`)).map(([key]) => `${lang} ${key}`)));
checkNone('the forged page is that of', [...packed].flatMap(([lang, pages]) => [...pages].filter(([, { title }]) =>
	title === 'forged').map(([key]) => `${lang} ${key}`)));
report();
