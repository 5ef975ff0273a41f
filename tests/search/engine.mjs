// What the tests of this folder share: the scripts of static/search/ run in Node on the files of a site, and a plain
// scan of all products that it is compared with.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import zlib from 'node:zlib';
import { writeStatuses, work } from '../check.mjs';

/** The script that asks the index, with that which looks for the nearest. */
export const searchScript = 'search.js search-nearest.js';

/** The files of scripts of the site, as static/NAME.list names them, and `more` of static/, run together as one. */
export function runScript(names, context, expression, more = []) {
	const files = [...names.split(' ').flatMap((name) => fs.readFileSync(`static/${name}.list`, 'utf8').trim().split('\n')), ...more];
	const text = files.map((file) => fs.readFileSync(`static/${file}`, 'utf8')).join('');
	return vm.runInContext(`${text}\n;(${expression})`, vm.createContext(context));
}

/** The words that are no part of what is looked for, as content/ has them. */
function skippedWords() {
	const skip = ['ja', 'en'].map((language) => JSON.parse(fs.readFileSync(`content/${language}/strings.json`, 'utf8')).search.skip);
	const wordsOf = (key) => skip.flatMap((words) => words[key].split('|').filter(Boolean));
	return { lead: wordsOf('before_number'), forms: wordsOf('company_forms'), last: wordsOf('company_words') };
}

/** What takes the place of a script element: hands the file at an address to the script, and tells its text. */
const insertFrom = (root, fudaSearch, tell = () => {}) => (address, failed, done) => setImmediate(() => {
	const file = path.join(root, address);
	if (!fs.existsSync(file))
		return failed();
	const text = fs.readFileSync(file, 'utf8');
	tell(address, text);
	// A pack has several.
	for (const [, name, data] of text.matchAll(/^fudaSearch\("(\w+)",(.*)\);\n/gm))
		fudaSearch(name, JSON.parse(data));
	return done();
});

/** What judges a list as /check/ does, with the index of a site: {index, Packs, judge(text, column), ask(query)}.
 * `refuses` says of an address that it cannot be loaded, `tell` is told of the others. */
export async function openJudge(root, refuses = () => false, tell = () => {}) {
	const { SearchIndex, Packs, Query, Sheet, Judge, fudaSearch } = runScript(searchScript, { document: {}, setTimeout, clearTimeout, TextDecoder },
		'{ SearchIndex, Packs, Query, Sheet, Judge, fudaSearch }', [...['sheet', 'cell', 'verdict'].map((name) => `page/${name}.js`), 'search/packs.js']);
	const index = new SearchIndex(''), insert = insertFrom(root, fudaSearch, tell);
	index.loader.insert = (address, failed, done) => (refuses(address) ? setImmediate(failed) : insert(address, failed, done));
	await index.open();
	const beside = await index.beside();
	return {
		index, Sheet, Packs,
		judge: (text, column) => new Judge(index, beside).judgeAll(Sheet.cellsOf(text, column, beside.dittos), () => true, () => {}),
		ask: (query) => Query.ask(index, query, {}),
	};
}

/** The index of a site: {fresh, api, loaded}. `loaded` lists the files loaded, as {name, bytes} with
 * bytes compressed; sizes are counted once a file. */
export function openIndex(root) {
	const { SearchIndex, Query, Terms, Fold, fudaSearch } = runScript(searchScript, { document: {}, console, setTimeout, clearTimeout },
		'{ SearchIndex, Query, Terms, Fold, fudaSearch }');
	const sizes = new Map(), loaded = [], skipped = Terms.makeSkipped(skippedWords());
	const fresh = () => {
		const index = new SearchIndex('');
		index.loader.insert = insertFrom(root, fudaSearch, (address, text) => loaded.push({
			name: address,
			get bytes() {
				if (!sizes.has(address))
					sizes.set(address, zlib.gzipSync(text, { level: 9 }).length);
				return sizes.get(address);
			},
		}));
		return index;
	};
	const api = {
		...Terms, ask: Query.ask,
		asked: (text) => Terms.askedOf(text, skipped), terms: (query) => Terms.termsOf(query, skipped),
	};
	return { fresh, api, fold: Fold.search, loaded };
}

/** What a site says of its products: the label.json of each. */
export function* productsOf(root) {
	for (const id of fs.readdirSync(path.join(root, 'P')).sort())
		yield JSON.parse(fs.readFileSync(path.join(root, 'P', id, 'label.json'), 'utf8'));
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}ー々〇ゝゞ]/u;
const types = new Map();
/** 'c' a CJK character, 'd' a digit, 'l' another letter, ' ' a space, '-' anything else. */
function typeOf(c) {
	if (!types.has(c))
		types.set(c, c === ' ' ? ' ' : CJK.test(c) || c.codePointAt(0) > 0xffff ? 'c' : /[0-9]/.test(c) ? 'd' : /[\p{L}\p{N}]/u.test(c) ? 'l' : '-');
	return types.get(c);
}
const isWord = (type) => type === 'l' || type === 'd';

/**
 * A plain scan: which products match a query by what fuda-search(5) says, written without keys and without
 * looking at static/search/. Every text is folded once; `add` takes the products in their order.
 *
 * The texts stand one behind the other without their separators, a line each, in blocks that a string
 * can hold. A flag a place says whether a term may begin there.
 */
export function makeScan(fold) {
	const BLOCK = 1 << 22;
	const isPart = (type) => type === 'c' || isWord(type);
	/** A text without its separators, and the flags of its places. */
	const bareOf = (text, kind) => {
		let bare = '', previous = ' ';
		const flags = [];
		for (const c of fold(text)) {
			const type = typeOf(c);
			if (isPart(type)) {
				const begins = type === 'c' || !isWord(previous) || (type === 'd' && previous === 'l');
				flags.push((kind === 'id' ? bare === '' : begins) ? 1 : 0, ...(c.length > 1 ? [0] : []));
				bare += c;
			}
			previous = type;
		}
		return { bare, flags };
	};
	const known = new Map();
	const knownOf = (text) => {
		if (known.size > 100000)
			known.clear();
		if (!known.has(text))
			known.set(text, bareOf(text, 'name'));
		return known.get(text);
	};
	const blocks = [];
	let open, length = 0;
	const close = () => {
		if (open)
			blocks.push({ from: open.from, ends: Uint32Array.from(open.ends), text: open.texts.join(''), flags: Uint8Array.from(open.flags) });
		open = undefined;
	};
	const terms = (query) => fold(query).split(' ').map((part) => Array.from(part).filter((c) => isPart(typeOf(c))).join('')).filter(Boolean);
	/** Calls `hit` with each product in which the term stands. */
	const eachWith = (term, hit) => {
		for (const { from, ends, text, flags } of blocks) {
			let k = 0, at = text.indexOf(term);
			while (at >= 0) {
				while (ends[k] <= at)
					k++;
				const stands = flags[at] === 1;
				if (stands)
					hit(from + k);
				at = text.indexOf(term, stands ? ends[k] : at + 1);
			}
		}
	};
	return {
		add: (p) => {
			open ??= { from: length, ends: [], texts: [], flags: [], n: 0 };
			const places = [
				...[...Object.values(p.name), ...Object.values(p.manufacturer?.name ?? {})].map(knownOf),
				...p.models.map(({ number }) => bareOf(number, 'model')),
				...[p.product_id, p.label.label_id, ...(p.also ?? []).map((also) => also.label_id)].map((id) => bareOf(id, 'id')),
			];
			for (const { bare, flags } of places) {
				open.texts.push(bare, '\n');
				open.flags.push(...flags, 0);
				open.n += bare.length + 1;
			}
			open.ends.push(open.n);
			length++;
			if (open.n > BLOCK)
				close();
		},
		/** The numbers of the products that match, ascending. */
		matching: (query) => {
			close();
			const all = terms(query), counts = new Uint8Array(length), numbers = [];
			for (const term of all)
				eachWith(term, (number) => { counts[number]++; });
			counts.forEach((count, number) => {
				if (all.length > 0 && count === all.length)
					numbers.push(number);
			});
			return numbers;
		},
	};
}

/** The lines of a file and where they begin, one at a time: a file may be longer than a string. */
function* linesOf(file) {
	const fd = fs.openSync(file), chunk = Buffer.alloc(1 << 22);
	let rest = Buffer.alloc(0), from = 0, n;
	while ((n = fs.readSync(fd, chunk)) > 0) {
		const bytes = Buffer.concat([rest, chunk.subarray(0, n)]);
		let at = 0, end;
		while ((end = bytes.indexOf(10, at)) >= 0) {
			yield { text: bytes.toString('utf8', at, end), from: from + at };
			at = end + 1;
		}
		rest = bytes.subarray(at);
		from += at;
	}
	fs.closeSync(fd);
}

/**
 * The products of an export, for sites that are too large to read: only what can be searched for.
 * {length, get}, where each is read again when it is asked for; `see` is called with each at first.
 */
export function productsOfExport(file, asOf, see) {
	const heads = new Map();
	writeStatuses(`${work}/status.jsonl`, { export: file, 'as-of': asOf });
	for (const { text } of linesOf(`${work}/status.jsonl`)) {
		const head = JSON.parse(text);
		if (head.status !== 'not_issued')
			heads.set(head.product_id, [head.label_id, head.level, head.displayed_on].join());
	}
	fs.rmSync(`${work}/status.jsonl`);
	const productOf = (r) => {
		const [label_id, level, displayed_on] = heads.get(r.product_id).split(',');
		const isValid = (label) => !label.events && label.acquired_on <= asOf && `${Number(label.acquired_on.slice(0, 4)) + 2}${label.acquired_on.slice(4)}` >= asOf;
		return {
			product_id: r.product_id, name: r.name, models: r.models,
			manufacturer: r.manufacturer?.disclosed ? r.manufacturer : undefined,
			label: { label_id, level: Number(level), displayed_on, category: r.labels.find((label) => label.label_id === label_id).category }, also: r.labels.filter((label) => label.label_id !== label_id && isValid(label)),
		};
	};
	const places = [];
	for (const { text, from } of linesOf(file)) {
		const r = JSON.parse(text);
		if (!heads.has(r.product_id))
			continue;
		places.push([from, Buffer.byteLength(text)]);
		see(productOf(r));
	}
	const fd = fs.openSync(file);
	return {
		length: places.length,
		get: (i) => {
			const [from, n] = places[i], bytes = Buffer.alloc(n);
			fs.readSync(fd, bytes, 0, n, from);
			return productOf(JSON.parse(bytes.toString()));
		},
	};
}

/** Numbers that look random and are the same every time. */
export function makeRandom(seed) {
	let state = seed;
	const below = (n) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor(state / 2 ** 32 * n);
	};
	return { below, pick: (list) => list[below(list.length)] };
}

const halfWidth = (() => {
	const table = new Map();
	for (let code = 0xff66; code <= 0xff9f; code++) {
		const c = String.fromCharCode(code);
		table.set(c.normalize('NFKC'), c);
		for (const mark of ['ﾞ', 'ﾟ'])
			if ((c + mark).normalize('NFKC').length === 1)
				table.set((c + mark).normalize('NFKC'), c + mark);
	}
	return (text) => Array.from(text, (c) => table.get(c) ?? c).join('');
})();

/** Queries drawn from products ({length, get}), as people type them: [{kind, query}]. */
export function drawQueries(products, n, seed = 1) {
	const { below, pick } = makeRandom(seed);
	const part = (text) => {
		const all = Array.from(text), length = 2 + below(Math.min(6, all.length - 1)), from = below(Math.max(1, all.length - length + 1));
		return all.slice(from, from + length).join('');
	};
	const texts = (p) => [...Object.values(p.name), ...Object.values(p.manufacturer?.name ?? {})];
	const kinds = {
		name: (p) => pick(Object.values(p.name)),
		part: (p) => part(p.name.ja),
		'part of any': (p) => part(pick(texts(p))),
		maker: (p) => pick(texts(p).slice(-2)),
		'two words': (p) => `${part(p.name.ja)} ${part(pick(texts(p)))}`,
		model: (p) => pick(p.models).number,
		'model without punctuation': (p) => pick(p.models).number.replace(/[^0-9A-Za-z]/g, '').toLowerCase(),
		'model with spaces': (p) => pick(p.models).number.replace(/[^0-9A-Za-z]/g, ' '),
		'full-width model': (p) => Array.from(pick(p.models).number, (c) => (c > ' ' && c <= '~' ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(''),
		'model tail': (p) => pick(p.models).number.match(/[0-9].*$/)?.[0] ?? p.models[0].number,
		'half-width kana': (p) => halfWidth(part(p.name.ja)),
		typing: (p) => { const text = Array.from(pick([...texts(p), p.models[0].number])); return text.slice(0, 2 + below(text.length)).join(''); },
		label: (p) => p.label.label_id,
		id: (p) => p.product_id,
	};
	const names = Object.keys(kinds);
	return Array.from({ length: n }, (_, i) => ({ kind: names[i % names.length], query: kinds[names[i % names.length]](products.get(below(products.length))) }));
}
