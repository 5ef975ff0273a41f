#include "proof/log.h"
#include "base/fs.h"
#include "base/lock.h"
#include "proof/history.h"
#include "publish/output.h"
#include "sign/signing.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct logging {
	const struct log_request *request;
	struct log_result *result;
	struct minisign_secret key;
	struct note_key note_key;
	struct keys keys;     /* announcements that OUT has */
	struct key_line line; /* the keys that may have signed before; the last one is ours */
	size_t signer;        /* which of them signed the log's checkpoint */
	struct str work;      /* OUT.fuda */
	struct str entry;
	struct history history;
	struct arena *arena;
	struct diag *diag;
};

/* ---- the edition ---- */

int log_read_edition(const char *out, struct arena *a, struct edition *edition, struct str *entry,
                     struct diag *d)
{
	struct place place = {.file = arena_printf(a, "%s/" EDITION_NAME, out)};
	char digits[SHA256_HEX];
	struct buf b;
	int status = -1;

	buf_init(&b);
	if (fs_load_below(out, EDITION_NAME, EDITION_MAX, &b) < 0) {
		diag_add_system(d, DIAG_FILE_READ, place.file.p, "the site is not complete", errno);
	} else if (edition_parse(edition, arena_copy(a, buf_str(&b)), place, a, d) == 0) {
		status = edition->products_root.n > 0 ? 0 : -1;
		if (status < 0)
			diag_add(d, DIAG_MANIFEST_INVALID, place,
			         "names no products_root: it is of a shard, or was made by an "
			         "earlier version");
	}
	if (status == 0) {
		sha256_hex_once(buf_str(&b), digits);
		buf_clear(&b);
		logged_add(&b, edition, (struct str){digits, SHA256_HEX});
		*entry = arena_copy(a, buf_str(&b));
	}
	buf_release(&b);
	return status;
}

/* ---- what may not be contradicted ---- */

static int refuse(const struct logging *l, struct str path, const char *what)
{
	diag_add(l->diag, DIAG_LOG_FORKED, (struct place){.file = path}, "%s", what);
	return -1;
}

/* Compares the log with the last checkpoint that was signed for this OUT. */
static int check_last(struct logging *l)
{
	struct str path = arena_printf(l->arena, "%.*s/" HISTORY_CHECKPOINT, STR_ARG(l->work));
	struct checkpoint last;
	const char *fault;
	size_t signer;
	struct buf b;

	buf_init(&b);
	if (fs_load(AT_FDCWD, path.p, NOTE_MAX, &b) < 0) {
		int error = errno;

		buf_release(&b);
		if (error == ENOENT)
			return 0;
		diag_add_system(l->diag, DIAG_FILE_READ, path.p, "cannot read", error);
		return -1;
	}
	fault = checkpoint_parse(&last, arena_copy(l->arena, buf_str(&b)));
	buf_release(&b);
	if (!fault &&
	    note_check_line(&last.note, l->note_key.name, &l->line, &signer) != NOTE_SIGNED)
		fault = "the last checkpoint is not signed by this key";
	if (!fault)
		fault = history_compare(&l->history, &last);
	return fault ? refuse(l, path, fault) : 0;
}

/* Days do not go back: an entry says of a day that it was logged before the days that follow. */
static int check_day(struct logging *l)
{
	const struct history *h = &l->history;
	char day[DATE_TEXT], before[DATE_TEXT];
	struct logged last;
	size_t nerrors, n = h->n;

	while (n > 0 && logged_parse(&last, h->entries[n - 1]) < 0)
		n--;
	if (n == 0 || l->result->edition.as_of >= last.as_of)
		return 0;
	date_format(l->result->edition.as_of, day);
	date_format(last.as_of, before);
	nerrors = l->diag->nerrors;
	diag_add_gate(l->diag, DIAG_LOG_DAY, (struct place){.file = str_from(h->path)},
	              arena_copy(l->arena, (struct str){day, DATE_TEXT}),
	              "the edition is of %.*s, and one of %.*s is logged already", DATE_TEXT, day,
	              DATE_TEXT, before);
	return l->diag->nerrors > nerrors ? -1 : 0;
}

/* ---- writing ---- */

static int fail(const struct logging *l, const char *path)
{
	diag_add_system(l->diag, DIAG_FILE_WRITE, path, "cannot write", errno);
	return -1;
}

static int save_checkpoint(struct logging *l, struct buf *b)
{
	struct history *h = &l->history;
	struct merkle_hash root;

	if (!l->result->is_new) {
		buf_add(b, h->checkpoint.bytes);
		return 0;
	}
	merkle_find_root(h->sha, h->leaves, h->n, &root);
	checkpoint_add(b, &l->note_key, h->n, &root, &l->key);
	return fs_save(h->folder, HISTORY_CHECKPOINT, buf_str(b));
}

static int write_log(struct logging *l)
{
	struct history *h = &l->history;
	const char *copy = arena_printf(l->arena, "%.*s/" HISTORY_CHECKPOINT, STR_ARG(l->work)).p;
	struct buf b;
	int status = 0;

	buf_init(&b);
	if (history_save_tiles(h) < 0 || syncfs(h->folder) < 0 || save_checkpoint(l, &b) < 0)
		status = fail(l, h->path);
	else if (fs_save(AT_FDCWD, copy, buf_str(&b)) < 0)
		status = fail(l, copy);
	if (status == 0 && history_clear(h) < 0)
		status = fail(l, h->path);
	buf_release(&b);
	return status;
}

static int make_folder(struct logging *l)
{
	struct history *h = &l->history;

	if (h->folder >= 0)
		return 0;
	if (fs_make_folders(AT_FDCWD, h->path) == 0)
		h->folder = open(h->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return h->folder < 0 || fs_sync_above(AT_FDCWD, h->path) < 0 ? fail(l, h->path) : 0;
}

/* Where another key signed before, the log says first how it led to ours. */
static void add_changes(struct logging *l)
{
	struct history *h = &l->history;

	for (size_t i = l->signer; i + 1 < l->line.n; i++)
		if (history_find(h, l->line.changes[i]->bytes) == h->n)
			history_add(h, l->line.changes[i]->bytes);
}

static int add_entry(struct logging *l)
{
	struct history *h = &l->history;

	l->result->entry = history_find(h, l->entry);
	l->result->is_new = l->result->entry == h->n;
	if (!l->result->is_new)
		return 0;
	if (check_day(l) < 0)
		return -1;
	if (h->has_checkpoint)
		add_changes(l);
	l->result->entry = h->n;
	history_add(h, l->entry);
	return make_folder(l);
}

/* ---- all of it ---- */

/* Whether our key may sign the log by now, and which ones may have signed before. */
static int read_keys(struct logging *l)
{
	const struct signing_order order = {.keys = &l->keys, .as_of = l->result->edition.as_of};
	struct str path = arena_printf(l->arena, "%s/" KEYS_NAME, l->request->out);
	struct minisign_public key;

	if (signing_load_published_keys(&l->keys, l->request->out, l->arena, l->diag) < 0)
		return -1;
	if (l->keys.n > 0 && !str_is_equal(l->keys.site, l->result->edition.site)) {
		diag_add(l->diag, DIAG_KEYS_INVALID, (struct place){.file = path},
		         "is of another site");
		return -1;
	}
	keys_public(&l->key, &key);
	keys_lead(&l->keys, &key, &l->line);
	return signing_check_key(&l->key, &order, l->arena, l->diag);
}

static int prepare(struct logging *l)
{
	struct log_result *result = l->result;
	struct buf b;

	if (log_read_edition(l->request->out, l->arena, &result->edition, &l->entry, l->diag) < 0)
		return -1;
	result->origin = checkpoint_origin(result->edition.site, l->arena);
	note_key_init(&l->note_key, result->origin, l->key.key + 32);
	buf_init(&b);
	note_add_key(&b, &l->note_key);
	result->key = arena_copy(l->arena, buf_str(&b));
	buf_release(&b);
	return read_keys(l);
}

/* Both folders are locked. */
static int log_locked(struct logging *l)
{
	struct history *h = &l->history;
	int status = prepare(l);

	if (status < 0)
		return -1;
	status = history_open(h, l->request->folder, l->arena, l->diag);
	if (status == 0 && h->has_checkpoint)
		status = history_check_key(h, l->note_key.name, &l->line, &l->signer, l->diag);
	if (status == 0)
		status = check_last(l);
	if (status == 0)
		status = add_entry(l);
	if (status == 0)
		status = write_log(l);
	history_close(h);
	return status;
}

int log_edition(const struct log_request *request, struct log_result *result, struct arena *a,
                struct diag *d)
{
	struct logging l = {.request = request, .result = result, .arena = a, .diag = d};
	struct str beside = arena_printf(a, "%.*s.fuda", STR_ARG(fs_trim(request->folder, a)));
	struct lock lock, log_lock;
	int status = -1;

	*result = (struct log_result){0};
	if (signing_load_key(&l.key, request->key_file, d) < 0)
		return -1;
	l.work = arena_printf(a, "%.*s.fuda", STR_ARG(fs_trim(request->out, a)));
	if (lock_take(&lock, l.work.p, d) == 0) {
		if (lock_take(&log_lock, beside.p, d) == 0) {
			status = log_locked(&l);
			lock_release(&log_lock);
		}
		lock_release(&lock);
	}
	minisign_wipe(&l.key, sizeof(l.key));
	return status;
}
