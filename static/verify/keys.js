'use strict';

/* Keys that follow one another: the announcements of keys.txt. */

/** @typedef {KeyChange & { signature: Signature, text: string }} Announcement */

const Keys = (() => {
	const CHANGE_LINES = 9, CHANGES_MAX = 64;

	/** @param {string} text */
	const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(Date.parse(text));

	/** @param {PublicKey} key @param {PublicKey} other */
	const isSame = (key, other) => key.id === other.id && Minisign.letters(key.bytes) === Minisign.letters(other.bytes);

	/** @param {PublicKey} key @param {PublicKey} other */
	const isAlike = (key, other) => key.id === other.id || Minisign.letters(key.bytes) === Minisign.letters(other.bytes);

	/**
	 * An announcement of nine lines, which need not hold; null if it is none.
	 * @param {string[]} lines
	 * @returns {Announcement | null}
	 */
	function parseChange(lines) {
		const [, site = '', from = '', first = '', second = ''] =
			/^fuda-key\/1\nsite (.+)\nfrom (.{10})\nkey (.{56})\nnext (.{56})$/.exec(lines.slice(0, 5).join('\n')) ?? [];
		const key = Minisign.parseKey(first), next = Minisign.parseKey(second);
		const signature = Minisign.parseSignature(lines.slice(5).join('\n'));

		if (!key || !next || !isDay(from) || !signature || signature.id !== key.id)
			return null;
		return { site, from, key, next, signature, text: lines.slice(0, 5).map((line) => `${line}\n`).join('') };
	}

	/**
	 * Whether an announcement may stand behind these.
	 * @param {KeyChange} change @param {KeyChange[]} earlier
	 */
	const fits = (change, earlier) => !isAlike(change.key, change.next) && earlier.every((each) => each.site === change.site &&
		!isAlike(each.key, change.key) && !isAlike(each.key, change.next) && !isAlike(each.next, change.next) &&
		!(isSame(each.next, change.key) && change.from < each.from));

	/**
	 * Without Ed25519 nothing is believed that is signed, and so it does no harm.
	 * @param {Announcement} change
	 */
	const isAnnounced = async ({ key, signature, text }) =>
		await Minisign.judgeFile(key, signature, new TextEncoder().encode(text)) !== 'bad';

	/**
	 * The announcements of a keys.txt; null if one of them does not hold.
	 * @param {string} text
	 */
	async function parse(text) {
		const lines = text.split('\n');
		/** @type {KeyChange[]} */
		const changes = [];

		if (lines.pop() !== '' || lines.length % CHANGE_LINES !== 0 || lines.length > CHANGE_LINES * CHANGES_MAX)
			return null;
		for (let i = 0; i < lines.length; i += CHANGE_LINES) {
			const change = parseChange(lines.slice(i, i + CHANGE_LINES));

			if (!change || !fits(change, changes) || !await isAnnounced(change))
				return null;
			changes.push(change);
		}
		return changes;
	}

	/**
	 * The keys that follow one another from this one; the first one has no day.
	 * @param {KeyChange[]} changes @param {PublicKey} key
	 */
	function follow(changes, key) {
		/** @type {KeyFrom[]} */
		const line = [{ key }];
		let last = key;

		for (const change of changes)
			if (isSame(change.key, last)) {
				last = change.next;
				line.push({ key: last, from: change.from });
			}
		return line;
	}

	/**
	 * Those that lead to it, the nearest first.
	 * @param {KeyChange[]} changes @param {PublicKey} key
	 */
	function before(changes, key) {
		const line = [];
		let next = key;

		for (const change of changes.slice().reverse())
			if (isSame(change.next, next)) {
				line.push({ key: change.key, until: change.from });
				next = change.key;
			}
		return line;
	}

	return { isDay, parse, follow, before };
})();
