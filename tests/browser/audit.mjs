// What axe finds on pages.
import fs from 'node:fs';

const axe = fs.readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const everything = { runOnly: { type: 'tag', values: tags } };
// Between day and night nothing but colours changes.
const colours = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

async function violations(tab, where, options) {
	const found = await tab.evaluate((run) => window.axe.run(document, { ...run, resultTypes: ['violations'] }), options);
	return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) =>
		`${where}: ${id}: ${node.target.join(' ')}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
}

/** What axe finds on pages, by day and by night. */
export async function audit(tab, origin, pages) {
	const found = [];
	for (const { path } of pages) {
		await tab.emulateMedia({ colorScheme: 'light' });
		await tab.goto(origin + path);
		await tab.evaluate(axe);
		found.push(...await violations(tab, path || './', everything));
		await tab.emulateMedia({ colorScheme: 'dark' });
		found.push(...await violations(tab, `${path || './'} by night`, colours));
	}
	return found;
}
