// What axe finds on pages.
import fs from 'node:fs';

const axe = fs.readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const everything = { runOnly: { type: 'tag', values: tags } };

/** What axe finds in a tab as it stands. */
export async function violations(tab, where) {
	if (!await tab.evaluate(() => Boolean(window.axe)))
		await tab.evaluate(axe);
	const found = await tab.evaluate((run) => window.axe.run(document, { ...run, resultTypes: ['violations'] }), everything);
	return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) =>
		`${where}: ${id}: ${node.target.join(' ')}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
}

/** What axe finds on pages, one by day and the next by night. */
export async function audit(tab, origin, pages) {
	const found = [];
	for (const [i, { path }] of pages.entries()) {
		const colorScheme = i % 2 ? 'dark' : 'light';
		await tab.emulateMedia({ colorScheme });
		await tab.goto(origin + path);
		found.push(...await violations(tab, `${path || './'} (${colorScheme})`));
	}
	return found;
}

/** The same pages with the twins of each next to one another: so each is seen by day in one language and
 * by night in the other. */
export function besideTwins(pages) {
	const kinds = new Map(pages.map(({ kind }) => [kind, pages.filter((page) => page.kind === kind)]));
	return [...kinds.values()].flatMap((twins, i) => (i % 2 ? [...twins].reverse() : twins));
}

/** One page of each kind, now in one language and now in another. */
export function oneOfEach(pages) {
	const kinds = new Map(pages.map(({ kind }) => [kind, pages.filter((page) => page.kind === kind)]));
	return [...kinds.values()].map((twins, i) => twins[Math.floor(i / 2) % twins.length]);
}
