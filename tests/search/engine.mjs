// What the tests of this folder share: static/search.js run in Node on the files of a site, and a plain
// scan of all products that it is compared with.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import zlib from 'node:zlib';
import { readExport, statuses } from '../check.mjs';

/** The index of a site: {index, api, loaded}. `loaded` lists the files loaded, as {name, bytes} with
 * bytes compressed; sizes are counted once a file. */
export function openIndex(root) {
	const window = {};
	const document = {};
	const context = vm.createContext({ window, document, Promise, console, setTimeout });
	for (const name of ['fold.js', 'search.js'])
		vm.runInContext(fs.readFileSync(`static/${name}`, 'utf8'), context);
	const sizes = new Map(), loaded = [];
	const fresh = () => {
		const index = new window.fudaIndex.Index('');
		index.insert = (address, failed) => setImmediate(() => {
			const file = path.join(root, address);
			if (!fs.existsSync(file))
				return failed();
			const text = fs.readFileSync(file, 'utf8');
			loaded.push({
				name: address,
				get bytes() {
					if (!sizes.has(address))
						sizes.set(address, zlib.gzipSync(text, { level: 9 }).length);
					return sizes.get(address);
				},
			});
			const call = text.match(/^fudaSearch\("(\w+)",(.*)\);\n$/s);
			window.fudaSearch(call[1], JSON.parse(call[2]));
		});
		return index;
	};
	return { fresh, api: window.fudaIndex, fold: window.fudaFold.text, loaded };
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

/** A plain scan: matches(product, query) by what fuda(5) says, written without keys and without looking
 * at static/search.js. */
export function makeScan(fold) {
	const isPart = (type) => type === 'c' || isWord(type);
	/** A text with nothing but letters, digits and CJK characters: where a term does not stand in it, it
	 * does not stand in the text. */
	const bareOf = (text) => Array.from(fold(text)).filter((c) => isPart(typeOf(c))).join('');
	const folded = (text) => {
		const chars = Array.from(fold(text)), type = chars.map(typeOf);
		const begins = chars.map((c, i) => i).filter((i) => type[i] === 'c' || (isWord(type[i]) &&
			(!isWord(type[i - 1]) || (type[i] === 'd' && type[i - 1] === 'l'))));
		const first = type.findIndex(isPart);
		return { chars, type, begins, first: begins.filter((i) => i === first) };
	};
	const standsAt = (term, { chars, type }, at, kind) => {
		let before = '', isSpace = false;
		for (const c of term) {
			for (; type[at] === ' ' || type[at] === '-'; at++)
				isSpace ||= type[at] === ' ';
			if (chars[at] !== c || (kind === 'name' && isSpace && isWord(before) && isWord(type[at])))
				return false;
			before = type[at++];
			isSpace = false;
		}
		return true;
	};
	const stands = (term, text, kind) =>
		(kind === 'id' ? text.first : text.begins).some((at) => text.chars[at] === term[0] && standsAt(term, text, at, kind));
	/** What a product can be found by: [{kind, source, bare, text}], made once a product. */
	const known = new Map();
	const placesOf = (p) => {
		if (!known.has(p)) {
			const places = (kind, sources) => sources.map((source) => ({ kind, source, bare: bareOf(source) }));
			known.set(p, [
				...places('name', [...Object.values(p.name), ...Object.values(p.manufacturer?.name ?? {})]),
				...places('model', p.models.map(({ number }) => number)),
				...places('id', [p.product_id, p.label.label_id, ...(p.also ?? []).map((also) => also.label_id)]),
			]);
		}
		return known.get(p);
	};
	const terms = (query) => fold(query).split(' ').map((part) => Array.from(part).filter((c) => !/[ -]/.test(typeOf(c)))).filter((term) => term.length)
		.map((term) => Object.assign(term, { bare: term.join('') }));
	const matchesTerm = (p, term) => placesOf(p).some((place) =>
		place.bare.includes(term.bare) && stands(term, place.text ??= folded(place.source), place.kind));
	return {
		/** A test of products, for a query. */
		matching: (query) => {
			const all = terms(query);
			return (p) => all.length > 0 && all.every((term) => matchesTerm(p, term));
		},
	};
}

/** The same of an export, for sites that are too large to read: only what can be searched for. */
export function productsOfExport(file, asOf) {
	const { records } = readExport(file);
	const heads = statuses({ export: file });
	return records.filter((r) => heads.get(r.product_id).status !== 'not_issued').map((r) => {
		const head = heads.get(r.product_id);
		const isValid = (label) => !label.events && label.acquired_on <= asOf && `${Number(label.acquired_on.slice(0, 4)) + 2}${label.acquired_on.slice(4)}` >= asOf;
		return {
			product_id: r.product_id, name: r.name, models: r.models,
			manufacturer: r.manufacturer?.disclosed ? r.manufacturer : undefined,
			label: head, also: r.labels.filter((label) => label.label_id !== head.label_id && isValid(label)),
		};
	});
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

/** Queries drawn from products, as people type them: [{kind, query}]. */
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
	return Array.from({ length: n }, (_, i) => ({ kind: names[i % names.length], query: kinds[names[i % names.length]](pick(products)) }));
}
