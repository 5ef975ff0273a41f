#!/usr/bin/env node
// axe finds nothing where the scripts of a page do not come.
import { checkNone, report } from '../check.mjs';
import { audit, oneOfEach } from './audit.mjs';
import { isDistinct, openTab, pagesOf, sampleSite, serve, withBrowser } from './site.mjs';

await withBrowser(async (browser) => {
	const root = sampleSite();
	const tab = await openTab(browser);
	const pages = oneOfEach(pagesOf(root).filter(isDistinct));
	await tab.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
	checkNone('without script', await audit(tab, await serve(root), pages));
});
report();
