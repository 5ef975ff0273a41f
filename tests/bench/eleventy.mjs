// The same two pages a product, made by Eleventy from the same values by an equivalent layout.
//
// Eleventy's layout is ours, as layout.mjs has it, as a template in JavaScript: of its kinds of
// templates the one that needs no engine. The pages of a language are one template with pagination,
// a page an item, whose values stand in a file of lines of JSON. Escapes are ours in JavaScript.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readPages } from './layout.mjs';

export const eleventyVersion = '3.1.8';
const home = path.resolve(`build/eleventy-${eleventyVersion}`);
const program = `${home}/node_modules/@11ty/eleventy/cmd.cjs`;

/** Installs it below build/, once. False if that cannot be done. */
export function installEleventy() {
	if (fs.existsSync(program))
		return true;
	fs.mkdirSync(home, { recursive: true });
	const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', home, `@11ty/eleventy@${eleventyVersion}`], { stdio: 'ignore' });
	return status === 0;
}

const nodes = (list) => list.map(translate).join('');

/** A node as statements in JavaScript that append to `o`. */
function translate(node) {
	if (typeof node === 'string')
		return `o += ${JSON.stringify(node)};\n`;
	const at = `f${node.frame}.${node.names.join('?.')}`;
	if (node.put === 'none' || node.put === 'phrases')
		return `o += ${at} ?? '';\n`;
	if (node.put)
		return `o += e.${node.put}(${at} ?? '');\n`;
	const otherwise = node.else ? ` else {\n${nodes(node.else)}}` : '';
	switch (node.section) {
	case 'if': return `if (${at}) {\n${nodes(node.nodes)}}${otherwise}\n`;
	case 'unless': return `if (!${at}) {\n${nodes(node.nodes)}}${otherwise}\n`;
	case 'with': return `if (${at}) {\nconst f${node.sets} = ${at};\n${nodes(node.nodes)}}${otherwise}\n`;
	default: return `if (${at}) for (const f${node.sets} of ${at}) {\n${nodes(node.nodes)}}${otherwise}\n`;
	}
}

/** The layout as the body of a function of the escapes `e` and a page's values `f0`. */
export const functionBody = (layout) => `let o = '';\n${nodes(layout)}return o;\n`;

const template = (lang, layout) => `const { escapes: e } = require('./_includes/escapes.cjs');
exports.data = {
	pagination: { data: 'pages.${lang}', size: 1, alias: 'item' },
	permalink: ({ item }) => item.file,
};
exports.render = ({ item: { page: f0 } }) => {
${functionBody(layout)}};
`;

// A line at a time: the values of 100,000 products are longer than a string of Node may be.
const data = (languages) => `const fs = require('node:fs');
function read(lang) {
	const bytes = fs.readFileSync(\`\${__dirname}/../\${lang}.jsonl\`), pages = [];
	for (let at = 0, end; (end = bytes.indexOf('\\n', at)) >= 0; at = end + 1)
		pages.push(JSON.parse(bytes.toString('utf8', at, end)));
	return pages;
}
module.exports = () => Object.fromEntries(${JSON.stringify(languages)}.map((lang) => [lang, read(lang)]));
`;

/** Makes the Eleventy site `out` of the pages that `command` prints. Returns the names of the files that it is to make. */
export async function makeEleventySite(command, out) {
	const files = [], lines = {};
	for (const folder of ['_data', '_includes'])
		fs.mkdirSync(`${out}/${folder}`, { recursive: true });
	await readPages(command, {
		useLayout(lang, layout) {
			fs.writeFileSync(`${out}/${lang}.11ty.cjs`, template(lang, layout));
			lines[lang] = fs.openSync(`${out}/${lang}.jsonl`, 'w');
		},
		usePage(lang, file, page) {
			fs.writeSync(lines[lang], `${JSON.stringify({ file, page })}\n`);
			files.push(file);
		},
	});
	Object.values(lines).forEach((fd) => fs.closeSync(fd));
	fs.copyFileSync('tests/bench/escapes.cjs', `${out}/_includes/escapes.cjs`);
	fs.writeFileSync(`${out}/_data/pages.cjs`, data(Object.keys(lines)));
	return files;
}

/** The command that makes the pages of the site `site`, in which it is to run, in the folder `out`. */
export const eleventyCommand = (out) => ['node', ['--max-old-space-size=16000', program, '--quiet', `--output=${out}`]];
