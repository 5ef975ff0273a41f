/*
 * The viewer of a lite mirror: shows one of the pages that are packed there, as its own file would.
 *
 * The address says which: view/index.html?P/ID/, or ?id=ID. view/directory.js names the files that
 * hold the pages, each of which calls fudaPages(first key, {language: data}); see fuda-published(5). All of it
 * is loaded by script elements, since pages from a disk may load nothing else.
 */
(function () {
	'use strict';

	var place = document.querySelector('[data-lite]');
	var language = document.documentElement.lang;
	var directory = null, files = {};

	if (!place)
		return;

	function each(selector, act) {
		Array.prototype.forEach.call(document.querySelectorAll(selector), act);
	}

	function say(word) {
		each('[data-lite-say]', function (text) {
			text.hidden = text.getAttribute('data-lite-say') !== word;
		});
	}

	window.fudaDirectory = function (rows) { directory = rows; };
	window.fudaPages = function (first, data) { files[first] = data; };

	function load(name) {
		return new Promise(function (done, failed) {
			var script = document.createElement('script');

			script.src = place.dataset.root + 'view/' + name;
			script.onload = done;
			script.onerror = function () { failed(new Error(name + ' cannot be loaded')); };
			document.head.appendChild(script);
		});
	}

	function askedKey() {
		var asked = decodeURIComponent(location.search.slice(1).replace(/^id=/, '').replace(/&.*/, ''));

		return asked && asked.indexOf('/') < 0 ? 'P/' + asked + '/' : asked;
	}

	/* The last row whose first key is not behind the key. */
	function findRow(key) {
		var from = 0, to = directory.length, middle;

		while (from < to) {
			middle = (from + to) >> 1;
			if (directory[middle][0] <= key)
				from = middle + 1;
			else
				to = middle;
		}
		return directory[from - 1];
	}

	/* The bytes of the pages. */
	function unpack(data) {
		var bytes = Uint8Array.from(atob(data), function (character) { return character.charCodeAt(0); });
		var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));

		return new Response(stream).arrayBuffer();
	}

	/* Each page stands behind a line with the number of its bytes, a blank and its key. */
	function findPage(buffer, key) {
		var bytes = new Uint8Array(buffer), decoder = new TextDecoder(), at = 0, start, line, blank;

		while (at < bytes.length) {
			start = bytes.indexOf(10, at) + 1;
			line = decoder.decode(bytes.subarray(at, start - 1));
			blank = line.indexOf(' ');
			at = start + Number(line.slice(0, blank));
			if (line.slice(blank + 1) === key)
				return new DOMParser().parseFromString(decoder.decode(bytes.subarray(start, at)), 'text/html');
		}
		return null;
	}

	/* The viewer's own address on the web becomes that of the page it shows. */
	function setAddresses(key) {
		var canonical = document.querySelector('link[rel=canonical]');
		var own = canonical.getAttribute('href'), shown = own.replace(/view\/$/, key);

		each('link[rel=alternate][hreflang]', function (link) {
			link.setAttribute('href', link.getAttribute('href').replace(/view\/$/, key));
		});
		canonical.setAttribute('href', shown);
		each('a', function (link) {
			if (link.getAttribute('href') !== own)
				return;
			link.setAttribute('href', shown);
			link.textContent = shown;
		});
	}

	function show(page, key) {
		var foot = document.querySelector('.foot'), target;

		document.title = page.title;
		document.querySelector('meta[name=description]').setAttribute('content', page.title);
		document.querySelector('.languages').replaceWith(page.querySelector('.languages'));
		setAddresses(key);
		each('.crumbs, main', function (part) { part.remove(); });
		Array.prototype.forEach.call(page.querySelectorAll('body > .crumbs, body > main'), function (part) {
			foot.before(part);
		});
		if (window.fudaRefresh)
			window.fudaRefresh();
		target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
		if (target)
			target.scrollIntoView();
	}

	function begin() {
		var key = askedKey(), row;

		if (!key)
			return say('nothing');
		if (!window.DecompressionStream)
			return say('old_browser');
		say('wait');
		return load('directory.js').then(function () {
			row = findRow(key);
			return row && load(row[1]);
		}).then(function () {
			return row && unpack(files[row[0]][language]);
		}).then(function (pages) {
			var page = row && findPage(pages, key);

			if (page)
				show(page, key);
			else
				say('unknown');
		}).catch(function (error) {
			say('failed');
			if (!/cannot be loaded/.test(error.message))
				throw error;
		});
	}

	begin();
})();
