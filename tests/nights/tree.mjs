// A tree of files as it stood: paths with hash, inode and time of writing.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../check.mjs';

export function readTree(folder) {
	const tree = new Map();
	if (fs.existsSync(folder))
		for (const name of filesBelow(folder)) {
			const file = path.join(folder, name), { ino, mtimeNs } = fs.statSync(file, { bigint: true });
			tree.set(name, { hash: crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex'), ino, mtimeNs });
		}
	return tree;
}

export function compareTrees(before, after) {
	return {
		changed: [...after].filter(([name, file]) => before.get(name)?.hash !== file.hash).map(([name]) => name).sort(),
		removed: [...before.keys()].filter((name) => !after.has(name)).sort(),
	};
}

/** Files that are not the very same: written, made, or removed. */
export function touchedFiles(before, after) {
	return [...new Set([...before.keys(), ...after.keys()])].filter((name) => {
		const b = before.get(name), a = after.get(name);
		return b?.ino !== a?.ino || b?.mtimeNs !== a?.mtimeNs;
	});
}
