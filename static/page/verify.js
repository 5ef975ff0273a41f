'use strict';

/*
 * The check of a copy on the page /offline/: what verify.js finds, put on the page. Nothing of the copy leaves the
 * browser. What is kept, in localStorage, is the highest sequence number that was seen signed by a key, so that an
 * older copy can be told from a newer one.
 */

class VerifyPage {
	/** @param {HTMLElement} page @param {NonNullable<Window['fudaVerify']>} api */
	constructor(page, api) {
		this.page = page;
		this.api = api;
		this.words = new Words(page);
		this.isStopped = false;
		/* When the progress was drawn. */
		this.drawn = 0;
	}

	/* Findings that are shown, and milliseconds between two states of the progress. */
	static get SHOWN() { return 100; }
	static get PAUSE() { return 100; }

	/** @param {string} name */
	find(name) { return Dom.find(this.page, name); }

	get key() { return /** @type {HTMLInputElement} */ (this.find('key')); }

	get folder() { return /** @type {HTMLInputElement} */ (this.find('folder')); }

	get bar() { return /** @type {HTMLProgressElement} */ (this.find('progress')); }

	/** @param {string} text */
	tell(text) { this.find('status').textContent = text; }

	/** @param {string} list @param {string} word @param {Record<string, string | number>} [values] */
	add(list, word, values) { this.find(list).append(Dom.make('li', this.words.say(word, values))); }

	/**
	 * A sequence number that is higher and was seen signed by the key; 0 if there is none. Remembers this one if
	 * it is the highest.
	 * @param {number} sequence @param {string} id of the key
	 */
	static newerSeen(sequence, id) {
		const name = `fuda-newest-${id}`;

		try {
			const seen = Number(localStorage.getItem(name)) || 0;

			if (sequence > seen)
				localStorage.setItem(name, String(sequence));
			return sequence < seen ? seen : 0;
		} catch {
			return 0; /* nothing can be kept here */
		}
	}

	/* ---- the result ---- */

	/** @param {CopyEdition} edition */
	sayEdition({ site, as_of: asOf, sequence, next_expected: next }) {
		const today = new Date(Date.now() + 9 * 36e5).toISOString().slice(0, 10);

		this.add('said', 'edition', { site, day: this.words.day(asOf), n: sequence });
		if (today >= next)
			this.add('said', 'expected', { day: this.words.day(next) });
	}

	/**
	 * Which folder it was, and what was picked with it and is not a part of the copy.
	 * @param {{folder: string, outside: number}} picked
	 */
	sayFolder({ folder, outside }) {
		this.add('said', 'checked', { folder: folder || '/' });
		if (outside > 0)
			this.add('said', 'outside', { n: this.words.number(outside) });
	}

	/** @param {CopyResult} found */
	saySigned({ files, line }) {
		const id = line[line.length - 1]?.key.id ?? '';

		this.add('said', 'signed', { n: this.words.number(files), id });
		line.slice(1).forEach(({ key, from = '' }, i) =>
			this.add('said', 'named', { id: key.id, other: line[i]?.key.id ?? '', day: this.words.day(from) }));
	}

	/** @param {CopyFinding[]} findings those that do harm come first */
	sayFindings(findings) {
		const n = findings.length - VerifyPage.SHOWN;

		findings.slice(0, VerifyPage.SHOWN).forEach(({ kind, path, other }) => this.add('findings', `found_${kind}`, { path, other }));
		if (n > 0)
			this.add('findings', 'more', { n: this.words.number(n) });
	}

	/**
	 * What nobody signed is not told, and of its files nothing but where that was asked for.
	 * @param {CopyResult} found @param {boolean} hasGoneOn
	 */
	sayRest({ edition, isUnsigned }, hasGoneOn) {
		const canGoOn = edition !== null && isUnsigned && !hasGoneOn;

		if (edition && !isUnsigned)
			this.sayEdition(edition);
		if (canGoOn)
			this.add('said', 'ended');
		this.find('go-on').hidden = !canGoOn;
	}

	/**
	 * @param {CopyResult} found @param {PublicKey | null} trusted @param {{folder: string, outside: number}} picked
	 * @param {boolean} hasGoneOn
	 */
	show(found, trusted, picked, hasGoneOn) {
		const { edition, signature } = found;
		const isLeft = (/** @type {CopyFinding} */ { kind }) => kind === 'leftover';
		const findings = found.findings.filter((finding) => !isLeft(finding)), isGood = findings.length === 0 && !found.isStopped;
		const isSigned = signature === 'good' && isGood;
		const seen = isSigned && edition && trusted ? VerifyPage.newerSeen(edition.sequence, trusted.id) : 0;
		const verdict = found.isStopped ? 'stopped' : !isGood ? 'bad' : seen ? 'old' : isSigned ? 'good' : 'hashes';

		this.find('result').dataset.verdict = verdict;
		this.find('answer').textContent = this.words.say(verdict, { n: this.words.number(findings.length) });
		this.sayFolder(picked);
		if (isSigned)
			this.saySigned(found);
		if (seen)
			this.add('said', 'seen', { n: seen });
		if (signature === 'unchecked')
			this.add('said', trusted ? 'no_ed25519' : 'no_key');
		this.sayRest(found, hasGoneOn);
		this.sayFindings([...findings, ...found.findings.filter(isLeft)]);
		this.tell('');
		this.find('result').hidden = false;
		this.find('answer').focus();
	}

	/** @param {number} done @param {number} all */
	showProgress(done, all) {
		if (Date.now() - this.drawn < VerifyPage.PAUSE)
			return;
		this.drawn = Date.now();
		this.bar.max = all;
		this.bar.value = done;
		this.tell(this.words.say('progress', { n: this.words.number(done), all: this.words.number(all) }));
	}

	/** The announcements of next keys that this page came with. */
	async knownKeys() {
		const text = this.page.querySelector('[data-keys]');

		return text instanceof HTMLTemplateElement ? await this.api.parseKeys(text.content.textContent ?? '') ?? [] : [];
	}

	/* ---- the form ---- */

	/** @param {FileList} list @param {PublicKey | null} trusted @param {boolean} goesOn behind a bad signature */
	async check(list, trusted, goesOn) {
		const watch = {
			progress: (/** @type {number} */ done, /** @type {number} */ all) => this.showProgress(done, all),
			isStopped: () => this.isStopped,
			goesOn,
		};

		this.isStopped = false;
		this.find('result').hidden = true;
		this.find('said').replaceChildren();
		this.find('findings').replaceChildren();
		this.bar.removeAttribute('value');
		this.bar.hidden = this.find('stop').hidden = false;
		this.tell(this.words.say('begin'));
		try {
			const picked = this.api.chooseFiles(list);

			this.show(await this.api.check(picked.files, trusted, watch, await this.knownKeys()), trusted, picked, goesOn);
		} catch (error) {
			this.tell(this.words.say('failed', { text: error instanceof Error ? error.message : String(error) }));
		} finally {
			this.bar.hidden = this.find('stop').hidden = true;
		}
	}

	/** @param {boolean} goesOn behind a bad signature */
	submit(goesOn) {
		const { key } = this, { files } = this.folder, text = key.value.trim(), trusted = text ? this.api.parseKey(text) : null;

		if (!this.bar.hidden)
			return;
		key.setAttribute('aria-invalid', String(Boolean(text && !trusted)));
		if (text && !trusted) {
			this.tell(this.words.say('key_invalid'));
			key.focus();
		} else if (!files?.length) {
			this.tell(this.words.say('no_folder'));
			this.folder.focus();
		} else {
			run(this.check(files, trusted, goesOn));
		}
	}

	begin() {
		const { folder } = this;

		this.find('form').addEventListener('submit', (event) => {
			event.preventDefault();
			this.submit(false);
		});
		this.find('go-on').addEventListener('click', () => this.submit(true));
		this.find('stop').addEventListener('click', () => { this.isStopped = true; });

		/* Pages that came over plain http have no SHA-256; some browsers pick no folders. */
		folder.webkitdirectory = true;
		if ('webkitdirectory' in HTMLInputElement.prototype && window.crypto?.subtle) {
			this.find('form').hidden = false;
			this.find('without').hidden = true;
		} else {
			this.find('without').textContent = this.words.say('unable');
		}
	}
}

(() => {
	const page = document.querySelector('[data-verify]');

	if (page instanceof HTMLElement && window.fudaVerify)
		new VerifyPage(page, window.fudaVerify).begin();
	document.querySelectorAll('[data-age-part]').forEach((part) => { part.toggleAttribute('hidden', !window.fudaAsOf); });
})();
