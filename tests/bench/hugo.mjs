// The same two pages a product, made by Hugo from the same values by an equivalent layout.
//
// Hugo's layout is ours, as layout.mjs has it, as a Go template. Escapes are left to html/template, which
// chooses them by place as ours does. Each page is a content file that has its values in its front
// matter, as JSON; Hugo is spared the making of these files, too.
import fs from 'node:fs';
import { readPages } from './layout.mjs';

const nodes = (list) => list.map(translate).join('');

/** A node as Go template: what a section sets as frame N is $fN. */
function translate(node) {
	if (typeof node === 'string')
		return node.replaceAll('{{', '{{"{{"}}');
	const at = `$f${node.frame}.${node.names.join('.')}`;
	if (node.put)
		return node.put === 'none' || node.put === 'phrases' ? `{{ ${at} | safeHTML }}` : `{{ ${at} }}`;
	const heads = { if: `if ${at}`, unless: `if not ${at}`, with: `with $f${node.sets} := ${at}`, each: `range $f${node.sets} := ${at}` };
	return `{{ ${heads[node.section]} }}${nodes(node.nodes)}${node.else ? `{{ else }}${nodes(node.else)}` : ''}{{ end }}`;
}

function writeConfig(languages, out) {
	fs.writeFileSync(`${out}/config.json`, JSON.stringify({
		baseURL: 'https://fuda.example/', defaultContentLanguage: languages[0],
		disablePathToLower: true, disableAliases: true, disableHugoGeneratorInject: true,
		disableKinds: ['home', 'section', 'taxonomy', 'term', 'RSS', 'sitemap', 'robotsTXT', '404'],
		languages: Object.fromEntries(languages.map((lang) => [lang, { contentDir: `content/${lang}` }])),
	}));
}

/** Makes the Hugo site `out` of the pages that `command` prints. Returns the names of the files that it is to make. */
export async function makeHugoSite(command, out) {
	const files = [], languages = [];
	fs.mkdirSync(`${out}/layouts/_default`, { recursive: true });
	await readPages(command, {
		useLayout(lang, layout) {
			fs.writeFileSync(`${out}/layouts/_default/single.${lang}.html`, `{{ $f0 := .Params.page }}${nodes(layout)}`);
			fs.mkdirSync(`${out}/content/${lang}/P`, { recursive: true });
			languages.push(lang);
		},
		usePage(lang, file, page) {
			fs.writeFileSync(`${out}/content/${lang}/P/${page.product.id}.md`, `${JSON.stringify({ page })}\n`);
			files.push(file);
		},
	});
	writeConfig(languages, out);
	return files;
}

/**
 * A page in the spelling in which both must be equal. html/template writes `"` as &#34; and `+` as
 * &#43;, percent-encodes with small letters, and escapes more characters than needed in JSON.
 */
export function normaliseHugo(page) {
	return page.replaceAll('&#34;', '&quot;').replaceAll('&#43;', '+').replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase())
		.replace(/(<script type="application\/ld\+json">)(.*?)(<\/script>)/gs, (all, before, data, after) => before + JSON.stringify(JSON.parse(data)) + after);
}
