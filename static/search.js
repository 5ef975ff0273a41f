/*
 * Finds products in the index that the generator wrote, without a server: window.fudaIndex.
 *
 * The format of the index, and what matches what, stand in fuda(5). Files of the index are scripts
 * that call fudaSearch(name, data); they are put into the page one by one, since that is what works
 * from a disk as well. Nothing that is typed leaves the browser.
 */
(function () {
	'use strict';

	/* How many files of results one answer may load to be put into its order and counted. */
	var WHOLE_FILES = 16;
	/* How many keys of a query are looked up; the rest is held against the products found. */
	var KEYS_MAX = 6;
	/* As search_directory.c writes it. */
	var FORMAT = 'search/2';
	/* Of more products than these files hold, how many of which the very number was typed come first. */
	var EXACT = 12;
	/* What files cost, in bytes compressed: of terms, of results. */
	var TERM_BYTES = 6000;
	var RESULT_BYTES = 3000;
	/* A key that costs more than this is not looked up if so many products can be found for less by
	 * looking at one after the other. So many words a product has, at a guess. */
	var DEAR_BYTES = 100e3;
	var FIRST = 20;
	var WORDS = 24;
	/* Where results are as near as this, they are taken to be in one file. */
	var NEAR = 24;
	/* With so few products left of a level, their days are not looked up. */
	var FEW_DAYS = 12;
	/* With so few products left, what else is asked is held against them rather than looked up. */
	var FEW = 48;
	/* How many files with the days of a level are loaded to find the latest of many products. */
	var DAY_FILES = 6;
	var KEY_CHARACTERS = 16;
	/* Begins keys of a Latin and a CJK character side by side, ends those of whole numbers. */
	var MARK = '.';
	var FIRST_DAY = Date.UTC(2000, 0, 1);
	var DAY = 864e5;
	var STATUSES = ['not_issued', 'valid', 'pending', 'lapsed', 'revoked'];
	var REASONS = ['', 'expiry', 'criteria', 'no_report', 'no_reassessment', 'cap', 'spec_change',
		'nonconformity', 'withdrawn'];
	var EVALUATORS = ['self', 'assessment_body', 'evaluation_body'];
	var ROUTES = ['self', 'A', 'B'];
	var FORMS = /株式会社|有限会社|合同会社|合資会社|合名会社|\((?:株|有|同)\)/g;
	var LEAD = /^(?:型番|型式|形式|形名|品番|製品名|製品番号|製品id|らべる番号|もでる|model|model no\.?|model number|product id|label no\.?|label number) ?: ?(?=\S)/;
	var LATIN_FORMS = /^(?:co|ltd|inc|llc|gmbh|corp|corporation|limited|plc|pte)$/;

	/* ---- texts and terms: as gen/text/term.c cuts them ---- */

	var SEPARATOR = /[\u0000-\/:-`{-\u00bf\u00d7\u00f7\u02b0-\u036f\u2000-\u2e7f\u3000-\u3004\u3008-\u3020\u302a-\u3030\u3036\u3037\u303d-\u3040\u3097-\u309c\u30a0\u30fb\u3200-\u33ff\ue000-\uf8ff\ufe00-\ufe6f\uff00-\uffff]/;
	var CJK = /[\u1100-\u11ff\u2e80-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\ud800-\udfff]/;

	/* 's'eparator, 'l'etter, 'd'igit or 'c'jk. */
	function classify(c) {
		if (SEPARATOR.test(c))
			return 's';
		return CJK.test(c) ? 'c' : c >= '0' && c <= '9' ? 'd' : 'l';
	}

	/* A text without its separators, but with a space where one word ends before another, and which
	 * of its places are the beginning of a word. `kind` is 'name', 'model' or 'id'. */
	function cut(text, kind) {
		var whole = '', starts = [], before = 's', isSpace = false;

		Array.from(window.fudaFold.text(text)).forEach(function (c) {
			var type = classify(c.charAt(0));

			if (type === 's') {
				isSpace = isSpace || (c === ' ' && kind === 'name');
				before = 's';
				return;
			}
			if (isSpace && type !== 'c' && whole && classify(whole.charAt(whole.length - 1)) !== 'c')
				whole += ' ';
			starts[whole.length] = kind === 'id' ? whole === ''
				: before === 's' || before === 'c' || type === 'c' || (before === 'l' && type === 'd');
			whole += c;
			before = type;
			isSpace = false;
		});
		return { whole: whole, starts: starts };
	}

	/* The terms of what was typed. */
	function termsOf(query) {
		var folded = window.fudaFold.text(query);
		var terms = termsOfFolded(folded.replace(FORMS, ' '));

		while (terms.length > 1 && LATIN_FORMS.test(terms[terms.length - 1]))
			terms.pop();
		return terms.length ? terms : termsOfFolded(folded);
	}

	function termsOfFolded(folded) {
		return folded.split(' ').map(function (part) { return code(part); })
			.filter(function (term, i, all) { return term && all.indexOf(term) === i; });
	}

	/* What is asked for: without a word for it and a colon; an address of a product's page, as QR
	 * codes have it, asks for its id. */
	function askedOf(text) {
		var folded = window.fudaFold.text(text).replace(LEAD, '');
		var found = /(?:^|:[\/\\]\S*|^\S+\.\S*)[\/\\?]p[\/\\]([0-9a-z]{4,32})(?![0-9a-z])/.exec(folded);

		return found ? found[1] : folded;
	}

	/* A text with nothing but its letters, digits and CJK characters. */
	function code(text) {
		return Array.from(window.fudaFold.text(text)).filter(function (c) {
			return classify(c.charAt(0)) !== 's';
		}).join('');
	}

	/* Whether a term stands in a text from the beginning of a word on. */
	function stands(term, text) {
		var at = text.whole.indexOf(term);

		while (at >= 0 && !text.starts[at])
			at = text.whole.indexOf(term, at + 1);
		return at >= 0;
	}

	/* What to look up for a term: keys, each of which must be there. `isWhole` says that whoever has
	 * the key matches the term. */
	function keysOf(term) {
		var keys = [], runs = Array.from(term).reduce(function (all, c) {
			var isCjk = classify(c.charAt(0)) === 'c', last = all[all.length - 1];

			if (last && last.isCjk === isCjk)
				last.text.push(c);
			else
				all.push({ isCjk: isCjk, text: [c] });
			return all;
		}, []);
		var add = function (key, isPrefix, isWhole) {
			keys.push({ key: key, isPrefix: isPrefix, isWhole: isWhole });
		};

		runs.forEach(function (run, r) {
			var n = run.text.length, isAlone = runs.length === 1, isLast = r === runs.length - 1, before, i;

			if (r > 0) {
				before = runs[r - 1].text;
				add(MARK + before[before.length - 1] + run.text[0], false,
					runs.length === 2 && before.length === 1 && runs[0].isCjk && n === 1);
			}
			if (!run.isCjk) {
				/* Before a CJK character its word ends. */
				if (r === 0 || n > 1 || !isLast)
					add(run.text.slice(0, KEY_CHARACTERS).join(''), isLast, isAlone && n <= KEY_CHARACTERS);
			} else if (n === 1) {
				if (isAlone)
					add(run.text[0], true, true);
			} else {
				for (i = 0; i < n - 1; i += i === n - 3 ? 1 : 2)
					add(run.text[i] + run.text[i + 1], false, isAlone && n === 2);
			}
		});
		return keys;
	}

	/* The key of a whole number: a model, a label number or a product id as its code. */
	function wholeKey(typed) {
		return Array.from(typed).slice(0, KEY_CHARACTERS).join('') + MARK;
	}

	/* ---- numbers as text ---- */

	var DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
	var VALUES = new Uint8Array(128);

	Array.from(DIGITS).forEach(function (c, i) { VALUES[c.charCodeAt(0)] = i; });

	function Reader(text) {
		this.text = text;
		this.at = 0;
	}

	Reader.prototype.number = function () {
		var number = 0, unit = 1, digit;

		do {
			digit = VALUES[this.text.charCodeAt(this.at++)];
			number += (digit & 31) * unit;
			unit *= 32;
		} while (digit > 31);
		return number;
	};

	function numbersOf(text) {
		var reader = new Reader(text), numbers = [];

		while (reader.at < text.length)
			numbers.push(reader.number());
		return numbers;
	}

	/* Steps, where many numbers follow each other. */
	function eachOfSteps(text, act) {
		var reader = new Reader(text), next = 0, step, more;

		for (reader.at = 1; reader.at < text.length;) {
			step = reader.number();
			next += Math.floor(step / 2);
			more = step % 2 ? reader.number() + 3 : 0;
			for (; more >= 0; more--)
				act(next++);
		}
	}

	/* Gaps as bits, behind how many low ones stand as they are. */
	function eachOfBits(text, act) {
		var low = VALUES[text.charCodeAt(0)], at = 6, end = 6 * text.length, next = 0, gap, i;
		var bit = function () { return VALUES[text.charCodeAt(at / 6 | 0)] >> (5 - at % 6) & 1; };

		for (;;) {
			for (gap = 0; at < end && bit(); at++)
				gap++;
			/* Ones fill the last digit. */
			if (at === end)
				return;
			for (at++, i = 0; i < low; i++, at++)
				gap = 2 * gap + bit();
			next += gap;
			act(next++);
		}
	}

	function eachOfList(text, act) {
		(text.charAt(0) === '+' ? eachOfSteps : eachOfBits)(text, act);
	}

	/* ---- the files ---- */

	/* Order of code points, which is that of the bytes in the generator. */
	function weight(unit) {
		return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
	}

	function compare(left, right) {
		var n = Math.min(left.length, right.length), i = 0;

		while (i < n && left.charCodeAt(i) === right.charCodeAt(i))
			i++;
		return i < n ? weight(left.charCodeAt(i)) - weight(right.charCodeAt(i)) : left.length - right.length;
	}

	/* Index of the last key that is not behind `key`, or -1. */
	function findLast(keys, key) {
		var low = 0, high = keys.length, middle;

		while (low < high) {
			middle = (low + high) >> 1;
			if (compare(keys[middle], key) <= 0)
				low = middle + 1;
			else
				high = middle;
		}
		return low - 1;
	}

	var waiting = Object.create(null);

	/* What every file of the index calls. */
	window.fudaSearch = function (name, data) {
		if (waiting[name])
			waiting[name](data);
	};

	function insert(address, failed) {
		var script = document.createElement('script');

		script.src = address;
		script.onerror = failed;
		script.onload = function () { script.remove(); };
		document.head.appendChild(script);
	}

	function Index(root) {
		this.root = root;
		this.files = new Map();
		this.insert = insert;
	}

	/* Loads a file once. */
	Index.prototype.load = function (name, parse) {
		var index = this;

		if (!this.files.has(name))
			this.files.set(name, new Promise(function (resolve, reject) {
				waiting[name] = function (data) {
					delete waiting[name];
					try {
						resolve(parse ? parse.call(index, data) : data);
					} catch (error) {
						reject(error);
					}
				};
				index.insert(index.root + 'search/' + name + '.js', function () {
					delete waiting[name];
					index.files.delete(name);
					reject(new Error('search/' + name + '.js cannot be loaded'));
				});
			}));
		return this.files.get(name);
	};

	Index.prototype.open = function () {
		return this.load('directory', function (data) {
			var directory = this.directory = data, groups, i, n = 0;

			/* A page that was kept may be older than the index. */
			if (data.format !== FORMAT)
				throw new Error('search/directory.js cannot be loaded: it is ' + data.format);
			groups = data.groups.trim().split(' ');
			this.total = data.products + data.makers;
			this.keys = data.keys ? data.keys.split(' ') : [];
			this.groupFrom = [];
			this.groupNames = [];
			for (i = 0; i + 1 < groups.length; i += 2) {
				this.groupFrom.push(n);
				this.groupNames.push('g' + groups[i + 1]);
				n += new Reader(groups[i]).number();
			}
			return directory;
		});
	};

	/* A file of terms as its entries: their keys, marks and lists. */
	function parseTerms(data) {
		var keys = [], marks = [], lists = [], before = '';

		data.split(' ').forEach(function (entry) {
			var end = entry.search(/[~=^]/);

			before = before.slice(0, VALUES[entry.charCodeAt(0)]) + entry.slice(1, end);
			keys.push(before);
			marks.push(entry.charAt(end));
			lists.push(entry.slice(end + 1));
		});
		return { keys: keys, marks: marks, lists: lists };
	}

	Index.prototype.termFile = function (number) {
		return this.load('t' + this.directory.terms.slice(12 * number, 12 * number + 12), parseTerms);
	};

	/* The numbers of the files of terms in which a key may stand, or keys that begin with it. */
	Index.prototype.span = function (key, isPrefix) {
		var first = Math.max(0, findLast(this.keys, key)), last = first, numbers = [];

		while (isPrefix && last + 1 < this.keys.length && this.keys[last + 1].startsWith(key))
			last++;
		for (; first <= last && first < this.keys.length; first++)
			numbers.push(first);
		return numbers;
	};

	/* The entries in which a key may stand, or keys that begin with it: [{list, isSure, long}]. isSure:
	 * whatever is in the list has the key. `long` names the file of a list. */
	Index.prototype.entries = function (key, isPrefix) {
		var index = this, numbers = this.span(key, isPrefix);

		return Promise.all(numbers.map(function (n) { return index.termFile(n); })).then(function (files) {
			var found = [];

			files.forEach(function (file, i) {
				var at = Math.max(0, i === 0 ? findLast(file.keys, key) : 0), isInside, next;

				for (; at < file.keys.length; at++) {
					isInside = file.keys[at].startsWith(key);
					next = at + 1 < file.keys.length ? file.keys[at + 1] : index.keys[numbers[i] + 1];
					if (file.marks[at] === '~' && compare(file.keys[at], key) <= 0 || isInside && isPrefix ||
						file.keys[at] === key)
						found.push({
							key: file.keys[at], list: file.lists[at],
							isLong: file.marks[at] === '^',
							isShared: file.marks[at] === '~',
							isSure: file.marks[at] !== '~' ||
								Boolean(isPrefix && isInside && next && next.startsWith(key)),
						});
					if (!isPrefix || !isInside && compare(file.keys[at], key) > 0)
						break;
				}
			});
			return found;
		});
	};

	/* ---- sets of products ---- */

	/* The list of an entry; a long one is in a file of its own, behind how many it holds. */
	Index.prototype.listOf = function (entry) {
		var reader;

		if (!entry.isLong)
			return Promise.resolve(entry.list);
		reader = new Reader(entry.list);
		reader.number();
		return this.load('l' + entry.list.slice(reader.at));
	};

	/* 0: not in the set, 1: perhaps, 2: surely. */
	Index.prototype.makeSet = function (entries) {
		var index = this, set = new Uint8Array(this.total);

		return Promise.all(entries.map(function (entry) { return index.listOf(entry); })).then(function (lists) {
			lists.forEach(function (list, i) {
				var value = entries[i].isSure ? 2 : 1;

				eachOfList(list, function (number) {
					if (set[number] < value)
						set[number] = value;
				});
			});
			return set;
		});
	};

	/* The members of all sets: {numbers, sure}. `allowed` says which numbers count. */
	function join(total, sets, allowed) {
		var numbers = [], sure = [], number, least, i;

		for (number = 0; number < total; number++) {
			least = 2;
			for (i = 0; i < sets.length && least; i++)
				if (sets[i][number] < least)
					least = sets[i][number];
			if (least && allowed(number)) {
				numbers.push(number);
				sure.push(least === 2);
			}
		}
		return { numbers: numbers, sure: sure };
	}

	/* ---- results ---- */

	function dateOf(number) {
		return number ? new Date(FIRST_DAY + (number - 1) * DAY).toISOString().slice(0, 10) : '';
	}

	/* A text in all languages, in that of the reader if it is there: {text, lang}. */
	function phrase(texts, language, languages) {
		return texts[language] ? { text: texts[language], lang: '' } : { text: texts[0], lang: languages[0] };
	}

	function Product(file, i) {
		var c = file.columns, directory = file.directory;

		this.id = file.ids[i];
		this.label = file.labels[i];
		this.names = file.name.map(function (names) { return names[i]; });
		this.models = file.models[i].split('\n');
		this.level = c[0][i];
		this.status = STATUSES[c[1][i]];
		this.reason = REASONS[c[2][i]];
		this.displayedOn = dateOf(c[3][i]);
		this.end = c[4][i] ? dateOf(c[3][i] + c[4][i] - 1) : '';
		this.category = c[5][i] ? directory.categories[c[5][i] - 1] : null;
		this.criteria = directory.criteria[c[6][i]];
		this.evaluator = EVALUATORS[c[7][i]];
		this.route = ROUTES[c[8][i]];
		this.isSupportUndeclared = c[9][i] === 1;
		this.supportUntil = c[9][i] > 1 ? dateOf(c[9][i] - 1) : '';
		this.hasOpenNote = c[10][i] > 0;
		this.isMakerWithheld = c[11][i] === 1;
		this.maker = c[11][i] > 1 ? file.maker[c[11][i] - 2] : null;
		this.evaluatorNames = c[12][i] ? file.evaluator[c[12][i] - 1] : null;
		this.also = (file.also || []).filter(function (also) { return also[0] === i; })
			.map(function (also) {
				return { label: also[1], level: also[2], end: dateOf(also[3]) };
			});
	}

	/* The texts in which terms are looked for. */
	Product.prototype.texts = function () {
		var add = function (kind) { return function (text) { return text && cut(text, kind); }; };

		if (!this.cutTexts)
			this.cutTexts = this.names.map(add('name')).concat((this.maker || []).map(add('name')),
				this.models.map(add('model')), [this.id, this.label].map(add('id')),
				this.also.map(function (also) { return cut(also.label, 'id'); })).filter(Boolean);
		return this.cutTexts;
	};

	Product.prototype.matches = function (terms) {
		var texts = this.texts();

		return terms.every(function (term) {
			return texts.some(function (text) { return stands(term, text); });
		});
	};

	/* Its model numbers as codes; and all of its numbers. */
	Product.prototype.codes = function () {
		if (!this.cutCodes) {
			this.cutCodes = { models: this.models.map(code) };
			this.cutCodes.all = [this.id, this.label].concat(this.also.map(function (also) { return also.label; }))
				.map(code).concat(this.cutCodes.models);
		}
		return this.cutCodes;
	};

	/* 3: a number of the product is what was typed; 2: a model begins with it; else 1. */
	Product.prototype.rank = function (typed) {
		var codes = typed ? this.codes() : null;

		if (!typed)
			return 1;
		if (codes.all.indexOf(typed) >= 0)
			return 3;
		return codes.models.some(function (model) { return model.startsWith(typed); }) ? 2 : 1;
	};

	function parseProducts(data) {
		data.directory = this.directory;
		data.ids = data.id.split(' ');
		data.labels = data.label.split(' ');
		data.columns = data.column.map(numbersOf);
		data.made = [];
		return data;
	}

	/* The names and first numbers of the files of a group. */
	function parseGroup(data) {
		var names = [], counts = [], i;

		for (i = 0; i < data.length; i += 13) {
			counts.push(VALUES[data.charCodeAt(i)] + 1);
			names.push(data.slice(i + 1, i + 13));
		}
		return { names: names, counts: counts };
	}

	/* Where the number stands: {name, from} of its file. */
	Index.prototype.place = function (number) {
		var index = this, low = 0, high = this.groupFrom.length, middle, from;

		while (low < high) {
			middle = (low + high) >> 1;
			if (this.groupFrom[middle] <= number)
				low = middle + 1;
			else
				high = middle;
		}
		from = this.groupFrom[low - 1];
		return this.load(this.groupNames[low - 1], parseGroup).then(function (group) {
			var i = 0;

			while (from + group.counts[i] <= number)
				from += group.counts[i++];
			return { name: (from < index.directory.products ? 'r' : 'm') + group.names[i], from: from };
		});
	};

	Index.prototype.product = function (number) {
		var index = this;

		return this.place(number).then(function (place) {
			return index.load(place.name, parseProducts).then(function (file) {
				var i = number - place.from;

				if (!file.made[i])
					file.made[i] = new Product(file, i);
				file.made[i].number = number;
				return file.made[i];
			});
		});
	};

	/* A manufacturer: {names, path, count}. */
	Index.prototype.maker = function (number) {
		var index = this;

		return this.place(number).then(function (place) {
			return index.load(place.name).then(function (file) {
				var i = number - place.from;

				return { names: file.maker[i], path: file.path[2 * i], count: file.path[2 * i + 1] };
			});
		});
	};

	/* ---- filters ---- */

	/*
	 * What else is asked of a product; absent: nothing.
	 * levels [numbers], statuses, evaluators [codes], category [id], criteria [ids], until, today [dates]
	 */
	function passes(product, filter) {
		var isOver = product.status === 'valid' && filter.today && product.end < filter.today;

		return (!filter.levels || filter.levels.indexOf(product.level) >= 0) &&
			(!filter.statuses || filter.statuses.indexOf(isOver ? 'stale' : product.status) >= 0) &&
			(!filter.evaluators || filter.evaluators.indexOf(product.evaluator) >= 0) &&
			(!filter.category || Boolean(product.category) && product.category[0] === filter.category) &&
			(!filter.criteria || filter.criteria.indexOf(product.criteria[0]) >= 0) &&
			(!filter.until || product.status === 'valid' && !isOver && product.end >= filter.until);
	}

	/* The keys of a filter but the level, which the number tells: a list of lists, of each of which one
	 * must be there; and whether they say all. */
	Index.prototype.filterKeys = function (filter) {
		var directory = this.directory, all = [];
		var codes = function (letter, list, names) {
			if (list)
				all.push(list.map(function (name) { return names.indexOf(name); })
					.filter(function (i) { return i >= 0; })
					.map(function (i) { return '#' + letter + i; }));
		};
		var first = function (entry) { return entry[0]; };

		codes('s', filter.statuses && filter.statuses.map(function (status) {
			return status === 'stale' ? 'valid' : status;
		}), STATUSES);
		codes('e', filter.evaluators, EVALUATORS);
		codes('c', filter.category && [filter.category], directory.categories.map(first));
		codes('v', filter.criteria, directory.criteria.map(first));
		return all;
	};

	/* The sets of a filter. Months in which the day decides are in the set of dates as perhaps. */
	Index.prototype.filterSets = function (filter) {
		var index = this, jobs;
		var day = filter.until;

		if (filter.statuses && filter.statuses.indexOf('valid') >= 0 && filter.statuses.indexOf('stale') < 0 &&
			filter.statuses.length === 1 && filter.today && !(day > filter.today))
			day = filter.today;
		jobs = this.filterKeys(filter).map(function (keys) {
			return Promise.all(keys.map(function (key) { return index.entries(key, false); }))
				.then(function (found) { return index.makeSet([].concat.apply([], found)); });
		});
		if (day)
			jobs.push(this.entries('#u', true).then(function (found) {
				return index.makeSet(found.filter(function (entry) {
					return entry.isShared || entry.key.slice(2) >= day.slice(0, 7);
				}).map(function (entry) {
					return { list: entry.list, isLong: entry.isLong,
						isSure: !entry.isShared && entry.key.slice(2) > day.slice(0, 7) };
				}));
			}));
		return Promise.all(jobs);
	};

	/* ---- answers ---- */

	/* At most KEYS_MAX keys of all terms, those of each term in turn, so that none goes unasked. */
	function chooseKeys(terms) {
		var all = terms.map(keysOf), chosen = [], i, k;

		for (i = 0; chosen.length < KEYS_MAX && i < 64; i++)
			for (k = 0; k < all.length && chosen.length < KEYS_MAX; k++)
				if (all[k][i])
					chosen.push({ key: all[k][i], term: k });
		return { keys: chosen.map(function (c) { return c.key; }),
			isWhole: terms.every(function (term, t) {
				return chosen.some(function (c) { return c.term === t && c.key.isWhole; });
			}) };
	}

	/* About how many bytes of results have to be loaded to hold something against the numbers. */
	function costOf(numbers) {
		var last = -Infinity, n = 0;

		numbers.forEach(function (number) {
			if (number - last >= NEAR) {
				n++;
				last = number;
			}
		});
		return n * RESULT_BYTES;
	}

	/* About how many bytes a list takes that holds so many of all numbers. */
	function costOfList(n, total) {
		return n * (1.5 + Math.log2(total / n)) / 8;
	}

	/* The numbers that have all keys: {numbers, sure}. What costs least is looked up first; what would
	 * cost more than to look at the products that are left, or at enough of them to find the first, is
	 * not looked up, and none is sure then. */
	Index.prototype.lookUp = function (keys, isAllowed) {
		var index = this, sets = [], some = null;
		/* `words`: about how many words a product has that begin with the key. */
		var waiting = keys.map(function (key) {
			var n = index.span(key.key, key.isPrefix).length;

			return { key: key, cost: n > 2 ? n * TERM_BYTES : 0, words: WORDS * n / index.keys.length, entries: null };
		});
		var look = function (source) {
			return index.entries(source.key.key, source.key.isPrefix).then(function (entries) {
				source.entries = entries;
				source.cost = source.words = 0;
				entries.forEach(function (entry) {
					var n = entry.isLong ? new Reader(entry.list).number() : 0;

					source.cost += n && costOfList(n, index.total);
					source.words += n / index.total;
				});
			});
		};
		var isTooDear = function (source) {
			/* Of products that have this many words, this share has one. */
			var share = source.words / (1 + source.words);

			return costOf(some.numbers) <= source.cost ||
				source.cost > DEAR_BYTES && FIRST / share * RESULT_BYTES < source.cost;
		};
		var step = function () {
			var source;

			waiting.sort(function (left, right) { return left.cost - right.cost; });
			source = waiting[0];
			if (!source)
				return some || join(index.total, sets, isAllowed);
			if (some && isTooDear(source)) {
				some.sure = some.sure.map(function () { return false; });
				return some;
			}
			if (!source.entries)
				return look(source).then(step);
			waiting.shift();
			return index.makeSet(source.entries).then(function (set) {
				sets.push(set);
				/* What costs nothing more is joined at once. */
				if (!waiting.length || waiting[0].cost > 0)
					some = join(index.total, sets, isAllowed);
				return step();
			});
		};

		return Promise.all(waiting.filter(function (source) { return source.cost === 0; }).map(look)).then(step);
	};

	/* What may be found: {numbers, sure} of products, `makers` the same of manufacturers, `first` the
	 * numbers that stand at the very term where it is one. */
	Index.prototype.candidates = function (terms, filter) {
		var index = this, chosen = chooseKeys(terms);
		var products = this.directory.products, levels = this.directory.levels.concat(0);
		var isAllowed = function (number) {
			var level = 1;

			if (!filter.levels || number >= products)
				return true;
			while (level < 4 && number < levels[level - 1])
				level++;
			return filter.levels.indexOf(level) >= 0;
		};
		var isFiltered = this.filterKeys(filter).length > 0 || Boolean(filter.until);

		return this.lookUp(chosen.keys, isAllowed).then(function (all) {
			var n = 0;

			if (!isFiltered)
				return all;
			while (n < all.numbers.length && all.numbers[n] < products)
				n++;
			if (n <= FEW) {
				all.sure = all.sure.map(function (isSure, i) { return isSure && i >= n; });
				return all;
			}
			return index.filterSets(filter).then(function (sets) {
				var sure = [], numbers = [];

				all.numbers.forEach(function (number, i) {
					var least = all.sure[i] ? 2 : 1;

					if (number < products)
						sets.forEach(function (set) { least = Math.min(least, set[number]); });
					if (least) {
						numbers.push(number);
						sure.push(least === 2);
					}
				});
				return { numbers: numbers, sure: sure };
			});
		}).then(function (all) {
			var n = 0;

			while (n < all.numbers.length && all.numbers[n] < products)
				n++;
			if (!chosen.isWhole)
				all.sure = all.sure.map(function () { return false; });
			return { numbers: all.numbers.slice(0, n), sure: all.sure.slice(0, n),
				makers: terms.length ? all.numbers.slice(n) : [] };
		});
	};

	/* Better first: what was typed, what begins with it (unless there are many), the level, the latest. */
	function compareProducts(typed, isWhole) {
		return function (left, right) {
			return (isWhole && right.rank(typed) - left.rank(typed)) || right.level - left.level ||
				(left.displayedOn < right.displayedOn ? 1 : left.displayedOn > right.displayedOn ? -1 : 0) ||
				left.number - right.number;
		};
	}

	/* An answer: what was found, and what of it has been loaded. */
	function Answer(index, terms, filter, typed, candidates) {
		this.index = index;
		this.terms = terms;
		this.filter = filter;
		this.typed = typed;
		this.numbers = candidates.numbers;
		this.sure = candidates.sure;
		this.makerNumbers = candidates.makers;
		this.products = [];   /* loaded, held against the question, in order */
		this.exact = [];      /* those whose number was typed */
		this.loaded = new Set();
		this.arranged = [];   /* what comes next: groups of numbers */
		this.level = 5;       /* which level is arranged, and what of it is still to come */
		this.rest = [];
	}

	Answer.prototype.isRight = function (product) {
		return product.matches(this.terms) && passes(product, this.filter);
	};

	/* How many there are: {count, isExact}; else at most so many. */
	Answer.prototype.count = function () {
		var answer = this, open = 0, isExact = true;

		this.numbers.forEach(function (number, i) {
			if (!answer.loaded.has(number)) {
				open++;
				isExact = isExact && answer.sure[i];
			}
		});
		return { count: this.products.length + open, isExact: isExact };
	};

	Answer.prototype.isComplete = function () {
		return this.loaded.size === this.numbers.length;
	};

	/* Loads products; those that are right, in order. */
	Answer.prototype.load = function (numbers) {
		var answer = this;

		return Promise.all(numbers.map(function (number) { return answer.index.product(number); }))
			.then(function (products) {
				numbers.forEach(function (number) { answer.loaded.add(number); });
				return products.filter(function (product) { return answer.isRight(product); })
					.sort(compareProducts(answer.typed, false));
			});
	};

	/* The numbers of the next level that has any. */
	Answer.prototype.beginLevel = function () {
		var answer = this, levels = this.index.directory.levels.concat(0), from, to;

		this.level--;
		from = levels[this.level - 1];
		to = this.level === 1 ? this.index.directory.products : levels[this.level - 2];
		this.rest = this.numbers.filter(function (number) {
			return number >= from && number < to && !answer.loaded.has(number);
		});
		this.file = null;
		this.nfiles = 0;
	};

	/* Puts what comes next into `arranged`: of the days of a level, which are in some files of terms, the
	 * last first. After DAY_FILES of them the rest comes by number. */
	Answer.prototype.arrange = function () {
		var answer = this, index = this.index, prefix = '#d' + this.level + '-', wanted;

		if (this.rest.length === 0) {
			this.beginLevel();
			return Promise.resolve();
		}
		if (this.file === null)
			this.file = Math.max(0, findLast(index.keys, prefix + '~'));
		if (this.rest.length < FEW_DAYS) {
			this.arranged.push(this.rest);
			this.rest = [];
			return Promise.resolve();
		}
		if (this.nfiles === DAY_FILES || this.file < 0 ||
			(this.nfiles > 0 && compare(index.keys[this.file + 1], prefix) < 0)) {
			this.rest.forEach(function (number) { answer.arranged.push([number]); });
			this.rest = [];
			return Promise.resolve();
		}
		wanted = new Set(this.rest);
		this.nfiles++;
		return index.termFile(this.file--).then(function (file) {
			var entries = file.keys.map(function (key, i) {
				return { key: key, list: file.lists[i], isLong: file.marks[i] === '^', isShared: file.marks[i] === '~' };
			}).filter(function (entry, i) {
				return entry.key.startsWith(prefix) || entry.isShared && compare(entry.key, prefix) < 0 &&
					i + 1 < file.keys.length && file.keys[i + 1].startsWith(prefix);
			}).reverse();

			return Promise.all(entries.map(function (entry) { return index.listOf(entry); })).then(function (lists) {
				lists.forEach(function (list, i) {
					var group = [];

					eachOfList(list, function (number) {
						if (wanted.delete(number))
							group.push(number);
					});
					if (entries[i].isShared)
						answer.arranged.push(group);
					else
						group.forEach(function (number) { answer.arranged.push([number]); });
				});
				answer.rest = answer.rest.filter(function (number) { return wanted.has(number); });
			});
		});
	};

	/* Loads until `most` products are there, or all are. What comes is in order, as far as it is known by
	 * then; what was there before stays where it is. */
	Answer.prototype.more = function (most) {
		var answer = this, before = this.products.length;
		var step = function () {
			var numbers = [], groups = answer.arranged;

			if (answer.isComplete() || answer.products.length >= most)
				return answer;
			if (groups.length === 0)
				return answer.arrange().then(step);
			while (groups.length && numbers.length < most - answer.products.length)
				numbers = numbers.concat(groups.shift());
			return answer.load(numbers).then(function (found) {
				answer.products = answer.products.concat(found);
				return step();
			});
		};

		return Promise.resolve(step()).then(function () {
			var come = answer.products.splice(before);

			answer.products = answer.products.concat(come.sort(compareProducts(answer.typed, false)));
			return answer;
		});
	};

	/* The files of results in which the numbers stand, as far as `most`. */
	Index.prototype.countFiles = function (numbers, most) {
		var index = this, names = new Set();
		var step = function (i) {
			if (i === numbers.length || names.size > most)
				return Promise.resolve(names.size);
			return index.place(numbers[i]).then(function (place) {
				names.add(place.name);
				return step(i + 1);
			});
		};

		return numbers.length > most * 64 ? Promise.resolve(most + 1) : step(0);
	};

	/* Answers a question: what was typed, and a filter. Gives an Answer, or null where nothing is asked. */
	Index.prototype.ask = function (query, filter) {
		var index = this, asked = askedOf(query), terms = termsOf(asked), typed = code(asked);

		if (!terms.length && !Object.keys(filter).some(function (key) { return key !== 'today' && filter[key]; }))
			return Promise.resolve(null);
		return this.open().then(function () {
			return index.candidates(terms, filter);
		}).then(function (candidates) {
			var answer = new Answer(index, terms, filter, typed, candidates);

			return index.countFiles(answer.numbers, WHOLE_FILES).then(function (n) {
				if (n > WHOLE_FILES)
					return index.findExact(answer);
				return answer.load(answer.numbers).then(function (found) {
					answer.products = found.sort(compareProducts(typed, true));
					answer.exact = answer.products.filter(function (product) { return product.rank(typed) === 3; });
					return answer;
				});
			});
		});
	};

	/* Of many, those whose very number was typed come first. */
	Index.prototype.findExact = function (answer) {
		var index = this, typed = answer.typed;

		if (!typed || answer.terms.length === 0)
			return Promise.resolve(answer);
		return this.exact(typed, EXACT).then(function (products) {
			products = products.filter(function (product) { return answer.numbers.indexOf(product.number) >= 0; });
			return answer.load(products.map(function (product) { return product.number; }));
		}).then(function (products) {
			answer.exact = products;
			answer.products = products.slice();
			return answer;
		});
	};

	/* The products of which a model, label or product id is the code, the first `most` of them. */
	Index.prototype.exact = function (typed, most) {
		var index = this;

		return this.open().then(function () {
			return index.entries(wholeKey(typed), false);
		}).then(function (found) {
			return index.makeSet(found);
		}).then(function (set) {
			var numbers = join(index.directory.products, [set], function () { return true; }).numbers;

			return Promise.all(numbers.slice(0, most).map(function (number) { return index.product(number); }));
		}).then(function (products) {
			return products.filter(function (product) { return product.rank(typed) === 3; });
		});
	};

	/* The manufacturers of an answer, at most `most`. */
	Answer.prototype.makers = function (most) {
		var answer = this;

		/* Some of them only may match. */
		return Promise.all(this.makerNumbers.slice(0, 4 * most).map(function (number) {
			return answer.index.maker(number);
		})).then(function (makers) {
			return makers.filter(function (maker) {
				var texts = maker.names.filter(Boolean).map(function (name) { return cut(name, 'name'); });

				return answer.terms.every(function (term) {
					return texts.some(function (text) { return stands(term, text); });
				});
			}).slice(0, most);
		});
	};

	/* The categories that match: [[id, names]]. */
	Answer.prototype.categories = function () {
		var terms = this.terms;

		return terms.length === 0 ? [] : this.index.directory.categories.filter(function (category) {
			var texts = category[1].map(function (name) { return cut(name, 'name'); });

			return terms.every(function (term) {
				return texts.some(function (text) { return stands(term, text); });
			});
		});
	};

	window.fudaIndex = { Index: Index, classify: classify, cut: cut, code: code, asked: askedOf, terms: termsOf, keys: keysOf, stands: stands,
		passes: passes, phrase: phrase };
})();
