/*
 * Records of an earlier export that stand in for records of this one that have errors.
 *
 * Which they are, night/rescue.h finds out; the survey reads them where the others stand. Const
 * while records are read, and safe in any thread.
 */
#ifndef MODEL_FALLBACK_H
#define MODEL_FALLBACK_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/sha256.h"
#include "base/str.h"
#include "model/export.h"

struct fallback_record {
	struct export_record bad;  /* in the export */
	struct export_record good; /* in the earlier one; of length 0 if none is there */
	struct str id;             /* product_id */
};

struct fallback {
	struct export file; /* the earlier export, open */
	char hash[SHA256_HEX];
	struct fallback_record *records; /* by where the bad ones stand */
	size_t nrecords;
};

/* Whether the product is left out until its record is mended. */
static inline bool fallback_is_left_out(const struct fallback_record *record)
{
	return record->good.length == 0;
}

/* What is read in place of the record at an offset of the export; NULL: that record itself.
 * `fallback` may be NULL. */
const struct fallback_record *fallback_find(const struct fallback *fallback, uint64_t offset);

/* Reads the earlier record behind what the buffer holds. -1 with errno, as export_read. */
MUST_CHECK int fallback_read(const struct fallback *fallback, const struct fallback_record *record,
                             struct buf *b);

/* Appends what is told of it as a member: {"sha256":..., "products":[ids], "left_out":[ids]}. */
void fallback_add_json(struct buf *b, const char *key, const struct fallback *fallback);

/* How many products are left out, or else taken from it. */
size_t fallback_count(const struct fallback *fallback, bool is_left_out);

#endif
