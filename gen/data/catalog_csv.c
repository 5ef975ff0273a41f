/* catalog_add_csv: the metadata of the CSV files (W3C, Model and Vocabulary for Tabular Data). */
#include "base/json_writer.h"
#include "data/catalog.h"
#include "data/column.h"
#include "site/site.h"

/* A text as values of JSON-LD, the one form that CSVW has for other vocabularies. */
static void add_values(struct buf *b, const char *key, const struct site *site,
                       const struct text *text)
{
	json_open(b, key, '[');
	for (unsigned i = 0; i < site->words.nlanguages; i++) {
		if (text->in[i].n == 0)
			continue;
		json_open(b, NULL, '{');
		json_add_string(b, "@value", text->in[i]);
		json_add_string(b, "@language", site->settings->languages.code[i]);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_datatype(struct buf *b, const struct column *column)
{
	switch (column->type) {
	case COLUMN_URL: json_add_string(b, "datatype", STR("anyURI")); break;
	case COLUMN_INTEGER: json_add_string(b, "datatype", STR("nonNegativeInteger")); break;
	case COLUMN_DATE:
		json_open(b, "datatype", '{');
		json_add_string(b, "base", STR("date"));
		json_add_string(b, "format", STR("yyyy-MM-dd"));
		buf_add_byte(b, '}');
		break;
	case COLUMN_WORD:
		json_open(b, "datatype", '{');
		json_add_string(b, "base", STR("string"));
		json_add_string(b, "format", str_from(column->pattern));
		buf_add_byte(b, '}');
		break;
	case COLUMN_LIST:
		json_add_string(b, "separator", STR(COLUMN_SEPARATOR));
		json_add_string(b, "datatype", STR("string"));
		break;
	default: json_add_string(b, "datatype", STR("string"));
	}
}

static void add_column(struct buf *b, const struct site *site, struct column_place place,
                       struct arena *a)
{
	struct str name = column_name(site, place, a);
	struct text meaning = {0};

	for (unsigned i = 0; i < site->words.nlanguages; i++) {
		struct value words = column_meaning(&site->words.language[i], place.column);

		if (!words.lang)
			meaning.in[i] = value_str(words);
	}
	json_open(b, NULL, '{');
	json_add_string(b, "name", name);
	json_add_string(b, "titles", name);
	add_values(b, "dc:description", site, &meaning);
	if (place.column->is_translated)
		json_add_string(b, "lang", site->settings->languages.code[place.language]);
	if (place.column->is_required)
		json_add_flag(b, "required", true);
	add_datatype(b, place.column);
	buf_add_byte(b, '}');
}

static void add_schema(struct buf *b, const struct site *site, struct arena *a)
{
	struct column_place *places;
	size_t nplaces;

	column_list(site, a, &places, &nplaces);
	json_open(b, "tableSchema", '{');
	json_open(b, "columns", '[');
	for (size_t i = 0; i < nplaces; i++)
		add_column(b, site, places[i], a);
	buf_add_byte(b, ']');
	json_add_string(b, "primaryKey", STR("product_id"));
	json_add_string(b, "aboutUrl",
	                arena_printf(a, "%.*sP/{product_id}/", STR_ARG(site->settings->base_url)));
	buf_add_byte(b, '}');
}

void catalog_add_csv(struct buf *b, const struct open_data *data, struct arena *a)
{
	const struct site *site = data->site;
	const struct settings *s = site->settings;

	buf_add(b, STR("{\"@context\":[\"http://www.w3.org/ns/csvw\",{"));
	json_add_string(b, "@language", s->languages.code[0]);
	buf_add(b, STR("}]"));
	json_add_string(b, "@type", STR("TableGroup"));
	add_values(b, "dc:publisher", site, &s->operator_name);
	if (s->licence_url.n > 0) {
		json_open(b, "dc:license", '{');
		json_add_string(b, "@id", s->licence_url);
		buf_add_byte(b, '}');
	}
	/* The vocabulary has no word of its own for files that are compressed. */
	json_open(b, "dcat:compressFormat", '{');
	json_add_string(b, "@id", STR(MEDIA_TYPES "application/gzip"));
	buf_add_byte(b, '}');
	json_open(b, "dialect", '{');
	json_add_string(b, "encoding", STR("utf-8"));
	json_add_string(b, "delimiter", STR(","));
	json_add_string(b, "quoteChar", STR("\""));
	json_add_flag(b, "doubleQuote", true);
	json_add_flag(b, "header", true);
	buf_add(b, STR(",\"lineTerminators\":[\"\\r\\n\"]}"));
	add_schema(b, site, a);
	json_open(b, "tables", '[');
	for (size_t i = 0; i < site->pages.nshelves; i++) {
		json_open(b, NULL, '{');
		json_add_string(b, "url",
		                ARENA_JOIN(a, data->parts[i].name, STR(OPEN_DATA_RECORDS_SUFFIX)));
		buf_add_byte(b, '}');
	}
	buf_add(b, STR("]}\n"));
}
