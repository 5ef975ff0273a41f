// What the tests of this folder share: keys made by minisign, a signed copy, fuda verify on it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { buildSite, check, fuda, work } from '../check.mjs';

/** Makes a pair of keys with minisign: {secret, public, text}. */
export function makeKey(name, password = null) {
	const key = { secret: `${work}/${name}.key`, public: `${work}/${name}.pub` };
	const made = spawnSync('minisign', ['-G', ...password === null ? ['-W'] : [], '-s', key.secret, '-p', key.public],
		{ input: password === null ? '' : `${password}\n${password}\n`, encoding: 'utf8' });
	check(`minisign makes ${name}`, made.status === 0, made.stderr);
	key.text = fs.readFileSync(key.public, 'utf8').split('\n')[1];
	return key;
}

/** Builds and signs a site: the sample, unless options say otherwise. */
export function signedSite(name, key, options = {}) {
	const folder = `${work}/${name}`;
	buildSite(folder, { key: key.secret, ...options });
	return folder;
}

/** What `fuda verify` finds: {status, findings: ['file-changed P/…'], said}. */
export function verify(folder, key, options = []) {
	const result = spawnSync(fuda, ['verify', '--public-key', key.text, '--out', folder, ...options], { encoding: 'utf8' });
	const findings = result.stderr.split('\n').filter((line) => line.startsWith(`${folder}: `)
		|| line.startsWith(`${folder}/`)).map((line) => {
		const [, path, code] = /^[^:]*: ([^:]*).*\[([\w-]+)\]$/.exec(line) ?? [];
		return `${code} ${line.startsWith(`${folder}/`) ? line.slice(folder.length + 1).split(':')[0] : path}`;
	});
	return { status: result.status, findings, said: result.stdout + result.stderr };
}
