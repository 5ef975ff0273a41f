'use strict';

/* The page /proof/: a file that is chosen or dropped, and what it proves, in words. Nothing of it leaves the
 * browser. */

class ProofPage {
	static MOST = 1 << 24; /* bytes; no proof comes near */

	/** @param {HTMLElement} page @param {HTMLFormElement} form */
	constructor(page, form) {
		this.page = page;
		this.form = form;
		this.words = new Words(page);
		this.key = /** @type {HTMLInputElement} */ (Dom.find(page, 'key'));
		this.file = /** @type {HTMLInputElement} */ (Dom.find(page, 'file'));
		this.status = Dom.find(page, 'status');
		this.result = Dom.find(page, 'result');
	}

	/** A word for a value of label.json, or the value where there is none. @param {string} kind @param {unknown} value */
	name(kind, value) { return this.words.texts.get(`${kind}_${value}`) ?? String(value); }

	/** @param {any} label of label.json */
	tellLabel(label) {
		const { label_id: id, level, criteria, status, reason, end } = label;
		const isEvent = status === 'revoked' || this.words.texts.has(`event_${reason}`);
		const parts = [this.words.say('label', { id, level, criteria }), this.words.say('status', { status: this.name('status', status) })];

		if (reason)
			parts.push(this.words.say('reason', { reason: this.name('reason', reason) }));
		if (end)
			parts.push(this.words.say(isEvent ? 'ended' : 'end', { day: this.words.day(end) }));
		return parts;
	}

	/** @param {any} product the whole of label.json */
	tellProduct(product) {
		const { name, label, also, retired } = product, named = name?.[document.documentElement.lang] ?? Object.values(name ?? {})[0];
		const parts = named ? [this.words.say('name', { name: named })] : [];

		for (const each of [label, ...Array.isArray(also) ? also : []])
			if (each)
				parts.push(...this.tellLabel(each));
		if (retired?.date)
			parts.push(this.words.say('retired', { day: this.words.day(retired.date) }));
		return parts;
	}

	/** Who signed, and how the key that was asked for leads there. @param {ProofVerdict} found */
	tellSigner({ verdict, line, until }) {
		const signer = line[line.length - 1]?.key.id ?? '';
		const parts = [this.words.say(verdict === 'good' ? 'signed' : 'no_ed25519', { id: signer })];

		for (const [i, { key, from }] of line.entries())
			if (from)
				parts.push(this.words.say('named', { id: key.id, other: line[i - 1]?.key.id ?? '', day: this.words.day(from) }));
		if (until)
			parts.push(this.words.say('until', { id: signer, day: this.words.day(until) }));
		return parts;
	}

	/** The announcements of next keys that the page came with. @param {NonNullable<Window['fudaVerify']>} signing */
	async known(signing) {
		const text = this.page.querySelector('[data-keys]');

		return text instanceof HTMLTemplateElement ? await signing.parseKeys(text.content.textContent ?? '') ?? [] : [];
	}

	/** @param {ProofVerdict} found @param {ProofContent | null} proof @param {PublicKey} key */
	show(found, proof, key) {
		const { verdict } = found;
		const isGood = verdict === 'good' || verdict === 'unchecked', answer = Dom.find(this.page, 'answer');
		const said = Dom.find(this.page, 'said'), signed = Dom.find(this.page, 'signed');
		const add = (/** @type {HTMLElement} */ list, /** @type {string[]} */ texts) =>
			list.replaceChildren(...texts.map((text) => Dom.make('li', text)));

		this.result.dataset.verdict = verdict === 'good' ? 'good' : isGood ? 'hashes' : 'bad';
		if (isGood && proof) {
			answer.textContent = this.words.say(verdict, { day: this.words.day(proof.day), id: proof.id });
			add(said, this.tellProduct(Proof.parseLabel(proof.label)));
			add(signed, [this.words.say('logged', { n: proof.log.index, origin: proof.checkpoint.origin }),
				...this.tellSigner(found)]);
		} else {
			answer.textContent = this.words.say('bad');
			add(said, [this.words.say(`fault_${verdict}`, { id: key.id })]);
			add(signed, []);
		}
		this.result.hidden = false;
		answer.focus();
	}

	/** @param {File} file @param {PublicKey} key */
	async check(file, key) {
		const signing = window.fudaVerify;
		let proof = null;

		if (!signing)
			return;
		this.result.hidden = true;
		this.status.textContent = '';
		try {
			if (file.size <= ProofPage.MOST)
				proof = Proof.parse(new Uint8Array(await file.arrayBuffer()));
		} catch {
			/* it is none */
		}
		this.show(proof ? await Proof.check(proof, key, await this.known(signing), signing) : { verdict: 'form', line: [] }, proof, key);
	}

	submit() {
		const key = window.fudaVerify?.parseKey(this.key.value) ?? null, file = this.file.files?.[0];

		this.key.setAttribute('aria-invalid', String(!key));
		if (!key) {
			this.status.textContent = this.words.say('key_invalid');
			this.key.focus();
		} else if (!file) {
			this.status.textContent = this.words.say('no_file');
			this.file.focus();
		} else {
			run(this.check(file, key));
		}
	}

	listen() {
		this.form.addEventListener('submit', (event) => {
			event.preventDefault();
			this.submit();
		});
		/* A file that is dropped beside the field would take the page away. */
		document.addEventListener('dragover', (event) => event.preventDefault());
		document.addEventListener('drop', (event) => {
			event.preventDefault();
			if (!event.dataTransfer?.files.length)
				return;
			this.file.files = event.dataTransfer.files;
			this.submit();
		});
	}

	/** Pages that came over plain http have no SHA-256. */
	async begin() {
		if (window.crypto?.subtle)
			return;
		this.form.hidden = true;
		this.status.textContent = this.words.say('unable');
	}
}

Dom.begin('proof', ProofPage);
