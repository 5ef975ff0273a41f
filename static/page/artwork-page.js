'use strict';

/*
 * The page /artwork/: the label of the product that its address names, ?id=ID, to be printed or saved. Of a label
 * that is not valid today, or from a copy that may not know it, there is none, and the page says why.
 */

/** @typedef {{ id: string, label: { label_id: string, level: number }, code: Code, template: Document, least: number }} Opened */

class ArtworkPage {
	static MOST = 1000; /* mm */

	/** @param {HTMLElement} page @param {HTMLFormElement} form */
	constructor(page, form) {
		this.page = page;
		this.form = form;
		this.words = new Words(page);
		this.product = /** @type {HTMLInputElement} */ (Dom.find(page, 'product'));
		this.width = /** @type {HTMLInputElement} */ (Dom.find(page, 'width'));
		this.oneColour = /** @type {HTMLInputElement} */ (Dom.find(page, 'one'));
		this.picture = Dom.make('img', '', { alt: '', 'data-picture': '' });
		this.printed = Dom.make('img', '', { class: 'printed-artwork', alt: '' });
		this.sheet = new CSSStyleSheet();
		/** @type {Opened | null} */
		this.opened = null;
		this.text = '';
	}

	/** @param {string} path below the root of the site */
	async load(path) {
		const response = await fetch(new URL(`${this.page.dataset.root}${path}`, location.href), { cache: 'no-cache' });

		return response.ok ? response.text() : null;
	}

	/** @param {string} word @param {Record<string, string | number>} [values] */
	say(word, values) {
		Dom.find(this.page, 'status').textContent = this.words.say(word, values);
	}

	/** Why there is no label of any product here, or nothing. @returns {[string, Record<string, string>] | null} */
	findFault() {
		if (location.protocol === 'file:' || this.page.dataset.lite !== undefined)
			return ['unread', {}];
		return Words.isOld ? ['old', { day: this.words.line(Words.asOf) }] : null;
	}

	/** The same of one product. @param {any} product the whole of label.json @returns {[string, Record<string, string>] | null} */
	findProductFault({ label, retired }) {
		if (retired)
			return ['retired', { day: this.words.line(retired.date) }];
		if (label.status !== 'valid')
			return ['ended', { status: this.words.say(`status_${label.status}`) }];
		return label.end < Words.today ? ['over', { day: this.words.line(label.end) }] : null;
	}

	/** @param {string} id */
	async open(id) {
		const fault = this.findFault();

		this.close();
		Dom.find(this.page, 'newest').hidden = !fault;
		if (fault)
			this.say(...fault);
		if (fault || !id)
			return;
		this.say('wait');
		try {
			await this.read(id);
		} catch {
			this.say('failed');
		}
	}

	/** @param {string} id */
	async read(id) {
		const isId = /^[0-9A-Z]{4,32}$/.test(id);
		const [label, qr] = isId ? await Promise.all(['label.json', 'qr.svg'].map((name) => this.load(`P/${id}/${name}`))) : [];
		const template = await fetch(this.page.dataset.template ?? '');

		if (!label || !qr) {
			this.say('unknown', { id });
			return;
		}

		const product = JSON.parse(label), fault = this.findProductFault(product);

		if (fault) {
			this.say(...fault);
			return;
		}
		this.show({ id, label: product.label, code: Artwork.readCode(qr), template: Artwork.parse(await template.text()), least: 0 });
	}

	/** @param {Opened} opened */
	show(opened) {
		opened.least = Artwork.leastWidth(opened.template, opened.code);
		this.opened = opened;
		this.width.min = String(opened.least);
		if (!(Number(this.width.value) >= opened.least))
			this.width.value = String(Math.ceil(opened.least));
		Dom.find(this.page, 'least').textContent = this.words.say('least', { least: this.words.number(opened.least) });
		Dom.find(this.page, 'choices').hidden = false;
		Dom.find(this.page, 'status').textContent = '';
		this.draw();
	}

	/** Why it cannot be as wide as that, or nothing. @param {Opened} opened @param {number} width @returns {[string, Record<string, string>] | null} */
	findSizeFault({ template, code, least }, width) {
		const module = this.words.number(Math.floor(Artwork.moduleOf(template, code, width) * 1000) / 1000);

		if (!(width >= least))
			return ['small', { least: this.words.number(least), width: this.words.number(width), module }];
		return width > ArtworkPage.MOST ? ['large', { most: this.words.number(ArtworkPage.MOST) }] : null;
	}

	draw() {
		const { opened } = this, width = Number(this.width.value), said = Dom.find(this.page, 'said');
		const fault = opened && this.findSizeFault(opened, width);

		this.clear();
		this.width.setAttribute('aria-invalid', String(Boolean(fault)));
		if (fault)
			said.textContent = this.words.say(...fault);
		if (!opened || fault)
			return;

		const { id, label: { level, label_id: number }, code, template } = opened;
		const title = this.words.say('alt', { level, number });
		const { text, height } = Artwork.compose(template, { level, number, title, code, width, isOneColour: this.oneColour.checked });

		this.text = text;
		for (const picture of [this.picture, this.printed]) {
			picture.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
			picture.alt = title;
			picture.style.inlineSize = `${width}mm`;
		}
		this.setPaper(width, height);
		said.textContent = this.words.say('made', { id, width: this.words.number(width), height: this.words.number(Math.round(height * 10) / 10),
			module: this.words.number(Math.floor(Artwork.moduleOf(template, code, width) * 1000) / 1000) });
		this.allow(true);
	}

	/** The paper is as large as the label, and has nothing else. @param {number} width @param {number} height in mm */
	setPaper(width, height) {
		this.sheet.replaceSync(`@page { size: ${width}mm ${height}mm; margin: 0 }
			@media screen { .printed-artwork { display: none } }
			@media print {
				html, body { margin: 0; padding: 0; block-size: ${height}mm; overflow: hidden }
				body > :not(.printed-artwork) { display: none !important }
				.printed-artwork { display: block; max-inline-size: none; block-size: ${height}mm }
			}`);
		document.body.append(this.printed);
	}

	/** @param {boolean} isAllowed */
	allow(isAllowed) {
		for (const name of ['print', 'save'])
			/** @type {HTMLButtonElement} */ (Dom.find(this.page, name)).disabled = !isAllowed;
		this.picture.hidden = !isAllowed;
	}

	clear() {
		this.text = '';
		this.sheet.replaceSync('');
		this.printed.remove();
		this.picture.removeAttribute('src');
		this.allow(false);
	}

	close() {
		this.opened = null;
		this.clear();
		Dom.find(this.page, 'choices').hidden = true;
	}

	/** What was valid when the page was opened may have ended at midnight. @param {() => void} act */
	async ifStillTrue(act) {
		const { id = '' } = this.opened ?? {};

		await this.open(id);
		if (this.text)
			act();
	}

	listen() {
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
		Dom.find(this.page, 'choices').addEventListener('input', () => this.draw());
		Dom.find(this.page, 'print').addEventListener('click', () => run(this.ifStillTrue(() => window.print())));
		Dom.find(this.page, 'save').addEventListener('click', () => run(this.ifStillTrue(() => Dom.save(`${this.opened?.id}-label.svg`, this.text, 'image/svg+xml'))));
	}

	begin() {
		const id = (new URLSearchParams(location.search).get('id') ?? '').trim().toUpperCase();

		Dom.find(this.page, 'place').append(this.picture);
		this.product.value = id;
		/* the page in another language shows the same product */
		if (id)
			document.querySelectorAll('.languages a').forEach((link) => {
				link.setAttribute('href', `${link.getAttribute('href')}?id=${encodeURIComponent(id)}`);
			});
		return this.open(id);
	}
}

Dom.begin('artwork', ArtworkPage);
