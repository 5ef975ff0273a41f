'use strict';

/* What MANIFEST.json and the lists of files say: the same as the program reads (fuda-edition(5)). */

/** @typedef {{path: string, sha256: string, files: number}} Part */
/** @typedef {{site: string, as_of: string, next_expected: string, sequence: number, parts: Part[]}} CopyEdition */
/** @typedef {{hash: string, path: string}} ListedFile */

const Editions = (() => {
	const DAY = 864e5;
	/* A file whose name tells what is in it, or a compressed copy of one. */
	const NAMED = /^(static\/[^/]+-[0-9a-f]{8}(\.[^./]*)?|search\/[^/][0-9a-f]{12}\.js)(\.br|\.gz)?$/;

	/** @param {any} part */
	const isPart = (part) => /^sums\/[^./\\\s][^/\\\s]*\.sha256$/.test(part.path) && /^[0-9a-f]{64}$/.test(part.sha256) &&
		Number.isInteger(part.files);

	/**
	 * The manifest as an object, or null if it is not one.
	 * @param {Uint8Array} bytes
	 * @returns {CopyEdition | null}
	 */
	function parse(bytes) {
		try {
			const m = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
			const paths = new Set(m.parts.map((/** @type {Part} */ part) => part.path));

			return m.format === 'manifest/2' && m.shard === undefined && Keys.isDay(m.as_of) && Keys.isDay(m.next_expected) &&
				m.sequence === (Date.parse(m.as_of) - Date.parse('2000-01-01')) / DAY && typeof m.site === 'string' &&
				paths.size === m.parts.length && m.parts.every(isPart) ? m : null;
		} catch {
			return null;
		}
	}

	/** @param {Uint8Array} bytes */
	async function hashOf(bytes) {
		const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', /** @type {Uint8Array<ArrayBuffer>} */ (bytes)));

		return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
	}

	/**
	 * The hash of the list of superseded files that a trusted comment of the edition names, '' if it names
	 * none; null where it speaks of something else.
	 * @param {string} comment @param {CopyEdition} edition
	 */
	function supersededOf(comment, { as_of: asOf, sequence, next_expected: next, site }) {
		const said = `as of ${asOf}, sequence ${sequence}, next expected ${next}, site ${site}`, rest = comment.slice(said.length);

		return comment.startsWith(said) && /^(, superseded [0-9a-f]{64})?$/.test(rest) ? rest.slice(-64) : null;
	}

	/**
	 * The lines of a part.
	 * @param {string} text
	 * @returns {ListedFile[]}
	 */
	const parsePart = (text) => text.split('\n').slice(0, -1).map((line) => ({ hash: line.slice(0, 64), path: line.slice(66) }));

	/**
	 * The lines of that list that are of files, as parsePart gives them; null where it is not as it was written.
	 * @param {Uint8Array} bytes
	 */
	async function parseSuperseded(bytes) {
		const text = new TextDecoder().decode(bytes), end = text.indexOf('\n') + 1;
		const head = `# fuda-superseded/1 ${await hashOf(new TextEncoder().encode(text.slice(end)))}\n`;
		const lines = parsePart(text.slice(end)).filter(({ path }) => path !== '');

		return text.slice(0, end) === head && lines.every(({ path }) => NAMED.test(path)) ? lines : null;
	}

	return { parse, hashOf, supersededOf, parsePart, parseSuperseded };
})();
