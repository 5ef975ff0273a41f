// The index of the products of products.mjs alone, for lists.mjs and told.mjs.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, check, work } from '../check.mjs';
import { records } from './products.mjs';

/** Makes it below build/test, and gives its folder. */
export function makeNamedIndex() {
	const root = `${work}/index`, header = { format: 'label-export/1', exported_at: `${asOf}T23:30:00+09:00`, records: records.length };
	fs.rmSync(root, { recursive: true, force: true });
	fs.writeFileSync(`${work}/export.jsonl`, [header, ...records].map((line) => `${JSON.stringify(line)}\n`).join(''));
	const run = spawnSync('build/strict/tests/search/make_index', [`${work}/export.jsonl`, 'content/sample/criteria', '.', asOf, root, '1'], { encoding: 'utf8' });
	check('the index is made', run.status === 0, run.stderr);
	return root;
}
