#include "site/state.h"
#include "base/buf.h"
#include "base/fs.h"
#include "base/sha256.h"
#include "model/rules.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define FORMAT    "fuda-state/1"
#define HASH_TEXT (2 * (size_t)ROW_HASH)
#define PREFIX    "state-"
#define DIGITS    16 /* of the manifest's hash, in the name */
#define NAME      (sizeof(PREFIX) + DIGITS)

static void format_name(char name[NAME], const char *hash)
{
	snprintf(name, NAME, PREFIX "%.*s", DIGITS, hash);
}

struct str state_hash(const struct criteria_version *version, struct arena *a)
{
	struct sha256_context *sha = sha256_open();
	unsigned char hash[SHA256_BYTES];
	char *text = arena_alloc(a, SHA256_HEX);

	sha256_hash(sha, version->source, hash);
	sha256_close(sha);
	sha256_format(hash, text);
	return (struct str){text, SHA256_HEX};
}

/* Takes the next word off a line; empty at its end. */
static struct str take_word(struct str *line)
{
	size_t end = str_find_byte(*line, ' ');
	struct str word = str_sub(*line, 0, end);

	*line = str_sub(*line, end < line->n ? end + 1 : end, line->n);
	return word;
}

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

/* Enters a line `ID HASH STATUS REASON END` of a product, if the new build has the product. */
static void read_product(struct state *state, const struct survey *survey, struct str line,
                         size_t *at)
{
	struct str id = take_word(&line), hash = take_word(&line);
	struct str status = take_word(&line), reason = take_word(&line), end = take_word(&line);
	struct state_product *product;
	char text[HASH_TEXT];

	while (*at < survey->nrows && str_compare(survey->rows[*at].id, id) < 0)
		++*at;
	if (*at == survey->nrows || !str_is_equal(survey->rows[*at].id, id))
		return;
	product = &state->products[*at];
	format_hash(survey->rows[*at].hash, text);
	product->is_same_record = str_is_equal(hash, (struct str){text, HASH_TEXT});
	product->status = find_status(status);
	product->reason = find_reason(reason);
	if (date_parse(end, &product->end) < 0)
		product->end = DATE_NONE;
}

static void add_criteria(struct state *state, struct str line, struct arena *a)
{
	struct str id = take_word(&line);

	state->criteria[state->ncriteria++] =
	        (struct state_criteria){arena_copy(a, id), arena_copy(a, take_word(&line))};
}

static void read_line(struct state *state, const struct survey *survey, struct str line, size_t *at,
                      struct arena *a)
{
	struct str what = take_word(&line);

	if (str_is_equal(what, STR("product")))
		read_product(state, survey, line, at);
	else if (str_is_equal(what, STR("criteria")))
		add_criteria(state, line, a);
	else if (str_is_equal(what, STR("exported_at")))
		state->exported_at = arena_copy(a, line);
	else if (str_is_equal(what, STR("as_of")) && date_parse(line, &state->as_of) < 0)
		state->as_of = DATE_NONE;
}

static size_t count_criteria(struct str text)
{
	size_t n = 0;

	while (text.n > 0) {
		size_t end = str_find_byte(text, '\n');

		if (str_has_prefix(text, STR("product ")))
			break;
		n += str_has_prefix(text, STR("criteria "));
		text = str_sub(text, end < text.n ? end + 1 : end, text.n);
	}
	return n;
}

int state_load(struct state *state, int folder, const char *hash, const struct survey *survey,
               struct arena *a)
{
	char name[NAME];
	struct str rest;
	struct buf b;
	size_t at = 0;

	*state = (struct state){.as_of = DATE_NONE};
	state->products = arena_array(a, survey->nrows, sizeof(*state->products));
	buf_init(&b);
	format_name(name, hash);
	if (fs_load(folder, name, BUF_CEILING, &b) < 0) {
		buf_release(&b);
		return errno == ENOENT ? 0 : -1;
	}
	rest = buf_str(&b);
	state->is_known = str_has_prefix(rest, STR(FORMAT "\n"));
	if (state->is_known) {
		state->criteria = arena_array(a, count_criteria(rest), sizeof(*state->criteria));
		while (rest.n > 0) {
			size_t end = str_find_byte(rest, '\n');

			read_line(state, survey, str_sub(rest, 0, end), &at, a);
			rest = str_sub(rest, end < rest.n ? end + 1 : end, rest.n);
		}
	}
	buf_release(&b);
	return 0;
}

static void add_row(struct buf *b, const struct row *row)
{
	char hash[HASH_TEXT], end[DATE_TEXT];

	format_hash(row->hash, hash);
	date_format(row->end, end);
	buf_add(b, STR("product "));
	buf_add(b, row->id);
	buf_add_byte(b, ' ');
	buf_add(b, (struct str){hash, sizeof(hash)});
	buf_printf(b, " %s %s ", rules_status_name(row->status),
	           row->reason == REASON_NONE ? "-" : rules_reason_name(row->reason));
	buf_add(b, (struct str){end, sizeof(end)});
	buf_add_byte(b, '\n');
}

int state_save(int folder, const char *hash, const struct survey *survey,
               const struct criteria *criteria)
{
	struct arena a;
	struct buf b;
	char day[DATE_TEXT], name[NAME];
	int status;

	arena_init(&a, 4096);
	buf_init(&b);
	date_format(survey->as_of, day);
	buf_printf(&b, "%s\nas_of %.*s\nexported_at %.*s\n", FORMAT, DATE_TEXT, day,
	           STR_ARG(survey->exported_at));
	for (size_t i = 0; i < criteria->nversions; i++) {
		const struct criteria_version *version = &criteria->versions[i];
		struct str source = state_hash(version, &a);

		if (version->published_on <= survey->as_of)
			buf_printf(&b, "criteria %.*s %.*s\n", STR_ARG(version->id),
			           STR_ARG(source));
	}
	for (size_t i = 0; i < survey->nrows; i++)
		if (survey->rows[i].status != STATUS_NOT_ISSUED)
			add_row(&b, &survey->rows[i]);
	format_name(name, hash);
	status = fs_replace(folder, name, buf_str(&b));
	buf_release(&b);
	arena_release(&a);
	return status;
}

static bool is_one_of(struct str name, const char *const *hashes, size_t nhashes)
{
	char kept[NAME];

	for (size_t i = 0; i < nhashes; i++) {
		format_name(kept, hashes[i]);
		if (str_is_equal(name, str_from(kept)))
			return true;
	}
	return false;
}

int state_remove_others(int folder, const char *const *hashes, size_t nhashes)
{
	struct arena a;
	struct str *names;
	size_t nnames;
	int status;

	arena_init(&a, 4096);
	status = fs_list(folder, ".", &a, &names, &nnames);
	for (size_t i = 0; status == 0 && i < nnames; i++)
		if (str_has_prefix(names[i], STR(PREFIX)) && !is_one_of(names[i], hashes, nhashes))
			status = unlinkat(folder, names[i].p, 0);
	arena_release(&a);
	return status;
}
