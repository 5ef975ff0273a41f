#!/usr/bin/env node
// The ZIM file: what zimcheck says of it, the same bytes for the same export, and our own search in it
// where kiwix-serve serves it.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, check, checkNone, memoryFolder, report, skip } from '../check.mjs';
import { freePort } from '../port.mjs';
import { isSame, makeMirror, useMirror, withEngine } from './mirror.mjs';

// A ZIM file is in the order in which a file system names files, which in memory is that in which they were made.
const disk = fs.mkdtempSync('build/test/zim-');
process.on('exit', () => fs.rmSync(disk, { recursive: true, force: true }));
const file = `${disk}/registry.zim`;
if (!makeMirror('zim', file, { jobs: 1 }))
	report();
makeMirror('zim', `${disk}/again.zim`, { jobs: 2, work: `${disk}/elsewhere` });
check('made twice, it has the same bytes', isSame(file, `${disk}/again.zim`));

// ---- wherever it is made ----

/** Works in a folder whose files are named in their order, on the file system of `place`. */
function makeSorted(out, place) {
	const [plain, sorted] = ['plain', 'sorted'].map((name) => path.resolve(place, name));
	[plain, sorted].forEach((folder) => fs.mkdirSync(folder));
	const mounted = spawnSync('disorderfs', ['--quiet', '--sort-dirents=yes', '--reverse-dirents=no', plain, sorted], { encoding: 'utf8' });
	if (mounted.status !== 0) {
		skip(`disorderfs cannot be mounted: ${mounted.error ?? mounted.stderr.trim()}`);
		return false;
	}
	try {
		return makeMirror('zim', out, { work: `${sorted}/work` });
	} finally {
		spawnSync('fusermount', ['-u', sorted]);
	}
}

const places = [disk, memoryFolder()].map((place, i) => [`${disk}/sorted${i}.zim`, place]);
if (places.every(([out, place]) => makeSorted(out, place)))
	check('in sorted folders of two file systems, it has the same bytes', isSame(places[0][0], places[1][0]));

// ---- what zimcheck finds ----

const found = spawnSync('zimcheck', ['-A', file], { encoding: 'utf8', maxBuffer: 1 << 28 });
checkNone('zimcheck finds', found.stdout.split('\n').filter((line) => /^\[ERROR\]/.test(line)));
check('zimcheck passes it', found.status === 0, found.stdout.split('\n').filter((line) => !/redundant|and$|static/.test(line)).slice(-12).join('\n'));

// ---- in use ----

const port = await freePort();
const server = spawn('kiwix-serve', ['--nosearchbar', '--address', '127.0.0.1', '--port', String(port), file], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
	const origin = `http://127.0.0.1:${port}/registry/`;
	for (let i = 0; i < 200 && spawnSync('curl', ['-sf', '-o', '/dev/null', `${origin}index.html`]).status !== 0; i++)
		await new Promise((resolve) => { setTimeout(resolve, 50); });
	const metadata = (name) => execFileSync('curl', ['-sf', `http://127.0.0.1:${port}/raw/registry/meta/${name}`], { encoding: 'utf8' });
	check('its date is the as-of day', metadata('Date') === asOf, metadata('Date'));
	check('its languages', metadata('Language') === 'jpn,eng', metadata('Language'));
	const settings = JSON.parse(fs.readFileSync('content/site.json', 'utf8'));
	check('its title and creator', metadata('Title') === settings.site_name.ja && metadata('Creator') === settings.operator_name.ja);
	check('its description says the day', metadata('Description').includes(asOf), metadata('Description'));
	const picture = execFileSync('curl', ['-sf', `http://127.0.0.1:${port}/raw/registry/meta/Illustration_48x48@1`]);
	check('its picture', picture.subarray(1, 4).toString() === 'PNG' && picture.readUInt32BE(16) === 48 && picture.readUInt32BE(20) === 48);
	await withEngine('chromium', (browser) => useMirror('kiwix', browser, origin, (below) => `${origin}${below}index.html`));
} finally {
	server.kill();
}
report();
