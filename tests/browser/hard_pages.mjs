#!/usr/bin/env node
// Products that strain a page do not break it, nor the lists they stand in.
import { report } from '../check.mjs';
import { lookAtAll } from './look.mjs';
import { hardPages, hardSite, isDistinct, withBrowser } from './site.mjs';

const root = hardSite();
const pages = hardPages(root).filter((page) => isDistinct(page) && /^(home|browse|list|product|changes)/.test(page.kind));
await withBrowser((browser) => lookAtAll(browser, 'hard products', root,
	pages.map((page) => ({ ...page, kind: `hard-${page.kind}` }))));
report();
