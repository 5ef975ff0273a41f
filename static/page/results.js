'use strict';

/* What an answer shows: its products as rows, how many there are, and what else has the words. */

class Results {
	/**
	 * @param {HTMLElement} page @param {Table} table @param {Words} words @param {Comparison} comparison
	 */
	constructor(page, table, words, comparison) {
		this.page = page;
		this.table = table;
		this.words = words;
		this.comparison = comparison;
		/** @type {Answer | null} */
		this.answer = null;
		/** @type {Question} */
		this.question = Questions.empty();
		/** Counts questions, so that an answer that comes late is seen to be one. */
		this.turn = 0;
		this.isWhole = false;
		/** @type {Product[]} those of which a row is shown, and for which question that was made */
		this.shown = [];
		this.shownFor = 0;
	}

	static get PAGE() { return 20; }

	/** @param {string} name */
	find(name) { return Dom.find(this.page, name); }

	hide() {
		this.turn++;
		this.answer = null;
		this.find('results').hidden = true;
	}

	/** @param {string} word @param {Record<string, string | number>} [values] */
	tell(word, values) {
		this.find('results').hidden = false;
		this.find('count').textContent = this.words.say(word, values);
	}

	/**
	 * Says that something could not be loaded. What is shown stays, and can be asked for again.
	 * @param {unknown} error
	 */
	fail(error) {
		this.tell('failed');
		this.find('again').hidden = false;
		if (!(error instanceof LoadError))
			throw error;
	}

	/**
	 * Asks the index, and shows the first products of the answer, at least `least`. Gives null where
	 * nothing is asked, nothing could be loaded, or something else has been asked since.
	 * @param {Question} question
	 */
	async show(question, least = Results.PAGE) {
		const turn = ++this.turn;
		const wait = setTimeout(() => this.tell('wait'), 400);
		let isThere = false;

		this.question = question;
		try {
			const answer = await this.ask(question, least, (products, typed) => {
				if (turn === this.turn && !isThere)
					this.showFirst(products.slice(0, least), typed);
			});

			isThere = true;

			if (turn !== this.turn)
				return null;
			clearTimeout(wait);
			if (!answer) {
				this.hide();
				return null;
			}
			this.begin(answer, question, least);
			await this.showLinks(answer);
			if (turn === this.turn)
				this.find('results').dataset.answers = question.q;
			return answer;
		} catch (error) {
			if (turn === this.turn)
				this.fail(error);
			return null;
		} finally {
			clearTimeout(wait);
		}
	}

	/** @param {Question} question @param {number} least @param {Show} show */
	async ask(question, least, show) {
		const { index } = this.table;

		return index.persist(async () => {
			const filter = Questions.toFilter(question, await index.open(), Words.today);
			const answer = await Query.ask(index, question.q, filter, least, show);

			return answer && answer.more(least);
		});
	}

	/** @param {Answer} answer @param {Question} question @param {number} least */
	begin(answer, question, least) {
		this.answer = answer;
		this.isWhole = answer.isComplete();
		this.keepRows(answer.products);
		this.find('results').hidden = false;
		this.find('again').hidden = true;
		this.find('asked').hidden = !Questions.hasConditions(question);
		this.find('asked').textContent = sentenceOf(question, this.words, this.table);
		this.showRows(answer, least);
		this.find('none').hidden = answer.products.length > 0 && !answer.near || answer.retired !== null;
		this.showRetired(answer.retired);
		/* What a copy does not have may have been issued or extended since. */
		this.find('none-means').hidden = Words.isOld;
		this.find('old').hidden = !Words.isOld;
		this.find('old-words').textContent = this.words.say('old_copy', { day: this.words.line(Words.asOf) });
	}

	/** @param {{id: string, day: string} | null} retired */
	showRetired(retired) {
		this.find('retired').hidden = !retired;
		if (!retired)
			return;
		this.find('retired-words').textContent = this.words.say('retired_entry', { id: retired.id, day: this.words.line(retired.day) });
		this.find('retired-link').setAttribute('href', this.table.addressOf(`P/${retired.id}/`));
	}

	clear() {
		this.shown = [];
		this.find('rows').replaceChildren();
	}

	/**
	 * Takes away the rows of another question; those of this one stay, as far as they stand where they should.
	 * @param {Product[]} products
	 */
	keepRows(products) {
		if (this.shownFor !== this.turn || this.shown.some((product, i) => product !== products[i]))
			this.clear();
		this.shownFor = this.turn;
	}

	/**
	 * Shows products that come before all others, while these are being loaded.
	 * @param {Product[]} products @param {string} typed
	 */
	showFirst(products, typed) {
		this.answer = null;
		for (const name of ['exact', 'makers', 'categories', 'none', 'retired', 'more', 'again'])
			this.find(name).hidden = true;
		this.tell('wait');
		this.keepRows(products);
		this.addRows(products, typed);
	}

	/** @param {Product[]} products @param {string} typed */
	addRows(products, typed) {
		const rows = this.find('rows');

		for (const product of products.slice(this.shown.length)) {
			rows.append(this.makeRow(product, typed));
			this.shown.push(product);
		}
		this.find('found').hidden = products.length === 0;
	}

	/** @param {Answer} answer @param {number} most */
	showRows(answer, most) {
		this.addRows(answer.products.slice(0, most), answer.typed);
		this.find('more').hidden = answer.isComplete() && this.shown.length === answer.products.length;
		this.showCount(answer);
	}

	/**
	 * How many there are. Conditions of a tender get a number that is exact, or none.
	 * @param {Answer} answer
	 */
	showCount(answer) {
		const { count, isExact } = answer.count(), { words } = this;
		const shown = this.shown.length;
		const parts = [];

		if (isExact)
			parts.push(words.say('count', { n: words.number(count) }));
		else if (!Questions.hasConditions(this.question))
			parts.push(words.say('count_most', { n: words.number(count) }));
		if (shown < count)
			parts.push(words.say('shown', { n: words.number(shown) }));
		if (!answer.isComplete() && !this.isWhole)
			parts.push(words.say('many'));
		/* What is only like what was asked for says so, and in place of a number. */
		this.find('count').textContent = count === 0 ? ''
			: answer.near ? this.sayNear(answer.near) : parts.join(words.say('space'));
	}

	/** @param {NearMiss} near */
	sayNear({ kind, asked, without }) {
		const { words } = this;

		return [words.say(`near_${kind}`, { asked }), ...without ? [words.say('near_without', { asked: without })] : []].join(words.say('space'));
	}

	/** @param {Product} product @param {string} typed */
	makeRow(product, typed) {
		const { words, table } = this, template = this.find('row');
		const row = template instanceof HTMLTemplateElement
			? /** @type {HTMLElement} */ (document.importNode(template.content, true).querySelector('tr')) : Dom.make('tr');
		const model = product.models.find((text) => typed && Terms.code(text).startsWith(typed)) ?? product.models[0] ?? '';
		const others = product.models.length - 1;
		const box = Dom.find(row, 'choose');

		table.setPhrase(Dom.find(row, 'link'), product.names).setAttribute('href', table.productAddress(product));
		Dom.find(row, 'model').textContent = others ? `${model} ${words.say('more_models', { n: words.number(others) })}` : model;
		this.setMaker(Dom.find(row, 'maker'), product);
		Dom.find(row, 'level').textContent = words.say(`level.${product.level}`);
		Dom.find(row, 'spoken').textContent = words.say(`spoken.${product.level}`);
		this.setState(Dom.find(row, 'state'), product);
		Dom.find(row, 'choose-words').textContent = words.say('compare_add', { text: table.phrase(product.names).text });
		if (box instanceof HTMLInputElement)
			this.comparison.watch(box, product.id);
		return row;
	}

	/** @param {HTMLElement} element @param {Product} product */
	setMaker(element, product) {
		if (product.maker)
			element.append(this.table.setPhrase(Dom.make('span'), product.maker));
		else
			element.append(Dom.make('span', this.table.makerOf(product),
				{ class: product.isMakerWithheld ? 'absent absent-withheld' : 'absent' }));
	}

	/** @param {HTMLElement} element @param {Product} product */
	setState(element, product) {
		const status = this.table.statusOf(product), end = Dom.make('span', this.words.line(product.end), { class: 'nowrap' });
		const [before = '', after = ''] = this.words.say(status === 'valid' ? 'valid_until' : status === 'stale' ? 'stale_end'
			: this.table.isOfTerm(product) ? 'expired_after' : 'ended_on').split('{text}');

		element.dataset.status = status;
		Dom.find(element, 'headline').textContent = this.words.say(`status.${status}`);
		Dom.find(element, 'ended').append(before, end, after);
		Dom.find(element, 'note').hidden = !product.hasOpenNote;
	}

	/** @param {Answer} answer */
	async showLinks(answer) {
		const { table } = this, [exact] = answer.exact.length === 1 ? answer.exact : [];
		const link = this.find('exact-link');

		this.find('exact').hidden = !exact;
		if (exact) {
			table.setPhrase(link, exact.names).setAttribute('href', table.productAddress(exact));

			const number = [...exact.models, ...exact.ids].find((text) => Terms.code(text) === answer.typed);

			if (number)
				link.append(` (${number})`);
		}
		this.setChoices('categories', answer.categories().map(([id, names]) =>
			[table.setPhrase(Dom.make('a', '', { href: table.addressOf(`products/category-${id}/`) }), names)]));
		this.find('makers').hidden = true;

		const makers = await answer.makers(10);

		if (answer === this.answer)
			this.setChoices('makers', makers.map(({ names, path, count }) => [
				table.setPhrase(Dom.make('a', '', { href: table.addressOf(path) }), names),
				Dom.make('span', this.words.say('maker_count', { n: this.words.number(count) }), { class: 'count' }),
			]));
	}

	/** @param {string} name @param {HTMLElement[][]} choices */
	setChoices(name, choices) {
		this.find(`${name}-list`).replaceChildren(...choices.map((parts) => {
			const item = Dom.make('li');

			item.append(...parts);
			return item;
		}));
		this.find(name).hidden = choices.length === 0;
	}

	/** Shows a page more. Where the index was replaced meanwhile, all is asked for again. */
	async more() {
		const { answer } = this, before = this.shown.length, wanted = before + Results.PAGE;

		if (!answer)
			return;
		try {
			await answer.more(wanted);
		} catch (error) {
			if (answer !== this.answer)
				return;
			if (error instanceof LoadError && await this.table.index.renew())
				await this.show(this.question, wanted);
			else
				this.fail(error);
			return;
		}
		if (answer !== this.answer)
			return;
		this.find('again').hidden = true;
		this.showRows(answer, wanted);
		this.find('rows').children[before]?.querySelector('a')?.focus();
	}

	/** All products of the answer as CSV. */
	async save() {
		const { answer, words } = this;

		if (!answer)
			return;
		try {
			while (!answer.isComplete() && answer === this.answer) {
				this.tell('csv_wait', { n: words.number(answer.loaded.size), all: words.number(answer.numbers.length) });
				await answer.more(answer.products.length + 500);
			}
		} catch (error) {
			if (answer === this.answer)
				this.fail(error);
			return;
		}
		if (answer !== this.answer)
			return;
		this.showCount(answer);
		Table.saveCsv(`labels-${Words.asOf}.csv`,
			[this.table.head(COLUMNS), ...answer.products.map((product) => this.table.row(product))]);
	}
}
