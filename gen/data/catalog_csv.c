/* catalog_add_csv: the metadata of the CSV files (W3C, Model and Vocabulary for Tabular Data). */
#include "base/json_writer.h"
#include "data/catalog.h"
#include "data/column.h"
#include "site/site.h"

/* A text as values of JSON-LD, the one form that CSVW has for other vocabularies. */
static void add_values(struct buf *b, const char *key, const struct site *site,
                       const struct text *text)
{
	member_open(b, key, '[');
	for (unsigned i = 0; i < site->words.nlanguages; i++) {
		if (text->in[i].n == 0)
			continue;
		member_open(b, NULL, '{');
		member_add_string(b, "@value", text->in[i]);
		member_add_string(b, "@language", site->settings->languages.code[i]);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_datatype(struct buf *b, const struct column *column)
{
	switch (column->type) {
	case COLUMN_URL: member_add_string(b, "datatype", STR("anyURI")); break;
	case COLUMN_INTEGER: member_add_string(b, "datatype", STR("nonNegativeInteger")); break;
	case COLUMN_DATE:
		member_open(b, "datatype", '{');
		member_add_string(b, "base", STR("date"));
		member_add_string(b, "format", STR("yyyy-MM-dd"));
		buf_add_byte(b, '}');
		break;
	case COLUMN_WORD:
		member_open(b, "datatype", '{');
		member_add_string(b, "base", STR("string"));
		member_add_string(b, "format", str_from(column->pattern));
		buf_add_byte(b, '}');
		break;
	case COLUMN_LIST:
		member_add_string(b, "separator", STR(COLUMN_SEPARATOR));
		member_add_string(b, "datatype", STR("string"));
		break;
	default: member_add_string(b, "datatype", STR("string"));
	}
}

static void add_column(struct buf *b, const struct site *site, struct column_place place,
                       struct arena *a)
{
	struct str name = column_name(site, place, a);
	struct text meaning = {0};

	for (unsigned i = 0; i < site->words.nlanguages; i++)
		meaning.in[i] = column_meaning(&site->words.language[i], place.column);
	member_open(b, NULL, '{');
	member_add_string(b, "name", name);
	member_add_string(b, "titles", name);
	add_values(b, "dc:description", site, &meaning);
	if (place.column->is_translated)
		member_add_string(b, "lang", site->settings->languages.code[place.language]);
	if (place.column->is_required)
		member_add_flag(b, "required", true);
	add_datatype(b, place.column);
	buf_add_byte(b, '}');
}

static void add_schema(struct buf *b, const struct site *site, struct arena *a)
{
	struct column_place *places;
	size_t nplaces;

	column_list(site, a, &places, &nplaces);
	member_open(b, "tableSchema", '{');
	member_open(b, "columns", '[');
	for (size_t i = 0; i < nplaces; i++)
		add_column(b, site, places[i], a);
	buf_add_byte(b, ']');
	member_add_string(b, "primaryKey", STR("product_id"));
	member_add_string(
	        b, "aboutUrl",
	        arena_printf(a, "%.*sP/{product_id}/", STR_ARG(site->settings->base_url)));
	buf_add_byte(b, '}');
}

void catalog_add_csv(struct buf *b, const struct open_data *data, struct arena *a)
{
	const struct site *site = data->site;
	const struct settings *s = site->settings;

	buf_add(b, STR("{\"@context\":[\"http://www.w3.org/ns/csvw\",{"));
	member_add_string(b, "@language", s->languages.code[0]);
	buf_add(b, STR("}]"));
	member_add_string(b, "@type", STR("TableGroup"));
	add_values(b, "dc:publisher", site, &s->operator_name);
	if (s->licence_url.n > 0) {
		member_open(b, "dc:license", '{');
		member_add_string(b, "@id", s->licence_url);
		buf_add_byte(b, '}');
	}
	member_open(b, "dialect", '{');
	member_add_string(b, "encoding", STR("utf-8"));
	member_add_string(b, "delimiter", STR(","));
	member_add_string(b, "quoteChar", STR("\""));
	member_add_flag(b, "doubleQuote", true);
	member_add_flag(b, "header", true);
	buf_add(b, STR(",\"lineTerminators\":[\"\\r\\n\"]}"));
	add_schema(b, site, a);
	member_open(b, "tables", '[');
	for (size_t i = 0; i < data->nparts; i++) {
		member_open(b, NULL, '{');
		member_add_string(b, "url",
		                  arena_printf(a, "%.*s.csv", STR_ARG(data->parts[i].name)));
		buf_add_byte(b, '}');
	}
	buf_add(b, STR("]}\n"));
}
