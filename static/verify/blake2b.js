'use strict';

/* BLAKE2b-512 (RFC 7693), which minisign signs of a file: 64-bit words as two of 32, the low one first. */

const Blake2b = (() => {
	/* The beginning of the fractional parts of the square roots of the first eight primes, as SHA-512. */
	const START = new Uint32Array([
		0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a,
		0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19]);
	const ORDER = ['0123456789abcdef', 'ea489fd61c02b753', 'b8c052fdae367194', '7931dcbe265a40f8',
		'905724afe1bc683d', '2c6a0b834d75fe19', 'c51fed4a0763928b', 'db7ec13950f4862a', '6fe9b308c2d714a5',
		'a2847615fb9e3cd0', '0123456789abcdef', 'ea489fd61c02b753']
		.map((row) => Uint8Array.from(row, (digit) => 2 * parseInt(digit, 16)));
	/** Which words are mixed, four at a time. @type {[number, number, number, number][]} */
	const MIXES = [[0, 8, 16, 24], [2, 10, 18, 26], [4, 12, 20, 28], [6, 14, 22, 30],
		[0, 10, 20, 30], [2, 12, 22, 24], [4, 14, 16, 26], [6, 8, 18, 28]];

	/**
	 * A half of a word that is there.
	 * @param {Uint32Array} words @param {number} i
	 */
	const half = (words, i) => /** @type {number} */ (words[i]);

	/**
	 * v[a] += v[b] + the word (low, high)
	 * @param {Uint32Array} v @param {number} a @param {number} b @param {number} low @param {number} high
	 */
	function add(v, a, b, low, high) {
		const sum = half(v, a) + half(v, b) + low;

		v[a + 1] = half(v, a + 1) + half(v, b + 1) + high + (sum / 0x100000000 | 0);
		v[a] = sum;
	}

	/**
	 * v[a] = (v[a] ^ v[b]) turned right by `bits`, of which 32 change the halves
	 * @param {Uint32Array} v @param {number} a @param {number} b @param {number} bits
	 */
	function turn(v, a, b, bits) {
		const low = half(v, a) ^ half(v, b), high = half(v, a + 1) ^ half(v, b + 1);

		if (bits === 32) {
			v[a] = high;
			v[a + 1] = low;
		} else if (bits < 32) {
			v[a] = low >>> bits | high << 32 - bits;
			v[a + 1] = high >>> bits | low << 32 - bits;
		} else {
			v[a] = high >>> bits - 32 | low << 64 - bits;
			v[a + 1] = low >>> bits - 32 | high << 64 - bits;
		}
	}

	/**
	 * Mixes the words a, b, c, d of v with the words x and y of the block.
	 * @param {Uint32Array} v @param {Uint32Array} m @param {[number, number, number, number]} words
	 * @param {number} x @param {number} y
	 */
	function mix(v, m, [a, b, c, d], x, y) {
		add(v, a, b, half(m, x), half(m, x + 1));
		turn(v, d, a, 32);
		add(v, c, d, 0, 0);
		turn(v, b, c, 24);
		add(v, a, b, half(m, y), half(m, y + 1));
		turn(v, d, a, 16);
		add(v, c, d, 0, 0);
		turn(v, b, c, 63);
	}

	/**
	 * @param {Uint32Array} h @param {Uint32Array} m @param {number} count of the bytes so far
	 * @param {boolean} isLast
	 */
	function compress(h, m, count, isLast) {
		const v = new Uint32Array(32);

		v.set(h);
		v.set(START, 16);
		v[24] = half(v, 24) ^ count % 0x100000000;
		v[25] = half(v, 25) ^ Math.floor(count / 0x100000000);
		if (isLast) {
			v[28] = ~half(v, 28);
			v[29] = ~half(v, 29);
		}
		for (const order of ORDER)
			MIXES.forEach((words, i) => mix(v, m, words, order[2 * i] ?? 0, order[2 * i + 1] ?? 0));
		for (let i = 0; i < 16; i++)
			h[i] = half(h, i) ^ half(v, i) ^ half(v, i + 16);
	}

	/** @param {Uint8Array} bytes */
	function hash(bytes) {
		const h = START.slice(), block = new Uint8Array(128), m = new Uint32Array(32);
		const view = new DataView(block.buffer), out = new DataView(new ArrayBuffer(64));

		h[0] = half(h, 0) ^ 0x01010040; /* 64 bytes out, no key */
		for (let at = 0; at === 0 || at < bytes.length; at += 128) {
			const end = Math.min(at + 128, bytes.length);

			block.fill(0);
			block.set(bytes.subarray(at, end));
			for (let i = 0; i < 32; i++)
				m[i] = view.getUint32(4 * i, true);
			compress(h, m, end, end === bytes.length);
		}
		h.forEach((word, i) => out.setUint32(4 * i, word, true));
		return new Uint8Array(out.buffer);
	}

	return { hash };
})();
