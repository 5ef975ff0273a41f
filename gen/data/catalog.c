#include "data/catalog.h"
#include "base/json_writer.h"
#include "data/sqlite.h"
#include "model/json.h"
#include "site/endings.h"
#include "view/view.h"

/* The terms of the catalog: names of DCAT 3, and what their values are. */
static const char context[] =
        "{\"dcat\":\"http://www.w3.org/ns/dcat#\",\"dct\":\"http://purl.org/dc/terms/\","
        "\"foaf\":\"http://xmlns.com/foaf/0.1/\","
        "\"rdfs\":\"http://www.w3.org/2000/01/rdf-schema#\","
        "\"xsd\":\"http://www.w3.org/2001/XMLSchema#\","
        "\"title\":{\"@id\":\"dct:title\",\"@container\":\"@language\"},"
        "\"description\":{\"@id\":\"dct:description\",\"@container\":\"@language\"},"
        "\"name\":{\"@id\":\"foaf:name\",\"@container\":\"@language\"},"
        "\"label\":{\"@id\":\"rdfs:label\"},"
        "\"rights\":{\"@id\":\"dct:rights\"},\"publisher\":{\"@id\":\"dct:publisher\"},"
        "\"license\":{\"@id\":\"dct:license\",\"@type\":\"@id\"},"
        "\"language\":{\"@id\":\"dct:language\",\"@type\":\"@id\"},"
        "\"format\":{\"@id\":\"dct:format\"},"
        "\"conformsTo\":{\"@id\":\"dct:conformsTo\",\"@type\":\"@id\"},"
        "\"temporal\":{\"@id\":\"dct:temporal\"},"
        "\"accrualPeriodicity\":{\"@id\":\"dct:accrualPeriodicity\",\"@type\":\"@id\"},"
        "\"homepage\":{\"@id\":\"foaf:homepage\",\"@type\":\"@id\"},"
        "\"dataset\":{\"@id\":\"dcat:dataset\"},"
        "\"distribution\":{\"@id\":\"dcat:distribution\"},"
        "\"landingPage\":{\"@id\":\"dcat:landingPage\",\"@type\":\"@id\"},"
        "\"accessURL\":{\"@id\":\"dcat:accessURL\",\"@type\":\"@id\"},"
        "\"downloadURL\":{\"@id\":\"dcat:downloadURL\",\"@type\":\"@id\"},"
        "\"mediaType\":{\"@id\":\"dcat:mediaType\",\"@type\":\"@id\"},"
        "\"compressFormat\":{\"@id\":\"dcat:compressFormat\",\"@type\":\"@id\"},"
        "\"startDate\":{\"@id\":\"dcat:startDate\",\"@type\":\"xsd:date\"},"
        "\"endDate\":{\"@id\":\"dcat:endDate\",\"@type\":\"xsd:date\"}}";

/* The data sets: their names in addresses and in the keys of their words. */
enum { PRODUCTS, PARTS, CHANGES, CALENDARS, FORMATS, NSETS };

static const char *const set_names[NSETS] = {
        [PRODUCTS] = "products",   [PARTS] = "parts",     [CHANGES] = "changes",
        [CALENDARS] = "calendars", [FORMATS] = "formats",
};

struct writing {
	struct buf *b;
	const struct site *site;
	struct arena *a;
};

/* The text of a key in all languages that have it. */
static struct text find_words(const struct writing *w, struct str key)
{
	struct text text = {0};

	for (unsigned i = 0; i < w->site->words.nlanguages; i++)
		text.in[i] = words_own(&w->site->words.language[i], key);
	return text;
}

static void add_text(const struct writing *w, const char *key, const struct text *text)
{
	text_add_json(w->b, key, text, &w->site->settings->languages);
}

/* Title and description of "catalog" or of a data set. */
static void add_words(const struct writing *w, const char *name)
{
	struct text title = find_words(w, arena_printf(w->a, "data.%s.title", name));
	struct text description = find_words(w, arena_printf(w->a, "data.%s.description", name));

	add_text(w, "title", &title);
	add_text(w, "description", &description);
}

/* An absolute address. */
static struct str address(const struct writing *w, struct str path)
{
	return ARENA_JOIN(w->a, w->site->settings->base_url, path);
}

static void add_address(const struct writing *w, const char *key, struct str path)
{
	json_add_string(w->b, key, address(w, path));
}

/* A language as a resource: that of its primary subtag (RFC 5646) in ISO 639. */
static void add_language(const struct writing *w, const char *key, unsigned language)
{
	struct str tag = w->site->settings->languages.code[language];
	size_t n = str_find_byte(tag, '-');

	json_add_string(w->b, key,
	                arena_printf(w->a, "http://id.loc.gov/vocabulary/iso639-%s/%.*s",
	                             n == 2 ? "1" : "2", (int)n, tag.p));
}

static void add_languages(const struct writing *w)
{
	json_open(w->b, "language", '[');
	for (unsigned i = 0; i < w->site->settings->languages.n; i++)
		add_language(w, NULL, i);
	buf_add_byte(w->b, ']');
}

static void add_publisher(const struct writing *w)
{
	json_open(w->b, "publisher", '{');
	json_add_string(w->b, "@type", STR("foaf:Agent"));
	add_text(w, "name", &w->site->settings->operator_name);
	buf_add_byte(w->b, '}');
}

static void add_licence(const struct writing *w)
{
	const struct settings *s = w->site->settings;

	json_add_string(w->b, "license", s->licence_url);
	if (s->licence_name.in[0].n == 0)
		return;
	json_open(w->b, "rights", '{');
	json_add_string(w->b, "@type", STR("dct:RightsStatement"));
	json_open(w->b, "label", '[');
	for (unsigned i = 0; i < s->languages.n; i++) {
		if (s->licence_name.in[i].n == 0)
			continue;
		json_open(w->b, NULL, '{');
		json_add_string(w->b, "@value", s->licence_name.in[i]);
		json_add_string(w->b, "@language", s->languages.code[i]);
		buf_add_byte(w->b, '}');
	}
	buf_add(w->b, STR("]}"));
}

/* The days of which the labels speak: from the first that was issued or extended, as shown, to the
 * last end. */
static void add_temporal(const struct writing *w)
{
	const struct survey *survey = w->site->survey;
	date_days from = DATE_MAX, to = DATE_NONE;

	for (size_t i = 0; i < survey->nrows; i++) {
		const struct row *row = &survey->rows[i];
		date_days end;

		if (!row_is_listed(row))
			continue;
		end = row_shown_end(row, &w->site->rules);
		from = row->displayed_on < from ? row->displayed_on : from;
		to = end > to ? end : to;
	}
	if (to == DATE_NONE)
		return;
	json_open(w->b, "temporal", '{');
	json_add_string(w->b, "@type", STR("dct:PeriodOfTime"));
	json_add_date(w->b, "startDate", from);
	json_add_date(w->b, "endDate", to);
	buf_add_byte(w->b, '}');
}

static void open_distribution(const struct writing *w, struct str path)
{
	json_open(w->b, NULL, '{');
	add_address(w, "@id", path);
	json_add_string(w->b, "@type", STR("dcat:Distribution"));
	add_address(w, "accessURL", path);
	add_address(w, "downloadURL", path);
}

/* Ends a distribution of a registered media type. */
static void close_distribution(const struct writing *w, const char *media_type)
{
	json_add_string(w->b, "mediaType", arena_printf(w->a, MEDIA_TYPES "%s", media_type));
	add_licence(w);
	buf_add_byte(w->b, '}');
}

static void open_set(const struct writing *w, int set, const char *page)
{
	const struct site *site = w->site;

	json_open(w->b, NULL, '{');
	add_address(w, "@id", arena_printf(w->a, CATALOG_PATH "#%s", set_names[set]));
	json_add_string(w->b, "@type", STR("dcat:Dataset"));
	add_words(w, set_names[set]);
	add_publisher(w);
	add_licence(w);
	add_languages(w);
	if (set != FORMATS)
		json_add_string(
		        w->b, "accrualPeriodicity",
		        STR("http://publications.europa.eu/resource/authority/frequency/DAILY"));
	if (set == PRODUCTS || set == PARTS)
		add_temporal(w);
	json_open(w->b, "landingPage", '[');
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		add_address(w, NULL, ARENA_JOIN(w->a, site_prefix(site, i), str_from(page)));
	buf_add_byte(w->b, ']');
	json_open(w->b, "distribution", '[');
}

static void close_set(const struct writing *w)
{
	buf_add(w->b, STR("]}"));
}

/* What a file of products is, of JSON Lines or of CSV. */
static void add_product_format(const struct writing *w, bool is_lines)
{
	json_add_string(w->b, "compressFormat", STR(MEDIA_TYPES "application/gzip"));
	if (!is_lines) {
		add_address(w, "conformsTo", STR(CATALOG_CSV_PATH));
		json_add_string(w->b, "mediaType", STR(MEDIA_TYPES "text/csv"));
		return;
	}
	/* JSON Lines has no registered type. */
	add_address(w, "conformsTo", STR("data/schema/label-1.schema.json"));
	json_open(w->b, "format", '{');
	json_add_string(w->b, "@type", STR("dct:MediaTypeOrExtent"));
	json_add_string(w->b, "label", STR("JSON Lines"));
	buf_add_byte(w->b, '}');
}

/* All products, as one file, in each of its forms. */
static void add_products(const struct writing *w, const struct open_data *data)
{
	open_set(w, PRODUCTS, "data/");
	for (int i = 0; i < OPEN_DATA_NFORMS; i++) {
		open_distribution(w, data->wholes[i].path);
		add_product_format(w, i == OPEN_DATA_LINES);
		add_licence(w);
		buf_add_byte(w->b, '}');
	}
	if (site_has_database(w->site)) {
		open_distribution(w, STR(SQLITE_PATH));
		close_distribution(w, "application/vnd.sqlite3");
	}
	close_set(w);
}

/* The same in parts. There are thousands, and on most days another one: the metadata of the CSV
 * names them, those of JSON Lines go by the same names, and the licence is that of the set. */
static void add_parts(const struct writing *w)
{
	open_set(w, PARTS, "data/");
	for (int form = 0; form < OPEN_DATA_NFORMS; form++) {
		json_open(w->b, NULL, '{');
		add_address(w, "@id",
		            form == OPEN_DATA_LINES ? STR(CATALOG_PATH "#parts-lines")
		                                    : STR(CATALOG_PATH "#parts-records"));
		json_add_string(w->b, "@type", STR("dcat:Distribution"));
		add_address(w, "accessURL", STR(CATALOG_CSV_PATH));
		add_product_format(w, form == OPEN_DATA_LINES);
		buf_add_byte(w->b, '}');
	}
	close_set(w);
}

static void add_feeds(const struct writing *w, const struct feeds *feeds)
{
	open_set(w, CHANGES, "changes/");
	for (unsigned k = 0; k < w->site->words.nlanguages; k++) {
		for (size_t i = 0; i < feeds->nfeeds; i++) {
			open_distribution(w, ARENA_JOIN(w->a, site_prefix(w->site, k),
			                                feed_path(&feeds->feeds[i], w->a)));
			add_language(w, "language", k);
			close_distribution(w, "application/atom+xml");
		}
	}
	close_set(w);
}

/* The calendars, except those of applicants, of which there are thousands. */
static void add_calendars(const struct writing *w, const struct lists *lists)
{
	open_set(w, CALENDARS, "products/");
	for (unsigned k = 0; k < w->site->words.nlanguages; k++) {
		for (size_t i = 0; i < lists->first[LIST_MAKER]; i++) {
			struct str path = endings_calendar_path(w->site, &lists->lists[i], w->a);

			if (path.n == 0)
				continue;
			open_distribution(w, ARENA_JOIN(w->a, site_prefix(w->site, k), path));
			add_language(w, "language", k);
			close_distribution(w, "text/calendar");
		}
	}
	close_set(w);
}

static void add_formats(const struct writing *w)
{
	open_set(w, FORMATS, "data/");
	for (size_t i = 0; i < w->site->assets.of[ASSET_SCHEMA].n; i++) {
		open_distribution(w, w->site->assets.of[ASSET_SCHEMA].items[i].path);
		close_distribution(w, "application/schema+json");
	}
	close_set(w);
}

void catalog_add(struct buf *b, const struct open_data *data, const struct lists *lists,
                 const struct feeds *feeds, struct arena *a)
{
	const struct writing w = {.b = b, .site = data->site, .a = a};

	buf_add(b, STR("{\"@context\":"));
	buf_add(b, str_from(context));
	add_address(&w, "@id", STR(CATALOG_PATH));
	json_add_string(b, "@type", STR("dcat:Catalog"));
	add_words(&w, "catalog");
	add_publisher(&w);
	add_licence(&w);
	add_languages(&w);
	add_address(&w, "homepage", STR(""));
	json_open(b, "dataset", '[');
	add_products(&w, data);
	add_parts(&w);
	add_feeds(&w, feeds);
	add_calendars(&w, lists);
	add_formats(&w);
	buf_add(b, STR("]}\n"));
}

void catalog_check_words(const struct language_words *words, struct diag *d)
{
	char room[64];

	words_require(words, STR("data.note"), d);
	for (int i = -1; i < NSETS; i++) {
		for (int k = 0; k < 2; k++) {
			int n = snprintf(room, sizeof(room), "data.%s.%s",
			                 i < 0 ? "catalog" : set_names[i],
			                 k == 0 ? "title" : "description");

			words_require(words, (struct str){room, (size_t)n}, d);
		}
	}
}
