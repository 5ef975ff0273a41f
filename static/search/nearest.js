'use strict';

/*
 * What is nearest to what was not found: a number or a word that differs in one character, one term
 * fewer, a category or a manufacturer that one term names. Each is marked as what it is.
 */

/**
 * How an answer differs from what was asked: a number or a word is only like the one that was asked for,
 * or that one was left out; or what was left out names something else than the product, as its accessory.
 * `without`: what was left out besides.
 * @typedef {{kind: 'number' | 'word' | 'fewer' | 'other', asked: string, without?: string}} NearMiss
 */

const Nearest = (() => {
	/* How many products are looked at for a term, if they stand in so many files of results; how many such
	 * files are loaded for all terms; and how many products are shown. */
	const LOOKED_AT = 24;
	const FILES = 8;
	const FILES_IN_ALL = 24;
	const SHOWN = 20;
	/* How many ways to read a number otherwise are looked up at first. */
	const LIKELY = 3;

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
	 * The parts of a number as it was typed: between its marks, and a first one of letters.
	 * @param {string} text
	 */
	const partsOf = (text) => Fold.search(text).split(/[^0-9a-z]+/).flatMap((part) => part.split(/(?<=^[a-z]+)(?=\d)/)).filter(Boolean);

	/**
	 * Numbers of products that have all parts of a number but one.
	 * @param {SearchIndex} index @param {string} text
	 */
	async function withoutOnePart(index, text) {
		const parts = partsOf(text);

		if (parts.length < 2)
			return [];

		const found = await Promise.all(parts.map(async (part) => {
			const terms = parts.filter((other) => other !== part);

			return terms.join('').length < 3 ? [] : (await Query.candidatesOfAll(index, [{ terms, filter: {} }], {})).numbers;
		}));

		/* What is left of many says little. */
		return found.filter((numbers) => numbers.length <= LOOKED_AT).flat();
	}

	/**
	 * Numbers of products whose keys are near a term of letters and digits: what is likely misread; what has all
	 * parts of it but one; what begins so, as far as possible, since what is wrong may stand further behind; what
	 * goes on so behind a letter that may be wrong, and what is less likely misread.
	 * @param {SearchIndex} index @param {string} term @param {string} text the term as it was typed
	 */
	async function* around(index, term, text) {
		const others = /\d/.test(term) ? Likeness.misread(term).map(Terms.wholeKey) : [];
		const heads = [6, 5, 4, 3, 2, 1].map((n) => term.slice(0, Math.max(3, term.length - n)));
		const head = heads.find((key) => key.length < term.length && index.directory.span(key, true).length <= 2);
		const tails = Array.from(term.matchAll(/[a-z](?=\d)/g), ({ index: i }) => term.slice(i + 1)).filter((tail) => tail.length >= 3);

		if (others.length) {
			yield numbersIn(await entriesOf(index, others.slice(0, LIKELY), false));
			yield await withoutOnePart(index, text);
		}
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
			for (const number of set.numbers())
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
	 * @param {SearchIndex} index @param {string} term @param {string} text the term as it was typed
	 * @param {{files: number}} left
	 * @param {(product: Product) => {place: number, text: string} | null} isNear
	 */
	async function alike(index, term, text, left, isNear) {
		/** @type {Map<Product, {product: Product, place: number, text: string}>} */
		const found = new Map();

		for await (const numbers of Terms.hasCjk(term) ? likePairs(index, term) : around(index, term, text)) {
			for (const product of await loadSome(index, numbers, left)) {
				const near = isNear(product);

				if (near)
					found.set(product, { product, ...near });
			}
			/* What was found so far is nearer than what may come. */
			if (found.size && (!/\d/.test(term) || Array.from(found.values()).some(({ place }) => place <= 2)))
				break;
		}
		return Array.from(found.values()).sort((one, other) => one.place - other.place);
	}

	/**
	 * Products of which a number is nearly that of a text, each with that number; the nearest first.
	 * @param {SearchIndex} index @param {string} text
	 */
	async function numbersLike(index, text) {
		const code = Terms.code(text);

		return code.length < Likeness.SHORTEST ? []
			: alike(index, code, text, { files: FILES_IN_ALL }, (product) => Likeness.nearNumber(product, code));
	}

	/**
	 * Products in which something near a term stands, those first that have the other terms as well.
	 * @param {SearchIndex} index @param {Reading} said @param {string} term @param {string} text the term as it was
	 *   typed @param {Filter} filter @param {{files: number}} left
	 * @returns {Promise<{answer: Answer, isSure: boolean} | null>} isSure: nothing else is asked, or is there as
	 *   well, or characters were read for each other
	 */
	async function byEdit(index, said, term, text, filter, left) {
		const isNumber = /\d/.test(term), rest = said.terms.filter((other) => other !== term);
		const wanted = Filters.both(filter, said.filter);
		const near = (await alike(index, term, text, left, (product) => (Filters.passes(product, wanted)
			? (isNumber ? Likeness.nearNumber(product, term) : null) ?? Likeness.nearWord(product, term) : null)))
			.map((one) => ({ ...one, isWhole: one.product.matches(rest) }))
			.sort((one, other) => Number(other.isWhole) - Number(one.isWhole) || one.place - other.place ||
				other.product.level - one.product.level || one.product.number - other.product.number);
		const [best] = near;

		if (!best)
			return null;

		const products = near.filter(({ isWhole }) => isWhole === best.isWhole).map(({ product }) => product);

		return {
			answer: makeAnswer(index, said, filter, products, {
				kind: isNumber ? 'number' : 'word', asked: term, without: best.isWhole ? '' : rest.filter((other) => !best.product.matches([other])).join(' '),
			}),
			isSure: best.isWhole || best.place <= 1,
		};
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
		const said = Readings.inOtherWords({ terms: [term], filter: {} }, index.directory);
		const found = await Query.candidatesOfAll(index, said, filter);

		return found.sure.includes(true) || (await new Answer(index, said, filter, term, found).more(1)).products.length > 0;
	}

	/** @param {string} term whether it says more than the letters and digits that are in many numbers */
	const isTelling = (term) => term.length > (Terms.hasCjk(term) ? 1 : 2) || /^\p{Script=Han}$/u.test(term);

	/** @param {string[]} terms */
	const hasNumber = (terms) => terms.some((term) => /\d/.test(term) && term.length >= Likeness.SHORTEST);

	/**
	 * What is found without words for something else than the product; without one of the terms, rather a word
	 * than a number, and of several ways the one that leaves the fewest products. If that is nothing, without all
	 * those that nobody has, as a question has several; at last without all that is no number, or not the longest.
	 * @param {SearchIndex} index @param {Reading} said @param {Filter} filter @param {string} query
	 */
	async function byFewer(index, said, filter, query) {
		/* It comes side by side with what is asked for first. */
		const loaded = index.beside();
		const split = (/** @type {(term: string) => boolean} */ stays) =>
			({ without: said.terms.filter((term) => !stays(term)), terms: said.terms.filter(stays) });
		/* What may be found is known before any product is loaded. */
		const ways = await Promise.all(said.terms.map(async (term) => {
			const terms = said.terms.filter((other) => other !== term);
			const readings = Readings.inOtherWords({ ...said, terms }, index.directory);
			const { numbers } = await Query.candidatesOfAll(index, readings, filter);

			return { without: [term], terms, n: numbers.length };
		}));
		const known = await Promise.all(said.terms.map((term) => isKnown(index, term, filter)));
		const others = (await loaded).othersIn(query).map(Terms.code).join(' ');
		const all = [
			split((term) => !others.includes(term)),
			...ways.filter(({ n }) => n > 0).sort((left, right) => Number(hasNumber(right.terms)) - Number(hasNumber(left.terms)) || left.n - right.n),
			split((term) => Boolean(known[said.terms.indexOf(term)])), split((term) => hasNumber([term])),
			split((term) => hasNumber([term]) && Boolean(known[said.terms.indexOf(term)])),
			...said.terms.filter((term, i) => known[i] && hasNumber([term]) && /[a-z]/.test(term)).sort((left, right) => right.length - left.length)
				.map((number) => split((term) => term === number)),
		];

		for (const { without, terms } of all.filter((way) => way.without.length && way.terms.some(isTelling))) {
			const answer = await Query.answerAtFirst(index, [{ ...said, terms }], filter, terms.join(''));

			if ((await answer.more(1)).products.length) {
				answer.near = { kind: 'fewer', asked: without.join(' ') };
				return answer;
			}
		}
		return null;
	}

	/**
	 * The terms that may be slips, each with its reading: numbers first, since they are read from a box.
	 * @param {Reading[]} readings @param {string} typed all of it, as a code
	 */
	function slips(readings, typed) {
		const whole = readings[0] && readings[0].terms.length > 1 && !Terms.hasCjk(typed) ? [{ terms: [typed], filter: readings[0].filter }] : [];

		return [...whole, ...readings].flatMap((said) => said.terms.map((term) => ({ said, term })))
			.filter(({ term }, i, all) => term.length >= Likeness.SHORTEST && all.findIndex((other) => other.term === term) === i)
			.sort((left, right) => Number(/\d/.test(right.term)) - Number(/\d/.test(left.term)));
	}

	/**
	 * @param {SearchIndex} index @param {Reading[]} readings @param {Filter} filter @param {string} query
	 * @returns {Promise<Answer | null>}
	 */
	async function findAny(index, readings, filter, query) {
		const left = { files: FILES_IN_ALL };
		/** @type {Answer | null} */
		let perhaps = null;

		for (const { said, term } of slips(readings, Terms.code(query))) {
			/* What is there by itself is no slip, be it of another level; the other terms are what nobody has. */
			const found = await isKnown(index, term, {}) ? null
				: await byEdit(index, said, term, Terms.written(query, term), filter, left);

			if (found?.isSure)
				return found.answer;
			perhaps ??= found?.answer ?? null;
		}
		for (const said of readings)
			if (said.terms.length > 1) {
				const found = await byFewer(index, said, filter, query);

				if (found)
					return found;
			}
		return perhaps;
	}

	/**
	 * What was left out as another thing: the words for it, where what was left out stood with them.
	 * @param {string} query @param {string[]} asked @param {Beside} beside
	 */
	function othersAsked(query, asked, beside) {
		const words = query.trim().split(/\s+/).filter((word) => beside.othersIn(word).length);

		return (asked.every((text) => words.some((word) => word.includes(text))) ? beside.othersIn(query) : asked).join(' ');
	}

	/**
	 * What was left out names something else than the product: of what was left out in one piece the query has the
	 * words around it.
	 * @param {NearMiss} miss that is changed @param {string} query @param {string[]} asked @param {Beside} beside
	 */
	function sayOther(miss, query, asked, beside) {
		if (asked.some((text) => beside.othersIn(text).length || beside.othersIn(query).some((word) => word.includes(text))))
			Object.assign(miss, { kind: 'other', asked: othersAsked(query, asked, beside) });
	}

	/**
	 * The nearest answer to some readings of which none finds anything, or null.
	 * @param {SearchIndex} index @param {Reading[]} readings @param {Filter} filter @param {string} query
	 */
	async function find(index, readings, filter, query) {
		const answer = await findAny(index, readings, filter, query);

		if (answer?.near) {
			const { near: miss } = answer;
			const asked = miss.asked.split(' ').map((term) => Terms.written(query, term));

			miss.asked = asked.join(' ');
			miss.without = miss.without?.split(' ').filter(Boolean).map((term) => Terms.written(query, term)).join(' ');
			if (miss.kind === 'fewer' && !/\d\d/.test(miss.asked))
				sayOther(miss, query, asked, await index.beside());
		}
		return answer;
	}

	return { find, numbersLike };
})();
