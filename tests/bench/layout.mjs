// The layout and the values of product pages, as view_values prints them, made ready for another
// generator; and whether the pages that it makes are the same.
//
// The layout is what ours was compiled to, so markup, words and marks between phrases are the same
// bytes. What is the same on all pages of a language is text in it, which is more than caching
// partials would give, and of the values a page has those that the layout names, and no others. So the
// other is spared: reading and checking the export, judging each label on the day, choosing
// languages, writing dates and sentences, Markdown, finding phrases, and what a page tells of
// label.json and of the QR code.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { escapes } from './escapes.cjs';

/** Of the frame: what is the same on all product pages of a language. */
const constants = ['lang', 'base', 'root', 'index', 'site', 'asset'];

/** The name by which a node finds its value: that of the markup, where marks between phrases stand in it. */
const lastName = (node, name) => (node.put === 'phrases' ? `${name}_phrases` : name);

/** The layout with its constants put in place, and by shape the names of the values that it has. */
class Settler {
	constructor(page) {
		this.page = page;
		this.used = { product_page: new Set(['product', 'path']), product: new Set(['id']) };
	}

	/** { value }, if it is constant, else { names }. */
	find(node) {
		const names = node.at.map(([, name], i) => (i === node.at.length - 1 ? lastName(node, name) : name));
		if (node.frame === 0 && constants.includes(names[0]))
			return { value: names.reduce((value, name) => value?.[name], this.page) ?? '' };
		node.at.forEach(([shape], i) => (this.used[shape] ??= new Set()).add(names[i]));
		return { names };
	}

	section(node) {
		const { names, value } = this.find(node);
		if (names)
			return [{ ...node, names, nodes: this.all(node.nodes), else: node.else && this.all(node.else) }];
		if (node.section === 'with' || node.section === 'each')
			throw new Error(`a section on the constant ${node.at.map(([, name]) => name).join('.')}`);
		return this.all((node.section === 'if') === (value !== '') ? node.nodes : node.else ?? []);
	}

	node(node) {
		if (typeof node === 'string')
			return [node];
		if (node.section)
			return this.section(node);
		const { names, value } = this.find(node);
		return [names ? { ...node, names } : escapes[node.put](value)];
	}

	/** Texts one behind the other are one. */
	all(nodes) {
		const all = [];
		for (const node of nodes.flatMap((inner) => this.node(inner)))
			if (typeof node === 'string' && typeof all.at(-1) === 'string')
				all[all.length - 1] += node;
			else
				all.push(node);
		return all;
	}
}

/** The values that the layout names. An object of which it only asks whether it is there has one all the same. */
function prune(value, shape, shapes, used) {
	if (Array.isArray(value))
		return value.map((item) => prune(item, shape, shapes, used));
	if (!shape || typeof value !== 'object')
		return value;
	const kept = Object.entries(value).filter(([name]) => used[shape]?.has(name))
		.map(([name, inner]) => [name, prune(inner, shapes[shape][name]?.[1], shapes, used)]);
	return kept.length > 0 ? Object.fromEntries(kept) : { is: true };
}

/**
 * Reads what `command`, a view_values with its arguments, prints. Calls `useLayout(lang, nodes)` for
 * each language and then `usePage(lang, file, values)` for each page, whose file it is.
 */
export async function readPages(command, { useLayout, usePage }) {
	const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
	const exit = once(child, 'exit'), used = {};
	let first;
	for await (const line of readline.createInterface({ input: child.stdout })) {
		const page = JSON.parse(line);
		if (!first) {
			first = page;
			continue;
		}
		const { lang } = page;
		if (!used[lang]) {
			const settler = new Settler(page);
			useLayout(lang, settler.all(first.layouts[lang]));
			used[lang] = settler.used;
		}
		const folder = lang === Object.keys(first.layouts)[0] ? '' : `${lang}/`;
		usePage(lang, `${folder}${page.path}index.html`, prune(page, 'product_page', first.shapes, used[lang]));
	}
	const [status] = await exit;
	if (status !== 0)
		throw new Error(`${command[0]}: status ${status}`);
}

// ---- whether the pages are the same ----

/** Some of the files, evenly spread, as they are in `folder`: [file, text]. */
export function samplePages(folder, files, most) {
	const every = Math.ceil(files.length / most / 2) * 2 - 1;
	return files.filter((file, i) => i % every === 0).map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]);
}

/** Says where of the pages of samplePages one is not the same as ours in `folder`, both in the spelling of `normalise`. */
export function comparePages(sample, folder, normalise) {
	const differences = [];
	for (const [file, text] of sample) {
		const [other, own] = [text, fs.readFileSync(path.join(folder, file), 'utf8')].map(normalise);
		if (other === own)
			continue;
		let at = 0;
		while (other[at] === own[at])
			at++;
		const from = Math.max(0, at - 60);
		differences.push(`${file}, at ${at}\n  theirs: ${JSON.stringify(other.slice(from, at + 80))}\n  ours:   ${JSON.stringify(own.slice(from, at + 80))}`);
	}
	return differences;
}
