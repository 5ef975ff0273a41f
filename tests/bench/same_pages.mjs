// The page of each product of the sample, made in JavaScript of what view_values prints, is the page
// that the program makes: what make bench gives to other generators is all that a page needs.
//
//   same_pages.mjs VIEW_VALUES
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, criteria, report, sample, work } from '../check.mjs';
import { functionBody } from './eleventy.mjs';
import { escapes } from './escapes.cjs';
import { comparePages, readPages } from './layout.mjs';

const out = `${work}/site`, pages = [], layouts = {};
buildSite(out);
await readPages([process.argv[2], sample, criteria, '.', asOf], {
	useLayout(lang, layout) { layouts[lang] = new Function('e', 'f0', functionBody(layout)); },
	usePage(lang, file, page) { pages.push([file, layouts[lang](escapes, page)]); },
});
const made = fs.readdirSync(path.join(out, 'P'));
check(`${pages.length} pages are two of each of ${made.length} products`, pages.length > 0 && pages.length === 2 * made.length);
checkNone('pages that differ', comparePages(pages, out, (page) => page));
report();
