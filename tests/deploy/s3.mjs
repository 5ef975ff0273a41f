#!/usr/bin/env node
// gen/deploy/upload.sh with rclone to a server of object storage on loopback: what a reader is then
// given has the bytes, the type, the caching and the encoding that it should, on the first night and on
// the next, and what is gone from the site is gone there.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import S3rver from 's3rver';
import { buildSite, check, checkNone, filesBelow, memoryFolder, readExport, report, skip, supersededPath, writeExport } from '../check.mjs';
import { metadataOf } from './objects.mjs';

const small = 'tests/golden/site-small', work = memoryFolder();
const site = `${work}/site`, told = `${work}/report`, sent = `${work}/sent`;

// What this machine has set for other stores is none of ours.
const surroundings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|RCLONE)_/.test(name)));

async function upload(port) {
	// Asynchronous, for the server is in this process.
	const child = spawn('gen/deploy/upload.sh', [site, told, 'store:registry', sent], { stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...surroundings, RCLONE_CONFIG: '/dev/null', RCLONE_CONFIG_STORE_TYPE: 's3', RCLONE_CONFIG_STORE_PROVIDER: 'Other',
			RCLONE_CONFIG_STORE_ENDPOINT: `http://127.0.0.1:${port}`, RCLONE_CONFIG_STORE_FORCE_PATH_STYLE: 'true',
			RCLONE_CONFIG_STORE_ACCESS_KEY_ID: 'S3RVER', RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY: 'S3RVER',
			RCLONE_S3_NO_CHECK_BUCKET: 'true' } });
	return new Promise((done) => child.on('exit', done));
}

/** What is wrong with what a reader is given of a file. */
async function faultsOf(port, name) {
	const answer = await fetch(`http://127.0.0.1:${port}/registry/${name}`, { headers: { 'Accept-Encoding': 'identity' } });
	if (answer.status !== 200)
		return [`${name}: ${answer.status}`];
	const { type, caching, encoding } = metadataOf(name), faults = [];
	const bytes = fs.readFileSync(path.join(site, name));
	const got = Buffer.from(await answer.arrayBuffer());
	// What has an encoding is decoded before it is seen here.
	const wanted = encoding ? fs.readFileSync(path.join(site, name.replace(/\.(gz|br)$/, ''))) : bytes;
	if (!got.equals(wanted))
		faults.push(`${name}: other bytes`);
	for (const [header, value] of [['content-type', type], ['cache-control', caching], ['content-encoding', encoding || null]])
		if (answer.headers.get(header) !== value)
			faults.push(`${name}: ${header}: ${answer.headers.get(header)}, wanted ${value}`);
	return faults;
}

async function checkRemote(what, port) {
	const names = filesBelow(site), faults = [];
	for (const name of names)
		faults.push(...await faultsOf(port, name));
	checkNone(`${what}: what readers are given`, faults);
	return names;
}

const { header, records } = readExport(`${small}/labels.jsonl`);
const night = (n) => buildSite(site, { export: writeExport(`${work}/${n}.jsonl`, { header, records }), criteria: `${small}/criteria`,
	'as-of': `2026-11-${22 + n}`, report: told, precompress: true });

if (spawnSync('rclone', ['version']).status !== 0) {
	skip('no rclone');
} else {
	const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: `${work}/store`, configureBuckets: [{ name: 'registry' }] });
	const { port } = await server.run();
	night(0);
	check('the first upload', await upload(port) === 0);
	const before = await checkRemote('the first night', port);
	const changed = records.find((record) => record.labels.length === 1);
	changed.summary = { ja: '改めました。', en: 'Changed.' };
	changed.manufacturer = { name: { ja: '新しい会社', en: 'A New Company' }, disclosed: true };
	night(1);
	check('the second upload', await upload(port) === 0);
	const after = await checkRemote('the second night', port);
	// What search of the first night asks for is there for three nights more.
	const asked = before.filter((name) => supersededPath.test(name));
	checkNone('files of search that are gone at once', asked.filter((name) => !after.includes(name)));
	for (const n of [2, 3, 4]) {
		night(n);
		check(`upload ${n + 1}`, await upload(port) === 0);
	}
	const last = await checkRemote('the last night', port), gone = asked.filter((name) => !last.includes(name));
	check('they are gone from the site', gone.length > 0, asked);
	const still = [];
	for (const name of gone)
		if ((await fetch(`http://127.0.0.1:${port}/registry/${name}`)).status !== 404)
			still.push(name);
	checkNone('what is gone is given no more', still);
	await server.close();
}
report();
