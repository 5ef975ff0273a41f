#!/usr/bin/env node
// The template of label artwork: what a template must not have is told with its line; one that marks itself
// as a sample is for samples alone; only pages of valid labels lead to the page that fills it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { asOf, buildSite, check, checkNone, criteria, fuda, report, sample, statuses, work } from '../check.mjs';

const ours = fs.readFileSync('static/label-artwork.svg', 'utf8');
const site = path.resolve(work, 'site');

/** A folder of a site with this template, to be laid over the installed one. */
function makeSite(template, settings = {}) {
	fs.rmSync(site, { recursive: true, force: true });
	for (const name of ['content', 'static'])
		fs.mkdirSync(`${site}/${name}`, { recursive: true });
	fs.writeFileSync(`${site}/content/site.json`, JSON.stringify({ ...JSON.parse(fs.readFileSync('content/site.json', 'utf8')), ...settings }));
	if (template)
		fs.writeFileSync(`${site}/static/label-artwork.svg`, template);
}

function saidOf(template) {
	makeSite(template);
	const { status, stderr } = spawnSync(fuda, ['check', '--export', sample, '--criteria', criteria, '--as-of', asOf, '--site', site], { encoding: 'utf8' });
	return { status, lines: stderr.split('\n').filter((line) => line.includes('/label-artwork.svg') && !line.endsWith('[layer-old]')) };
}

// ---- what a template may have ----

const small = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5"><rect id="slot-code" width="4" height="4"/>\n'
	+ '<text id="slot-number" x="5" y="3" font-size="1">0</text>\n'
	+ '<g id="slot-level-1"/><g id="slot-level-2"/><g id="slot-level-3"/><path id="slot-level-4" d="M0 0h1v1z"/>\n'
	+ '</svg>\n';

for (const [what, template] of [
	['ours', ours], ['a small one', small], ['one with a comment', small.replace('<g', '<!-- <script> --><g')],
	['one with a declaration', `<?xml version="1.0"?>\n${small}`],
	['one with gaps and other quotes', small.replaceAll('"', "'").replace('id=', 'id\n=\n').replace('</text>', '</text >')],
	['one with words of a drawing program', small.replace('<svg ', '<svg xmlns:draw="https://draw.example/" ').replace('<g ', '<g draw:layer="1" xml:lang="en" ')],
	['one with references of XML', small.replace('>0<', '>R&amp;D &lt;1&gt;<')],
	['one with links inside', small.replace('<g ', '<clipPath id="a"><circle r="2"/></clipPath><use href="#a" clip-path="url(#a)"/><g ')],
]) {
	const { status, lines } = saidOf(template);
	check(`${what} is taken`, status === 0 && lines.length === 0, lines.join('\n'));
}
const into = (markup) => small.replace('<g id="slot-level-1"/>', `<g id="slot-level-1"/>${markup}`);
for (const [what, template, pattern, line = 3] of [
	['a script', into('<script>a()</script>'), /an element that a template must not have: "script"/],
	['a script in capitals', into('<SCRIPT/>'), /must not have: "SCRIPT"/],
	['a style sheet', into('<style>rect { fill: red }</style>'), /must not have: "style"/],
	['foreign markup', into('<foreignObject/>'), /must not have: "foreignObject"/],
	['a picture', into('<image href="#a"/>'), /must not have: "image"/],
	['an animation', into('<set attributeName="href" to="https://other.example/"/>'), /must not have: "set"/],
	['a link', into('<a href="https://other.example/"/>'), /a link out of the file: "https:\/\/other.example\/"|must not have: "a"/, 3, 2],
	['a shape of another file', into('<use href="other.svg#a"/>'), /a link out of the file: "other.svg#a"/],
	['the same in the old way', into('<use xlink:href="//other.example/#a"/>'), /a link out of the file/],
	['a paint of another file', into('<rect clip-path="url(https://other.example/#a)"/>'), /a link out of the file/],
	['a paint in disguise', into('<rect mask="u\\72l(https://other.example/)"/>'), /an attribute with a reference or an escape/],
	['a link in disguise', into('<use href="&#35;a"/>'), /a link out of the file/],
	['an event', into('<g onload="a()"/>'), /an event attribute, which is script/],
	['a style', into('<g style="fill:#fff"/>'), /a style attribute/],
	['a named colour', into('<g fill="red"/>'), /a paint that is neither none nor of the form #rrggbb: "red"/],
	['a colour of five digits', into('<g stroke="#12345"/>'), /a paint that is neither/],
	['an opacity', into('<g fill-opacity=".5"/>'), /an opacity, which one colour does not have/],
	['a document type', `<!DOCTYPE svg [<!ENTITY a "b">]>${small}`, /a document type or an instruction/, 1, 2],
	['an instruction', into('<?xml-stylesheet href="a.css"?>'), /a document type or an instruction/],
	['no code', small.replace('slot-code', 'code'), /has no element with the id: "slot-code"/, 0],
	['no number', small.replace('slot-number', 'number'), /has no element with the id: "slot-number"/, 0],
	['no level 4', small.replace('slot-level-4', 'level'), /has no element with the id: "slot-level-4"/, 0],
	['a slot twice', into('<g id="slot-level-1"/>'), /a slot that stands twice: "slot-level-1"/],
	['a code that is a group', small.replace('<rect id', '<g id'), /slot-code is not a rect: "g"/, 1],
	['a number that is a group', small.replace('<text', '<g').replace('</text', '</g'), /slot-number is not a text: "g"/, 2],
	['a code that is no square', small.replace('height="4"', 'height="3"'), /slot-code is not a square/, 1],
	['a code in per cent', small.replace('width="4" height="4"', 'width="40%" height="40%"'), /slot-code is not a square/, 1],
	['a code that is moved', small.replace('<rect id="slot-code" width="4" height="4"/>', '<g transform="scale(.5)"><g><rect id="slot-code" width="4" height="4"/></g></g>'),
		/slot-code is not a square .* in no transform/, 1],
	['no viewBox', small.replace('viewBox', 'view'), /no svg with a viewBox/, 1],
	['a viewBox that begins elsewhere', small.replace('0 0 10 5', '1 0 10 5'), /no svg with a viewBox/, 1],
	['half a viewBox', small.replace('0 0 10 5', '0 0 10'), /no svg with a viewBox/, 1],
	['another root', small.replaceAll('svg', 'g'), /no svg with a viewBox/, 1],
	['an end that is missing', small.replace('</text>', ''), /not well-formed XML/, 4],
	['an attribute without a value', into('<g hidden/>'), /not well-formed XML/],
	['a value that does not end', small.slice(0, small.indexOf('width=') + 8), /not well-formed XML/, 1],
	['half a file', small.slice(0, 60), /not well-formed XML/, 1],
	['no file', ' ', /not well-formed XML/, 1],
	['a paint of another file in capitals', into('<rect clip-path="URL(https://other.example/#a)"/>'), /a link out of the file/],
	['a picture as a mask', into('<rect mask="image-set(\'https://other.example/\' 1x)"/>'), /a link out of the file/],
	['a control character', into('<text>\u0001</text>'), /has the character U\+0001/],
	['a bidi control character', into('<text>\u202e</text>'), /has the character U\+202E/],
	['a noncharacter', into('<text>\ufdd0</text>'), /has the character U\+FDD0/],
	['bytes that are no text', Buffer.concat([Buffer.from(small), Buffer.from([0xff])]), /not UTF-8/, 5],
	['an attribute twice', into('<g fill="#fff" fill="#000"/>'), /an attribute that stands twice: "fill"/],
	['attributes without a gap', into('<g fill="#fff"stroke="#000"/>'), /not well-formed XML/],
	['an attribute that is no name', into('<g 1="2"/>'), /not well-formed XML/],
	['a tag in an attribute', into('<g class="<"/>'), /an attribute with "<" in it/],
	['a prefix of its own', into('<g draw:layer="1"/>'), /a prefix that xmlns does not declare: "draw:layer"/],
	['a reference of HTML', into('<text>&nbsp;</text>'), /a reference that is none of/],
	['half a reference', into('<text>a & b</text>'), /a reference that is none of/],
	['the end of a section', into('<text>]]&gt; ]]></text>'), /a text that cannot stand there/],
	['a text behind the root', `${small}a`, /a text that cannot stand there/, 5],
	['a mark before the root', `\ufeff${small}`, /a text that cannot stand there/, 1],
	['a comment that is none', into('<!-- a -- b -->'), /a comment with "--" in it/],
	['a root of no SVG', small.replace(' xmlns="http://www.w3.org/2000/svg"', ''), /the root lacks xmlns=/, 1],
	['markup of HTML', into('<g xmlns="http://www.w3.org/1999/xhtml"/>'), /names that are not those of SVG/],
	['a second root', `${small}${small}`, /not well-formed XML/, 5],
]) {
	const { status, lines } = saidOf(template);
	const expected = lines.filter((text) => pattern.test(text) && text.endsWith('[content-invalid]')
		&& text.includes(line ? `/label-artwork.svg:${line}: ` : '/label-artwork.svg: '));
	check(`${what} is an error, with its line`, status === 1 && expected.length >= 1, lines.join('\n'));
}

// ---- where it can be used ----

const page = (folder, name) => fs.readFileSync(`${folder}/${name}/index.html`, 'utf8');
const leads = (html) => /href="[^"]*artwork\/\?id=[0-9A-Z]+"/.test(html);

const out = path.resolve(work, 'out');
buildSite(out);
check('the sample has the page in both languages', ['artwork', 'en/artwork'].every((name) => page(out, name).includes('data-artwork')));
check('vendors are told of it', ['labels', 'en/labels'].every((name) => /href="\.\.\/artwork\//.test(page(out, name))));
checkNone('pages of products that lead there though their label is not valid, or do not', [...statuses().values()]
	.filter(({ status }) => status !== 'not_issued').flatMap(({ product_id: id, status }) => ['', 'en/'].filter((folder) =>
		leads(page(out, `${folder}P/${id}`)) !== (status === 'valid')).map((folder) => `${folder}P/${id}`)));

const valid = [...statuses().values()].find(({ status }) => status === 'valid').product_id;
for (const [i, [what, template, settings, has]] of [
	['a registry that is no sample has not ours', null, { sample: false }, false],
	['nor one that says it is a sample', small.replace('<svg ', '<svg data-sample="" '), { sample: false }, false],
	['its own it has', small, { sample: false }, true],
	['a sample has either', small, {}, true],
].entries()) {
	const other = path.resolve(work, `other-${i}`);
	makeSite(template, settings);
	buildSite(other, { site });
	check(what, page(other, 'artwork').includes('data-artwork') === has && leads(page(other, `P/${valid}`)) === has
		&& /href="\.\.\/artwork\//.test(page(other, 'labels')) === has);
}
report();
