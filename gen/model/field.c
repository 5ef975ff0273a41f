#include "model/field.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "model/claims.h"
#include "model/limits.h"
#include "model/reviewed.h"
#include "model/url.h"
#include "model/withheld.h"
#include "text/glyph.h"
#include "text/markdown.h"

#define WORDS_FEW 6 /* more are not all named in a message */
#define MARKS_MAX 4 /* on one character */

/* Whether the text may be shown beside a withheld name. The name itself is not said: messages are
 * kept in logs. */
static bool check_withheld(struct reader *r, const struct json_path *at, struct str s,
                           enum reader_layout layout)
{
	char hash[SHA256_HEX];
	struct buf shown;
	bool found;

	if (r->is_applicant && withheld_is_name(r->withheld, s)) {
		reader_add(r, at, DIAG_NAME_WITHHELD,
		           "the applicant is the manufacturer, which is withheld, and is shown: "
		           "was that meant?");
		return true;
	}
	buf_init(&shown);
	if (layout == READER_MARKDOWN)
		markdown_add_words(&shown, s);
	found = withheld_is_in(r->withheld, s) || withheld_is_in(r->withheld, buf_str(&shown));
	buf_release(&shown);
	if (!found)
		return true;
	reviewed_hash(s, hash);
	if (reviewed_has(r->settings->reviewed, r->place.id, json_format_pointer(at, r->a), hash))
		return true;
	reader_add(r, at, DIAG_WITHHELD_IN_TEXT,
	           "has the name of the manufacturer, which is withheld; if people find that it "
	           "has not, "
	           "content/reviewed.jsonl lets it through, with sha256 %.*s",
	           SHA256_HEX, hash);
	return false;
}

struct str field_parse_string(struct reader *r, const struct json_path *at,
                              enum reader_layout layout)
{
	struct str s = at->value->text;

	if (!reader_is_kind(r, at, JSON_STRING) || !reader_check_characters(r, at, s, layout))
		return STR_NONE;
	if (layout == READER_MARKDOWN && !reader_check_shown(r, at, s))
		return STR_NONE;
	return r->withheld && !check_withheld(r, at, s, layout) ? STR_NONE : s;
}

/* Says that a text that is needed is not there to the eye. */
static bool check_seen(struct reader *r, const struct json_path *at, struct str s)
{
	if (glyph_has_visible(s))
		return true;
	reader_add(r, at, DIAG_VALUE_EMPTY, s.n == 0 ? "is empty" : "has no visible character");
	return false;
}

static bool check_length(struct reader *r, const struct json_path *at, struct str s, size_t most)
{
	size_t n = 0;

	if (s.n <= most)
		return true;
	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	if (n <= most)
		return true;
	reader_add(r, at, DIAG_LIMIT, "has %zu characters, expected at most %zu", n, most);
	return false;
}

void field_read_string(struct reader *r, const struct json_path *at, const struct member *member,
                       void *object)
{
	struct str s = field_parse_string(r, at, READER_LINE);

	if (s.p && member->need == REQUIRED && !check_seen(r, at, s))
		return;
	if (!s.p || check_length(r, at, s, member->most > 0 ? member->most : LIMIT_MARKDOWN))
		memcpy(field_in(member, object), &s, sizeof(s));
}

enum kana { NO_KANA, WITH_KANA };

/* The part of a text that a key names: a language of the site's by its number, or one of these. */
enum { PART_KANA = LANGUAGES_MAX, PART_OTHER, PART_NONE };

static unsigned find_part(const struct languages *languages, enum kana kana, struct str key)
{
	for (unsigned i = 0; i < languages->n; i++)
		if (str_is_equal(languages->code[i], key))
			return i;
	if (kana == WITH_KANA && str_is_equal(key, STR("kana")))
		return PART_KANA;
	/* The languages that the format has and this site does not show. */
	return str_is_equal(key, STR("ja")) || str_is_equal(key, STR("en")) ? PART_OTHER
	                                                                    : PART_NONE;
}

/* How a text is read: what it may be. */
struct manner {
	enum kana kana; /* WITH_KANA: the text is a name */
	enum reader_layout layout;
	size_t most;
};

/* What a registrar should look at in a name: what is not seen, and marks piled on a character, or
 * on what stands before the name. */
static void check_name(struct reader *r, const struct json_path *at, struct str s)
{
	uint32_t before = ' ';
	size_t nmarks = 0;
	bool is_spaced = false;

	if (r->is_known)
		return;
	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);

		if (glyph_is_plain(c)) {
			nmarks = 0;
			before = c;
			continue;
		}
		nmarks = glyph_is_mark(c) ? nmarks + 1 : 0;
		if (nmarks == 1 && glyph_is_space(before))
			reader_add(r, at, DIAG_NAME_INVISIBLE,
			           "has the mark U+%04X, which stands on no character",
			           (unsigned)c);
		if (glyph_is_invisible(c) || utf8_is_line_end(c))
			reader_add(r, at, DIAG_NAME_INVISIBLE,
			           "has the character U+%04X, which is not seen", (unsigned)c);
		if (nmarks == MARKS_MAX + 1)
			reader_add(r, at, DIAG_NAME_INVISIBLE,
			           "has more than %d marks on one character", MARKS_MAX);
		is_spaced |= glyph_is_space(c) && (glyph_is_space(before) || i == s.n);
		before = c;
	}
	if (is_spaced)
		reader_add(r, at, DIAG_NAME_SPACES,
		           "has a space at its beginning or end, or two side by side");
}

void field_read_model(struct reader *r, const struct json_path *at, const struct member *member,
                      void *object)
{
	field_read_string(r, at, member, object);
	if (at->value->kind == JSON_STRING)
		check_name(r, at, at->value->text);
}

/* A name that claims what only a label says. */
static void check_claims(struct reader *r, const struct json_path *at, struct str s)
{
	struct str claim = r->is_known ? STR_NONE : claims_find(&r->settings->name_claims, s);

	if (claim.p)
		reader_add(r, at, DIAG_NAME_CLAIM, "holds \"%.*s\", which a name should not claim",
		           STR_ARG(claim));
}

static void read_part(struct reader *r, const struct json_path *at, unsigned part,
                      const struct manner *manner, struct text *text)
{
	struct str s = field_parse_string(r, at, part == PART_KANA ? READER_LINE : manner->layout);

	if (!s.p || !check_length(r, at, s, manner->most))
		return;
	if (manner->kana == WITH_KANA) {
		check_name(r, at, s);
		check_claims(r, at, s);
	}
	if (part == PART_KANA)
		text->kana = s;
	else
		text->in[part] = s;
}

/* The default language must be there, and not empty where the text is required or given at all. */
static void check_default(struct reader *r, const struct json_path *at, enum need need,
                          const struct text *text)
{
	const struct languages *languages = &r->settings->languages;
	struct json_path standard = reader_member(at, languages->code[0]);
	bool is_needed = need == REQUIRED;

	for (unsigned i = 1; i < languages->n; i++)
		is_needed |= text->in[i].n > 0;
	if (!standard.value)
		reader_add(r, &standard, DIAG_KEY_MISSING,
		           "the text is missing in the default language");
	else if (standard.value->kind == JSON_STRING && is_needed)
		check_seen(r, &standard, standard.value->text);
}

/* A text in a language that is not published: it may name who is withheld. */
static void check_unpublished(const struct reader *r, const struct json_path *at,
                              const struct manner *manner)
{
	struct reader unpublished = *r;

	unpublished.withheld = NULL;
	field_parse_string(&unpublished, at, manner->layout);
}

static void read_text(struct reader *r, const struct json_path *at, enum need need,
                      const struct manner *manner, struct text *text)
{
	struct json_path below = {.parent = at};
	unsigned seen = 0;

	if (!reader_is_kind(r, at, JSON_OBJECT))
		return;
	for (const struct json *value = at->value->child; value; value = value->next) {
		unsigned part = find_part(&r->settings->languages, manner->kana, value->key);

		below.key = value->key;
		below.value = value;
		if (value->kind == JSON_NULL || (seen >> part & 1) != 0)
			continue;
		if (part == PART_NONE) {
			reader_add_unknown(r, &below, STR(""));
			continue;
		}
		if (part == PART_OTHER) {
			check_unpublished(r, &below, manner);
			continue;
		}
		seen |= 1U << part;
		read_part(r, &below, part, manner, text);
	}
	check_default(r, at, need, text);
}

void field_read_text(struct reader *r, const struct json_path *at, const struct member *member,
                     void *object)
{
	const struct manner manner = {NO_KANA, READER_LINE,
	                              member->most > 0 ? member->most : LIMIT_NAME};

	read_text(r, at, member->need, &manner, field_in(member, object));
}

void field_read_name(struct reader *r, const struct json_path *at, const struct member *member,
                     void *object)
{
	const struct manner manner = {WITH_KANA, READER_LINE,
	                              member->most > 0 ? member->most : LIMIT_NAME};

	read_text(r, at, member->need, &manner, field_in(member, object));
}

void field_read_markdown(struct reader *r, const struct json_path *at, const struct member *member,
                         void *object)
{
	const struct manner manner = {NO_KANA, READER_MARKDOWN,
	                              member->most > 0 ? member->most : LIMIT_MARKDOWN};

	read_text(r, at, member->need, &manner, field_in(member, object));
}

void field_read_date(struct reader *r, const struct json_path *at, const struct member *member,
                     void *object)
{
	struct str s = field_parse_string(r, at, READER_LINE);
	date_days date;

	if (!s.p)
		return;
	if (date_parse(s, &date) < 0)
		reader_add(r, at, DIAG_DATE_INVALID, "%s is not a date, expected YYYY-MM-DD",
		           reader_quote(r, s));
	else
		memcpy(field_in(member, object), &date, sizeof(date));
}

void field_read_url(struct reader *r, const struct json_path *at, const struct member *member,
                    void *object)
{
	struct str s = field_parse_string(r, at, READER_LINE);
	const char *fault;

	if (!s.p)
		return;
	fault = r->is_known ? NULL : url_find_fault(s);
	if (fault)
		reader_add(r, at, DIAG_URL_INVALID, "%s %s", reader_quote(r, s), fault);
	else
		memcpy(field_in(member, object), &s, sizeof(s));
}

void field_read_flag(struct reader *r, const struct json_path *at, const struct member *member,
                     void *object)
{
	bool *flag = field_in(member, object);

	if (at->value->kind != JSON_TRUE && at->value->kind != JSON_FALSE)
		reader_add(r, at, DIAG_TYPE, "is %s, expected true or false",
		           reader_describe(r, at->value));
	else
		*flag = at->value->kind == JSON_TRUE;
}

/* What was expected of a word: "a", "b" or "c"; of many the nearest. */
static struct str format_expected(const struct words *words, struct str s, struct arena *a)
{
	struct str text = STR("");
	struct nearest nearest;

	nearest_init(&nearest, s);
	for (unsigned i = 0; i < words->n; i++) {
		const char *join = i == 0 ? "" : i + 1 < words->n ? ", " : " or ";

		nearest_consider(&nearest, s, str_from(words->word[i]));
		if (words->n <= WORDS_FEW)
			text = arena_printf(a, "%.*s%s\"%s\"", STR_ARG(text), join, words->word[i]);
	}
	if (words->n <= WORDS_FEW)
		return text;
	return arena_printf(a, "one of %u words%.*s", words->n, STR_ARG(nearest_hint(&nearest, a)));
}

void field_read_word(struct reader *r, const struct json_path *at, const struct member *member,
                     void *object)
{
	const struct words *words = member->words;
	struct str s = at->value->text, expected;

	/* Not a public text: a withheld name in "open" is none. */
	if (!reader_is_kind(r, at, JSON_STRING) || !reader_check_characters(r, at, s, READER_LINE))
		return;
	for (unsigned i = 0; i < words->n; i++) {
		if (!str_is_equal(s, str_from(words->word[i])))
			continue;
		memcpy(field_in(member, object), &i, sizeof(i));
		return;
	}
	expected = format_expected(words, s, r->a);
	reader_add(r, at, words->code, "is %s, expected %.*s", reader_quote(r, s),
	           STR_ARG(expected));
}

/* Says what is wrong with an id; true if nothing is. */
static bool check_id(struct reader *r, const struct json_path *at, enum id_kind kind, struct str id)
{
	if (!id_is_valid(kind, id))
		reader_add(r, at, DIAG_ID_INVALID, "%s is not an id, expected %s",
		           reader_quote(r, id), id_grammar(kind));
	else if (id_is_reserved(id))
		reader_add(r, at, DIAG_ID_RESERVED, "%s is a name that Windows reserves",
		           reader_quote(r, id));
	else
		return true;
	return false;
}

static void read_id(struct reader *r, const struct json_path *at, enum id_kind kind, struct str *id)
{
	struct str s = field_parse_string(r, at, READER_LINE);

	if (s.p && check_id(r, at, kind, s))
		*id = s;
}

void field_read_product_id(struct reader *r, const struct json_path *at,
                           const struct member *member, void *object)
{
	read_id(r, at, ID_PRODUCT, field_in(member, object));
}

void field_read_label_id(struct reader *r, const struct json_path *at, const struct member *member,
                         void *object)
{
	read_id(r, at, ID_LABEL, field_in(member, object));
}

void field_read_criteria_id(struct reader *r, const struct json_path *at,
                            const struct member *member, void *object)
{
	read_id(r, at, ID_CRITERIA, field_in(member, object));
}

void field_read_object(struct reader *r, const struct json_path *at, const struct member *member,
                       void *object)
{
	reader_read_object(r, at, member->format, field_in(member, object));
}

/* Makes room for a list and puts it into its two fields. Returns NULL where there is nothing to
 * read, after saying so if that is wrong. */
static char *open_list(struct reader *r, const struct json_path *at, const struct member *member,
                       size_t size, void *object)
{
	size_t n = at->value->nchildren;
	void *list;

	if (!reader_is_kind(r, at, JSON_ARRAY))
		return NULL;
	if (n == 0) {
		if (member->need == REQUIRED)
			reader_add(r, at, DIAG_VALUE_EMPTY, "is empty, expected one or more");
		return NULL;
	}
	if (member->most > 0 && n > member->most) {
		reader_add(r, at, DIAG_LIMIT, "has %zu elements, expected at most %zu", n,
		           member->most);
		return NULL;
	}
	list = arena_array(r->a, n, size);
	memcpy(field_in(member, object), &list, sizeof(list));
	memcpy((char *)object + member->count, &n, sizeof(n));
	return list;
}

void field_read_list(struct reader *r, const struct json_path *at, const struct member *member,
                     void *object)
{
	char *element = open_list(r, at, member, member->format->size, object);
	struct json_path below = {.parent = at};

	for (const struct json *value = element ? at->value->child : NULL; value;
	     value = value->next) {
		below.value = value;
		reader_read_object(r, &below, member->format, element);
		element += member->format->size;
		below.index++;
	}
}

void field_read_strings(struct reader *r, const struct json_path *at, const struct member *member,
                        void *object)
{
	const struct member each = {.need = REQUIRED};
	char *element = open_list(r, at, member, sizeof(struct str), object);
	struct json_path below = {.parent = at};

	for (const struct json *value = element ? at->value->child : NULL; value;
	     value = value->next) {
		below.value = value;
		member->element(r, &below, &each, element);
		element += sizeof(struct str);
		below.index++;
	}
}
