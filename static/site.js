/*
 * Keeps a page honest as it ages. A page is written once and may be read years later, on a mirror
 * or a USB stick: what says "valid" is turned into "the term ended" once its last day has passed,
 * and a copy that is no longer expected to be the newest says so. Without script, the dates stand
 * in the text.
 *
 * [data-status][data-end]   becomes data-status="stale" after the day data-end (Asia/Tokyo);
 *   data-stale-headline     then replaces [data-headline] inside (its own, or of a table around it)
 *   data-stale-sentence     then replaces [data-sentence] inside
 * [data-when-stale]         inside is shown, and each [data-while-valid] of the page goes
 * [data-over]               a day of support: once it is over, what data-over-words says stands there
 * [data-as-of]              shows the day of this copy, [data-age] its age in days
 * [data-old-copy]           is shown when the next one was to be there two days ago
 * [data-today]              a mark in a drawing of data-days from data-from on, moved to today
 * [data-sequence]           shows the sequence number of the edition of this copy
 * [data-entry]              where files can be fetched, loads the script that it names when the reader comes near
 * [data-prove]              is shown where files can be fetched; its button loads the script that it names
 * [data-repair]             on the page for what is not there: shown with a link to the product that
 *                           a mistyped address means
 */
'use strict';

(() => {
	const DAY = 864e5;
	const root = document.documentElement;
	const asOf = window.fudaAsOf;
	/* Tokyo has no summer time; a clock that runs behind the copy is wrong. */
	let today = new Date(Date.now() + 9 * 36e5).toISOString().slice(0, 10);

	/** @param {ParentNode} where @param {string} selector @param {(element: HTMLElement) => void} act */
	const each = (where, selector, act) => where.querySelectorAll(selector).forEach((element) => {
		act(/** @type {HTMLElement} */ (element));
	});

	/** @param {HTMLElement} element */
	function age(element) {
		const around = element.closest('[data-stale-headline]');
		const sentence = element.getAttribute('data-stale-sentence');

		if ((element.getAttribute('data-end') || '') >= today)
			return;
		element.setAttribute('data-status', 'stale');
		each(element, '[data-headline]', (place) => {
			/* an answer inside this one has words of its own, in its language */
			if (around && place.closest('[data-end]') === element)
				place.textContent = around.getAttribute('data-stale-headline');
		});
		each(element, '[data-sentence]', (place) => {
			if (sentence && place.closest('[data-end]') === element)
				place.textContent = sentence;
		});
		each(element, '[data-when-stale]', (note) => {
			note.hidden = false;
			each(document, '[data-while-valid]', (other) => {
				other.hidden = true;
			});
		});
	}

	/** @param {HTMLElement} place */
	function over(place) {
		if (place.dataset.over && place.dataset.over < today)
			place.textContent = place.dataset.overWords || '';
	}

	/** @param {string} date */
	function tell(date) {
		const days = Math.round((Date.parse(today) - Date.parse(date)) / DAY);
		const words = new Date(date).toLocaleDateString(root.dataset.locale, {
			timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric',
		});

		each(document, '[data-as-of]', (place) => {
			place.textContent = words;
		});
		each(document, '[data-age]', (place) => {
			place.textContent = String(days);
		});
		each(document, '[data-sequence]', (place) => {
			place.textContent = String((Date.parse(date) - Date.parse('2000-01-01')) / DAY);
		});
		each(document, '[data-old-copy]', (notice) => {
			notice.hidden = days < 3;
		});
	}

	/** @param {HTMLElement} mark */
	function place(mark) {
		const { from = '', days, width } = /** @type {HTMLElement} */ (mark.closest('[data-from]')).dataset;
		const part = (Date.parse(today) - Date.parse(from)) / DAY / Number(days);

		if (part < 0 || part > 1)
			return;
		mark.setAttribute('transform', `translate(${(part * Number(width)).toFixed(1)})`);
		mark.setAttribute('visibility', 'visible');
	}

	/* Of an address where nothing is: the product that was meant, if it was typed in small letters or has
	 * behind it what belongs to the sentence around it. */
	/** @param {HTMLElement} note */
	function repair(note) {
		const path = location.pathname.replace(/%[0-9a-f]{2}/gi, '/'), link = note.querySelector('a');
		const [, before = '', id = ''] = /^(.*?\/)p\/+([0-9a-z]{4,32})(?![0-9a-z])/i.exec(path) || [];
		const right = `${before}P/${id.toUpperCase()}/`;

		if (!id || !link || right === location.pathname)
			return;
		link.setAttribute('href', right);
		link.textContent = location.origin + right;
		note.hidden = false;
	}

	function refresh() {
		each(document, '[data-repair]', repair);
		each(document, '[data-status=valid][data-end]', age);
		each(document, '[data-today]', place);
		each(document, '[data-over]', over);
		if (asOf)
			tell(asOf);
	}

	/* Firefox takes no file for 'self' of the policy, and would not submit a form of a page from a disk. */
	/** @param {SubmitEvent} event */
	function submit(event) {
		const form = /** @type {HTMLFormElement} */ (event.target);

		if (location.protocol !== 'file:' || form.method !== 'get' || event.defaultPrevented)
			return;
		event.preventDefault();
		location.assign(`${form.action}?${new URLSearchParams(/** @type {any} */ (new FormData(form)))}`);
	}

	/** Loads a script once, unless it failed. @param {string} src */
	function load(src) {
		const script = document.createElement('script');

		script.src = src;
		script.addEventListener('error', () => script.remove());
		if (!document.querySelector(`script[src="${src}"]`))
			document.head.append(script);
	}

	/** @param {HTMLElement} place */
	function offer(place) {
		place.hidden = location.protocol === 'file:';
		place.addEventListener('click', ({ target }) => {
			if (target instanceof HTMLButtonElement)
				load(place.dataset.prove || '');
		});
	}

	/** @param {HTMLElement} place */
	function approach(place) {
		const observer = new IntersectionObserver(([seen]) => {
			if (!seen?.isIntersecting)
				return;
			observer.disconnect();
			load(place.dataset.entry || '');
		});

		if (location.protocol !== 'file:')
			observer.observe(place);
	}

	if (asOf && asOf > today)
		today = asOf;
	each(document, '[data-prove]', offer);
	each(document, '[data-entry]', approach);
	refresh();
	document.addEventListener('submit', submit);
	/* for content that a script puts into the page */
	window.fudaRefresh = refresh;
})();
