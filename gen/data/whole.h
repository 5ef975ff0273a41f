/*
 * All products as one file for people: data/products.jsonl.gz and data/products.csv.gz.
 *
 * Each is a gzip file of a member a part (open_data.h), one behind the other, which any gunzip
 * reads as one text; before those of the CSV there is one with the header. A member says how long
 * it is (encode.h). So a night copies the members of parts that did not change from the file
 * published before: they stand there in the order of the parts that were published with it.
 *
 * Parts may be added by several workers, each once; those compressed wait in a file in OUT.fuda.
 */
#ifndef DATA_WHOLE_H
#define DATA_WHOLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "publish/output.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Where a member is: in the file published before, or in that of those compressed. */
struct whole_member {
	uint64_t offset;
	uint32_t length;
	bool is_old;
};

/* Its path, those of its parts but for their names, and the name of a file in OUT.fuda. */
struct whole_names {
	struct str path, folder, suffix;
	const char *made;
};

struct whole {
	struct str path;
	struct str header; /* a member that it begins with, or empty */
	int old;           /* the file published before, or -1 */
	struct whole_member *old_members;
	struct str *old_parts; /* the path of the part that each of these is, sorted */
	size_t nold;
	int made;                      /* what was compressed, in a file without a name */
	atomic_uint_fast64_t made_end; /* of it */
	struct whole_member *members;  /* one a part */
	size_t nmembers;
};

/* Makes ready for so many parts, and looks at the file published before, if it is as it was
 * published. A failure goes to the output. */
void whole_open(struct whole *whole, const struct whole_names *names, struct str header,
                size_t nparts, struct output *o, struct arena *a);
void whole_close(struct whole *whole);

/* Whether the file published before has the member of a part that stays as it is; then it is the
 * new one's too. */
bool whole_keep(struct whole *whole, size_t number, struct str part);

/* Adds the member of a part that was made. */
void whole_add(struct whole *whole, size_t number, struct str member, struct output_worker *w);

/* Publishes the file, when all parts are there. One that would be as before stays. */
void whole_publish(const struct whole *whole, struct output_worker *w, struct buf *room);

#endif
