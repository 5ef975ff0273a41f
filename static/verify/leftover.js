'use strict';

/*
 * What operating systems leave on a medium, by the table of the program (gen/sign/leftover.c), which stands before
 * this script. None is what a browser would show as a page.
 */

const Leftovers = (() => {
	/* How much of a file is looked at: of one in which something must not occur all, and one that is larger is none. */
	const HEAD_MAX = 1 << 12, WHOLE_MAX = 1 << 20;
	/** @type {Record<string, string>} */
	const SIGNS = { '*': '[^/.]*', '@': '[^/]*', '#': '[0-9A-Fa-f]' };

	/** @param {string} pattern */
	function compile(pattern) {
		const form = pattern.replace(/[^A-Za-z0-9 /_-]/g, (c) => SIGNS[c] ?? `\\${c}`);

		return new RegExp(`${pattern.includes('/') ? '^' : '(^|/)'}${form}$`);
	}

	/** @type {{name: RegExp, head: string, banned: string}[] | undefined} */
	let kinds;
	const load = () => (window.fudaLeftovers ?? []).map(([pattern, head, banned]) => ({
		name: compile(pattern), head: head.replace(/../g, (digits) => String.fromCharCode(parseInt(digits, 16))), banned,
	}));

	/** @param {string} bytes a character a byte @param {string} head @param {string} banned */
	const hasContent = (bytes, head, banned) => head ? bytes.startsWith(head) && !(banned && bytes.includes(banned, head.length))
		: !/^[\t\n\f\r ]*([<%]|$)/.test(bytes) || bytes === '';

	/**
	 * Whether a file of a copy is one that a system leaves.
	 * @param {string} path @param {File} file
	 */
	async function isOne(path, file) {
		kinds ??= load();
		for (const { name, head, banned } of kinds) {
			if (!name.test(path) || (banned && file.size > WHOLE_MAX))
				continue;
			const bytes = new Uint8Array(await file.slice(0, banned ? WHOLE_MAX : HEAD_MAX).arrayBuffer());

			if (hasContent(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''), head, banned))
				return true;
		}
		return false;
	}

	return { isOne };
})();
