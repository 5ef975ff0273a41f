'use strict';

/*
 * Which entry of the log the edition of the page's day is: [data-entry] shows its number, once it is there. Loaded
 * when the reader comes near. It looks at the newest entries alone, those of one bundle. Other scripts of the page
 * see nothing of it.
 */
(() => {
	const WIDTH = 256;
	const script = /** @type {HTMLScriptElement} */ (document.currentScript);
	const root = new URL('../', script.src);

	/** @param {string} path */
	async function load(path) {
		const response = await fetch(new URL(path, root));

		if (!response.ok)
			throw new Error(`${path}: ${response.status}`);
		return new Uint8Array(await response.arrayBuffer());
	}

	/** Where the last bundle is, of a log of so many entries. @param {number} number @param {number} width */
	function pathOf(number, width) {
		const digits = String(number), groups = digits.padStart(3 * Math.ceil(digits.length / 3), '0').match(/.../g) ?? [];

		return `log/tile/entries/${groups.map((group, i, all) => (i < all.length - 1 ? 'x' : '') + group).join('/')}${width < WIDTH ? `.p/${width}` : ''}`;
	}

	/** The entries of a bundle, each behind its length in two bytes. @param {Uint8Array} bytes */
	function split(bytes) {
		const view = new DataView(bytes.buffer, bytes.byteOffset), entries = [];

		for (let at = 0; at + 2 <= bytes.length;) {
			const end = at + 2 + view.getUint16(at);

			entries.push(new TextDecoder().decode(bytes.subarray(at + 2, end)));
			at = end;
		}
		return entries;
	}

	/** The number of the last entry of a day, -1 where there is none. @param {string} day */
	async function find(day) {
		const size = Number(new TextDecoder().decode(await load('log/checkpoint')).split('\n')[1]), bundle = Math.floor((size - 1) / WIDTH);
		const entries = split(await load(pathOf(bundle, size - bundle * WIDTH)));
		const at = entries.map((entry) => entry.startsWith(`fuda-edition/1\nas-of ${day}\n`)).lastIndexOf(true);

		return at < 0 ? -1 : bundle * WIDTH + at;
	}

	async function show() {
		const place = document.querySelector('[data-entry]'), n = window.fudaAsOf ? await find(window.fudaAsOf) : -1;

		if (place && n >= 0)
			place.textContent = String(n);
	}

	/* A log that is not there, or has no such entry yet, leaves what stands on the page. */
	show().catch(() => {});
})();
