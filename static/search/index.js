'use strict';

/**
 * Numbers of products and manufacturers, ascending, and of each whether it is known to match.
 * @typedef {{numbers: number[], sure: boolean[]}} Found
 */

/** The index of a site: its files, and what stands in them. */
class SearchIndex {
	/* For how many milliseconds it is not asked whether the site has another index. */
	static get FRESH() { return 6e5; }
	/* How many products a file of results holds at most. */
	static get IN_FILE() { return 64; }
	/* How many sets are kept. */
	static get SETS() { return 16; }

	/**
	 * @param {string} root the site's root, as the page addresses it
	 * @param {string} [nearest] the address of the script that looks for what is nearest, if the page is without
	 */
	constructor(root, nearest = '') {
		this.loader = new Loader(root);
		this.nearestAddress = nearest;
		/** @type {Directory | null} */
		this.opened = null;
		/** @type {Promise<boolean> | null} */
		this.renewing = null;
		/* When it was last seen which index the site has. */
		this.seenAt = 0;
	}

	async open() {
		if (!this.opened) {
			this.opened = await this.loader.load('directory', (data) => new Directory(data));
			this.seenAt = Date.now();
		}
		return this.opened;
	}

	/** What was read by open(), which must have been waited for. */
	get directory() {
		if (!this.opened)
			throw new LoadError('search/directory.js cannot be loaded: nothing waited for it');
		return this.opened;
	}

	/**
	 * Loads the directory anew, past any cache, and the day that it shows: whether the site has another
	 * index now. Files of the one before are forgotten then.
	 */
	async renew() {
		this.renewing ??= this.readAnew().finally(() => {
			this.renewing = null;
			this.seenAt = Date.now();
		});
		return this.renewing;
	}

	async readAnew() {
		const directory = await this.loader.readAnew('directory').then((data) => new Directory(data), () => null);

		/* The day goes on also where nothing of search has changed. */
		if (!directory || !await this.loader.readDay() || directory.edition === this.opened?.edition)
			return false;
		this.opened = directory;
		this.loader.files.clear();
		return true;
	}

	/**
	 * Does work; where a file of the index is missed and the site has another index by now, once more
	 * with that one. Files of the day before stay on the site for some days, so a page that is open for
	 * long looks for another index without missing any: what was revoked since must not be found valid.
	 * @template T
	 * @param {() => Promise<T>} work
	 */
	async persist(work) {
		if (this.opened && Date.now() - this.seenAt > SearchIndex.FRESH)
			await this.renew();
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof LoadError) || !await this.renew())
				throw error;
		}
		return work();
	}

	/** What looks for the nearest, which an answer does without. */
	async nearest() {
		if (this.nearestAddress)
			await this.loader.loadScript(this.nearestAddress);
		return Nearest;
	}

	/** What stands beside a number: of what looks for the nearest, and of lists. */
	beside() {
		return this.loader.load(`b${this.directory.beside}`, (data) => new Beside(data));
	}

	/**
	 * The entry that has been retired, and so is in no list, where a text is its product id, or an address with it.
	 * @param {string} text
	 * @returns {Promise<{id: string, day: string} | null>}
	 */
	async retired(text) {
		const { retired, skipped } = this.directory, id = Terms.askedOf(text, skipped).trim().toUpperCase();
		const day = retired && /^[0-9A-Z]{4,32}$/.test(id) ? (await this.loader.load(`e${retired}`, (data) => data))[id] : '';

		return day ? { id, day } : null;
	}

	/** @param {number} i */
	termFile(i) {
		return this.loader.load(this.directory.termFileName(i), Directory.parseTerms);
	}

	/**
	 * The entries in which a key may stand, or keys that begin with it.
	 * @param {string} key @param {boolean} isPrefix
	 */
	async entries(key, isPrefix) {
		const numbers = this.directory.span(key, isPrefix);
		const files = await Promise.all(numbers.map((i) => this.termFile(i)));

		return files.flatMap((file, i) => {
			const from = i === 0 ? Math.max(0, Codec.findLast(file.keys, key)) : 0;

			return this.entriesOf(file, from, this.directory.keys[(numbers[i] ?? 0) + 1], key, isPrefix);
		});
	}

	/**
	 * Those of one file, from one of its keys on. `nextKey` begins the next file.
	 * @param {TermFile} file @param {number} from @param {string | undefined} nextKey
	 * @param {string} key @param {boolean} isPrefix
	 */
	entriesOf(file, from, nextKey, key, isPrefix) {
		/** @type {TermEntry[]} */
		const found = [];

		for (let at = from; at < file.keys.length; at++) {
			const own = file.keys[at] ?? '', mark = file.marks[at], isInside = own.startsWith(key);
			const next = file.keys[at + 1] ?? nextKey;

			if (mark === '~' && Codec.compare(own, key) <= 0 || isInside && isPrefix || own === key)
				found.push({
					key: own, list: file.lists[at] ?? '', isLong: mark === '^', isShared: mark === '~',
					isSure: mark !== '~' || isPrefix && isInside && Boolean(next?.startsWith(key)),
				});
			if (!isPrefix || !isInside && Codec.compare(own, key) > 0)
				break;
		}
		return found;
	}

	/**
	 * The products that have a barcode or a code of a security note, from files that are loaded for that
	 * alone. `key` is the whole key.
	 * @param {string} key
	 */
	async numbersOfCode(key) {
		const list = await this.loader.load(`d${this.directory.codeList}`, (data) => data);
		/** @type {string[]} */
		const keys = list.keys ? list.keys.split(' ') : [];
		const i = Codec.findLast(keys, key);
		/** @type {number[]} */
		const numbers = [];

		if (i >= 0) {
			const file = await this.loader.load(`c${list.files.slice(12 * i, 12 * i + 12)}`, Directory.parseTerms);
			const [entry] = this.entriesOf(file, Math.max(0, Codec.findLast(file.keys, key)), undefined, key, false);

			if (entry)
				Codec.eachOfList(await this.listOf(entry), (number) => numbers.push(number));
		}
		return numbers;
	}

	/**
	 * The list of an entry; a long one is in a file of its own, behind how many it holds.
	 * @param {TermEntry} entry
	 * @returns {Promise<string>}
	 */
	async listOf(entry) {
		if (!entry.isLong)
			return entry.list;

		const reader = new NumberReader(entry.list);

		reader.next();
		return this.loader.load(`l${entry.list.slice(reader.at)}`, String);
	}

	/**
	 * The numbers in the lists of some entries.
	 * @param {TermEntry[]} entries
	 */
	async makeSet(entries) {
		const set = new NumberSet(this.directory.total);
		const lists = await Promise.all(entries.map((entry) => this.listOf(entry)));

		/* A number takes some two characters of a list. */
		if (lists.reduce((n, list) => n + list.length, 0) > 2 * this.directory.total / NumberSet.SHARE)
			set.spread();
		lists.forEach((list, i) => {
			const value = entries[i]?.isSure ? 2 : 1;

			Codec.eachOfList(list, (number) => set.add(number, value));
		});
		return set;
	}

	/**
	 * The set of a key that was looked up. Some are kept, since numbers in a list begin alike; with the directory
	 * from which the entries are, as another one has other numbers.
	 * @param {Directory} directory @param {TermKey} key @param {TermEntry[]} entries
	 */
	async setOf({ sets }, { key, isPrefix }, entries) {
		const name = isPrefix ? `${key}*` : key, set = sets.get(name) ?? await this.makeSet(entries);

		sets.delete(name);
		sets.set(name, set);
		for (const [first] of sets)
			if (sets.size > SearchIndex.SETS)
				sets.delete(first);
		return set;
	}

	/**
	 * The sets of a filter. Months in which the day decides are in the set of dates as perhaps.
	 * @param {Filter} filter
	 */
	async filterSets(filter) {
		const day = Filters.dayOf(filter);
		const jobs = Filters.keysOf(filter, this.directory).map(async (keys) => {
			const found = await Promise.all(keys.map((key) => this.entries(key, false)));

			return this.makeSet(found.flat());
		});

		if (day)
			jobs.push(this.daySet(day));
		return Promise.all(jobs);
	}

	/** @param {string} day on which the labels stand */
	async daySet(day) {
		const month = day.slice(0, 7), entries = await this.entries('#u', true);

		return this.makeSet(entries.filter((entry) => entry.isShared || entry.key.slice(2) >= month)
			.map((entry) => ({ ...entry, isSure: !entry.isShared && entry.key.slice(2) > month })));
	}

	/**
	 * Where a number stands: the name of its file of results, and its place in it.
	 * @param {number} number
	 */
	async place(number) {
		const { directory } = this, group = directory.groupOf(number);
		const { names, ends } = directory.files ?? await this.loader.load(group.name, Directory.parseFiles);
		const i = Codec.countUpTo(ends, number - group.from), from = group.from + (ends[i - 1] ?? 0);

		return { name: (from < directory.products ? 'r' : 'm') + names[i], i: number - from };
	}

	/** @param {number} number */
	async product(number) {
		const { name, i } = await this.place(number);
		const file = await this.loader.load(name, Product.parseFile);

		return file.made[i] ??= new Product(file, i, number, this.directory);
	}

	/**
	 * A manufacturer.
	 * @param {number} number
	 * @returns {Promise<{names: Phrase, path: string, count: number}>}
	 */
	async maker(number) {
		const { name, i } = await this.place(number);
		const file = await this.loader.load(name, (data) => data);

		return { names: file.maker[i], path: file.path[2 * i], count: file.path[2 * i + 1] };
	}

	/**
	 * In how many files of results the numbers stand, as far as `most`.
	 * @param {number[]} numbers @param {number} most
	 */
	async countFiles(numbers, most) {
		/** @type {Set<string>} */
		const names = new Set();

		/* What can be known without loading their names. */
		if (numbers.length > most * SearchIndex.IN_FILE || new Set(numbers.map((number) => this.directory.groupOf(number).from)).size > most)
			return most + 1;
		/* Side by side, but not many more than it takes to know that there are too many. */
		for (let i = 0; i < numbers.length && names.size <= most; i += 2 * most)
			for (const { name } of await Promise.all(numbers.slice(i, i + 2 * most).map((number) => this.place(number))))
				names.add(name);
		return names.size;
	}

	/**
	 * The products of which a model, label or product id is the code, the first `most` of them.
	 * @param {string} typed @param {number} most
	 */
	async exact(typed, most) {
		await this.open();

		/* Few numbers each: a set of all products would take longer to look through than to make. */
		const entries = await this.entries(Terms.wholeKey(typed), false);
		const lists = await Promise.all(entries.map((entry) => this.listOf(entry)));
		/** @type {Set<number>} */
		const numbers = new Set();

		for (const list of lists)
			Codec.eachOfList(list, (number) => numbers.add(number));

		const some = [...numbers].filter((number) => number < this.directory.products).sort((left, right) => left - right);
		const products = await Promise.all(some.slice(0, most).map((number) => this.product(number)));

		return products.filter((product) => product.rank(typed) === 3);
	}
}
