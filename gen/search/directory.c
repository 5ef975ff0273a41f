#include "base/json_writer.h"
#include "base/sha256.h"
#include "model/json.h"
#include "search/posting.h"
#include "search/stages.h"
#include "site/strings.h"
#include "site/words.h"

static void add_text(const struct search *search, struct buf *b, const struct text *text)
{
	json_open(b, NULL, '[');
	for (unsigned i = 0; i < search->site->words.nlanguages; i++) {
		json_add_key(b, NULL);
		json_add_quoted(b, text_in(text, &search->site->settings->languages, i));
	}
	buf_add_byte(b, ']');
}

/* How many of the versions that have a page come before this one in its family. */
static unsigned count_before(const struct site *site, uint32_t version)
{
	unsigned n = 0;

	while ((version = site->criteria->versions[version].replaces) != CRITERIA_NONE)
		n += site->has_criteria_page[version];
	return n;
}

static void add_codes(const struct search *search, struct buf *b)
{
	const struct criteria *criteria = search->site->criteria;

	json_open(b, "categories", '[');
	for (size_t i = 0; i < criteria->ncategories; i++) {
		json_open(b, NULL, '[');
		json_add_string(b, NULL, criteria->categories[i].id);
		add_text(search, b, &criteria->categories[i].name);
		buf_add_byte(b, ']');
	}
	buf_add_byte(b, ']');
	json_open(b, "criteria", '[');
	for (uint32_t i = 0; i < criteria->nversions; i++) {
		const struct criteria_version *version = &criteria->versions[i];

		if (!search->site->has_criteria_page[i])
			continue;
		json_open(b, NULL, '[');
		json_add_string(b, NULL, version->id);
		json_add_string(b, NULL, version->family);
		json_add_string(b, NULL, version->version);
		json_add_number(b, NULL, count_before(search->site, i));
		json_add_number(b, NULL, (uint64_t)version->level);
		buf_add_byte(b, ']');
	}
	buf_add_byte(b, ']');
}

/* The codes that columns of results give by number, so that no script has them as well. */
static void add_code_names(struct buf *b)
{
	json_open(b, "codes", '{');
	json_open(b, "statuses", '[');
	for (unsigned i = 0; i < STATUS_NVALUES; i++)
		json_add_string(b, NULL, str_from(rules_status_name(i)));
	buf_add_byte(b, ']');
	json_open(b, "reasons", '[');
	for (unsigned i = 0; i < REASON_NVALUES; i++)
		json_add_string(b, NULL, str_from(rules_reason_name(i)));
	buf_add_byte(b, ']');
	json_open(b, "evaluators", '[');
	for (unsigned i = EVALUATOR_SELF; i <= EVALUATOR_EVALUATION_BODY; i++)
		json_add_string(b, NULL, str_from(record_evaluator_name(i)));
	buf_add_byte(b, ']');
	json_open(b, "routes", '[');
	for (unsigned i = ROUTE_SELF; i <= ROUTE_B; i++)
		json_add_string(b, NULL, str_from(record_route_name(i)));
	buf_add(b, STR("]}"));
}

/* The words under a key in all languages: in each they stand with bars between. */
static void add_word_list(const struct search *search, struct buf *b, const char *name,
                          struct str key)
{
	json_open(b, name, '[');
	for (unsigned i = 0; i < search->site->words.nlanguages; i++) {
		struct str list = words_own(&search->site->words.language[i], key);

		while (list.n > 0) {
			json_add_key(b, NULL);
			json_add_quoted(b, str_cut(&list, '|'));
		}
	}
	buf_add_byte(b, ']');
}

/* What readers type or paste around what they look for. */
static const struct {
	const char *name;
	struct str key;
} skipped[] = {
        {"lead", STR("search.skip.before_number")},
        {"forms", STR("search.skip.company_forms")},
        {"last", STR("search.skip.company_words")},
};

static void add_skipped(const struct search *search, struct buf *b)
{
	json_open(b, "skipped", '{');
	for (size_t i = 0; i < COUNT_OF(skipped); i++)
		add_word_list(search, b, skipped[i].name, skipped[i].key);
	buf_add_byte(b, '}');
}

void search_use_words(const struct language_words *words)
{
	for (size_t i = 0; i < COUNT_OF(skipped); i++)
		(void)words_use(words, skipped[i].key);
}

/* Appends what content/LANGUAGE/search.json says, as it is: it was checked when it was read. */
static void add_value(struct buf *b, const struct json *json)
{
	if (json->kind == JSON_STRING) {
		json_add_quoted(b, json->text);
		return;
	}
	buf_add_byte(b, json->kind == JSON_ARRAY ? '[' : '{');
	for (const struct json *j = json->child; j; j = j->next) {
		if (json->kind == JSON_OBJECT)
			json_add_key_text(b, j->key);
		else
			json_add_key(b, NULL);
		add_value(b, j);
	}
	buf_add_byte(b, json->kind == JSON_ARRAY ? ']' : '}');
}

/* Appends what search.json of each language says: what stands beside a number, or all else. */
static void add_wording(const struct search *search, struct buf *b, bool is_beside)
{
	buf_add_byte(b, '[');
	for (unsigned i = 0; i < search->site->words.nlanguages; i++) {
		json_open(b, NULL, '{');
		for (const struct json *j = search->site->words.language[i].search->child; j;
		     j = j->next) {
			size_t key = strings_find_search(j->key);

			if (key == STRINGS_NSEARCH || (key >= STRINGS_BESIDE) != is_beside)
				continue;
			json_add_key_text(b, j->key);
			add_value(b, j);
		}
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

/* What stands beside a number, in a file of its own: a first answer does without. */
static void add_beside(struct search *search, struct search_worker *w, struct buf *b)
{
	struct buf data;
	struct search_name name;

	buf_init(&data);
	add_wording(search, &data, true);
	name = search_add_file(search, w, SEARCH_BESIDE, buf_str(&data));
	json_add_string(b, "beside", (struct str){name.hash, SEARCH_HASH});
	buf_release(&data);
}

void search_add_retired(const struct site *site, struct buf *b)
{
	const struct pages *pages = &site->pages;
	char mark = '{';

	for (size_t i = 0; i < pages->npages; i++) {
		char day[DATE_TEXT];

		if (pages->pages[i].retired == PAGES_NONE)
			continue;
		date_format(site->retired->entries[pages->pages[i].retired].date, day);
		buf_printf(b, "%c\"%.*s\":\"%.*s\"", mark, STR_ARG(pages_id(pages, i)), DATE_TEXT,
		           day);
		mark = ',';
	}
	if (mark == ',')
		buf_add_byte(b, '}');
}

/* In a file of its own: a first answer does without. */
static void name_retired(struct search *search, struct search_worker *w, struct buf *b)
{
	struct buf data;
	struct search_name name;

	buf_init(&data);
	search_add_retired(search->site, &data);
	if (data.n > 0) {
		name = search_add_file(search, w, SEARCH_RETIRED, buf_str(&data));
		json_add_string(b, "retired", (struct str){name.hash, SEARCH_HASH});
	}
	buf_release(&data);
}

/* Begins a string that needs no escape; whoever began it ends it with a quote. */
static void open_string(struct buf *b, const char *key)
{
	json_add_key(b, key);
	buf_add_byte(b, '"');
}

/* The first key of each file, of one kind, of a part. */
static void add_keys(struct buf *b, const struct buf *keys, const char **mark)
{
	for (size_t at = 0; at < keys->n; at += 1 + (size_t)keys->p[at]) {
		buf_printf(b, "%s%.*s", *mark, (int)keys->p[at], keys->p + at + 1);
		*mark = " ";
	}
}

static void add_terms(const struct search *search, struct buf *b)
{
	const char *mark = "";

	open_string(b, "keys");
	for (size_t i = 0; i < search->spill.nparts; i++)
		add_keys(b, &search->parts[i].keys, &mark);
	buf_add_byte(b, '"');
	open_string(b, "terms");
	for (size_t i = 0; i < search->spill.nparts; i++)
		buf_add(b, buf_str(&search->parts[i].names));
	buf_add_byte(b, '"');
}

/* The list of the files of codes, in a file of its own; the directory names it. */
static void add_code_list(struct search *search, struct search_worker *w, struct buf *b)
{
	struct buf data;
	const char *mark = "";
	struct search_name name;

	buf_init(&data);
	buf_add_byte(&data, '{');
	open_string(&data, "keys");
	for (size_t i = 0; i < search->spill.nparts; i++)
		add_keys(&data, &search->parts[i].code_keys, &mark);
	buf_add_byte(&data, '"');
	open_string(&data, "files");
	for (size_t i = 0; i < search->spill.nparts; i++)
		buf_add(&data, buf_str(&search->parts[i].code_names));
	buf_add(&data, STR("\"}"));
	name = search_add_file(search, w, SEARCH_CODE_LIST, buf_str(&data));
	json_add_string(b, "code_list", (struct str){name.hash, SEARCH_HASH});
	buf_release(&data);
}

/* The packs by name, each behind how many files it has, in a file of their own; and how many files
 * they all have. */
static void add_packs(struct search *search, struct search_worker *w, struct buf *b)
{
	struct buf data;
	struct search_name name;

	if (!search->is_packed)
		return;
	buf_init(&data);
	buf_add_byte(&data, '"');
	for (size_t i = 0; i < search->ngroups; i++)
		buf_add(&data, buf_str(&search->groups[i].packs));
	buf_add_byte(&data, '"');
	name = search_add_file(search, w, SEARCH_PACK_LIST, buf_str(&data));
	json_open(b, "packs", '[');
	json_add_string(b, NULL, (struct str){name.hash, SEARCH_HASH});
	json_add_number(b, NULL, search->nresults);
	buf_add_byte(b, ']');
	buf_release(&data);
}

/* Names what stands before it, and so the whole index, whose files are named by their hashes. */
static void add_edition(struct buf *b, struct sha256_context *sha)
{
	unsigned char hash[SHA256_BYTES];
	char hex[SHA256_HEX];

	sha256_hash(sha, buf_str(b), hash);
	sha256_format(hash, hex);
	json_add_string(b, "edition", (struct str){hex, SEARCH_HASH});
}

/* The files of results by name, or else their groups, each behind how many numbers it has. */
static void add_result_names(const struct search *search, struct buf *b)
{
	bool is_named = search->nfiles <= SEARCH_NAMED;

	open_string(b, is_named ? "files" : "groups");
	for (size_t i = 0; i < search->ngroups; i++) {
		uint32_t last = i + 1 < search->ngroups ? search->files[(i + 1) * SEARCH_GROUP]
		                                        : search->files[search->nfiles];

		if (!is_named) {
			posting_add_number(b, last - search->files[i * SEARCH_GROUP]);
			buf_add_byte(b, ' ');
		}
		buf_add(b, buf_str(&search->groups[i].names));
		if (!is_named)
			buf_add_byte(b, ' ');
	}
	buf_add_byte(b, '"');
}

void search_add_directory(struct search *search, struct search_worker *w)
{
	struct buf *b = &w->data;

	buf_clear(b);
	buf_add(b, STR("fudaSearch(\"directory\",{"));
	json_add_string(b, "format", STR("search/6"));
	json_add_number(b, "products", search->nproducts);
	json_add_number(b, "makers", search->nmakers);
	json_open(b, "levels", '[');
	for (unsigned level = 1; level < COUNT_OF(search->level_from); level++)
		json_add_number(b, NULL, search->level_from[level]);
	buf_add_byte(b, ']');
	json_open(b, "languages", '[');
	for (unsigned i = 0; i < search->site->words.nlanguages; i++)
		json_add_string(b, NULL, search->site->words.language[i].tag);
	buf_add_byte(b, ']');
	add_result_names(search, b);
	add_terms(search, b);
	add_codes(search, b);
	add_code_names(b);
	add_skipped(search, b);
	json_add_key(b, "wording");
	add_wording(search, b, false);
	add_beside(search, w, b);
	name_retired(search, w, b);
	add_code_list(search, w, b);
	add_packs(search, w, b);
	add_edition(b, w->render->output.sha);
	buf_add(b, STR("});\n"));
	output_add_file(&w->render->output, STR("search/directory.js"), buf_str(b));
	search_note_file(search, STR("search/directory.js"));
}
