#!/usr/bin/env node
// gen/deploy/upload.sh with rclone and a folder as its remote: night by night the remote is the site,
// and nothing but what changed was sent; an upload that was interrupted or left out, and a way back, too.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, differences, filesBelow, fuda, memoryFolder, readExport, report, skip, writeExport }
	from '../check.mjs';
import { metadataOf } from './objects.mjs';

const small = 'tests/golden/site-small', work = memoryFolder();
const site = `${work}/site`, told = `${work}/report`, remote = path.resolve(work, 'remote'), sent = `${work}/sent`;
const which = spawnSync('sh', ['-c', 'command -v rclone'], { encoding: 'utf8' });

// Stands before rclone in the path and writes down how it was called.
const log = path.resolve(work, 'calls');
function wrap() {
	fs.mkdirSync(`${work}/bin`);
	fs.writeFileSync(`${work}/bin/rclone`, `#!/usr/bin/env node
		const fs = require('fs'), args = process.argv.slice(2);
		const list = args[args.indexOf('--files-from-raw') + 1];
		fs.appendFileSync('${log}', JSON.stringify({ args, files: fs.readFileSync(list, 'utf8').trim().split('\\n') }) + '\\n');
		if (fs.existsSync('${log}.fail') && args[0] === 'copy' && list.includes(fs.readFileSync('${log}.fail', 'utf8')))
			process.exit(3);
		process.exit(require('child_process').spawnSync('${which.stdout.trim()}', args, { stdio: 'inherit' }).status);
	`, { mode: 0o755 });
}

function upload(...options) {
	fs.rmSync(log, { force: true });
	const result = spawnSync('gen/deploy/upload.sh', [...options, site, told, remote, sent], { encoding: 'utf8',
		env: { ...process.env, PATH: `${path.resolve(work, 'bin')}:${process.env.PATH}`, RCLONE_CONFIG: '/dev/null' } });
	const calls = fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
	return { ...result, calls };
}

const from = `${work}/from`; // the remote as it was after the last upload that went well
const stamps = () => new Map(filesBelow(remote).map((file) => {
	const { ino, ctimeNs } = fs.statSync(path.join(remote, file), { bigint: true });
	return [file, `${ino} ${ctimeNs}`];
}));

const { header, records } = readExport(`${small}/labels.jsonl`);
const day = (n) => new Date(Date.UTC(2026, 10, 22 + n)).toISOString().slice(0, 10);
const night = (n, change) => {
	change(records);
	buildSite(site, { export: writeExport(`${work}/${n}.jsonl`, { header: { ...header, exported_at: `${day(n - 1)}T23:30:00+09:00` }, records }), criteria: `${small}/criteria`, 'as-of': day(n), report: told,
		atomic: true, precompress: true });
};

/** Uploads; then the remote is the site and no file was sent but those that differ. */
function play(what, ...options) {
	const before = fs.existsSync(remote) ? stamps() : new Map();
	const result = upload(...options);
	check(`${what}: uploaded`, result.status === 0, result.stderr);
	checkNone(`${what}: the remote is not the site`, differences(site, remote));
	const after = stamps();
	const touched = [...after.keys()].filter((name) => after.get(name) !== before.get(name)).sort();
	const differing = before.size === 0 ? [...after.keys()]
		: differences(from, remote).filter((name) => after.has(name));
	checkNone(`${what}: sent without need`, touched.filter((name) => !differing.includes(name)));
	check(`${what}: something was sent`, touched.length > 0);
	const copies = result.calls.filter(({ args }) => args[0] === 'copy');
	checkNone(`${what}: metadata`, copies.flatMap(({ args, files }) => files.filter((name) => {
		const headers = args.filter((arg, i) => args[i - 1] === '--header-upload');
		const { type, caching, encoding } = metadataOf(name);
		const wanted = [`Content-Type: ${type}`, `Cache-Control: ${caching}`, ...(encoding ? [`Content-Encoding: ${encoding}`] : [])];
		return JSON.stringify(headers) !== JSON.stringify(wanted);
	})));
	const names = copies.flatMap(({ files }) => files);
	check(`${what}: the manifest is last`, names.indexOf('MANIFEST.json') === names.length - 1);
	check(`${what}: each file is sent once`, new Set(names).size === names.length);
	// What pages and search need, the directory of search, pages, the day they are of, what lists them.
	const stepOf = (name) => [/^search\/directory\.js/, /\.html(\.gz|\.br)?$/, /^as-of\.js/, /^MANIFEST/].findIndex((kind) => kind.test(name));
	check(`${what}: each after what it names`, names.map(stepOf).every((step, i, all) => i === 0 || step >= all[i - 1]), names.join('\n'));
	fs.rmSync(from, { recursive: true, force: true });
	fs.cpSync(remote, from, { recursive: true });
	return result;
}

if (which.status !== 0) {
	skip('no rclone');
} else {
	const valid = records.filter((record) => record.labels.length === 1);
	wrap();
	night(0, () => {});
	play('the first time');
	night(1, () => {
		valid[0].summary = { ja: '改めました。', en: 'Changed.' };
		records[1].manufacturer = { name: { ja: '新しい会社', en: 'A New Company' }, disclosed: true };
	});
	const told1 = fs.readFileSync(`${told}/changed.txt`, 'utf8').trim().split('\n');
	const second = play('the second night');
	check('the list of the report was sent',
		JSON.stringify(second.calls.filter(({ args }) => args[0] === 'copy').flatMap(({ files }) => files).sort()) ===
		JSON.stringify(told1));

	night(2, () => {
		valid[1].summary = { ja: 'また改めました。', en: 'Changed again.' };
	});
	fs.writeFileSync(`${log}.fail`, '/3.');
	check('an upload that fails says so', upload().status !== 0);
	check('and is not the site', differences(site, remote).length > 0);
	fs.rmSync(`${log}.fail`);
	night(3, () => {
		valid[2].summary = { ja: 'さらに改めました。', en: 'And again.' };
	});
	play('after one that failed');

	const back = spawnSync(fuda, ['rollback', '--out', site], { encoding: 'utf8' });
	check('back to the previous site', back.status === 0, back.stderr);
	play('after going back', '--compare');
	night(4, () => {});
	play('the night after');

	// An upload that was interrupted at any step, and the way back: what it sent is known, though no list has it.
	for (const step of ['/1.', '/2.', '/3.', '/4.', '/5.']) {
		const n = 4 + Number(step[1]) / 10;
		night(5, () => {
			valid[0].summary = { ja: `途中で止まる${n}。`, en: `Stops at ${n}.` };
			valid[1].name = { ja: `名前${n}`, en: `Name ${n}` };
		});
		fs.writeFileSync(`${log}.fail`, step);
		check(`${step}: it stops`, upload('--compare').status !== 0);
		fs.rmSync(`${log}.fail`);
		check(`${step}: back to the previous site`, spawnSync(fuda, ['rollback', '--out', site], { encoding: 'utf8' }).status === 0);
		const result = upload('--compare');
		check(`${step}: uploaded`, result.status === 0, result.stderr);
		checkNone(`${step}: the remote is not the site`, differences(site, remote));
	}
	fs.rmSync(from, { recursive: true, force: true });
	fs.cpSync(remote, from, { recursive: true });

	const key = `${work}/key`;
	spawnSync('minisign', ['-G', '-W', '-s', key, '-p', `${key}.pub`]);
	const signed = spawnSync(fuda, ['sign', '--key', key, '--out', site], { encoding: 'utf8' });
	check('the site is signed', signed.status === 0, signed.stderr);
	const alone = upload('--compare').calls.filter(({ args }) => args[0] === 'copy').flatMap(({ files }) => files);
	check('the signature alone is sent', alone.join() === 'MANIFEST.json.minisig', alone.join('\n'));
	checkNone('signed: the remote is not the site', differences(site, remote));
	night(5, () => {
		valid[3].summary = { ja: '署名のない夜。', en: 'A night without a signature.' };
	});
	play('a night that is not signed');
	check('it is not there any more', !fs.existsSync(`${remote}/MANIFEST.json.minisig`));

	// Nights that were not uploaded are made up for, whatever the report of the last one says; what somebody else
	// put into the storage stays.
	night(6, () => { valid[4].summary = { ja: '送られない夜。', en: 'A night that is not sent.' }; });
	night(7, () => { valid[0].summary = { ja: '送られる夜。', en: 'A night that is sent.' }; });
	play('after a night that was not uploaded');
	fs.writeFileSync(`${remote}/other.html`, 'not ours');
	night(8, () => { valid[1].summary = { ja: '報告のない夜。', en: 'A night without a report.' }; });
	fs.rmSync(told, { recursive: true });
	const untold = upload();
	check('without a report', untold.status === 0 && differences(site, remote).join() === 'other.html', untold.stderr + differences(site, remote));
	fs.rmSync(`${remote}/other.html`);

	// What is damaged, of another site, or older: nothing is sent, and the storage stays as it is.
	night(9, () => { valid[2].summary = { ja: 'もう一晩。', en: 'One more night.' }; });
	fs.cpSync(site, `${work}/good`, { recursive: true });
	buildSite(`${work}/foreign`, { export: `${work}/9.jsonl`, criteria: `${small}/criteria`, 'as-of': day(9), set: 'base_url=https://other.example/' });
	const manifest = `${site}/MANIFEST.json`, page = filesBelow(site).find((name) => name.endsWith('/index.html') && fs.readFileSync(`${told}/changed.txt`, 'utf8').split('\n').includes(name));
	const part = filesBelow(site).find((name) => name.startsWith('sums/products-'));
	const damages = {
		'no MANIFEST.json': () => fs.rmSync(manifest),
		'a folder as MANIFEST.json': () => { fs.rmSync(manifest); fs.mkdirSync(manifest); },
		'a link as MANIFEST.json': () => { fs.renameSync(manifest, `${work}/manifest`); fs.symlinkSync(`${work}/manifest`, manifest); },
		'a pipe as MANIFEST.json': () => { fs.rmSync(manifest); spawnSync('mkfifo', [manifest]); },
		'a gigabyte as MANIFEST.json': () => fs.truncateSync(manifest, 2 ** 30),
		'another program\'s MANIFEST.json': () => fs.writeFileSync(manifest, '{"name": "app", "icons": []}\n'),
		'a MANIFEST.json that names no list': () => fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace('"sums/', '"../sums/')),
		'another site': () => { fs.rmSync(site, { recursive: true }); fs.cpSync(`${work}/foreign`, site, { recursive: true }); },
		'an older one': () => { fs.rmSync(site, { recursive: true }); fs.cpSync(`${site}.previous`, site, { recursive: true }); fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace(/"sequence":\d+/, '"sequence":9000')); },
		'no list of files': () => fs.rmSync(`${site}/${part}`),
		'another list of files': () => fs.appendFileSync(`${site}/${part}`, `${'0'.repeat(64)}  x.html\n`),
		'a page that is missing': () => fs.rmSync(`${site}/${page}`),
		'a page that was changed': () => fs.appendFileSync(`${site}/${page}`, ' '),
		'a page that is a link': () => { fs.renameSync(`${site}/${page}`, `${work}/page`); fs.symlinkSync(`${work}/page`, `${site}/${page}`); },
	};
	for (const [what, damage] of Object.entries(damages)) {
		damage();
		const before = stamps(), { status, calls, stderr } = upload();
		check(`${what}: nothing is sent, and it is said why`, status === 1 && calls.length === 0 && /^upload\.sh: /m.test(stderr), `${status} ${stderr}`);
		check(`${what}: the storage is as it was`, JSON.stringify([...before]) === JSON.stringify([...stamps()]));
		fs.rmSync(site, { recursive: true });
		fs.cpSync(`${work}/good`, site, { recursive: true });
	}
	const meanwhile = spawnSync('flock', [sent, 'gen/deploy/upload.sh', site, told, remote, sent], { encoding: 'utf8' });
	check('one at a time', meanwhile.status === 1 && /another upload .* is under way/.test(meanwhile.stderr), meanwhile.stderr);
	for (const [what, folder] of [['in the site', `${site}/sent`], ['that is somebody else\'s', `${work}/bin`]]) {
		const { status, stderr } = spawnSync('gen/deploy/upload.sh', [site, told, remote, folder], { encoding: 'utf8' });
		check(`a memory ${what} is refused`, status === 1 && stderr.startsWith('upload.sh: ') && fs.readdirSync(`${work}/bin`).join() === 'rclone', stderr);
	}
	fs.rmSync(`${site}/sent`, { recursive: true, force: true });
	play('then all is as it should be');
}
report();
