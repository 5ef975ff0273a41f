'use strict';

/* Hashes of RFC 6962, section 2.1, with SHA-256, and paths in trees of them: fuda(5), "The list of files"
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

	return { join, sha256, toHex, fromHex, encode, leaf, node, isEqual, product, follow };
})();
