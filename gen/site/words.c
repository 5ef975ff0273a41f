#include "site/words.h"
#include "model/json.h"
#include "site/feed.h"
#include "site/shapes.h"
#include "site/strings.h"
#include "site/wording.h"
#include "tmpl/escape.h"
#include <assert.h>

/* Days written out once reach so far to either side of the site's day. */
#define DAYS_YEARS 6

/* A file that could not be read lacks every key; once is enough. */
static void add_missing(const struct language_words *words, struct str key, struct diag *d)
{
	struct place place = {.file = words->strings_file};

	if (!words->has_faults)
		diag_add(d, DIAG_STRING_MISSING, place, "no text for \"%.*s\" in language %.*s",
		         STR_ARG(key), STR_ARG(words->tag));
}

/* The text of a key that need not be there. */
static struct value take_value(const struct language_words *words, struct str key)
{
	(void)words_use(words, key);
	return words_get(words, key);
}

struct value words_require(const struct language_words *words, struct str key, struct diag *d)
{
	struct value text = take_value(words, key);

	if (!text.text)
		add_missing(words, key, d);
	return text;
}

/* A source in which a text of the strings file is the layout, and other texts are its words. */
static int find_text(void *context, struct str name, struct str *text, struct str *file)
{
	const struct language_words *words = context;

	*file = words_file(words, name);
	(void)words_use(words, name);
	return words_find(words, name, text);
}

static int find_string(void *context, struct str key, struct str *text, struct str *file,
                       const char **lang, struct buf *why)
{
	(void)lang;
	if (!words_source(context, key))
		strings_add_hint(context, key, why);
	return find_text(context, key, text, file);
}

const struct tmpl *words_compile(const struct language_words *words, struct str key,
                                 const struct shape *shape, struct arena *a, struct diag *d)
{
	const struct language_words *from = words_use(words, key);
	const struct tmpl_source source = {
	        .find = find_text,
	        .find_string = find_string,
	        .is_words = true,
	        .context = (void *)(uintptr_t)from,
	        .lang = from ? words_lang(words, from) : NULL,
	};

	if (from)
		return tmpl_compile(key, &source, TMPL_TEXT, shape, a, d);
	add_missing(words, key, d);
	return NULL;
}

static void load_answers(struct language_words *words, struct arena *a, struct diag *d)
{
	for (size_t i = 0; i < rules_nanswers; i++) {
		enum status status = rules_answers[i].status;
		enum reason reason = rules_answers[i].reason;
		struct answer_words *answer = &words->answer[status][reason];
		struct str code =
		        arena_printf(a, "answer.%s%s%s", rules_status_name(status),
		                     reason == REASON_NONE ? "" : ".", rules_reason_name(reason));
		struct str headline = arena_printf(a, "%s.headline", code.p);
		struct str sentence = arena_printf(a, "%s.sentence", code.p);
		struct str next = arena_printf(a, "%s.next", code.p);

		answer->headline = words_compile(words, headline, &shape_sentence, a, d);
		answer->sentence = words_compile(words, sentence, &shape_sentence, a, d);
		answer->next = words_compile(words, next, &shape_sentence, a, d);
		words->reason_name[reason] =
		        reason == REASON_NONE
		                ? value_text(STR(""))
		                : words_require(
		                          words,
		                          arena_printf(a, "reason.%s", rules_reason_name(reason)),
		                          d);
	}
}

/* Names of codes: names[i] gets the text of "PREFIX.CODE" for i from `first` to before `n`. */
static void load_names(struct language_words *words, struct value *names, const char *prefix,
                       unsigned first, unsigned n, const char *(*code)(unsigned),
                       const char *suffix, struct arena *a, struct diag *d)
{
	for (unsigned i = first; i < n; i++)
		names[i] = words_require(words, arena_printf(a, "%s.%s%s", prefix, code(i), suffix),
		                         d);
}

static const char *status_code(unsigned i)
{
	return rules_status_name((enum status)i);
}

static const char *route_code(unsigned i)
{
	return record_route_name((enum route)i);
}

static const char *evaluator_code(unsigned i)
{
	return record_evaluator_name((enum evaluator_kind)i);
}

static const char *severity_code(unsigned i)
{
	return record_severity_name((enum severity)i);
}

static const char *revision_code(unsigned i)
{
	return criteria_revision_name((enum criteria_revision)i);
}

static const char *change_code(unsigned i)
{
	return feed_kind_name((enum feed_kind)i);
}

static const char *number_code(unsigned i)
{
	static const char *const codes[] = {"0", "1", "2", "3",  "4",  "5", "6",
	                                    "7", "8", "9", "10", "11", "12"};

	return codes[i];
}

static void load_codes(struct language_words *words, struct arena *a, struct diag *d)
{
	load_names(words, words->status_name, "term", STATUS_VALID, STATUS_NVALUES, status_code, "",
	           a, d);
	load_names(words, words->level_name, "level", 1, CRITERIA_LEVELS + 1, number_code, ".name",
	           a, d);
	load_names(words, words->level_spoken, "level", 1, CRITERIA_LEVELS + 1, number_code,
	           ".spoken", a, d);
	load_names(words, words->level_meaning, "level", 1, CRITERIA_LEVELS + 1, number_code,
	           ".meaning", a, d);
	load_names(words, words->level_brief, "level", 1, CRITERIA_LEVELS + 1, number_code,
	           ".brief", a, d);
	load_names(words, words->level_brief_meant, "level", 1, CRITERIA_LEVELS + 1, number_code,
	           ".brief_meant", a, d);
	load_names(words, words->route_name, "route", 0, ROUTE_NVALUES, route_code, "", a, d);
	load_names(words, words->evaluator_name, "term", 0, EVALUATOR_NKINDS, evaluator_code, "", a,
	           d);
	load_names(words, words->severity_name, "severity", SEVERITY_LOW, SEVERITY_NVALUES,
	           severity_code, "", a, d);
	load_names(words, words->revision_name, "revision", 0, REVISION_NVALUES, revision_code, "",
	           a, d);
	load_names(words, words->change_name, "change", 0, FEED_NKINDS, change_code, "", a, d);
	load_names(words, words->month_name, "month", 1, 13, number_code, "", a, d);
	words->name = value_str(words_require(words, STR("language_name"), d));
	words->date = words_compile(words, STR("date"), &shape_date_parts, a, d);
	words->year_month = words_compile(words, STR("year_month"), &shape_date_parts, a, d);
}

/* Titles, headings and descriptions. */
static void load_texts(struct language_words *words, struct arena *a, struct diag *d)
{
	const struct {
		struct value *text;
		struct str key;
	} texts[] = {
	        {&words->continue_here, STR("site.continue")},
	        {&words->statistics_running, STR("statistics.running")},
	        {&words->statistics_reason, STR("statistics.ended.corner")},
	        {&words->statistics_total, STR("statistics.ended.total")},
	        {&words->revoked_meaning, STR("means.revoked")},
	        {&words->home_name, STR("nav.home")},
	        {&words->products_name, STR("nav.products")},
	        {&words->criteria_name, STR("nav.criteria")},
	        {&words->badge_name, STR("badge.name")},
	        {&words->badge_retired, STR("badge.retired")},
	        {&words->statistics_past[0], STR("statistics.past.issued")},
	        {&words->statistics_past[1], STR("statistics.past.ended")},
	        {&words->statistics_coming[0], STR("statistics.coming.ends")},
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		*texts[i].text = words_require(words, texts[i].key, d);
	for (size_t i = 0; i < FIXED_NPAGES; i++) {
		const char *name = fixed_pages[i].name;

		words->fixed_title[i] = words_require(words, arena_printf(a, "title.%s", name), d);
		words->fixed_description[i] =
		        words_require(words, arena_printf(a, "description.%s", name), d);
	}
}

static void load_titles(struct language_words *words, struct arena *a, struct diag *d)
{
	static const char *const kinds[] = {
	        [LIST_ALL] = "all",
	        [LIST_LEVEL] = "level",
	        [LIST_STATUS] = "status",
	        [LIST_CATEGORY] = "category",
	        [LIST_MAKER] = "manufacturer",
	        [LIST_CRITERIA] = "criteria",
	        [LIST_ENDING] = "ending",
	};
	const struct {
		const struct tmpl **tmpl;
		struct str key;
	} titles[] = {
	        {&words->product_title, STR("title.product")},
	        {&words->product_description, STR("description.product")},
	        {&words->retired_title, STR("title.retired")},
	        {&words->retired_description, STR("description.retired")},
	        {&words->record_headline, STR("product.last_record")},
	        {&words->record_sentence, STR("product.last_record_sentence")},
	        {&words->list_title, STR("title.list")},
	        {&words->list_description, STR("list.description")},
	        {&words->list_page_title, STR("list.page")},
	        {&words->makers_description, STR("description.makers")},
	        {&words->criteria_title, STR("title.criteria")},
	        {&words->criteria_description, STR("description.criteria")},
	};

	for (size_t i = 0; i < COUNT_OF(titles); i++)
		*titles[i].tmpl = words_compile(words, titles[i].key, &shape_title, a, d);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		words->list_heading[i] = words_compile(words, arena_printf(a, "list.%s", kinds[i]),
		                                       &shape_title, a, d);
		words->list_explanation[i] =
		        take_value(words, arena_printf(a, "list.%s_explanation", kinds[i]));
	}
}

/* What is drawn: timelines, statistics, badges; and the initials of manufacturers. */
static void load_drawings(struct language_words *words, struct arena *a, struct diag *d)
{
	static const char *const timeline[TIMELINE_NWORDS] = {
	        [TIMELINE_TERM] = "term",
	        [TIMELINE_EXTENSION] = "extension",
	        [TIMELINE_EXTENSION_SELF] = "extension_self",
	        [TIMELINE_GRACE] = "grace",
	        [TIMELINE_BEGIN] = "begin",
	        [TIMELINE_CHECKPOINT_SELF] = "checkpoint_self",
	        [TIMELINE_CHECKPOINT_A] = "checkpoint",
	        [TIMELINE_CHECKPOINT_B] = "checkpoint_B",
	        [TIMELINE_END] = "end",
	        [TIMELINE_ENDED] = "ended",
	        [TIMELINE_GRACE_END] = "grace_end",
	        [TIMELINE_PUBLISHED] = "published",
	        [TIMELINE_EFFECTIVE] = "effective",
	};
	static const char *const tables[STATISTICS_NTABLES] = {"levels", "categories", "past",
	                                                       "coming"};

	for (size_t i = 0; i < TIMELINE_NWORDS; i++)
		words->timeline[i] =
		        words_require(words, arena_printf(a, "timeline.%s", timeline[i]), d);
	for (size_t i = 0; i < STATISTICS_NTABLES; i++) {
		words->statistics_caption[i] = words_require(
		        words, arena_printf(a, "statistics.%s.caption", tables[i]), d);
		words->statistics_corner[i] =
		        words_require(words, arena_printf(a, "statistics.%s.corner", tables[i]), d);
	}
	for (unsigned i = STATUS_VALID; i < STATUS_NVALUES; i++)
		words->badge_status[i] = words_compile(
		        words, arena_printf(a, "badge.%s", rules_status_name((enum status)i)),
		        &shape_sentence, a, d);
	for (unsigned i = 0; i < ORDER_NINITIALS; i++)
		words->initials[i] = words_require(
		        words, arena_printf(a, "initial.%s", order_initial_name(i)), d);
}

/* Feeds and calendars. */
static void load_subscriptions(struct language_words *words, struct arena *a, struct diag *d)
{
	static const char *const scopes[FEED_NSCOPES] = {"all", "level", "category"};
	static const struct {
		enum list_kind kind;
		const char *name;
	} calendars[] = {
	        {LIST_ALL, "all"}, {LIST_CATEGORY, "category"}, {LIST_APPLICANT, "applicant"}};

	words->changes_name = words_require(words, STR("nav.changes"), d);
	words->changes_month_title =
	        words_compile(words, STR("title.changes_month"), &shape_title, a, d);
	words->changes_month_description =
	        words_compile(words, STR("description.changes_month"), &shape_title, a, d);
	for (size_t i = 0; i < FEED_NSCOPES; i++)
		words->feed_title[i] = words_compile(words, arena_printf(a, "feed.%s", scopes[i]),
		                                     &shape_title, a, d);
	for (size_t i = 0; i < COUNT_OF(calendars); i++)
		words->calendar_name[calendars[i].kind] =
		        words_compile(words, arena_printf(a, "calendar.%s", calendars[i].name),
		                      &shape_title, a, d);
	words->calendar_summary = words_compile(words, STR("calendar.summary"), &shape_row, a, d);
	words->calendar_description =
	        words_compile(words, STR("calendar.description"), &shape_row, a, d);
	words->calendar_day_summary =
	        words_compile(words, STR("calendar.day_summary"), &shape_day_of_ends, a, d);
	words->calendar_day_description =
	        words_compile(words, STR("calendar.day_description"), &shape_day_of_ends, a, d);
}

/* What says which language it is: nothing of another one can stand in for that. */
static void require_own(const struct language_words *words, struct str key, struct diag *d)
{
	if (words_get(words, key).lang)
		add_missing(words, key, d);
}

static void load_language(struct language_words *w, struct arena *a, struct diag *d)
{
	load_codes(w, a, d);
	load_answers(w, a, d);
	load_texts(w, a, d);
	load_titles(w, a, d);
	load_drawings(w, a, d);
	load_subscriptions(w, a, d);
	if (w->nchain > 0 && w->strings && !w->strings->child) {
		diag_add(d, DIAG_STRING_MISSING, (struct place){.file = w->strings_file},
		         "language %.*s has no words: it needs at least \"language_name\", "
		         "\"locale\" and \"site.continue\"",
		         STR_ARG(w->tag));
		return;
	}
	require_own(w, STR("language_name"), d);
	require_own(w, STR("locale"), d);
	require_own(w, STR("site.continue"), d);
}

int words_load(struct words *words, const struct layers *layers, const struct settings *settings,
               struct arena *a, struct diag *d)
{
	const struct languages *languages = &settings->languages;
	size_t nerrors = d->nerrors + d->nsystem;

	*words = (struct words){.nlanguages = languages->n};
	for (unsigned i = 0; i < words->nlanguages; i++) {
		const struct language_chain *chain = &languages->chain[i];
		struct language_words *w = &words->language[i];

		w->number = i;
		w->tag = languages->code[i];
		w->lang = arena_copy(a, w->tag).p;
		w->prefix = arena_printf(a, "%.*s/", STR_ARG(w->tag));
		for (; w->nchain < chain->n; w->nchain++)
			w->chain[w->nchain] = &words->language[chain->language[w->nchain]];
		wording_load_phrases(w, layers, a, d);
		strings_load(w, layers, a, d);
	}
	for (unsigned i = 0; i < words->nlanguages; i++)
		strings_complete(&words->language[i], a);
	for (unsigned i = 0; i < words->nlanguages; i++)
		strings_put_terms(&words->language[i], a, d);
	for (unsigned i = 0; i < words->nlanguages; i++)
		load_language(&words->language[i], a, d);
	return d->nerrors + d->nsystem > nerrors ? -1 : 0;
}

const char *words_lang(const struct language_words *words, const struct language_words *from)
{
	return from == words ? NULL : from->lang;
}

struct value words_country(const struct language_words *words, struct str code)
{
	for (unsigned i = 0; i <= words->nchain; i++) {
		const struct language_words *from = i == 0 ? words : words->chain[i - 1];
		uint32_t at = map_find(&from->countries, code);

		if (at != MAP_NONE)
			return value_text_in(from->country_names[at], words_lang(words, from));
	}
	return value_text(code);
}

struct value words_run(const struct tmpl *tmpl, const struct value *values, struct arena *a)
{
	struct buf b;
	struct str text;

	buf_init(&b);
	tmpl_run(tmpl, values, &b);
	text = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return value_text_in(text, tmpl_lang(tmpl));
}

/* A day of a month as the language writes it, of which the year and the day are these texts. */
static struct value write_date(const struct language_words *words, unsigned month, bool is_first,
                               struct str year, struct str day, struct arena *a)
{
	struct value values[DATE_PARTS_NFIELDS];

	values[DATE_PARTS_YEAR] = value_text(year);
	values[DATE_PARTS_MONTH] = value_text(str_from(number_code(month)));
	values[DATE_PARTS_DAY] = value_text(day);
	values[DATE_PARTS_MONTH_NAME] = words->month_name[month];
	values[DATE_PARTS_IS_FIRST] = value_flag(is_first);
	return words_run(words->date, values, a);
}

struct value words_date(const struct language_words *words, date_days date, struct arena *a)
{
	struct date_parts parts = date_split(date);

	assert(date != DATE_NONE);
	return write_date(words, (unsigned)parts.month, parts.day == 1,
	                  arena_number(a, (unsigned)parts.year),
	                  arena_number(a, (unsigned)parts.day), a);
}

struct value words_date_pattern(const struct language_words *words, unsigned month, bool is_first,
                                struct arena *a)
{
	return write_date(words, month, is_first, STR("{year}"), STR("{day}"), a);
}

/* In the element that the style sheet keeps in one line. */
static struct str escaped_day(struct value day, struct arena *a)
{
	char *text = arena_alloc(a, ESCAPE_GROWTH * day.n);

	return ARENA_JOIN(a, STR("<span class=\"day\">"),
	                  (struct str){text, (size_t)(escape_html(text, value_str(day)) - text)},
	                  STR("</span>"));
}

static void set_day(const struct language_words *words, date_days date, struct arena *a,
                    struct value *v)
{
	v[DATE_ISO] = value_text(date_text(a, date));
	v[DATE_WORDS] = words_date(words, date, a);
	v[DATE_LINE] = value_text(escaped_day(v[DATE_WORDS], a));
}

void words_add_days(struct words *words, date_days day, struct arena *a)
{
	words->first_day = date_add_years(day, -DAYS_YEARS);
	words->ndays = (uint32_t)(date_add_years(day, DAYS_YEARS) - words->first_day);
	for (unsigned i = 0; i < words->nlanguages; i++) {
		struct value *days =
		        arena_array(a, (size_t)words->ndays * DATE_NFIELDS, sizeof(*days));

		for (uint32_t k = 0; k < words->ndays; k++)
			set_day(&words->language[i], words->first_day + (date_days)k, a,
			        days + (size_t)k * DATE_NFIELDS);
		words->language[i].days = days;
	}
}

const struct value *words_day(const struct words *words, unsigned language, date_days date,
                              struct arena *a)
{
	struct value *v;

	if (date >= words->first_day && date - words->first_day < (date_days)words->ndays)
		return words->language[language].days +
		       (size_t)(date - words->first_day) * DATE_NFIELDS;
	v = arena_array(a, DATE_NFIELDS, sizeof(*v));
	set_day(&words->language[language], date, a, v);
	return v;
}
