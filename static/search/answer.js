'use strict';

/**
 * An answer: what was found, and what of it has been loaded. Where a load fails nothing is lost; the
 * same call begins again with what is missing.
 */
class Answer {
	/**
	 * @param {SearchIndex} index @param {Reading[]} readings of which a product has to meet one
	 * @param {Filter} filter which it has to pass in any case
	 * @param {string} typed what was typed, as a code
	 * @param {Candidates} candidates
	 */
	constructor(index, readings, filter, typed, candidates) {
		this.index = index;
		this.readings = readings;
		this.terms = readings[0]?.terms ?? [];
		this.filter = filter;
		/** Whether a barcode or the code of a security note was typed. */
		this.byCode = false;
		/** @type {NearMiss | null} how it differs from what was asked, where nothing was found for that */
		this.near = null;
		/** @type {{id: string, day: string} | null} the retired entry of which the id was typed */
		this.retired = null;
		this.typed = typed;
		this.numbers = candidates.numbers;
		this.sure = candidates.sure;
		this.makerNumbers = candidates.makers;
		/** @type {Product[]} loaded, checked against the question, in order */
		this.products = [];
		/** @type {Product[]} those of which the number was typed */
		this.exact = [];
		/** @type {Set<number>} */
		this.loaded = new Set();
		this.sequence = new Sequence(index, this.numbers);
	}

	/** @param {Product} product */
	isRight(product) {
		return this.readingOf(product) >= 0 && Filters.passes(product, this.filter);
	}

	/**
	 * The first reading that a product meets, or -1.
	 * @param {Product} product
	 */
	readingOf(product) {
		return this.readings.findIndex(({ terms, filter }) => product.matches(terms) && Filters.passes(product, filter));
	}

	/**
	 * 0: a product has what was typed, 1: the same in other words, 2: its category has it.
	 * @param {Product} product
	 */
	distanceOf(product) {
		const i = this.readingOf(product);

		return i === 0 ? 0 : this.readings[i]?.filter.categories ? 2 : 1;
	}

	/** How many there are; unless that is exact, at most so many. */
	count() {
		let open = 0, isExact = true;

		this.numbers.forEach((number, i) => {
			if (!this.loaded.has(number)) {
				open++;
				isExact = isExact && Boolean(this.sure[i]);
			}
		});
		return { count: this.products.length + open, isExact };
	}

	isComplete() {
		return this.loaded.size === this.numbers.length;
	}

	/**
	 * Loads products; those that are right, in order.
	 * @param {number[]} numbers @param {(product: Product) => void} [tell] of each as it comes
	 */
	async load(numbers, tell = () => {}) {
		const products = await Promise.all(numbers.map(async (number) => {
			const product = await this.index.product(number);

			tell(product);
			return product;
		}));

		numbers.forEach((number) => this.loaded.add(number));
		return products.filter((product) => this.isRight(product)).sort(Ranking.comparing(this, false));
	}

	/**
	 * Loads all there are, and puts them in order.
	 * @param {Show} [show]
	 */
	async loadAll(show) {
		const tell = show && this.teller(show);

		this.products = (await this.load(this.numbers, tell)).sort(Ranking.comparing(this, true));
		this.exact = this.products.filter((product) => product.rank(this.typed) === 3);
	}

	/**
	 * Shows products as they come: those of a level of which, and of those above it, none is still to come, and those
	 * of which the very number was typed. Others may have to stand before the rest.
	 * @param {Show} show
	 * @returns {(product: Product) => void}
	 */
	teller(show) {
		/* They ascend, and the highest level has the first numbers. */
		const left = new Set(this.numbers);
		/** @type {Product[]} */
		const come = [];
		let nshown = 0, isPlanned = false;
		const look = () => {
			const [next] = left, level = next === undefined ? 0 : this.index.directory.levelOf(next);
			const some = come.filter((product) => product.level > level || product.rank(this.typed) === 3);

			isPlanned = false;
			if (some.length > nshown)
				show(some.sort(Ranking.comparing(this, true)), this.typed);
			nshown = some.length;
		};

		return (product) => {
			left.delete(product.number);
			if (!this.isRight(product))
				return;
			come.push(product);
			/* The other products of the file come at once. */
			if (!isPlanned)
				setTimeout(look, 0);
			isPlanned = true;
		};
	}

	/**
	 * Of many, those come first whose very number was typed, then those that have the words as typed.
	 * @param {number} most @param {number[]} asTyped
	 */
	async loadFirst(most, asTyped) {
		if (!this.typed || this.terms.length === 0)
			return;

		this.sequence.begin();

		const known = new Set(this.numbers);
		const found = (await this.index.exact(this.typed, most)).filter(({ number }) => known.has(number));

		this.exact = await this.load(found.map(({ number }) => number));
		this.products = [...this.exact, ...await this.load(asTyped.filter((number) => !this.loaded.has(number)))];
	}

	/**
	 * Loads until `most` products are there, or all are. What comes is in order, as far as it is known
	 * by then; what was there before stays where it is.
	 * @param {number} most
	 */
	async more(most) {
		const come = [];
		let step = most - this.products.length;

		try {
			while (!this.isComplete() && this.products.length + come.length < most) {
				const numbers = await this.sequence.next(step, (number) => !this.loaded.has(number)), before = come.length;

				if (!numbers.length)
					break;
				try {
					come.push(...await this.load(numbers));
				} catch (error) {
					this.sequence.putBack(numbers);
					throw error;
				}
				/* Where many look right and are not, more are looked at side by side. */
				step = come.length > before ? most - this.products.length - come.length : 2 * step;
			}
		} finally {
			this.products.push(...come.sort(Ranking.comparing(this, false)));
		}
		return this;
	}

	/**
	 * The manufacturers of an answer, at most `most`. Some of the numbers only may match.
	 * @param {number} most
	 */
	async makers(most) {
		const makers = await Promise.all(this.makerNumbers.slice(0, 4 * most).map((number) => this.index.maker(number)));

		return makers.filter(({ names }) => this.standsIn(names)).slice(0, most);
	}

	/** The categories that match. */
	categories() {
		return this.terms.length === 0 ? []
			: this.index.directory.categories.filter(([, names]) => this.standsIn(names));
	}

	/** @param {Phrase} names whether all terms stand in one or the other of them */
	standsIn(names) {
		const texts = names.filter(Boolean).map((name) => Terms.cut(name, 'text'));

		return this.terms.every((term) => texts.some((text) => Terms.stands(term, text)));
	}
}
