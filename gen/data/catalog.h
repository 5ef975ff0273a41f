/*
 * What describes the open data to programs: a catalog (DCAT 3, as JSON-LD) and the metadata of the
 * CSV files (CSV on the Web).
 *
 * Both say what there is and in which form, and nothing of the day on which they were made; the
 * only days in them are some that the pages show. The words are those of strings.json.
 */
#ifndef DATA_CATALOG_H
#define DATA_CATALOG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "data/open_data.h"
#include "site/feed.h"
#include "site/lists.h"

#define CATALOG_PATH "data/catalog.jsonld"
/* A registered media type as a resource. */
#define MEDIA_TYPES "https://www.iana.org/assignments/media-types/"
/* The name under which readers of CSV look for metadata beside a file. */
#define CATALOG_CSV_PATH OPEN_DATA_FOLDER "csv-metadata.json"

/* Appends the catalog. */
void catalog_add(struct buf *b, const struct open_data *data, const struct lists *lists,
                 const struct feeds *feeds, struct arena *a);

/* Appends the metadata of the CSV files: their columns, and which files there are. */
void catalog_add_csv(struct buf *b, const struct open_data *data, struct arena *a);

/* Adds a diagnostic for each word that a language lacks. */
void catalog_check_words(const struct language_words *words, struct diag *d);

#endif
