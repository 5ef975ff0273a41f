/*
 * A product with its record read once more, for the stages that make pages or data of it.
 */
#ifndef SITE_ENTRY_H
#define SITE_ENTRY_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/sha256.h"
#include "model/record.h"
#include "site/site.h"

struct qr;

/* A label that is shown beside the head. */
struct entry_label {
	const struct label *label;
	struct standing standing;
};

/* A product with its head label on its day: what one product's files are made from. */
struct entry {
	struct str id;
	const struct retired_entry *retired; /* or NULL */
	date_days day; /* of which it tells: the site's, or that on which it was retired */
	const struct product *product; /* NULL, and no head, if only `retired` is left of it: the
	                                  export does not have it, or had no label on that day */
	const struct row *row;         /* of the product */
	const struct label *head;
	struct standing standing;
	struct entry_label *also; /* the labels that are shown beside the head */
	size_t nalso;
	const struct security_note **notes; /* those known on its day, as in the export */
	size_t nnotes;
	struct str data; /* the bytes of its label.json */
	char data_hash[SHA256_HEX];
	struct str address;  /* the fixed one, as its QR code carries it */
	const struct qr *qr; /* of the address */
	/* Of the head, by language, once view_answer made them; an entry is of one worker. */
	const struct value **answers;
};

/* Fills all of the entry of a page, by its number among site->pages, but its data and its address,
 * which stay empty. `record` holds the bytes of the record and `a` the product: both must outlive
 * the entry. -1 with a diagnostic if the export cannot be read any more. */
MUST_CHECK int entry_read(struct entry *entry, const struct site *site, size_t number,
                          struct buf *record, struct arena *a, struct diag *d);

#endif
