/*
 * The check of a copy on the page /offline/: what verify.js finds, put on the page. Nothing of the
 * folder leaves the browser. The one thing that is kept, in localStorage, is the highest sequence
 * number that was seen signed by a key, so that an older copy can be told from a newer one.
 */
(function () {
	'use strict';

	const page = document.querySelector('[data-verify]');
	const api = window.fudaVerify;
	const SHOWN = 100, PAUSE = 100;

	if (!page || !api)
		return;

	const find = (name) => page.querySelector(`[data-${name}]`);
	const locale = ((window.fudaWords || {})[document.documentElement.lang] || {}).locale;
	const words = {};
	const form = find('form'), key = find('key'), folder = find('folder'), stop = find('stop');
	const bar = find('progress'), status = find('status'), result = find('result');
	let isStopped = false, drawn = 0;

	find('words').content.querySelectorAll('[data-word]').forEach((word) => {
		words[word.getAttribute('data-word')] = word.textContent;
	});

	const say = (word, values) => words[word].replace(/\{(\w+)\}/g, (whole, name) => values[name]);
	const number = (n) => n.toLocaleString(locale);
	const day = (iso) => new Date(iso).toLocaleDateString(locale,
		{ timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' });

	function addLine(list, text) {
		const item = document.createElement('li');

		item.textContent = text;
		list.append(item);
	}

	/* ---- the newest copy seen ---- */

	function newestSeen(name) {
		try {
			return Number(localStorage.getItem(name)) || 0;
		} catch (error) {
			return 0; /* nothing can be kept here */
		}
	}

	/* Whether a newer edition was seen before; remembers this one if it is the newest. */
	function isOlder(edition, id) {
		const name = `fuda-newest-${id}`, seen = newestSeen(name);

		if (edition.sequence > seen) {
			try {
				localStorage.setItem(name, edition.sequence);
			} catch (error) {
				/* it will not be missed */
			}
		}
		return edition.sequence < seen ? seen : 0;
	}

	/* ---- the result ---- */

	function sayEdition(edition) {
		const today = new Date(Date.now() + 9 * 36e5).toISOString().slice(0, 10);

		addLine(find('said'), say('edition', { site: edition.site, day: day(edition.as_of), n: edition.sequence }));
		if (today >= edition.next_expected)
			addLine(find('said'), say('expected', { day: day(edition.next_expected) }));
	}

	/* Which folder it was, and what was picked with it and is not a part of the copy. */
	function sayFolder({ folder, outside }) {
		addLine(find('said'), say('checked', { folder: folder || '/' }));
		if (outside > 0)
			addLine(find('said'), say('outside', { n: number(outside) }));
	}

	function showResult(found, trusted, picked) {
		const isLeft = ({ kind }) => kind === 'leftover';
		const findings = found.findings.filter((finding) => !isLeft(finding));
		const told = [...findings, ...found.findings.filter(isLeft)];
		const isGood = findings.length === 0 && !found.isStopped;
		const verdict = found.isStopped ? 'stopped' : !isGood ? 'bad' : found.signature === 'good' ? 'good' : 'hashes';
		const seen = found.signature === 'good' && isGood ? isOlder(found.edition, trusted.id) : 0;

		result.setAttribute('data-verdict', seen ? 'old' : verdict);
		find('answer').textContent = say(seen ? 'old' : verdict, { n: number(findings.length) });
		sayFolder(picked);
		if (found.signature === 'good' && isGood) {
			addLine(find('said'), say('signed', { n: number(found.files), id: found.line[found.line.length - 1].key.id }));
			found.line.slice(1).forEach(({ key: { id }, from }, i) =>
				addLine(find('said'), say('named', { id, other: found.line[i].key.id, day: day(from) })));
		}
		if (seen)
			addLine(find('said'), say('seen', { n: seen }));
		if (found.signature === 'unchecked')
			addLine(find('said'), words[trusted ? 'no_ed25519' : 'no_key']);
		if (found.edition)
			sayEdition(found.edition);
		told.slice(0, SHOWN).forEach(({ kind, path, other }) =>
			addLine(find('findings'), say(`found_${kind}`, { path, other })));
		if (told.length > SHOWN)
			addLine(find('findings'), say('more', { n: number(told.length - SHOWN) }));
		status.textContent = '';
		result.hidden = false;
		find('answer').focus();
	}

	function showProgress(done, all) {
		if (Date.now() - drawn < PAUSE)
			return;
		drawn = Date.now();
		bar.max = all;
		bar.value = done;
		status.textContent = say('progress', { n: number(done), all: number(all) });
	}

	/* The announcements of next keys that this page came with. */
	async function knownKeys() {
		const text = find('keys');

		return text ? await api.parseKeys(text.content.textContent) || [] : [];
	}

	/* ---- the form ---- */

	async function check(trusted) {
		const watch = { progress: showProgress, isStopped: () => isStopped };

		isStopped = false;
		result.hidden = true;
		find('said').textContent = find('findings').textContent = '';
		bar.removeAttribute('value');
		bar.hidden = stop.hidden = false;
		status.textContent = words.begin;
		try {
			const picked = api.chooseFiles(folder.files);

			showResult(await api.check(picked.files, trusted, watch, await knownKeys()), trusted, picked);
		} catch (error) {
			status.textContent = say('failed', { text: error.message });
		}
		bar.hidden = stop.hidden = true;
	}

	form.addEventListener('submit', (event) => {
		const trusted = key.value.trim() ? api.parseKey(key.value) : null;

		event.preventDefault();
		if (!bar.hidden)
			return;
		key.setAttribute('aria-invalid', Boolean(key.value.trim() && !trusted));
		if (key.value.trim() && !trusted) {
			status.textContent = words.key_invalid;
			key.focus();
		} else if (folder.files.length === 0) {
			status.textContent = words.no_folder;
			folder.focus();
		} else {
			check(trusted);
		}
	});
	stop.addEventListener('click', () => { isStopped = true; });

	document.querySelectorAll('[data-age-part]').forEach((part) => { part.hidden = !window.fudaAsOf; });

	/* Pages that came over plain http have no SHA-256; some browsers pick no folders. */
	folder.webkitdirectory = true;
	if ('webkitdirectory' in HTMLInputElement.prototype && window.crypto && window.crypto.subtle) {
		form.hidden = false;
		find('without').hidden = true;
	} else {
		find('without').textContent = words.unable;
	}
})();
