#include "base/diag.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	enum diag_level level;
	const char *name, *meaning;
} codes[] = {
#define DIAG(code, level, name, meaning) [DIAG_##code] = {level, name, meaning},
#include "base/diag_codes.h"
#undef DIAG
};

void diag_init(struct diag *d)
{
	*d = (struct diag){0};
	arena_init(&d->arena, 1 << 14);
}

void diag_release(struct diag *d)
{
	free(d->items);
	free(d->files);
	arena_release(&d->arena);
	*d = (struct diag){0};
}

uint32_t diag_rank_file(struct diag *d, struct str file)
{
	for (uint32_t i = 0; i < d->nfiles; i++)
		if (str_is_equal(d->files[i], file))
			return i;
	ARRAY_GROW(NULL, d->files, d->nfiles, d->files_room);
	d->files[d->nfiles] = arena_copy(&d->arena, file);
	return d->nfiles++;
}

static enum diag_level level_of(const struct diag_item *item)
{
	return item->is_accepted ? DIAG_WARNING : codes[item->code].level;
}

void diag_accept(struct diag *d, enum diag_code code, struct str figure)
{
	assert(d->naccepted < DIAG_ACCEPTED_MAX);
	d->accepted[d->naccepted++] = (struct diag_accepted){code, figure};
}

static bool is_accepted(const struct diag *d, enum diag_code code, struct str figure)
{
	for (size_t i = 0; i < d->naccepted; i++)
		if (d->accepted[i].code == code && str_is_equal(d->accepted[i].figure, figure))
			return true;
	return false;
}

static void append(struct diag *d, struct diag_item item)
{
	ARRAY_GROW(NULL, d->items, d->nitems, d->items_room);
	d->items[d->nitems++] = item;
	switch (level_of(&item)) {
	case DIAG_WARNING: d->nwarnings++; break;
	case DIAG_ERROR: d->nerrors++; break;
	case DIAG_SYSTEM: d->nsystem++; break;
	}
}

/* `figure` is none but of a gate, `once` but of what is said once. */
PRINTF_LIKE(6, 0)
static void add(struct diag *d, enum diag_code code, struct place place, struct str once,
                struct str figure, const char *format, va_list values)
{
	struct diag_item item = {.code = code, .line = place.line};

	item.text = arena_vprintf(&d->arena, format, values);
	item.is_accepted = figure.p && is_accepted(d, code, figure);
	if (figure.p && !item.is_accepted)
		item.text = arena_printf(&d->arena, "%s; to let it through: --accept=%s=%.*s",
		                         item.text.p, codes[code].name, STR_ARG(figure));
	item.file = diag_rank_file(d, place.file.p ? place.file : STR(""));
	item.id = arena_copy(&d->arena, place.id);
	item.pointer = arena_copy(&d->arena, place.pointer);
	item.once = arena_copy(&d->arena, once);
	append(d, item);
}

void diag_add(struct diag *d, enum diag_code code, struct place place, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	add(d, code, place, STR_NONE, STR_NONE, format, values);
	va_end(values);
}

void diag_add_once(struct diag *d, enum diag_code code, struct place place, struct str key,
                   const char *format, ...)
{
	va_list values;

	assert(key.p);
	va_start(values, format);
	add(d, code, place, key, STR_NONE, format, values);
	va_end(values);
}

void diag_add_gate(struct diag *d, enum diag_code code, struct place place, struct str figure,
                   const char *format, ...)
{
	va_list values;

	assert(figure.p);
	va_start(values, format);
	add(d, code, place, STR_NONE, figure, format, values);
	va_end(values);
}

#define NAME_TEXT 64

/* The name of a user, or the number where it has none. */
static const char *name_user(uid_t user, char text[NAME_TEXT])
{
	struct passwd entry, *found = NULL;
	char room[4096];

	if (getpwuid_r(user, &entry, room, sizeof(room), &found) == 0 && found)
		snprintf(text, NAME_TEXT, "%s", entry.pw_name);
	else
		snprintf(text, NAME_TEXT, "user %lu", (unsigned long)user);
	return text;
}

/* Whether what stands at a path may not be changed, by anyone, until that is taken back. */
static bool is_marked(const char *path)
{
	struct statx st;

	return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0, &st) == 0 &&
	       (st.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0;
}

/* Says that what stands at a path is in the way, if it is: it has such a mark, or belongs to
 * somebody else. */
static bool describe_path(const char *path, const char *which, char *text, size_t size)
{
	char owner[NAME_TEXT], self[NAME_TEXT];
	struct stat st;

	if (is_marked(path)) {
		snprintf(text, size, "; %s has a mark that keeps it as it is: chattr(1)", which);
		return true;
	}
	if (lstat(path, &st) < 0 || st.st_uid == geteuid())
		return false;
	snprintf(text, size, "; %s belongs to %s, and this runs as %s", which,
	         name_user(st.st_uid, owner), name_user(geteuid(), self));
	return true;
}

/* Which file or folder is in the way, and why: as a rule it is root's, who once ran by hand what
 * another runs every night. */
static void describe_owner(const char *path, char *text, size_t size)
{
	char whole[PATH_MAX], *slash, *end;

	text[0] = '\0';
	if (snprintf(whole, sizeof(whole), "./%s", path) >= (int)sizeof(whole))
		return;
	slash = path[0] == '/' ? whole + 2 : whole; /* the path itself */
	if (describe_path(slash, "it", text, size))
		return;
	end = strrchr(slash, '/');
	if (!end)
		return;
	*(end > slash ? end : end + 1) = '\0';
	(void)describe_path(slash, "the folder that it is in", text, size);
}

void diag_add_system(struct diag *d, enum diag_code code, const char *path, const char *what,
                     int error)
{
	struct place place = {.file = str_from(path)};
	char message[128], owner[256] = "";

	if (error == EACCES || error == EPERM)
		describe_owner(path, owner, sizeof(owner));
	/* The GNU strerror_r: the one that threads may call. */
	diag_add(d, code, place, "%s: %s%s", what, strerror_r(error, message, sizeof(message)),
	         owner);
}

void diag_excuse(struct diag *d, size_t first)
{
	size_t n = d->nitems;

	d->nitems = first;
	for (size_t i = first; i < n; i++) {
		struct diag_item item = d->items[i];

		assert(codes[item.code].level != DIAG_SYSTEM);
		if (level_of(&item) == DIAG_WARNING) {
			d->nwarnings--;
			continue;
		}
		d->nerrors--;
		item.is_accepted = true;
		append(d, item);
	}
}

void diag_drop(struct diag *d,
               bool (*is_dropped)(const struct diag_item *item, const void *context),
               const void *context)
{
	size_t n = d->nitems;

	d->nitems = d->nwarnings = d->nerrors = d->nsystem = 0;
	for (size_t i = 0; i < n; i++) {
		struct diag_item item = d->items[i];

		if (!is_dropped(&item, context))
			append(d, item);
	}
}

void diag_merge(struct diag *d, const struct diag *other, uint32_t line_offset)
{
	for (size_t i = 0; i < other->nitems; i++) {
		struct diag_item item = other->items[i];

		item.file = diag_rank_file(d, other->files[item.file]);
		if (item.line > 0)
			item.line += line_offset;
		item.id = arena_copy(&d->arena, item.id);
		item.pointer = arena_copy(&d->arena, item.pointer);
		item.text = arena_copy(&d->arena, item.text);
		item.once = arena_copy(&d->arena, item.once);
		append(d, item);
	}
}

static int compare_items(const void *left, const void *right)
{
	const struct diag_item *l = left, *r = right;

	if (l->file != r->file)
		return l->file < r->file ? -1 : 1;
	if (l->line != r->line)
		return l->line < r->line ? -1 : 1;
	return (l->order > r->order) - (l->order < r->order);
}

void diag_sort(struct diag *d)
{
	struct arena a;
	struct map seen[DIAG_NCODES];
	size_t nkept = 0;

	for (size_t i = 0; i < d->nitems; i++)
		d->items[i].order = i;
	if (d->nitems > 0)
		qsort(d->items, d->nitems, sizeof(*d->items), compare_items);
	arena_init(&a, 1 << 14);
	for (size_t i = 0; i < DIAG_NCODES; i++)
		map_init(&seen[i], &a);
	d->nwarnings = d->nerrors = d->nsystem = 0;
	for (size_t i = 0, n = d->nitems; i < n; i++) {
		struct diag_item item = d->items[i];

		if (item.once.p && map_add(&seen[item.code], item.once, 0) != MAP_NONE)
			continue;
		d->nitems = nkept++;
		append(d, item);
	}
	d->nitems = nkept;
	arena_release(&a);
}

void diag_add_visible(struct buf *b, struct str s)
{
	size_t at = 0;

	if (utf8_find_invalid(s) < s.n) {
		for (size_t i = 0; i < s.n; i++)
			if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] >= 0x7f)
				buf_printf(b, "\\x%02x", (unsigned char)s.p[i]);
			else
				buf_add_byte(b, s.p[i]);
		return;
	}
	while (at < s.n) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);

		if (utf8_is_control(c) || utf8_is_bidi_control(c) || utf8_is_noncharacter(c) ||
		    utf8_is_line_end(c))
			buf_printf(b, "\\u%04x", (unsigned)c);
		else
			buf_add(b, str_sub(s, from, at));
	}
}

/* How a terminal is told to show what follows. */
#define PAINT_PLACE   "\033[1m"
#define PAINT_ERROR   "\033[31m"
#define PAINT_WARNING "\033[33m"
#define PAINT_END     "\033[0m"

static void paint(struct buf *b, bool is_painted, const char *how)
{
	if (is_painted)
		buf_add(b, str_from(how));
}

static void add_item(struct buf *b, const struct diag *d, const struct diag_item *item,
                     bool is_painted)
{
	paint(b, is_painted, PAINT_PLACE);
	if (d->files[item->file].n > 0) {
		diag_add_visible(b, d->files[item->file]);
		if (item->line > 0)
			buf_printf(b, ":%u", (unsigned)item->line);
		buf_add(b, STR(": "));
	}
	if (item->id.p || item->pointer.p) {
		diag_add_visible(b, item->id.p ? item->id : STR("-"));
		buf_add(b, STR(": "));
	}
	if (item->pointer.p) {
		diag_add_visible(b, item->pointer);
		buf_add(b, STR(": "));
	}
	paint(b, is_painted, PAINT_END);
	if (level_of(item) == DIAG_WARNING)
		buf_add(b, STR("warning: "));
	diag_add_visible(b, item->text);
	buf_add_byte(b, ' ');
	paint(b, is_painted, level_of(item) == DIAG_WARNING ? PAINT_WARNING : PAINT_ERROR);
	buf_printf(b, "[%s]", codes[item->code].name);
	paint(b, is_painted, PAINT_END);
	buf_add_byte(b, '\n');
}

#define PRINT_AT_ONCE ((size_t)1 << 16)

void diag_print(const struct diag *d, FILE *out)
{
	diag_print_some(d, d->nitems, false, out);
}

void diag_print_some(const struct diag *d, size_t most, bool is_painted, FILE *out)
{
	size_t n = d->nitems < most ? d->nitems : most;
	struct buf b;

	/* Standard error has no buffer of its own: a write a word, with a million to say. */
	buf_init(&b);
	for (size_t i = 0; i < n; i++) {
		add_item(&b, d, &d->items[i], is_painted);
		if (b.n < PRINT_AT_ONCE && i + 1 < n)
			continue;
		fwrite(b.p, 1, b.n, out);
		buf_clear(&b);
	}
	buf_release(&b);
}

int diag_status(const struct diag *d)
{
	return d->nsystem > 0 ? 2 : d->nerrors > 0 ? 1 : 0;
}

const char *diag_code_name(enum diag_code code)
{
	return codes[code].name;
}

enum diag_level diag_code_level(enum diag_code code)
{
	return codes[code].level;
}

const char *diag_code_meaning(enum diag_code code)
{
	return codes[code].meaning;
}
