'use strict';

/**
 * What else is asked of a product; absent: nothing.
 * @typedef {object} Filter
 * @property {number[]} [levels]
 * @property {string[]} [statuses]
 * @property {string[]} [evaluators]
 * @property {string} [category] its id
 * @property {string[]} [categories] ids of which it has one, besides
 * @property {string[]} [criteria] ids of versions
 * @property {string} [until] a day on which the label still stands
 * @property {string} [today]
 */

const Filters = (() => {
	/** @param {Filter} filter */
	const isEmpty = (filter) => !filter.levels && !filter.statuses && !filter.evaluators && !filter.category &&
		!filter.categories && !filter.criteria && !filter.until;

	/**
	 * What both ask for.
	 * @param {Filter} left @param {Filter} right
	 * @returns {Filter}
	 */
	function both(left, right) {
		const levels = left.levels && right.levels ? left.levels.filter((level) => right.levels?.includes(level))
			: left.levels ?? right.levels;

		return { ...left, ...right, ...levels && { levels } };
	}

	/** @param {Product} product @param {Filter} filter */
	function passes(product, filter) {
		const isOver = product.status === 'valid' && Boolean(filter.today && product.end < filter.today);

		return (!filter.levels || filter.levels.includes(product.level)) &&
			(!filter.statuses || filter.statuses.includes(isOver ? 'stale' : product.status)) &&
			(!filter.evaluators || filter.evaluators.includes(product.evaluator)) &&
			(!filter.category || product.category?.[0] === filter.category) &&
			(!filter.categories || Boolean(product.category && filter.categories.includes(product.category[0]))) &&
			(!filter.criteria || filter.criteria.includes(product.criteria[0])) &&
			(!filter.until || product.status === 'valid' && !isOver && product.end >= filter.until);
	}

	/**
	 * The keys of a filter but the level, which the number tells: a list of lists, of each of which one
	 * must be there.
	 * @param {Filter} filter @param {Directory} directory
	 */
	function keysOf(filter, directory) {
		/** @type {string[][]} */
		const all = [];
		/** @param {string} letter @param {string[] | undefined} wanted @param {string[]} names */
		const add = (letter, wanted, names) => {
			if (wanted)
				all.push(wanted.map((name) => names.indexOf(name)).filter((i) => i >= 0).map((i) => `#${letter}${i}`));
		};

		add('s', filter.statuses?.map((status) => (status === 'stale' ? 'valid' : status)), directory.codes.statuses);
		add('e', filter.evaluators, directory.codes.evaluators);
		add('c', filter.category ? [filter.category] : undefined, directory.categories.map(([id]) => id));
		add('c', filter.categories, directory.categories.map(([id]) => id));
		add('v', filter.criteria, directory.criteria.map(([id]) => id));
		return all;
	}

	/**
	 * The day on which a label has to stand, be it asked for as a day or as what is valid today.
	 * @param {Filter} filter
	 */
	function dayOf({ statuses, until, today }) {
		const isValidAlone = statuses?.length === 1 && statuses[0] === 'valid';

		return isValidAlone && today && !(until && until > today) ? today : until;
	}

	return { isEmpty, both, passes, keysOf, dayOf };
})();
