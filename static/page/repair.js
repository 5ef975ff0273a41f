'use strict';

/*
 * On the page for what is not there: [data-repair] is shown with a link to the product that a mistyped address
 * means. It may be in small or wide letters, have behind it what belongs to the sentence around it, or have a
 * character that is read for another.
 */
(() => {
	/* How many ways to read an id there may be. */
	const MOST = 24;
	const root = new URL('../', /** @type {HTMLScriptElement} */ (document.currentScript).src);

	/** The address as it was typed; what is no text in it ends a word. @param {string} path */
	function decode(path) {
		return path.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
			try {
				return decodeURIComponent(bytes).normalize('NFKC');
			} catch {
				return ' ';
			}
		});
	}

	/** The ways to read an id: as it is, and with one character that is read for another. @param {string} id */
	function readings(id) {
		const others = Array.from(id.toLowerCase()).flatMap((c, i) => (TWINS.find((twins) => twins.includes(c)) ?? [])
			.filter((twin) => twin !== c).map((twin) => id.slice(0, i) + twin.toUpperCase() + id.slice(i + 1)));

		return [id, ...others].slice(0, MOST);
	}

	/** Whether a product has the id; false also where that cannot be asked. @param {string} id */
	async function isThere(id) {
		try {
			const response = await fetch(new URL(`P/${id}/label.json`, root));

			return response.ok && (await response.json()).product_id === id;
		} catch {
			return false;
		}
	}

	/** @param {HTMLElement} note */
	async function repair(note) {
		const anchor = note.querySelector('a');
		const [, before = '', typed = ''] = /^(.*?\/)p\/+([0-9a-z]{4,32})(?![0-9a-z])/i.exec(decode(location.pathname)) || [];
		const id = typed.toUpperCase(), show = (/** @type {string} */ meant) => {
			const right = `${before}P/${meant}/`;

			if (!anchor || right === location.pathname)
				return;
			anchor.setAttribute('href', right);
			anchor.textContent = location.origin + right;
			note.hidden = false;
		};

		if (!id)
			return;
		show(id);

		const ids = readings(id), found = await Promise.all(ids.map(isThere)), first = ids[found.indexOf(true)];

		if (first)
			show(first);
	}

	document.querySelectorAll('[data-repair]').forEach((note) => {
		repair(/** @type {HTMLElement} */ (note)).catch(() => {});
	});
})();
