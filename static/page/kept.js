'use strict';

/* The address to come back to: the ids of products behind its #, which is never sent. */

const Kept = (() => {
	/* Longer addresses are not kept by every browser. */
	const MOST = 1e6;

	/**
	 * What stands behind # of the address, a line each: what is no id of a product has a verdict like everything
	 * else. '' where it is a place of the page.
	 */
	function list() {
		let text = location.hash.slice(1);

		try {
			text = decodeURIComponent(text);
		} catch {
			/* as it is */
		}
		return document.getElementById(text) ? '' : text.split(/[\s,]+/).filter(Boolean).join('\n');
	}

	/**
	 * Puts ids into the address: whether there are any, and not too many.
	 * @param {string[]} ids
	 */
	function keep(ids) {
		const text = ids.join(), isKept = text !== '' && text.length <= MOST;

		history.replaceState(null, '', `${location.pathname}${location.search}${isKept ? `#${text}` : ''}`);
		return isKept;
	}

	return { list, keep };
})();
