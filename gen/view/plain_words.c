#include "view/plain_words.h"
#include "model/plain.h"
#include "model/retired.h"
#include "site/entry.h"
#include "site/shapes.h"
#include "tmpl/escape.h"
#include <assert.h>
#include <errno.h>

#define FOLDER "content/plain"
#define ENDING ".json"

/* A language with its sentences compiled to the shape plain_sentence. */
struct compiled {
	struct plain words;
	struct value name, unreviewed; /* as markup */
	const struct tmpl *of[STATUS_NVALUES][REASON_NVALUES], *of_retired;
};

struct plain_words {
	struct compiled *languages;
	size_t nlanguages;
};

static void add_text(struct buf *b, struct str text)
{
	char *to;

	if (text.n == 0)
		return;
	to = buf_reserve(b, ESCAPE_GROWTH * text.n);
	b->n += (size_t)(escape_html(to, text) - to);
}

/* A reading above its characters, [漢字|かんじ], as markup; returns what stands behind it. */
static struct str add_reading(struct buf *b, struct str text)
{
	size_t bar = str_find_byte(text, '|'), close = str_find_byte(text, ']');

	buf_add(b, STR("<ruby>"));
	add_text(b, str_sub(text, 1, bar));
	buf_add(b, STR("<rt>"));
	add_text(b, str_sub(text, bar + 1, close));
	buf_add(b, STR("</ruby>"));
	return str_sub(text, close + 1, text.n);
}

/* A text with its readings as markup. */
static struct value markup(struct str text, struct arena *a)
{
	struct value v;
	struct buf b;

	buf_init(&b);
	while (text.n > 0) {
		struct str plain = str_before(text, '[');

		add_text(&b, plain);
		text = str_sub(text, plain.n, text.n);
		if (text.n > 0)
			text = add_reading(&b, text);
	}
	v = value_text(arena_copy(a, buf_str(&b)));
	buf_release(&b);
	return v;
}

/* A source of one text. */
struct source {
	struct str text, file;
};

static int find_text(void *context, struct str name, struct str *text, struct str *file)
{
	const struct source *source = context;

	(void)name;
	*text = source->text;
	*file = source->file;
	return 0;
}

/* A sentence with its day written as the language writes days. */
static const struct tmpl *compile(const struct plain *words, struct str sentence, struct arena *a,
                                  struct diag *d)
{
	const struct str mark = STR(PLAIN_DAY);
	size_t day = str_find(sentence, mark);
	struct source text = {.file = words->file};
	const struct tmpl_source source = {.find = find_text, .context = &text};

	text.text = ARENA_JOIN(a, str_sub(sentence, 0, day), words->date,
	                       str_sub(sentence, day + mark.n, sentence.n));
	return tmpl_compile(sentence, &source, TMPL_TEXT, &shape_plain_sentence, a, d);
}

/* -1 if it added an error. */
static int load_language(struct compiled *language, struct str tag, struct str file,
                         const struct settings *settings, struct arena *a, struct diag *d)
{
	struct plain *words = &language->words;
	size_t nerrors = d->nerrors;

	if (plain_load(words, tag, file, settings, a, d) < 0)
		return -1;
	for (size_t i = 0; i < rules_nanswers; i++) {
		enum status status = rules_answers[i].status;
		enum reason reason = rules_answers[i].reason;

		language->of[status][reason] =
		        compile(words, words->sentences.of[status][reason], a, d);
	}
	language->of_retired = compile(words, words->sentences.of_retired, a, d);
	language->name = markup(words->name, a);
	language->unreviewed = markup(words->unreviewed, a);
	return d->nerrors > nerrors ? -1 : 0;
}

static struct str tag_of(struct str name)
{
	return str_sub(name, 0, name.n - STR(ENDING).n);
}

/* What is wrong with the name of a file behind others, or NULL. */
static const char *find_name_fault(const struct str *names, size_t at)
{
	if (!language_is_tag(tag_of(names[at])))
		return "is not named by the tag of a language, as pt-BR.json";
	for (size_t i = 0; i < at; i++)
		if (language_is_same(names[i], names[at]))
			return "is of a language that another file is of as well";
	return NULL;
}

int plain_words_load(struct site *site, const struct layers *layers, struct arena *a,
                     struct diag *d)
{
	struct plain_words *words = arena_array(a, 1, sizeof(*words));
	struct str *names;
	size_t nnames;
	int status = 0;

	site->plain_words = words;
	if (layers_list(layers, FOLDER, a, &names, &nnames) < 0) {
		if (errno == ENOENT)
			return 0;
		diag_add_system(d, DIAG_FILE_READ, FOLDER, "cannot read", errno);
		return -1;
	}
	words->languages = arena_array(a, nnames, sizeof(*words->languages));
	for (size_t i = 0; i < nnames; i++) {
		struct compiled language = {0};
		struct str name = ARENA_JOIN(a, STR(FOLDER "/"), names[i]);
		struct str file = layers_find(layers, name, a);
		const char *fault;

		if (!str_has_suffix(names[i], STR(ENDING)))
			continue;
		fault = find_name_fault(names, i);
		if (fault)
			diag_add(d, DIAG_CONTENT_INVALID, (struct place){.file = file}, "%s",
			         fault);
		if (load_language(&language, tag_of(names[i]), file, site->settings, a, d) < 0 ||
		    fault)
			status = -1;
		else if (language.words.reviewer.n > 0 || site->settings->shows_unreviewed_words)
			words->languages[words->nlanguages++] = language;
	}
	return status;
}

static struct str name_of(const struct str *names, size_t nnames, int number)
{
	return nnames > 0 ? names[number - 1] : STR_NONE;
}

static struct value sentence(const struct page *p, const struct compiled *language,
                             const struct entry *entry)
{
	date_days day = entry->retired ? entry->retired->date
	                               : rules_shown_end(&p->site->rules, &entry->standing);
	const struct tmpl *tmpl =
	        entry->retired ? language->of_retired
	                       : language->of[entry->standing.status][entry->standing.reason];
	struct date_parts parts = date_split(day);
	struct value v[PLAIN_SENTENCE_NFIELDS] = {0};

	assert(tmpl);
	v[PLAIN_SENTENCE_LEVEL] = page_number(p, (uint64_t)entry->head->level);
	v[PLAIN_SENTENCE_YEAR] = page_number(p, (uint64_t)parts.year);
	v[PLAIN_SENTENCE_MONTH] = page_number(p, (uint64_t)parts.month);
	v[PLAIN_SENTENCE_DAY] = page_number(p, (uint64_t)parts.day);
	v[PLAIN_SENTENCE_MONTH_NAME] =
	        value_text(name_of(language->words.months, language->words.nmonths, parts.month));
	v[PLAIN_SENTENCE_DAY_NAME] =
	        value_text(name_of(language->words.days, language->words.ndays, parts.day));
	return markup(value_str(words_run(tmpl, v, p->arena)), p->arena);
}

struct value view_plain_answers(const struct page *p, const struct entry *entry)
{
	const struct plain_words *words = p->site->plain_words;
	struct value *items;

	if (p->language != 0 || !words)
		return value_list(NULL, 0);
	items = page_values(p, words->nlanguages * PLAIN_ANSWER_NFIELDS);
	for (size_t i = 0; i < words->nlanguages; i++) {
		const struct compiled *language = &words->languages[i];
		struct value *v = items + i * PLAIN_ANSWER_NFIELDS;

		v[PLAIN_ANSWER_LANG] = value_text(language->words.tag);
		v[PLAIN_ANSWER_IS_RIGHT_TO_LEFT] = value_flag(language->words.is_right_to_left);
		v[PLAIN_ANSWER_NAME] = language->name;
		v[PLAIN_ANSWER_SENTENCE] = sentence(p, language, entry);
		if (language->words.reviewer.n == 0)
			v[PLAIN_ANSWER_UNREVIEWED] = language->unreviewed;
	}
	return value_list(items, words->nlanguages);
}
