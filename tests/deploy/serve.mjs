#!/usr/bin/env node
// Servers with the configuration of gen/deploy, started on loopback and asked: types, encodings,
// caching, 304, headers, redirects, the page for what is not found. nginx must be there; Caddy and
// nginx's module for brotli are asked where they are.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import { buildSite, check, checkNone, filesBelow, memoryFolder, report, skip } from '../check.mjs';
import { freePort } from '../port.mjs';
import { makeKey } from '../authentic/keys.mjs';
import { logEdition } from '../proof/log.mjs';
import { metadataOf } from './objects.mjs';

const deploy = path.resolve('gen/deploy');
const work = memoryFolder(), root = path.resolve(work, 'site'), log = path.resolve(work, 'history');
const has = (command) => spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin command -v ${command}`]).status === 0;
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const run = (command, args, extra = {}) =>
	spawnSync(command, args, { encoding: 'utf8', env: { ...env, ...extra } });

function ask(port, target, headers = {}, method = 'GET') {
	return new Promise((resolve, reject) => {
		http.request({ host: '127.0.0.1', port, path: target, method, headers, agent: false }, (response) => {
			const parts = [];
			response.on('data', (part) => parts.push(part));
			response.on('end', () => resolve({ status: response.statusCode, headers: response.headers,
				body: Buffer.concat(parts) }));
		}).on('error', reject).end();
	});
}

// The log lies beside the site and is published below it.
const placeOf = (name) => (name.startsWith('log/') ? path.join(log, name.slice(4)) : path.join(root, name));
const addressOf = (name) => '/' + name.replace(/(^|\/)index\.html$/, '$1');
// Without the copies made by --precompress; a file that is compressed itself is none.
const files = () => [...filesBelow(root), ...filesBelow(log).filter((name) => !name.includes('.fuda-')).map((name) => `log/${name}`)].filter((name) => !/\.(gz|br)$/.test(name) || !fs.existsSync(placeOf(name.slice(0, -3))));

/** One file of each kind: the first of those whose names differ but in ids, hashes and numbers. */
function kinds() {
	const seen = new Set();
	return files().filter((name) => {
		const kind = name.replace(/(^|\/)P\/[^/]+/, '$1P/ID').replace(/-[0-9a-f]{8,}\./, '-HASH.').replace(/\d+/g, '0');
		return !seen.has(kind) && seen.add(kind);
	});
}

const policy = () => /http-equiv="Content-Security-Policy" content="([^"]*)"/
	.exec(fs.readFileSync(`${root}/index.html`, 'utf8'))[1].replace(/&#39;/g, `'`);

function faultsOfHeaders(target, { headers }) {
	const expected = {
		'content-security-policy': `${policy()}; frame-ancestors 'none'`,
		'strict-transport-security': 'max-age=31536000',
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'same-origin',
		'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
	};
	return Object.entries(expected).filter(([name, value]) => headers[name] !== value)
		.map(([name]) => `${target}: ${name}: ${headers[name]}`);
}

async function askAll(name, port, encodings) {
	const get = (target, headers, method) => ask(port, target, headers, method);
	const faults = { types: [], caching: [], encodings: [], headers: [], notModified: [], origins: [] };
	const paths = kinds();
	check(`${name}: kinds of files`, paths.length > 30, paths.join('\n'));
	for (const file of paths) {
		if (/(^|\/)404\.html$/.test(file))
			continue;
		const target = addressOf(file), bytes = fs.readFileSync(placeOf(file));
		const plain = await get(target, { 'accept-encoding': 'identity' });
		const { type, caching } = metadataOf(file);
		if (plain.status !== 200 || !plain.body.equals(bytes))
			faults.types.push(`${target}: ${plain.status}, ${plain.body.length} bytes`);
		// A charset for JSON and SVG is harmless and says nothing.
		const said = plain.headers['content-type']?.toLowerCase();
		if (said !== type && !(/json|svg/.test(type) && said === type.replace(/;.*/, '')))
			faults.types.push(`${target}: ${plain.headers['content-type']}, not ${type}`);
		if (plain.headers['cache-control'] !== caching)
			faults.caching.push(`${target}: ${plain.headers['cache-control']}, not ${caching}`);
		faults.headers.push(...faultsOfHeaders(target, plain));
		const isOpen = /\/(badge|qr)\.|\.(json|jsonl|jsonld|csv|atom|ics|xml|txt|sha256|minisig)$|^data\/.*\.gz$|^log\//.test(file);
		if ((plain.headers['access-control-allow-origin'] === '*') !== isOpen ||
			plain.headers['cross-origin-resource-policy'] !== (isOpen ? 'cross-origin' : 'same-origin'))
			faults.origins.push(`${target}: ${plain.headers['access-control-allow-origin']}`);

		for (const [encoding, suffix, decode] of encodings) {
			const packed = await get(target, { 'accept-encoding': encoding });
			const copy = placeOf(file + suffix);
			if (!fs.existsSync(copy)) {
				if (packed.headers['content-encoding'])
					faults.encodings.push(`${target}: ${packed.headers['content-encoding']} without a copy`);
			} else if (packed.headers['content-encoding'] !== encoding || !packed.body.equals(fs.readFileSync(copy)) ||
				!decode(packed.body).equals(bytes) || !/accept-encoding/i.test(packed.headers.vary ?? '') ||
				packed.headers['content-type'] !== plain.headers['content-type'])
				faults.encodings.push(`${target}: ${encoding}: ${JSON.stringify(packed.headers)}`);
		}
		for (const headers of [{ 'accept-encoding': 'identity' }, { 'accept-encoding': 'gzip' }]) {
			const { etag, 'last-modified': modified } = (await get(target, headers)).headers;
			const same = await get(target, { ...headers, 'if-none-match': etag });
			const since = await get(target, { ...headers, 'if-modified-since': modified });
			const other = await get(target, { ...headers, 'if-none-match': '"other"' });
			if (!etag || same.status !== 304 || same.body.length > 0 || since.status !== 304 || other.status !== 200 ||
				same.headers['cache-control'] !== caching)
				faults.notModified.push(`${target}: ${etag}: ${same.status}, ${since.status}, ${other.status}`);
		}
	}
	for (const [what, list] of Object.entries(faults))
		checkNone(`${name}: ${what}`, list);

	const id = fs.readdirSync(`${root}/P`)[0];
	for (const page of [`/P/${id}`, `/en/P/${id}`]) {
		const moved = await get(page);
		check(`${name}: ${page} is moved`, [301, 308].includes(moved.status), moved.status);
		check(`${name}: to ${page}/`, new URL(moved.headers.location, 'http://x').pathname === `${page}/`,
			moved.headers.location);
		checkNone(`${name}: headers of a move`, faultsOfHeaders(page, moved));
	}
	// Languages that the site may have: their tags are of any form.
	for (const tag of ['fil', 'zh-Hant-TW']) {
		fs.mkdirSync(path.join(root, tag), { recursive: true });
		fs.writeFileSync(path.join(root, tag, '404.html'), `${tag}\n${fs.readFileSync(path.join(root, 'en/404.html'), 'utf8')}`);
	}
	for (const [target, file] of [['/fil/P/NOSUCH/', 'fil/404.html'], ['/zh-Hant-TW/no', 'zh-Hant-TW/404.html'], ['/P/NOSUCH/', '404.html'], ['/no/such', '404.html'],
		['/en/P/NOSUCH/', 'en/404.html'], ['/en/no', 'en/404.html'], ['/static/no-0123456789abcdef.css', '404.html']]) {
		const missing = await get(target, { 'accept-encoding': 'identity' });
		check(`${name}: ${target} is not found`, missing.status === 404, missing.status);
		check(`${name}: ${target} in its language`, missing.body.equals(fs.readFileSync(path.join(root, file))));
		check(`${name}: ${target} may come to be`, missing.headers['cache-control'] === 'public, max-age=60',
			missing.headers['cache-control']);
		checkNone(`${name}: headers of ${target}`, faultsOfHeaders(target, missing));
	}
	for (const tag of ['fil', 'zh-Hant-TW'])
		fs.rmSync(path.join(root, tag), { recursive: true });
	for (const file of ['P/.left-behind', 'log/.left-behind', 'log/tile/.left-behind']) {
		fs.writeFileSync(placeOf(file), 'x');
		check(`${name}: no /${file}`, (await get(`/${file}`)).status === 404);
		fs.rmSync(placeOf(file));
	}
	for (const target of ['/log/no', '/log/tile/0/999']) {
		const missing = await get(target);
		check(`${name}: ${target} may come to be`, missing.status === 404 && missing.headers['cache-control'] === 'public, max-age=60',
			`${missing.status} ${missing.headers['cache-control']}`);
	}
	check(`${name}: nothing above the log`, [400, 404].includes((await get('/log/..%2fsite/index.html')).status) &&
		[400, 404].includes((await get('/log../site/index.html')).status));
	check(`${name}: a head`, (await get('/', {}, 'HEAD')).body.length === 0);
	check(`${name}: nothing to be posted`, (await get('/', {}, 'POST')).status === 405);
}

const gzip = ['gzip', '.gz', zlib.gunzipSync], brotli = ['br', '.br', zlib.brotliDecompressSync];

async function playNginx() {
	if (!has('nginx'))
		return skip('no nginx');
	const prefix = path.resolve(work, 'nginx'), port = await freePort();
	const module = ['/usr/lib/nginx/modules', '/usr/lib64/nginx/modules', process.env.NGINX_MODULES ?? '']
		.map((folder) => `${folder}/ngx_http_brotli_static_module.so`).find((file) => fs.existsSync(file));
	fs.mkdirSync(prefix);
	fs.writeFileSync(`${prefix}/nginx.conf`, `
		${process.getuid() === 0 ? 'user root;' : ''}
		${module ? `load_module ${module};` : ''}
		worker_processes 1;
		error_log ${prefix}/error.log;
		pid ${prefix}/pid;
		events { worker_connections 64; }
		http {
			access_log off;
			client_body_temp_path ${prefix}; proxy_temp_path ${prefix}; fastcgi_temp_path ${prefix};
			uwsgi_temp_path ${prefix}; scgi_temp_path ${prefix};
			include ${deploy}/nginx-http.conf;
			server {
				listen 127.0.0.1:${port};
				root ${root};
				set $fuda_log ${log};
				${module ? 'brotli_static on;' : ''}
				include ${deploy}/nginx-site.conf;
			}
		}`);
	const args = ['-p', prefix, '-c', `${prefix}/nginx.conf`, '-e', `${prefix}/error.log`];
	const started = run('nginx', args);
	if (!check('nginx starts, and has nothing to say', started.status === 0 && started.stderr === '', started.stderr))
		return;
	if (!module)
		skip('no module of nginx for brotli');
	try {
		await askAll('nginx', port, module ? [gzip, brotli] : [gzip]);
	} finally {
		check('nginx stops', run('nginx', [...args, '-s', 'stop']).status === 0);
	}
}

async function playCaddy() {
	if (!has('caddy'))
		return skip('no Caddy');
	const port = await freePort(), admin = `127.0.0.1:${await freePort()}`;
	const home = path.resolve(work, 'caddy');
	const surroundings = { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, CADDY_ADMIN: admin,
		FUDA_ADDRESS: `http://127.0.0.1:${port}`, FUDA_ROOT: root, FUDA_LOG: log };
	const config = ['--adapter', 'caddyfile', '--config', `${deploy}/Caddyfile`];
	fs.mkdirSync(home);
	const valid = run('caddy', ['validate', ...config], surroundings);
	check('Caddy finds its file valid', valid.status === 0, valid.stderr);
	// It stays and would hold pipes open.
	const started = spawnSync('caddy', ['start', '--pidfile', `${home}/pid`, ...config],
		{ env: { ...env, ...surroundings }, stdio: 'ignore' });
	if (!check('Caddy starts', started.status === 0))
		return;
	try {
		await askAll('Caddy', port, [gzip, brotli]);
	} finally {
		process.kill(Number(fs.readFileSync(`${home}/pid`, 'utf8')));
	}
}

/** The rules of a file _headers: what it says of a path. */
function hostHeaders(name) {
	const found = {};
	let isFor = false;
	for (const line of fs.readFileSync(`${deploy}/_headers`, 'utf8').split('\n')) {
		if (line.startsWith('/')) {
			const pattern = line.trim().replace(/[.]/g, '\\.').replace(/\*/g, '.*').replace(/:[a-z]+/g, '[^/]+');
			isFor = new RegExp(`^${pattern}$`).test(`/${name}`);
		} else if (isFor && line.startsWith('  ')) {
			const [, header, value] = /^ {2}([^:]+): (.*)$/.exec(line);
			(found[header.toLowerCase()] ??= []).push(value);
		}
	}
	return found;
}

function playHeaders() {
	const faults = [];
	for (const file of kinds()) {
		const found = hostHeaders(file);
		const headers = Object.fromEntries(Object.entries(found).map(([header, values]) => [header, values.join(', ')]));
		faults.push(...faultsOfHeaders(file, { headers }));
		const { type, caching } = metadataOf(file);
		if (headers['cache-control'] && headers['cache-control'] !== caching)
			faults.push(`${file}: ${headers['cache-control']}`);
		if (file.startsWith('static/') && !headers['cache-control'])
			faults.push(`${file}: not for ever`);
		if (headers['content-type'] && headers['content-type'] !== type)
			faults.push(`${file}: ${headers['content-type']}`);
	}
	checkNone('_headers', faults);
}

const key = makeKey('key');
if (buildSite(root, { precompress: true, key: key.secret }) && check('the edition is logged', logEdition(root, log, key).status === 0)) {
	await playNginx();
	await playCaddy();
	playHeaders();
	checkNone('files of no known type', files().filter((name) => !name.startsWith('log/tile/') && metadataOf(name).type === 'application/octet-stream'));
}
report();
