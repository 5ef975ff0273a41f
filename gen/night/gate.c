#include "night/gate.h"
#include "base/fs.h"
#include "model/json.h"
#include "publish/edition.h"
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define CORRECTIONS_MAX ((size_t)1 << 28)
#define AS_OF_AGE_MAX   366 /* days */
#define HASH_SHOWN      16  /* digits of a hash that tell a case from another */

static const enum diag_code gates[] = {
        DIAG_RECORDS_COUNT,    DIAG_EXPORT_TOO_OLD,    DIAG_EXPORT_OLDER, DIAG_EXPORT_FUTURE,
        DIAG_AS_OF_FUTURE,     DIAG_AS_OF_OLDER,       DIAG_MANY_ENDED,   DIAG_MANY_CHANGED,
        DIAG_CRITERIA_GONE,    DIAG_CRITERIA_CHANGED,  DIAG_PAGES_GONE,   DIAG_STATE_LOST,
        DIAG_BASE_URL_CHANGED, DIAG_INSTALLED_CHANGED, DIAG_LOG_DAY,      DIAG_KEY_UNANNOUNCED,
        DIAG_CORRECTION_GONE,  DIAG_KEYS_GONE,
};

int gate_find(struct str name, enum diag_code *code)
{
	for (size_t i = 0; i < COUNT_OF(gates); i++) {
		if (!str_is_equal(name, str_from(diag_code_name(gates[i]))))
			continue;
		*code = gates[i];
		return 0;
	}
	return -1;
}

static struct place export_place(const struct site *site)
{
	return (struct place){.file = site->survey->export.file};
}

/* What MANIFEST.json says of the published site. */
struct published {
	struct edition edition;
	const struct json *exported_at; /* or NULL */
	long nvalid;                    /* or -1 */
	char hash[SHA256_HEX];
};

/* Reads it; -1 if there is none that can be read: a build was interrupted, or nothing is published.
 */
static int read_published(struct published *p, int folder, struct arena *a)
{
	struct sha256_context *sha;
	unsigned char hash[SHA256_BYTES];
	const struct json *tree = NULL, *inputs, *products;
	struct diag unsaid;
	struct buf b;
	struct str text = STR_NONE;

	buf_init(&b);
	if (folder >= 0 && fs_load(folder, EDITION_NAME, EDITION_MAX, &b) == 0)
		text = arena_copy(a, buf_str(&b));
	buf_release(&b);
	if (!text.p)
		return -1;
	diag_init(&unsaid);
	*p = (struct published){.nvalid = -1};
	if (edition_parse(&p->edition, text, (struct place){.pointer = STR_NONE}, a, &unsaid) == 0)
		tree = json_parse(text, (struct place){.pointer = STR_NONE}, a, &unsaid);
	diag_release(&unsaid);
	if (!tree)
		return -1;
	inputs = json_find(tree, STR("inputs"));
	products = json_find(tree, STR("products"));
	inputs = inputs ? json_find(inputs, STR("export")) : NULL;
	p->exported_at = inputs ? json_find(inputs, STR("exported_at")) : NULL;
	if (products &&
	    (!json_find(products, STR("valid")) ||
	     json_parse_integer(json_find(products, STR("valid")), 0, LONG_MAX, &p->nvalid) < 0))
		p->nvalid = -1;
	sha = sha256_open();
	sha256_hash(sha, text, hash);
	sha256_close(sha);
	sha256_format(hash, p->hash);
	return 0;
}

static struct str day_text(date_days day, char text[DATE_TEXT])
{
	date_format(day, text);
	return (struct str){text, DATE_TEXT};
}

/* The day and the time of the export against each other, whether or not anything is published. */
static void check_future(const struct site *site, struct diag *d)
{
	long age = (long)site->as_of - site->survey->exported_on;
	char text[DATE_TEXT];
	struct str day = day_text(site->as_of, text);

	if (age < -1)
		diag_add_gate(d, DIAG_EXPORT_FUTURE, export_place(site), site->survey->exported_at,
		              "the export was made at %.*s, more than a day after the as-of day, "
		              "%.*s: no export that is made until then would be newer",
		              STR_ARG(site->survey->exported_at), STR_ARG(day));
	if (age > AS_OF_AGE_MAX)
		diag_add_gate(d, DIAG_AS_OF_FUTURE, export_place(site), day,
		              "the as-of day, %.*s, is %ld days after the export was made: is the "
		              "year right?",
		              STR_ARG(day), age);
}

static void check_as_of(const struct site *site, date_days before, struct diag *d)
{
	char text[DATE_TEXT], before_text[DATE_TEXT];
	struct str day = day_text(site->as_of, text);

	if (before != DATE_NONE && site->as_of < before)
		diag_add_gate(d, DIAG_AS_OF_OLDER, export_place(site), day,
		              "the as-of day, %.*s, is before that of the published site, %.*s: "
		              "labels that have ended since would be valid again",
		              STR_ARG(day), STR_ARG(day_text(before, before_text)));
}

static void check_age(const struct site *site, struct str exported_before, struct diag *d)
{
	long age = (long)site->as_of - site->survey->exported_on;
	int64_t now, before;
	char figure[32];

	snprintf(figure, sizeof(figure), "%ld", age);
	if (age > site->settings->max_export_age_days)
		diag_add_gate(
		        d, DIAG_EXPORT_TOO_OLD, export_place(site), str_from(figure),
		        "the export is %ld days old, and max_export_age_days is %ld: is the export "
		        "still being made?",
		        age, site->settings->max_export_age_days);
	if (date_parse_instant(site->survey->exported_at, &now) == 0 &&
	    date_parse_instant(exported_before, &before) == 0 && now < before)
		diag_add_gate(
		        d, DIAG_EXPORT_OLDER, export_place(site), site->survey->exported_at,
		        "the export was made at %.*s, before the one that is published, of %.*s",
		        STR_ARG(site->survey->exported_at), STR_ARG(exported_before));
}

static void check_base_url(const struct site *site, struct str before, struct diag *d)
{
	if (!str_is_equal(site->settings->base_url, before))
		diag_add_gate(
		        d, DIAG_BASE_URL_CHANGED, (struct place){.pointer = STR_NONE},
		        site->settings->base_url,
		        "base_url is %.*s, and that of the published site %.*s: every QR code "
		        "would be another",
		        STR_ARG(site->settings->base_url), STR_ARG(before));
}

/* A new version of the program brings other words and layouts, which nobody here has seen yet. */
static void check_installed(const struct state *state, const struct recipe_hashes *recipe,
                            struct diag *d)
{
	const char *before = state->recipe.installed, *now = recipe->installed;

	if (before[0] != '\0' && now[0] != '\0' && memcmp(before, now, SHA256_HEX) != 0)
		diag_add_gate(d, DIAG_INSTALLED_CHANGED, (struct place){.pointer = STR_NONE},
		              (struct str){now, HASH_SHOWN},
		              "layouts, words or static files of the installed site are not those "
		              "that the published site was made with: fuda check --out says how "
		              "many pages would change");
}

/* Whether the new site has a folder of that name with a page of its own in it. */
static bool has_page(const struct site *site, struct str name)
{
	enum fixed_page page;

	if (fixed_page_find(name, &page) == 0)
		return site_has_fixed(site, page);
	for (size_t i = 0; i < site->layouts.nprose; i++)
		if (str_is_equal(name, site->layouts.prose[i].name))
			return true;
	for (unsigned i = 1; i < site->words.nlanguages; i++)
		if (str_is_equal(name, site->words.language[i].tag))
			return true;
	return false;
}

/* A language, or a page that is not a product's. */
static void check_pages(const struct site *site, int folder, struct arena *a, struct diag *d)
{
	struct str *names;
	size_t nnames;

	if (fs_list(folder, ".", a, &names, &nnames) < 0)
		return;
	for (size_t i = 0; i < nnames; i++) {
		struct str page = ARENA_JOIN(a, names[i], STR("/index.html"));

		if (faccessat(folder, page.p, F_OK, 0) == 0 && !has_page(site, names[i]))
			diag_add_gate(
			        d, DIAG_PAGES_GONE, (struct place){.pointer = STR_NONE}, names[i],
			        "%.*s/ was published, a language or a page, and the site does "
			        "not have it any more",
			        STR_ARG(names[i]));
	}
}

/* Whether a member of an object says the same, or nothing. */
static bool is_same(const struct json *object, struct str key, struct str text)
{
	const struct json *value = json_find(object, key);

	return !value || str_is_equal(value->text, text);
}

/* Whether a correction is as it was published, in the languages that the site has. */
static bool is_same_correction(const struct correction *correction, const struct json *published,
                               const struct languages *languages)
{
	const struct json *text = json_find(published, STR("text"));
	bool has_product = json_find(published, STR("product_id"));
	char day[DATE_TEXT];

	if (has_product != (correction->product_id.n > 0) ||
	    !is_same(published, STR("date"), day_text(correction->date, day)) ||
	    !is_same(published, STR("product_id"), correction->product_id))
		return false;
	for (unsigned i = 0; i < languages->n; i++)
		if (!is_same(text, languages->code[i], correction->text.in[i]))
			return false;
	return true;
}

/* A correction that was published is not taken back, and not reworded, in silence. */
static void check_correction(const struct site *site, struct str line, struct arena *a,
                             struct diag *d)
{
	const struct corrections *c = site->corrections;
	const struct json *published;
	char hex[SHA256_HEX];
	struct diag unsaid;

	diag_init(&unsaid);
	published = json_parse(line, (struct place){.pointer = STR_NONE}, a, &unsaid);
	diag_release(&unsaid);
	for (size_t i = 0; published && i < c->nshown; i++)
		if (is_same_correction(c->shown[i], published, &site->settings->languages))
			return;
	if (!published || !json_find(published, STR("date")))
		return;
	sha256_hex_once(line, hex);
	diag_add_gate(d, DIAG_CORRECTION_GONE, (struct place){.file = c->file},
	              (struct str){hex, HASH_SHOWN},
	              "the correction of %.*s was published and is not in the file as it was",
	              STR_ARG(json_find(published, STR("date"))->text));
}

static void check_corrections(const struct site *site, int folder, struct arena *a, struct diag *d)
{
	struct buf before;
	struct str rest;

	buf_init(&before);
	if (fs_load(folder, CORRECTIONS_PATH, CORRECTIONS_MAX, &before) == 0) {
		rest = arena_copy(a, buf_str(&before));
		while (rest.n > 0)
			check_correction(site, str_cut(&rest, '\n'), a, d);
	}
	buf_release(&before);
}

/* Who has an old key follows the announcements from it, in whatever edition comes. */
static void check_keys(const struct site *site, int folder, struct diag *d)
{
	struct buf before;
	char hex[SHA256_HEX];

	buf_init(&before);
	if (fs_load(folder, KEYS_NAME, KEYS_SIZE, &before) == 0 &&
	    !str_has_prefix(site->keys.text, buf_str(&before))) {
		sha256_hex_once(buf_str(&before), hex);
		diag_add_gate(d, DIAG_KEYS_GONE, (struct place){.pointer = STR_NONE},
		              (struct str){hex, HASH_SHOWN},
		              "announcements of keys were published that content/keys.txt does "
		              "not begin with: who has an earlier key could not follow any more");
	}
	buf_release(&before);
}

/* Whether `part` of `whole` is more than a gate lets through, however long ago the published site
 * was made: what is refused one night is refused the next. */
static bool is_many(const struct site *site, size_t part, size_t whole, long percent)
{
	return part >= (size_t)site->settings->gate_minimum && part > 0 &&
	       part * 100 > whole * (size_t)percent;
}

static void check_shares(const struct site *site, const struct state *state, struct diag *d)
{
	const struct settings *s = site->settings;
	size_t nvalid = 0, nended = 0, nbefore = 0, nchanged = 0;
	char figure[32];

	for (size_t i = 0; i < site->survey->nrows; i++) {
		const struct row *row = &site->survey->rows[i];
		const struct state_product *before = &state->products[i];

		if (before->status == STATUS_NOT_ISSUED)
			continue;
		nbefore++;
		nchanged += !before->is_same_record;
		if (before->status != STATUS_VALID)
			continue;
		nvalid++;
		/* That the rules turn by this day was foretold when it was published. */
		nended += row->status != STATUS_VALID &&
		          !(before->is_same_record && !before->is_constant);
	}
	snprintf(figure, sizeof(figure), "%zu", nended);
	if (is_many(site, nended, nvalid, s->max_ended_percent))
		diag_add_gate(
		        d, DIAG_MANY_ENDED, export_place(site), str_from(figure),
		        "%zu of %zu valid labels have ended since the published site was "
		        "made, not counting those whose end it foretold; max_ended_percent is "
		        "%ld",
		        nended, nvalid, s->max_ended_percent);
	if (is_many(site, nchanged, nbefore, s->max_changed_percent))
		diag_add_gate(d, DIAG_MANY_CHANGED, export_place(site),
		              (struct str){site->survey->hash, HASH_SHOWN},
		              "%zu of %zu products have changed since the published site was made; "
		              "max_changed_percent is %ld",
		              nchanged, nbefore, s->max_changed_percent);
}

/* Without the state the products cannot be compared one by one. */
static void add_lost(const struct site *site, const struct published *p, struct diag *d)
{
	size_t nvalid = 0;

	for (size_t i = 0; i < site->survey->nrows; i++)
		nvalid += site->survey->rows[i].status == STATUS_VALID;
	diag_add_gate(d, DIAG_STATE_LOST, (struct place){.pointer = STR_NONE},
	              (struct str){p->hash, HASH_SHOWN},
	              "what is known of the published products is lost or damaged, so none can be "
	              "compared: %ld labels were valid, and %zu are now",
	              p->nvalid, nvalid);
}

/* A record that stands in for a bad one must be what is published, not one of before. */
static void check_fallback(const struct site *site, const struct state *state, struct diag *d)
{
	const struct survey *survey = site->survey;

	for (size_t i = 0; survey->fallback && i < survey->nrows; i++) {
		const struct row *row = &survey->rows[i];
		struct place place = export_place(site);

		if (!row->is_fallback || state->products[i].is_same_record ||
		    state->products[i].status == STATUS_NOT_ISSUED)
			continue;
		place.line = row->line;
		place.id = row_id(row);
		diag_add(d, DIAG_FALLBACK_OTHER, place,
		         "the record that would stand in for it, of %.*s, is not the one that is "
		         "published",
		         STR_ARG(survey->fallback->file.file));
	}
}

/* Not even MANIFEST.json is there, or whole: nothing can be compared but the folders of products.
 */
static void add_all_lost(const struct site *site, struct diag *d)
{
	diag_add_gate(d, DIAG_STATE_LOST, (struct place){.pointer = STR_NONE},
	              (struct str){site->survey->hash, HASH_SHOWN},
	              EDITION_NAME " of the published site is lost or damaged, and with it what is "
	                           "known of its products: nothing can be compared");
}

static void check_criteria(const struct site *site, const struct state *state, struct diag *d)
{
	struct arena a;

	arena_init(&a, 4096);
	for (size_t i = 0; i < state->ncriteria; i++) {
		const struct state_criteria *before = &state->criteria[i];
		uint32_t at = criteria_find_version(site->criteria, before->id);
		struct place place = {.pointer = STR_NONE};

		if (at == CRITERIA_NONE)
			diag_add_gate(
			        d, DIAG_CRITERIA_GONE, place, before->id,
			        "criteria version %.*s was published before and is not in the "
			        "folder",
			        STR_ARG(before->id));
		else if (!str_is_equal(criteria_hash(&site->criteria->versions[at], &a),
		                       before->hash))
			diag_add_gate(
			        d, DIAG_CRITERIA_CHANGED, place, before->id,
			        "criteria version %.*s is not as it was published before: a change "
			        "needs a new version",
			        STR_ARG(before->id));
	}
	arena_release(&a);
}

struct known {
	const struct survey *survey;
	const struct state *state;
};

/* Whether it was said of a name in a record that is published as it is. */
static bool is_known_name(const struct diag_item *item, const void *context)
{
	const struct known *known = context;
	const struct row *row;

	if (!str_has_prefix(str_from(diag_code_name(item->code)), STR("name-")) || item->id.n == 0)
		return false;
	row = survey_find(known->survey, item->id);
	return row && known->state->products[row - known->survey->rows].is_same_record;
}

int gate_check(const struct site *site, const struct state *state,
               const struct recipe_hashes *recipe, int folder, struct diag *d)
{
	size_t nerrors = d->nerrors;
	struct published published;
	struct arena a;
	bool is_read;

	arena_init(&a, 1 << 14);
	is_read = read_published(&published, folder, &a) == 0;
	check_future(site, d);
	if (is_read) {
		check_base_url(site, published.edition.site, d);
		check_pages(site, folder, &a, d);
		check_corrections(site, folder, &a, d);
		check_keys(site, folder, d);
	}
	if (state->is_known) {
		/* What a registrar should look at was told when it was published. */
		diag_drop(d, is_known_name, &(struct known){site->survey, state});
		check_as_of(site, state->as_of, d);
		check_age(site, state->exported_at, d);
		check_shares(site, state, d);
		check_fallback(site, state, d);
		check_criteria(site, state, d);
		check_installed(state, recipe, d);
	} else if (is_read) {
		check_as_of(site, published.edition.as_of, d);
		check_age(site, published.exported_at ? published.exported_at->text : STR(""), d);
		add_lost(site, &published, d);
	} else if (folder >= 0) {
		add_all_lost(site, d);
	}
	arena_release(&a);
	return d->nerrors > nerrors ? -1 : 0;
}
