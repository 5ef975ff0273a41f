#include "model/plain.h"
#include "model/field.h"
#include "text/text_file.h"
#include <errno.h>

/* Whether each [ has its | and its ], in this order, and holds nothing that is filled in: what
 * would stand there could end it. */
static bool has_whole_readings(struct str text)
{
	for (text = str_sub(text, str_find_byte(text, '['), text.n); text.n > 0;) {
		size_t bar = str_find_byte(text, '|'), close = str_find_byte(text, ']');
		struct str reading = str_sub(text, 0, close);

		if (close == text.n || bar > close || str_find_byte(reading, '{') < close ||
		    str_find_byte(reading, '}') < close)
			return false;
		text = str_sub(text, close + 1, text.n);
		text = str_sub(text, str_find_byte(text, '['), text.n);
	}
	return true;
}

static void read_words(struct reader *r, const struct json_path *at, const struct member *member,
                       void *object)
{
	field_read_string(r, at, member, object);
	if (at->value->kind == JSON_STRING && !has_whole_readings(at->value->text))
		reader_add(r, at, DIAG_CONTENT_INVALID,
		           "a reading is not whole, expected [characters|reading]");
}

static void read_sentence(struct reader *r, const struct json_path *at, const struct member *member,
                          void *object)
{
	const struct str day = STR(PLAIN_DAY);

	read_words(r, at, member, object);
	if (at->value->kind == JSON_STRING && at->value->text.n > 0 &&
	    str_find(at->value->text, day) == at->value->text.n)
		reader_add(r, at, DIAG_CONTENT_INVALID, "the sentence does not name its day, %s",
		           day.p);
}

#define SENTENCE(word, place)                                                                      \
	{                                                                                          \
		MEMBER(word, REQUIRED, read_sentence, struct plain_sentences, place)               \
	}
#define PENDING_EVENT(NAME, word)
#define PENDING_TERM(NAME, word)        SENTENCE(word, of[STATUS_PENDING][REASON_##NAME]),
#define PENDING(NAME, word, kind, rank) PENDING_##kind(NAME, word)
#define LAPSED(NAME, word, kind, rank)  SENTENCE(word, of[STATUS_LAPSED][REASON_##NAME]),

static const struct member pending_members[] = {RULES_REASONS(PENDING)};
static const struct member lapsed_members[] = {RULES_REASONS(LAPSED)};

static const struct format pending_format = {
        .members = pending_members,
        .nmembers = COUNT_OF(pending_members),
};

static const struct format lapsed_format = {
        .members = lapsed_members,
        .nmembers = COUNT_OF(lapsed_members),
};

static const struct member sentence_members[] = {
        SENTENCE("valid", of[STATUS_VALID][REASON_NONE]),
        {MEMBER_OF_WHOLE("pending", REQUIRED, field_read_object), .format = &pending_format},
        {MEMBER_OF_WHOLE("lapsed", REQUIRED, field_read_object), .format = &lapsed_format},
        SENTENCE("revoked", of[STATUS_REVOKED][REASON_NONE]),
        SENTENCE("retired", of_retired),
};

static const struct format sentence_format = {
        .members = sentence_members,
        .nmembers = COUNT_OF(sentence_members),
};

static const struct member review_members[] = {
        {MEMBER("on", REQUIRED, field_read_date, struct plain, reviewed_on)},
        {MEMBER("by", REQUIRED, field_read_string, struct plain, reviewer)},
};

static const struct format review_format = {
        .members = review_members,
        .nmembers = COUNT_OF(review_members),
};

static const struct member language_members[] = {
        {MEMBER("$schema", OPTIONAL, field_read_string, struct plain, schema)},
        {MEMBER("name", REQUIRED, read_words, struct plain, name)},
        {MEMBER("source", REQUIRED, field_read_string, struct plain, source)},
        {MEMBER_OF_WHOLE("reviewed", OPTIONAL, field_read_object), .format = &review_format},
        {MEMBER("unreviewed", REQUIRED, read_words, struct plain, unreviewed)},
        {MEMBER("right_to_left", OPTIONAL, field_read_flag, struct plain, is_right_to_left)},
        {MEMBER("date", REQUIRED, read_words, struct plain, date)},
        {MEMBER("months", OPTIONAL, field_read_strings, struct plain, months),
         .count = offsetof(struct plain, nmonths), .element = read_words},
        {MEMBER("days", OPTIONAL, field_read_strings, struct plain, days),
         .count = offsetof(struct plain, ndays), .element = read_words},
        {MEMBER("answer", REQUIRED, field_read_object, struct plain, sentences),
         .format = &sentence_format},
};

/* `name` is what stands for one of them in a day. */
static void check_names(struct reader *r, const struct json_path *at, struct str key, size_t n,
                        size_t expected, struct str name)
{
	struct json_path list = reader_member(at, key), date = reader_member(at, STR("date"));
	bool is_used = date.value && date.value->kind == JSON_STRING &&
	               str_find(date.value->text, name) < date.value->text.n;

	if (n != 0 && n != expected)
		reader_add(r, &list, DIAG_CONTENT_INVALID, "has %zu names, expected %zu", n,
		           expected);
	if (n == 0 && is_used)
		reader_add(r, &date, DIAG_CONTENT_INVALID, "has %s, and there are no \"%s\"",
		           name.p, key.p);
}

static void check_language(struct reader *r, const struct json_path *at, uint64_t right,
                           void *object)
{
	const struct plain *language = object;

	(void)right;
	check_names(r, at, STR("months"), language->nmonths, 12, STR("{{month_name}}"));
	check_names(r, at, STR("days"), language->ndays, 31, STR("{{day_name}}"));
}

static const struct format language_format = {
        .members = language_members,
        .nmembers = COUNT_OF(language_members),
        .check = check_language,
};

int plain_load(struct plain *words, struct str tag, struct str file,
               const struct settings *settings, struct arena *a, struct diag *d)
{
	size_t nfaults = d->nerrors + d->nsystem;
	struct reader r = {.format = "plain words",
	                   .place = {.file = file},
	                   .settings = settings,
	                   .a = a,
	                   .d = d};
	struct json_path at = {0};

	*words = (struct plain){.tag = tag, .file = file};
	if (text_file_load(file, &r.text, a, d) < 0) {
		diag_add_system(d, DIAG_FILE_READ, file.p, "cannot read", errno);
		return -1;
	}
	if (d->nerrors + d->nsystem == nfaults)
		at.value = json_parse(r.text, r.place, a, d);
	if (at.value)
		reader_read_object(&r, &at, &language_format, words);
	return d->nerrors + d->nsystem > nfaults ? -1 : 0;
}
