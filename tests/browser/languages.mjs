#!/usr/bin/env node
// The switch of language stays on the page: from every kind of page it leads to the same page in the
// other language, and back.
import { check, checkNone, report } from '../check.mjs';
import { isDistinct, languages, openTab, pagesOf, sampleSite, serve, strings, watch, withBrowser } from './site.mjs';

/** Runs in the page: what it says of itself and of its twins. */
function describe() {
	const links = [...document.querySelectorAll('link[rel=alternate][hreflang]')];
	return {
		lang: document.documentElement.lang,
		path: location.pathname.slice(1),
		canonical: document.querySelector('link[rel=canonical]')?.href,
		alternates: Object.fromEntries(links.map((link) => [link.hreflang, link.href])),
		// What the page is about, in no language.
		about: ['time', '.number', '.answer', '.rows'].map((selector) =>
			[...document.querySelectorAll(`main ${selector}`)].map((e) => e.dataset.status ?? e.dateTime ?? e.className).join(' ')),
	};
}

const without = (path, lang) => path.slice(languages[lang].length);

/** Follows the link to a language by its own name; returns the page it leads to. */
async function switchTo(tab, lang) {
	const link = tab.locator('header').getByRole('link', { name: strings[lang].language_name, exact: true });
	if (!check(`${tab.url()}: one link to ${lang}, marked as such`, await link.count() === 1
			&& await link.getAttribute('lang') === lang && await link.getAttribute('hreflang') === lang))
		return null;
	const [response] = await Promise.all([tab.waitForNavigation(), link.click()]);
	check(`${tab.url()}: is there`, response.ok());
	return tab.evaluate(describe);
}

await withBrowser(async (browser) => {
	const root = sampleSite();
	const origin = await serve(root);
	const tab = await openTab(browser);
	const faults = watch(tab, origin);
	// The way back is gone as well; where it leads elsewhere, it is begun at both ends.
	const begun = pagesOf(root).filter((page) => isDistinct(page) && (page.lang === 'ja' || /continued|404/.test(page.kind)));
	for (const { kind, lang, path } of begun) {
		await tab.goto(origin + path);
		const page = await tab.evaluate(describe);
		const other = Object.keys(languages).find((l) => l !== lang);
		check(`${path || './'}: its language is said`, page.lang === lang, page.lang);
		check(`${path || './'}: it names itself and its twins`, kind === '404' || (page.alternates[lang] === page.canonical
			&& page.alternates['x-default'] === page.alternates.ja && page.alternates[other]), JSON.stringify(page));
		const twin = await switchTo(tab, other);
		if (!twin)
			continue;
		check(`${path || './'}: its twin is in the other language`, twin.lang === other, twin.lang);
		// Lists are sorted as each language sorts, and their pages begin elsewhere.
		if (kind !== 'list-continued')
			check(`${path || './'}: its twin is the same page`, without(twin.path, other) === without(path, lang), twin.path);
		if (kind !== 'list-continued' && kind !== '404')
			check(`${path || './'}: its twin is the one it names`, twin.canonical === page.alternates[other]
				&& twin.alternates[lang] === page.canonical, JSON.stringify(twin));
		if (kind.startsWith('product'))
			check(`${path}: its twin tells of the same`, JSON.stringify(twin.about.slice(0, 2)) === JSON.stringify(page.about.slice(0, 2)),
				JSON.stringify([page.about, twin.about], null, 1));
		const back = await switchTo(tab, lang);
		if (kind !== 'list-continued')
			check(`${path || './'}: and back`, back?.path === path, back?.path);
	}
	checkNone('console messages and failed requests', faults);
});
report();
