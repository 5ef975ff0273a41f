#!/usr/bin/env node
// Our logs and proofs, read by golang.org/x/mod/sumdb, the packages of Go's own checksum database, as Debian has them.
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { buildSite, check, fuda, report, skip, work } from '../check.mjs';
import { makeKey } from '../authentic/keys.mjs';
import { dayAfter, logEdition, writeEdition } from './log.mjs';

const program = path.resolve(work, 'read');
const made = spawnSync('go', ['build', '-o', program, 'tests/proof/go/main.go'], { encoding: 'utf8', env: { ...process.env,
	GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: path.resolve(work, 'cache'), GOFLAGS: '', CGO_ENABLED: '0' } });
if (made.error) {
	skip('there is no go');
	report();
}
check('go builds', made.status === 0, made.stderr);
const key = makeKey('key'), other = makeKey('other');
const out = `${work}/site`, log = `${work}/log`, kept = `${work}/kept`;
const go = (...args) => {
	const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
	return { status, said: stdout + stderr };
};

// Sizes at which tiles are begun, filled and gone on with.
let verifier = '';
const sizes = [1, 2, 3, 7, 255, 256, 257, 260];
for (let night = 0, at = 0; at < sizes.length; night++) {
	writeEdition(out, dayAfter(night));
	verifier = logEdition(out, log, key).verifier ?? verifier;
	if (night + 1 !== sizes[at])
		continue;
	const { status, said } = go(verifier, log, ...at > 0 ? [kept] : []);
	check(`${sizes[at]} entries, and they continue those before`, status === 0 && said.startsWith(`${sizes[at]} entries`), said);
	fs.copyFileSync(`${log}/checkpoint`, kept);
	at++;
}
check('another key', go(logEdition(out, `${work}/theirs`, other).verifier ?? verifier.replace(/.$/, 'x'), log).status === 1);
const bundle = `${log}/tile/entries/000`, bytes = fs.readFileSync(bundle);
fs.writeFileSync(bundle, Buffer.concat([bytes.subarray(0, 60), Buffer.from([bytes[60] ^ 1]), bytes.subarray(61)]));
check('an entry changed', go(verifier, log).status === 1);
fs.writeFileSync(bundle, bytes);

// Proofs of products on several shelves, from a log with some entries.
const file = `${work}/labels.jsonl`, site = `${work}/products`, history = `${work}/history`;
check('an export', spawnSync('node', ['tests/bench/export.mjs', '500', file]).status === 0);
const proofs = [];
for (const day of ['2026-11-22', '2026-11-23', '2026-11-24']) {
	buildSite(site, { export: file, 'as-of': day });
	check(`${day} is logged`, logEdition(site, history, key).isNew);
	const manifest = `${work}/${day}.json`;
	fs.copyFileSync(`${site}/MANIFEST.json`, manifest);
	fs.copyFileSync(`${history}/checkpoint`, kept);
	const ids = fs.readdirSync(`${site}/P`).sort();
	for (const id of ids.filter((_, i) => i % 40 === 0 || i === ids.length - 1)) {
		const proof = `${work}/${day}.${id}.tlog-proof`;
		fs.writeFileSync(proof, spawnSync(fuda, ['prove', '--out', site, '--log', history, '--id', id]).stdout);
		proofs.push(proof, manifest);
	}
}
const all = go(verifier, history, kept, ...proofs);
check('proofs', all.status === 0 && all.said.startsWith(`3 entries and ${proofs.length / 2} proofs hold`), all.said);
const [first, manifest] = proofs;
fs.writeFileSync(`${work}/wrong`, fs.readFileSync(first, 'utf8').replace(/^index 0$/m, 'index 1'));
check('a proof of another entry', go(verifier, history, kept, `${work}/wrong`, manifest).status === 1);
check('a proof of another edition', proofs[3] && go(verifier, history, kept, first, proofs.at(-1)).status === 1);
report();
