'use strict';

/**
 * A set of numbers of products and manufacturers, of which each is in it perhaps (1) or surely (2). Few stand in a
 * map, so that a large index costs no more than a small one; many in a byte for each number that there is.
 */
class NumberSet {
	/** @param {number} total how many numbers there are */
	constructor(total) {
		this.total = total;
		/** @type {Map<number, number>} */
		this.few = new Map();
		/** @type {Uint8Array | null} */
		this.many = null;
	}

	/* One of so many numbers is few. */
	static get SHARE() { return 64; }

	/** @param {number} number @param {number} value */
	add(number, value) {
		const { many } = this;

		if (many) {
			/* Behind the last number there is nothing to write to. */
			if ((many[number] ?? 0) < value)
				many[number] = value;
			return;
		}
		if (number >= this.total || (this.few.get(number) ?? 0) >= value)
			return;
		this.few.set(number, value);
		if (this.few.size * NumberSet.SHARE > this.total)
			this.spread();
	}

	spread() {
		const many = new Uint8Array(this.total);

		this.few.forEach((value, number) => { many[number] = value; });
		this.many = many;
	}

	/** @param {number} number */
	get(number) {
		return (this.many ? this.many[number] : this.few.get(number)) ?? 0;
	}

	/** At most how many are in it. */
	get size() { return this.many ? this.total : this.few.size; }

	/** Those in it, ascending. */
	numbers() {
		const { many, total } = this;

		if (!many)
			return Array.from(this.few.keys()).sort((left, right) => left - right);

		/** @type {number[]} */
		const numbers = [];

		for (let number = 0; number < total; number++)
			if (many[number])
				numbers.push(number);
		return numbers;
	}
}
