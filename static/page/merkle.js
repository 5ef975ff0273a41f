'use strict';

/* Hashes of RFC 6962, section 2.1, with SHA-256, and paths in trees of them: fuda-edition(5)
 * and "The log of editions". */

/** @typedef {{ index: number, size: number, hashes: Uint8Array[] }} MerklePath */

const Merkle = (() => {
	/** @param {Uint8Array[]} parts */
	function join(...parts) {
		const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
		let at = 0;

		for (const part of parts) {
			all.set(part, at);
			at += part.length;
		}
		return all;
	}

	/** @param {Uint8Array} bytes */
	const sha256 = async (bytes) =>
		new Uint8Array(await window.crypto.subtle.digest('SHA-256', /** @type {Uint8Array<ArrayBuffer>} */ (bytes)));

	/** @param {Uint8Array} bytes */
	const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

	/** @param {string} digits */
	const fromHex = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (byte) => parseInt(byte, 16));

	/** @param {string} text */
	const encode = (text) => new TextEncoder().encode(text);

	/** @param {Uint8Array} data */
	const leaf = (data) => sha256(join(Uint8Array.of(0), data));

	/** @param {Uint8Array} left @param {Uint8Array} right */
	const node = (left, right) => sha256(join(Uint8Array.of(1), left, right));

	/** @param {Uint8Array} left @param {Uint8Array} right */
	const isEqual = (left, right) => toHex(left) === toHex(right);

	/** The leaf of a product. @param {string} id @param {Uint8Array} label the bytes of label.json */
	const product = async (id, label) => leaf(encode(`${id} ${toHex(await sha256(label))}`));

	/**
	 * Where a path leads from a leaf, as RFC 9162, section 2.1.3.2: `at` is the node that it has reached,
	 * `last` the last one of its row. Null where it is no path in a tree of that size.
	 * @param {Uint8Array} hash @param {MerklePath} path
	 */
	async function follow(hash, path) {
		let root = hash, at = path.index, last = path.size - 1;

		if (path.index >= path.size)
			return null;
		for (const beside of path.hashes) {
			if (last === 0)
				return null;
			if (at % 2 === 1 || at === last) {
				root = await node(beside, root);
				/* A last node with nothing beside it is that of the rows above, too. */
				while (at % 2 === 0 && at > 0) {
					at = Math.floor(at / 2);
					last = Math.floor(last / 2);
				}
			} else {
				root = await node(root, beside);
			}
			at = Math.floor(at / 2);
			last = Math.floor(last / 2);
		}
		return last === 0 ? root : null;
	}

	/** @typedef {(i: number) => Promise<Uint8Array | undefined>} HashOf */

	/**
	 * The hash over the leaves from one to before another. Where 256 of them stand together, `whole` has theirs
	 * by its number, if it is given.
	 * @param {number} from @param {number} to @param {HashOf} leafOf @param {HashOf} [whole] @returns {Promise<Uint8Array>}
	 */
	async function over(from, to, leafOf, whole) {
		const n = to - from, half = from + largestPower(n);
		const known = n === 1 ? await leafOf(from) : n === 256 && whole ? await whole(from / 256) : null;

		return known ?? node(await over(from, half, leafOf, whole), await over(half, to, leafOf, whole));
	}

	/** The largest power of two below n, the size of the left half of a tree. @param {number} n */
	function largestPower(n) {
		let half = 1;

		while (half < n - half)
			half *= 2;
		return half;
	}

	/** The path of a leaf in a tree. @param {number} index @param {number} size @param {HashOf} leafOf @param {HashOf} [whole] */
	async function pathOf(index, size, leafOf, whole) {
		/** @type {Uint8Array[]} */
		const hashes = [];
		let from = 0, to = size;

		if (index < 0 || index >= size)
			throw new Error('there is no such leaf');
		while (to - from > 1) {
			const half = from + largestPower(to - from), isLeft = index < half;

			hashes.unshift(isLeft ? await over(half, to, leafOf, whole) : await over(from, half, leafOf, whole));
			[from, to] = isLeft ? [from, half] : [half, to];
		}
		return { index, size, hashes };
	}

	return { sha256, join, toHex, fromHex, encode, leaf, isEqual, product, follow, pathOf };
})();
