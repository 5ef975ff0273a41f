#!/usr/bin/env node
// Products that strain a page do not break it, nor the lists they stand in.
import { report } from '../check.mjs';
import { lookAtAll } from './look.mjs';
import { hardPages, hardSite, withBrowser } from './site.mjs';

const root = hardSite();
const pages = hardPages(root).filter(({ kind }) => /^(home|browse|list|product|statistics)/.test(kind));
await withBrowser((browser) => lookAtAll(browser, 'hard products', root,
	pages.map((page) => ({ ...page, kind: `hard-${page.kind}` }))));
report();
