#include "model/firms.h"
#include "base/utf8.h"
#include "text/identity.h"
#include <stdlib.h>

static int compare_names(const void *left, const void *right)
{
	const struct harvest_name *l = *(struct harvest_name *const *)left;
	const struct harvest_name *r = *(struct harvest_name *const *)right;
	int order = 0;

	for (unsigned i = 0; i < LANGUAGES_MAX && order == 0; i++)
		order = str_compare(l->name.in[i], r->name.in[i]);
	return order;
}

/* The same, and names of one firm by their readings. */
static int compare_readings(const void *left, const void *right)
{
	const struct harvest_name *l = *(struct harvest_name *const *)left;
	const struct harvest_name *r = *(struct harvest_name *const *)right;
	int order = compare_names(left, right);

	return order != 0 ? order : str_compare(l->name.kana, r->name.kana);
}

/* The firm of names that differ at most in their readings, which are sorted by them. */
static struct firm join_firm(struct harvest_name *const *names, size_t n, uint32_t number,
                             struct arena *a)
{
	struct firm firm = {.name = names[0]->name,
	                    .readings = arena_array(a, n, sizeof(struct str))};

	for (size_t i = 0; i < n; i++) {
		struct str kana = names[i]->name.kana;

		firm.nproducts += names[i]->nproducts;
		names[i]->number = number;
		if (kana.n == 0)
			continue;
		if (firm.nreadings == 0 || !str_is_equal(firm.readings[firm.nreadings - 1], kana))
			firm.readings[firm.nreadings++] = kana;
		names[i]->reading = firm.nreadings;
	}
	firm.name.kana = firm.nreadings == 1 ? firm.readings[0] : STR_NONE;
	return firm;
}

struct firm *firms_join(const struct harvest_names *const *harvests, size_t nharvests,
                        size_t *nfirms, struct arena *a)
{
	struct harvest_name **names;
	struct firm *firms;
	size_t n = 0;

	for (size_t i = 0; i < nharvests; i++)
		n += harvest_count_names(harvests[i]);
	names = arena_array(a, n, sizeof(struct harvest_name *));
	firms = arena_array(a, n, sizeof(*firms));
	n = 0;
	for (size_t i = 0; i < nharvests; i++)
		for (size_t j = 0; j < harvest_count_names(harvests[i]); j++)
			names[n++] = &harvest_list_names(harvests[i])[j];
	if (n > 0)
		qsort(names, n, sizeof(struct harvest_name *), compare_readings);
	*nfirms = 0;
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && compare_names(&names[i], &names[end]) == 0;)
			end++;
		firms[*nfirms] = join_firm(names + i, end - i, (uint32_t)*nfirms, a);
		++*nfirms;
	}
	return firms;
}

/* Of so many firms that look alike each is compared with each. */
#define ALIKE_MAX 64

/* A firm as it is compared with others. */
struct likeness {
	struct str skeleton;
	const struct firm *firm;
	const struct row *row; /* the first that has it, or NULL */
	bool is_told;
};

struct firm_check {
	const struct survey *survey;
	enum harvest_kind kind;
	struct likeness *firms;
	size_t nfirms;
	struct arena *arena;
	struct diag *diag;
};

static int compare_likeness(const void *left, const void *right)
{
	const struct likeness *l = left, *r = right;
	int order = str_compare(l->skeleton, r->skeleton);

	return order != 0 ? order : (l->firm > r->firm) - (l->firm < r->firm);
}

static bool is_manufacturer(const struct firm_check *check)
{
	return check->kind == HARVEST_MANUFACTURERS;
}

/* The firms that rows have, each with its first row. */
static void find_rows(struct firm_check *check)
{
	const struct survey *survey = check->survey;
	const struct firm *firms =
	        is_manufacturer(check) ? survey->manufacturers : survey->applicants;
	size_t n = is_manufacturer(check) ? survey->nmanufacturers : survey->napplicants;
	struct likeness *all = arena_array(check->arena, n, sizeof(*all));

	for (size_t i = 0; i < survey->nrows; i++) {
		const struct row *row = &survey->rows[i];
		uint32_t number = is_manufacturer(check) ? row->manufacturer : row->applicant;

		if (row_is_issued(row) && number < n &&
		    (!all[number].row || row->line < all[number].row->line))
			all[number].row = row;
	}
	for (size_t i = 0; i < n; i++)
		if (all[i].row)
			all[check->nfirms++] =
			        (struct likeness){.firm = &firms[i], .row = all[i].row};
	check->firms = all;
}

static bool is_other(struct str one, struct str other)
{
	return one.n > 0 && other.n > 0 && !str_is_equal(one, other);
}

/* Whether two firms of one name in the default language have others that differ. */
static bool differs(const struct firm *one, const struct firm *other)
{
	for (unsigned i = 1; i < LANGUAGES_MAX; i++)
		if (is_other(one->name.in[i], other->name.in[i]))
			return true;
	return is_other(one->name.kana, other->name.kana);
}

static struct place place_of(const struct firm_check *check, const struct likeness *one)
{
	return (struct place){.file = check->survey->export.file,
	                      .line = one->row->line,
	                      .id = row_id(one->row),
	                      .pointer = is_manufacturer(check) ? STR("/manufacturer/name")
	                                                        : STR("/labels")};
}

/* Tells of a firm that it is like another, if it is; each is told of, so one that is new is told of
 * wherever it stands. */
static void compare_firms(const struct firm_check *check, struct likeness *one,
                          const struct likeness *other)
{
	struct str name = one->firm->name.in[0];

	if (!str_is_equal(name, other->firm->name.in[0]))
		diag_add(check->diag, DIAG_NAME_LIKE, place_of(check, one),
		         "\"%.*s\" differs only in spelling, or in letters that look alike, from "
		         "\"%.*s\" on line %u",
		         STR_ARG(name), STR_ARG(other->firm->name.in[0]),
		         (unsigned)other->row->line);
	else if (differs(one->firm, other->firm))
		diag_add(check->diag, DIAG_NAME_DIFFERS, place_of(check, one),
		         "\"%.*s\" has another name in another language, or another reading, on "
		         "line %u",
		         STR_ARG(name), (unsigned)other->row->line);
	else
		return;
	one->is_told = true;
}

static void compare_group(const struct firm_check *check, struct likeness *firms, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n && j < ALIKE_MAX && !firms[i].is_told; j++)
			if (i != j)
				compare_firms(check, &firms[i], &firms[j]);
}

/* Compares those whose names are one when folded. */
static void compare_folded(const struct firm_check *check)
{
	struct likeness *all = check->firms;

	if (check->nfirms > 0)
		qsort(all, check->nfirms, sizeof(*all), compare_likeness);
	for (size_t i = 0, end; i < check->nfirms; i = end) {
		for (end = i + 1;
		     end < check->nfirms && str_is_equal(all[end].skeleton, all[i].skeleton);)
			end++;
		/* A name of nothing but signs folds to nothing. */
		if (all[i].skeleton.n > 0)
			compare_group(check, all + i, end - i);
	}
}

static void check_readings(const struct firm_check *check)
{
	for (size_t i = 0; i < check->nfirms; i++) {
		const struct firm *firm = check->firms[i].firm;

		if (firm->nreadings > 1)
			diag_add(check->diag, DIAG_NAME_DIFFERS, place_of(check, &check->firms[i]),
			         "\"%.*s\" has %u readings, as \"%.*s\" and \"%.*s\"",
			         STR_ARG(firm->name.in[0]), (unsigned)firm->nreadings,
			         STR_ARG(firm->readings[0]), STR_ARG(firm->readings[1]));
	}
}

/* Folds for identity, but katakana and hiragana stay apart: アサヒ and あさひ are two firms. */
static void add_small(struct buf *b, struct str name)
{
	for (size_t at = 0, from; from = at, at < name.n;) {
		uint32_t c = utf8_next(name, &at);

		if (identity_classify(c) == IDENTITY_KATAKANA)
			identity_add_skeleton(b, str_sub(name, from, at));
		else
			identity_add_character(b, c);
	}
}

void firms_check(const struct survey *survey, enum harvest_kind kind, struct arena *a,
                 struct diag *d)
{
	struct firm_check check = {.survey = survey, .kind = kind, .arena = a, .diag = d};
	struct buf folded, skeleton;

	find_rows(&check);
	buf_init(&folded);
	buf_init(&skeleton);
	/* A capital I is like an l, and a small one is not: so as written, and in small letters. */
	for (int is_small = 0; is_small < 2; is_small++) {
		for (size_t i = 0; i < check.nfirms; i++) {
			struct str name = check.firms[i].firm->name.in[0];

			buf_clear(&folded);
			buf_clear(&skeleton);
			add_small(&folded, name);
			identity_add_skeleton(&skeleton, is_small ? buf_str(&folded) : name);
			check.firms[i].skeleton = arena_copy(a, buf_str(&skeleton));
		}
		compare_folded(&check);
	}
	buf_release(&folded);
	buf_release(&skeleton);
	check_readings(&check);
}
