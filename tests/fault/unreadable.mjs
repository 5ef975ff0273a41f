#!/usr/bin/env node
// A fault of the system on any input is one of the system, with the path, and not an error of what the
// file was to say; what somebody else owns is said to be theirs.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { asOf, check, checkNone, filesBelow, fuda, memoryFolder, report, skip, work as slow } from '../check.mjs';

const input = 'tests/golden/site-small', work = memoryFolder();
const library = path.resolve(slow, 'unreadable.so');
execFileSync('cc', ['-std=gnu11', '-D_GNU_SOURCE', '-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', library,
	'tests/fault/inject/unreadable.c', '-ldl'], { stdio: 'inherit' });

const args = ['build', '--quiet', '--export', `${input}/labels.jsonl`, '--criteria', `${input}/criteria`, '--site', '.', '--as-of', asOf, '--out', `${work}/site`];
const { EIO, EMFILE, EDQUOT } = os.constants.errno;
const inputs = [`${input}/labels.jsonl`, ...filesBelow(`${input}/criteria`).map((name) => `${input}/criteria/${name}`),
	...['ja', 'en', 'schema'].flatMap((folder) => filesBelow(`content/${folder}`).map((name) => `content/${folder}/${name}`)), 'content/site.json',
	...filesBelow('layouts').map((name) => `layouts/${name}`), ...filesBelow('static').map((name) => `static/${name}`)];
const faults = [];
for (const [i, name] of inputs.entries())
	for (const [call, error] of [['open', EIO], ['read', EIO], ...i % 12 === 0 ? [['open', EMFILE], ['open', EDQUOT], ['read', EDQUOT]] : []]) {
		const { status, stderr } = spawnSync(fuda, args, { encoding: 'utf8', env: { ...process.env, LD_PRELOAD: library,
			UNREADABLE: name, UNREADABLE_CALL: call, UNREADABLE_ERRNO: `${error}` } });
		if (status !== 2 || !stderr.split('\n').some((line) => line.includes(name) && line.includes('[file-read]')) || /there is no|has no text/.test(stderr))
			faults.push(`${name}: ${call} ${error}: ${status}: ${stderr}`);
		if (fs.existsSync(`${work}/site`))
			faults.push(`${name}: something was published`);
		fs.rmSync(`${work}/site`, { recursive: true, force: true });
	}
check('there are inputs', inputs.length > 100, inputs.length);
checkNone('inputs that cannot be read', faults);

const unlockable = spawnSync(fuda, args, { encoding: 'utf8', env: { ...process.env, LD_PRELOAD: library,
	UNREADABLE: 'site.fuda/lock', UNREADABLE_CALL: 'lock', UNREADABLE_ERRNO: `${os.constants.errno.ENOLCK}` } });
check('a lock that the file system does not give is not another build', unlockable.status === 2 &&
	/site\.fuda\/lock: .*cannot lock: No locks available/.test(unlockable.stderr), unlockable.stderr);

if (process.getuid() === 0 && !spawnSync('setpriv', ['--version']).error) {
	const shared = fs.mkdtempSync(`${os.tmpdir()}/fuda-owner-`);
	fs.cpSync(fuda, `${shared}/fuda`);
	fs.chmodSync(shared, 0o755);
	fs.mkdirSync(`${shared}/site`);
	fs.mkdirSync(`${shared}/site.fuda`);
	for (const name of ['content', 'layouts', 'static', input])
		fs.cpSync(name, `${shared}/${name}`, { recursive: true });
	fs.writeFileSync(`${shared}/site.fuda/lock`, '', { mode: 0o600 });
	const run = (out, ...more) => spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', './fuda', ...args.slice(0, -1), out, ...more], { encoding: 'utf8', cwd: shared });
	const locked = run('site');
	check('whose file is in the way is said', locked.status === 2 && /belongs to root, and this runs as nobody/.test(locked.stderr), locked.stderr);
	// In a sticky folder files of others stay, and with them the site as a whole.
	spawnSync('./fuda', [...args.slice(0, -1), 'sticky'], { cwd: shared });
	execFileSync('chmod', ['-R', 'a+rwX', 'sticky', 'sticky.fuda'], { cwd: shared });
	const published = fs.readFileSync(`${shared}/sticky/MANIFEST.json`, 'utf8');
	fs.chmodSync(`${shared}/sticky`, 0o1777);
	const sticky = run('sticky', '--set', 'contact_email=other@fuda.example');
	check('a file in a sticky folder is somebody else\'s', sticky.status === 2 && /sticky\/\S+: .*belongs to root, and this runs as nobody/.test(sticky.stderr), sticky.stderr);
	check('and the site stays complete', fs.readFileSync(`${shared}/sticky/MANIFEST.json`, 'utf8') === published);
	fs.rmSync(shared, { recursive: true });
} else {
	skip('not root');
}
report();
