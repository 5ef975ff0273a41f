/*
 * The files that stand at fixed addresses, as a table, and their description for programs (OpenAPI
 * 3.1).
 *
 * The fixed pages have a table of their own (site/path.h); both lists say what there is, and
 * nothing of the day.
 */
#ifndef DATA_OPENAPI_H
#define DATA_OPENAPI_H

#include "base/arena.h"
#include "base/buf.h"
#include "site/site.h"

#define OPENAPI_PATH "data/openapi.json"

struct fixed_file {
	const char *path;   /* {product_id} and {criteria_id} stand for any */
	const char *type;   /* media type, as the shipped configuration of servers says it */
	const char *schema; /* name of its JSON Schema, or NULL */
	bool (*is_there)(const struct site *site); /* NULL: always */
};

extern const struct fixed_file fixed_files[];
extern const size_t nfixed_files;

/* Whether the site has a page, or a file, on the web: what a lite mirror says of fixed addresses is
 * said of those, and not of its own viewer. With an id in its path, for what has a page. */
bool fixed_page_is_there(const struct site *site, enum fixed_page page);
bool fixed_file_is_there(const struct site *site, const struct fixed_file *file);

/* Appends the description. */
void openapi_add(struct buf *b, const struct site *site, struct arena *a);

#endif
