#!/usr/bin/env node
// Archives that need zip64, read by three programs: zip.mjs [PROGRAM [large]]
//
// PROGRAM is tests/mirror/zip_many, compiled; without it, the one of the strict variant. With "large",
// also an archive of more than 4 GB, with a file of more than 4 GB in it.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { check, report, work } from '../check.mjs';
import { isSame } from './mirror.mjs';

const program = process.argv[2] ?? 'build/strict/tests/mirror/zip_many';

function readBy(file, n) {
	const unzip = spawnSync('unzip', ['-tq', file], { encoding: 'utf8' });
	check(`${file}: unzip reads it`, unzip.status === 0, unzip.stdout + unzip.stderr);
	const names = execFileSync('bsdtar', ['-tf', file], { encoding: 'utf8', maxBuffer: 1 << 30, env: { ...process.env, LC_ALL: 'C.UTF-8' } }).trim().split('\n');
	check(`${file}: bsdtar sees ${n} entries`, names.length === n && names.filter((name) => name.startsWith('札/')).length >= n - 1, names.slice(0, 3).join('\n'));
	const python = spawnSync('python3', ['-c', `
import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
names = archive.namelist()
assert len(names) == int(sys.argv[2]), len(names)
for i in [x for x in (0, 1, 65533, 65534, 65535, 65536, len(names) - 2) if 0 <= x < len(names) - 1]:
    name = "札/%04d/%07d.txt" % (i // 1000, i)
    assert archive.read(name) == b"file %d %d %d %d\\n" % (i, i, i, i), name
if len(sys.argv) < 4:
    assert archive.testzip() is None`, file, String(n), ...(n < 100 ? ['large'] : [])], { encoding: 'utf8' });
	check(`${file}: python reads it`, python.status === 0, python.stderr);
}

/** Whether an archive has the record that only zip64 needs. */
const isZip64 = (file) => {
	const bytes = Buffer.alloc(98), fd = fs.openSync(file);
	fs.readSync(fd, bytes, 0, 98, Math.max(0, fs.fstatSync(fd).size - 98));
	fs.closeSync(fd);
	return bytes.includes('PK\x06\x06') && bytes.includes('PK\x06\x07');
};

for (const [n, needsZip64] of [[0, false], [1, false], [65534, false], [65535, true], [65536, true], [140000, true]]) {
	const file = `${work}/${n}.zip`;
	execFileSync(program, [file, n]);
	check(`${n} entries: zip64 ${needsZip64}`, isZip64(file) === needsZip64);
	if (n > 0)
		readBy(file, n);
}
execFileSync(program, [`${work}/again.zip`, 140000]);
check('the same entries, the same bytes', isSame(`${work}/again.zip`, `${work}/140000.zip`));

if (process.argv[3] === 'large') {
	const sparse = `${work}/sparse`;
	fs.closeSync(fs.openSync(sparse, 'w'));
	fs.truncateSync(sparse, 2 ** 32 + 12345);
	execFileSync(program, [`${work}/large.zip`, 10, sparse]);
	check('large: zip64', isZip64(`${work}/large.zip`));
	readBy(`${work}/large.zip`, 11);
	fs.rmSync(`${work}/large.zip`);
	fs.rmSync(sparse);
}
report();
