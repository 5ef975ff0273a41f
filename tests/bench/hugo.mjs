// The same two pages a product, made by Hugo from the same data.
//
// The layout is a page of the site itself, one a language, in which the product's values are
// replaced by names: so it has the same markup and as many substitutions. Each product is a content
// file a language with its values in the front matter, the way Hugo takes data that becomes pages.
import fs from 'node:fs';
import path from 'node:path';

const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;');

/** What a page says of a product, by the names that the layout has. */
function valuesOf(data, lang) {
	const text = (value) => (value ? value[lang] ?? value.ja ?? '' : '');
	return {
		id: data.product_id, address: data.url, label_id: data.label.label_id, name: text(data.name),
		models: data.models.map((model) => model.number), maker: text(data.manufacturer?.name),
		criteria: data.label.criteria, begin: data.label.displayed_on, end: data.label.end,
		applicant: text(data.label.applicant?.name), summary: text(data.summary), site: data.site_url ?? '',
		support: data.support_until ?? '', level: String(data.label.level),
	};
}

function layoutOf(page, values) {
	let layout = page.replaceAll('{{', '{{"{{"}}');
	const models = /<ul class="models">[^]*?<\/ul>/.exec(layout)?.[0];
	if (models)
		layout = layout.replace(models, '<ul class="models">{{ range .Params.models }}<li><span class="number">{{ . }}</span></li>{{ end }}</ul>');
	for (const key of ['address', 'name', 'summary', 'site', 'maker', 'applicant', 'label_id', 'id', 'begin', 'end', 'support', 'criteria'])
		if (values[key])
			layout = layout.replaceAll(escapeHtml(values[key]), `{{ .Params.${key} }}`).replaceAll(values[key], `{{ .Params.${key} }}`);
	return layout;
}

/** Makes the Hugo site `out` for the products of the site `built`. Returns how many pages it has. */
export function makeHugoSite(built, out) {
	const ids = fs.readdirSync(path.join(built, 'P'));
	const dataOf = (id) => JSON.parse(fs.readFileSync(path.join(built, 'P', id, 'label.json'), 'utf8'));
	const typical = ids.find((id) => {
		const data = dataOf(id);
		return data.label?.status === 'valid' && data.summary && data.manufacturer?.name?.en && data.models.length > 1;
	});
	fs.mkdirSync(`${out}/layouts/_default`, { recursive: true });
	fs.writeFileSync(`${out}/config.json`, JSON.stringify({
		baseURL: 'https://fuda.example/', defaultContentLanguage: 'ja', disableKinds: ['home', 'section', 'taxonomy', 'term', 'RSS', 'sitemap', 'robotsTXT', '404'],
		languages: { ja: { contentDir: 'content/ja' }, en: { contentDir: 'content/en' } },
	}));
	for (const lang of ['ja', 'en']) {
		const page = fs.readFileSync(path.join(built, lang === 'ja' ? '' : lang, 'P', typical, 'index.html'), 'utf8');
		fs.writeFileSync(`${out}/layouts/_default/single.${lang}.html`, layoutOf(page, valuesOf(dataOf(typical), lang)));
		fs.mkdirSync(`${out}/content/${lang}/P`, { recursive: true });
	}
	for (const id of ids) {
		const data = dataOf(id);
		for (const lang of data.label ? ['ja', 'en'] : [])
			fs.writeFileSync(`${out}/content/${lang}/P/${id}.md`, `${JSON.stringify(valuesOf(data, lang))}\n`);
	}
	return 2 * ids.length;
}
