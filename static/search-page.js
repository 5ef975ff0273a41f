/*
 * The search page: what search.js finds, put on the page. Search as one types, filters, conditions of
 * a tender, a list checked at once, a comparison. The address of the page always says what is shown,
 * so that it can be sent to someone. Nothing that is typed or chosen leaves the browser.
 */
(function () {
	'use strict';

	var page = document.querySelector('[data-search]');
	var root = document.documentElement;
	var PAGE = 20, COMPARED = 4, BULK_ROWS = 200, BULK_STEP = 50, DAY = 864e5;
	var LISTS = ['level', 'status', 'evaluator'], TEXTS = ['q', 'category', 'criteria', 'until', 'min', 'delivery', 'months', 'after', 'third'];

	if (!page)
		return;

	var api = Terms;
	var index = new SearchIndex(page.dataset.root);
	var words = {};
	var today = new Date(Date.now() + 9 * 36e5).toISOString().slice(0, 10);
	var compared = [], shownIds = '', asked = 0, current = null;

	if (window.fudaAsOf > today)
		today = window.fudaAsOf;

	function find(name) { return page.querySelector('[data-' + name + ']'); }
	function each(list, act) { Array.prototype.forEach.call(list, act); }

	each(find('words').content.querySelectorAll('[data-word]'), function (word) {
		words[word.getAttribute('data-word')] = word.textContent;
	});

	var form = find('form'), fields = form.elements;

	/* ---- words ---- */

	function say(word, values) {
		return words[word].replace(/\{(\w+)\}/g, function (whole, name) { return values[name]; });
	}

	function number(n) { return n.toLocaleString(root.getAttribute('data-locale')); }

	function day(iso) {
		return iso && new Date(iso).toLocaleDateString(root.getAttribute('data-locale'),
			{ timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' });
	}

	function language() {
		return Math.max(0, index.directory.languages.indexOf(root.lang));
	}

	function phrase(texts) { return index.directory.phrase(texts, root.lang); }

	function setPhrase(element, texts) {
		var said = phrase(texts);

		element.textContent = said.text;
		if (said.lang)
			element.lang = said.lang;
		return element;
	}

	function make(name, text, attributes) {
		var element = document.createElement(name);

		if (text !== undefined)
			element.textContent = text;
		Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
		return element;
	}

	function clear(element) {
		while (element.firstChild)
			element.firstChild.remove();
		return element;
	}

	/* In a lite mirror the viewer shows products and manufacturers, which are no files there. */
	function address(path) {
		var viewer = /^(P\/|products\/maker-)/.test(path) && page.dataset.viewer;

		return page.dataset.base + (viewer ? viewer + path : path + page.dataset.index);
	}

	function productAddress(product) { return address('P/' + product.id + '/'); }
	function fixedAddress(product) { return page.dataset.site + 'P/' + product.id + '/'; }
	function isOver(product) { return product.status === 'valid' && product.end < today; }
	function statusOf(product) { return isOver(product) ? 'stale' : product.status; }

	/* ---- what is asked: in the form, in the address, as a filter, as a sentence ---- */

	function readForm() {
		var state = {};

		LISTS.forEach(function (name) {
			state[name] = [];
			each(form.querySelectorAll('[name=' + name + ']:checked'), function (box) { state[name].push(box.value); });
		});
		TEXTS.forEach(function (name) {
			state[name] = name === 'third' ? (fields.third.checked ? '1' : '') : fields[name].value.trim();
		});
		return state;
	}

	function readAddress() {
		var query = new URLSearchParams(location.search), state = {};

		LISTS.forEach(function (name) { state[name] = (query.get(name) || '').split(',').filter(Boolean); });
		TEXTS.forEach(function (name) { state[name] = query.get(name) || ''; });
		compared = (query.get('compare') || '').split(',').filter(Boolean).slice(0, COMPARED);
		return state;
	}

	function fillForm(state) {
		LISTS.forEach(function (name) {
			each(form.querySelectorAll('[name=' + name + ']'), function (box) { box.checked = state[name].indexOf(box.value) >= 0; });
		});
		TEXTS.forEach(function (name) {
			if (name === 'third')
				fields.third.checked = state.third === '1';
			else
				fields[name].value = state[name];
		});
		find('filters').open = LISTS.concat('category', 'criteria', 'until').some(function (name) { return state[name].length; });
		find('tender').open = ['min', 'delivery', 'months', 'after', 'third'].some(function (name) { return state[name]; });
	}

	function writeAddress(state) {
		var query = new URLSearchParams(), text;

		LISTS.concat(TEXTS).forEach(function (name) {
			if (state[name].length)
				query.set(name, [].concat(state[name]).join(','));
		});
		if (compared.length)
			query.set('compare', compared.join(','));
		text = query.toString().replace(/%2C/g, ',');
		history.replaceState(null, '', location.pathname + (text ? '?' + text : ''));
		each(document.querySelectorAll('.languages a'), function (link) {
			link.setAttribute('href', link.getAttribute('href').replace(/[?].*/, '') + (text ? '?' + text : ''));
		});
		find('clear').hidden = !text;
	}

	/* The same day so many months later, or the last of that month. */
	function addMonths(iso, months) {
		var at = new Date(iso), day = at.getUTCDate(), last;

		at.setUTCDate(1);
		at.setUTCMonth(at.getUTCMonth() + months);
		last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
		at.setUTCDate(Math.min(day, last));
		return at.toISOString().slice(0, 10);
	}

	function deliveryEnd(state) {
		var isDate = /^\d{4}-\d\d-\d\d$/.test(state.delivery) && !isNaN(Date.parse(state.delivery));

		return isDate ? addMonths(state.delivery, Math.min(120, Math.max(0, Number(state.months) || 0))) : '';
	}

	function versionsFrom(id) {
		var all = index.directory.criteria, first = all.filter(function (version) { return version[0] === id; })[0];

		return all.filter(function (version) { return first && version[1] === first[1] && version[3] >= first[3]; })
			.map(function (version) { return version[0]; });
	}

	function both(left, right) {
		return left && right ? left.filter(function (item) { return right.indexOf(item) >= 0; }) : left || right;
	}

	function filterOf(state) {
		var filter = { today: today };
		var least = Number(state.min), end = deliveryEnd(state);

		filter.levels = both(state.level.length ? state.level.map(Number) : null,
			least ? [1, 2, 3, 4].filter(function (level) { return level >= least; }) : null) || undefined;
		filter.statuses = state.status.length ? state.status : undefined;
		filter.evaluators = both(state.evaluator.length ? state.evaluator : null,
			state.third ? ['assessment_body', 'evaluation_body'] : null) || undefined;
		filter.category = state.category || undefined;
		filter.criteria = both(state.criteria ? versionsFrom(state.criteria) : null,
			state.after ? versionsFrom(state.after) : null) || undefined;
		filter.until = state.until > end ? state.until : end || state.until || undefined;
		return filter;
	}

	function sentence(state) {
		var parts = [], end = deliveryEnd(state);
		var or = function (list, prefix) {
			return list.map(function (code) { return words[prefix + code]; }).join(words.asked_or);
		};

		if (state.q)
			parts.push(say('asked_q', { text: state.q }));
		if (state.level.length)
			parts.push(say('asked_levels', { text: or(state.level, 'level.') }));
		if (state.min)
			parts.push(say('asked_min', { text: words['level.' + state.min] }));
		if (state.category)
			index.directory.categories.forEach(function (category) {
				if (category[0] === state.category)
					parts.push(say('asked_category', { text: category[1][language()] }));
			});
		if (state.status.length)
			parts.push(say('asked_statuses', { text: or(state.status, 'status.') }));
		if (state.until)
			parts.push(say('asked_until', { text: day(state.until) }));
		if (end)
			parts.push(say('asked_delivery', { text: day(end), n: Number(state.months) || 0, day: day(state.delivery) }));
		if (state.evaluator.length)
			parts.push(say('asked_evaluators', { text: or(state.evaluator, 'evaluator.') }));
		if (state.third)
			parts.push(words.asked_third);
		[state.criteria, state.after].forEach(function (id) {
			if (id)
				parts.push(say('asked_criteria', { text: id }));
		});
		return parts.join(words.asked_and) + words.asked_end;
	}

	function hasConditions(state) {
		return LISTS.concat(TEXTS).some(function (name) { return name !== 'q' && state[name].length; });
	}

	/* ---- results ---- */

	function setMaker(element, product) {
		if (product.maker)
			element.appendChild(setPhrase(make('span'), product.maker));
		else
			element.appendChild(make('span', product.isMakerWithheld ? words.withheld : words.not_stated,
				{ class: product.isMakerWithheld ? 'absent absent-withheld' : 'absent' }));
		return element;
	}

	function setState(element, product) {
		var status = statusOf(product);

		element.setAttribute('data-status', status);
		element.querySelector('use').setAttribute('href', '#s-' + status);
		element.querySelector('[data-headline]').textContent = words['status.' + status];
		element.querySelector('[data-ended]').textContent = product.status === 'valid'
			? say('valid_until', { text: day(product.end) }) : day(product.end);
		element.querySelector('[data-note]').hidden = !product.hasOpenNote;
	}

	function makeRow(product) {
		var row = find('row').content.cloneNode(true).firstElementChild;
		var part = function (name) { return row.querySelector('[data-' + name + ']'); };
		var model = product.models.filter(function (text) { return current.typed && api.code(text).startsWith(current.typed); })[0] || product.models[0];
		var box = part('choose');

		setPhrase(part('link'), product.names).setAttribute('href', productAddress(product));
		part('model').textContent = model + (product.models.length > 1
			? ' ' + say('more_models', { n: number(product.models.length - 1) }) : '');
		setMaker(part('maker'), product);
		part('level').textContent = words['level.' + product.level];
		part('spoken').textContent = words['spoken.' + product.level];
		setState(part('state'), product);
		part('choose-words').textContent = say('compare_add', { text: phrase(product.names).text });
		box.value = product.id;
		box.checked = compared.indexOf(product.id) >= 0;
		box.addEventListener('change', function () { choose(box); });
		return row;
	}

	function showRows(answer) {
		var rows = find('rows');

		while (rows.children.length < Math.min(answer.wanted, answer.products.length))
			rows.appendChild(makeRow(answer.products[rows.children.length]));
		find('found').hidden = answer.products.length === 0;
		find('more').hidden = answer.isComplete() && rows.children.length === answer.products.length;
	}

	function showCount(answer) {
		var count = answer.count(), shown = find('rows').children.length, text;

		text = say(count.isExact ? 'count' : 'count_most', { n: number(count.count) });
		if (shown < count.count)
			text += ' ' + say('shown', { n: number(shown) });
		if (!answer.isComplete() && !answer.isWhole)
			text += ' ' + words.many;
		if (answer.near)
			text = say('near_' + answer.near.kind, { asked: answer.near.asked });
		find('count').textContent = count.count === 0 ? '' : text;
	}

	function showLinks(answer) {
		var makers = clear(find('makers-list')), categories = clear(find('categories-list'));
		var exact = answer.exact[0], only = answer.exact.length === 1 && exact;

		find('exact').hidden = !only;
		if (only) {
			setPhrase(find('exact-link'), exact.names).href = productAddress(exact);
			if (numbersOf(exact)[answer.typed])
				find('exact-link').textContent += ' (' + numbersOf(exact)[answer.typed] + ')';
		}
		answer.categories().forEach(function (category) {
			var item = categories.appendChild(make('li'));

			item.appendChild(setPhrase(make('a', '', { href: address('products/category-' + category[0] + '/') }), category[1]));
		});
		find('categories').hidden = !categories.children.length;
		find('makers').hidden = true;
		return answer.makers(10).then(function (found) {
			if (answer !== current)
				return;
			clear(makers);
			found.forEach(function (maker) {
				var item = makers.appendChild(make('li'));

				item.appendChild(setPhrase(make('a', '', { href: address(maker.path) }), maker.names));
				item.appendChild(make('span', say('maker_count', { n: number(maker.count) }), { class: 'count' }));
			});
			find('makers').hidden = !found.length;
		});
	}

	/* The numbers of a product as they are written, by what is typed. */
	function numbersOf(product) {
		var numbers = {};

		product.models.concat(product.also.map(function (also) { return also.label; }), product.label, product.id)
			.forEach(function (text) { numbers[api.code(text)] = text; });
		return numbers;
	}

	function showNothing() {
		current = null;
		find('results').hidden = true;
	}

	function show(state) {
		var turn = ++asked;
		var wait = setTimeout(function () {
			find('results').hidden = false;
			find('count').textContent = words.wait;
		}, 400);

		return index.open().then(function () {
			return Query.ask(index, state.q, filterOf(state));
		}).then(function (answer) {
			return answer && answer.more(PAGE);
		}).then(function (answer) {
			clearTimeout(wait);
			if (turn !== asked)
				return null;
			if (!answer) {
				showNothing();
				return null;
			}
			current = answer;
			answer.state = state;
			answer.wanted = PAGE;
			answer.isWhole = answer.isComplete();
			clear(find('rows'));
			find('results').hidden = false;
			find('asked').hidden = !hasConditions(state);
			find('asked').textContent = say('asked', { day: day(window.fudaAsOf || today) }) + ' ' + sentence(state);
			showRows(answer);
			showCount(answer);
			find('none').hidden = answer.products.length > 0;
			return showLinks(answer).then(function () {
				if (turn === asked)
					find('results').setAttribute('data-answers', state.q);
				return answer;
			});
		}).catch(function (error) {
			clearTimeout(wait);
			if (turn !== asked)
				return null;
			find('results').hidden = false;
			find('count').textContent = words.failed;
			if (!/cannot be loaded/.test(error.message))
				throw error;
			return null;
		});
	}

	function more() {
		var answer = current, before = find('rows').children.length;

		answer.more(before + PAGE).then(function () {
			var next;

			if (answer !== current)
				return;
			answer.wanted = before + PAGE;
			showRows(answer);
			showCount(answer);
			next = find('rows').children[before];
			if (next)
				next.querySelector('a').focus();
		});
	}

	/* ---- CSV ---- */

	function cell(text) {
		var harmless = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;

		return /[",\r\n]/.test(harmless) ? '"' + harmless.replace(/"/g, '""') + '"' : harmless;
	}

	function save(name, rows) {
		var bytes = new Blob(['\ufeff' + rows.map(function (row) { return row.map(cell).join(',') + '\r\n'; }).join('')],
			{ type: 'text/csv;charset=utf-8' });
		var link = make('a', '', { download: name });

		link.href = URL.createObjectURL(bytes);
		document.body.appendChild(link);
		link.click();
		link.remove();
		setTimeout(function () { URL.revokeObjectURL(link.href); }, 6e4);
	}

	var COLUMNS = ['name', 'manufacturer', 'models', 'label', 'level', 'status', 'reason', 'end', 'displayed_on',
		'category', 'criteria', 'evaluator', 'route', 'address'];

	function valuesOf(product) {
		var isWorded = function (prefix, code) { return code ? words[prefix + code] : ''; };

		return {
			name: phrase(product.names).text,
			manufacturer: product.maker ? phrase(product.maker).text : product.isMakerWithheld ? words.withheld : words.not_stated,
			models: product.models.join('; '),
			label: product.label,
			level: words['level.' + product.level],
			status: words['status.' + statusOf(product)],
			reason: isWorded('reason.', product.reason),
			end: product.end,
			displayed_on: product.displayedOn,
			category: product.category ? product.category[1][language()] : '',
			criteria: product.criteria[0],
			evaluator: words['evaluator.' + product.evaluator] + (product.evaluatorNames ? ' (' + phrase(product.evaluatorNames).text + ')' : ''),
			route: words['route.' + product.route],
			support: product.isSupportUndeclared ? words.undeclared : product.supportUntil || words.not_stated,
			open_note: product.hasOpenNote ? words.yes : words.no,
			also: product.also.filter(function (also) { return also.end >= today; }).map(function (also) { return words['level.' + also.level] + ' ' + also.label; }).join('; ') || words.none,
			address: fixedAddress(product),
		};
	}

	function csvRow(product) {
		var values = valuesOf(product);

		return COLUMNS.map(function (name) { return values[name]; });
	}

	function head(columns) { return columns.map(function (name) { return words[name]; }); }

	function saveResults() {
		var answer = current;
		var step = function () {
			if (answer.isComplete())
				return Promise.resolve();
			find('count').textContent = say('csv_wait', { n: number(answer.loaded.size), all: number(answer.numbers.length) });
			return answer.more(answer.products.length + 500).then(step);
		};

		step().then(function () {
			if (answer === current)
				showCount(answer);
			save('labels-' + (window.fudaAsOf || today) + '.csv', [head(COLUMNS)].concat(answer.products.map(csvRow)));
		});
	}

	/* ---- comparison ---- */

	function choose(box) {
		compared = compared.filter(function (id) { return id !== box.value; });
		if (box.checked && compared.length < COMPARED)
			compared.push(box.value);
		else if (box.checked)
			box.checked = false;
		showBar();
		writeAddress(readForm());
	}

	function showBar() {
		find('compare-bar').hidden = compared.length === 0 || compared.join() === shownIds;
		find('compare-show').textContent = say('compare', { n: compared.length });
		find('compare-note').textContent = compared.length === COMPARED ? words.compare_full : '';
		each(page.querySelectorAll('[data-choose]'), function (box) {
			box.checked = compared.indexOf(box.value) >= 0;
			box.disabled = !box.checked && compared.length === COMPARED;
		});
	}

	function compareRow(name, products, values, isLink) {
		var row = make('tr'), differs = values.some(function (value) { return value !== values[0]; });
		var title = make('th', words[name], { scope: 'row' });

		if (differs && name !== 'address') {
			row.setAttribute('data-differs', '');
			title.appendChild(make('span', words.compare_differs, { class: 'differs' }));
		}
		row.appendChild(title);
		values.forEach(function (value, i) {
			var element = make('td');

			if (isLink)
				element.appendChild(make('a', value, { href: productAddress(products[i]) }));
			else
				element.textContent = value;
			row.appendChild(element);
		});
		return row;
	}

	function showComparison(moveFocus) {
		var table = find('compare-table'), ids = compared.slice();

		shownIds = ids.join();
		showBar();
		if (!ids.length) {
			find('compare').hidden = true;
			return Promise.resolve();
		}
		return Promise.all(ids.map(function (id) {
			return index.exact(api.code(id), Infinity).then(function (found) {
				return found.filter(function (product) { return product.id === id; })[0];
			});
		})).then(function (found) {
			var products = found.filter(Boolean), top = make('tr'), body = make('tbody'), header = make('thead');
			var names = ['label', 'level', 'status', 'reason', 'end', 'displayed_on', 'category', 'criteria', 'evaluator',
				'route', 'manufacturer', 'models', 'support', 'open_note', 'also', 'address'];
			var values = products.map(valuesOf);

			clear(table);
			top.appendChild(make('th', words.item, { scope: 'col' }));
			ids.forEach(function (id, i) {
				if (!found[i])
					table.appendChild(make('caption', say('compare_missing', { text: id })));
			});
			products.forEach(function (product) {
				var title = make('th', undefined, { scope: 'col' }), remove;

				title.appendChild(setPhrase(make('a', '', { href: productAddress(product) }), product.names));
				remove = make('button', words.compare_remove, { type: 'button', class: 'plain screen' });
				remove.setAttribute('aria-label', words.compare_remove + ': ' + phrase(product.names).text);
				remove.addEventListener('click', function () {
					compared = compared.filter(function (id) { return id !== product.id; });
					showBar();
					writeAddress(readForm());
					showComparison(true);
				});
				title.appendChild(make('br'));
				title.appendChild(remove);
				top.appendChild(title);
			});
			names.forEach(function (name) {
				body.appendChild(compareRow(name, products, values.map(function (value) {
					return name === 'models' ? number(value.models.split('; ').length) + ': ' + value.models
						: /^\d{4}-\d\d-\d\d$/.test(value[name]) ? day(value[name]) : value[name];
				}), name === 'address'));
			});
			header.appendChild(top);
			table.appendChild(header);
			table.appendChild(body);
			find('compare').hidden = false;
			if (moveFocus)
				document.getElementById('compare').focus();
		});
	}

	/* ---- a list at once ---- */

	/* The cells of a line; one column if there is neither a tab nor a comma nor a semicolon in it. */
	function cellsOf(line) {
		var mark = line.indexOf('\t') >= 0 ? '\t' : line.indexOf(';') >= 0 && line.indexOf(',') < 0 ? ';' : ',';
		var cells = [], at = 0, end, text;

		while (at <= line.length) {
			if (line.charAt(at) === '"') {
				text = '';
				for (at++; at < line.length; at++) {
					if (line.charAt(at) !== '"')
						text += line.charAt(at);
					else if (line.charAt(at + 1) === '"')
						text += line.charAt(at++);
					else
						break;
				}
				end = line.indexOf(mark, at);
			} else {
				end = line.indexOf(mark, at);
				text = line.slice(at, end < 0 ? line.length : end);
			}
			cells.push(text.trim());
			at = end < 0 ? line.length + 1 : end + 1;
		}
		return cells.filter(Boolean);
	}

	var bulk = null;

	/* A line as what was looked for and what was found: the first of its cells that is a number of
	 * something, or the whole line. */
	function checkLine(line) {
		var cells = [line].concat(cellsOf(line)).filter(function (text, i, all) { return all.indexOf(text) === i; });
		var step = function (i) {
			var typed = i < cells.length ? api.code(api.askedOf(cells[i], index.directory.skipped)) : '';

			if (i >= cells.length)
				return Promise.resolve({ text: cells[1] || cells[0], products: [] });
			return (typed ? index.exact(typed, Infinity) : Promise.resolve([])).then(function (found) {
				return found.length ? { text: cells[i], products: found } : step(i + 1);
			});
		};

		return step(0);
	}

	function bulkRow(entry, product) {
		var values = product ? valuesOf(product) : {};
		var found = entry.products.length === 0 ? words.bulk_none : entry.products.length === 1 ? words.bulk_one
			: say('bulk_several', { n: entry.products.length });

		return [entry.text, found].concat(['name', 'level', 'status', 'end', 'evaluator', 'manufacturer', 'label', 'address']
			.map(function (name) { return values[name] || ''; }));
	}

	function bulkRows() {
		return [].concat.apply([], bulk.map(function (entry) {
			return entry.products.length ? entry.products.map(function (product) { return bulkRow(entry, product); }) : [bulkRow(entry)];
		}));
	}

	var BULK = ['bulk_input', 'bulk_found', 'name', 'level', 'status', 'end', 'evaluator', 'manufacturer', 'label', 'address'];

	function showBulk() {
		var table = clear(find('bulk-table')), top = make('tr'), header = make('thead'), body = make('tbody'), n = 0;

		BULK.slice(0, 7).forEach(function (name) { top.appendChild(make('th', words[name], { scope: 'col' })); });
		header.appendChild(top);
		bulk.forEach(function (entry) {
			(entry.products.length ? entry.products : [null]).forEach(function (product) {
				var row = make('tr'), values = bulkRow(entry, product);

				if (n++ >= BULK_ROWS)
					return;
				row.appendChild(make('th', values[0], { scope: 'row' }));
				values.slice(1, 7).forEach(function (value, i) {
					var element = row.appendChild(make('td', value));

					if (i === 0 && !product) {
						element.className = 'bulk-none';
						element.appendChild(document.createTextNode(' '));
						element.appendChild(make('a', words.bulk_search, { href: '?q=' + encodeURIComponent(entry.text) }));
					}
					if (i === 1 && product) {
						clear(element).appendChild(setPhrase(make('a', '', { href: productAddress(product) }), product.names));
					}
					if (i === 3 && product)
						element.setAttribute('data-status', statusOf(product));
					if (i === 4 && product)
						element.textContent = day(product.end);
				});
				body.appendChild(row);
			});
		});
		table.appendChild(header);
		table.appendChild(body);
		find('bulk-rows').hidden = n <= BULK_ROWS;
		find('bulk-rows').textContent = say('bulk_rows', { n: number(BULK_ROWS) });
		find('bulk-results').hidden = false;
	}

	function checkList() {
		var lines = find('bulk-text').value.split(/\r\n|\r|\n/).map(function (line) { return line.replace(/^\ufeff/, '').trim(); }).filter(Boolean);
		var entries = [], turn = bulk = [];
		var step = function () {
			var some = lines.slice(entries.length, entries.length + BULK_STEP);

			if (!some.length || bulk !== turn)
				return Promise.resolve();
			return Promise.all(some.map(checkLine)).then(function (found) {
				entries = entries.concat(found);
				find('bulk-count').textContent = say('bulk_wait', { n: number(entries.length), all: number(lines.length) });
				return new Promise(function (resolve) { setTimeout(resolve, 0); });
			}).then(step);
		};

		index.open().then(step).then(function () {
			var found;

			if (bulk !== turn)
				return;
			/* a first line of which nothing is a number of anything is the head of a table */
			if (entries.length > 1 && !entries[0].products.length && !/\d/.test(lines[0]))
				entries.shift();
			bulk = entries;
			found = entries.filter(function (entry) { return entry.products.length; }).length;
			showBulk();
			find('bulk-count').textContent = say('bulk_done', { all: number(entries.length), n: number(found), none: number(entries.length - found) });
		}).catch(function () {
			find('bulk-count').textContent = words.failed;
		});
	}

	function readFile(file) {
		var reader = new FileReader();

		reader.onload = function () {
			var text;

			try {
				text = new TextDecoder('utf-8', { fatal: true }).decode(reader.result);
			} catch (error) {
				text = new TextDecoder('shift_jis').decode(reader.result);
			}
			find('bulk-text').value = text;
			checkList();
		};
		reader.readAsArrayBuffer(file);
	}

	/* ---- the page ---- */

	function fillChoices() {
		index.directory.categories.forEach(function (category) {
			fields.category.appendChild(make('option', category[1][language()], { value: category[0] }));
		});
		index.directory.criteria.forEach(function (version) {
			[fields.criteria, fields.after].forEach(function (select) {
				select.appendChild(make('option', version[0], { value: version[0] }));
			});
		});
	}

	var timer;

	function changed() {
		clearTimeout(timer);
		timer = setTimeout(function () {
			var state = readForm();

			writeAddress(state);
			show(state);
		}, 120);
	}

	form.addEventListener('input', changed);
	form.addEventListener('change', changed);
	form.addEventListener('submit', function (event) {
		var state = readForm();

		event.preventDefault();
		clearTimeout(timer);
		writeAddress(state);
		show(state).then(function (answer) { goStraight(answer); });
	});
	find('clear').addEventListener('click', function () {
		var state = {};

		LISTS.forEach(function (name) { state[name] = []; });
		TEXTS.forEach(function (name) { state[name] = ''; });
		compared = [];
		fillForm(state);
		writeAddress(state);
		showBar();
		showComparison(false);
		showNothing();
		fields.q.focus();
	});
	find('more').addEventListener('click', more);
	find('csv').addEventListener('click', saveResults);
	find('compare-show').addEventListener('click', function () { showComparison(true); });
	find('compare-close').addEventListener('click', function () {
		compared = [];
		showBar();
		writeAddress(readForm());
		showComparison(false);
		fields.q.focus();
	});
	find('bulk').addEventListener('submit', function (event) {
		event.preventDefault();
		checkList();
	});
	find('bulk-file').addEventListener('change', function () {
		if (this.files[0])
			readFile(this.files[0]);
	});
	['dragover', 'dragleave', 'drop'].forEach(function (type) {
		find('bulk').addEventListener(type, function (event) {
			event.preventDefault();
			this.toggleAttribute('data-over', type === 'dragover');
			if (type === 'drop' && event.dataTransfer.files[0])
				readFile(event.dataTransfer.files[0]);
			else if (type === 'drop')
				find('bulk-text').value = event.dataTransfer.getData('text');
		});
	});
	find('bulk-copy').addEventListener('click', function () {
		var text = [head(BULK)].concat(bulkRows()).map(function (row) { return row.join('\t'); }).join('\n');
		var area = make('textarea');
		var done = function () { find('bulk-count').textContent = words.copied; };

		if (navigator.clipboard && window.isSecureContext) {
			navigator.clipboard.writeText(text).then(done);
			return;
		}
		area.value = text;
		find('bulk-results').appendChild(area);
		area.select();
		document.execCommand('copy');
		area.remove();
		find('bulk-copy').focus();
		done();
	});
	find('bulk-csv').addEventListener('click', function () {
		save('check-' + (window.fudaAsOf || today) + '.csv', [head(BULK)].concat(bulkRows()));
	});

	/* A label number or a product id that was typed whole leads to its page. */
	function goStraight(answer) {
		var product = answer && answer.exact.length === 1 && answer.exact[0];
		var isId = product && [product.id, product.label].concat(product.also.map(function (also) { return also.label; }))
			.map(api.code).indexOf(answer.typed) >= 0;

		if (isId)
			location.assign(productAddress(product));
	}

	function begin() {
		var query = new URLSearchParams(location.search);
		var state = readAddress();
		var go = query.get('go') === '1';

		page.hidden = false;
		document.querySelector('[data-without-script]').hidden = true;
		index.open().then(function () {
			fillChoices();
			fillForm(state);
			writeAddress(state);
			showBar();
			return Promise.all([show(state), showComparison(false)]);
		}).then(function (done) {
			var answer = done[0];
			var product = go && answer && answer.exact.length === 1 && answer.exact[0];

			if (product && [product.id, product.label].map(api.code).indexOf(answer.typed) >= 0)
				location.replace(productAddress(product));
		}).catch(function (error) {
			find('results').hidden = false;
			find('count').textContent = words.failed;
			if (!/cannot be loaded/.test(error.message))
				throw error;
		});
		fields.q.value = state.q;
	}

	begin();
})();
