'use strict';

/*
 * The directory of the index: search/directory.js, what it says and which file holds what.
 */

/**
 * An entry of a file of terms. isSure: whatever is in the list has the key. A long list is in a file
 * of its own.
 * @typedef {{key: string, list: string, isLong: boolean, isShared: boolean, isSure: boolean}} TermEntry
 */

/** @typedef {{keys: string[], marks: string[], lists: string[]}} TermFile */

class Directory {
	/** As gen/search/directory.c writes it. */
	static get FORMAT() { return 'search/6'; }

	/** @param {any} data */
	constructor(data) {
		/* A page that was kept may be older than the index. */
		if (data.format !== Directory.FORMAT)
			throw new LoadError(`search/directory.js cannot be loaded: it is ${data.format}`);
		/** @type {string} another one wherever anything in the index is */
		this.edition = data.edition;
		/** @type {number} */
		this.products = data.products;
		this.total = data.products + data.makers;
		/** @type {number[]} where each level begins, and 0 for the numbers of the first */
		this.levels = [...data.levels, 0];
		/** @type {string[]} */
		this.languages = data.languages;
		/** @type {Category[]} */
		this.categories = data.categories;
		/** @type {CriteriaVersion[]} */
		this.criteria = data.criteria;
		/** @type {{statuses: string[], reasons: string[], evaluators: string[], routes: string[]}} */
		this.codes = data.codes;
		this.skipped = Terms.makeSkipped(data.skipped);
		/** @type {LanguageWording[]} */
		this.words = data.wording;
		/** @type {Wording | null} */
		this.made = null;
		/** @type {string} the file of what stands beside a number */
		this.beside = data.beside;
		/** @type {string} the file of entries that have been retired, if there are any */
		this.retired = data.retired ?? '';
		/** @type {string} the file that lists the files of codes */
		this.codeList = data.code_list;
		/** @type {[string, number] | undefined} the list of packs, and how many files of results they have */
		this.packs = data.packs;
		/** @type {string[]} the first key of each file of terms */
		this.keys = data.keys ? data.keys.split(' ') : [];
		/** @type {string} the names of the files of terms, one behind the other */
		this.terms = data.terms;
		/* Where there are few files of results, all are named here. */
		this.files = data.files ? Directory.parseFiles(data.files) : null;
		/** @type {number[]} */
		this.groupFrom = [];
		/** @type {string[]} */
		this.groupNames = [];
		this.readGroups((data.groups ?? '').trim().split(' '));
		/** @type {Map<string, NumberSet>} of some keys, the last one behind */
		this.sets = new Map();
	}

	/** Made when it is first asked for, which is when the first files are on their way. */
	get wording() {
		this.made ??= new Wording(this.words);
		return this.made;
	}

	/** @param {string[]} groups */
	readGroups(groups) {
		let from = 0;

		for (let i = 0; i + 1 < groups.length; i += 2) {
			this.groupFrom.push(from);
			this.groupNames.push(`g${groups[i + 1]}`);
			from += new NumberReader(/** @type {string} */ (groups[i])).next();
		}
	}

	/** @param {number} i */
	termFileName(i) { return `t${this.terms.slice(12 * i, 12 * i + 12)}`; }

	/**
	 * The numbers of the files of terms in which a key may stand, or keys that begin with it.
	 * @param {string} key @param {boolean} isPrefix
	 */
	span(key, isPrefix) {
		const numbers = [];
		let last = Math.max(0, Codec.findLast(this.keys, key));

		for (let first = last; first <= last && first < this.keys.length; first++) {
			numbers.push(first);
			if (isPrefix && this.keys[last + 1]?.startsWith(key))
				last++;
		}
		return numbers;
	}

	/**
	 * A file of terms as its entries: their keys, marks and lists.
	 * @param {string} data
	 * @returns {TermFile}
	 */
	static parseTerms(data) {
		/** @type {TermFile} */
		const file = { keys: [], marks: [], lists: [] };
		let before = '';

		for (const entry of data.split(' ')) {
			const end = entry.search(/[~=^]/);

			before = before.slice(0, Codec.valueAt(entry, 0)) + entry.slice(1, end);
			file.keys.push(before);
			file.marks.push(entry.charAt(end));
			file.lists.push(entry.slice(end + 1));
		}
		return file;
	}

	/**
	 * The names of files that follow each other, and how many numbers each and those before it have.
	 * @param {string} data
	 */
	static parseFiles(data) {
		const names = [], ends = [];
		let end = 0;

		for (let i = 0; i < data.length; i += 13) {
			end += Codec.valueAt(data, i) + 1;
			ends.push(end);
			names.push(data.slice(i + 1, i + 13));
		}
		return { names, ends };
	}

	/**
	 * The group in which a number stands: its name and its first number.
	 * @param {number} number
	 */
	groupOf(number) {
		const i = Codec.countUpTo(this.groupFrom, number) - 1;

		return { name: this.groupNames[i] ?? '', from: this.groupFrom[i] ?? 0 };
	}

	/** @param {number} number of a product */
	levelOf(number) {
		let level = 1;

		while (level < 4 && number < (this.levels[level - 1] ?? 0))
			level++;
		return level;
	}

	/**
	 * A text in the reader's language, or in the site's first, which is then named.
	 * @param {Phrase} texts @param {string} language
	 */
	phrase(texts, language) {
		const text = texts[this.languages.indexOf(language)];

		return text ? { text, lang: '' } : { text: texts[0] ?? '', lang: this.languages[0] ?? '' };
	}
}
