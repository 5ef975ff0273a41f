#!/usr/bin/env node
// A build with one record changed writes that record's files and the lists it stands in, no other
// product's; and ends in the same bytes as a build from nothing.
import fs from 'node:fs';
import path from 'node:path';
import { buildSite, check, checkNone, differences, differencesFromNothing, filesBelow, readExport, report, statuses, work, writeExport }
	from '../check.mjs';

const stamps = (root) => new Map(filesBelow(root).map((file) => {
	const { ino, mtimeNs } = fs.statSync(path.join(root, file), { bigint: true });
	return [file, `${ino} ${mtimeNs}`];
}));

const all = readExport();
const valid = [...statuses().values()].filter((status) => status.status === 'valid');
const id = valid[Math.floor(valid.length / 2)].product_id;
const record = all.records.find((r) => r.product_id === id);
const owns = (file) => file.startsWith(`P/${id}/`) || file.startsWith(`en/P/${id}/`);
const isOfProduct = (file) => /^(..\/)?P\//.test(file);

function play(what, change, expectations) {
	const before = `${work}/${what}`, clean = `${work}/${what}.clean`;
	buildSite(before, { export: writeExport(`${work}/${what}.before.jsonl`, all) });
	fs.cpSync(before, `${before}.old`, { recursive: true });
	const old = stamps(before);
	const changed = structuredClone(all);
	change(changed.records.find((r) => r.product_id === id));
	const file = writeExport(`${work}/${what}.jsonl`, changed);
	buildSite(before, { export: file });
	buildSite(clean, { export: file });
	checkNone(`${what}: not as built from nothing`, differencesFromNothing(clean, before));

	const now = stamps(before);
	const written = [...now.keys()].filter((name) => now.get(name) !== old.get(name));
	const differing = differences(`${before}.old`, before).filter((name) => now.has(name));
	checkNone(`${what}: written without need`, written.filter((name) => !differing.includes(name)));
	checkNone(`${what}: files of other products`, written.filter((name) => isOfProduct(name) && !owns(name)));
	for (const name of expectations)
		check(`${what}: ${name} is written`, written.includes(name));
	checkNone(`${what}: codes written`, written.filter((name) => /qr\.(png|svg)$/.test(name)));
}

check('the product has a record', record !== undefined);
play('summary', (r) => {
	r.summary = { ja: '概要を一語だけ改めました。', en: 'One word of the summary was changed.' };
}, [`P/${id}/index.html`, `en/P/${id}/index.html`, 'MANIFEST.json']);
play('name', (r) => {
	r.name = { ...r.name, ja: `${r.name.ja}改` };
}, [`P/${id}/index.html`, `P/${id}/label.json`, 'MANIFEST.json']);
play('status', (r) => {
	r.labels.forEach((label) => (label.events ??= []).push({ date: '2026-11-20', kind: 'revoked' }));
}, [`P/${id}/index.html`, `en/P/${id}/index.html`, `P/${id}/badge.svg`, `en/P/${id}/badge.svg`,
	`P/${id}/label.json`, 'index.html', 'en/index.html', 'MANIFEST.json']);
report();
