'use strict';

/*
 * The search page: what is typed is searched for as it is typed. The address of the page always says
 * what is shown, so that it can be sent to someone, and each search is a step back. Nothing that is
 * typed or chosen leaves the browser.
 */

class SearchPage {
	/** @param {HTMLElement} page @param {HTMLFormElement} form */
	constructor(page, form) {
		this.page = page;
		this.form = form;
		this.index = new SearchIndex(page.dataset.root ?? '', page.dataset.nearest);
		this.words = new Words(page);
		this.table = new Table(page, this.index, this.words);
		this.comparison = new Comparison(page, this.table, this.words, () => this.writeAddress(true));
		this.results = new Results(page, this.table, this.words, this.comparison);
		this.title = document.title;
		this.day = Words.today;
		/** Whether the directory was there, and what the address says is in the form. */
		this.isBegun = false;
		/** Whether what is typed now goes on from the last step of the history. */
		this.isTyping = false;
		/** @type {ReturnType<typeof setTimeout> | undefined} */
		this.timer = undefined;
	}

	/** @param {string} name */
	find(name) { return Dom.find(this.page, name); }

	get field() { return /** @type {HTMLInputElement} */ (this.form.elements.namedItem('q')); }

	/** @param {boolean} isStep whether one can go back to what was asked before */
	writeAddress(isStep) {
		const text = Questions.toAddress(Questions.ofForm(this.form), this.comparison.ids);
		const search = text ? `?${text}` : '', address = location.pathname + search;

		/* What it says already, be it written otherwise, takes time to say. */
		if (String(new URLSearchParams(text)) !== String(new URLSearchParams(location.search)))
			if (isStep)
				history.pushState(null, '', address);
			else
				history.replaceState(null, '', address);
		this.showAddress(search);
	}

	/** @param {string} search */
	showAddress(search) {
		const { value } = this.field;

		document.title = value ? `${value} – ${this.title}` : this.title;
		document.querySelectorAll('.languages a').forEach((link) => {
			link.setAttribute('href', (link.getAttribute('href') ?? '').replace(/[?].*/, '') + search);
		});
		this.find('clear').hidden = !search;
	}

	/** Takes what is asked from the query of an address, and shows it. */
	async readAddress(search = location.search) {
		const question = Questions.ofAddress(this.form, search);

		this.comparison.readAddress(search);
		Questions.fill(this.form, question);
		this.openGroups(question);
		this.showAddress(search);
		this.comparison.showBar();

		const [answer] = await Promise.all([this.results.show(question), this.comparison.show(false)]);

		return answer;
	}

	/** @param {Question} question */
	openGroups(question) {
		this.find('filters').toggleAttribute('open', Boolean(question.level.length || question.status.length ||
			question.evaluator.length || question.category || question.criteria || question.until));
		this.find('tender').toggleAttribute('open', Boolean(question.min || question.delivery || question.months ||
			question.after || question.third));
	}

	/** @param {Event} event */
	changed(event) {
		const isText = event.target === this.field;

		clearTimeout(this.timer);
		this.timer = setTimeout(() => {
			if (!this.isBegun) {
				run(this.start());
				return;
			}
			this.writeAddress(!isText || !this.isTyping);
			this.isTyping = isText;
			run(this.results.show(Questions.ofForm(this.form)));
		}, 120);
	}

	/** A label number or a product id that was typed whole leads to its page. */
	async submit() {
		clearTimeout(this.timer);
		if (!this.isBegun)
			await this.start();
		if (!this.isBegun)
			return;
		this.writeAddress(!this.isTyping);
		this.isTyping = false;

		const product = this.numbered(await this.results.show(Questions.ofForm(this.form)));

		if (product)
			location.assign(this.table.productAddress(product));
	}

	/**
	 * The one product of which an id was typed.
	 * @param {Answer | null} answer
	 */
	numbered(answer) {
		const [product] = answer?.exact.length === 1 && !answer.near ? answer.exact : [];

		return product?.ids.map(Terms.code).includes(answer?.typed ?? '') ? product : null;
	}

	clear() {
		Questions.fill(this.form, Questions.empty());
		this.comparison.ids = [];
		this.writeAddress(true);
		this.results.hide();
		run(this.comparison.show(false));
		this.field.focus();
	}

	fillChoices() {
		const { categories, criteria } = this.index.directory;
		/** @param {string} name @param {string[][]} choices */
		const add = (name, choices) => {
			const select = this.form.elements.namedItem(name);

			if (select instanceof HTMLSelectElement)
				select.append(...choices.map(([value = '', text]) => Dom.make('option', text, { value })));
		};

		add('category', categories.map(([id, names]) => [id, this.table.phrase(names).text]));
		add('criteria', criteria.map(([id]) => [id, id]));
		add('after', criteria.map(([id]) => [id, id]));
	}

	/** A page that stays open shows what is true today. */
	wake() {
		if (this.day === Words.today || document.hidden)
			return;
		this.day = Words.today;
		if (this.results.answer)
			run(this.results.show(this.results.question, this.results.shown.length));
		run(this.comparison.show(false));
	}

	listen() {
		const { form, results, comparison } = this;
		/** @param {string} name @param {() => void} act */
		const click = (name, act) => this.find(name).addEventListener('click', act);

		form.addEventListener('input', (event) => this.changed(event));
		this.field.addEventListener('change', () => { this.isTyping = false; });
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			run(this.submit());
		});
		window.addEventListener('popstate', () => {
			this.isTyping = false;
			run(this.readAddress());
		});
		document.addEventListener('visibilitychange', () => this.wake());
		setInterval(() => this.wake(), 6e4);
		click('clear', () => this.clear());
		click('more', () => run(results.more()));
		click('again', () => run(this.again()));
		click('csv', () => run(results.save()));
		click('compare-show', () => run(comparison.show(true)));
		click('compare-close', () => {
			comparison.ids = [];
			this.writeAddress(true);
			run(comparison.show(false));
			this.field.focus();
		});
	}

	/** After something could not be loaded. */
	async again() {
		if (!this.isBegun)
			await this.start();
		else
			await this.results.show(this.results.question, Math.max(Results.PAGE, this.results.shown.length));
	}

	/** Opens the index: whether that succeeded. What the address asks does not wait in silence. */
	async open() {
		const wait = setTimeout(() => {
			if (this.field.value || location.search)
				this.results.tell('wait');
		}, 400);

		try {
			await this.index.open();
			Query.begin(this.index, this.field.value);
			return true;
		} catch (error) {
			this.results.fail(error);
			return false;
		} finally {
			clearTimeout(wait);
		}
	}

	/**
	 * What is asked, as the query of an address: what was typed and chosen before the index was there goes before
	 * what the address asks, but for the choices that the index alone knows.
	 */
	takeForm() {
		const query = new URLSearchParams(Questions.toAddress(Questions.ofForm(this.form), this.comparison.ids));
		const asked = new URLSearchParams(location.search);

		for (const name of ['category', 'criteria', 'after'])
			query.set(name, asked.get(name) ?? '');
		return `?${query}`;
	}

	async start() {
		const isGoing = new URLSearchParams(location.search).get('go') === '1';

		if (!await this.open() || this.isBegun)
			return;
		this.isBegun = true;

		const asked = this.takeForm();

		this.fillChoices();

		const product = this.numbered(await this.readAddress(asked));

		if (product && isGoing)
			location.replace(this.table.productAddress(product));
		this.writeAddress(false);
	}

	async begin() {
		const { value } = this.field;

		Questions.fill(this.form, Questions.ofAddress(this.form, location.search));
		this.field.value = value || this.field.value;
		this.comparison.readAddress(location.search);
		await this.start();
	}
}

Dom.begin('search', SearchPage);
