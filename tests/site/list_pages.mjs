#!/usr/bin/env node
// Pages of lists change with their rows: a further page does not say what changes with every product of
// the whole list, and a page whose rows stay is not written again.
import fs from 'node:fs';
import { buildSite, check, checkNone, differences, filesBelow, readExport, report, statuses, work, writeExport }
	from '../check.mjs';

const site = `${work}/site`, set = { set: 'rows_per_page=10' };
const isFurther = (name) => /^(en\/)?products\/[^/]+\/from-[^/]+\/index\.html$/.test(name);
const read = (folder, name) => (fs.existsSync(`${folder}/${name}`) ? fs.readFileSync(`${folder}/${name}`, 'utf8') : '');
const all = readExport();
const valid = statuses();
// One label and nothing that has happened to it: it can be revoked.
const rows = all.records.filter(({ product_id: id, labels }) => valid.get(id)?.status === 'valid' &&
	labels.length === 1 && !labels[0].events?.length && !labels[0].extensions?.length && labels[0].acquired_on < '2026-11-01');
check('there are rows', rows.length > 20, rows.length);

check('built', buildSite(site, { export: writeExport(`${work}/before.jsonl`, all), ...set }));
const further = filesBelow(site).filter(isFurther);
check('lists have further pages', further.length > 50, further.length);
const firsts = filesBelow(site).filter((name) => /^(en\/)?products\/[^/]+\/index\.html$/.test(name));
checkNone('first pages that do not say how many', firsts.filter((name) => !/<p class="range">[^<]*\d+/.test(read(site, name))));

for (const at of [5, Math.floor(rows.length / 2), rows.length - 5]) {
	const id = rows[at].product_id, changed = structuredClone(all), out = `${work}/${id}`;
	changed.records.find((r) => r.product_id === id).labels
		.forEach((label) => (label.events ??= []).push({ date: '2026-11-20', kind: 'revoked' }));
	check(`${id}: built`, buildSite(out, { export: writeExport(`${work}/${id}.jsonl`, changed), ...set }));
	const pages = differences(site, out).filter(isFurther);
	check(`${id}: pages with its row change`, pages.length > 1, pages.length);
	// A row that leaves a list may move where two pages meet: then their neighbours link elsewhere.
	const saidOf = (folder, name) => [...read(folder, name).matchAll(/<th scope="row"><a href="[^"]*"|<a rel="[^>]*>|<a [^>]*hreflang[^>]*>/g)].join();
	checkNone(`${id}: pages with the same rows and neighbours change`, pages.filter((name) => read(site, name) && read(out, name) &&
		!read(site, name).includes(`/P/${id}/`) && saidOf(site, name) === saidOf(out, name)));
}
report();
