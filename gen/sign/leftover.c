#include "sign/leftover.h"
#include "base/attr.h"
#include "base/fs.h"

/* How much of a file is looked at: of one in which something must not occur all, and one that is
 * larger is none. */
#define HEAD_MAX  ((size_t)1 << 12)
#define WHOLE_MAX ((size_t)1 << 20)

/* A kind of file that a system leaves. */
struct kind {
	/* Its path; its name in any folder where there is no '/' in it. '*' is any characters of a
	 * name but a dot, so that none has an ending of which browsers show a page; '@' any
	 * characters of a name; '#' a hexadecimal digit. */
	const char *pattern;
	struct str head;    /* it begins so; with none, as nothing that a browser shows unnamed */
	const char *banned; /* what must not occur behind it, or NULL */
};

#define PLIST                                                                                      \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
	"<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "                                  \
	"\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n"
#define SPOTLIGHT ".Spotlight-V100/"
#define STORE     SPOTLIGHT "Store-V*/*/"

/* The folders of what was deleted (.Trashes, $RECYCLE.BIN, lost+found) are not here: what is in
 * them may be anybody's page. */
static const struct kind kinds[] = {
        /* macOS: AppleDouble, whose names end as those of the files that they go with */
        {"._@", STR("\0\5\26\7"), "<"},
        {".DS_Store", STR("\0\0\0\1Bud1"), NULL},
        {".fseventsd/fseventsd-uuid", STR(""), NULL},
        {".fseventsd/################", STR("\37\213"), NULL},
        {SPOTLIGHT "VolumeConfiguration.plist", STR(PLIST), "xmlns"},
        {STORE "*", STR(""), NULL},
        {STORE "*.db", STR(""), NULL},
        {STORE ".store.db", STR(""), NULL},
        {STORE "*.updates", STR(""), NULL},
        {STORE "*.*.state", STR(""), NULL},
        {STORE "*.created", STR(""), NULL},
        {STORE "*.index*", STR(""), NULL},
        {STORE "*.*.index*", STR(""), NULL},
        {STORE "*.shadowIndex*", STR(""), NULL},
        {STORE "*.*.shadowIndex*", STR(""), NULL},
        {STORE "*.directoryStoreFile", STR(""), NULL},
        {STORE "*.*.directoryStoreFile", STR(""), NULL},
        /* Windows */
        {"Thumbs.db", STR("\320\317\21\340\241\261\32\341"), NULL},
        {"desktop.ini", STR(""), NULL},
        {"Desktop.ini", STR(""), NULL},
        {"System Volume Information/IndexerVolumeGuid", STR(""), NULL},
        {"System Volume Information/WPSettings.dat", STR(""), NULL},
        {"System Volume Information/tracking.log", STR(""), NULL},
};

/* How many bytes of a text one sign of a pattern may take; as many as it may. */
static size_t count_taken(char sign, struct str text)
{
	size_t n = 0;

	if (sign == '#')
		return text.n > 0 && str_hex_digit(text.p[0]) >= 0;
	if (sign != '*' && sign != '@')
		return text.n > 0 && text.p[0] == sign;
	while (n < text.n && text.p[n] != '/' && (sign == '@' || text.p[n] != '.'))
		n++;
	return n;
}

static bool has_form(struct str text, const char *pattern)
{
	size_t n;

	if (*pattern == '\0')
		return text.n == 0;
	n = count_taken(*pattern, text);
	if (*pattern != '*' && *pattern != '@')
		return n == 1 && has_form(str_sub(text, 1, text.n), pattern + 1);
	for (size_t i = 0; i <= n; i++)
		if (has_form(str_sub(text, i, text.n), pattern + 1))
			return true;
	return false;
}

static bool is_named(struct str path, const char *pattern)
{
	const char *slash = memrchr(path.p, '/', path.n);

	if (!strchr(pattern, '/') && slash)
		path = str_sub(path, (size_t)(slash + 1 - path.p), path.n);
	return has_form(path, pattern);
}

/* Whether a browser that is told no type might take the bytes for a page: it looks for the first
 * that is no space (mimesniff.spec.whatwg.org). */
static bool is_shown(struct str bytes)
{
	size_t i = 0;

	while (i < bytes.n && memchr("\t\n\f\r ", bytes.p[i], 5))
		i++;
	return bytes.n > 0 && (i == bytes.n || bytes.p[i] == '<' || bytes.p[i] == '%');
}

static bool has_content(const struct kind *kind, struct str bytes)
{
	struct str rest;

	if (kind->head.n == 0)
		return !is_shown(bytes);
	if (!str_has_prefix(bytes, kind->head))
		return false;
	rest = str_sub(bytes, kind->head.n, bytes.n);
	return !kind->banned || str_find(rest, str_from(kind->banned)) == rest.n;
}

/* Loads as much of a file as has to be looked at. */
static int load(int folder, struct str path, const struct kind *kind, struct buf *b)
{
	int fd = fs_open_regular(folder, path.p);
	ssize_t n;

	if (fd < 0)
		return -1;
	if (kind->banned)
		return fs_close(fd, fs_load_open(fd, WHOLE_MAX, b));
	n = fs_read_at(fd, 0, buf_reserve(b, HEAD_MAX), HEAD_MAX);
	b->n += n > 0 ? (size_t)n : 0;
	return fs_close(fd, n < 0 ? -1 : 0);
}

bool leftover_is(int folder, struct str path)
{
	bool is_one = false;
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(kinds) && !is_one; i++) {
		if (!is_named(path, kinds[i].pattern))
			continue;
		buf_clear(&b);
		is_one = load(folder, path, &kinds[i], &b) == 0 &&
		         has_content(&kinds[i], buf_str(&b));
	}
	buf_release(&b);
	return is_one;
}

struct str leftover_script(struct arena *a)
{
	struct str script;
	struct buf b;

	buf_init(&b);
	buf_add(&b, STR("'use strict';window.fudaLeftovers=["));
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const char *banned = kinds[i].banned;

		buf_printf(&b, "%s[\"%s\",\"", i > 0 ? "," : "", kinds[i].pattern);
		for (size_t k = 0; k < kinds[i].head.n; k++)
			buf_printf(&b, "%02x", (unsigned char)kinds[i].head.p[k]);
		buf_printf(&b, "\",\"%s\"]", banned ? banned : "");
	}
	buf_add(&b, STR("];\n"));
	script = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return script;
}
