#!/usr/bin/env node
// A build killed at 200 random calls (or as many as the first argument says), often before the last kill was
// mended, on the way to one of two sites, in all ways of writing them. After each, every file is whole and
// of one of them; in the end the site is as built from nothing, but for superseded files of both.
import { check, checkNone, report } from '../check.mjs';
import { build, faultsOf, faultsOfSite, look, remove, work, writeExports } from './fault.mjs';

const kills = Number(process.argv[2] ?? 200);
let seed = 20261122;
const random = (n) => {
	seed = (seed * 1103515245 + 12345) % 2147483648;
	return Math.floor(seed / 2147483648 * n);
};

const { new: file } = writeExports();
// Going to and fro, so that both are to be published over the other.
const accept = ['--set', 'max_export_age_days=366', '--accept=as-of-older=2026-11-23'];
const sides = [{ day: '2026-11-23', options: accept }, { day: '2027-02-01', options: [...accept, '--set', 'archive=true'] }];
for (const [i, side] of sides.entries()) {
	side.sites = [[], ['--precompress']].map((more, k) => {
		const clean = `${work}/clean.${i}.${k}`, result = build(clean, file, side.day, [...side.options, ...more]);
		check('built from nothing', result.status === 0, result.stderr);
		return look(clean);
	});
	side.siteOf = (way) => side.sites[way.includes('--precompress') ? 1 : 0];
}
const sites = sides.flatMap((side) => side.sites);
const ways = [[], ['--atomic'], [], ['--precompress'], ['--atomic'], ['--atomic', '--precompress']];

const out = `${work}/site`, faults = [];
check('the first', build(out, file, sides[0].day, sides[0].options).status === 0);
let nkilled = 0, nmended = 0, way = [];
for (let n = 0; nkilled < kills && n < 4 * kills; n++) {
	const side = sides[random(2)];
	way = ways[Math.floor(n / 8) % ways.length];
	// As many calls as may be made, and a few more: some builds end before they are killed.
	const result = build(out, file, side.day, [...side.options, ...way, '--jobs', '2'],
		{ INJECT_AT: String(1 + random(450)), INJECT_DO: 'kill' });
	const fault = (text) => faults.push(`${n}: ${text}`);
	if (result.signal === 'SIGKILL')
		nkilled++;
	else if (result.status !== 0)
		fault(`ends with ${result.status}: ${result.stderr}`);
	else
		faultsOfSite(out, side.siteOf(way), sites).forEach(fault);
	faultsOf(out, sites).forEach(fault);
	if (random(4) > 0)
		continue;
	const mend = sides[random(2)];
	const mended = build(out, file, mend.day, [...mend.options, ...way, '--jobs', '2']);
	nmended++;
	if (mended.status !== 0)
		fault(`the next build ends with ${mended.status}: ${mended.stderr}`);
	faultsOfSite(out, mend.siteOf(way), sites).forEach((text) => fault(`after the next build ${text}`));
}
check(`${nkilled} kills`, nkilled === kills);
check(`${nmended} mended`, nmended > kills / 10);
checkNone('what must not happen', faults);
const last = sides[1];
check('the last', build(out, file, last.day, last.options).status === 0);
checkNone('the last site', faultsOfSite(out, last.siteOf([]), sites));
remove(out);
report();
