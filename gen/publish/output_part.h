/* What the files of module output share, and nobody else includes. */
#ifndef PUBLISH_OUTPUT_PART_H
#define PUBLISH_OUTPUT_PART_H

#include "base/beneath.h"
#include "base/lock.h"
#include "publish/edition.h"
#include "publish/output.h"
#include "publish/seen.h"
#include <pthread.h>

/* In OUT.fuda: what is being written, with its MANIFEST.json and signature; what was laid away of
 * the list of what was published, which counts with its MANIFEST.json. */
#define NEW_TREE      "new"
#define NEW_MANIFEST  ".manifest"
#define NEW_SIGNATURE ".signature"
#define AWAY          "away"
#define AWAY_MANIFEST AWAY "/" EDITION_NAME

/* At the top of a folder it says that a program made it whose formats had no versions yet. */
#define UNVERSIONED "SHA256SUMS"

/* A file of every site: a folder that has it was made by fuda. */
#define TRACE "as-of.js"

/* What of an output is known to the files of the module alone. */
struct output_inside {
	struct str previous; /* OUT.previous */
	enum output_way way;
	unsigned nreaders;       /* of what was published */
	struct lock lock;        /* on OUT.fuda */
	int new_fd;              /* what is being written, in OUT.fuda; or -1 */
	int away_fd;             /* what an interrupted build laid away, or -1 */
	bool is_complete;        /* OUT has its MANIFEST.json */
	bool is_interrupted;     /* one is away in OUT.fuda */
	bool is_laid_away;       /* by this build */
	struct seen seen;        /* how the published files looked */
	struct seen_file seeing; /* the same of the new ones */
	atomic_uint nworkers;
	_Atomic uint64_t nbytes_written;
	pthread_mutex_t once; /* for the first failure */
	atomic_int error;     /* its errno; nothing is written after it */
	struct buf failed;    /* its path */
	size_t removed_room;

	size_t naside;                      /* folders that stood in the place of files that go */
	struct superseded_file *superseded; /* that stay, by path */
	size_t nsuperseded;
	uint64_t superseded_seen; /* where their looks are, in what is being written */
};

/* Whether files can be renamed from OUT.fuda into OUT, and with --atomic the two exchanged: -1 with
 * a diagnostic where they cannot. OUT.fuda must be open. */
MUST_CHECK int output_check_place(const struct output *o, struct diag *d);

/* A file that waits in OUT.fuda, under its number, to be put in place. */
struct output_waiting {
	struct str path;
	bool is_new; /* nothing was published under this path */
};

/* What a product's leaf of that tree is made of. */
struct output_leaf {
	struct str id;
	char label_hash[SHA256_HEX];
};

/* A file that waits for the next one; without a path there is none. */
struct output_late {
	struct buf path, bytes;
};

/* What a worker has in hand. */
struct output_hand {
	struct buf lines;            /* of the files of the shelf at hand */
	struct buf before;           /* those of the same products before, as text */
	struct manifest_line *known; /* and line by line */
	size_t nknown, known_room;
	size_t cursor;           /* the next of them to be met, as a rule */
	struct buf looks_before; /* how each of these looked: uint64_t */
	struct buf looks;        /* and how those of `lines` look */
	struct beneath old;      /* in what is published */
	struct beneath_look look_at;
	uint64_t look;      /* of the file that was published last */
	struct str *mended; /* files that were not as they were published */
	size_t nmended, mended_room;
	struct buf found;   /* a file read for comparison */
	struct buf place;   /* where the last file was written, below new_fd */
	unsigned number;    /* its folder there, in place */
	const char *stream; /* a name in new_fd, of the stream being put in its place; or NULL */
	struct arena arena; /* lives as long as the output */
	struct manifest_file *files; /* added besides the products', until they are gathered */
	size_t nfiles, files_room;
	struct output_part *parts;
	size_t nparts, parts_room;
	struct output_leaf *leaves; /* of the shelf at hand */
	size_t nleaves, leaves_room;
	struct str *gone; /* product files that the new build does not have */
	size_t ngone, gone_room;
	struct output_waiting *waiting;
	size_t nwaiting, waiting_room;
	struct output_late late;
};

/* Whether the new files are a tree of their own, to be put in place as a whole. */
bool output_is_aside(const struct output *o);

/* Whether it is known what was published before. */
bool output_has_before(const struct output *o);

/* Where a file waits to be put in place, below output.new_fd. */
#define OUTPUT_PLACE 48
void output_waiting_place(const struct output_worker *w, size_t number, char name[OUTPUT_PLACE]);

/* What is known of a file that was published before. */
struct output_known {
	struct str hash; /* or none */
	uint64_t look;
	bool is_void; /* it is written again, whatever is there */
};

/* Returns whether what is in OUT is as it should be: as a rule list and look tell, after a build
 * that was interrupted the bytes. */
bool output_publish(struct output_worker *w, struct str path, struct str bytes,
                    const char hash[SHA256_HEX], struct output_known known);

/* Whether a published file has the bytes of this hash: by its look, where that is known and it is
 * not its turn to be hashed. *look is how it looks now. A failure of the system is kept in the
 * output. */
bool output_is_sound(struct output_worker *w, struct str path, const char *hash, uint64_t known,
                     uint64_t *look);

/* Whether it has these bytes; *is_new: there is none. */
bool output_has_bytes(struct output_worker *w, struct str path, struct str bytes, bool *is_new,
                      uint64_t *look);

/* An unchanged file stays as it is: bytes, inode, time. The path need not end in a NUL. */
void output_keep_file(struct output_worker *w, struct str path);

/* How the file of line `i` of those before looked. */
uint64_t output_look_before(const struct output_worker *w, size_t i);

/* Whether the files of these lines before, from `from` to before `to`, are as they were written;
 * then how they look is noted. */
bool output_are_sound(struct output_worker *w, size_t from, size_t to);

/* A file besides the products': its line of before if there is one, and its hash as text. */
struct output_other {
	const struct manifest_file *before;
	char hash[SHA256_HEX];
};

/* Returns what is known of the file. */
struct output_known output_find_other(const struct output *o, struct str path,
                                      struct output_other *other);

/* Notes a file for the manifest, with its look, which may be set later. The path is shared with the
 * previous manifest. */
struct str output_note_file(struct output_worker *w, struct str path,
                            const struct output_other *other, const char hash[SHA256_HEX]);

/* The path of a compressed copy, in `room`. */
struct str output_copy_path(struct str path, unsigned kind, char room[PATH_MAX]);

/* Notes a published file that was not as it was written. */
void output_note_mended(struct output_worker *w, struct str path);

/* Publishes the file that waits for another, if one does. */
void output_add_late(struct output_worker *w);

/* output_add_file of bytes whose hash is known. */
void output_add_hashed(struct output_worker *w, struct str path, struct str bytes,
                       const char hash[SHA256_HEX]);

/* Whether a path is of a superseded file that stays, or of the list of them. */
bool output_is_superseded(const struct output *o, struct str path);

/* Removes what was laid away: first what says that it counts. -1 with errno set. */
MUST_CHECK int output_clear_away(int work);

/* Finds the files of the previous manifest that the new one does not have. */
void output_find_gone(struct output *o, struct output_worker *const *workers, unsigned nworkers);

/* Whether a file can be put in place in OUT, or removed there. -1 with errno set. */
MUST_CHECK int output_try_file(struct output_worker *w, struct str path);

/* Whether what goes may go, and MANIFEST.json and its signature be replaced. -1 with errno set,
 * kept in the output. */
MUST_CHECK int output_try_removed(struct output *o, struct output_worker *w);

/* The path of the folder that a path stands in; empty at the top. */
struct str output_find_above(struct str path);

/* Makes the folders that files need which wait and are new, and puts them into OUT. -1 with errno
 * set, kept in the output. */
MUST_CHECK int output_make_folders(struct output_worker *const *workers, unsigned nworkers);
MUST_CHECK int output_put_folders(struct output_worker *const *workers, unsigned nworkers);

/* Whether the folders are those that were opened, and MANIFEST.json is the one that was read: since
 * then others may have moved or changed them. -1 with a diagnostic. */
MUST_CHECK int output_check_unmoved(const struct output *o, struct diag *d);

/* What an exchange would move must be a folder, and what it would remove a site. -1 with a
 * diagnostic. */
MUST_CHECK int output_check_exchange(const struct output *o, struct diag *d);

/* The name in OUT.fuda of the note that an edition of this hash was about to be published. */
#define OUTPUT_UNSEEN (sizeof(AWAY) + EDITION_RECORD)
void output_name_unseen(char name[OUTPUT_UNSEEN], const char *hash);

/* Puts a tree made aside in its place; a complete one that stood there becomes OUT.previous. -1
 * with errno set: then nothing has moved. */
MUST_CHECK int output_exchange(const struct output *o);

#endif
