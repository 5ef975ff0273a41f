// What the tests of this folder share: keys made by minisign, a signed copy, fuda verify on it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, filesBelow, fuda, work } from '../check.mjs';

/** Makes a pair of keys with minisign: {secret, public, text}. */
export function makeKey(name, password = null) {
	const key = { secret: `${work}/${name}.key`, public: `${work}/${name}.pub` };
	const made = spawnSync('minisign', ['-G', ...password === null ? ['-W'] : [], '-s', key.secret, '-p', key.public],
		{ input: password === null ? '' : `${password}\n${password}\n`, encoding: 'utf8' });
	check(`minisign makes ${name}`, made.status === 0, made.stderr);
	key.text = fs.readFileSync(key.public, 'utf8').split('\n')[1];
	return key;
}

/** The id of a key in 16 digits, whose highest byte comes last in the key; minisign leaves out zeroes before it. */
export const idOf = ({ text }) => Buffer.from(text, 'base64').subarray(2, 10).reverse().toString('hex').toUpperCase();

/** Builds and signs a site: the sample, unless options say otherwise. */
export function signedSite(name, key, options = {}) {
	const folder = `${work}/${name}`;
	buildSite(folder, { key: key.secret, ...options });
	return folder;
}

/** Signs the MANIFEST.json of a folder anew with minisign, with a trusted comment. */
export function signAgain(folder, key, comment) {
	const made = spawnSync('minisign', ['-S', '-s', key.secret, '-m', `${folder}/MANIFEST.json`, '-t', comment], { input: '', encoding: 'utf8' });
	check('minisign signs', made.status === 0, made.stderr);
}

/** What `fuda verify` finds: {status, findings: ['file-changed P/…'], said}. */
export function verify(folder, key, options = ['--go-on']) {
	const result = spawnSync(fuda, ['verify', '--public-key', key.text, '--out', folder, ...options],
		{ encoding: 'utf8', timeout: 60000 });
	const findings = result.stderr.split('\n').filter((line) => line.startsWith(folder)).map((line) => {
		const [, code] = /\[([\w-]+)\]$/.exec(line);
		return `${code} ${line.slice(folder.length).replace(/^(: |\/)/, '').split(':')[0]}`;
	});
	return { status: result.status, findings, said: result.stdout + result.stderr };
}

/** A copy of a folder that can be changed at will and is as before after `restore`. */
export function copyOf(site, copy) {
	const stamp = (name) => {
		const { ino, mtimeNs, size } = fs.lstatSync(path.join(copy, name), { bigint: true });
		return `${ino} ${mtimeNs} ${size}`;
	};
	fs.rmSync(copy, { recursive: true, force: true });
	fs.cpSync(site, copy, { recursive: true });
	const stamps = new Map(filesBelow(copy).map((name) => [name, stamp(name)]));
	return {
		restore() {
			const now = filesBelow(copy);
			for (const name of now.filter((n) => stamps.get(n) !== stamp(n)))
				fs.rmSync(path.join(copy, name));
			for (const name of stamps.keys())
				if (!fs.existsSync(path.join(copy, name))) {
					fs.cpSync(path.join(site, name), path.join(copy, name));
					stamps.set(name, stamp(name));
				}
		},
	};
}
