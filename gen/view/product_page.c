#include "model/contact.h"
#include "qr/qr.h"
#include "site/path.h"
#include "site/shapes.h"
#include "text/markdown.h"
#include "view/plain_words.h"
#include "view/view.h"
#include <assert.h>
#include <stdlib.h>

#define MANY_MODELS  8
#define MAIN_NUMBERS 8 /* models and GTINs that stand in the page for machines */

struct value view_prose(const struct page *p, const struct text *markdown)
{
	unsigned language = text_language(markdown, &p->site->settings->languages, p->language);
	struct value *v;
	struct buf b;

	if (markdown->in[language].n == 0)
		return value_object(NULL);
	v = page_values(p, PROSE_NFIELDS);
	buf_init(&b);
	markdown_add_untrusted(&b, markdown->in[language]);
	v[PROSE_HTML] = value_text(arena_copy(p->arena, buf_str(&b)));
	buf_release(&b);
	if (language != p->language)
		v[PROSE_LANG] = value_text(p->site->words.language[language].tag);
	return value_object(v);
}

static struct value text_list(const struct page *p, const struct str *texts, size_t ntexts)
{
	struct value *items = page_values(p, ntexts);

	for (size_t i = 0; i < ntexts; i++)
		items[i] = value_text(texts[i]);
	return value_list(items, ntexts);
}

/* Whether a line may break behind byte i of a model number: behind punctuation, and within runs
 * that have none, every twelve characters. */
static bool is_break(struct str number, size_t i, size_t since)
{
	unsigned char c = (unsigned char)number.p[i];
	unsigned char next = (unsigned char)number.p[i + 1];

	if ((next & 0xc0) == 0x80)
		return false;
	return c == '-' || c == '_' || c == '/' || c == '.' || c == ',' || since >= 12;
}

static struct value model_parts(const struct page *p, struct str number)
{
	struct value *parts = page_values(p, number.n + 1);
	size_t nparts = 0, from = 0;

	for (size_t i = 0; i + 1 < number.n; i++) {
		if (!is_break(number, i, i + 1 - from))
			continue;
		parts[nparts++] = value_text(str_sub(number, from, i + 1));
		from = i + 1;
	}
	parts[nparts++] = value_text(str_sub(number, from, number.n));
	return value_list(parts, nparts);
}

static struct value models(const struct page *p, const struct product *product)
{
	struct value *items = page_values(p, product->nmodels * MODEL_NFIELDS);

	for (size_t i = 0; i < product->nmodels; i++) {
		struct value *v = items + i * MODEL_NFIELDS;

		v[MODEL_NUMBER] = value_text(product->models[i].number);
		v[MODEL_PARTS] = model_parts(p, product->models[i].number);
		v[MODEL_IS_FIRST] = value_flag(i == 0);
		v[MODEL_NOTE] = page_phrase(p, &product->models[i].note);
	}
	return value_list(items, product->nmodels);
}

static size_t at_most(size_t n, size_t most)
{
	return n < most ? n : most;
}

static void set_models(const struct page *p, const struct product *product, struct value *v)
{
	v[PRODUCT_MODELS] = v[PRODUCT_MAIN_MODELS] = models(p, product);
	v[PRODUCT_MAIN_MODELS].n = at_most(product->nmodels, MAIN_NUMBERS);
	v[PRODUCT_FIRST_MODEL] = model_parts(p, product->models[0].number);
	v[PRODUCT_NMODELS] = page_number(p, product->nmodels);
	if (product->nmodels > 1)
		v[PRODUCT_NMODELS_MORE] = page_number(p, product->nmodels - 1);
	v[PRODUCT_HAS_MANY_MODELS] = value_flag(product->nmodels > MANY_MODELS);
}

static void set_gtins(const struct page *p, const struct product *product, struct value *v)
{
	v[PRODUCT_GTINS] = text_list(p, product->gtins, product->ngtins);
	if (product->ngtins == 0)
		return;
	v[PRODUCT_FIRST_GTIN] = value_text(product->gtins[0]);
	v[PRODUCT_FURTHER_GTINS] =
	        text_list(p, product->gtins + 1, at_most(product->ngtins, MAIN_NUMBERS) - 1);
}

static struct value manufacturer(const struct page *p, const struct entry *entry)
{
	uint32_t number = entry->row->manufacturer;
	struct value *v;

	if (number >= p->site->survey->nmanufacturers)
		return value_object(NULL);
	v = page_values(p, MANUFACTURER_NFIELDS);
	v[MANUFACTURER_NAME] = page_phrase(p, &entry->product->manufacturer);
	v[MANUFACTURER_HREF] = value_text(page_href(p, p->site->manufacturer_paths[number]));
	return value_object(v);
}

static struct value contact(const struct page *p, const struct product *product)
{
	struct value *v;

	if (product->contact_name.in[0].n + product->contact_email.n + product->contact_url.n +
	            product->contact_tel.n ==
	    0)
		return value_object(NULL);
	v = page_values(p, CONTACT_NFIELDS);
	v[CONTACT_NAME] = page_phrase(p, &product->contact_name);
	v[CONTACT_EMAIL] = value_text(product->contact_email);
	v[CONTACT_URL] = value_text(product->contact_url);
	v[CONTACT_TEL] = value_text(product->contact_tel);
	v[CONTACT_HAS_EMAIL] = value_flag(contact_is_email(product->contact_email));
	v[CONTACT_HAS_TEL] = value_flag(contact_is_tel(product->contact_tel));
	return value_object(v);
}

static struct value certifications(const struct page *p, const struct product *product)
{
	struct value *items = page_values(p, product->ncertifications * CERTIFICATION_NFIELDS);

	for (size_t i = 0; i < product->ncertifications; i++) {
		struct value *v = items + i * CERTIFICATION_NFIELDS;

		v[CERTIFICATION_SCHEME] = value_text(product->certifications[i].scheme);
		v[CERTIFICATION_NUMBER] = value_text(product->certifications[i].number);
		v[CERTIFICATION_URL] = value_text(product->certifications[i].url);
	}
	return value_list(items, product->ncertifications);
}

static int compare_notes(const void *left, const void *right)
{
	const struct security_note *const *l = left, *const *r = right;

	if ((*l)->date != (*r)->date)
		return (*l)->date > (*r)->date ? -1 : 1;
	return (*l > *r) - (*l < *r); /* as in the export */
}

static void set_note(const struct page *p, const struct security_note *note, struct value *v)
{
	v[NOTE_DATE] = page_date(p, note->date);
	v[NOTE_TITLE] = page_phrase(p, &note->title);
	v[NOTE_URL] = value_text(note->url);
	v[NOTE_CVE] = text_list(p, note->cve, note->ncve);
	v[NOTE_JVN] = value_text(note->jvn);
	v[NOTE_SEVERITY] = p->words->severity_name[note->severity];
	v[NOTE_SEVERITY_CODE] = value_text(str_from(record_severity_name(note->severity)));
	v[NOTE_IS_OPEN] = value_flag(note->is_open);
}

/* The known notes, newest first. */
static void set_notes(const struct page *p, const struct entry *entry, struct value *v)
{
	const struct security_note **notes = arena_array(p->arena, entry->nnotes, sizeof(*notes));
	struct value *items = page_values(p, entry->nnotes * NOTE_NFIELDS);
	bool has_open = false;

	for (size_t i = 0; i < entry->nnotes; i++)
		notes[i] = entry->notes[i];
	qsort(notes, entry->nnotes, sizeof(*notes), compare_notes);
	for (size_t i = 0; i < entry->nnotes; i++) {
		set_note(p, notes[i], items + i * NOTE_NFIELDS);
		has_open = has_open || notes[i]->is_open;
	}
	v[PRODUCT_SECURITY_NOTES] = value_list(items, entry->nnotes);
	v[PRODUCT_HAS_OPEN_NOTE] = value_flag(has_open);
}

/* The least side of a printed code, in whole millimetres: 0.33 mm a module, as the symbols of
 * ISO/IEC 18004 are printed for phones. */
static struct value qr_mm(const struct page *p, const struct qr *qr)
{
	return page_number(p, (qr_size(qr) * 33 + 99) / 100);
}

/* A picture for a page that is packed without the files of its product; else none. */
static struct value qr_picture(const struct page *p, const struct entry *entry)
{
	struct value v;
	struct buf b;

	if (!page_is_packed(p->site, p->path))
		return value_text(STR_NONE);
	buf_init(&b);
	tmpl_run(p->site->layouts.layout[LAYOUT_QR][p->language], view_qr(p, entry), &b);
	v = value_text(arena_copy(p->arena, buf_str(&b)));
	buf_release(&b);
	return v;
}

static bool is_ascii(char c)
{
	return ((unsigned char)c & 0x80) == 0;
}

/* The word that names of products of one kind tend to share: the first in Japanese, the last,
 * unless it is a number, in Latin letters. */
static struct str kind_word(struct str name)
{
	size_t first = 0, last = name.n;
	bool is_number = false;

	while (first < name.n && name.p[first] != ' ')
		first++;
	while (last > 0 && name.p[last - 1] != ' ')
		last--;
	if (first == name.n)
		return name;
	for (size_t i = last; i < name.n; i++)
		is_number = is_number || (name.p[i] >= '0' && name.p[i] <= '9');
	if (!is_ascii(name.p[0]) || last == name.n || is_number)
		return str_sub(name, 0, first);
	return str_sub(name, last, name.n);
}

#define SET_FACT(context, NAME, member, kind, meaning)                                             \
	v[PRODUCT_##NAME] = value_text(product->member);

/* The folder of a product's files from a root: none where the page stands in it. */
static struct value folder(const struct page *p, struct str root, struct str id)
{
	if (p->language == 0 && !page_is_packed(p->site, p->path) && str_is_equal(root, p->root))
		return value_text(STR(""));
	return value_text(ARENA_JOIN(p->arena, root, STR("P/"), id, STR("/")));
}

static const struct value *product_values(const struct page *p, const struct entry *entry)
{
	const struct product *product = entry->product;
	struct value *v = page_values(p, PRODUCT_NFIELDS);
	enum support support = rules_find_support(product, entry->day);
	struct page fixed = *p;

	fixed.path = path_product(p->arena, product->id);
	v[PRODUCT_ID] = value_text(product->id);
	v[PRODUCT_URL] = value_text(page_url(&fixed, 0));
	v[PRODUCT_FOLDER] = folder(p, p->root, product->id);
	v[PRODUCT_WEB_FOLDER] = folder(p, p->web_root, product->id);
	v[PRODUCT_DATA_HASH] = value_text((struct str){entry->data_hash, SHA256_HEX});
	v[PRODUCT_QR_MM] = qr_mm(p, entry->qr);
	v[PRODUCT_QR_PICTURE] = qr_picture(p, entry);
	v[PRODUCT_NAME] = page_phrase(p, &product->name);
	v[PRODUCT_KIND] = value_text(kind_word(value_str(page_text(p, &product->name))));
	set_models(p, product, v);
	set_gtins(p, product, v);
	v[PRODUCT_MANUFACTURER] = manufacturer(p, entry);
	v[PRODUCT_IS_MANUFACTURER_WITHHELD] =
	        value_flag(product->has_manufacturer && !product->is_manufacturer_disclosed);
	v[PRODUCT_IS_MANUFACTURER_NOT_STATED] = value_flag(!product->has_manufacturer);
	if (product->country.n > 0)
		v[PRODUCT_ORIGIN] = words_country(p->words, product->country);
	v[PRODUCT_IS_ORIGIN_WITHHELD] =
	        value_flag(product->has_origin && !product->is_origin_disclosed);
	v[PRODUCT_IS_ORIGIN_NOT_STATED] = value_flag(!product->has_origin);
	v[PRODUCT_SUMMARY] = view_prose(p, &product->summary);
	PRODUCT_FACTS(SET_FACT, )
	v[PRODUCT_CONTACT] = contact(p, product);
	v[PRODUCT_CERTIFICATIONS] = certifications(p, product);
	v[PRODUCT_SUPPORT_UNTIL] = page_date(p, product->support_until);
	v[PRODUCT_SUPPORT_STATE] = value_text(str_from(rules_support_name(support)));
	v[PRODUCT_IS_SUPPORT_ENDED] = value_flag(support == SUPPORT_ENDED);
	v[PRODUCT_IS_SUPPORT_UNDECLARED] = value_flag(support == SUPPORT_UNDECLARED);
	v[PRODUCT_IS_SUPPORT_NOT_STATED] = value_flag(support == SUPPORT_NOT_STATED);
	set_notes(p, entry, v);
	v[PRODUCT_PROCUREMENT_NOTES] = view_prose(p, &product->procurement_notes);
	return v;
}

/* The first model numbers, for a title that must stay short. */
static struct str title_models(const struct page *p, const struct product *product)
{
	if (product->nmodels == 1)
		return product->models[0].number;
	return ARENA_JOIN(p->arena, product->models[0].number, STR("…"));
}

/* What the registry no longer keeps up says nothing of today: the answer is the last record, of its
 * day, and so it stays as it ages. */
static void set_last_record(const struct page *p, const struct entry *entry, struct value *label)
{
	struct value *title = page_values(p, TITLE_NFIELDS);
	struct value day;

	if (!entry->retired)
		return;
	day = page_date(p, entry->retired->date);
	title[TITLE_NAME] = label[LABEL_STATUS_NAME];
	title[TITLE_FIRST] = day.items[DATE_WORDS];
	for (size_t i = 0; i < 2; i++) {
		const struct tmpl *words =
		        i ? p->words->record_sentence : p->words->record_headline;
		struct value text = words_run(words, title, p->arena);

		label[i ? LABEL_SENTENCE : LABEL_HEADLINE] = text;
		label[i ? LABEL_SENTENCE_LINE : LABEL_HEADLINE_LINE] = page_line(p, text, day);
	}
}

/* The answer in each other language, for the address that the package carries. */
static struct value other_answers(const struct page *p, const struct entry *entry)
{
	struct value *items;
	size_t n = 0;

	if (p->language != 0)
		return value_list(NULL, 0);
	items = page_values(p, p->site->words.nlanguages * ANSWER_NFIELDS);
	for (unsigned i = 1; i < p->site->words.nlanguages; i++) {
		struct value *v = items + n++ * ANSWER_NFIELDS;
		struct value *label = page_values(p, LABEL_NFIELDS);
		struct page other = *p;

		other.language = i;
		other.words = &p->site->words.language[i];
		memcpy(label, view_answer(&other, entry), LABEL_NFIELDS * sizeof(*label));
		set_last_record(&other, entry, label);
		v[ANSWER_LANG] = value_text(other.words->tag);
		v[ANSWER_STATUS_NAME] = label[LABEL_STATUS_NAME];
		v[ANSWER_LEVEL_SPOKEN] = label[LABEL_LEVEL_SPOKEN];
		v[ANSWER_HEADLINE] = label[LABEL_HEADLINE];
		v[ANSWER_SENTENCE] = label[LABEL_SENTENCE];
		v[ANSWER_HEADLINE_LINE] = label[LABEL_HEADLINE_LINE];
		v[ANSWER_SENTENCE_LINE] = label[LABEL_SENTENCE_LINE];
		v[ANSWER_HREF] = value_text(page_twin_href(p, i));
		v[ANSWER_CONTINUE] = other.words->continue_here;
	}
	return value_list(items, n);
}

/* The last record of a retired entry says nothing of what is valid beside it. */
static struct value also(const struct page *p, const struct entry *entry)
{
	size_t nalso = entry->retired ? 0 : entry->nalso;
	struct value *items = page_values(p, nalso * ALSO_NFIELDS);

	for (size_t i = 0; i < nalso; i++) {
		const struct label *label = entry->also[i].label;
		const struct standing *standing = &entry->also[i].standing;
		struct value *v = items + i * ALSO_NFIELDS;

		v[ALSO_ID] = value_text(label->id);
		v[ALSO_LEVEL] = page_number(p, (uint64_t)label->level);
		v[ALSO_LEVEL_NAME] = p->words->level_name[label->level];
		v[ALSO_LEVEL_SPOKEN] = p->words->level_spoken[label->level];
		v[ALSO_STATUS_NAME] = p->words->status_name[standing->status];
		v[ALSO_END] = page_date(p, rules_shown_end(&p->site->rules, standing));
	}
	return value_list(items, nalso);
}

static struct value retired(const struct page *p, const struct entry *entry)
{
	struct value *v;

	if (!entry->retired)
		return value_object(NULL);
	v = page_values(p, RETIRED_NFIELDS);
	v[RETIRED_DATE] = page_date(p, entry->retired->date);
	v[RETIRED_NOTE] = page_phrase(p, &entry->retired->note);
	return value_object(v);
}

const struct value *view_retired_page(const struct page *p, const struct entry *entry)
{
	struct value *v = page_values(p, RETIRED_PAGE_NFIELDS);
	struct value *title = page_values(p, TITLE_NFIELDS);
	const struct crumb crumbs[] = {
	        {p->words->home_name, STR("")},
	        {p->words->products_name, STR("products/")},
	};

	title[TITLE_ID] = value_text(entry->id);
	page_set_frame(p, v, words_run(p->words->retired_title, title, p->arena),
	               words_run(p->words->retired_description, title, p->arena), crumbs,
	               COUNT_OF(crumbs));
	v[RETIRED_PAGE_ID] = value_text(entry->id);
	v[RETIRED_PAGE_URL] = value_text(page_url(p, 0));
	v[RETIRED_PAGE_QR_PICTURE] = qr_picture(p, entry);
	v[RETIRED_PAGE_CORRECTIONS] = view_corrections_of(p, entry->id);
	v[RETIRED_PAGE_HAS_CORRECTIONS] = value_flag(v[RETIRED_PAGE_CORRECTIONS].n > 0);
	v[RETIRED_PAGE_RETIRED] = retired(p, entry);
	return v;
}

/* Whether the page that has these values says anything beside the answer. */
static bool has_notes(const struct value *v)
{
	const struct value *label = v[PRODUCT_PAGE_LABEL].items;
	const struct value *product = v[PRODUCT_PAGE_PRODUCT].items;

	return v[PRODUCT_PAGE_ALSO].n > 0 || label[LABEL_IS_ENDING_SOON].n > 0 ||
	       label[LABEL_IS_UNDER_REVIEW].n > 0 || label[LABEL_IS_SUPERSEDED].n > 0 ||
	       label[LABEL_GRACE].n > 0 || product[PRODUCT_IS_SUPPORT_ENDED].n > 0 ||
	       product[PRODUCT_HAS_OPEN_NOTE].n > 0 || v[PRODUCT_PAGE_HAS_CORRECTIONS].n > 0;
}

const struct value *view_product_page(const struct page *p, const struct entry *entry)
{
	const struct product *product = entry->product;
	struct value *v = page_values(p, PRODUCT_PAGE_NFIELDS);
	struct value *title = page_values(p, TITLE_NFIELDS);
	struct value *label = view_label(p, entry);
	const struct crumb crumbs[] = {
	        {p->words->home_name, STR("")},
	        {p->words->products_name, STR("products/")},
	};

	set_last_record(p, entry, label);
	title[TITLE_NAME] = page_text(p, &product->name);
	title[TITLE_MODELS] = value_text(title_models(p, product));
	page_set_frame(p, v, words_run(p->words->product_title, title, p->arena),
	               words_run(p->words->product_description, title, p->arena), crumbs,
	               COUNT_OF(crumbs));
	v[PRODUCT_PAGE_PRODUCT] = value_object(product_values(p, entry));
	v[PRODUCT_PAGE_LABEL] = value_object(label);
	v[PRODUCT_PAGE_ALSO] = also(p, entry);
	v[PRODUCT_PAGE_CORRECTIONS] = view_corrections_of(p, entry->id);
	v[PRODUCT_PAGE_HAS_CORRECTIONS] = value_flag(v[PRODUCT_PAGE_CORRECTIONS].n > 0);
	v[PRODUCT_PAGE_HAS_NOTES] = value_flag(has_notes(v));
	v[PRODUCT_PAGE_RETIRED] = retired(p, entry);
	v[PRODUCT_PAGE_OTHER_ANSWERS] = other_answers(p, entry);
	v[PRODUCT_PAGE_PLAIN_ANSWERS] = view_plain_answers(p, entry);
	v[PRODUCT_PAGE_HAS_PLAIN_ANSWERS] = value_flag(v[PRODUCT_PAGE_PLAIN_ANSWERS].n > 0);
	return v;
}
