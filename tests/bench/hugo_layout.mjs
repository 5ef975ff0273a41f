// A layout of ours as a Go template: the same markup, sections, names and words.
//
// Partials, parents with their blocks and words of strings.json are put in place. Which name means
// what is settled here, as our compiler does it, by the shapes: so Hugo looks a name up in one map.
// Escapes are left to html/template, which chooses them by place as ours does.
import fs from 'node:fs';
import path from 'node:path';

// ---- Mustache ----

/** Whitespace around a tag that stands alone on its line is not a part of the output. */
const trimLines = (text) => text.replace(/^[ \t]*(\{\{[#^/>$<!][^{}]*\}\})[ \t]*\n/gm, '$1');

/** The text as a tree: strings, and { kind, name, nodes }, where nodes belong to # ^ $ and <. */
function parse(text) {
	const root = { nodes: [] }, open = [root];
	let end = 0;
	for (const match of text.matchAll(/\{\{\{\s*([^{}]+?)\s*\}\}\}|\{\{([#^/>$<!&]?)\s*([^{}]+?)\s*\}\}/g)) {
		const { nodes } = open.at(-1);
		if (match.index > end)
			nodes.push(text.slice(end, match.index));
		end = match.index + match[0].length;
		const kind = match[1] ? '&' : match[2], name = match[1] ?? match[3];
		if (kind === '/' && open.pop().name !== name)
			throw new Error(`{{/${name}}} ends what it did not begin`);
		if (kind === '/' || kind === '!')
			continue;
		const node = { kind, name, nodes: [] };
		nodes.push(node);
		if ('#^$<'.includes(kind) && kind !== '')
			open.push(node);
	}
	if (open.length > 1)
		throw new Error(`{{${open.at(-1).kind}${open.at(-1).name}}} has no end`);
	root.nodes.push(text.slice(end));
	return root.nodes;
}

const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
	.replaceAll('"', '&quot;').replaceAll("'", '&#39;');

// ---- Go ----

class Translator {
	constructor({ folder, words, shapes, constants }) {
		Object.assign(this, { folder, words, shapes, constants });
		this.used = {}; // by shape: the names that the layout has
		this.scopes = []; // what was found of the sections around, from the page inwards
		this.blocks = []; // of parents, from the outermost inwards
		this.nvariables = 0;
	}

	load(name) {
		const file = ['', 'partials'].map((place) => path.join(this.folder, place, `${name}.mustache`)).find((candidate) => fs.existsSync(candidate));
		if (!file)
			throw new Error(`there is no layout ${name}`);
		return parse(trimLines(fs.readFileSync(file, 'utf8')));
	}

	/** A field of what was found: { type, shape, at }, where `at` is Go's expression for it; or, of
	 * a constant, { type, shape, value }. */
	field({ shape, at, value }, name) {
		const [type, inner] = this.shapes[shape][name] ?? [];
		if (!type)
			throw new Error(`there is no ${name} in ${shape}`);
		if (at === '$page' && this.constants.names.includes(name))
			return { type, shape: inner, value: this.constants.page[name] ?? '' };
		if (!at)
			return { type, shape: inner, value: value[name] ?? '' };
		(this.used[shape] ??= new Set()).add(name);
		return { type, shape: inner, at: `${at}.${name}` };
	}

	/** What a name means here. */
	find(name) {
		if (name === '.')
			return this.scopes.at(-1);
		const [first, ...rest] = name.split('.');
		const scope = this.scopes.findLast(({ shape }) => shape && this.shapes[shape][first]);
		if (!scope)
			throw new Error(`there is no ${name}`);
		return rest.reduce((found, key) => this.field(found, key), this.field(scope, first));
	}

	/** Nodes inside a section on what was found. */
	inner(nodes, found) {
		this.scopes.push(found);
		const text = this.all(nodes);
		this.scopes.pop();
		return text;
	}

	section(node, otherwise) {
		const { type, shape, at, value } = this.find(node.name);
		if (!at && (type === 'object' || type === 'list'))
			throw new Error(`a section on the constant ${node.name}`);
		if (!at)
			return value ? this.all(node.nodes) : this.all(otherwise?.nodes ?? []);
		const end = `${otherwise ? `{{ else }}${this.all(otherwise.nodes)}` : ''}{{ end }}`;
		if (type === 'flag')
			return `{{ if ${at} }}${this.all(node.nodes)}${end}`;
		if (type === 'text' || type === 'markup')
			return `{{ if ${at} }}${this.inner(node.nodes, { at })}${end}`;
		const variable = `$${node.name.split('.').at(-1)}${++this.nvariables}`;
		return `{{ ${type === 'list' ? 'range' : 'with'} ${variable} := ${at} }}${this.inner(node.nodes, { shape, at: variable })}${end}`;
	}

	inverted(node) {
		const { at, value } = this.find(node.name);
		if (!at)
			return value ? '' : this.all(node.nodes);
		return `{{ if not ${at} }}${this.all(node.nodes)}{{ end }}`;
	}

	name(name) {
		const { at, value } = this.find(name);
		return at ? `{{ ${at} }}` : escapeHtml(value);
	}

	parent(node) {
		this.blocks.push(Object.fromEntries(node.nodes.filter(({ kind }) => kind === '$').map(({ name, nodes }) => [name, nodes])));
		const text = this.all(this.load(node.name));
		this.blocks.pop();
		return text;
	}

	/** A word is text, however it is written: only tags in it are tags. */
	word(key) {
		const word = key.split('.').reduce((words, name) => words?.[name], this.words);
		if (typeof word !== 'string')
			throw new Error(`there is no word ${key}`);
		const escape = (nodes) => nodes.map((node) => (typeof node === 'string' ? escapeHtml(node) : { ...node, nodes: escape(node.nodes) }));
		return this.all(escape(parse(word)));
	}

	node(node, otherwise) {
		if (typeof node === 'string')
			return node.replaceAll('{{', '{{"{{"}}');
		switch (node.kind) {
		case '#': return this.section(node, otherwise);
		case '^': return this.inverted(node);
		case '>': return this.all(this.load(node.name));
		case '<': return this.parent(node);
		case '$': return this.all(this.blocks.find((blocks) => blocks[node.name])?.[node.name] ?? node.nodes);
		case '&': return `{{ ${this.find(node.name).at} | safeHTML }}`;
		default: return node.name.startsWith('t.') ? this.word(node.name.slice(2)) : this.name(node.name);
		}
	}

	/** What directly behind a section is shown in its stead becomes its else. */
	all(nodes) {
		let text = '';
		for (let i = 0; i < nodes.length; i++) {
			const next = nodes[i + 1];
			const isElse = nodes[i].kind === '#' && next?.kind === '^' && next.name === nodes[i].name;
			text += this.node(nodes[i], isElse ? next : undefined);
			i += isElse;
		}
		return text;
	}
}

/**
 * The layout `name` of `folder` for pages of `shape`, whose values stand in the front matter as
 * `page`; but `constants` are names that have on all pages the values that they have on the one
 * given, which are put in place. Returns the layout's text and, by shape, the sets of names that it
 * takes from the front matter.
 */
export function translate(name, shape, { folder, words, shapes, constants }) {
	const translator = new Translator({ folder, words, shapes, constants });
	const text = translator.inner(translator.load(name), { shape, at: '$page' });
	return { text: `{{ $page := .Params.page }}${text}`, used: translator.used };
}
