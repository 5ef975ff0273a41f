#include "sign/signing.h"
#include "base/fs.h"
#include "publish/edition.h"
#include "publish/lock.h"
#include "publish/manifest.h"
#include "publish/output.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#define KEY_FILE_MAX 4096 /* bytes */
#define PASSWORD_MAX 1024
#define MANIFEST_MAX ((size_t)1 << 26)

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

int signing_sign(const struct minisign_secret *key, struct str manifest, struct place place,
                 struct arena *a, struct str *signature, struct diag *d)
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
	buf_init(&b);
	minisign_add_signature(&b, key, manifest, edition_comment(&edition, a));
	*signature = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return 0;
}

/* The folder is locked. */
static int sign_locked(const struct minisign_secret *key, struct str folder, struct arena *a,
                       struct diag *d)
{
	struct str path = arena_printf(a, "%s/" EDITION_NAME, folder.p);
	struct str beside = arena_printf(a, "%s/" EDITION_SIGNATURE, folder.p);
	struct str signature;
	struct buf b;
	int status;

	buf_init(&b);
	status = fs_load(AT_FDCWD, path.p, MANIFEST_MAX, &b);
	if (status < 0)
		diag_add_system(d, DIAG_FILE_READ, path.p, "the site is not complete", errno);
	else
		status = signing_sign(key, buf_str(&b), (struct place){.file = path}, a, &signature,
		                      d);
	if (status == 0 && fs_save(AT_FDCWD, beside.p, signature) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, beside.p, "cannot write", errno);
		status = -1;
	}
	buf_release(&b);
	return status;
}

int signing_sign_folder(const char *key_file, const char *folder, struct diag *d)
{
	struct minisign_secret key;
	struct arena a;
	struct str path, work;
	int lock, status = -1;

	if (signing_load_key(&key, key_file, d) < 0)
		return -1;
	arena_init(&a, 1 << 14);
	path = output_trim(folder, &a);
	work = arena_printf(&a, "%s.fuda", path.p);
	lock = lock_take(work.p, d);
	if (lock >= 0) {
		status = sign_locked(&key, path, &a, d);
		lock_release(work.p, lock);
	}
	minisign_wipe(&key, sizeof(key));
	arena_release(&a);
	return status;
}
