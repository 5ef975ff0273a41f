'use strict';

/*
 * Holds a copy of the site against its signature, in the browser and without a network: MANIFEST.json and its
 * signature by minisign, the parts of the list of files, every file. Of the page nothing is known here.
 *
 * A bad signature, or none where there is a key, ends the check unless it is to go on. What systems leave on a
 * medium is a finding of the kind 'leftover', which does no harm.
 */

const MANIFEST = 'MANIFEST.json';

class CopyCheck {
	/**
	 * @param {Map<string, File>} files by their paths @param {PublicKey | null} key that is trusted
	 * @param {CopyWatch} watch @param {KeyChange[]} known changes of keys that the page itself knows
	 */
	constructor(files, key, watch, known) {
		this.files = files; /* those that nothing is known of yet */
		this.key = key;
		this.watch = watch;
		this.known = known;
		/** @type {KeyFrom[]} from the key that is trusted to the one that signed */
		this.line = [];
		/** @type {KeyChange[]} those that the line was found in */
		this.changes = [];
		/** @type {CopyFinding[]} */
		this.findings = [];
		/** @type {ListedFile[]} changed files, with the hash that they have */
		this.changed = [];
		/** @type {string | undefined} hash of the list of superseded files, '' if a good signature names none */
		this.superseded = undefined;
		this.done = 0;
	}

	static get SIGNATURE() { return 'MANIFEST.json.minisig'; }
	static get KEYS() { return 'keys.txt'; }
	static get SUPERSEDED() { return 'sums/superseded.sha256'; }
	static get AT_ONCE() { return 6; }
	/* What a copy may ask of this machine: as the program has it (EDITION_MAX and others). */
	static get MANIFEST_MAX() { return 64 << 20; }
	static get PART_MAX() { return 16 << 20; }
	static get FILE_MAX() { return 1 << 30; }

	/** @param {string} kind @param {string} path @param {string | null} [other] */
	find(kind, path, other) { this.findings.push({ kind, path, other: other ?? '' }); }

	/**
	 * The bytes of a file, which is taken from those that nothing is known of; null if it is not there, or
	 * larger than it can be.
	 * @param {string} path @param {number} most
	 */
	async read(path, most) {
		const file = this.files.get(path);

		this.files.delete(path);
		return file && file.size <= most ? new Uint8Array(await file.arrayBuffer()) : null;
	}

	/**
	 * @param {Uint8Array} manifest @param {CopyEdition | null} edition
	 * @returns {Promise<Judgement | 'none'>} none: there is no signature; unchecked: no key, or a browser without
	 *   Ed25519
	 */
	async checkSignature(manifest, edition) {
		const file = await this.read(CopyCheck.SIGNATURE, CopyCheck.PART_MAX);
		const signature = file && Minisign.parseSignature(new TextDecoder().decode(file));

		if (!signature) {
			this.find(file ? 'signature' : 'unsigned', CopyCheck.SIGNATURE);
			return file ? 'bad' : 'none';
		}
		if (!this.key)
			return 'unchecked';

		const line = await this.findLine(this.key, signature.id), at = line.findIndex(({ key }) => key.id === signature.id);
		const signer = line[at];

		if (!signer) {
			const isEarlier = Keys.before(this.known, this.key).some(({ key }) => key.id === signature.id);

			this.find(isEarlier ? 'earlier' : 'key', CopyCheck.SIGNATURE, signature.id);
			return 'bad';
		}
		return this.judge(signature, manifest, edition, line.slice(0, at + 1), line[at + 1] ?? Keys.follow(this.known, signer.key)[1]);
	}

	/**
	 * Whether the last key of a line signed the manifest, and may have on that day, and at that site. The page may
	 * know of a next key that the copy does not tell of.
	 * @param {Signature} signature @param {Uint8Array} manifest @param {CopyEdition | null} edition
	 * @param {KeyFrom[]} line @param {KeyFrom | undefined} next
	 * @returns {Promise<Judgement>}
	 */
	async judge(signature, manifest, edition, line, next) {
		const signer = /** @type {KeyFrom} */ (line[line.length - 1]);
		const judged = await Minisign.judgeFile(signer.key, signature, manifest);

		if (judged === 'unchecked')
			return judged;

		const superseded = edition && signature.comment.startsWith('as of ') ? Editions.supersededOf(signature.comment, edition) : '';

		if (judged === 'bad' || superseded === null) {
			this.find('signature', CopyCheck.SIGNATURE);
			return 'bad';
		}
		this.superseded = superseded;
		this.line = line;
		if (edition && this.changes[0] && this.changes[0].site !== edition.site)
			this.find('keys', CopyCheck.KEYS);
		if (edition && next?.from && next.from <= edition.as_of)
			this.find('replaced', CopyCheck.SIGNATURE, next.key.id);
		return this.findings.length > 0 ? 'bad' : 'good';
	}

	/**
	 * The keys that follow the trusted one: as the copy says, or else as the page does, which may be newer.
	 * @param {PublicKey} trusted @param {string} id of the one that signed
	 */
	async findLine(trusted, id) {
		const file = this.files.get(CopyCheck.KEYS);
		const changes = !file ? [] : file.size < CopyCheck.PART_MAX ? await Keys.parse(await file.text()) : null;

		if (!changes)
			this.find('keys', CopyCheck.KEYS);
		this.changes = changes ?? [];

		const line = Keys.follow(this.changes, trusted);

		if (line.some(({ key }) => key.id === id))
			return line;
		this.changes = this.known;
		return Keys.follow(this.known, trusted);
	}

	/** @param {ListedFile} listed */
	async checkFile({ hash, path }) {
		const file = this.files.get(path);

		this.files.delete(path);
		if (!file) {
			this.find('missing', path);
			return;
		}
		if (file.size > CopyCheck.FILE_MAX) {
			this.find('unreadable', path);
			return;
		}
		try {
			const found = await Editions.hashOf(new Uint8Array(await file.arrayBuffer()));

			if (found !== hash)
				this.changed.push({ path, hash: found });
		} catch {
			this.find('unreadable', path);
		}
	}

	/** @param {Part} part */
	async readPart(part) {
		const bytes = await this.read(part.path, CopyCheck.PART_MAX);

		if (!bytes) {
			this.find('missing', part.path);
			return [];
		}

		const lines = Editions.parsePart(new TextDecoder().decode(bytes));

		if (await Editions.hashOf(bytes) !== part.sha256 || lines.length !== part.files)
			this.find('list', part.path);
		return lines;
	}

	/**
	 * Some files at a time, so that the disk is never waited for alone, nor memory filled.
	 * @param {Part} part @param {number} all
	 */
	async checkPart(part, all) {
		const lines = (await this.readPart(part))[Symbol.iterator]();
		const work = async () => {
			for (const line of lines) {
				if (this.watch.isStopped())
					return;
				await this.checkFile(line);
				this.watch.progress(++this.done, all);
			}
		};

		await Promise.all(Array.from({ length: CopyCheck.AT_ONCE }, work));
	}

	/**
	 * Files of earlier editions that stay for some days. A signature that is good names their list, or none is
	 * known; a copy may do without them and their list.
	 */
	async checkSuperseded() {
		if (this.superseded === '' || !this.files.has(CopyCheck.SUPERSEDED))
			return;

		const bytes = await this.read(CopyCheck.SUPERSEDED, CopyCheck.PART_MAX);
		const isNamed = bytes && (!this.superseded || await Editions.hashOf(bytes) === this.superseded);
		const lines = isNamed ? await Editions.parseSuperseded(bytes) : null;

		if (!lines)
			this.find('list', CopyCheck.SUPERSEDED);
		for (const line of lines ?? [])
			await this.checkFile(line);
	}

	/**
	 * Says of changed files whose content they have, if it is another's.
	 * @param {File[]} lists
	 */
	async nameChanged(lists) {
		/** @type {Map<string, string>} */
		const owners = new Map(this.changed.map(({ hash }) => [hash, '']));

		for (const file of this.changed.length > 0 ? lists : [])
			for (const { hash, path } of Editions.parsePart(await file.text()))
				if (owners.has(hash))
					owners.set(hash, path);
		for (const { hash, path } of this.changed)
			this.find(owners.get(hash) ? 'swapped' : 'changed', path, owners.get(hash));
	}

	/**
	 * What cannot be read is none.
	 * @param {string} path @param {File} file
	 */
	static async isLeftover(path, file) {
		try {
			return await Leftovers.isOne(path, file);
		} catch {
			return false;
		}
	}

	/** @param {CopyEdition} edition */
	async checkFiles(edition) {
		const all = edition.parts.reduce((sum, part) => sum + part.files, 0);
		const lists = edition.parts.flatMap((part) => this.files.get(part.path) ?? []);

		for (const part of edition.parts)
			if (!this.watch.isStopped())
				await this.checkPart(part, all);
		if (this.watch.isStopped())
			return;
		await this.checkSuperseded();
		await this.nameChanged(lists);
		for (const [path, file] of this.files)
			this.find(await CopyCheck.isLeftover(path, file) ? 'leftover' : 'added', path);
	}

	/** @returns {Promise<CopyResult>} */
	async run() {
		const manifest = await this.read(MANIFEST, CopyCheck.MANIFEST_MAX);
		const edition = manifest && Editions.parse(manifest);
		/** @type {CopyResult} */
		const result = { findings: this.findings, edition, signature: 'none', isUnsigned: false, isStopped: false, line: this.line, files: 0 };

		if (!manifest) {
			this.find('missing', MANIFEST);
			return result;
		}
		if (!edition)
			this.find('list', MANIFEST);
		result.signature = await this.checkSignature(manifest, edition);
		result.line = this.line;
		result.isUnsigned = result.signature === 'bad' || (result.signature === 'none' && this.key !== null);
		if (edition && (!result.isUnsigned || this.watch.goesOn))
			await this.checkFiles(edition);
		result.files = this.done;
		result.isStopped = this.watch.isStopped();
		return result;
	}

	/**
	 * Of what was picked, the files below the folder that has MANIFEST.json, the highest if several do. What
	 * stands outside is not checked, and a page there may be false.
	 * @param {ArrayLike<File>} list
	 */
	static chooseFiles(list) {
		const picked = Array.from(list, (file) => ({ file, path: file.webkitRelativePath || file.name }));
		const depth = (/** @type {string} */ path) => path.split('/').length;
		const found = picked.map(({ path }) => path).filter((path) => path === MANIFEST || path.endsWith(`/${MANIFEST}`))
			.sort((left, right) => depth(left) - depth(right))[0] ?? MANIFEST;
		const folder = found.slice(0, -MANIFEST.length);
		const files = new Map(picked.filter(({ path }) => path.startsWith(folder)).map(({ path, file }) => [path.slice(folder.length), file]));

		return { files, folder, outside: picked.length - files.size };
	}
}

window.fudaVerify = {
	blake2b: Blake2b.hash, decode: Minisign.decode, parseKey: Minisign.parseKey, judge: Minisign.judge,
	chooseFiles: CopyCheck.chooseFiles, parseKeys: Keys.parse, follow: Keys.follow, before: Keys.before,
	check: (files, key, watch, known = []) => new CopyCheck(files, key, watch, known).run(),
};
