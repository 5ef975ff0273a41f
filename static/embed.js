/*
 * The page with code to paste serves all products: ?id=ID makes it out for one of them.
 *
 * [data-product]            its text becomes that id
 * [data-made-out]           is shown then, its [data-id] filled and its [data-page] leading to the
 *                           product's page, below the folder named by data-root
 * [data-copy]               each <pre> of the page gets a button with these words that copies its text
 *   data-copied             and then says this
 */
(function () {
	'use strict';

	function each(where, selector, act) {
		Array.prototype.forEach.call(where.querySelectorAll(selector), act);
	}

	function makeOut(id) {
		each(document, '[data-product]', function (place) {
			place.textContent = id;
		});
		each(document, '[data-made-out]', function (box) {
			var folder = box.getAttribute('data-root') + 'P/' + id + '/';

			each(box, '[data-id]', function (place) {
				place.textContent = id;
			});
			each(box, '[data-page]', function (link) {
				link.setAttribute('href', folder + box.getAttribute('data-index'));
			});
			box.hidden = false;
		});
		/* the page in another language is made out for the same product */
		each(document, '.languages a', function (link) {
			link.setAttribute('href', link.getAttribute('href') + '?id=' + id);
		});
	}

	function copy(pre, done) {
		if (navigator.clipboard && window.isSecureContext) {
			navigator.clipboard.writeText(pre.textContent).then(done);
			return;
		}
		getSelection().selectAllChildren(pre);
		if (document.execCommand('copy'))
			done();
	}

	function addButton(pre, words, thanks) {
		var button = document.createElement('input');
		var said = document.createElement('span');

		button.type = 'button';
		button.className = 'copy';
		button.value = words;
		if (pre.getAttribute('aria-labelledby'))
			button.setAttribute('aria-describedby', pre.getAttribute('aria-labelledby'));
		said.className = 'visually-hidden';
		said.setAttribute('role', 'status');
		button.addEventListener('click', function () {
			copy(pre, function () {
				button.value = said.textContent = thanks;
				setTimeout(function () {
					button.value = words;
					said.textContent = '';
				}, 3000);
			});
		});
		pre.parentNode.insertBefore(button, pre.nextSibling);
		pre.parentNode.insertBefore(said, button.nextSibling);
	}

	var id = new URLSearchParams(location.search).get('id');

	if (/^[0-9A-Z]{4,32}$/.test(id || ''))
		makeOut(id);
	each(document, '[data-copy]', function (page) {
		each(page, 'pre', function (pre) {
			addButton(pre, page.getAttribute('data-copy'), page.getAttribute('data-copied'));
		});
	});
})();
