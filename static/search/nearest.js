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
	/* How many products are looked at whose keys are near a word, or a number; and how many are shown. */
	const LOOKED_AT = 12;
	const LOOKED_AT_FOR_NUMBER = 64;
	const SHOWN = 20;
	/* How many ways to read a number otherwise are looked up. */
	const MISREAD = 12;
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

	/** @param {string} term what it may have been, character for character */
	function misread(term) {
		/** @type {Set<string>} */
		const others = new Set([skeletonOf(term)]);

		for (const twins of TWINS)
			for (const to of twins)
				others.add(Array.from(term, (c) => (twins.includes(c) ? to : c)).join(''));
		Array.from(term).forEach((c, i) => {
			for (const to of TWINS.find((twins) => twins.includes(c)) ?? [])
				others.add(term.slice(0, i) + to + term.slice(i + 1));
		});
		others.delete(term);
		return Array.from(others).slice(0, MISREAD);
	}

	/**
	 * How many products are looked at for a term.
	 * @param {string} term
	 */
	const mostFor = (term) => (/[a-z].*\d|\d.*[a-z]|\d{5}/.test(term) && term.length > SHORTEST ? LOOKED_AT_FOR_NUMBER : LOOKED_AT);

	/**
	 * The numbers in some entries, as far as there are not too many.
	 * @param {TermEntry[]} entries @param {Set<number>} numbers @param {number} most
	 */
	function take(entries, numbers, most) {
		for (const entry of entries)
			if (!entry.isLong && numbers.size < most)
				Codec.eachOfList(entry.list, (number) => numbers.add(number));
	}

	/**
	 * Products whose keys are near a term of letters and digits.
	 * @param {SearchIndex} index @param {string} term
	 */
	async function around(index, term) {
		/** @type {Set<number>} */
		const numbers = new Set(), most = mostFor(term);
		const look = async (/** @type {string} */ key, /** @type {boolean} */ isPrefix) => {
			if (index.directory.span(key, isPrefix).length <= 2)
				take(await index.entries(key, isPrefix), numbers, most);
		};

		if (/\d/.test(term))
			for (const other of misread(term))
				await look(Terms.wholeKey(other), false);
		/* What begins so, the longest beginning first; and what goes on so behind what may be wrong. */
		for (let n = term.length - 1; n >= Math.max(3, term.length - 6) && numbers.size < most; n--)
			await look(term.slice(0, n), true);
		for (const found of term.matchAll(/[a-z](?=\d)/g)) {
			const tail = term.slice(found.index + 1);

			if (tail.length >= 3)
				await look(tail, true);
		}
		return Array.from(numbers);
	}

	/**
	 * Products that have all pairs of characters of a term but two or three.
	 * @param {SearchIndex} index @param {string} term
	 */
	async function likePairs(index, term) {
		const { products, total } = index.directory;
		const characters = Array.from(term), counts = new Uint8Array(total);
		const pairs = characters.slice(1).map((c, i) => `${characters[i]}${c}`).slice(0, 8);

		for (const pair of pairs) {
			const set = await index.makeSet(await index.entries(pair, false));

			for (let number = 0; number < products; number++)
				if (set[number])
					counts[number] = (counts[number] ?? 0) + 1;
		}

		/** @type {number[]} */
		const numbers = [];
		for (let least = pairs.length - 1; least >= Math.max(2, pairs.length - 3) && numbers.length < LOOKED_AT; least--)
			for (let number = 0; number < products && numbers.length < LOOKED_AT; number++)
				if (counts[number] === least)
					numbers.push(number);
		return numbers;
	}

	/**
	 * Products of which a number is nearly a code, each with that number; the nearest first.
	 * @param {SearchIndex} index @param {string} code
	 */
	async function numbersLike(index, code) {
		const numbers = (await around(index, code)).filter((number) => number < index.directory.products).slice(0, mostFor(code));
		const products = await Promise.all(numbers.map((number) => index.product(number)));

		return products.flatMap((product) => {
			const found = nearNumber(product, code);

			return found ? [{ product, ...found }] : [];
		}).sort((left, right) => left.place - right.place);
	}

	/**
	 * Products in which something near a term stands, those first that have the other terms as well.
	 * @param {SearchIndex} index @param {Reading} said @param {string} term @param {Filter} filter
	 */
	async function byEdit(index, said, term, filter) {
		const isNumber = /\d/.test(term), rest = said.terms.filter((other) => other !== term);
		const numbers = (Terms.hasCjk(term) ? await likePairs(index, term) : await around(index, term))
			.filter((number) => number < index.directory.products).slice(0, mostFor(term));
		const products = await Promise.all(numbers.map((number) => index.product(number)));
		const wanted = Filters.both(filter, said.filter);
		const near = products.filter((product) => Filters.passes(product, wanted)).flatMap((product) => {
			const found = isNumber ? nearNumber(product, term) ?? nearWord(product, term) : nearWord(product, term);

			return found ? [{ product, ...found, isWhole: product.matches(rest) }] : [];
		}).sort((left, right) => Number(right.isWhole) - Number(left.isWhole) || left.place - right.place ||
			right.product.level - left.product.level || left.product.number - right.product.number);
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

	/** @param {SearchIndex} index @param {string} term @param {Filter} filter */
	async function isKnown(index, term, filter) {
		const answer = await Query.answerAtFirst(index, [{ terms: [term], filter: {} }], filter, term);

		return (await answer.more(1)).products.length > 0;
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

		for (const { said, term } of numbers) {
			/* What is there by itself is no slip; the other terms are what nobody has. */
			const found = said.terms.length > 1 && await isKnown(index, term, filter) ? null
				: await byEdit(index, said, term, filter);

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
