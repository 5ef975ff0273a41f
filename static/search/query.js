'use strict';

/*
 * Answers a question from the index: which keys to look up, in what order, and when to stop, since
 * what is left can be checked against the products themselves.
 */

/**
 * A key to look up, what that costs, and about how many words a product has that begin with it.
 * @typedef {{key: TermKey, cost: number, words: number, entries: TermEntry[] | null}} Source
 */

/** @typedef {Found & {makers: number[]}} Candidates */

/**
 * Told of products that come before all that are still to be loaded, in order.
 * @typedef {(products: Product[], typed: string) => void} Show
 */

const Query = (() => {
	/* How many files of results one answer may load to be put into its order and counted: in a large site they are smaller. */
	const wholeFiles = (/** @type {Directory} */ { products }) => (products > 40000 ? 20 : 12);
	/* How many keys of a query are looked up; the rest is checked against the products found. */
	const KEYS_MAX = 6;
	/* Of more products than these files hold, how many of which the very number was typed come first. */
	const EXACT = 12;
	/* What files cost, in bytes compressed: of terms, of results. */
	const TERM_BYTES = 6000;
	const RESULT_BYTES = 1700;
	/* A key that costs more than this is not looked up if so many products can be found for less by
	 * looking at one after the other. So many words a product has, at a guess. */
	const DEAR_BYTES = 100e3;
	const FIRST = 20;
	const WORDS = 24;
	/* Where results are as near as this, they are taken to be in one file. */
	const NEAR = 12;
	/* With more products than these, other words for what was typed are not looked up. */
	const ENOUGH = 64;
	/* With so few products left, what else is asked is checked against them rather than looked up. */
	const FEW = 48;
	/* Of a key that may stand in more files of terms, none is loaded before it is known that it is needed. */
	const FEW_FILES = 2;

	/**
	 * Those of some numbers that are in all sets.
	 * @param {number[]} numbers @param {NumberSet[]} sets
	 * @param {(number: number, i: number) => number} valueOf 0: does not count, 1: perhaps, 2: surely
	 */
	function inAll(numbers, sets, valueOf) {
		/** @type {Found} */
		const found = { numbers: [], sure: [] };

		numbers.forEach((number, i) => {
			let least = valueOf(number, i);

			for (let k = 0; k < sets.length && least; k++)
				least = Math.min(least, sets[k]?.get(number) ?? 0);
			if (least) {
				found.numbers.push(number);
				found.sure.push(least === 2);
			}
		});
		return found;
	}

	/**
	 * The members of all sets; of no set, all numbers. `isAllowed` says which numbers count.
	 * @param {number} total @param {NumberSet[]} sets @param {(number: number) => boolean} isAllowed
	 */
	function join(total, sets, isAllowed) {
		const [least, ...others] = sets.slice().sort((left, right) => left.size - right.size);
		const numbers = least ? least.numbers() : Array.from({ length: total }, (_, number) => number);

		return inAll(numbers, others, (number) => (isAllowed(number) ? least?.get(number) ?? 2 : 0));
	}

	/**
	 * At most KEYS_MAX keys of all terms, those of each term in turn, so that none goes unasked.
	 * @param {string[]} terms
	 */
	function chooseKeys(terms) {
		const all = terms.map(Terms.keysOf), most = Math.max(0, ...all.map((keys) => keys.length));
		/** @type {{key: TermKey, term: number}[]} */
		const chosen = [];

		for (let i = 0; i < most; i++)
			all.forEach((keys, term) => {
				const key = keys[i];

				if (key && chosen.length < KEYS_MAX)
					chosen.push({ key, term });
			});
		return {
			keys: chosen.map(({ key }) => key),
			isWhole: terms.every((_, t) => chosen.some(({ key, term }) => term === t && key.isWhole)),
		};
	}

	/**
	 * About how many bytes of results have to be loaded to check something against the numbers.
	 * @param {number[]} numbers
	 */
	function costOf(numbers) {
		let last = -Infinity, n = 0;

		for (const number of numbers)
			if (number - last >= NEAR) {
				n++;
				last = number;
			}
		return n * RESULT_BYTES;
	}

	/**
	 * About how many bytes a list takes that holds so many of all numbers.
	 * @param {number} n @param {number} total
	 */
	const costOfList = (n, total) => n * (1.5 + Math.log2(total / n)) / 8;

	/**
	 * @param {SearchIndex} index @param {TermKey} key
	 * @returns {Source}
	 */
	function makeSource(index, key) {
		const n = index.directory.span(key.key, key.isPrefix).length;

		return { key, cost: n > FEW_FILES ? n * TERM_BYTES : 0, words: WORDS * n / index.directory.keys.length, entries: null };
	}

	/**
	 * Reads the entries of a source, and what its lists will cost.
	 * @param {SearchIndex} index @param {Source} source
	 */
	async function look(index, source) {
		const { total } = index.directory;

		source.entries = await index.entries(source.key.key, source.key.isPrefix);
		source.cost = source.words = 0;
		for (const entry of source.entries) {
			const n = entry.isLong ? new NumberReader(entry.list).next() : 0;

			source.cost += n && costOfList(n, total);
			source.words += n / total;
		}
	}

	/**
	 * Whether to look at the products that are left costs less than to look up one key more.
	 * @param {Source} source @param {number[]} left
	 */
	function isTooDear(source, left) {
		/* Of products that have this many words, this share has one. */
		const share = source.words / (1 + source.words);

		return costOf(left) <= source.cost ||
			source.cost > DEAR_BYTES && FIRST / share * RESULT_BYTES < source.cost;
	}

	/**
	 * The numbers that have all keys. What costs least is looked up first; what would cost more than to
	 * look at the products that are left, or at enough of them to find the first, is not looked up, and
	 * none is sure then.
	 * @param {SearchIndex} index @param {TermKey[]} keys @param {(number: number) => boolean} isAllowed
	 */
	async function lookUp(index, keys, isAllowed) {
		const { directory } = index, { total } = directory;
		const sources = keys.map((key) => makeSource(index, key));
		/** @type {NumberSet[]} */
		const sets = [];
		/** @type {Found | null} */
		let some = null;

		await Promise.all(sources.filter(({ cost }) => cost === 0).map((source) => look(index, source)));
		for (;;) {
			sources.sort((left, right) => left.cost - right.cost);

			const source = sources[0];

			if (!source)
				return some ?? join(total, sets, isAllowed);
			if (some && isTooDear(source, some.numbers))
				return { numbers: some.numbers, sure: some.numbers.map(() => false) };
			if (!source.entries) {
				await look(index, source);
				continue;
			}
			sources.shift();
			sets.push(await index.setOf(directory, source.key, source.entries));
			/* What costs nothing more is joined at once. */
			if (!sources[0] || sources[0].cost > 0)
				some = join(total, sets, isAllowed);
		}
	}

	/**
	 * How many of the numbers, which ascend, are of products; manufacturers stand behind them.
	 * @param {number[]} numbers @param {number} products
	 */
	function countProducts(numbers, products) {
		const n = numbers.findIndex((number) => number >= products);

		return n < 0 ? numbers.length : n;
	}

	/**
	 * Without the products that the filter's sets do not have.
	 * @param {SearchIndex} index @param {Found} all @param {Filter} filter
	 */
	async function narrow(index, all, filter) {
		const { products } = index.directory, n = countProducts(all.numbers, products);

		if (n <= FEW)
			return { numbers: all.numbers, sure: all.sure.map((isSure, i) => isSure && i >= n) };

		const left = inAll(all.numbers.slice(0, n), await index.filterSets(filter), (_, i) => (all.sure[i] ? 2 : 1));

		return { numbers: [...left.numbers, ...all.numbers.slice(n)], sure: [...left.sure, ...all.sure.slice(n)] };
	}

	/**
	 * What may be found: products, and the numbers of manufacturers.
	 * @param {SearchIndex} index @param {string[]} terms @param {Filter} filter
	 * @returns {Promise<Candidates>}
	 */
	async function candidates(index, terms, filter) {
		const { directory } = index, { keys, isWhole } = chooseKeys(terms);
		const isAllowed = (/** @type {number} */ number) =>
			!filter.levels || number >= directory.products || filter.levels.includes(directory.levelOf(number));
		const isFiltered = Filters.keysOf(filter, directory).length > 0 || Boolean(filter.until);
		let all = await lookUp(index, keys, isAllowed);

		if (isFiltered)
			all = await narrow(index, all, filter);

		const n = countProducts(all.numbers, directory.products);

		return {
			numbers: all.numbers.slice(0, n),
			sure: all.sure.slice(0, n).map((isSure) => isSure && isWhole),
			makers: terms.length ? all.numbers.slice(n) : [],
		};
	}

	/**
	 * What may be found in any of several ways.
	 * @param {SearchIndex} index @param {Reading[]} readings @param {Filter} filter
	 * @returns {Promise<Candidates>}
	 */
	async function candidatesOfAll(index, readings, filter) {
		const all = await Promise.all(readings.map((one) => candidates(index, one.terms, Filters.both(filter, one.filter))));
		/** @type {Map<number, boolean>} */
		const sure = new Map();

		if (all.length === 1 && all[0])
			return all[0];
		for (const found of all)
			found.numbers.forEach((number, i) => sure.set(number, Boolean(sure.get(number) || found.sure[i])));

		const numbers = Array.from(sure.keys()).sort((left, right) => left - right);

		return { numbers, sure: numbers.map((number) => Boolean(sure.get(number))), makers: all[0]?.makers ?? [] };
	}

	/**
	 * Begins to load what the answer to a question will need at first: how it may be read otherwise is made out when
	 * that is on its way.
	 * @param {SearchIndex} index that is open @param {string} query
	 */
	function begin(index, query) {
		const { directory } = index, terms = Terms.termsOf(Terms.askedOf(query, directory.skipped), directory.skipped);
		const files = chooseKeys(terms).keys.map(({ key, isPrefix }) => directory.span(key, isPrefix));

		/* A barcode stands elsewhere. What fails is told of where it is needed. */
		if (!/^\d{8,}$/.test(terms.join('')))
			for (const i of files.filter((some) => some.length <= FEW_FILES).flat())
				index.termFile(i).catch(() => {});
	}

	/**
	 * The answer to some readings, the first products of it loaded.
	 * @param {SearchIndex} index @param {Reading[]} readings @param {Filter} filter @param {string} typed
	 * @param {Candidates} found @param {number[]} asTyped of these, those that the first reading finds
	 * @param {Show} show
	 */
	async function answerOf(index, readings, filter, typed, found, asTyped, show) {
		const answer = new Answer(index, readings, filter, typed, found), most = wholeFiles(index.directory);

		if (await index.countFiles(answer.numbers, most) <= most)
			await answer.loadAll(show);
		else
			await answer.loadFirst(EXACT, asTyped.length <= FIRST ? asTyped : []);
		return answer;
	}

	/**
	 * Answers what was typed, and adds to few products those that other words for it find.
	 * @param {SearchIndex} index @param {Reading[]} readings @param {Filter} filter @param {string} typed
	 * @param {Show} show
	 */
	async function answerAtFirst(index, [first, ...besides], filter, typed, show = () => {}) {
		let readings = first ? [first] : [], found = await candidatesOfAll(index, readings, filter);
		const asTyped = found.numbers;

		/* They are shown first in any case; what fails is told of where all are waited for. */
		if (asTyped.length <= FIRST)
			new Answer(index, readings, filter, typed, found).loadAll(show).catch(() => {});
		for (const more of [
			() => readings.flatMap((said) => Readings.inOtherWords(said, index.directory)),
			() => [...Readings.withCategories(readings, index.directory), ...besides],
		]) {
			const wider = found.numbers.length > ENOUGH ? readings : more();

			if (wider.length > readings.length) {
				readings = wider;
				found = await candidatesOfAll(index, readings, filter);
			}
		}
		return answerOf(index, readings, filter, typed, found, readings.length > 1 ? asTyped : [], show);
	}

	/**
	 * Whether there is a product at all. Where it is known that there is, so many are loaded as are wanted, side
	 * by side; else one after the other, since it may be that none is right.
	 * @param {Answer} answer @param {number} wanted
	 */
	async function isFound(answer, wanted) {
		return (await answer.more(answer.sure.includes(true) ? wanted : 1)).products.length > 0;
	}

	/**
	 * Answers a question: what was typed, and a filter. Gives null where nothing is asked. What is not
	 * found as it was typed is looked for in other ways, and then for what is nearest to it.
	 * @param {SearchIndex} index @param {string} query @param {Filter} filter @param {number} wanted how many
	 *   products will be shown @param {Show} show
	 */
	async function ask(index, query, filter, wanted = 1, show = () => {}) {
		const directory = await index.open();
		const { asked, first, others, near, besides, codes, besideCodes } = Readings.of(query, directory);
		const typed = Terms.code(asked);

		if (!first.terms.length && !codes.length && Filters.isEmpty(Filters.both(filter, first.filter)))
			return null;

		if (codes.length) {
			const known = await byCode(index, codes, filter, besideCodes, query);

			if (known.products.length)
				return known;
		}

		const answer = await answerAtFirst(index, [first, ...besides], filter, typed, show);

		/* A code that nobody has is not nearly another one. */
		if (await isFound(answer, wanted) || codes.length)
			return answer;
		answer.retired = await index.retired(query);
		if (answer.retired)
			return answer;

		/* What looks for the nearest comes meanwhile; where it fails to come, that is told of below. */
		index.nearest().catch(() => {});
		for (const other of others) {
			const found = await answerAtFirst(index, [other], filter, Terms.code(other.terms.join('')));

			if (await isFound(found, wanted))
				return found;
		}
		return await (await index.nearest()).find(index, near, filter, query) ?? answer;
	}

	/**
	 * The products with a barcode, or that a flaw touches: those that have the other terms, or all of them, which
	 * is then said.
	 * @param {SearchIndex} index @param {string[]} keys @param {Filter} filter @param {string[]} terms
	 * @param {string} query
	 */
	async function byCode(index, keys, filter, terms, query) {
		const numbers = (await Promise.all(keys.map((key) => index.numbersOfCode(key)))).flat();
		const answer = new Answer(index, [{ terms: [], filter: {} }], filter, '',
			{ numbers: Array.from(new Set(numbers)).sort((left, right) => left - right), sure: [], makers: [] });

		await answer.loadAll();
		answer.byCode = true;

		const said = Readings.inOtherWords({ terms, filter: {} }, index.directory);
		const meant = answer.products.filter((product) => said.some((one) => product.matches(one.terms)));

		if (meant.length) {
			answer.products = meant;
			answer.numbers = meant.map(({ number }) => number);
		} else {
			answer.near = { kind: 'fewer', asked: terms.map((term) => Terms.written(query, term)).join(' ') };
		}
		if (keys.some((key) => key.startsWith('#g')) && !answer.near)
			answer.exact = answer.products.slice();
		return answer;
	}

	return { ask, begin, candidatesOfAll, answerAtFirst };
})();
