#!/usr/bin/env node
// axe finds nothing on any kind of page, in any language, by day in the one and by night in the other,
// now and years later, when what was valid has ended.
import { checkNone, report } from '../check.mjs';
import { audit, besideTwins } from './audit.mjs';
import { isDistinct, noonAfter, openTab, pagesOf, sampleSite, serve, withBrowser } from './site.mjs';

await withBrowser(async (browser) => {
	const root = sampleSite();
	const origin = await serve(root);
	const pages = besideTwins(pagesOf(root).filter(isDistinct));
	const tab = await openTab(browser);
	checkNone('today', await audit(tab, origin, pages));
	await tab.clock.setFixedTime(noonAfter(3000));
	checkNone('years later', await audit(tab, origin,
		pages.filter(({ kind }) => ['home', 'list-ending', 'product-valid'].includes(kind))));
});
report();
