'use strict';

/* Keys and signatures of minisign. */

/**
 * @typedef {object} Signature
 * @property {boolean} isPrehashed whether BLAKE2b of the file is signed
 * @property {string} id of the key
 * @property {Uint8Array} bytes of the file
 * @property {Uint8Array} whole of the first one and the comment
 * @property {string} comment which is trusted
 */

/** @typedef {'good' | 'bad' | 'unchecked'} Judgement unchecked: in a browser without Ed25519 */

const Minisign = (() => {
	const KEY_BYTES = 42, FIRST_BYTES = 74, WHOLE_BYTES = 64;
	const COMMENT = 'trusted comment: ';

	/**
	 * The bytes of base64, if there are so many; else null.
	 * @param {string} text @param {number} n
	 */
	function decode(text, n) {
		try {
			const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

			return bytes.length === n ? bytes : null;
		} catch {
			return null;
		}
	}

	/** @param {Uint8Array} bytes */
	const letters = (bytes) => String.fromCharCode(...bytes);

	/** @param {Uint8Array} bytes */
	const idOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).reverse().join('').toUpperCase();

	/**
	 * From the key alone, or from the file with its comment.
	 * @param {string} text
	 * @returns {PublicKey | null}
	 */
	function parseKey(text) {
		const bytes = decode((text.trim().split('\n').pop() ?? '').trim(), KEY_BYTES);

		if (!bytes || letters(bytes.subarray(0, 2)) !== 'Ed')
			return null;
		return { id: idOf(bytes.subarray(2, 10)), bytes: bytes.subarray(10) };
	}

	/**
	 * @param {string} text
	 * @returns {Signature | null}
	 */
	function parseSignature(text) {
		const [, signed = '', comment = '', both = ''] = text.split('\n').map((line) => line.replace(/\r$/, ''));
		const first = decode(signed, FIRST_BYTES), whole = decode(both, WHOLE_BYTES);
		const kind = first ? letters(first.subarray(0, 2)) : '';

		if (!first || !whole || (kind !== 'ED' && kind !== 'Ed') || !comment.startsWith(COMMENT))
			return null;
		return {
			isPrehashed: kind === 'ED', id: idOf(first.subarray(2, 10)), bytes: first.subarray(10), whole,
			comment: comment.slice(COMMENT.length),
		};
	}

	/**
	 * The key as the browser takes it; null where it has no Ed25519.
	 * @param {PublicKey} key
	 */
	async function importKey(key) {
		try {
			return await crypto.subtle.importKey('raw', /** @type {Uint8Array<ArrayBuffer>} */ (key.bytes), { name: 'Ed25519' }, false, ['verify']);
		} catch {
			return null;
		}
	}

	/**
	 * Whether the owner of the key signed the bytes as they are.
	 * @param {PublicKey} key @param {Uint8Array} signature @param {Uint8Array} bytes
	 * @returns {Promise<Judgement>}
	 */
	async function judge(key, signature, bytes) {
		const imported = await importKey(key);

		if (!imported)
			return 'unchecked';

		const isGood = await crypto.subtle.verify('Ed25519', imported, /** @type {Uint8Array<ArrayBuffer>} */ (signature),
			/** @type {Uint8Array<ArrayBuffer>} */ (bytes));

		return isGood ? 'good' : 'bad';
	}

	/**
	 * Whether the owner of the key signed a file and the comment.
	 * @param {PublicKey} key @param {Signature} signature @param {Uint8Array} bytes
	 * @returns {Promise<Judgement>}
	 */
	async function judgeFile(key, signature, bytes) {
		const comment = new TextEncoder().encode(signature.comment);
		const both = new Uint8Array(WHOLE_BYTES + comment.length);

		both.set(signature.bytes);
		both.set(comment, WHOLE_BYTES);

		const first = await judge(key, signature.bytes, signature.isPrehashed ? Blake2b.hash(bytes) : bytes);

		return first === 'good' ? judge(key, signature.whole, both) : first;
	}

	return { decode, letters, parseKey, parseSignature, judge, judgeFile };
})();
