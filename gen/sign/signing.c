#include "sign/signing.h"
#include "base/fs.h"
#include "base/lock.h"
#include "publish/edition.h"
#include "publish/manifest.h"
#include "publish/output.h"
#include "publish/superseded.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#define KEY_FILE_MAX 4096 /* bytes */
#define PASSWORD_MAX 1024
#define SIGNED_BY    "signed-by" /* in OUT.fuda: the key that signed last */

/* Reads the first line of standard input, byte by byte, so that nothing behind it is taken. */
static struct str read_line(char line[PASSWORD_MAX])
{
	size_t n = 0;

	while (n < PASSWORD_MAX && read(STDIN_FILENO, &line[n], 1) == 1 && line[n] != '\n')
		n++;
	if (n > 0 && line[n - 1] == '\r')
		n--;
	return (struct str){line, n};
}

/* The same from a person. Signals wait until the terminal is as before. */
static struct str ask_line(const char *path, char line[PASSWORD_MAX])
{
	struct termios before, silent;
	struct str password;
	sigset_t all, kept;

	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return read_line(line);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &kept);
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	fprintf(stderr, "password of %s: ", path);
	password = read_line(line);
	fprintf(stderr, "\n");
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	sigprocmask(SIG_SETMASK, &kept, NULL);
	return password;
}

int signing_load_key(struct minisign_secret *key, const char *path, struct diag *d)
{
	char line[PASSWORD_MAX];
	struct str password = STR("");
	const char *fault;
	struct buf b;

	buf_init(&b);
	if (fs_load(AT_FDCWD, path, KEY_FILE_MAX, &b) < 0) {
		diag_add_system(d, DIAG_FILE_READ, path, "cannot read the key", errno);
		buf_release(&b);
		return -1;
	}
	if (minisign_is_encrypted(buf_str(&b)))
		password = isatty(STDIN_FILENO) ? ask_line(path, line) : read_line(line);
	fault = minisign_parse_secret(key, buf_str(&b), password);
	minisign_wipe(line, sizeof(line));
	minisign_wipe(b.p, b.n);
	buf_release(&b);
	if (!fault)
		return 0;
	diag_add(d, DIAG_KEY_INVALID, (struct place){.file = str_from(path)}, "%s", fault);
	return -1;
}

int signing_load_public(struct minisign_public *key, const char *file_or_text, struct diag *d)
{
	const char *fault = minisign_parse_public(key, str_from(file_or_text));
	struct buf b;

	if (!fault)
		return 0;
	buf_init(&b);
	if (fs_load(AT_FDCWD, file_or_text, KEY_FILE_MAX, &b) < 0) {
		diag_add_system(d, DIAG_FILE_READ, file_or_text,
		                "is not a public key, and cannot be read as a file", errno);
	} else {
		fault = minisign_parse_public(key, buf_str(&b));
		if (fault)
			diag_add(d, DIAG_KEY_INVALID,
			         (struct place){.file = str_from(file_or_text)}, "%s", fault);
	}
	buf_release(&b);
	return d->nsystem > 0 ? -1 : 0;
}

/* ---- which key may sign ---- */

/* Takes over announcements from the bytes of a file, of which loading gave `status`. */
static int take_keys(struct keys *keys, const char *path, struct buf *b, int status,
                     struct arena *a, struct diag *d)
{
	const char *fault;

	*keys = (struct keys){.n = 0};
	if (status < 0 && errno == ENOENT) {
		status = 0;
	} else if (status < 0) {
		diag_add_system(d, DIAG_FILE_READ, path, "cannot read", errno);
	} else {
		fault = keys_parse(keys, arena_copy(a, buf_str(b)), a);
		if (fault) {
			diag_add(d, DIAG_KEYS_INVALID, (struct place){.file = str_from(path)}, "%s",
			         fault);
			status = -1;
		}
	}
	buf_release(b);
	return status;
}

int signing_load_keys(struct keys *keys, const char *path, struct arena *a, struct diag *d)
{
	struct buf b;

	buf_init(&b);
	return take_keys(keys, path, &b, fs_load(AT_FDCWD, path, KEYS_SIZE, &b), a, d);
}

int signing_load_published_keys(struct keys *keys, const char *folder, struct arena *a,
                                struct diag *d)
{
	const char *path = arena_printf(a, "%s/" KEYS_NAME, folder).p;
	struct buf b;

	buf_init(&b);
	return take_keys(keys, path, &b, fs_load_below(folder, KEYS_NAME, KEYS_SIZE, &b), a, d);
}

/* The key that signed last: *is_known says whether there is one. */
static int load_last(const struct signing_order *order, struct minisign_public *last,
                     bool *is_known, struct arena *a, struct diag *d)
{
	const char *path = order->work ? arena_printf(a, "%s/" SIGNED_BY, order->work).p : NULL;
	struct str text = order->expected;
	struct buf b;
	int status = 0;

	buf_init(&b);
	if (path && fs_load(AT_FDCWD, path, KEY_FILE_MAX, &b) == 0) {
		text = arena_copy(a, buf_str(&b));
	} else if (path && errno != ENOENT) {
		diag_add_system(d, DIAG_FILE_READ, path, "cannot read", errno);
		status = -1;
	}
	buf_release(&b);
	*is_known = status == 0 && text.n > 0 && !minisign_parse_public(last, text);
	return status;
}

static int refuse_unannounced(const struct minisign_public *last, const struct minisign_public *key,
                              struct arena *a, struct diag *d)
{
	char before[MINISIGN_ID_TEXT], id[MINISIGN_ID_TEXT];
	size_t nerrors = d->nerrors;

	minisign_format_id(last->id, before);
	minisign_format_id(key->id, id);
	diag_add_gate(d, DIAG_KEY_UNANNOUNCED, (struct place){.file = STR(KEYS_NAME)},
	              arena_copy(a, (struct str){id, sizeof(id)}),
	              "key %.*s signed last, and has not announced key %.*s: fuda announce makes "
	              "it say so",
	              MINISIGN_ID_TEXT, before, MINISIGN_ID_TEXT, id);
	return d->nerrors > nerrors ? -1 : 0;
}

int signing_check_key(const struct minisign_secret *key, const struct signing_order *order,
                      struct arena *a, struct diag *d)
{
	struct key_line *line = arena_alloc(a, sizeof(*line));
	struct minisign_public now, last;
	bool is_known;

	keys_public(key, &now);
	keys_follow(order->keys, &now, line);
	if (keys_is_replaced(line, 0, order->as_of)) {
		diag_add(d, DIAG_KEY_REPLACED, (struct place){.file = STR(KEYS_NAME)}, "%s",
		         keys_tell_replaced(line, 0, a).p);
		return -1;
	}
	if (load_last(order, &last, &is_known, a, d) < 0)
		return -1;
	if (!is_known)
		return 0;
	keys_follow(order->keys, &last, line);
	for (size_t i = 0; i < line->n; i++)
		if (keys_is_same(&line->keys[i], &now))
			return 0;
	return refuse_unannounced(&last, &now, a, d);
}

int signing_note_key(const struct minisign_secret *key, const char *work, struct diag *d)
{
	struct minisign_public now;
	struct buf path, text;
	int status;

	keys_public(key, &now);
	buf_init(&path);
	buf_init(&text);
	buf_printf(&path, "%s/" SIGNED_BY "%c", work, '\0');
	minisign_add_public(&text, &now);
	buf_add_byte(&text, '\n');
	status = fs_save(AT_FDCWD, path.p, buf_str(&text));
	if (status < 0)
		diag_add_system(d, DIAG_FILE_WRITE, path.p, "cannot write", errno);
	buf_release(&path);
	buf_release(&text);
	return status;
}

/* ---- signing ---- */

int signing_sign(const struct minisign_secret *key, struct str manifest, struct str superseded,
                 struct place place, struct arena *a, struct str *signature, struct diag *d)
{
	struct edition edition;
	struct buf b;

	if (edition_parse(&edition, manifest, place, a, d) < 0)
		return -1;
	if (edition.shard.n > 0) {
		diag_add(d, DIAG_MANIFEST_INVALID, place,
		         "it is of %s, which is a part of a site: only a whole site is signed",
		         edition_kind(edition.shard, a));
		return -1;
	}
	edition.superseded = superseded;
	buf_init(&b);
	minisign_add_signature(&b, key, manifest, edition_comment(&edition, a));
	*signature = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return 0;
}

/* A site in a folder, and the key that is to sign it. */
struct site_signing {
	const struct minisign_secret *key;
	struct str folder;
	struct str work; /* OUT.fuda, locked; none of a copy */
	struct arena *arena;
	struct diag *diag;
};

/* Whether the key may sign what stands in the folder. */
static int check_folder(const struct site_signing *s, struct str manifest, struct place place)
{
	struct keys *keys = arena_alloc(s->arena, sizeof(*keys));
	struct signing_order order = {.keys = keys, .work = s->work.p};
	struct edition edition;

	if (edition_parse(&edition, manifest, place, s->arena, s->diag) < 0 ||
	    signing_load_published_keys(keys, s->folder.p, s->arena, s->diag) < 0)
		return -1;
	order.as_of = edition.as_of;
	return signing_check_key(s->key, &order, s->arena, s->diag);
}

static int save_signature(const struct site_signing *s, struct str signature)
{
	struct str beside = arena_printf(s->arena, "%.*s/" EDITION_SIGNATURE, STR_ARG(s->folder));

	if (fs_save(AT_FDCWD, beside.p, signature) < 0) {
		diag_add_system(s->diag, DIAG_FILE_WRITE, beside.p, "cannot write", errno);
		return -1;
	}
	return s->work.p ? signing_note_key(s->key, s->work.p, s->diag) : 0;
}

/* The hash of the list of superseded files in the folder, none if there is none. */
static int hash_superseded(const struct site_signing *s, struct str *hash)
{
	struct str path = arena_printf(s->arena, "%.*s/" SUPERSEDED_PATH, STR_ARG(s->folder));
	char *text = arena_alloc(s->arena, SHA256_HEX);
	struct buf b;
	int status;

	*hash = STR_NONE;
	buf_init(&b);
	status = fs_load_below(s->folder.p, SUPERSEDED_PATH, EDITION_PART_MAX, &b);
	if (status == 0) {
		sha256_hex_once(buf_str(&b), text);
		*hash = (struct str){text, SHA256_HEX};
	} else if (errno == ENOENT) {
		status = 0;
	} else {
		diag_add_system(s->diag, DIAG_FILE_READ, path.p, "cannot read", errno);
	}
	buf_release(&b);
	return status;
}

static int sign(const struct site_signing *s)
{
	struct place place = {
	        .file = arena_printf(s->arena, "%.*s/" EDITION_NAME, STR_ARG(s->folder))};
	struct str signature, superseded;
	struct buf b;
	int status;

	buf_init(&b);
	status = fs_load_below(s->folder.p, EDITION_NAME, EDITION_MAX, &b);
	if (status < 0)
		diag_add_system(s->diag, DIAG_FILE_READ, place.file.p, "the site is not complete",
		                errno);
	else
		status = check_folder(s, buf_str(&b), place);
	if (status == 0)
		status = hash_superseded(s, &superseded);
	if (status == 0)
		status = signing_sign(s->key, buf_str(&b), superseded, place, s->arena, &signature,
		                      s->diag);
	if (status == 0)
		status = save_signature(s, signature);
	buf_release(&b);
	return status;
}

static int sign_locked(const struct site_signing *s)
{
	struct lock lock;
	int status;

	if (lock_take(&lock, s->work.p, s->diag) < 0)
		return -1;
	status = sign(s);
	lock_release(&lock);
	return status;
}

static int sign_folder(const char *key_file, const char *folder, bool is_copy, struct diag *d)
{
	struct minisign_secret key;
	struct site_signing s = {.key = &key, .diag = d};
	struct arena a;
	int status;

	if (signing_load_key(&key, key_file, d) < 0)
		return -1;
	arena_init(&a, 1 << 14);
	s.arena = &a;
	s.folder = fs_trim(folder, &a);
	if (!is_copy)
		s.work = arena_printf(&a, "%.*s.fuda", STR_ARG(s.folder));
	status = is_copy ? sign(&s) : sign_locked(&s);
	minisign_wipe(&key, sizeof(key));
	arena_release(&a);
	return status;
}

int signing_sign_folder(const char *key_file, const char *folder, struct diag *d)
{
	return sign_folder(key_file, folder, false, d);
}

int signing_sign_copy(const char *key_file, const char *folder, struct diag *d)
{
	return sign_folder(key_file, folder, true, d);
}
