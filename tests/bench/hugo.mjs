// The same two pages a product, made by Hugo from the same values by an equivalent layout.
//
// Hugo's layout is ours, translated (hugo_layout.mjs); what is the same on all pages of a language
// is text in it, which is more than caching partials would give. Each page is a content file that
// has in its front matter, as JSON, the values that the layout names, and no others. They are those
// of our own view, as view_values prints them. So Hugo is spared, besides the making of its content
// files: reading and checking the export, judging each label on the day, choosing languages, writing
// dates and sentences, Markdown, and what a page tells of label.json and of the QR code.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { readStrings } from '../check.mjs';
import { translate } from './hugo_layout.mjs';

/** Of the frame: what is the same on all product pages of a language. */
const constants = ['lang', 'base', 'root', 'index', 'site', 'asset'];

/** The values that the layout names. */
function prune(value, shape, { shapes, used }) {
	if (Array.isArray(value))
		return value.map((item) => prune(item, shape, { shapes, used }));
	if (!shape || typeof value !== 'object')
		return value;
	return Object.fromEntries(Object.entries(value).filter(([name]) => used[shape]?.has(name))
		.map(([name, inner]) => [name, prune(inner, shapes[shape][name][1], { shapes, used })]));
}

function makeLayout(folder, page, shapes, out) {
	const layout = translate('product', 'product_page', {
		folder: path.join(folder, 'layouts'), shapes, constants: { names: constants, page },
		words: readStrings(page.lang, path.join(folder, 'content')),
	});
	fs.writeFileSync(`${out}/layouts/_default/single.${page.lang}.html`, layout.text);
	fs.mkdirSync(`${out}/content/${page.lang}/P`, { recursive: true });
	return layout;
}

function writeConfig(languages, out) {
	fs.writeFileSync(`${out}/config.json`, JSON.stringify({
		baseURL: 'https://fuda.example/', defaultContentLanguage: languages[0],
		disablePathToLower: true, disableAliases: true, disableHugoGeneratorInject: true,
		disableKinds: ['home', 'section', 'taxonomy', 'term', 'RSS', 'sitemap', 'robotsTXT', '404'],
		languages: Object.fromEntries(languages.map((lang) => [lang, { contentDir: `content/${lang}` }])),
	}));
}

/**
 * Makes the Hugo site `out` of the pages that `command`, a view_values with its arguments, prints,
 * by the layout of our site `folder`. Returns the names of the files that it is to make.
 */
export async function makeHugoSite(command, folder, out) {
	const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
	const exit = once(child, 'exit');
	const files = [], layouts = {};
	let shapes;
	fs.mkdirSync(`${out}/layouts/_default`, { recursive: true });
	for await (const line of readline.createInterface({ input: child.stdout })) {
		const page = JSON.parse(line);
		if (!shapes) {
			shapes = page;
			continue;
		}
		const { used } = layouts[page.lang] ??= makeLayout(folder, page, shapes, out);
		const values = prune(page, 'product_page', { shapes, used });
		fs.writeFileSync(`${out}/content/${page.lang}/P/${page.product.id}.md`, `${JSON.stringify({ page: values })}\n`);
		files.push(`${page.lang === Object.keys(layouts)[0] ? '' : `${page.lang}/`}${page.path}index.html`);
	}
	const [status] = await exit;
	if (status !== 0)
		throw new Error(`${command[0]}: status ${status}`);
	writeConfig(Object.keys(layouts), out);
	return files;
}

// ---- whether the pages are the same ----

/**
 * A page in the spelling in which both must be equal. html/template writes `"` as &#34; and `+` as
 * &#43;, and escapes more characters than needed in JSON.
 */
function normalise(page) {
	return page.replaceAll('&#34;', '&quot;').replaceAll('&#43;', '+')
		.replace(/(<script type="application\/ld\+json">)(.*?)(<\/script>)/gs, (all, before, data, after) => before + JSON.stringify(JSON.parse(data)) + after);
}

/** Some of the files, evenly spread, as they are in `folder`: [file, text]. */
export function samplePages(folder, files, most) {
	const every = Math.ceil(files.length / most / 2) * 2 - 1;
	return files.filter((file, i) => i % every === 0).map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]);
}

/** Says where of Hugo's pages, of samplePages, one is not the same as ours in `folder`. */
export function comparePages(sample, folder) {
	const differences = [];
	for (const [file, text] of sample) {
		const [hugo, own] = [text, fs.readFileSync(path.join(folder, file), 'utf8')].map(normalise);
		if (hugo === own)
			continue;
		let at = 0;
		while (hugo[at] === own[at])
			at++;
		const from = Math.max(0, at - 60);
		differences.push(`${file}, at ${at}\n  Hugo: ${JSON.stringify(hugo.slice(from, at + 80))}\n  ours: ${JSON.stringify(own.slice(from, at + 80))}`);
	}
	return differences;
}
