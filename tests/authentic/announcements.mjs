// What tests share that change keys: a site folder of one's own, announcements made and read.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fuda } from '../check.mjs';

/** A site folder that has settings and nothing else: those of the sample, and some of its own. */
export function makeSiteFolder(folder, settings = {}) {
	fs.mkdirSync(`${folder}/content`, { recursive: true });
	fs.writeFileSync(`${folder}/content/site.json`, JSON.stringify({ ...JSON.parse(fs.readFileSync('content/site.json', 'utf8')), ...settings }));
	return folder;
}

/** A key names the next one: {status, said}. */
export function announce(site, key, next, from) {
	const { status, stdout, stderr } = spawnSync(fuda, ['announce', '--key', key.secret, '--next', next.public, '--from', from, '--site', site],
		{ encoding: 'utf8' });
	return { status, said: stdout + stderr };
}

/** The announcements in a file: [{block, text, signature}]. */
export function blocksOf(file) {
	const lines = fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);
	return Array.from({ length: lines.length / 9 }, (_, i) => lines.slice(9 * i, 9 * i + 9).map((line) => `${line}\n`))
		.map((block) => ({ block: block.join(''), text: block.slice(0, 5).join(''), signature: block.slice(5).join('') }));
}
