#!/usr/bin/env node
// Standard streams that are closed, or full: what a command was to print and could not is said by its status, and no
// file that it opens gets what is meant for people. A limit of the size of files is an error, and no end by a signal.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { asOf, check, checkNone, differences, fuda, memoryFolder, report, work as slow } from '../check.mjs';
import { makeKey } from '../authentic/keys.mjs';

const work = memoryFolder(), small = 'tests/golden/site-small';
const key = makeKey('key');
const input = ['--export', `${small}/labels.jsonl`, '--criteria', `${small}/criteria`, '--site', '.', '--as-of', asOf];
const build = (out, ...more) => ['build', ...input, '--out', `${work}/${out}`, '--key', key.secret, ...more];
const run = (redirections, args) => spawnSync('sh', ['-c', `exec "$@" ${redirections}`, '-', fuda, ...args], { encoding: 'utf8', timeout: 60000 });

check('a site', run('', build('site', '--quiet')).status === 0);
check('a log', run('', ['log', '--key', key.secret, '--log', `${work}/log`, '--out', `${work}/site`, '--quiet']).status === 0);
const [id] = fs.readdirSync(`${work}/site/P`);
const proof = run('', ['prove', '--out', `${work}/site`, '--log', `${work}/log`, '--id', id]);
check('a proof', proof.status === 0 && proof.stdout.length > 100, proof.stderr);
fs.writeFileSync(`${work}/proof`, proof.stdout);
fs.cpSync(`${work}/log/checkpoint`, `${work}/checkpoint`);

const verify = ['verify', '--public-key', key.text];
const printing = {
	help: ['--help'], 'the help of a command': ['build', '--help'], version: ['-V'], completion: ['completion', 'bash'], status: ['status', ...input],
	'one status': ['status', ...input, '--explain', id], check: ['check', ...input], 'a check of a folder': ['check', ...input, '--out', `${work}/site`],
	verify: [...verify, '--out', `${work}/site`], 'verify of a proof': [...verify, '--proof', `${work}/proof`],
	'verify of a log': [...verify, '--log', `${work}/log`, '--checkpoint', `${work}/checkpoint`], prove: ['prove', '--out', `${work}/site`, '--log', `${work}/log`, '--id', id],
	log: ['log', '--key', key.secret, '--log', `${work}/log`, '--out', `${work}/site`], 'the files of a site': ['site', '--list', '--site', '.'],
	build: build('built'), sqlite: ['sqlite', ...input, '--out', `${work}/sqlite`], mirror: ['mirror', '--kind', 'lite', ...input, '--out', `${work}/mirror.zip`],
};
for (const [what, args] of Object.entries(printing)) {
	check(`${what}: prints`, run('', args).stdout.length > 0);
	for (const [how, said] of [['>/dev/full', 'No space left on device'], ['>&-', 'Bad file descriptor']]) {
		const { status, stderr } = run(how, args);
		check(`${what} ${how}: status 2, and why`, status === 2 && stderr.includes('standard output') && stderr.includes(said), `${status} ${stderr}`);
	}
	check(`${what} with nowhere to say why`, run('>/dev/full 2>&-', args).status === 2);
}
const quiet = run('>/dev/full', build('built', '--quiet'));
check('what prints nothing needs no output', quiet.status === 0, quiet.stderr);

// A build that warns, without any of the three: the folder is as it should be.
fs.writeFileSync(`${work}/warned.jsonl`, fs.readFileSync(`${small}/labels.jsonl`, 'utf8').replace('{', '{"novel": 1, '));
const warned = (out) => ['build', '--export', `${work}/warned.jsonl`, ...input.slice(2), '--out', `${work}/${out}`, '--report', `${work}/report`, '--ledger', `${work}/ledger`];
const open = run('', warned('open'));
check('a build that warns', open.status === 0 && open.stderr.includes('warning'), open.stderr);
const [state] = fs.readdirSync(`${work}/open.fuda`).filter((name) => name.startsWith('state-'));
for (const closed of ['<&-', '2>&-', '>&-', '>&- 2>&-', '<&- >&- 2>&-']) {
	fs.rmSync(`${work}/closed`, { recursive: true, force: true });
	fs.rmSync(`${work}/closed.fuda`, { recursive: true, force: true });
	const { status } = run(closed, warned('closed'));
	check(`${closed}: the status`, status === (/(^| )>&-/.test(closed) ? 2 : 0), status);
	checkNone(`${closed}: the site`, differences(`${work}/open`, `${work}/closed`));
	check(`${closed}: its state`, fs.readFileSync(`${work}/open.fuda/${state}`).equals(fs.readFileSync(`${work}/closed.fuda/${state}`)));
	checkNone(`${closed}: what people were to read`, [`${work}/ledger`, `${work}/warned.jsonl`].filter((name) => /warning|products,/.test(fs.readFileSync(name, 'utf8'))));
}
const nothing = run('<&-', ['check', '--export', '-', ...input.slice(2)]);
check('an export from a closed input', nothing.status === 2 && nothing.stderr.includes('standard input'), nothing.stderr);

// A limit of the size of files: an error of the system, with the file, and OUT as it was.
execFileSync('cp', ['-a', `${work}/open`, `${work}/open.fuda`, slow]);
const limited = spawnSync('prlimit', ['--fsize=3000', fuda, ...build('limited', '--quiet')], { encoding: 'utf8' });
check('a limit of the size of files', limited.status === 2 && limited.stderr.includes('File too large') && !fs.existsSync(`${work}/limited`), `${limited.signal} ${limited.stderr}`);
const nextDay = warned('open').map((arg) => (arg === asOf ? '2026-11-23' : arg));
const before = spawnSync('prlimit', ['--fsize=3000', fuda, ...nextDay], { encoding: 'utf8' });
check('a limit in a folder that is published', before.status === 2, before.stderr);
checkNone('it is as it was', differences(`${work}/open`, `${slow}/open`));
report();
