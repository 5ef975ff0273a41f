'use strict';

/*
 * A proof of a past day, C2SP tlog-proof with what fuda-edition(5) says of `extra`: read, and followed from
 * label.json to the signature. It needs nothing but itself and the key. Of the page nothing is known here.
 */

/**
 * A signed note: who it is of, how many entries the log has, the root over them.
 * @typedef {{ origin: string, size: number, root: Uint8Array, text: string, signatures: string }} Checkpoint
 */

/**
 * @typedef {{ day: string, products: string, id: string, entry: string, label: string, shelf: MerklePath,
 *	shelves: MerklePath, log: MerklePath, keys: string, checkpoint: Checkpoint }} ProofContent
 */

/**
 * What can be said of a proof. `line` leads from the key that is trusted to the one that signed; `until` is the day
 * from which a later key signed, where it is one from before the trusted one.
 * @typedef {{ verdict: string, line: { key: PublicKey, from?: string }[], until?: string }} ProofVerdict
 */

const Proof = (() => {
	const HEAD = 'c2sp.org/tlog-proof@v1', LABEL = 'fuda-label/1', KEYS = 'keys ';
	const ENTRY = /^fuda-edition\/1\nas-of (\d{4}-\d\d-\d\d)\nsequence (\d+)\nproducts ([0-9a-f]{64})\nmanifest [0-9a-f]{64}\n$/;
	const NUMBER_MAX = 2 ** 32, ENTRY_LINES = 5, CHANGE_LINES = 9, CHANGES_MAX = 64;

	/** Lines of a text that are taken off; a line that does not end is none. */
	class Lines {
		/** @param {string} text */
		constructor(text) { this.rest = text; }

		peek() {
			const end = this.rest.indexOf('\n');

			return end < 0 ? null : this.rest.slice(0, end);
		}

		/** The line behind the key that it must begin with. */
		take(key = '') {
			const line = this.peek();

			if (line === null || !line.startsWith(key))
				throw new Error('form');
			this.rest = this.rest.slice(line.length + 1);
			return line.slice(key.length);
		}
	}

	/** The bytes of base64 that is written in the one right way. @param {string} text */
	function decode(text) {
		try {
			const bytes = atob(text);

			if (btoa(bytes) === text)
				return Uint8Array.from(bytes, (c) => c.charCodeAt(0));
		} catch {
			/* it is none */
		}
		throw new Error('form');
	}

	/** UTF-8, and nothing that would be lost when it is written again. @param {Uint8Array} bytes */
	function read(bytes) {
		try {
			return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
		} catch {
			throw new Error('form');
		}
	}

	/** @param {string} text */
	function number(text) {
		if (!/^(0|[1-9]\d{0,9})$/.test(text) || Number(text) > NUMBER_MAX)
			throw new Error('form');
		return Number(text);
	}

	/** @param {Lines} lines */
	function takeHashes(lines) {
		/** @type {Uint8Array[]} */
		const hashes = [];

		while (/^[A-Za-z0-9+/]{43}=$/.test(lines.peek() ?? ''))
			hashes.push(decode(lines.take()));
		return hashes;
	}

	/** @param {Lines} lines @param {string} key @returns {MerklePath} */
	function takePath(lines, key) {
		const [index = '', size = '', ...more] = lines.take(key).split(' ');

		if (more.length > 0)
			throw new Error('form');
		return { index: number(index), size: number(size), hashes: takeHashes(lines) };
	}

	/** @param {Lines} lines */
	function takeEmpty(lines) {
		if (lines.take() !== '')
			throw new Error('form');
	}

	/** @param {string} entry */
	function readEntry(entry) {
		const [, day = '', sequence, products = ''] = ENTRY.exec(entry) ?? [], time = Date.parse(day);

		if (isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ||
			sequence !== String((time - Date.parse('2000-01-01')) / 864e5))
			throw new Error('form');
		return { day, products };
	}

	/** The announcements of next keys, where there are some. @param {Lines} lines */
	function takeKeys(lines) {
		if (!lines.peek()?.startsWith(KEYS))
			return '';

		const n = number(lines.take(KEYS));

		if (n === 0 || n > CHANGES_MAX)
			throw new Error('form');
		return Array.from({ length: n * CHANGE_LINES }, () => `${lines.take()}\n`).join('');
	}

	/** @param {string} text */
	function readExtra(text) {
		const lines = new Lines(text);

		if (lines.take() !== LABEL)
			throw new Error('form');

		const entry = Array.from({ length: ENTRY_LINES }, () => `${lines.take()}\n`).join('');
		const { day, products } = readEntry(entry), id = lines.take('id ');
		const shelf = takePath(lines, 'shelf '), shelves = takePath(lines, 'shelves ');
		const keys = takeKeys(lines);

		takeEmpty(lines);
		return { day, products, entry, id, shelf, shelves, keys, label: lines.rest };
	}

	/** @param {string} note @returns {Checkpoint} */
	function readCheckpoint(note) {
		const end = note.lastIndexOf('\n\n') + 1, text = note.slice(0, end), signatures = note.slice(end + 1);

		if (end === 0 || /[\0-\x09\x0b-\x1f]/.test(note) || !signatures.startsWith('— ') || !signatures.endsWith('\n'))
			throw new Error('form');

		const lines = new Lines(text), origin = lines.take(), size = number(lines.take()), root = decode(lines.take());

		if (!origin || root.length !== 32)
			throw new Error('form');
		return { origin, size, root, text, signatures };
	}

	/** Reads a proof, which need not hold; what is none is an error "form". @param {Uint8Array} bytes @returns {ProofContent} */
	function parse(bytes) {
		const lines = new Lines(read(bytes));

		if (lines.take() !== HEAD)
			throw new Error('form');

		const extra = readExtra(read(decode(lines.take('extra ')))), index = number(lines.take('index '));
		const hashes = takeHashes(lines);

		takeEmpty(lines);

		const checkpoint = readCheckpoint(lines.rest);

		return { ...extra, log: { index, size: checkpoint.size, hashes }, checkpoint };
	}

	/** @param {string} text @returns {any} what JSON says, null where it is none */
	function parseLabel(text) {
		try {
			return JSON.parse(text);
		} catch {
			return null;
		}
	}

	/** Whether label.json leads to the root that the entry names. @param {ProofContent} proof */
	async function isOfEdition(proof) {
		const shelf = await Merkle.follow(await Merkle.product(proof.id, Merkle.encode(proof.label)), proof.shelf);
		const root = shelf && await Merkle.follow(await Merkle.leaf(shelf), proof.shelves);

		return root !== null && Merkle.toHex(root) === proof.products;
	}

	/** @param {ProofContent} proof */
	async function isInLog({ entry, log, checkpoint }) {
		const root = await Merkle.follow(await Merkle.leaf(Merkle.encode(entry)), log);

		return root !== null && Merkle.isEqual(root, checkpoint.root);
	}

	/**
	 * Who signed the checkpoint: lines of other keys, such as those of witnesses, mean nothing.
	 * @param {Checkpoint} checkpoint @param {PublicKey} key @param {NonNullable<Window['fudaVerify']>} signing
	 */
	async function judge(checkpoint, key, signing) {
		const name = Merkle.join(Merkle.encode(`${checkpoint.origin}\n`), Uint8Array.of(1), key.bytes);
		const id = (await Merkle.sha256(name)).subarray(0, 4);
		let verdict = 'key';

		for (const line of checkpoint.signatures.split('\n').slice(0, -1)) {
			const before = `— ${checkpoint.origin} `;
			const bytes = line.startsWith(before) ? signing.decode(line.slice(before.length), 68) : null;

			if (!bytes || !Merkle.isEqual(bytes.subarray(0, 4), id))
				continue;
			verdict = await signing.judge(key, bytes.subarray(4), Merkle.encode(checkpoint.text));
			if (verdict !== 'good')
				break;
		}
		return verdict === 'bad' ? 'forged' : verdict;
	}

	/** What is wrong with a proof, whoever signed it: 'says', 'entry', 'product'; else ''. @param {ProofContent} proof */
	async function findFault(proof) {
		if (!await isOfEdition(proof))
			return 'says';
		if (!await isInLog(proof))
			return 'entry';
		return parseLabel(proof.label)?.product_id === proof.id ? '' : 'product';
	}

	/** Where the log of a site is, by the address that announcements of its keys name. @param {string} site */
	const originOf = (site) => `${site.replace(/^\w+:\/\//, '').replace(/\/?$/, '/')}log`;

	/**
	 * By which key of the line the checkpoint is signed, the last one first; a key does not sign for a day from
	 * which the next one was to, of which the page may know though the proof does not tell.
	 * @param {ProofContent} proof @param {{ key: PublicKey, from?: string }[]} line @param {KeyChange[]} known
	 * @param {NonNullable<Window['fudaVerify']>} signing @returns {Promise<ProofVerdict>}
	 */
	async function judgeLine({ day, checkpoint }, line, known, signing) {
		for (const [i, { key }] of [...line.entries()].reverse()) {
			const verdict = await judge(checkpoint, key, signing), next = line[i + 1] ?? signing.follow(known, key)[1];

			if (verdict !== 'key')
				return { verdict: verdict === 'good' && next?.from && next.from <= day ? 'replaced' : verdict, line: line.slice(0, i + 1) };
		}
		return { verdict: 'key', line: [] };
	}

	/**
	 * The same of keys that came before the trusted one, as the page itself says: of days on which they signed.
	 * @param {ProofContent} proof @param {KeyChange[]} known @param {PublicKey} key
	 * @param {NonNullable<Window['fudaVerify']>} signing @returns {Promise<ProofVerdict>}
	 */
	async function judgeEarlier({ day, checkpoint }, known, key, signing) {
		for (const { key: earlier, until } of signing.before(known, key)) {
			const verdict = day < until ? await judge(checkpoint, earlier, signing) : 'key';

			if (verdict !== 'key')
				return { verdict, line: [{ key: earlier }], until };
		}
		return { verdict: 'key', line: [] };
	}

	/**
	 * What can be said of a proof: 'good'; 'unchecked', where all fits and the browser has no Ed25519; or
	 * what is wrong: as above, or 'keys', 'forged', 'replaced', 'key'.
	 * @param {ProofContent} proof @param {PublicKey} key @param {KeyChange[]} known announcements that the page has
	 * @param {NonNullable<Window['fudaVerify']>} signing @returns {Promise<ProofVerdict>}
	 */
	async function check(proof, key, known, signing) {
		const fault = await findFault(proof), changes = await signing.parseKeys(proof.keys);

		if (fault || !changes || changes.some(({ site }) => originOf(site) !== proof.checkpoint.origin))
			return { verdict: fault || 'keys', line: [] };

		const found = await judgeLine(proof, signing.follow(changes, key), known, signing);

		return found.verdict === 'key' ? judgeEarlier(proof, known, key, signing) : found;
	}

	return { HEAD, LABEL, CHANGE_LINES, readCheckpoint, parse, parseLabel, findFault, check };
})();
