/*
 * From a JSON tree to structs, by tables, with every fault said at its place.
 *
 * A format is a table of the keys of one kind of object; reader_read_object goes through the
 * members in the order of the text and lets each key's function (field.h, or one of the format's
 * own) read its value into the struct. A fault is added and the reading goes on; what could not be
 * read keeps the value that the format's blank gives it. A reader belongs to one thread.
 */
#ifndef MODEL_READER_H
#define MODEL_READER_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "model/criteria.h"
#include "model/json.h"
#include "model/settings.h"
#include <stddef.h>
#include <stdint.h>

struct reader {
	const char *format; /* "label-export/1": whose unknown keys are named once */
	struct str text;    /* the document, for line numbers where place.line is 0 */
	struct place place; /* file, line, id; the pointer is that of each fault */
	const struct settings *settings;
	const struct criteria *criteria;
	const struct withheld *withheld; /* names that no public text may have, or NULL */
	bool is_applicant; /* the text is the name of an applicant, who is always shown */
	bool is_known;     /* the same text was read before, and no fault was in it */
	struct arena *a;
	struct diag *d;
};

struct member;
struct format;
struct words;

/* Reads the value at `at`, never NULL or JSON_NULL, into `object`, the struct of the whole object.
 */
typedef void reader_function(struct reader *r, const struct json_path *at,
                             const struct member *member, void *object);

enum need {
	OPTIONAL,
	PRESENT,  /* must be there, may be empty */
	REQUIRED, /* must be there and not empty */
};

/* One key of a format. */
struct member {
	struct str key;
	enum need need;
	reader_function *read;
	size_t offset;               /* of the field in the struct */
	size_t count;                /* of the field that counts a list's elements */
	const struct format *format; /* of an object, or of a list's elements */
	reader_function *element;    /* reads an element of a list of texts */
	const struct words *words;   /* what a word may be */
	size_t most; /* characters of a text, elements of a list; 0: as many as its kind may have */
};

/* For tables: {MEMBER("url", OPTIONAL, field_read_url, struct note, url), ...}. */
#define MEMBER(name, necessity, function, type, place)                                             \
	.key = {name, sizeof(name) - 1}, .need = necessity, .read = function,                      \
	.offset = offsetof(type, place)

/* The same for a key whose members are fields of the object itself, or whose function knows them.
 */
#define MEMBER_OF_WHOLE(name, necessity, function)                                                 \
	.key = {name, sizeof(name) - 1}, .need = necessity, .read = function

#define READER_MEMBERS_MAX 64

struct format {
	const struct member *members;
	size_t nmembers;   /* at most READER_MEMBERS_MAX */
	size_t size;       /* of the struct, for lists */
	const void *blank; /* what a struct holds before it is read; NULL: zeroes */
	/* Called when all members are read, for the rules between them; may be NULL. Bit i of
	 * `right` is set if member i of the table is there and was read without an error. */
	void (*check)(struct reader *r, const struct json_path *at, uint64_t right, void *object);
};

/* Reads an object, or says that the value is none. */
void reader_read_object(struct reader *r, const struct json_path *at, const struct format *format,
                        void *object);

/* Adds a diagnostic at the place. */
void reader_add(struct reader *r, const struct json_path *at, enum diag_code code,
                const char *format, ...) PRINTF_LIKE(4, 5);

/* The member of an object, for a fault that is found later; its value may be NULL. */
struct json_path reader_member(const struct json_path *object, struct str key);

/* The element of an array. */
struct json_path reader_element(const struct json_path *array, size_t index);

/* Whether the value is of the kind; says so if not. */
bool reader_is_kind(struct reader *r, const struct json_path *at, enum json_kind kind);

/* A text for a message, cut after some sixty bytes; NUL-terminated, in the arena. The other one
 * puts it in quotes. */
const char *reader_cut(struct reader *r, struct str s);
const char *reader_quote(struct reader *r, struct str s);

/* What a value is, for messages: the number or string itself, else its kind. */
const char *reader_describe(struct reader *r, const struct json *value);

enum reader_layout {
	READER_LINE,     /* no control characters at all */
	READER_MARKDOWN, /* tabs and line ends are allowed */
};

/* Whether a string is free of NUL, control and bidi-control characters and of noncharacters; says
 * so if not. */
bool reader_check_characters(struct reader *r, const struct json_path *at, struct str s,
                             enum reader_layout layout);

/* The same of what Markdown becomes: a character reference ("&#27;") gives a character too. */
bool reader_check_shown(struct reader *r, const struct json_path *at, struct str s);

/* Names a key that the format does not have, once for all elements of an array. */
void reader_add_unknown(struct reader *r, const struct json_path *at, struct str hint);

/* Whether bit `i` is set in a check's `right`. */
static inline bool reader_is_right(uint64_t right, unsigned i)
{
	return (right >> i & 1) != 0;
}

#endif
