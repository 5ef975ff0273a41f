#include "model/text.h"
#include "base/json_writer.h"
#include "model/id.h"
#include "model/json.h"

void text_add_json(struct buf *b, const char *key, const struct text *text,
                   const struct languages *languages)
{
	size_t n = 0;

	for (unsigned i = 0; i < languages->n; i++)
		n += text->in[i].n;
	if (n == 0)
		return;
	json_open(b, key, '{');
	for (unsigned i = 0; i < languages->n; i++) {
		if (text->in[i].n == 0)
			continue;
		json_add_key_text(b, languages->code[i]);
		json_add_quoted(b, text->in[i]);
	}
	buf_add_byte(b, '}');
}

bool language_is_tag(struct str code)
{
	size_t part = 0, first = str_find_byte(code, '-');

	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];
		bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (c == '-' ? part == 0 : !is_letter && (i < 2 || c < '0' || c > '9'))
			return false;
		part = c == '-' ? 0 : part + 1;
		if (part > 8)
			return false;
	}
	return part > 0 && (first == 2 || first == 3) && !id_is_reserved(code);
}

bool language_is_same(struct str code, struct str other)
{
	size_t i = 0;

	while (i < code.n && i < other.n && str_lower(code.p[i]) == str_lower(other.p[i]))
		i++;
	return i == code.n && i == other.n;
}

int languages_parse(struct languages *languages, const struct json *value,
                    const struct json **fault)
{
	struct languages found = {0};

	*fault = NULL;
	if (value->kind != JSON_ARRAY || value->nchildren < 1 || value->nchildren > LANGUAGES_MAX)
		return -1;
	for (const struct json *code = value->child; code; code = code->next) {
		*fault = code;
		for (unsigned i = 0; i < found.n; i++)
			if (language_is_same(found.code[i], code->text))
				return -1;
		if (code->kind != JSON_STRING || !language_is_tag(code->text))
			return -1;
		found.code[found.n++] = code->text;
	}
	*languages = found;
	return 0;
}

/* The number of a language of the site, or how many there are if it is none. */
static unsigned find_language(const struct languages *languages, struct str code)
{
	unsigned i = 0;

	while (i < languages->n && !str_is_equal(languages->code[i], code))
		i++;
	return i;
}

static bool has_language(const struct language_chain *chain, unsigned language)
{
	for (unsigned i = 0; i < chain->n; i++)
		if (chain->language[i] == language)
			return true;
	return false;
}

/* Reads what stands in for a language; the default one does in the end, named or not. */
static int parse_chain(const struct languages *languages, const struct json *list,
                       unsigned language, struct language_chain *chain, const struct json **fault)
{
	if (list->kind != JSON_ARRAY)
		return -1;
	for (const struct json *code = list->child; code; code = code->next) {
		unsigned i = code->kind == JSON_STRING ? find_language(languages, code->text)
		                                       : languages->n;

		*fault = code;
		if (i == languages->n || i == language || has_language(chain, i))
			return -1;
		chain->language[chain->n++] = i;
	}
	if (language != 0 && !has_language(chain, 0))
		chain->language[chain->n++] = 0;
	return 0;
}

int languages_parse_chains(const struct languages *languages, const struct json *value,
                           struct language_chain *chains, const struct json **fault)
{
	*fault = NULL;
	memset(chains, 0, sizeof(languages->chain));
	if (value->kind != JSON_OBJECT)
		return -1;
	for (const struct json *list = value->child; list; list = list->next) {
		unsigned language = find_language(languages, list->key);

		*fault = list;
		if (language == languages->n ||
		    parse_chain(languages, list, language, &chains[language], fault) < 0)
			return -1;
	}
	return 0;
}
