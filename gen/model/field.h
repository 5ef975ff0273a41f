/*
 * The values that formats are made of: what each may be, and how it is read into a field.
 *
 * These are the functions that tables of struct member name; the type of the field stands beside
 * each. A fault is told (reader.h) and leaves the field as the format's blank has it; of a text, an
 * object or a list what is without fault is still read. A text is at most member->most characters
 * long, or as long as limits.h has it for its kind. What is read points into the document or the
 * reader's arena.
 */
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include "model/id.h"
#include "model/reader.h"

/* The words that a field may be; the field is an enum whose values number them. */
struct words {
	const char *const *word;
	unsigned n;
	enum diag_code code; /* of any other: VALUE_UNKNOWN, EVENT_UNKNOWN */
};

reader_function field_read_string;     /* struct str; to be seen where required */
reader_function field_read_model;      /* the same, and looked at as a name is */
reader_function field_read_text;       /* struct text */
reader_function field_read_name;       /* struct text, may have its reading, "kana" */
reader_function field_read_markdown;   /* struct text, may have tabs and line ends */
reader_function field_read_date;       /* date_days */
reader_function field_read_url;        /* struct str */
reader_function field_read_flag;       /* bool */
reader_function field_read_word;       /* an enum, by member->words */
reader_function field_read_product_id; /* struct str, as the next two */
reader_function field_read_label_id;
reader_function field_read_criteria_id; /* of a version, family, item or category */
reader_function field_read_object;      /* a struct, by member->format */
reader_function field_read_list;        /* pointer and size_t, elements by member->format */
reader_function field_read_strings;     /* struct str * and size_t, each by member->element */

/* The field of a member in its struct. */
static inline void *field_in(const struct member *member, void *object)
{
	return (char *)object + member->offset;
}

/* The string at `at`, to be shown to the public: of allowed characters and without a withheld name;
 * or none, after saying why not. It may be empty, and of any length. */
struct str field_parse_string(struct reader *r, const struct json_path *at,
                              enum reader_layout layout);

#endif
