#!/usr/bin/env node
// A night on which nothing happened changes no page: only the small file with the as-of day, and
// what lists it with its hash: a part of the list of files, and MANIFEST.json above the parts.
import { buildSite, check, checkNone, differences, readExport, report, statuses, work, writeExport }
	from '../check.mjs';

const days = ['2026-11-22', '2026-11-23'];
const { header, records } = readExport();
const [before, after] = days.map((day) => statuses({ 'as-of': day }));
// What is near an end, or has just ended, may well say so from one day to the next.
const isFar = (status) => ['valid', 'lapsed', 'revoked'].includes(status.status) &&
	Math.abs(new Date(status.end) - new Date(days[0])) > 120 * 86400e3;
const quiet = records.filter(({ product_id: id, labels }) => before.has(id) && isFar(before.get(id)) &&
	JSON.stringify(before.get(id)) === JSON.stringify(after.get(id)) &&
	labels.every((label) => [label.acquired_on, ...(label.events ?? []).map((event) => event.date)]
		.every((date) => date <= days[0])));
check('there are quiet products', quiet.length > 10, `${quiet.length}`);
const file = writeExport(`${work}/quiet.jsonl`, { header, records: quiet });
for (const day of days)
	buildSite(`${work}/${day}`, { export: file, 'as-of': day });
const changed = differences(`${work}/${days[0]}`, `${work}/${days[1]}`);
checkNone('changed', changed.filter((name) => !/^(MANIFEST\.json|sums\/files-[0-9a-f]+\.sha256|as-of\.js)$/.test(name)));
check('the as-of day has changed', changed.length === 3, changed.join('\n'));
report();
