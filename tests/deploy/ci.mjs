#!/usr/bin/env node
// The CI recipe of gen/deploy, its steps run as they stand there, with folders in place of object storage: two
// nights, one of which lost its cache, one that a gate stops, one that would lose a page.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { check, checkNone, differences, fuda, memoryFolder, readExport, report, skip, writeExport } from '../check.mjs';

const work = memoryFolder(), small = 'tests/golden/site-small';
const night = `${work}/night`, remote = `${work}/remote`, keep = `${work}/keep`, summary = `${work}/summary`;

/** The commands of a step, by its name. */
function stepOf(name) {
	const lines = fs.readFileSync('gen/deploy/ci.yml', 'utf8').split('\n');
	const from = lines.indexOf(`      - name: ${name}`);
	const begin = lines.indexOf('        run: |', from) + 1;
	const end = lines.findIndex((line, i) => i >= begin && !line.startsWith('          '));
	return lines.slice(begin, end).map((line) => line.slice(10)).join('\n');
}

const today = new Date(Date.now() + 9 * 3600000 - 60000).toISOString().slice(0, 16);
function play(accept = '', keeps = true) {
	const env = { ...process.env, NIGHT: night, FUDA: path.resolve(fuda), FUDA_SITE: process.cwd(), FUDA_REMOTE: remote, FUDA_KEEP: keep,
		FUDA_ACCEPT: accept, FUDA_COMPARE: 'yes', GITHUB_STEP_SUMMARY: summary, RCLONE_CONFIG: '/dev/null' };
	const run = (name) => spawnSync('bash', ['-e', '-c', stepOf(name)], { encoding: 'utf8', env });
	const results = [run('fetch'), run('publish')];
	if (keeps && results[0].status === 0)
		check('it is kept', run('keep').status === 0);
	return { status: results.map(({ status }) => status).join(), stderr: results.map(({ stderr }) => stderr).join('') };
}

const { header, records } = readExport(`${small}/labels.jsonl`);
const put = (list) => writeExport(`${keep}/in/labels.jsonl`, { header: { ...header, exported_at: `${today}:00+09:00` }, records: list });
const stamps = () => fs.readdirSync(`${remote}/P`).map((id) => fs.statSync(`${remote}/P/${id}/index.html`).ctimeMs).join();

if (spawnSync('rclone', ['version']).status !== 0) {
	skip('no rclone');
} else {
	fs.cpSync(`${small}/criteria`, `${keep}/in/criteria`, { recursive: true });
	put(records);
	const first = play();
	check('the first night', first.status === '0,0', first.stderr);
	checkNone('what is served is not the site', differences(`${night}/public`, remote));
	check('the ledger is kept', fs.existsSync(`${keep}/ledger`) && fs.existsSync(`${keep}/sent/list`));
	check('the report is shown', /^# Build of /.test(fs.readFileSync(summary, 'utf8')));

	const before = stamps();
	fs.rmSync(night, { recursive: true });
	const second = play();
	check('a night without the cache', second.status === '0,0', second.stderr);
	checkNone('what is served is not the site', differences(`${night}/public`, remote));
	check('pages that had not changed were not sent', stamps() === before);

	fs.rmSync(night, { recursive: true });
	put(records.slice(1));
	const lost = play();
	check('without the cache a page is missed', lost.status === '0,1' && lost.stderr.includes('[product-missing]'), lost.stderr);
	put(records);
	check('put back', play().status === '0,0');

	put(records.map((record) => ({ ...record, summary: { ja: '改めました。' } })));
	const stopped = play();
	check('a gate stops a night', stopped.status === '0,1' && stopped.stderr.includes('[many-changed]'), stopped.stderr);
	const accepted = play(/--accept=(\S+)/.exec(stopped.stderr)[1]);
	check('let through by hand', accepted.status === '0,0', accepted.stderr);
	checkNone('what is served is not the site', differences(`${night}/public`, remote));

	// What was sent in a night whose memory could not be kept is known by the next, from the cache.
	put(records.map((record) => ({ ...record, summary: { ja: '改めました。' }, name: { ja: `別の${record.product_id}` } })));
	const unkept = play(/--accept=(\S+)/.exec(play().stderr)[1], false);
	check('a night that is not kept', unkept.status === '0,0', unkept.stderr);
	put(records.map((record) => ({ ...record, summary: { ja: '改めました。' } })));
	const back = play(/--accept=(\S+)/.exec(play('', false).stderr)?.[1]);
	check('and one that takes it back', back.status === '0,0', back.stderr);
	checkNone('what is served is not the site', differences(`${night}/public`, remote));
}
report();
