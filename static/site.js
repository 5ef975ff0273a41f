/*
 * Keeps a page honest as it ages. A page is written once and may be read years later, on a mirror
 * or a USB stick: what says "valid" is turned into "the term ended" once its last day has passed,
 * and a copy that is no longer expected to be the newest says so, in words of strings.json that
 * stand before this script (fudaWords). Without script, the dates stand in the text.
 *
 * [data-status][data-end]   becomes data-status="stale" after the day data-end (Asia/Tokyo); other
 *                           words then stand in [data-headline] and [data-sentence] inside, or in
 *                           the <b> of a cell of a list;
 *                           behind .answer-sentence a link to the latest page then stands, and each
 *                           [data-while-valid] of the page goes
 * [data-over]               a day of support: once it is over, what data-over-words says stands there
 * [data-as-of]              shows the day of this copy, [data-age] its age in days
 * [data-old-copy]           is filled and shown when the next one was to be there two days ago
 * [data-today]              a mark in a drawing of data-days from data-from on, moved to today
 * [data-sequence]           shows the sequence number of the edition of this copy
 * [data-entry]              where files can be fetched, loads the script that it names when the reader comes near
 * [data-prove]              is shown where files can be fetched; its button loads the script that it names
 */
'use strict';

(() => {
	const DAY = 864e5;
	const root = document.documentElement;
	let today = '';

	/** @param {ParentNode} where @param {string} selector @param {(element: HTMLElement) => void} act */
	const each = (where, selector, act) => where.querySelectorAll(selector).forEach((element) => {
		act(/** @type {HTMLElement} */ (element));
	});

	/** @param {Element} element */
	const wordsAt = (element) => (window.fudaWords || {})[/** @type {HTMLElement} */ (element.closest('[lang]')).lang] || {};

	/** @param {Element} element @param {string} iso */
	function dayAt(element, iso) {
		const [year = '', month, day] = iso.split('-');
		const pattern = wordsAt(element).dates?.[2 * Number(month) - (day === '01' ? 2 : 1)] ?? iso;

		return pattern.replace('{year}', year).replace('{day}', String(Number(day)));
	}

	/**
	 * Writes words with a day for {day}, which stays in one line.
	 * @param {Element} place @param {string} text @param {string} day
	 */
	function write(place, text, day) {
		place.replaceChildren(...text.split(/(\{day\})/).map((part) => {
			if (part !== '{day}')
				return part;
			return Object.assign(document.createElement('span'), { className: 'day', textContent: day });
		}));
	}

	/** @param {Element} place @param {string} href @param {string} text */
	function link(place, href, text) {
		place.append(Object.assign(document.createElement('a'), { href, textContent: text }));
	}

	const canonical = () => /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=canonical]')).href;

	/** @param {HTMLElement} element */
	function age(element) {
		const end = element.dataset.end || '', words = wordsAt(element);
		const isCell = element.matches('.rows-list td'), isRow = isCell || element.matches('td, li');

		if (end >= today)
			return;
		element.dataset.status = 'stale';
		if (isCell && !element.querySelector('b'))
			element.prepend(document.createElement('b'), ' ');
		each(element, isCell ? 'b' : '[data-headline], [data-sentence]', (place) => {
			const text = isRow ? words.row : 'sentence' in place.dataset ? words.sentence : words.headline;

			/* an answer inside this one has words of its own, in its language */
			if (text && (isRow || place.closest('[data-end]') === element))
				write(place, text, dayAt(element, end));
		});
		/* what stood there said "until" */
		[...element.childNodes].forEach((node) => isCell && node instanceof Text && node.remove());
		each(element, '.answer-sentence', (sentence) => {
			const note = Object.assign(document.createElement('p'), { className: 'answer-latest screen' });

			link(note, canonical(), words.latest || '');
			sentence.after(note);
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
		const days = (Date.parse(today) - Date.parse(date)) / DAY;
		const day = dayAt(root, date), words = wordsAt(root);

		each(document, '[data-as-of]', (place) => {
			place.textContent = day;
		});
		each(document, '[data-age]', (place) => {
			place.textContent = String(days);
		});
		each(document, '[data-sequence]', (place) => {
			place.textContent = String((Date.parse(date) - Date.parse('2000-01-01')) / DAY);
		});
		each(document, '[data-old-copy]', (notice) => {
			const said = document.createElement('p'), strong = document.createElement('strong');

			notice.hidden = days < 3;
			write(strong, `${words.old_before}{day}${words.old_day}${days}${words.old_days}`, day);
			said.append(strong, ' ');
			link(said, canonical(), canonical());
			notice.setAttribute('aria-label', words.old_name || '');
			notice.replaceChildren(said);
		});
	}

	/** @param {HTMLElement} mark */
	function place(mark) {
		const drawing = /** @type {SVGSVGElement} */ (mark.closest('[data-from]'));
		const { from = '', days } = drawing.dataset, { width } = drawing.viewBox.baseVal;
		const part = (Date.parse(today) - Date.parse(from)) / DAY / Number(days);

		if (part < 0 || part > 1)
			return;
		mark.setAttribute('transform', `translate(${part * width})`);
		mark.setAttribute('visibility', 'visible');
	}

	/* Tokyo has no summer time; a clock that runs behind the copy is wrong. */
	const findDay = () => [new Date(Date.now() + 9 * 36e5).toISOString().slice(0, 10), window.fudaAsOf || ''].sort()[1] || '';

	function refresh() {
		today = findDay();
		each(document, '[data-status=valid][data-end]', age);
		each(document, '[data-today]', place);
		each(document, '[data-over]', over);
		if (window.fudaAsOf)
			tell(window.fudaAsOf);
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

	/** Loads a script, once at a time. @param {string} src @param {() => void} ended whether it came or not */
	function load(src, ended) {
		const script = document.createElement('script');

		for (const type of ['load', 'error'])
			script.addEventListener(type, () => {
				script.remove();
				ended();
			});
		script.src = src;
		if (!document.querySelector(`script[src="${src}"]`))
			document.head.append(script);
	}

	/* What came and did not begin is another file than was asked for. */
	/** @param {HTMLElement} place */
	function offer(place) {
		place.hidden = location.protocol === 'file:';
		place.addEventListener('click', ({ target }) => {
			if (target instanceof HTMLButtonElement && !('begun' in place.dataset))
				load(place.dataset.prove || '', () => each(place, '[data-failed]', (status) => {
					if (!('begun' in place.dataset))
						status.textContent = status.dataset.failed || '';
				}));
		});
	}

	/** @param {HTMLElement} place */
	function approach(place) {
		const observer = new IntersectionObserver(([seen]) => {
			if (!seen?.isIntersecting)
				return;
			observer.disconnect();
			load(place.dataset.entry || '', () => {});
		});

		if (location.protocol !== 'file:')
			observer.observe(place);
	}

	each(document, '[data-prove]', offer);
	each(document, '[data-entry]', approach);
	refresh();
	document.addEventListener('submit', submit);
	/* A page stays open over midnight, or comes back from memory. */
	setInterval(() => findDay() === today || refresh(), 5e3);
	/* for content that a script puts into the page */
	window.fudaRefresh = refresh;
	window.fudaDay = (iso) => dayAt(root, iso);
})();
