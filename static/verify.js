/*
 * Holds a copy of the site against its signature, in the browser and without a network: MANIFEST.json
 * and its signature by minisign, the parts of the list of files, every file. Of the page nothing is
 * known here; verify-page.js shows what this finds.
 *
 *   fudaVerify.parseKey(text)             a public key: {id, bytes}, or null
 *   fudaVerify.chooseFiles(list)          {files, folder, outside}: a Map from path to File, below the folder
 *                                         of MANIFEST.json; its name; how many files stand outside it
 *   fudaVerify.check(files, key, watch, known)
 *                                         a promise of {findings, signature, edition, files, isStopped, line}
 *                                         watch.progress(done, all), watch.isStopped(); `known` are changes
 *                                         of keys that the page itself knows
 *   fudaVerify.blake2b(bytes)             BLAKE2b-512
 *   fudaVerify.decode(text, n)            the bytes of base64, if there are n; else null
 *   fudaVerify.judge(key, signature, bytes)
 *                                         a promise: 'good' where the owner of the key signed the bytes as they
 *                                         are, 'bad', or 'unchecked' in a browser without Ed25519
 *   fudaVerify.parseKeys(text)            a promise of the announcements of next keys in a keys.txt, each
 *                                         {site, from, key, next}; null if one of them does not hold
 *   fudaVerify.follow(changes, key)       the keys that follow one another from this one: [{key, from}]; the
 *                                         first one has no day
 *   fudaVerify.before(changes, key)       those that lead to it, the nearest first: [{key, until}]
 *
 * A bad signature, or none where there is a key, ends the check. What systems leave on a medium is a
 * finding of the kind 'leftover', which does no harm.
 *
 * signature: 'good', 'bad', 'none' (there is no signature), 'unchecked' (no key, or a browser without
 * Ed25519). A finding is {kind, path, other}.
 */
(function () {
	'use strict';

	const MANIFEST = 'MANIFEST.json', SIGNATURE = 'MANIFEST.json.minisig', KEYS = 'keys.txt';
	const SUPERSEDED = 'sums/superseded.sha256';
	const DAY = 864e5, AT_ONCE = 6;
	/* What a copy may ask of this machine: no site comes near. */
	const MANIFEST_MAX = 8 << 20, PART_MAX = 16 << 20, FILE_MAX = 1 << 30;
	const CHANGE_LINES = 9, CHANGES_MAX = 64;
	const LEFTOVER = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$|^(System Volume Information|\$RECYCLE\.BIN|\.Trashes|\.Trash-1000|\.Spotlight-V100|\.fseventsd|\.TemporaryItems|lost\+found)\//;
	const subtle = window.crypto && window.crypto.subtle;

	/* ---- BLAKE2b (RFC 7693): 64-bit words as two of 32, the low one first ---- */

	/* The beginning of the fractional parts of the square roots of the first eight primes, as SHA-512. */
	const START = new Uint32Array([
		0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a,
		0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19]);
	const ORDER = ['0123456789abcdef', 'ea489fd61c02b753', 'b8c052fdae367194', '7931dcbe265a40f8',
		'905724afe1bc683d', '2c6a0b834d75fe19', 'c51fed4a0763928b', 'db7ec13950f4862a', '6fe9b308c2d714a5',
		'a2847615fb9e3cd0', '0123456789abcdef', 'ea489fd61c02b753']
		.map((row) => Array.from(row, (digit) => 2 * parseInt(digit, 16)));
	const MIXES = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15],
		[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]].map((row) => row.map((i) => 2 * i));

	/* v[a] += v[b] + the word (low, high) */
	function add(v, a, b, low, high) {
		const sum = v[a] + v[b] + low;

		v[a + 1] = v[a + 1] + v[b + 1] + high + (sum / 0x100000000 | 0);
		v[a] = sum;
	}

	/* v[a] = (v[a] ^ v[b]) turned right by `bits`, of which 32 change the halves */
	function turn(v, a, b, bits) {
		const low = v[a] ^ v[b], high = v[a + 1] ^ v[b + 1];

		if (bits === 32) {
			v[a] = high;
			v[a + 1] = low;
		} else if (bits < 32) {
			v[a] = low >>> bits | high << 32 - bits;
			v[a + 1] = high >>> bits | low << 32 - bits;
		} else {
			v[a] = high >>> bits - 32 | low << 64 - bits;
			v[a + 1] = low >>> bits - 32 | high << 64 - bits;
		}
	}

	/* Mixes the words a, b, c, d of v with the words x and y of the block. */
	function mix(v, m, a, b, c, d, x, y) {
		add(v, a, b, m[x], m[x + 1]);
		turn(v, d, a, 32);
		add(v, c, d, 0, 0);
		turn(v, b, c, 24);
		add(v, a, b, m[y], m[y + 1]);
		turn(v, d, a, 16);
		add(v, c, d, 0, 0);
		turn(v, b, c, 63);
	}

	function compress(h, m, count, isLast) {
		const v = new Uint32Array(32);

		v.set(h);
		v.set(START, 16);
		v[24] ^= count % 0x100000000;
		v[25] ^= Math.floor(count / 0x100000000);
		if (isLast) {
			v[28] = ~v[28];
			v[29] = ~v[29];
		}
		for (const order of ORDER)
			for (let i = 0; i < 8; i++) {
				const w = MIXES[i];

				mix(v, m, w[0], w[1], w[2], w[3], order[2 * i], order[2 * i + 1]);
			}
		for (let i = 0; i < 16; i++)
			h[i] ^= v[i] ^ v[i + 16];
	}

	function blake2b(bytes) {
		const h = START.slice(), block = new Uint8Array(128), m = new Uint32Array(32);
		const view = new DataView(block.buffer), hash = new DataView(new ArrayBuffer(64));

		h[0] ^= 0x01010040; /* 64 bytes out, no key */
		for (let at = 0; at === 0 || at < bytes.length; at += 128) {
			const end = Math.min(at + 128, bytes.length);

			block.fill(0);
			block.set(bytes.subarray(at, end));
			for (let i = 0; i < 32; i++)
				m[i] = view.getUint32(4 * i, true);
			compress(h, m, end, end === bytes.length);
		}
		h.forEach((word, i) => hash.setUint32(4 * i, word, true));
		return new Uint8Array(hash.buffer);
	}

	/* ---- minisign ---- */

	/* The bytes of base64, if there are so many; else null. */
	function decode(text, n) {
		try {
			const bytes = Uint8Array.from(atob(text || ''), (c) => c.charCodeAt(0));

			return bytes.length === n ? bytes : null;
		} catch (error) {
			return null;
		}
	}

	const letters = (bytes) => String.fromCharCode(...bytes);
	const idOf = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).reverse().join('').toUpperCase();

	/* From the key alone, or from the file with its comment. */
	function parseKey(text) {
		const bytes = decode(text.trim().split('\n').pop().trim(), 42);

		if (!bytes || letters(bytes.subarray(0, 2)) !== 'Ed')
			return null;
		return { id: idOf(bytes.subarray(2, 10)), bytes: bytes.subarray(10) };
	}

	function parseSignature(text) {
		const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
		const first = decode(lines[1], 74), whole = decode(lines[3], 64);
		const kind = first && letters(first.subarray(0, 2));

		if (!whole || (kind !== 'ED' && kind !== 'Ed') || !/^trusted comment: /.test(lines[2]))
			return null;
		return {
			isPrehashed: kind === 'ED', id: idOf(first.subarray(2, 10)), bytes: first.subarray(10), whole,
			comment: lines[2].slice('trusted comment: '.length),
		};
	}

	/* The key as the browser takes it; null where it has no Ed25519. */
	async function importKey(key) {
		try {
			return await subtle.importKey('raw', key.bytes, { name: 'Ed25519' }, false, ['verify']);
		} catch (error) {
			return null;
		}
	}

	async function judge(key, signature, bytes) {
		const imported = await importKey(key);

		if (!imported)
			return 'unchecked';
		return await subtle.verify('Ed25519', imported, signature, bytes) ? 'good' : 'bad';
	}

	async function isSigned(key, signature, bytes) {
		const comment = new TextEncoder().encode(signature.comment);
		const both = new Uint8Array(64 + comment.length);

		both.set(signature.bytes);
		both.set(comment, 64);
		return await subtle.verify('Ed25519', key, signature.bytes, signature.isPrehashed ? blake2b(bytes) : bytes) &&
			subtle.verify('Ed25519', key, signature.whole, both);
	}

	const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(Date.parse(text));

	/* ---- keys that follow one another: keys.txt ---- */

	const isSame = (key, other) => key.id === other.id && letters(key.bytes) === letters(other.bytes);
	const isAlike = (key, other) => key.id === other.id || letters(key.bytes) === letters(other.bytes);

	/* An announcement of nine lines, which need not hold; null if it is none. */
	function parseChange(lines) {
		const [, site, from, key, next] =
			/^fuda-key\/1\nsite (.+)\nfrom (.{10})\nkey (.{56})\nnext (.{56})$/.exec(lines.slice(0, 5).join('\n')) || [];
		const change = { site, from, key: key && parseKey(key), next: next && parseKey(next) };
		const signature = parseSignature(lines.slice(5).join('\n'));

		if (!change.key || !change.next || !isDay(from) || !signature || signature.id !== change.key.id)
			return null;
		return { ...change, signature, text: lines.slice(0, 5).map((line) => `${line}\n`).join('') };
	}

	/* Whether an announcement may stand behind these. */
	const fits = (change, before) => !isAlike(change.key, change.next) && before.every((each) => each.site === change.site &&
		!isAlike(each.key, change.key) && !isAlike(each.key, change.next) && !isAlike(each.next, change.next) &&
		!(isSame(each.next, change.key) && change.from < each.from));

	/* Without Ed25519 nothing is believed that is signed, and so it does no harm. */
	async function isAnnounced({ key, signature, text }) {
		const imported = await importKey(key);

		return !imported || isSigned(imported, signature, new TextEncoder().encode(text));
	}

	async function parseKeys(text) {
		const lines = text.split('\n'), changes = [];

		if (lines.pop() !== '' || lines.length % CHANGE_LINES !== 0 || lines.length > CHANGE_LINES * CHANGES_MAX)
			return null;
		for (let i = 0; i < lines.length; i += CHANGE_LINES) {
			const change = parseChange(lines.slice(i, i + CHANGE_LINES));

			if (!change || !fits(change, changes) || !await isAnnounced(change))
				return null;
			changes.push(change);
		}
		return changes;
	}

	function follow(changes, key) {
		const line = [{ key }];

		for (const change of changes)
			if (isSame(change.key, line[line.length - 1].key))
				line.push({ key: change.next, from: change.from });
		return line;
	}

	function before(changes, key) {
		const line = [];
		let next = key;

		for (const change of changes.slice().reverse())
			if (isSame(change.next, next)) {
				line.push({ key: change.key, until: change.from });
				next = change.key;
			}
		return line;
	}

	/* ---- MANIFEST.json and the list ---- */

	/* The manifest as an object, or null if it is not one. */
	function parseManifest(bytes) {
		try {
			const m = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
			const paths = new Set(m.parts.map((part) => part.path));

			return m.format === 'manifest/2' && m.shard === undefined && isDay(m.as_of) && isDay(m.next_expected) &&
				m.sequence === (Date.parse(m.as_of) - Date.parse('2000-01-01')) / DAY && typeof m.site === 'string' &&
				paths.size === m.parts.length && m.parts.every((part) =>
				/^sums\/[^./\\\s][^/\\\s]*\.sha256$/.test(part.path) && /^[0-9a-f]{64}$/.test(part.sha256) &&
				Number.isInteger(part.files)) ? m : null;
		} catch (error) {
			return null;
		}
	}

	const commentOf = (m) => `as of ${m.as_of}, sequence ${m.sequence}, next expected ${m.next_expected}, site ${m.site}`;

	async function hashOf(bytes) {
		const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));

		return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
	}


	/* The hash of the list of superseded files that a trusted comment of the edition names, '' if it names none;
	 * null where it speaks of something else. */
	function supersededOf(comment, edition) {
		const said = commentOf(edition), rest = comment.slice(said.length);

		return comment.startsWith(said) && /^(, superseded [0-9a-f]{64})?$/.test(rest) ? rest.slice(-64) : null;
	}

	/* A file whose name tells what is in it, or a compressed copy of one. */
	const NAMED = /^(static\/[^/]+-[0-9a-f]{8}(\.[^./]*)?|search\/[^/][0-9a-f]{12}\.js)(\.br|\.gz)?$/;

	/* The lines of that list that are of files, as parsePart gives them; null where it is not as it was written. */
	async function parseSuperseded(bytes) {
		const text = new TextDecoder().decode(bytes), end = text.indexOf('\n') + 1;
		const head = `# fuda-superseded/1 ${await hashOf(new TextEncoder().encode(text.slice(end)))}\n`;

		const lines = parsePart(text.slice(end)).filter(({ path }) => path !== '');

		return text.slice(0, end) === head && lines.every(({ path }) => NAMED.test(path)) ? lines : null;
	}

	/* The lines of a part: [{hash, path}]. */
	function parsePart(text) {
		return text.split('\n').slice(0, -1).map((line) => ({ hash: line.slice(0, 64), path: line.slice(66) }));
	}

	/* ---- the check ---- */

	function Check(files, key, watch, known) {
		this.files = files; /* those that nothing is known of yet */
		this.key = key;
		this.watch = watch;
		this.known = known;
		this.line = []; /* from the key that is trusted to the one that signed */
		this.findings = [];
		this.changed = []; /* {path, hash}: what it has */
		this.superseded = undefined; /* hash of the list of such files, '' if a good signature names none */
		this.done = 0;
	}

	Check.prototype = {
		find(kind, path, other) {
			this.findings.push({ kind, path, other });
		},

		/* The bytes of a file, which is taken from those that nothing is known of; null if it is not there, or
		 * larger than it can be. */
		async read(path, most) {
			const file = this.files.get(path);

			this.files.delete(path);
			return file && file.size <= most ? new Uint8Array(await file.arrayBuffer()) : null;
		},

		async checkSignature(manifest, edition) {
			const file = await this.read(SIGNATURE, PART_MAX);
			const signature = file && parseSignature(new TextDecoder().decode(file));

			if (!file || !signature) {
				this.find(file ? 'signature' : 'unsigned', SIGNATURE);
				return file ? 'bad' : 'none';
			}
			if (!this.key)
				return 'unchecked';
			const line = await this.findLine(signature.id), at = line.findIndex(({ key }) => key.id === signature.id);

			if (at < 0) {
				const isEarlier = before(this.known, this.key).some(({ key }) => key.id === signature.id);

				this.find(isEarlier ? 'earlier' : 'key', SIGNATURE, signature.id);
				return 'bad';
			}
			const key = await importKey(line[at].key);

			if (!key)
				return 'unchecked';
			const superseded = edition && /^as of /.test(signature.comment) ? supersededOf(signature.comment, edition) : '';

			if (!await isSigned(key, signature, manifest) || superseded === null) {
				this.find('signature', SIGNATURE);
				return 'bad';
			}
			this.superseded = superseded;
			return this.judgeLine(line, at, edition);
		},

		/* Whether the key may have signed on that day, and at that site. The page may know of a next key that the
		 * copy does not tell of. */
		judgeLine(line, at, edition) {
			const next = line[at + 1] || follow(this.known, line[at].key)[1];

			this.line = line.slice(0, at + 1);
			if (this.changes.length > 0 && edition && this.changes[0].site !== edition.site)
				this.find('keys', KEYS);
			if (edition && next && next.from <= edition.as_of)
				this.find('replaced', SIGNATURE, next.key.id);
			return this.findings.length > 0 ? 'bad' : 'good';
		},

		/* The keys that follow the trusted one: as the copy says, or else as the page does, which may be newer. */
		async findLine(id) {
			const file = this.files.get(KEYS);
			const changes = file ? file.size < PART_MAX && await parseKeys(await file.text()) : [];

			if (!changes)
				this.find('keys', KEYS);
			this.changes = changes || [];
			const line = follow(this.changes, this.key);

			if (line.some(({ key }) => key.id === id))
				return line;
			this.changes = this.known;
			return follow(this.known, this.key);
		},

		async checkFile({ hash, path }) {
			const file = this.files.get(path);

			this.files.delete(path);
			if (!file) {
				this.find('missing', path);
				return;
			}
			if (file.size > FILE_MAX) {
				this.find('unreadable', path);
				return;
			}
			try {
				const found = await hashOf(await file.arrayBuffer());

				if (found !== hash)
					this.changed.push({ path, hash: found });
			} catch (error) {
				this.find('unreadable', path);
			}
		},

		async readPart(part) {
			const bytes = await this.read(part.path, PART_MAX);

			if (!bytes) {
				this.find('missing', part.path);
				return [];
			}
			const lines = parsePart(new TextDecoder().decode(bytes));
			if (await hashOf(bytes) !== part.sha256 || lines.length !== part.files)
				this.find('list', part.path);
			return lines;
		},

		/* Some files at a time, so that the disk is never waited for alone, nor memory filled. */
		async checkPart(part, all) {
			const lines = await this.readPart(part);
			let next = 0;
			const work = async () => {
				while (next < lines.length && !this.watch.isStopped()) {
					await this.checkFile(lines[next++]);
					this.watch.progress(++this.done, all);
				}
			};

			await Promise.all(Array.from({ length: AT_ONCE }, work));
		},

		/* Files of earlier editions that stay for some days. A signature that is good names their list, or none is
		 * known; a copy may do without them and their list. */
		async checkSuperseded() {
			if (this.superseded === '' || !this.files.has(SUPERSEDED))
				return;
			const bytes = await this.read(SUPERSEDED, PART_MAX);
			const isNamed = bytes && (!this.superseded || await hashOf(bytes) === this.superseded);
			const lines = isNamed && await parseSuperseded(bytes);

			if (!lines)
				this.find('list', SUPERSEDED);
			for (const line of lines || [])
				await this.checkFile(line);
		},

		/* Says of changed files whose content they have, if it is another's. */
		async nameChanged(lists) {
			const wanted = new Map(this.changed.map(({ hash }) => [hash, null]));

			for (const file of this.changed.length > 0 ? lists : [])
				for (const { hash, path } of parsePart(await file.text()))
					if (wanted.has(hash))
						wanted.set(hash, path);
			for (const { hash, path } of this.changed)
				this.find(wanted.get(hash) ? 'swapped' : 'changed', path, wanted.get(hash));
		},

		async checkFiles(edition) {
			const all = edition.parts.reduce((sum, part) => sum + part.files, 0);
			const lists = edition.parts.map((part) => this.files.get(part.path)).filter(Boolean);

			for (const part of edition.parts)
				if (!this.watch.isStopped())
					await this.checkPart(part, all);
			if (this.watch.isStopped())
				return;
			await this.checkSuperseded();
			await this.nameChanged(lists);
			for (const path of this.files.keys())
				this.find(LEFTOVER.test(path) ? 'leftover' : 'added', path);
		},

		async run() {
			const manifest = await this.read(MANIFEST, MANIFEST_MAX);
			const edition = manifest && parseManifest(manifest);
			const result = { findings: this.findings, edition, signature: 'none', isStopped: false };

			if (!manifest) {
				this.find('missing', MANIFEST);
				return result;
			}
			if (!edition)
				this.find('list', MANIFEST);
			result.signature = await this.checkSignature(manifest, edition);
			result.line = this.line;
			if (edition && result.signature !== 'bad' && (result.signature !== 'none' || !this.key))
				await this.checkFiles(edition);
			result.files = this.done;
			result.isStopped = this.watch.isStopped();
			return result;
		},
	};

	/* Of what was picked, the files below the folder that has MANIFEST.json, the highest if several do. What
	 * stands outside is not checked, and a page there may be false. */
	function chooseFiles(list) {
		const paths = Array.from(list, (file) => file.webkitRelativePath || file.name);
		const depth = (path) => path.split('/').length;
		const found = paths.filter((path) => path === MANIFEST || path.endsWith(`/${MANIFEST}`))
			.sort((l, r) => depth(l) - depth(r))[0] || MANIFEST;
		const folder = found.slice(0, -MANIFEST.length);

		const files = new Map(paths.map((path, i) => [path, list[i]]).filter(([path]) => path.startsWith(folder))
			.map(([path, file]) => [path.slice(folder.length), file]));
		return { files, folder, outside: paths.length - files.size };
	}

	window.fudaVerify = {
		blake2b, decode, parseKey, judge, chooseFiles, parseKeys, follow, before,
		check: (files, key, watch, known = []) => new Check(files, key, watch, known).run(),
	};
})();
