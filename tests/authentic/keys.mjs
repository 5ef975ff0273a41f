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
		return `${code} ${line.slice(folder.length).replace(/^(: (warning: )?|\/)/, '').split(':')[0]}`;
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

const bytesOf = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part, typeof part === 'string' ? 'latin1' : undefined)));
const page = '<!DOCTYPE html><title>forged</title>';
const apple = bytesOf('\0\x05\x16\x07\0\x02\0\0Mac OS X        '), plist = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
	+ '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n';
const store = '.Spotlight-V100/Store-V2/0A1B2C3D-1111-2222-3333-444455556666';

/** Files that systems leave on a medium, and others that an enemy calls so: [path, bytes]. */
export const leftoverCases = {
	left: [
		['.DS_Store', bytesOf('\0\0\0\x01Bud1', Buffer.alloc(6000, '<'))], ['P/.DS_Store', bytesOf('\0\0\0\x01Bud1')], ['._index.html', apple],
		['P/._x y.html', bytesOf(apple, Buffer.alloc(4000))], ['P/Thumbs.db', bytesOf('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', Buffer.alloc(1000))],
		['$RECYCLE.BIN/desktop.ini', bytesOf('[.ShellClassInfo]\r\n')], ['desktop.ini', bytesOf('\xff\xfe[\0.\0')],
		['System Volume Information/IndexerVolumeGuid', bytesOf('{\x000\0')], ['System Volume Information/WPSettings.dat', bytesOf('\x0c\0\0\0<\x01')],
		['System Volume Information/tracking.log', Buffer.alloc(0)], ['.fseventsd/fseventsd-uuid', bytesOf('0A1B2C3D-1111')],
		['.fseventsd/0000000000a1b2c3', bytesOf('\x1f\x8b\x08')], ['.Spotlight-V100/VolumeConfiguration.plist', bytesOf(plist, '<dict>\n</dict>\n</plist>\n')],
		...['permStore', 'store.db', '.store.db', 'store.updates', 'tmp.spotlight.state', '0.indexHead', 'live.0.indexTermIds', '0.directoryStoreFile', 'live.0.shadowIndexHead']
			.map((name) => [`${store}/${name}`, bytesOf('8tsd', Buffer.alloc(5000, '<'))]),
	],
	added: [
		['System Volume Information/evil.html', page], ['System Volume Information/IndexerVolumeGuid', page], ['System Volume Information/WPSettings.dat', ` \n${page}`],
		['System Volume Information/index/IndexerVolumeGuid', 'x'], ['P/System Volume Information/IndexerVolumeGuid', 'x'], ['._index.html', page], ['._index.html', 'text'],
		['._index.html', bytesOf(apple, page)], ['._index.html', bytesOf(apple, Buffer.from(page, 'utf16le'))], ['._x.svg', bytesOf(apple, Buffer.alloc(2 << 20))],
		['.DS_Store', page], ['.DS_Store/index.html', page], ['.DS_Store', 'x'], ['Thumbs.db', page], ['thumbs.db.html', page], ['desktop.ini', page], ['desktop.ini', '%PDF-1.4'],
		['desktop.ini', ' '.repeat(5000) + page], ['desktop.ini.html', 'x'], ['.Trashes/501/index.html', page], ['.Trash-1000/files/index.html', page], ['lost+found/#1', page],
		['$RECYCLE.BIN/S-1-5-21/$RABCDEF.html', page], ['.fseventsd/index.html', bytesOf('\x1f\x8b', page)], ['.fseventsd/0000000000a1b2c3', page],
		['.Spotlight-V100/VolumeConfiguration.plist', bytesOf(plist, '<html xmlns="http://www.w3.org/1999/xhtml"/></plist>')], [`${store}/index.html`, page],
		[`${store}/index`, page], [`${store}/0.indexHead.html`, 'x'], [`${store}/a/b.db`, 'x'],
	],
};
