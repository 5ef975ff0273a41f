#!/usr/bin/env node
// What a loss of power may not undo: the order of what is written, synced, named and removed, as
// gen/publish/output_seal.c and output_tree.c argue for it, read off the calls of a build that nobody disturbs.
import fs from 'node:fs';
import { check, report } from '../check.mjs';
import { build, readLines, remove, work, writeExports } from './fault.mjs';

const exports = writeExports();
// What is told stands elsewhere: it syncs its own folder.
const beside = `${fs.realpathSync(work)}/beside`, told = `${beside}/told`, ledger = `${beside}/ledger`;
const out = fs.realpathSync(work) + '/site', fuda = `${out}.fuda`, log = `${work}/log`;
fs.mkdirSync(beside);
const isBelow = (folder) => ({ path }) => path === folder || path.startsWith(`${folder}/`);

/** The calls of a build, {name, path}. */
function callsOf(file, day, options) {
	remove(log);
	const result = build(out, file, day, [...options, '--jobs', '1', '--report', told, '--ledger', ledger],
		{ INJECT_LOG: log });
	check('a build', result.status === 0, result.stderr);
	return readLines(log).map((line) => /^(\S+) (.*)$/.exec(line)).map(([, name, path]) => ({ name, path }));
}

function play(what, options, isNew) {
	const calls = callsOf(isNew ? exports.old : exports.new, isNew ? '2026-11-22' : '2026-11-23', options);
	const is = (name, path) => (call) => call.name === name && call.path === path;
	const at = (test, from = 0) => {
		const found = calls.findIndex((call, i) => i >= from && test(call));
		return found < 0 ? NaN : found; // no comparison holds of it
	};
	const lastAt = (test, to) => calls.slice(0, to).findLastIndex(test);
	const isSync = (call) => call.name === 'sync' || call.name === 'syncfs';
	const isWriting = ({ name }) => ['open', 'write', 'pwrite', 'close', 'utime', 'link', 'mkdir', 'rename'].includes(name);
	/** Between the last such call before `to` and `to` stands a sync (of this path; of all files). */
	const isSyncedBefore = (test, to, { path, name } = {}) => {
		const last = lastAt(test, to);
		const sync = at((call) => isSync(call) && (!path || call.path === path) && (!name || call.name === name), last + 1);
		return last >= 0 && sync > last && sync < to;
	};

	const isAside = isNew || options.includes('--atomic');
	const away = isNew ? at(is('open', `${fuda}/away/MANIFEST.json`)) : isAside ? at(is('link', `${fuda}/away/MANIFEST.json`)) : at(is('rename', `${fuda}/away/MANIFEST.json`));
	const told0 = at(isBelow(told)), cleared = at(is('unlink', `${fuda}/away/MANIFEST.json`), away);
	const state = at(({ name, path }) => name === 'rename' && path.startsWith(`${fuda}/state-`));
	check(`${what}: the manifest of before is laid away`, away >= 0);
	check(`${what}: the state is there before that`, state < away, `${state} ${away}`);
	if (!isNew)
		check(`${what}: the parts that will go are laid away and on the disk before it`,
			isSyncedBefore(({ name, path }) => name === 'link' && /\/away\/.*\.sha256$/.test(path), away, { path: `${fuda}/away` }));
	if (isAside) {
		const published = at(is('rename', out));
		check(`${what}: all is on the disk before it is published`,
			isSyncedBefore((call) => isWriting(call) && isBelow(fuda)(call), at(({ name, path }) =>
				name === 'rename' && (path === out || path === `${out}.previous`)), { name: 'syncfs' }));
		check(`${what}: it is published once`, published >= 0 && !(at(is('rename', out), published + 1) >= 0));
		check(`${what}: nothing in the folder changes`, !(at(({ path }) => path.startsWith(`${out}/`)) >= 0));
		const above = at((call) => isSync(call) && `${call.path}/` === out.replace(/[^/]*$/, ''), published);
		check(`${what}: the names are on the disk before it is told`, above > published && above < told0, `${published} ${above} ${told0}`);
	} else {
		const first = at(({ path }) => path.startsWith(`${out}/`)), manifest = at(is('rename', `${out}/MANIFEST.json`));
		check(`${what}: all is on the disk before it is published`,
			isSyncedBefore((call) => isWriting(call) && isBelow(fuda)(call) && !isBelow(`${fuda}/away`)(call), away, { name: 'syncfs' }));
		for (const folder of [out, fuda]) {
			const sync = at(is('sync', folder), away);
			check(`${what}: that the site is not complete is on the disk, ${folder}`, sync > away && sync < first, `${away} ${sync} ${first}`);
			const after = at(is('sync', folder), manifest);
			check(`${what}: so is that it is, ${folder}`, after > manifest && after < told0, `${manifest} ${after} ${told0}`);
		}
		check(`${what}: all names are on the disk before the manifest`,
			isSyncedBefore(({ path }) => path.startsWith(`${out}/`), manifest, { name: 'syncfs' }));
		check(`${what}: the manifest is last`, !(at(({ path }) => path.startsWith(`${out}/`), manifest + 1) >= 0));
		const isRemoval = ({ name, path }) => (name === 'unlink' || name === 'rmdir') && path.startsWith(`${out}/`);
		check(`${what}: what is removed goes last`,
			lastAt(({ name, path }) => name === 'rename' && path.startsWith(`${out}/`), manifest) < at(isRemoval), 'a file comes after');
	}
	for (const file of [`${told}/changed.txt`, `${told}/removed.txt`, `${told}/purge.txt`, ...(isNew ? [ledger] : [])]) {
		const named = at(is('rename', file));
		const folder = file.replace(/\/[^/]*$/, '');
		const sync = at(({ name, path }) => name === 'sync' && fs.realpathSync(path || '.') === folder, named);
		check(`${what}: ${file} is whole when it is named`,
			isSyncedBefore(({ name, path }) => name === 'write' && path.startsWith(`${folder}/.fuda-`), named));
		check(`${what}: ${file} is on the disk before the build says that it has told`, sync > named && sync < cleared,
			`${named} ${sync} ${cleared}`);
	}
	check(`${what}: nothing is told before it is published`, told0 > away);
}

for (const options of [[], ['--atomic'], ['--precompress'], ['--atomic', '--precompress']]) {
	const name = options.join(' ') || 'in place';
	play(`${name}, new`, options, true);
	play(name, options, false);
	remove(out, fuda, `${out}.previous`, told, ledger);
}
report();
