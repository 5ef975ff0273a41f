#!/usr/bin/env node
// Products that strain a page do not break it, nor the lists they stand in.
import { report } from '../check.mjs';
import { hardSite, pagesOf, productsByStatus, withBrowser } from './site.mjs';
import { specialProducts } from './hard.mjs';
import { lookAtAll } from './look.mjs';

const root = hardSite();
const products = { ...productsByStatus({ export: `${root}.jsonl` }), ...specialProducts };
const pages = pagesOf(root, products).filter(({ kind }) => /^(home|browse|list|product|statistics)/.test(kind));
await withBrowser((browser) => lookAtAll(browser, 'hard products', root,
	pages.map((page) => ({ ...page, kind: `hard-${page.kind}` }))));
report();
