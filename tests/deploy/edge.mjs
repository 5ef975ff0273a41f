#!/usr/bin/env node
// A cache before the site, with the shipped configuration behind it: what was published reaches its
// readers within the hour that README states, also where the origin is dead, and never later than
// that does the cache show a page that was withdrawn. The clock of the cache is set, not waited for.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildSite, check, memoryFolder, readExport, report, skip, work as slow, writeExport } from '../check.mjs';
import { freePort, isListening } from '../port.mjs';

const deploy = path.resolve('gen/deploy');
const work = memoryFolder(), root = path.resolve(work, 'site'), clock = path.resolve(work, 'clock');
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
if (spawnSync('nginx', ['-v'], { env }).error) {
	skip('no nginx');
	report();
}

const library = path.resolve(slow, 'clock.so');
execFileSync('cc', ['-std=gnu11', '-D_GNU_SOURCE', '-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', library,
	'tests/deploy/clock/clock.c'], { stdio: 'inherit' });

/** Starts nginx; returns what ends it, and comes back when nobody listens there any more. */
async function nginx(name, port, extra, servers) {
	const prefix = path.resolve(work, name);
	fs.mkdirSync(prefix);
	fs.writeFileSync(`${prefix}/nginx.conf`, `
		${process.getuid() === 0 ? 'user root;' : ''}
		worker_processes 1;
		env CLOCK_FILE;
		env LD_PRELOAD;
		daemon off;
		error_log ${prefix}/error.log;
		pid ${prefix}/pid;
		events { worker_connections 64; }
		http {
			access_log off;
			client_body_temp_path ${prefix}; proxy_temp_path ${prefix}; fastcgi_temp_path ${prefix};
			uwsgi_temp_path ${prefix}; scgi_temp_path ${prefix};
			${servers}
		}`);
	const server = spawn('nginx', ['-p', prefix, '-c', `${prefix}/nginx.conf`, '-e', `${prefix}/error.log`],
		{ env: { ...env, ...extra }, stdio: 'inherit' });
	process.on('exit', () => server.kill());
	const ended = once(server, 'exit');
	const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
	while (!hasEnded() && !await isListening(port))
		await wait(20);
	check(`${name} starts`, !hasEnded());
	return async () => {
		server.kill();
		const [status] = await ended;
		check(`${name} stops`, status === 0, status);
	};
}

const ask = (port, target) => new Promise((resolve, reject) => {
	http.get({ host: '127.0.0.1', port, path: target, agent: false }, (response) => {
		const parts = [];
		response.on('data', (part) => parts.push(part));
		response.on('end', () => resolve({ status: response.statusCode, cache: response.headers['x-cache'], text: Buffer.concat(parts).toString() }));
	}).on('error', reject);
});

// The site, and the one in which a label is revoked.
const all = readExport();
const product = all.records.find((record) => record.labels.length === 1 && record.labels[0].valid_until > '2027-01-01' && !record.labels[0].events?.length);
const page = `/en/P/${product.product_id}/`;
const revoke = () => {
	product.labels[0].events = [{ date: '2026-11-22', kind: 'revoked' }];
	return buildSite(root, { export: writeExport(`${work}/export.jsonl`, all), set: 'max_changed_percent=100' });
};

buildSite(root);
fs.writeFileSync(clock, '0');
const originPort = await freePort(), port = await freePort();
const startOrigin = (name) => nginx(name, originPort, {}, `include ${deploy}/nginx-http.conf;
	server { listen 127.0.0.1:${originPort}; root ${root}; include ${deploy}/nginx-site.conf; }`);
const stopOrigin = await startOrigin('origin');
const stopEdge = await nginx('edge', port, { LD_PRELOAD: library, CLOCK_FILE: clock }, `
	proxy_cache_path ${work}/cache keys_zone=edge:1m inactive=30d;
	server {
		listen 127.0.0.1:${port};
		location / {
			proxy_pass http://127.0.0.1:${originPort};
			proxy_cache edge;
			proxy_cache_background_update on;
			proxy_read_timeout 100ms;
			add_header X-Cache $upstream_cache_status always;
		}
	}`);

/** Asks the edge at so many minutes after the beginning. nginx takes its time with each event: two questions. */
async function at(minutes, target = page) {
	fs.writeFileSync(clock, String(minutes * 60));
	await ask(port, '/robots.txt');
	await ask(port, '/robots.txt');
	return ask(port, target);
}
const saysRevoked = ({ text }) => /data-status="revoked"/.test(text);
const saysValid = ({ text }) => /class="answer"[^>]*data-status="valid"/.test(text);

try {
	const first = await at(0);
	check('the edge asks the origin', first.status === 200 && saysValid(first), `${first.status} ${first.cache}`);
	await at(0, '/as-of.js');
	const second = await at(1);
	check('and keeps what it says', second.cache === 'HIT', second.cache);
	revoke();
	const kept = await at(4);
	check('for five minutes', kept.cache === 'HIT' && saysValid(kept), kept.cache);
	await at(7);
	const fresh = await at(7.5);
	check('then the revocation is there', saysRevoked(fresh), fresh.cache);

	// The origin dies: what the edge has is shown for an hour, and not a minute more.
	await at(20);
	const before = await at(20.5);
	check('the edge has the page', before.status === 200 && saysRevoked(before));
	await at(20.5, '/as-of.js');
	await stopOrigin();
	const day = await at(30, '/as-of.js');
	check('a dead origin: what says of which day it is, is not shown', day.status >= 500, `${day.status} ${day.cache}`);
	const during = await at(60);
	check('but the page is', during.status === 200 && during.cache === 'STALE', `${during.status} ${during.cache}`);
	for (const minutes of [83, 100, 24 * 60, 8 * 24 * 60]) {
		const late = await at(minutes);
		check(`after ${minutes - 20} minutes nothing is shown`, late.status >= 500, `${late.status} ${late.cache}`);
	}

	// One that lives and hangs is no other; of one that answers with errors nginx shows these (see README.md of deploy).
	let begin = 10 * 24 * 60;
	for (const [what, answer] of [['answers 500', (_, response) => { response.statusCode = 500; response.end('<p>no</p>'); }], ['hangs', () => {}]]) {
		const stop = await startOrigin(`origin-${what.split(' ')[0]}`);
		await at(begin);
		check(`before it ${what} it is asked`, saysRevoked(await at(begin + 0.5)));
		await stop();
		const sick = http.createServer(answer);
		await new Promise((resolve) => sick.listen(originPort, '127.0.0.1', resolve));
		const shown = await at(begin + 40), late = await at(begin + 63);
		check(`an origin that ${what}: what is shown`, shown.status === (what === 'hangs' ? 200 : 500), `${shown.status} ${shown.cache}`);
		check(`an origin that ${what}: for an hour`, late.status >= 500, `${late.status} ${late.cache}`);
		sick.closeAllConnections();
		await new Promise((resolve) => sick.close(resolve));
		begin += 24 * 60;
	}
} finally {
	await stopEdge();
}
report();
