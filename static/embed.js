/*
 * The page with code to paste serves all products: ?id=ID makes it out for one of them.
 *
 * [data-product]            its text becomes that id
 * [data-made-out]           is shown then, its [data-id] filled, its [data-page] leading to the
 *                           product's page and its [data-badge] holding the badge, spoken as that says,
 *                           below the folder named by data-root
 * [data-copy]               each <pre> of the page gets a button with these words that copies its text
 *   data-copied             and then says this
 */
'use strict';

(() => {
	/** @param {ParentNode} where @param {string} selector @param {(element: HTMLElement) => void} act */
	const each = (where, selector, act) => where.querySelectorAll(selector).forEach((element) => {
		act(/** @type {HTMLElement} */ (element));
	});

	/** @param {string} id */
	function makeOut(id) {
		each(document, '[data-product]', (place) => {
			place.textContent = id;
		});
		each(document, '[data-made-out]', (box) => {
			const folder = `${box.dataset.root}P/${id}/`;

			each(box, '[data-id]', (place) => {
				place.textContent = id;
			});
			each(box, '[data-page]', (link) => {
				link.setAttribute('href', folder + box.dataset.index);
			});
			each(box, '[data-badge]', (place) => {
				const badge = new Image();

				badge.className = 'badge';
				badge.height = 28;
				badge.alt = place.dataset.badge || '';
				badge.src = `${folder}badge.svg`;
				place.append(badge);
			});
			box.hidden = false;
		});
		/* the page in another language is made out for the same product */
		each(document, '.languages a', (link) => {
			link.setAttribute('href', `${link.getAttribute('href')}?id=${id}`);
		});
	}

	/** @param {HTMLElement} pre @param {() => void} done */
	function copySelected(pre, done) {
		const selection = getSelection();

		if (!selection)
			return;
		selection.selectAllChildren(pre);
		if (document.execCommand('copy'))
			done();
	}

	/** @param {HTMLElement} pre @param {() => void} done */
	function copy(pre, done) {
		if (navigator.clipboard && window.isSecureContext) {
			navigator.clipboard.writeText(pre.textContent || '').then(done, () => copySelected(pre, done));
			return;
		}
		copySelected(pre, done);
	}

	/** @param {HTMLElement} pre @param {string} words @param {string} thanks */
	function addButton(pre, words, thanks) {
		const button = document.createElement('input');
		const said = document.createElement('span');

		button.type = 'button';
		button.className = 'copy';
		button.value = words;
		if (pre.hasAttribute('aria-labelledby'))
			button.setAttribute('aria-describedby', pre.getAttribute('aria-labelledby') || '');
		said.className = 'visually-hidden';
		said.setAttribute('role', 'status');
		button.addEventListener('click', () => {
			copy(pre, () => {
				button.value = said.textContent = thanks;
				setTimeout(() => {
					button.value = words;
					said.textContent = '';
				}, 3000);
			});
		});
		pre.after(button, said);
	}

	const id = new URLSearchParams(location.search).get('id') || '';

	if (/^[0-9A-Z]{4,32}$/.test(id))
		makeOut(id);
	each(document, '[data-copy]', (page) => {
		each(page, 'pre', (pre) => {
			addButton(pre, page.dataset.copy || '', page.dataset.copied || '');
		});
	});
})();
