/*
 * The viewer of a lite mirror: shows one of the pages that are packed there, as its own file would.
 *
 * The address says which: view/index.html?P/ID/, or ?id=ID. view/directory.js names the files that
 * hold the pages, each of which calls fudaPages(first key, {language: data}); see fuda-published(5). All of it
 * is loaded by script elements, since pages from a disk may load nothing else.
 */
'use strict';

(() => {
	const place = /** @type {HTMLElement | null} */ (document.querySelector('[data-lite]'));
	/** A row a file of pages, in the order of keys: the first key in it, and its name. @type {[string, string][]} */
	let directory = [];
	/** What the files hold, by the first key: pages of a language, packed. @type {Record<string, Record<string, string>>} */
	const files = {};

	class LoadError extends Error {}

	window.fudaDirectory = (rows) => { directory = rows; };
	window.fudaPages = (first, data) => { files[first] = data; };

	/** @param {ParentNode} where @param {string} selector @param {(element: HTMLElement) => void} act */
	const each = (where, selector, act) => where.querySelectorAll(selector).forEach((element) => {
		act(/** @type {HTMLElement} */ (element));
	});

	/** Shows what the layout has to say of this. @param {string} word */
	const say = (word) => each(document, '[data-lite-say]', (text) => {
		text.hidden = text.dataset.liteSay !== word;
	});

	/** @param {string} root @param {string} name @returns {Promise<void>} */
	const load = (root, name) => new Promise((done, failed) => {
		const script = document.createElement('script');

		script.src = `${root}view/${name}`;
		script.onload = () => done();
		script.onerror = () => failed(new LoadError(`${name} cannot be loaded`));
		document.head.append(script);
	});

	function askedKey() {
		const asked = decodeURIComponent(location.search.slice(1).replace(/^id=/, '').replace(/&.*/, ''));

		return asked && !asked.includes('/') ? `P/${asked}/` : asked;
	}

	/** The last row whose first key is not behind the key. @param {string} key */
	function findRow(key) {
		let from = 0, to = directory.length;

		while (from < to) {
			const middle = (from + to) >> 1;

			if ((directory[middle]?.[0] ?? '') <= key)
				from = middle + 1;
			else
				to = middle;
		}
		return directory[from - 1];
	}

	/** The bytes of the pages. @param {string} data */
	function unpack(data) {
		const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
		const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));

		return new Response(stream).arrayBuffer();
	}

	/**
	 * Each page stands behind a line with the number of its bytes, a blank and its key.
	 * @param {ArrayBuffer} buffer @param {string} key
	 */
	function findPage(buffer, key) {
		const bytes = new Uint8Array(buffer), decoder = new TextDecoder();

		for (let at = 0; at < bytes.length;) {
			const start = bytes.indexOf(10, at) + 1;
			const line = decoder.decode(bytes.subarray(at, start - 1));
			const blank = line.indexOf(' ');

			at = start + Number(line.slice(0, blank));
			if (line.slice(blank + 1) === key)
				return new DOMParser().parseFromString(decoder.decode(bytes.subarray(start, at)), 'text/html');
		}
		return null;
	}

	/** The viewer's own address on the web becomes that of the page it shows. @param {string} key */
	function setAddresses(key) {
		const canonical = document.querySelector('link[rel=canonical]');
		const own = canonical?.getAttribute('href') ?? '', shown = own.replace(/view\/$/, key);

		each(document, 'link[rel=alternate][hreflang]', (link) => {
			link.setAttribute('href', (link.getAttribute('href') ?? '').replace(/view\/$/, key));
		});
		canonical?.setAttribute('href', shown);
		each(document, 'a', (link) => {
			if (link.getAttribute('href') !== own)
				return;
			link.setAttribute('href', shown);
			link.textContent = shown;
		});
	}

	/** @param {Document} page @param {string} key */
	function show(page, key) {
		const foot = document.querySelector('.foot'), languages = page.querySelector('.languages');

		document.title = page.title;
		document.querySelector('meta[name=description]')?.setAttribute('content', page.title);
		if (languages)
			document.querySelector('.languages')?.replaceWith(languages);
		setAddresses(key);
		each(document, '.crumbs, main', (part) => part.remove());
		each(page, 'body > .crumbs, body > main', (part) => foot?.before(part));
		window.fudaRefresh?.();
		if (location.hash)
			document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
	}

	/** The page of a key, or null. @param {string} root @param {string} key */
	async function fetchPage(root, key) {
		await load(root, 'directory.js');
		const row = findRow(key);

		if (!row)
			return null;
		await load(root, row[1]);
		const data = files[row[0]]?.[document.documentElement.lang];

		return data ? findPage(await unpack(data), key) : null;
	}

	/** @param {string} root */
	async function begin(root) {
		const key = askedKey();

		if (!key)
			return say('nothing');
		if (!('DecompressionStream' in window))
			return say('old_browser');
		say('wait');
		const page = await fetchPage(root, key);

		if (page)
			show(page, key);
		else
			say('unknown');
	}

	if (place)
		begin(place.dataset.root ?? '').catch((error) => {
			say('failed');
			if (!(error instanceof LoadError))
				throw error;
		});
})();
