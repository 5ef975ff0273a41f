'use strict';

/*
 * In what order products come: those of which the very number was typed, then those of which a model
 * begins with it, then what has the words as they were typed (unless there are many), then by level, then
 * the latest.
 */

const Ranking = (() => {
	/**
	 * @param {Answer} answer @param {boolean} isWhole whether all products are there to be put in order
	 * @returns {(left: Product, right: Product) => number}
	 */
	const comparing = (answer, isWhole) => (left, right) =>
		(isWhole && right.rank(answer.typed, answer.terms) - left.rank(answer.typed, answer.terms)) ||
			(isWhole && answer.distanceOf(left) - answer.distanceOf(right)) ||
			right.level - left.level ||
			(left.displayedOn < right.displayedOn ? 1 : left.displayedOn > right.displayedOn ? -1 : 0) ||
			left.number - right.number;

	return { comparing };
})();

/**
 * Numbers of many products in the order in which they are to be loaded, without loading them: level by
 * level, within one by the days on which labels were displayed, which are in some files of terms.
 */
class Sequence {
	/* How many files with the days of a level are loaded to find the latest of many products. */
	static get DAY_FILES() { return 6; }
	/* So many products are loaded in any case. */
	static get FIRST() { return 9; }
	/* So many cost as much as a file of days. */
	static get DAY_COST() { return 3; }

	/** @param {SearchIndex} index @param {number[]} numbers */
	constructor(index, numbers) {
		this.index = index;
		this.numbers = numbers;
		/** @type {number[][]} what comes next, in groups that are in no order themselves */
		this.groups = [];
		this.level = 5;
		/** @type {number[]} what of the level is still to come */
		this.rest = [];
		/* How many files of its days were read, from the last on. */
		this.nfiles = 0;
	}

	/**
	 * The next numbers, `most` or a few more; none at the end.
	 * @param {number} most @param {(number: number) => boolean} isWanted
	 */
	async next(most, isWanted) {
		/** @type {number[]} */
		const numbers = [];

		while (numbers.length < most) {
			const group = this.groups[0];

			if (group) {
				/* Taken away once it is known what is in it, and before anything is waited for. */
				this.groups.shift();
				numbers.push(...group.filter(isWanted));
			} else if (this.rest.length > 0) {
				await this.arrange();
			} else if (this.level > 1) {
				this.beginLevel();
			} else {
				break;
			}
		}
		return numbers;
	}

	/**
	 * Puts numbers back that could not be loaded: they come next.
	 * @param {number[]} numbers
	 */
	putBack(numbers) { this.groups.unshift(numbers); }

	/**
	 * The number of the last file with days of a level.
	 * @param {number} level
	 */
	lastFile(level) { return Math.max(0, Codec.findLast(this.index.directory.keys, `#d${level}-~`)); }

	/**
	 * Fewer products of a level than these cost less than what is left of its days and the first of them.
	 * @param {number} level
	 */
	few(level) {
		/* The first file of its days may begin with those of the level below. */
		return Sequence.FIRST + Sequence.DAY_COST *
			(Math.min(Sequence.DAY_FILES, this.lastFile(level) - this.lastFile(level - 1) + 1) - this.nfiles);
	}

	/** Begins to load the days of the first level, if they will be asked for. */
	begin() {
		const { directory } = this.index, [first = 0] = this.numbers, level = directory.levelOf(first);

		/* What fails is told of where it is needed. */
		if (directory.levelOf(this.numbers[this.few(level) - 1] ?? directory.total) === level)
			this.index.termFile(this.lastFile(level)).catch(() => {});
	}

	beginLevel() {
		const { levels, products } = this.index.directory;

		this.level--;

		const from = levels[this.level - 1] ?? 0;
		const to = this.level === 1 ? products : levels[this.level - 2] ?? 0;

		this.rest = this.numbers.filter((number) => number >= from && number < to);
		this.nfiles = 0;
	}

	/** Puts some of the rest of a level into groups: those of a file of days. */
	async arrange() {
		const { index } = this, { keys } = index.directory, prefix = `#d${this.level}-`;
		const file = this.lastFile(this.level) - this.nfiles;

		if (this.rest.length < this.few(this.level)) {
			this.groups.push(this.rest);
			this.rest = [];
		} else if (this.nfiles === Sequence.DAY_FILES || file < 0 ||
			this.nfiles > 0 && Codec.compare(keys[file + 1] ?? '', prefix) < 0) {
			this.groups.push(...this.rest.map((number) => [number]));
			this.rest = [];
		} else {
			await this.readDays(await index.termFile(file), prefix);
			this.nfiles++;
		}
	}

	/** @param {TermFile} file @param {string} prefix of the keys of the level's days */
	async readDays(file, prefix) {
		const entries = file.keys.map((key, i) => ({
			key, list: file.lists[i] ?? '', isLong: file.marks[i] === '^', isShared: file.marks[i] === '~', isSure: false,
		})).filter(({ key, isShared }, i) => key.startsWith(prefix) ||
			isShared && Codec.compare(key, prefix) < 0 && file.keys[i + 1]?.startsWith(prefix)).reverse();
		const lists = await Promise.all(entries.map((entry) => this.index.listOf(entry)));
		const wanted = new Set(this.rest);

		lists.forEach((list, i) => {
			/** @type {number[]} */
			const group = [];

			Codec.eachOfList(list, (number) => {
				if (wanted.delete(number))
					group.push(number);
			});
			/* Days that share an entry are not known apart. */
			if (entries[i]?.isShared)
				this.groups.push(group);
			else
				this.groups.push(...group.map((number) => [number]));
		});
		this.rest = this.rest.filter((number) => wanted.has(number));
	}
}
