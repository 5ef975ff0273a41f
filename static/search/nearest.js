'use strict';

/*
 * What is nearest to what was not found: a number or a word that differs in one character, one term
 * fewer, a category or a manufacturer that one term names. Each is marked as what it is.
 */

/**
 * How an answer differs from what was asked: a number or a word is only like the one that was asked for,
 * or that one was left out.
 * @typedef {{kind: 'number' | 'word' | 'fewer', asked: string}} NearMiss
 */

const Nearest = (() => {
	/* Terms shorter than this have too many neighbours. */
	const SHORTEST = 4;
	/* How many products are looked at for a term, if they stand in so many files of results; how many such
	 * files are loaded for all terms; and how many products are shown. */
	const LOOKED_AT = 24;
	const FILES = 6;
	const FILES_IN_ALL = 12;
	const SHOWN = 20;
	/* How many ways to read a number otherwise are looked up, and how many of them at first. */
	const MISREAD = 12;
	const LIKELY = 3;
	/* What a registered model may lack of one on a box: a colour, a country. */
	const SUFFIX = 3;
	/* Characters that are read for each other. */
	const TWINS = [['0', 'o', 'q', 'd'], ['1', 'i', 'l'], ['5', 's'], ['8', 'b'], ['2', 'z'], ['6', 'g'], ['u', 'v']];
	/** @type {Map<string, string>} */
	const SKELETON = new Map(TWINS.flatMap(([first = '', ...others]) => others.map((other) => [other, first])));

	/** @param {string} text with one form for all that are read for each other */
	const skeletonOf = (text) => Array.from(text, (c) => SKELETON.get(c) ?? c).join('');

	/**
	 * Whether two texts differ in one character: another, one more, one less, two that changed places.
	 * @param {string} left @param {string} right
	 */
	function isOneEdit(left, right) {
		if (Math.abs(left.length - right.length) > 1)
			return false;

		let from = 0, end = 0;
		const least = Math.min(left.length, right.length);

		while (from < least && left[from] === right[from])
			from++;
		while (end < least - from && left[left.length - 1 - end] === right[right.length - 1 - end])
			end++;

		const l = left.slice(from, left.length - end), r = right.slice(from, right.length - end);

		return left !== right && l.length <= 1 && r.length <= 1 || l.length === 2 && r.length === 2 && l[0] === r[1] && l[1] === r[0];
	}

	/**
	 * Whether a model number with * and # for what varies is meant.
	 * @param {string} model as it is registered @param {string} term
	 */
	function isPattern(model, term) {
		if (!/[*#]/.test(model))
			return false;

		const parts = model.split(/([*#])/).map((part) => (part === '*' ? '.*' : part === '#' ? '.' : Terms.escape(Terms.code(part))));

		return new RegExp(`^${parts.join('')}$`).test(term);
	}

	/**
	 * The number of a product that is nearly the term, as it is written; 1 of what is read for another,
	 * 2 of another character, 3 of a longer one on the box.
	 * @param {Product} product @param {string} term
	 * @returns {{place: number, text: string} | null}
	 */
	function nearNumber(product, term) {
		const skeleton = skeletonOf(term), { all } = product.codes();
		/** @type {{place: number, text: string} | null} */
		let best = null;

		[...product.models, ...product.ids].forEach((text, i) => {
			const code = all[i] ?? '', isAsLong = code.length === term.length;
			const place = isPattern(text, term) ? 0 : isAsLong && skeletonOf(code) === skeleton ? 1 : isOneEdit(code, term) ? 2
				: term.startsWith(code) && /\d/.test(code) && code.length >= SHORTEST && term.length - code.length <= SUFFIX ? 3 : 9;

			if (place < (best?.place ?? 9))
				best = { place, text };
		});
		return best;
	}

	/**
	 * The word of a product that is nearly the term.
	 * @param {Product} product @param {string} term
	 * @returns {{place: number, text: string} | null}
	 */
	function nearWord(product, term) {
		for (const { whole, starts } of product.texts())
			for (let at = 0; at < whole.length; at++)
				if (starts[at])
					for (const length of [term.length, term.length - 1, term.length + 1]) {
						const word = whole.slice(at, at + length);

						if (word.length === length && isOneEdit(word, term))
							return { place: 2, text: word };
					}
		return null;
	}

	/**
	 * What a term may have been, character for character; what is most likely first, which are letters
	 * among digits and digits among letters.
	 * @param {string} term
	 */
	function misread(term) {
		const isDigit = (/** @type {string | undefined} */ c) => c !== undefined && c >= '0' && c <= '9';
		const all = Array.from(term);
		const fitting = all.map((c, i) => {
			const around = [all[i - 1], all[i + 1]].filter((other) => other !== undefined), digits = around.filter(isDigit).length;
			const wantsDigit = !isDigit(c) && digits === around.length, wantsLetter = isDigit(c) && digits === 0;

			return wantsDigit || wantsLetter ? TWINS.find((twins) => twins.includes(c))?.find((other) => isDigit(other) === wantsDigit) ?? c : c;
		}).join('');
		/** @type {Set<string>} */
		const others = new Set([fitting, skeletonOf(term)]);

		for (const twins of TWINS)
			for (const to of twins)
				others.add(all.map((c) => (twins.includes(c) ? to : c)).join(''));
		all.forEach((c, i) => {
			for (const to of TWINS.find((twins) => twins.includes(c)) ?? [])
				others.add(term.slice(0, i) + to + term.slice(i + 1));
		});
		others.delete(term);
		return Array.from(others).slice(0, MISREAD);
	}

	/**
	 * The numbers in some entries; long lists are passed over.
	 * @param {TermEntry[]} entries
	 */
	function numbersIn(entries) {
		/** @type {Set<number>} */
		const numbers = new Set();

		for (const entry of entries)
			if (!entry.isLong && numbers.size < LOOKED_AT)
				Codec.eachOfList(entry.list, (number) => numbers.add(number));
		return numbers;
	}

	/**
	 * Entries of keys, where these stand in few files.
	 * @param {SearchIndex} index @param {string[]} keys @param {boolean} isPrefix
	 */
	async function entriesOf(index, keys, isPrefix) {
		const few = keys.filter((key) => index.directory.span(key, isPrefix).length <= 2);

		return (await Promise.all(few.map((key) => index.entries(key, isPrefix)))).flat();
	}

	/** @param {string} left @param {string} right how many characters both begin with */
	function commonLength(left, right) {
		let n = 0;

		while (n < left.length && left[n] === right[n])
			n++;
		return n;
	}

	/**
	 * Numbers of products whose keys are near a term of letters and digits: what is likely misread; what
	 * begins so, as far as possible, since what is wrong may stand further behind; what goes on so behind
	 * a letter that may be wrong, and what is less likely misread.
	 * @param {SearchIndex} index @param {string} term
	 */
	async function* around(index, term) {
		const others = /\d/.test(term) ? misread(term).map(Terms.wholeKey) : [];
		const heads = [6, 5, 4, 3, 2, 1].map((n) => term.slice(0, Math.max(3, term.length - n)));
		const head = heads.find((key) => key.length < term.length && index.directory.span(key, true).length <= 2);
		const tails = Array.from(term.matchAll(/[a-z](?=\d)/g), ({ index: i }) => term.slice(i + 1)).filter((tail) => tail.length >= 3);

		if (others.length)
			yield numbersIn(await entriesOf(index, others.slice(0, LIKELY), false));
		if (head)
			yield numbersIn((await index.entries(head, true)).sort((left, right) => commonLength(right.key, term) - commonLength(left.key, term)));
		if (others.length > LIKELY || tails.length)
			yield numbersIn([...await entriesOf(index, tails, true), ...await entriesOf(index, others.slice(LIKELY), false)]);
	}

	/**
	 * Loads products, as far as they stand in so few files that these may be loaded.
	 * @param {SearchIndex} index @param {Iterable<number>} numbers @param {{files: number}} left how many files still may
	 */
	async function loadSome(index, numbers, left) {
		const some = Array.from(numbers).filter((number) => number < index.directory.products).slice(0, LOOKED_AT);
		const places = await Promise.all(some.map((number) => index.place(number)));
		/** @type {Set<string>} */
		const added = new Set();
		const chosen = some.filter((_, i) => {
			const name = places[i]?.name ?? '';

			if (!index.loader.files.has(name) && added.size < Math.min(FILES, left.files))
				added.add(name);
			return index.loader.files.has(name) || added.has(name);
		});

		left.files -= added.size;
		return Promise.all(chosen.map((number) => index.product(number)));
	}

	/**
	 * Products that have all pairs of characters of a term but two or three.
	 * @param {SearchIndex} index @param {string} term
	 */
	async function* likePairs(index, term) {
		const { products, total } = index.directory;
		const characters = Array.from(term), counts = new Uint8Array(total);
		const pairs = characters.slice(1).map((c, i) => `${characters[i]}${c}`).slice(0, 8);
		const sets = await Promise.all(pairs.map(async (pair) => index.makeSet(await index.entries(pair, false))));

		for (const set of sets)
			for (let number = 0; number < products; number++)
				if (set[number])
					counts[number] = (counts[number] ?? 0) + 1;

		/** @type {number[]} */
		const numbers = [];
		for (let least = pairs.length - 1; least >= Math.max(2, pairs.length - 3) && numbers.length < LOOKED_AT; least--)
			for (let number = 0; number < products && numbers.length < LOOKED_AT; number++)
				if (counts[number] === least)
					numbers.push(number);
		yield numbers;
	}

	/**
	 * Products in which something is nearly a term, each with that; the nearest first.
	 * @param {SearchIndex} index @param {string} term @param {{files: number}} left
	 * @param {(product: Product) => {place: number, text: string} | null} isNear
	 */
	async function alike(index, term, left, isNear) {
		/** @type {Map<Product, {product: Product, place: number, text: string}>} */
		const found = new Map();

		for await (const numbers of Terms.hasCjk(term) ? likePairs(index, term) : around(index, term)) {
			for (const product of await loadSome(index, numbers, left)) {
				const near = isNear(product);

				if (near)
					found.set(product, { product, ...near });
			}
			/* What is misread is nearer than what may come. */
			if (found.size && (!/\d/.test(term) || Array.from(found.values()).some(({ place }) => place <= 1)))
				break;
		}
		return Array.from(found.values()).sort((one, other) => one.place - other.place);
	}

	/**
	 * Products of which a number is nearly a code, each with that number; the nearest first.
	 * @param {SearchIndex} index @param {string} code
	 */
	const numbersLike = (index, code) => alike(index, code, { files: FILES_IN_ALL }, (product) => nearNumber(product, code));

	/**
	 * Products in which something near a term stands, those first that have the other terms as well.
	 * @param {SearchIndex} index @param {Reading} said @param {string} term @param {Filter} filter
	 * @param {{files: number}} left
	 */
	async function byEdit(index, said, term, filter, left) {
		const isNumber = /\d/.test(term), rest = said.terms.filter((other) => other !== term);
		const wanted = Filters.both(filter, said.filter);
		const near = (await alike(index, term, left, (product) => (Filters.passes(product, wanted)
			? (isNumber ? nearNumber(product, term) : null) ?? nearWord(product, term) : null)))
			.map((one) => ({ ...one, isWhole: one.product.matches(rest) }))
			.sort((one, other) => Number(other.isWhole) - Number(one.isWhole) || one.place - other.place ||
				other.product.level - one.product.level || one.product.number - other.product.number);
		const [best] = near;

		if (!best)
			return null;
		return makeAnswer(index, said, filter, near.filter(({ isWhole }) => isWhole === best.isWhole).map(({ product }) => product),
			{ kind: isNumber ? 'number' : 'word', asked: term });
	}

	/**
	 * An answer of products that are there.
	 * @param {SearchIndex} index @param {Reading} said @param {Filter} filter @param {Product[]} products
	 * @param {NearMiss} near
	 */
	function makeAnswer(index, said, filter, products, near) {
		const answer = new Answer(index, [said], filter, '', { numbers: products.map(({ number }) => number), sure: [], makers: [] });

		answer.near = near;
		answer.products = products.slice(0, SHOWN);
		answer.numbers = answer.products.map(({ number }) => number);
		answer.numbers.forEach((number) => answer.loaded.add(number));
		return answer;
	}

	/**
	 * Whether a product has a term, as the index says without looking at products if it can.
	 * @param {SearchIndex} index @param {string} term @param {Filter} filter
	 */
	async function isKnown(index, term, filter) {
		const said = [{ terms: [term], filter: {} }], found = await Query.candidatesOfAll(index, said, filter);

		return found.sure.includes(true) || (await new Answer(index, said, filter, term, found).more(1)).products.length > 0;
	}

	/**
	 * What is found without one of the terms; of several ways, the one that leaves the fewest products.
	 * @param {SearchIndex} index @param {Reading} said @param {Filter} filter
	 */
	async function byFewer(index, said, filter) {
		/* What may be found is known before any product is loaded. */
		const ways = await Promise.all(said.terms.map(async (term) => {
			const terms = said.terms.filter((other) => other !== term);
			const { numbers } = await Query.candidatesOfAll(index, [{ ...said, terms }], filter);

			return { term, terms, n: numbers.length };
		}));

		for (const { term, terms } of ways.filter(({ n }) => n > 0).sort((left, right) => left.n - right.n)) {
			const answer = await Query.answerAtFirst(index, [{ ...said, terms }], filter, terms.join(''));

			if ((await answer.more(1)).products.length) {
				answer.near = { kind: 'fewer', asked: term };
				return answer;
			}
		}
		return null;
	}

	/**
	 * The term as it was typed: the word that has it, or all that was typed.
	 * @param {string} query @param {string} term
	 */
	const written = (query, term) => query.trim().split(/\s+/).find((word) => Terms.code(word).includes(term)) ?? query.trim();

	/**
	 * The nearest answer to some readings of which none finds anything, or null.
	 * @param {SearchIndex} index @param {Reading[]} readings @param {Filter} filter @param {string} query
	 */
	async function find(index, readings, filter, query) {
		const answer = await findAny(index, readings, filter, Terms.code(query));

		if (answer?.near)
			answer.near.asked = written(query, answer.near.asked);
		return answer;
	}

	/**
	 * @param {SearchIndex} index @param {Reading[]} readings @param {Filter} filter @param {string} typed
	 * @returns {Promise<Answer | null>}
	 */
	async function findAny(index, readings, filter, typed) {
		const [first] = readings, last = readings[readings.length - 1];

		if (!first || !last)
			return null;

		/* Numbers first, since they are read from a box. */
		const whole = { terms: [typed], filter: first.filter };
		const numbers = [...first.terms.length > 1 && !Terms.hasCjk(typed) ? [{ said: whole, term: typed }] : [],
			...[first, last].flatMap((said) => said.terms.map((term) => ({ said, term })))]
			.filter(({ term }, i, all) => term.length >= SHORTEST && all.findIndex((other) => other.term === term) === i)
			.sort((left, right) => Number(/\d/.test(right.term)) - Number(/\d/.test(left.term)));

		const left = { files: FILES_IN_ALL };

		for (const { said, term } of numbers) {
			/* What is there by itself is no slip; the other terms are what nobody has. */
			const found = said.terms.length > 1 && await isKnown(index, term, filter) ? null
				: await byEdit(index, said, term, filter, left);

			if (found)
				return found;
		}
		for (const said of [first, last])
			if (said.terms.length > 1) {
				const found = await byFewer(index, said, filter);

				if (found)
					return found;
			}
		return null;
	}

	return { find, numbersLike };
})();
