#include "mirror/zim.h"
#include "base/sha256.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The header of a ZIM file: its number, and where its checksum stands. */
#define UUID_AT     8
#define UUID_BYTES  16
#define CHECKSUM_AT 72
#define CHECKSUM    16 /* bytes of MD5 */
#define HEADER      80

/* Before the number of the index of titles, which Xapian wrote: this, and two bytes. */
static const struct str xapian_mark = STR("\x0f\x0dXapian Glass");

/* The language as ISO 639-3, as ZIM files name it; one that is not here goes by its own tag. */
static struct str language_code(struct str tag)
{
	static const struct {
		struct str tag, code;
	} rows[] = {
	        {STR("ja"), STR("jpn")}, {STR("en"), STR("eng")}, {STR("de"), STR("deu")},
	        {STR("es"), STR("spa")}, {STR("fr"), STR("fra")}, {STR("id"), STR("ind")},
	        {STR("it"), STR("ita")}, {STR("ko"), STR("kor")}, {STR("ne"), STR("nep")},
	        {STR("pt"), STR("por")}, {STR("ru"), STR("rus")}, {STR("th"), STR("tha")},
	        {STR("tl"), STR("tgl")}, {STR("vi"), STR("vie")}, {STR("zh"), STR("zho")},
	};
	struct str primary = str_before(tag, '-');

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (str_is_equal(primary, rows[i].tag))
			return rows[i].code;
	return tag;
}

static struct str language_codes(const struct languages *languages, struct arena *a)
{
	struct str codes = language_code(languages->code[0]);

	for (unsigned i = 1; i < languages->n; i++)
		codes = ARENA_JOIN(a, codes, STR(","), language_code(languages->code[i]));
	return arena_copy(a, codes);
}

/* The file of static/ whose name begins so: behind it comes a hash. */
static const char *find_asset(const struct mirror_tree *tree, struct str prefix)
{
	for (size_t i = 0; i < tree->npaths; i++)
		if (str_has_prefix(tree->paths[i], prefix))
			return tree->paths[i].p;
	return NULL;
}

static int fail(struct diag *d, const char *file, const char *what)
{
	diag_add_system(d, DIAG_FILE_WRITE, file, what, errno);
	return -1;
}

/* Runs a program to its end, without input, its output in the file `log`. */
static int run(const char *const *words, const char *log, struct diag *d)
{
	posix_spawn_file_actions_t files;
	char **copy = calloc(64, sizeof(*copy));
	size_t n = 0;
	int status = 0, error;
	pid_t child;

	if (!copy)
		out_of_memory();
	for (; words[n]; n++)
		if (!(copy[n] = strdup(words[n])))
			out_of_memory();
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	posix_spawn_file_actions_adddup2(&files, 1, 2);
	error = posix_spawnp(&child, copy[0], &files, NULL, copy, environ);
	posix_spawn_file_actions_destroy(&files);
	while (n > 0)
		free(copy[--n]);
	free(copy);
	errno = error;
	if (error != 0)
		return fail(d, words[0], "cannot be run");
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	diag_add(d, DIAG_PROGRAM_FAILED, (struct place){.file = str_from(log)},
	         "zimwriterfs ended with status %d; what it said stands here",
	         WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return -1;
}

static int write_zim(const struct mirror_tree *tree, const struct settings *s, date_days as_of,
                     const char *file, const char *log, struct arena *a, struct diag *d)
{
	const char *picture = find_asset(tree, STR("static/icon-48-"));
	char day[DATE_TEXT];
	struct str host = str_sub(s->base_url, str_find(s->base_url, STR("//")) + 2, s->base_url.n);
	struct str title = arena_copy(a, text_in(&s->site_name, &s->languages, 0));
	struct str operator_name = arena_copy(a, text_in(&s->operator_name, &s->languages, 0));

	if (!picture) {
		errno = ENOENT;
		return fail(d, "static/icon-48.png", "cannot find the picture of the mirror");
	}
	date_format(as_of, day);
	{
		const char *const words[] = {
		        "faketime",
		        "-f",
		        arena_printf(a, "%.*s 12:00:00", DATE_TEXT, day).p,
		        "zimwriterfs",
		        "--withoutFTIndex",
		        "--welcome",
		        "index.html",
		        "--illustration",
		        picture,
		        "--language",
		        language_codes(&s->languages, a).p,
		        "--title",
		        title.p,
		        "--description",
		        arena_printf(a, "%.*s %.*s",
		                     STR_ARG(text_in(&s->scheme_name, &s->languages, 0)), DATE_TEXT,
		                     day)
		                .p,
		        "--creator",
		        operator_name.p,
		        "--publisher",
		        operator_name.p,
		        "--name",
		        arena_copy(a, str_before(host, '/')).p,
		        "--source",
		        arena_copy(a, s->base_url).p,
		        "--scraper",
		        "fuda",
		        tree->folder,
		        file,
		        NULL};

		return run(words, log, d);
	}
}

static uint64_t number_at(const unsigned char *p)
{
	uint64_t number = 0;

	for (unsigned i = 8; i-- > 0;)
		number = number << 8 | p[i];
	return number;
}

/* Puts 16 bytes into each place where zimwriterfs and Xapian put a random number. */
static void set_numbers(unsigned char *p, size_t n, const unsigned char number[UUID_BYTES])
{
	const size_t before = xapian_mark.n + 2;

	memcpy(p + UUID_AT, number, UUID_BYTES);
	for (unsigned char *at = p;
	     (at = memmem(at, n - (size_t)(at - p), xapian_mark.p, xapian_mark.n)); at += before)
		if (n - (size_t)(at - p) >= before + UUID_BYTES)
			memcpy(at + before, number, UUID_BYTES);
}

/* The number of a file is then that of its content: version 8 of RFC 9562, 5.8. */
static int settle_numbers(unsigned char *p, size_t n)
{
	static const unsigned char none[UUID_BYTES];
	unsigned char hash[SHA256_BYTES];
	struct sha256_context *sha;
	size_t checksum = n - CHECKSUM;

	if (n < HEADER + CHECKSUM || number_at(p + CHECKSUM_AT) != checksum) {
		errno = EBADMSG;
		return -1;
	}
	set_numbers(p, checksum, none);
	sha = sha256_open();
	sha256_hash(sha, (struct str){(const char *)p, checksum}, hash);
	sha256_close(sha);
	hash[6] = (unsigned char)((hash[6] & 0x0f) | 0x80);
	hash[8] = (unsigned char)((hash[8] & 0x3f) | 0x80);
	set_numbers(p, checksum, hash);
	errno = ENOTSUP; /* libcrypto may be set up to have none */
	return EVP_Q_digest(NULL, "MD5", NULL, p, checksum, p + checksum, NULL) == 1 ? 0 : -1;
}

static int settle_file(const char *file, struct diag *d)
{
	int fd = open(file, O_RDWR | O_CLOEXEC);
	struct stat st;
	unsigned char *p;
	int status = -1;

	if (fd < 0 || fstat(fd, &st) < 0) {
		fail(d, file, "cannot open");
	} else {
		p = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (p != MAP_FAILED) {
			status = settle_numbers(p, (size_t)st.st_size);
			if (munmap(p, (size_t)st.st_size) < 0)
				status = -1;
		}
		if (status < 0)
			fail(d, file, "cannot settle the numbers of the file");
	}
	if (fd >= 0)
		close(fd);
	return status;
}

int mirror_zim_make(const struct mirror_tree *tree, const struct settings *settings,
                    date_days as_of, const char *file, const char *log, struct arena *a,
                    struct diag *d)
{
	if (write_zim(tree, settings, as_of, file, log, a, d) < 0)
		return -1;
	return settle_file(file, d);
}
