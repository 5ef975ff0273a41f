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
 * [data-repair]             on the page for what is not there: shown with a link to the product that
 *                           a mistyped address means
 */
(function () {
	'use strict';

	var DAY = 864e5;
	var root = document.documentElement;
	var asOf = window.fudaAsOf;
	/* Tokyo has no summer time; a clock that runs behind the copy is wrong. */
	var today = new Date(Date.now() + 9 * 36e5).toISOString().slice(0, 10);

	function each(where, selector, act) {
		Array.prototype.forEach.call(where.querySelectorAll(selector), act);
	}

	function age(element) {
		var around = element.closest('[data-stale-headline]');
		var sentence = element.getAttribute('data-stale-sentence');

		if (element.getAttribute('data-end') >= today)
			return;
		element.setAttribute('data-status', 'stale');
		each(element, '[data-headline]', function (place) {
			/* an answer inside this one has words of its own, in its language */
			if (around && place.closest('[data-end]') === element)
				place.textContent = around.getAttribute('data-stale-headline');
		});
		each(element, '[data-sentence]', function (place) {
			if (sentence && place.closest('[data-end]') === element)
				place.textContent = sentence;
		});
		each(element, 'use[href="#s-valid"]', function (icon) {
			icon.setAttribute('href', '#s-stale');
		});
		each(element, '[data-when-stale]', function (note) {
			note.hidden = false;
			each(document, '[data-while-valid]', function (other) {
				other.hidden = true;
			});
		});
	}

	function over(place) {
		if (place.getAttribute('data-over') < today)
			place.textContent = place.getAttribute('data-over-words');
	}

	function tell(date) {
		var days = Math.round((Date.parse(today) - Date.parse(date)) / DAY);
		var words = new Date(date).toLocaleDateString(root.getAttribute('data-locale'), {
			timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric'
		});

		each(document, '[data-as-of]', function (place) {
			place.textContent = words;
		});
		each(document, '[data-age]', function (place) {
			place.textContent = days;
		});
		each(document, '[data-old-copy]', function (notice) {
			notice.hidden = days < 3;
		});
	}

	function place(mark) {
		var drawing = mark.closest('[data-from]').dataset;
		var part = (Date.parse(today) - Date.parse(drawing.from)) / DAY / drawing.days;

		if (part < 0 || part > 1)
			return;
		mark.setAttribute('transform', 'translate(' + (part * drawing.width).toFixed(1) + ')');
		mark.setAttribute('visibility', 'visible');
	}

	/* Of an address where nothing is: the product that was meant, if it was typed in small letters or has
	 * behind it what belongs to the sentence around it. */
	function repair(note) {
		var path = location.pathname.replace(/%[0-9a-f]{2}/gi, '/');
		var found = /^(.*?\/)p\/+([0-9a-z]{4,32})(?![0-9a-z])/i.exec(path), link = note.querySelector('a');
		var right = found ? found[1] + 'P/' + found[2].toUpperCase() + '/' : '';

		if (!found || right === location.pathname)
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
	function submit(event) {
		var form = event.target;

		if (location.protocol !== 'file:' || form.method !== 'get' || event.defaultPrevented)
			return;
		event.preventDefault();
		location.assign(form.action + '?' + new URLSearchParams(new FormData(form)));
	}

	if (asOf > today)
		today = asOf;
	refresh();
	document.addEventListener('submit', submit);
	/* for content that a script puts into the page */
	window.fudaRefresh = refresh;
})();
