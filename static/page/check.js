'use strict';

/*
 * The check of a list at /check/: each line has a verdict, none is passed over. The list stays in the
 * browser; the address to come back to has the ids of products behind its #, which is never sent.
 */

const CHECK_COLUMNS = ['check_line', 'check_input', 'check_verdict', 'name', 'level', 'until', 'ended', 'evaluator', 'status',
	'reason', 'manufacturer',
	'label', 'address'];

class CheckPage {
	/** @param {HTMLElement} page @param {HTMLFormElement} form */
	constructor(page, form) {
		this.page = page;
		this.form = form;
		this.index = new SearchIndex(page.dataset.root ?? '');
		this.words = new Words(page);
		this.table = new Table(page, this.index, this.words);
		/** @type {Verdict[]} */
		this.verdicts = [];
		this.turn = 0;
		this.begunAt = Date.now();
		/** The text that came from the address. */
		this.kept = '';
		/** @type {string | null} the text of which the columns are offered */
		this.listed = null;
		/** @type {ReturnType<typeof setTimeout> | undefined} */
		this.timer = undefined;
	}

	/* Milliseconds between two words of how far it is. */
	static get PAUSE() { return 200; }
	/* Rows that the page shows; all are in what is copied, saved and printed. */
	static get ROWS() { return 200; }
	/* Columns that the page shows; all are in what is copied and saved. */
	static get COLUMNS() { return 8; }

	/** @param {string} name */
	find(name) { return Dom.find(this.page, name); }

	get area() { return /** @type {HTMLTextAreaElement} */ (this.find('check-text')); }

	get column() { return /** @type {HTMLSelectElement} */ (this.find('check-column')); }

	/** @param {string} word @param {Record<string, string | number>} [values] */
	tell(word, values) { this.find('check-count').textContent = this.words.say(word, values); }

	/* ---- the list ---- */

	/** Offers the columns of what was pasted. Which one has the numbers is for the reader to say. */
	offerColumns() {
		this.listed = this.area.value;

		const lines = Sheet.parse(this.area.value).map(({ cells }) => cells).filter((cells) => cells.length);
		const [first = []] = lines, n = Sheet.countColumns(lines), guess = Sheet.guessColumn(lines);
		const options = Array.from({ length: n }, (_, i) => Dom.make('option',
			this.words.say('check_column', { n: i + 1, text: (first[i] ?? '').slice(0, 40) }), { value: String(i) }));

		this.find('check-columns').hidden = n < 2;
		this.column.replaceChildren(...n < 2 ? [] : [Dom.make('option', this.words.say('check_choose'), { value: '' })],
			...options, Dom.make('option', this.words.say('check_every'), { value: '*' }));
		/* One line of several cells has a number in each. */
		this.column.value = n < 2 ? '0' : lines.length === 1 ? '*' : '';
		if (n > 1)
			options[guess]?.append(this.words.say('check_likely'));
	}

	/** @param {string} text */
	setText(text) {
		this.area.value = text;
		this.offerColumns();
	}

	/** @param {File} file */
	async readFile(file) {
		this.forget();
		const bytes = await file.arrayBuffer().catch(() => null), text = bytes && Sheet.decode(bytes);

		if (!bytes) {
			this.tell('check_unreadable', { text: file.name });
			return;
		}
		if (text === null) {
			this.setText('');
			this.tell('check_binary', { text: file.name });
			return;
		}
		this.setText(text);
		await this.check();
	}

	/* ---- the check ---- */

	async check() {
		/* The button was quicker than the pause behind what was typed. */
		if (this.listed !== this.area.value)
			this.offerColumns();
		if (this.find('check-columns').hidden && !this.area.value.trim()) {
			this.tell('check_empty');
			this.area.focus();
			return;
		}
		if (!this.column.value) {
			this.tell('check_which');
			this.column.focus();
			return;
		}

		const turn = this.forget();

		try {
			const verdicts = await this.index.persist(() => this.judgeAll(turn));

			if (verdicts) {
				this.verdicts = Judge.markTwins(verdicts);
				this.show();
			}
		} catch (error) {
			if (turn === this.turn)
				this.tell('failed');
			if (!(error instanceof LoadError))
				throw error;
		}
	}

	/** Takes away what was found for another list, and stops what is being checked; gives the number of the next turn. */
	forget() {
		this.verdicts = [];
		this.find('check-count').textContent = '';
		this.find('check-results').hidden = true;
		return ++this.turn;
	}

	/** Opens the index. A page that was open for long before its first list asks anew of which day the site is. */
	async open() {
		const { index } = this;

		if (!index.opened && Date.now() - this.begunAt > SearchIndex.FRESH && !await index.loader.readDay())
			throw new LoadError('as-of.js cannot be loaded');
		await index.open();
	}

	/**
	 * The verdicts of all cells, from one index; null where something else is checked by now.
	 * @param {number} turn
	 */
	async judgeAll(turn) {
		await this.open();

		const beside = await this.index.beside();
		const cells = Sheet.cellsOf(this.area.value, this.column.value, beside.dittos);
		const watch = { done: 0, isOver: false, toldAt: 0 };

		/* What does not come with it is loaded where it is needed. */
		Packs.begin(this.index, cells.length).catch(() => {});
		try {
			return await new Judge(this.index, beside).judgeAll(cells, () => !watch.isOver && turn === this.turn, (n) => {
				watch.done += n;
				/* To say it oftener than it can be read takes longer than the check. */
				if (Date.now() - watch.toldAt < CheckPage.PAUSE)
					return;
				watch.toldAt = Date.now();
				this.tell('check_wait', { n: this.words.number(watch.done), all: this.words.number(cells.length) });
			});
		} finally {
			watch.isOver = true;
		}
	}

	/* ---- the verdicts ---- */

	/** @param {Verdict} verdict @param {Product | undefined} product */
	sayVerdict({ text, kind, number, products, before, day = '', of }, product) {
		const { words } = this;
		const ditto = of ? [words.say('check_ditto', { text: of })] : [];
		const read = kind === 'found' && number !== of && number !== text.normalize('NFKC').trim() ? [words.say('check_read', { text: number })] : [];
		const said = kind === 'found' && product ? words.say(`status.${this.table.statusOf(product)}`)
			: words.say(`check_${kind}`, { text: number, day: words.line(day) });
		const several = kind === 'found' && products.length > 1 ? [words.say('check_several', { n: products.length })] : [];
		const twin = before ? [words.say('check_twin', { n: before })] : [];

		return [said, ...ditto, ...read, ...several, ...twin].join(words.say('asked_and'));
	}

	/** @param {Verdict} verdict @returns {(Product | undefined)[]} */
	static productsOf({ products }) { return products.length ? products : [undefined]; }

	rows() {
		return this.verdicts.flatMap((verdict) => CheckPage.productsOf(verdict).map((product) => {
			const values = product ? this.table.valuesOf(product) : {};

			return [String(verdict.line), verdict.text, this.sayVerdict(verdict, product),
				...CHECK_COLUMNS.slice(3).map((name) => values[name] ?? '')];
		}));
	}

	/**
	 * A cell, which on a phone says of which column it is.
	 * @param {string} column @param {string | undefined} text @param {...(Node | string)} more behind the text
	 */
	makeCell(column, text, ...more) {
		const cell = Dom.make('td'), isDay = column === 'until' || column === 'ended';

		cell.dataset.of = this.words.say(column);
		cell.toggleAttribute('data-day', isDay);
		if (text || more.length) {
			cell.append(Dom.make('span', isDay ? this.words.day(text ?? '') : text));
			cell.lastElementChild?.append(...more);
		}
		return cell;
	}

	/** @param {Verdict} verdict @param {Product | undefined} product */
	makeRow(verdict, product) {
		const row = Dom.make('tr', '', { 'data-verdict': verdict.kind }), values = product ? this.table.valuesOf(product) : {};
		const link = product ? [this.table.setPhrase(Dom.make('a', '', { href: this.table.productAddress(product) }), product.names)]
			: verdict.kind === 'retired' ? [Dom.make('a', verdict.number, { href: this.table.addressOf(`P/${verdict.number}/`) })] : [];
		const search = verdict.kind === 'none' || verdict.kind === 'unread' && verdict.text.length < Judge.LONGEST && /\p{L}/u.test(verdict.text) ? [' ', Dom.make('a', this.words.say('check_search'),
			{ href: `${this.table.addressOf('search/')}?${new URLSearchParams({ q: verdict.text })}` })] : [];
		const said = this.makeCell('check_verdict', this.sayVerdict(verdict, product), ...search);

		if (product && verdict.kind === 'found')
			said.dataset.status = this.table.statusOf(product);
		row.append(this.makeCell('check_line', String(verdict.line)), Dom.make('th', verdict.text, { scope: 'row' }), said,
			this.makeCell('name', '', ...link), ...CHECK_COLUMNS.slice(4, CheckPage.COLUMNS).map((key) => this.makeCell(key, values[key])));
		return row;
	}

	/** How many products of lines that were found have each status. */
	sayFound() {
		/** @type {Map<string, number>} */
		const counts = new Map();
		const { today } = Words;

		for (const { kind, products } of this.verdicts)
			for (const product of kind === 'found' ? products : []) {
				const status = this.table.statusOf(product, today);

				counts.set(status, (counts.get(status) ?? 0) + 1);
			}
		return ['valid', 'pending', 'lapsed', 'revoked', 'stale'].filter((status) => counts.has(status))
			.map((status) => this.words.say('check_with_status', { text: this.words.say(`status.${status}`), n: this.words.number(counts.get(status) ?? 0) }))
			.join('');
	}

	/** How many are neither found nor missing, where there are any. */
	sayBeside() {
		return /** @type {const} */ (['retired', 'other', 'words']).map((kind) => ({ kind, n: this.verdicts.filter((verdict) => verdict.kind === kind).length }))
			.filter(({ n }) => n).map(({ kind, n }) => this.words.say('check_with_status', { text: this.words.say(`check_count_${kind}`), n: this.words.number(n) }))
			.join('');
	}

	show() {
		const { words, verdicts } = this, body = Dom.make('tbody'), head = Dom.make('thead'), top = Dom.make('tr');
		const pairs = verdicts.flatMap((verdict) => CheckPage.productsOf(verdict).map((product) => ({ verdict, product })));
		const count = (/** @type {Verdict['kind']} */ kind) => words.number(verdicts.filter((verdict) => verdict.kind === kind).length);

		top.append(...this.table.head(CHECK_COLUMNS.slice(0, CheckPage.COLUMNS)).map((text) => Dom.make('th', text, { scope: 'col' })));
		head.append(top);
		body.append(...pairs.slice(0, CheckPage.ROWS).map(({ verdict, product }) => this.makeRow(verdict, product)));
		this.find('check-table').replaceChildren(head, body);
		this.find('check-rows').hidden = pairs.length <= CheckPage.ROWS;
		this.find('check-rows').textContent = words.say('check_rows', { n: words.number(CheckPage.ROWS) });
		this.find('check-results').hidden = false;
		this.find('check-dated').textContent = words.say('check_dated', {
			day: words.line(Words.asOf), today: words.line(Words.today), site: this.page.dataset.site ?? '',
		});
		if (Words.isOld)
			this.find('check-dated').append(words.say('space'), words.say('check_old'));
		this.tell('check_done', {
			all: words.number(verdicts.length), found: this.sayFound() + this.sayBeside(), similar: count('similar'), none: count('none'), unread: count('unread'),
		});
		/* What had not been found is not in an address. */
		if (this.kept && this.area.value === this.kept)
			this.find('check-count').append(words.say('space'), words.say('check_kept'));
		this.keepAddress();
	}

	/* ---- what is taken away ---- */

	/** All rows for the printer, which else are cut at so many. */
	showAll() {
		const body = this.page.querySelector('[data-check-table] tbody');
		const pairs = this.verdicts.flatMap((verdict) => CheckPage.productsOf(verdict).map((product) => ({ verdict, product })));

		for (const { verdict, product } of pairs.slice(body?.children.length))
			body?.append(this.makeRow(verdict, product));
		this.find('check-rows').hidden = true;
	}

	/** Each product of the list once. */
	products() {
		return [...new Map(this.verdicts.filter(({ kind }) => kind === 'found').flatMap(({ products }) => products)
			.map((product) => [product.id, product])).values()];
	}

	/** The address to come back to: what stands behind # is never sent. */
	keepAddress() {
		const retired = this.verdicts.filter(({ kind }) => kind === 'retired').map(({ number }) => number);

		this.find('check-watch').hidden = !Kept.keep([...this.products().map(({ id }) => id), ...new Set(retired)]);
	}

	saveCalendar() {
		const day = this.words.day(Words.asOf);
		const events = this.products().filter(({ status, end }) => status === 'valid' && end).map((product) => ({
			uid: `${product.label}@${new URL(this.page.dataset.site ?? location.href).hostname}`,
			day: product.end,
			summary: this.words.say('check_event', { text: this.table.phrase(product.names).text }),
			url: this.table.fixedAddress(product),
		}));

		/* A calendar without an event is none. */
		if (!events.length) {
			this.tell('check_no_event');
			return;
		}
		Dom.save(`labels-${Words.asOf}.ics`, Calendar.make(this.words.say('check_calendar', { day }), Words.asOf, events), 'text/calendar');
	}

	sheet() {
		return [[(this.find('check-dated').textContent ?? '').replaceAll('\u00a0', ' ')], this.table.head(CHECK_COLUMNS), ...this.rows()];
	}

	/* ---- the page ---- */

	/** @param {string} name @param {() => void} act */
	click(name, act) { this.find(name).addEventListener('click', act); }

	listen() {
		const { form } = this, file = /** @type {HTMLInputElement} */ (this.find('check-file'));

		form.addEventListener('submit', (event) => {
			event.preventDefault();
			run(this.check());
		});
		this.area.addEventListener('input', () => {
			clearTimeout(this.timer);
			this.timer = setTimeout(() => this.offerColumns(), 120);
		});
		file.addEventListener('change', () => {
			if (file.files?.[0])
				run(this.readFile(file.files[0]));
		});
		for (const type of ['dragover', 'dragleave', 'drop'])
			form.addEventListener(type, (event) => this.drag(/** @type {DragEvent} */ (event)));
		this.click('check-copy', () => run(Dom.copy(Table.lines(this.sheet()), this.find('check-results'))
			.then(() => this.tell('copied'))));
		this.click('check-csv', () => Table.saveCsv(`check-${Words.asOf}.csv`, this.sheet()));
		this.click('check-print', () => {
			this.showAll();
			window.print();
		});
		this.click('check-calendar', () => this.saveCalendar());
		window.addEventListener('hashchange', () => run(this.turnTo()));
		window.addEventListener('beforeprint', () => this.showAll());
	}

	/** @param {DragEvent} event */
	drag(event) {
		const [file] = event.dataTransfer?.files ?? [];

		event.preventDefault();
		this.form.toggleAttribute('data-over', event.type === 'dragover');
		if (event.type !== 'drop')
			return;
		if (file)
			run(this.readFile(file));
		else
			this.setText(event.dataTransfer?.getData('text') ?? '');
	}

	/** A list that was kept as an address is checked at once, unless the browser kept what was in the field. */
	async begin() {
		const kept = Kept.list();

		if (kept && !this.area.value)
			this.area.value = this.kept = kept;
		this.offerColumns();
		if (kept)
			await this.check();
	}

	/** Another address of the same page. */
	async turnTo() {
		const kept = Kept.list();

		if (!kept)
			return;
		this.kept = kept;
		this.setText(kept);
		await this.check();
	}
}

Dom.begin('check', CheckPage);
