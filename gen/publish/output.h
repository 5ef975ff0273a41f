/*
 * The output folder: every file hashed, written only if its hash is new, whole at any moment.
 *
 * What is published is what MANIFEST.json in the folder OUT lists, in parts (edition.h). It is put
 * in place last and goes first: where it is, the folder is complete.
 *
 * Beside OUT stands OUT.fuda, ours alone, and all that is new is written there first: the whole
 * tree, if OUT does not exist yet or is to be exchanged at once, else the files that are new or
 * changed. Nothing in OUT is touched before all of it is on the disk, so a build that fails for
 * want of room changes nothing. Then it is published in the order that output_seal.c argues for.
 *
 * Before that, the MANIFEST.json of what was published and each part that will be replaced or go
 * are laid away in OUT.fuda/away, and stay there until the build has also told what it changed. An
 * away/MANIFEST.json that is still there says that a build was interrupted. The next one then
 * compares every file with what is on the disk, removes what is left over, and tells what has
 * changed since the last build that did so. A part that does not match its MANIFEST.json is not
 * believed, nor is anything else then: the folder is looked at instead.
 *
 * A build calls, in this order:
 *
 *     output_open          locks and reads the folder; then the wishes are set
 *     output_begin         makes ready to write
 *     output_worker_init   one a thread
 *     output_begin_shelf   then output_keep_shelf, or for each product output_keep_product or
 *     output_finish_shelf  output_add_product_files and output_add_leaf; shelves in any order
 *     output_add_file      what is no product's: also as a stream, or kept as it is
 *     output_gather        all files are there: output.files, output.parts
 *     output_supersede     finds what stays beside them for some days
 *     output_tell_mended   says which files were damaged
 *     output_add_part      the lists of the files besides the products'
 *     output_gather        once more, for these
 *     output_set_edition   with the MANIFEST.json that names all parts
 *     output_seal          publishes
 *     output_finish        once ledger and report are written
 *     output_close         in any case
 *
 * Workers never fail: the first failure of the system is kept, nothing is written after it, and
 * output_set_edition or output_seal returns it.
 */
#ifndef PUBLISH_OUTPUT_H
#define PUBLISH_OUTPUT_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/sha256.h"
#include "publish/encode.h"
#include "publish/manifest.h"
#include <stdatomic.h>
#include <stdbool.h>

/* What is there. */
enum output_mode {
	OUTPUT_NEW,    /* nothing: the tree is made aside and renamed into place */
	OUTPUT_CHANGE, /* a complete folder: its list answers for its files */
	OUTPUT_MEND,   /* interrupted, or damaged: the files answer for themselves */
};

/* How it is replaced. */
enum output_way {
	OUTPUT_IN_PLACE, /* each file whole, one after the other */
	OUTPUT_ATOMIC,   /* all at once: a new tree aside, with links to what did not change,
	                    exchanged with the old one, which becomes OUT.previous */
};

/* What is to be built, and where. */
struct output_order {
	const char *path; /* OUT */
	enum output_way way;
	struct str shard;  /* that of the edition: "K/N" where a shard is built, EDITION_PREVIEW, or
	                      none */
	unsigned nworkers; /* that read what was published */
};

/* A part of the list of files, as MANIFEST.json names it. */
struct output_part {
	struct str path;
	char hash[SHA256_HEX];
	size_t nfiles;
	char root[SHA256_HEX]; /* of its products' tree (product_tree.h) */
	bool has_root;
	uint64_t seen; /* where the looks of its files are, in what is being written (seen.h) */
};

/* A file and its compressed copies. */
#define OUTPUT_LINES (1 + ENCODE_NKINDS)

struct output_inside; /* output_part.h */

struct output {
	/* The folders. */
	const char *path; /* OUT as given */
	struct str work;  /* OUT.fuda */
	int old_fd;       /* what is published, or -1 */
	int work_fd;      /* OUT.fuda, or -1; open before anything is written, so that syncfs tells
	                     of every failure since */

	/* What was there when it was opened. */
	enum output_mode mode;
	struct manifest before;     /* what was published when a build last told what it changed */
	char published[SHA256_HEX]; /* hash of the MANIFEST.json in OUT, or of the one away */
	char told[SHA256_HEX]; /* hash of that of `before`; both hold zeroes where there is none */

	/* To be set before it begins. */
	bool is_fresh;          /* every file is hashed, however it looks */
	bool is_foreign;        /* they come from elsewhere: one that is damaged is an error */
	bool is_precompressing; /* text files get compressed copies beside them */
	bool is_listing;        /* paths of changed files are kept, for a report */
	bool is_trial; /* nothing is to be published: files are made, compared and counted */

	/* To be set before it is sealed. */
	struct str signature; /* of MANIFEST.json; none: the site is not signed */

	/* What became of it. */
	atomic_size_t nwritten, nunchanged;
	atomic_size_t nchanged; /* files that are not as in `before`: as a rule those written */
	atomic_size_t npages;   /* of all files, those of HTML */
	atomic_size_t npages_written;
	size_t nmended;              /* since output_tell_mended */
	struct manifest_file *files; /* those besides the products', since output_gather */
	size_t nfiles;
	struct output_part *parts; /* of the list of files, since output_gather */
	size_t nparts;
	struct str superseded; /* hash of the list of what stays beside them, or none */
	char hash[SHA256_HEX]; /* of MANIFEST.json, since output_set_edition */
	struct str *removed;   /* files of `before` that the new build does not have */
	size_t nremoved;
	bool is_newly_signed; /* OUT did not have this signature */
	bool is_sealed;

	struct output_inside *in;
};

/* One a worker. */
struct output_worker {
	struct output *output;
	struct sha256_context *sha; /* these three for whoever makes the files as well */
	struct encoder encoder;
	struct buf encoded;  /* a compressed copy being made */
	struct str *changed; /* files not as before, if the output is listing */
	size_t nchanged, changed_room;
	struct output_hand *hand; /* output_part.h */
};

/* Locks the folder, looks at it and reads what was published; writes nothing into it. Returns -1
 * with a diagnostic if another build holds the lock, or the folder holds what this program did not
 * make, or another shard, or cannot be read. In any case to be closed. */
MUST_CHECK int output_open(struct output *o, const struct output_order *order,
                           const struct pages *pages, struct arena *a, struct diag *d);
void output_close(struct output *o);

/* Makes ready to write. */
MUST_CHECK int output_begin(struct output *o, struct diag *d);

void output_worker_init(struct output_worker *w, struct output *o);
void output_worker_release(struct output_worker *w);

/* Between these two, files of the products of a shelf are added, in the order of their lines. The
 * lines become a part of the list of files. */
void output_begin_shelf(struct output_worker *w, const struct pages *pages,
                        const struct shelf *shelf);
void output_finish_shelf(struct output_worker *w, const struct pages *pages,
                         const struct shelf *shelf);

/* A file of a product. */
struct output_file {
	struct str path; /* below the output folder; ends in a NUL */
	struct str bytes;
	const char *hash; /* of these, or NULL: it is not known yet */
};

#define OUTPUT_FILES_MAX SHA256_JOBS_MAX

/* Publishes files, with their compressed copies if there are to be any, in the order of their
 * lines: hashes each, and writes it if it is new or changed. A failure is kept in the output and
 * told by output_seal. */
void output_add_product_files(struct output_worker *w, const struct output_file *files,
                              size_t nfiles);
/* Says what the label.json of a product of the shelf is, whether or not it is a file of its own;
 * once a product, in their order. The id lives as long as the shelf. */
void output_add_leaf(struct output_worker *w, struct str id, const char label_hash[SHA256_HEX]);

/* Publishes a part of the list of files: the lines of these. */
void output_add_part(struct output_worker *w, struct str path, struct str lines,
                     const struct manifest_file *files, size_t nfiles);

/* Publishes a file that is no product's, at the next call or by output_gather: the hashes of two
 * are found side by side. */
void output_add_file(struct output_worker *w, struct str path, struct str bytes);

/* A file that may be too large for memory: who makes it adds bytes to `b` and drains it now and
 * then. With compressed copies, or after a build that was interrupted, it is read as a whole again.
 */
struct output_stream {
	struct output_worker *worker;
	struct buf *b;
	int fd; /* -1 as long as all of it is in the buffer */
};

void output_open_stream(struct output_stream *s, struct output_worker *w, struct buf *b);
void output_drain_stream(struct output_stream *s);
/* Publishes what was added, as output_add_file does. */
void output_close_stream(struct output_stream *s, struct str path);

/* Whether there was a part of the products of this shelf, of no more and no fewer. */
bool output_had_shelf(const struct output *o, const struct pages *pages, const struct shelf *shelf);

/* Leaves files as they were published before, with their copies, for who knows that their bytes
 * would be the same. -1, and nothing is done, where one was not published or the previous manifest
 * does not answer for it. */
MUST_CHECK int output_keep_files(struct output_worker *w, const struct str *paths, size_t npaths);

/* The same for all files of a shelf that was begun, and of no product yet, whose lines have so many
 * bytes: its part of the list stays as well. */
MUST_CHECK int output_keep_shelf(struct output_worker *w, const struct pages *pages,
                                 const struct shelf *shelf, uint64_t line_bytes);

/* The same for all files of a product of the shelf, whose lines have so many bytes. */
MUST_CHECK int output_keep_product(struct output_worker *w, struct str id, uint64_t line_bytes);

/* Where in OUT.fuda the keys of search are while they are sorted. */
#define OUTPUT_SEARCH_KEYS "search"

/* The hash of bytes as a line has it. */
void output_hash(struct output_worker *w, struct str bytes, char hex[SHA256_HEX]);

/* Length of the lines of a file and its copies; its path has so many bytes and ends so. */
uint64_t output_line_bytes(const struct output *o, size_t path_length, struct str name);

/* A failure of the system, from errno; the first one is kept and told by output_seal. Nothing is
 * written after it. */
void output_fail(struct output *o, struct str path);
bool output_has_failed(const struct output *o);

/* Makes a folder that is known to be needed, in a tree that is new: cheaper than finding out. */
void output_make_folder(struct output_worker *w, struct str path);

/* Adds a diagnostic for each file that was published, was not as it was written, and is written
 * again; an error where the files are foreign. To be called before the edition is set. */
void output_tell_mended(struct output *o, struct output_worker *const *workers, unsigned nworkers,
                        struct diag *d);

/* Takes what the workers added besides the products' files into output.files, and the parts into
 * output.parts, both sorted by path. */
void output_gather(struct output *o, struct output_worker *const *workers, unsigned nworkers);

/* What of before may stay. */
struct output_staying {
	date_days as_of;
	long days;           /* from the as-of day on which it is first done without; none for 0 */
	bool is_search_gone; /* nothing of search may */
};

/* Leaves those files of before whose name tells what is in them (superseded.h), as far as they may
 * stay. One that is not as it was published goes, and adds a diagnostic. To be called when all
 * files but the parts are gathered. */
void output_supersede(struct output *o, struct output_worker *w,
                      const struct output_staying *staying, struct arena *a, struct diag *d);

/* All files were added and gathered, and this is the MANIFEST.json that lists them. Returns -1 with
 * a diagnostic if anything could not be written: then nothing in OUT has changed. */
MUST_CHECK int output_set_edition(struct output *o, struct str manifest, struct arena *a,
                                  struct diag *d);

/* Publishes. Returns -1 with a diagnostic: then every file in OUT is whole, old or new, and the
 * next build mends the folder. What lies in OUT.fuda by then is on the disk before OUT changes. */
MUST_CHECK int output_seal(struct output *o, struct output_worker *const *workers,
                           unsigned nworkers, struct arena *a, struct diag *d);

/* For a trial, in place of output_set_edition and output_seal: counts what would be removed, and
 * says what would keep the rest from being written. -1 with a diagnostic. */
MUST_CHECK int output_end_trial(struct output *o, struct output_worker *const *workers,
                                unsigned nworkers, struct arena *a, struct diag *d);

/* For a trial: adds OUT_INTERRUPTED, and OUT_OWNER if what is published is another user's. */
void output_check_folder(const struct output *o, struct diag *d);

/* What the build changed has been told: the next one need not tell it again. -1 with a diagnostic.
 */
MUST_CHECK int output_finish(struct output *o, struct diag *d);

/* Exchanges OUT with OUT.previous, the tree that an atomic build replaced. -1 with a diagnostic. */
MUST_CHECK int output_roll_back(const char *folder, struct diag *d);

#endif
