'use strict';

/*
 * Saves a proof of what the registry says of a product today, as fuda prove does: of MANIFEST.json, the part of
 * the list that has the product, label.json and the log, all as they are published. Loaded when it is asked for.
 */

const Proving = (() => {
	const TILE = 256, PARTS = 'sums/products-';
	/* How many milliseconds a file may take. */
	const PATIENCE = 30000;
	const script = /** @type {HTMLScriptElement} */ (document.currentScript);
	const root = new URL('../', script.src);

	/** A file of the site. @param {string} path */
	async function load(path) {
		const end = new AbortController(), timer = setTimeout(() => end.abort(), PATIENCE);

		try {
			const response = await fetch(new URL(path, root), { cache: 'no-cache', signal: end.signal });

			if (!response.ok)
				throw new Error(`${path}: ${response.status}`);
			return new Uint8Array(await response.arrayBuffer());
		} finally {
			clearTimeout(timer);
		}
	}

	/** @param {Uint8Array} bytes */
	const read = (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

	/** @param {Uint8Array} bytes */
	const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

	/** The path over all shelves, and the part that the product stands in. @param {any} edition @param {string} id */
	async function findShelf(edition, id) {
		/** @type {{ path: string, root: string }[]} */
		const parts = edition.parts.filter((/** @type {{ path: string }} */ { path }) => path.startsWith(PARTS));
		const index = parts.filter(({ path }) => path.slice(PARTS.length, -'.sha256'.length) <= id).length - 1, part = parts[index];
		const leaves = await Promise.all(parts.map((each) => Merkle.leaf(Merkle.fromHex(each.root))));

		if (!part)
			throw new Error('no part has the product');
		return { part, shelves: await Merkle.pathOf(index, leaves.length, (at) => Promise.resolve(leaves[at])) };
	}

	/** The path from the product to the root of its shelf. @param {string} lines @param {string} id */
	async function findProduct(lines, id) {
		const labels = [...lines.matchAll(/^([0-9a-f]{64}) [ *]P\/([^/\n]+)\/label\.json$/gm)].map(([, hash, each]) => ({ hash, id: each }));
		const leaves = await Promise.all(labels.map(({ hash, id: each }) => Merkle.leaf(Merkle.encode(`${each} ${hash}`))));

		return Merkle.pathOf(labels.findIndex((label) => label.id === id), leaves.length, (at) => Promise.resolve(leaves[at]));
	}

	/** A log: its tiles are loaded as they are needed. @param {number} size */
	function openLog(size) {
		/** @type {Map<string, Promise<Uint8Array>>} */
		const tiles = new Map();

		/** @param {number} level @param {number} number @param {number} n of all hashes of the level */
		function tile(level, number, n) {
			const width = Math.min(TILE, n - number * TILE), digits = String(number), padded = digits.padStart(3 * Math.ceil(digits.length / 3), '0');
			const groups = (padded.match(/.../g) ?? []).map((group, i, all) => (i < all.length - 1 ? 'x' : '') + group);
			const path = `log/tile/${level}/${groups.join('/')}${width < TILE ? `.p/${width}` : ''}`;
			const bytes = tiles.get(path) ?? load(path);

			tiles.set(path, bytes);
			return bytes;
		}

		/** @param {number} level @param {number} i @param {number} n */
		async function hash(level, i, n) {
			const at = i % TILE * 32;

			return (await tile(level, Math.floor(i / TILE), n)).subarray(at, at + 32);
		}

		return {
			leaf: (/** @type {number} */ i) => hash(0, i, size),
			whole: (/** @type {number} */ i) => hash(1, i, Math.floor(size / TILE)),
		};
	}

	/** The newest entries are those of today: of two tiles at most. @param {string} entry @param {number} size */
	async function findEntry(entry, size) {
		const log = openLog(size), leaf = await Merkle.leaf(Merkle.encode(entry));

		for (let i = size - 1; i >= 0 && i >= size - TILE; i--)
			if (Merkle.isEqual(await log.leaf(i), leaf))
				return Merkle.pathOf(i, size, log.leaf, log.whole);
		throw new Error('the edition is not logged');
	}

	/** @param {Uint8Array[]} hashes */
	const linesOf = (hashes) => hashes.map((hash) => `${toBase64(hash)}\n`).join('');

	/** @param {string} key @param {MerklePath} path */
	const pathLines = (key, { index, size, hashes }) => `${key} ${index} ${size}\n${linesOf(hashes)}`;

	/** The announcements of next keys, where the page says that there are some. @param {boolean} hasKeys */
	async function keyLines(hasKeys) {
		const text = hasKeys ? read(await load('keys.txt')) : '';

		return text ? `keys ${(text.split('\n').length - 1) / Proof.CHANGE_LINES}\n${text}` : '';
	}

	/** Makes a proof: {day, text}. @param {string} id @param {boolean} hasKeys */
	async function prove(id, hasKeys) {
		const [manifest, label, note] = await Promise.all([load('MANIFEST.json'), load(`P/${id}/label.json`), load('log/checkpoint')]);
		const edition = JSON.parse(read(manifest)), checkpoint = Proof.readCheckpoint(read(note));
		const entry = `fuda-edition/1\nas-of ${edition.as_of}\nsequence ${edition.sequence}\nproducts ${edition.products_root}\nmanifest ${
			Merkle.toHex(await Merkle.sha256(manifest))}\n`;
		const log = await findEntry(entry, checkpoint.size), { part, shelves } = await findShelf(edition, id);
		const shelf = await findProduct(read(await load(part.path)), id);
		const extra = `${Proof.LABEL}\n${entry}id ${id}\n${pathLines('shelf', shelf)}${pathLines('shelves', shelves)}${await keyLines(hasKeys)}\n${read(label)}`;
		const text = `${Proof.HEAD}\nextra ${toBase64(Merkle.encode(extra))}\nindex ${log.index}\n${linesOf(log.hashes)}\n${read(note)}`;

		/* Files of two nights may have met. */
		if (await Proof.findFault(Proof.parse(Merkle.encode(text))))
			throw new Error('it does not hold');
		return { day: String(edition.as_of), text };
	}

	/** @param {HTMLElement} place */
	async function save(place) {
		const id = decodeURIComponent(/\/P\/([^/]+)\//.exec(location.pathname)?.[1] ?? ''), status = Dom.find(place, 'failed');

		status.textContent = '';
		try {
			const { day, text } = await prove(id, place.hasAttribute('data-keys'));

			Dom.save(`${id}-${day}.tlog-proof`, text, 'application/octet-stream');
		} catch {
			status.textContent = status.dataset.failed ?? '';
		}
	}

	/** What was clicked before this was there, and will be again. */
	function begin() {
		const place = Dom.find(document, 'prove');

		place.dataset.begun = '';
		place.querySelector('button')?.addEventListener('click', () => run(save(place)));
		run(save(place));
	}

	return { begin };
})();

Proving.begin();
