'use strict';

/*
 * Numbers as the search index writes them: as text, five bits a character, and lists of ascending
 * numbers as the gaps between them. The formats stand in fuda-search(5).
 */

/** Reads one number after the other from a text. */
class NumberReader {
	/** @param {string} text */
	constructor(text) {
		this.text = text;
		this.at = 0;
	}

	/** @returns {number} */
	next() {
		let number = 0, unit = 1, digit;

		do {
			digit = Codec.valueAt(this.text, this.at++);
			number += (digit & 31) * unit;
			unit *= 32;
		} while (digit > 31);
		return number;
	}

	get isAtEnd() { return this.at >= this.text.length; }
}

const Codec = (() => {
	const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
	const VALUES = new Uint8Array(128), { clz32 } = Math;
	/* 30 bits. */
	const ALL = 2 ** 30 - 1;

	Array.from(DIGITS).forEach((c, i) => { VALUES[c.charCodeAt(0)] = i; });

	/** @param {string} text @param {number} at */
	const valueAt = (text, at) => VALUES[text.charCodeAt(at)] ?? 0;

	/** @param {string} text */
	function numbersOf(text) {
		const reader = new NumberReader(text), numbers = [];

		while (!reader.isAtEnd)
			numbers.push(reader.next());
		return numbers;
	}

	/**
	 * Steps, where many numbers follow each other.
	 * @param {string} text @param {(number: number) => void} act
	 */
	function eachOfSteps(text, act) {
		const reader = new NumberReader(text);
		let next = 0;

		for (reader.at = 1; !reader.isAtEnd;) {
			const step = reader.next();

			next += Math.floor(step / 2);
			for (let more = step % 2 ? reader.next() + 3 : 0; more >= 0; more--)
				act(next++);
		}
	}

	/**
	 * Gaps as bits, behind how many low ones stand as they are. At most 30 of the bits stand in a number, the next
	 * one as its highest: to take them one by one takes most of the time of an answer.
	 * @param {string} text @param {(number: number) => void} act
	 */
	function eachOfBits(text, act) {
		const low = valueAt(text, 0), length = text.length;
		let at = 1, bits = 0, nbits = 0, next = 0, gap = 0;

		for (;;) {
			for (; nbits <= 24 && at < length; nbits += 6)
				bits |= valueAt(text, at++) << (24 - nbits);

			const ones = clz32(~bits & ALL) - 2;

			if (ones >= nbits) {
				/* Ones fill the last digit. */
				if (at === length)
					return;
				gap += nbits;
				bits = nbits = 0;
				continue;
			}
			bits = (bits & ALL >> (ones + 1)) << (ones + 1);
			nbits -= ones + 1;
			for (; nbits < low; nbits += 6)
				bits |= valueAt(text, at++) << (24 - nbits);
			next += (gap + ones << low) + (bits >> (30 - low));
			bits = (bits & ALL >> low) << low;
			nbits -= low;
			gap = 0;
			act(next++);
		}
	}

	/** @param {string} text @param {(number: number) => void} act */
	function eachOfList(text, act) {
		if (text.startsWith('+'))
			eachOfSteps(text, act);
		else
			eachOfBits(text, act);
	}

	/**
	 * What a UTF-16 unit weighs in the order of code points, which is that of the generator's bytes.
	 * @param {number} unit
	 */
	const weight = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

	/** @param {string} left @param {string} right */
	function compare(left, right) {
		const n = Math.min(left.length, right.length);
		let i = 0;

		while (i < n && left.charCodeAt(i) === right.charCodeAt(i))
			i++;
		return i < n ? weight(left.charCodeAt(i)) - weight(right.charCodeAt(i)) : left.length - right.length;
	}

	/**
	 * Index of the last key that is not behind `key`, or -1.
	 * @param {string[]} keys @param {string} key
	 */
	function findLast(keys, key) {
		let low = 0, high = keys.length;

		while (low < high) {
			const middle = (low + high) >> 1;

			if (compare(/** @type {string} */ (keys[middle]), key) <= 0)
				low = middle + 1;
			else
				high = middle;
		}
		return low - 1;
	}

	/**
	 * How many of ascending numbers are not above one.
	 * @param {number[]} numbers @param {number} number
	 */
	function countUpTo(numbers, number) {
		let low = 0, high = numbers.length;

		while (low < high) {
			const middle = (low + high) >> 1;

			if (/** @type {number} */ (numbers[middle]) <= number)
				low = middle + 1;
			else
				high = middle;
		}
		return low;
	}

	return { valueAt, numbersOf, eachOfList, compare, findLast, countUpTo };
})();
