'use strict';

/*
 * The page of statistics: each table can be saved as CSV, and one number can be asked for, of a level, a
 * reason and a quarter. All that is needed stands in the tables of the page.
 */

const Statistics = (() => {
	/** @param {Element | null} table @returns {string[][]} */
	const cells = (table) => [...table?.querySelectorAll('tr') ?? []].map((row) =>
		[...row.children].map((cell) => cell.textContent?.trim() ?? ''));

	/** @param {ParentNode} page @returns {{ name: string, id: string, rows: string[][] }[]} */
	const quarters = (page) => [...page.querySelectorAll('[data-quarter]')].map((part) => ({
		name: part.querySelector('summary')?.textContent?.trim() ?? '',
		id: part.querySelector('summary')?.id ?? '',
		rows: cells(part.querySelector('table')),
	}));

	/** @param {HTMLElement} page @param {string} id */
	function rowsOf(page, id) {
		const [first] = quarters(page);

		if (id !== 'ended')
			return cells(page.querySelector(`table[aria-labelledby="${id}"]`));
		return [[Dom.find(page, 'quarter-word').textContent ?? '', ...first?.rows[0] ?? []],
			...quarters(page).flatMap(({ name, rows }) => rows.slice(1).map((row) => [name, ...row]))];
	}

	/** @param {HTMLElement} page @param {string} name @param {string[]} texts */
	function fill(page, name, texts) {
		const select = Dom.find(page, name);

		select.append(...texts.map((text, i) => Dom.make('option', text, { value: String(i) })));
	}

	/** @param {HTMLElement} page */
	function ask(page) {
		const all = quarters(page), [total = ''] = all[0]?.rows[1] ?? [];
		const reasons = [total, ...new Set(all.flatMap(({ rows }) => rows.slice(2).map(([reason = '']) => reason)))];
		const levels = all[0]?.rows[0]?.slice(1) ?? [];
		const value = (/** @type {string} */ name) => Number(/** @type {HTMLSelectElement} */ (Dom.find(page, name)).value);

		function tell() {
			const quarter = all[value('ask-quarter')], reason = reasons[value('ask-reason')], level = value('ask-level');
			const row = quarter?.rows.slice(1).find(([name]) => name === reason);

			Dom.find(page, 'ask-number').textContent = row?.[level + 1] ?? '0';
		}

		fill(page, 'ask-quarter', all.map(({ name }) => name));
		fill(page, 'ask-reason', reasons);
		/* The sum stands last in the tables, and is what is asked for first. */
		fill(page, 'ask-level', levels);
		/** @type {HTMLSelectElement} */ (Dom.find(page, 'ask-level')).value = String(levels.length - 1);
		Dom.find(page, 'ask').addEventListener('input', tell);
		tell();
	}

	function start() {
		const page = document.querySelector('[data-statistics]');

		if (!(page instanceof HTMLElement))
			return;
		page.querySelectorAll('[data-csv]').forEach((button) => {
			const id = button.getAttribute('data-csv') ?? '';

			button.addEventListener('click', () => Table.saveCsv(`statistics-${id}-${window.fudaAsOf}.csv`, rowsOf(page, id)));
		});
		ask(page);
		page.querySelectorAll('[data-early]').forEach((part) => part.removeAttribute('hidden'));
	}

	return { start };
})();

Statistics.start();
