'use strict';

/* At most four products side by side. */

class Comparison {
	/**
	 * @param {HTMLElement} page @param {Table} table @param {Words} words
	 * @param {() => void} changed called when another product is chosen
	 */
	constructor(page, table, words, changed) {
		this.page = page;
		this.table = table;
		this.words = words;
		this.changed = changed;
		/** @type {string[]} */
		this.ids = [];
		/** Whether the address had more of them than are compared. */
		this.hasMore = false;
		this.shown = '';
		/** What stands in the table. */
		this.filled = '';
	}

	static get MOST() { return 4; }

	static get ROWS() {
		return ['label', 'level', 'status', 'reason', 'until', 'ended', 'displayed_on', 'category', 'criteria', 'evaluator',
			'route', 'manufacturer', 'models', 'support', 'open_note', 'also', 'address'];
	}

	/** @param {string} search of an address; what is no product id is left out */
	readAddress(search) {
		const ids = (new URLSearchParams(search).get('compare') ?? '').toUpperCase().split(',');
		const all = ids.filter((id, i) => /^[0-9A-Z]{4,32}$/.test(id) && ids.indexOf(id) === i);

		this.ids = all.slice(0, Comparison.MOST);
		this.hasMore = all.length > this.ids.length;
	}

	/** @param {HTMLInputElement} box that chooses a product @param {string} id */
	watch(box, id) {
		box.value = id;
		box.checked = this.ids.includes(id);
		box.disabled = !box.checked && this.ids.length === Comparison.MOST;
		box.addEventListener('change', () => {
			this.ids = this.ids.filter((other) => other !== id);
			if (box.checked && this.ids.length < Comparison.MOST)
				this.ids.push(id);
			this.showBar();
			this.changed();
		});
	}

	showBar() {
		const isFull = this.ids.length === Comparison.MOST;

		Dom.find(this.page, 'compare-bar').hidden = this.ids.length === 0 || this.ids.join() === this.shown;
		Dom.find(this.page, 'compare-show').textContent = this.words.say('compare', { n: this.ids.length });
		Dom.find(this.page, 'compare-note').textContent = isFull ? this.words.say('compare_full') : '';
		this.page.querySelectorAll('[data-choose]').forEach((box) => {
			if (box instanceof HTMLInputElement) {
				box.checked = this.ids.includes(box.value);
				box.disabled = !box.checked && isFull;
			}
		});
	}

	/** @param {boolean} movesFocus */
	async show(movesFocus) {
		const ids = this.ids.slice(), text = ids.join();

		this.shown = text;
		this.showBar();
		Dom.find(this.page, 'compare').hidden = ids.length === 0;
		if (!ids.length)
			return;
		try {
			const found = await this.find(ids);

			if (this.shown === text)
				this.fill(ids, found);
		} catch (error) {
			if (this.shown === text)
				this.fail();
			if (!(error instanceof LoadError))
				throw error;
		}
		if (movesFocus && this.shown === text)
			document.getElementById('compare')?.focus();
	}

	/** @param {string[]} ids */
	find(ids) {
		const { index } = this.table;

		return index.persist(() => Promise.all(ids.map(async (id) =>
			(await index.exact(Terms.code(id), Infinity)).find((product) => product.id === id))));
	}

	/** Says that something could not be loaded. A table of the same products stays. */
	fail() {
		const { words } = this, table = Dom.find(this.page, 'compare-table'), again = Dom.make('button', words.say('again'), { type: 'button', class: 'plain screen' });
		const caption = Dom.make('caption', `${words.say('failed')} `, { role: 'status' });

		again.addEventListener('click', () => run(this.show(true)));
		caption.append(again);
		if (this.filled !== this.shown)
			table.replaceChildren();
		table.querySelector('caption')?.remove();
		table.prepend(caption);
	}

	/** @param {string[]} ids @param {(Product | undefined)[]} found */
	fill(ids, found) {
		const products = found.flatMap((product) => product ?? []);
		const missing = ids.filter((_, i) => !found[i]).map((text) => this.words.say('compare_missing', { text }));
		const top = Dom.make('tr'), head = Dom.make('thead'), body = Dom.make('tbody');
		const said = this.hasMore ? [...missing, this.words.say('compare_full')] : missing;
		const parts = said.length ? [Dom.make('caption', said.join(' '))] : [];

		top.append(Dom.make('th', this.words.say('item'), { scope: 'col' }), ...products.map((product) => this.makeHead(product)));
		head.append(top);
		body.append(...this.makeRows(products));
		this.filled = ids.join();
		Dom.find(this.page, 'compare-table').replaceChildren(...parts, head, body);
	}

	/** @param {Product} product */
	makeHead(product) {
		const { words, table } = this, head = Dom.make('th', '', { scope: 'col' });
		const remove = Dom.make('button', words.say('compare_remove'), {
			type: 'button', class: 'plain screen',
			'aria-label': `${words.say('compare_remove')}: ${table.phrase(product.names).text}`,
		});

		remove.addEventListener('click', () => {
			this.ids = this.ids.filter((id) => id !== product.id);
			this.changed();
			run(this.show(true));
		});
		head.append(table.setPhrase(Dom.make('a', '', { href: table.productAddress(product) }), product.names),
			Dom.make('br'), remove);
		return head;
	}

	/** @param {Product[]} products */
	makeRows(products) {
		const values = products.map((product) => this.table.valuesOf(product));
		const say = (/** @type {string} */ name, /** @type {Record<string, string>} */ of) => {
			const value = of[name] ?? '';

			if (name === 'models')
				return `${this.words.number(value.split('; ').length)}: ${value}`;
			return /^\d{4}-\d\d-\d\d$/.test(value) ? this.words.day(value) : value;
		};

		return Comparison.ROWS.map((name) => this.makeRow(name, products, values.map((of) => say(name, of))));
	}

	/** @param {string} name @param {Product[]} products @param {string[]} values */
	makeRow(name, products, values) {
		const row = Dom.make('tr'), title = Dom.make('th', this.words.say(name), { scope: 'row' });

		row.append(title);
		if (name !== 'address' && values.some((value) => value !== values[0])) {
			row.dataset.differs = '';
			title.append(Dom.make('span', this.words.say('compare_differs'), { class: 'differs' }));
		}
		products.forEach((product, i) => {
			const cell = Dom.make('td'), value = values[i] ?? '';

			/* On a phone the cells stand below each other, and each says of which product it is. */
			cell.dataset.of = this.table.phrase(product.names).text;
			cell.append(name === 'address' ? Dom.make('a', value, { href: this.table.productAddress(product) })
				: Dom.make('span', value));
			row.append(cell);
		});
		return row;
	}
}
