#!/usr/bin/env node
// axe finds nothing on the pages of products that strain a page, nor on their lists.
import { checkNone, report } from '../check.mjs';
import { audit, oneOfEach } from './audit.mjs';
import { hardPages, hardSite, isDistinct, openTab, serve, withBrowser } from './site.mjs';

await withBrowser(async (browser) => {
	const root = hardSite();
	checkNone('hard products', await audit(await openTab(browser), await serve(root),
		oneOfEach(hardPages(root).filter((page) => isDistinct(page) && /^(browse|list-maker|product)/.test(page.kind)))));
});
report();
