// What gen/deploy/objects.json says of a path: for the scripts in this folder.
import fs from 'node:fs';

const objects = JSON.parse(fs.readFileSync('gen/deploy/objects.json', 'utf8'));
const find = (table, path) => table.find(({ pattern }) => new RegExp(pattern).test(path))?.value;

export function metadataOf(path) {
	const encoding = find(objects.content_encoding, path);
	const plain = encoding ? path.replace(/\.(gz|br)$/, '') : path;
	return { encoding, type: find(objects.content_type, plain), caching: find(objects.cache_control, plain) };
}
