#include "night/state.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/fs.h"
#include "base/sha256.h"
#include "model/rules.h"
#include "publish/edition.h"
#include "publish/manifest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT    "fuda-state/4"
#define HASH_TEXT (2 * (size_t)ROW_HASH)
#define PREFIX    "state-"
/* A state that is being written. Never one of a name that a reader looks for. */
#define UNFINISHED "state.new"
#define BLOCK      ((size_t)1 << 20) /* bytes read or written at a time */
/* The last line, with the hash of all before it. */
#define END        "end "
#define END_LENGTH (sizeof(END) - 1 + SHA256_HEX + 1)

static void format_hash(const unsigned char hash[ROW_HASH], char text[HASH_TEXT])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < ROW_HASH; i++) {
		text[2 * i] = digits[hash[i] >> 4];
		text[2 * i + 1] = digits[hash[i] & 15];
	}
}

static unsigned char find_status(struct str name)
{
	for (int i = 0; i < STATUS_NVALUES; i++)
		if (str_is_equal(name, str_from(rules_status_name((enum status)i))))
			return (unsigned char)i;
	return STATUS_NOT_ISSUED;
}

static unsigned char find_reason(struct str name)
{
	for (int i = 0; i < REASON_NVALUES; i++)
		if (str_is_equal(name, str_from(rules_reason_name((enum reason)i))))
			return (unsigned char)i;
	return REASON_NONE;
}

/* A number of hexadecimal digits; what else stands there ends it. */
static uint64_t parse_key(struct str text)
{
	static const char digits[] = "0123456789abcdef";
	uint64_t key = 0;
	const char *digit;

	for (size_t i = 0; i < text.n; i++) {
		digit = text.p[i] ? strchr(digits, text.p[i]) : NULL;
		if (!digit)
			break;
		key = key << 4 | (uint64_t)(digit - digits);
	}
	return key;
}

/* Days since 1970, of a day that may be beyond all dates; before them all if it cannot be read. */
static date_days parse_day(struct str text)
{
	char *end;
	long day;

	if (text.n == 0 || (text.p[0] != '-' && (text.p[0] < '0' || text.p[0] > '9')))
		return DATE_NONE; /* strtol passes over blanks, and so over the end of the line */
	errno = 0;
	day = strtol(text.p, &end, 10);
	return errno == 0 && end == text.p + text.n && day >= DATE_NONE && day <= DATE_MAX
	               ? (date_days)day
	               : DATE_NONE;
}

/* Enters a line `ID HASH STATUS REASON END NEXT_CHANGE` of a product, if the new build has the
 * product. */
static void read_product(struct state *state, const struct survey *survey, struct str line,
                         size_t *at)
{
	struct str id = str_cut(&line, ' '), hash = str_cut(&line, ' ');
	struct str status = str_cut(&line, ' '), reason = str_cut(&line, ' '),
	           end = str_cut(&line, ' ');
	struct state_product *product;
	char text[HASH_TEXT];

	while (*at < survey->nrows && str_compare(row_id(&survey->rows[*at]), id) < 0)
		++*at;
	if (*at == survey->nrows || !str_is_equal(row_id(&survey->rows[*at]), id))
		return;
	product = &state->products[*at];
	format_hash(survey->rows[*at].hash, text);
	product->is_same_record = str_is_equal(hash, (struct str){text, HASH_TEXT});
	product->status = find_status(status);
	product->reason = find_reason(reason);
	if (date_parse(end, &product->end) < 0)
		product->end = DATE_NONE;
	product->is_constant = survey->as_of >= state->as_of && parse_day(line) > survey->as_of;
}

static void add_criteria(struct state *state, struct str line, struct arena *a)
{
	struct str id = str_cut(&line, ' ');

	ARRAY_GROW(a, state->criteria, state->ncriteria, state->criteria_room);
	state->criteria[state->ncriteria++] =
	        (struct state_criteria){arena_copy(a, id), arena_copy(a, str_cut(&line, ' '))};
}

static int compare_keys(const void *left, const void *right)
{
	uint64_t l = *(const uint64_t *)left, r = *(const uint64_t *)right;

	return (l > r) - (l < r);
}

static void read_line(struct state *state, const struct survey *survey, struct str line, size_t *at,
                      struct arena *a)
{
	struct str what = str_cut(&line, ' ');

	if (str_is_equal(what, STR("product")))
		read_product(state, survey, line, at);
	else if (str_is_equal(what, STR("made")))
		buf_add_word(&state->made, parse_key(line));
	else if (str_is_equal(what, STR("criteria")))
		add_criteria(state, line, a);
	else if (str_is_equal(what, STR("recipe")) && line.n == SHA256_HEX)
		memcpy(state->recipe.all, line.p, SHA256_HEX);
	else if (str_is_equal(what, STR("installed")) && line.n == SHA256_HEX)
		memcpy(state->recipe.installed, line.p, SHA256_HEX);
	else if (str_is_equal(what, STR("exported_at")))
		state->exported_at = arena_copy(a, line);
	else if (str_is_equal(what, STR("as_of")) && date_parse(line, &state->as_of) < 0)
		state->as_of = DATE_NONE;
}

/* Makes the last line of a state that has `nbytes` so far. */
static int format_end(int fd, uint64_t nbytes, char end[END_LENGTH])
{
	struct sha256_context *sha = sha256_open();
	unsigned char hash[SHA256_BYTES];
	int status = sha256_hash_start(sha, fd, nbytes, hash);

	sha256_close(sha);
	if (status < 0)
		return -1;
	memcpy(end, END, sizeof(END) - 1);
	sha256_format(hash, end + sizeof(END) - 1);
	end[END_LENGTH - 1] = '\n';
	return 0;
}

/* 1: a state is as it was written; 0: it is not, or is none; -1 with errno set. */
static int is_whole(int fd)
{
	char found[END_LENGTH], end[END_LENGTH];
	struct stat st;
	uint64_t nbytes;
	ssize_t n;

	if (fstat(fd, &st) < 0)
		return -1;
	if (st.st_size < (off_t)sizeof(end) || st.st_size > SHA256_FILE_MAX)
		return 0;
	nbytes = (uint64_t)st.st_size - sizeof(end);
	n = fs_read_at(fd, nbytes, found, sizeof(found));
	if (n < 0 || format_end(fd, nbytes, end) < 0)
		return -1;
	return n == sizeof(found) && memcmp(found, end, sizeof(end)) == 0;
}

/* Reads the whole lines of a text. Returns what stands behind them. */
static struct str take_lines(struct state *state, const struct survey *survey, struct str text,
                             size_t *at, struct arena *a)
{
	size_t end;

	while ((end = str_find_byte(text, '\n')) < text.n) {
		struct str line = str_sub(text, 0, end);

		if (state->is_known)
			read_line(state, survey, line, at, a);
		else if (str_is_equal(line, STR(FORMAT)))
			state->is_known = true;
		text = str_sub(text, end + 1, text.n);
	}
	return text;
}

/* Reads a state in blocks: it may be larger than what else is in memory. */
static int read_lines(struct state *state, int fd, const struct survey *survey, struct arena *a)
{
	struct buf b;
	uint64_t offset = 0;
	size_t at = 0;
	ssize_t n;

	buf_init(&b);
	while ((n = fs_read_at(fd, offset, buf_reserve(&b, BLOCK), BLOCK)) > 0) {
		struct str rest;

		offset += (uint64_t)n;
		b.n += (size_t)n;
		rest = take_lines(state, survey, buf_str(&b), &at, a);
		memmove(b.p, rest.p, rest.n);
		b.n = rest.n;
		if (!state->is_known) /* another format */
			break;
	}
	buf_release(&b);
	return n < 0 ? -1 : 0;
}

int state_load(struct state *state, int folder, const char *hash, const struct survey *survey,
               struct arena *a)
{
	char name[EDITION_RECORD];
	int fd, status;

	*state = (struct state){.as_of = DATE_NONE};
	state->products = arena_array(a, survey->nrows, sizeof(*state->products));
	buf_init(&state->made);
	edition_name_record(name, PREFIX, hash);
	fd = fs_open_regular(folder, name);
	if (fd < 0)
		return manifest_is_damage(errno) ? 0 : -1;
	status = is_whole(fd);
	if (status > 0)
		status = read_lines(state, fd, survey, a);
	if (state->made.n > 0) /* sorted already, but it is only a file */
		qsort(state->made.p, state->made.n / sizeof(uint64_t), sizeof(uint64_t),
		      compare_keys);
	return fs_close(fd, status);
}

void state_release(struct state *state)
{
	buf_release(&state->made);
}

int state_keep_rows(const struct state *state, const struct recipe_hashes *recipe,
                    struct survey *survey)
{
	if (!state->is_known || memcmp(state->recipe.all, recipe->all, SHA256_HEX) != 0)
		return -1;
	for (size_t i = 0; i < survey->nrows; i++)
		survey->rows[i].is_kept =
		        state->products[i].is_same_record && state->products[i].is_constant;
	return 0;
}

bool state_has_made(const struct state *state, uint64_t key)
{
	return state->made.n > 0 &&
	       bsearch(&key, state->made.p, state->made.n / sizeof(key), sizeof(key), compare_keys);
}

/* Day of a rule's next change, which may be before 1970. */
static void add_day(struct buf *b, date_days day)
{
	if (day < 0)
		buf_add_byte(b, '-');
	buf_add_number(b, (uint64_t)labs((long)day));
	buf_add_byte(b, '\n');
}

/* Without printf, which would take longer than all else of a state. */
static void add_row(struct buf *b, const struct row *row)
{
	char hash[HASH_TEXT], end[DATE_TEXT];
	const struct str fields[] = {
	        row_id(row),
	        {hash, sizeof(hash)},
	        str_from(rules_status_name(row->status)),
	        row->reason == REASON_NONE ? STR("-") : str_from(rules_reason_name(row->reason)),
	        {end, sizeof(end)},
	};

	format_hash(row->hash, hash);
	date_format(row->end, end);
	buf_add(b, STR("product"));
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		buf_add_byte(b, ' ');
		buf_add(b, fields[i]);
	}
	buf_add_byte(b, ' ');
	add_day(b, row->next_change);
}

static void add_head(struct buf *b, const struct recipe_hashes *recipe, const struct survey *survey,
                     const struct criteria *criteria)
{
	struct arena a;
	char day[DATE_TEXT];

	arena_init(&a, 4096);
	date_format(survey->as_of, day);
	buf_printf(b, "%s\nas_of %.*s\nexported_at %.*s\nrecipe %.*s\n", FORMAT, DATE_TEXT, day,
	           STR_ARG(survey->exported_at), SHA256_HEX, recipe->all);
	if (recipe->installed[0] != '\0')
		buf_printf(b, "installed %.*s\n", SHA256_HEX, recipe->installed);
	for (size_t i = 0; i < criteria->nversions; i++) {
		const struct criteria_version *version = &criteria->versions[i];
		struct str source = criteria_hash(version, &a);

		if (version->published_on <= survey->as_of)
			buf_printf(b, "criteria %.*s %.*s\n", STR_ARG(version->id),
			           STR_ARG(source));
	}
	arena_release(&a);
}

/* Writes what the buffer holds and empties it. */
static int flush(int fd, struct buf *b)
{
	int status = fs_write(fd, buf_str(b));

	buf_clear(b);
	return status;
}

static int write_lines(int fd, struct buf *b, const struct survey *survey, const uint64_t *made,
                       size_t nmade)
{
	int status = 0;

	for (size_t i = 0; i < survey->nrows && status == 0; i++) {
		if (survey->rows[i].status != STATUS_NOT_ISSUED)
			add_row(b, &survey->rows[i]);
		if (b->n >= BLOCK)
			status = flush(fd, b);
	}
	for (size_t i = 0; i < nmade && status == 0; i++) {
		buf_printf(b, "made %016llx\n", (unsigned long long)made[i]);
		if (b->n >= BLOCK)
			status = flush(fd, b);
	}
	return status < 0 ? -1 : flush(fd, b);
}

static int write_end(int fd)
{
	char end[END_LENGTH];
	struct stat st;

	if (fstat(fd, &st) < 0 || format_end(fd, (uint64_t)st.st_size, end) < 0)
		return -1;
	return fs_write(fd, (struct str){end, sizeof(end)});
}

int state_save(int folder, const char *hash, const struct recipe_hashes *recipe,
               const struct survey *survey, const struct criteria *criteria, uint64_t *made,
               size_t nmade)
{
	int fd = openat(folder, UNFINISHED, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	struct buf b;
	int status;

	if (fd < 0)
		return -1;
	if (nmade > 0)
		qsort(made, nmade, sizeof(*made), compare_keys);
	buf_init(&b);
	add_head(&b, recipe, survey, criteria);
	status = write_lines(fd, &b, survey, made, nmade);
	if (status == 0)
		status = write_end(fd);
	buf_release(&b);
	return fs_close(fd, status) < 0 ? -1 : edition_put_record(folder, UNFINISHED, PREFIX, hash);
}

int state_hash_file(int folder, const char *hash, struct sha256_context *sha,
                    unsigned char bytes[SHA256_BYTES])
{
	char name[EDITION_RECORD];

	edition_name_record(name, PREFIX, hash);
	return sha256_hash_file(sha, folder, name, bytes);
}

int state_copy(int folder, const char *hash, int to, const char *to_hash)
{
	char name[EDITION_RECORD];
	struct buf b;
	int status;

	buf_init(&b);
	edition_name_record(name, PREFIX, hash);
	status = fs_load(folder, name, BUF_CEILING, &b);
	edition_name_record(name, PREFIX, to_hash);
	if (status == 0)
		status = fs_save(to, name, buf_str(&b));
	buf_release(&b);
	return status;
}

int state_remove_others(int folder, const char *const *hashes, size_t nhashes)
{
	return edition_remove_records(folder, PREFIX, hashes, nhashes);
}
