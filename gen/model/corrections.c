#include "model/corrections.h"
#include "base/json_writer.h"
#include "base/sha256.h"
#include "model/field.h"
#include "model/jsonl.h"
#include "model/limits.h"
#include "model/retired.h"
#include "model/survey.h"
#include "model/withheld.h"
#include <stdlib.h>

static const struct member members[] = {
        {MEMBER("date", REQUIRED, field_read_date, struct correction, date)},
        {MEMBER("product_id", OPTIONAL, field_read_product_id, struct correction, product_id)},
        {MEMBER("text", REQUIRED, field_read_text, struct correction, text),
         .most = LIMIT_MARKDOWN},
};

static const struct format format = {
        .members = members,
        .nmembers = COUNT_OF(members),
        .size = sizeof(struct correction),
        .blank = &(const struct correction){.date = DATE_NONE},
};

/* The day is not part of the name: it stands beside it. */
static void set_key(struct correction *correction)
{
	char hex[SHA256_HEX];
	struct buf b;

	buf_init(&b);
	buf_add_counted(&b, correction->product_id);
	buf_add_counted(&b, correction->text.in[0]);
	sha256_hex_once(buf_str(&b), hex);
	memcpy(correction->key, hex, sizeof(correction->key));
	buf_release(&b);
}

static struct place place_of(const struct corrections *c, const struct correction *correction,
                             struct str pointer)
{
	return (struct place){.file = c->file,
	                      .line = correction->line,
	                      .id = correction->product_id,
	                      .pointer = pointer};
}

/* Newest first; of a day, what was written last. */
static int compare_days(const void *left, const void *right)
{
	const struct correction *l = *(const struct correction *const *)left;
	const struct correction *r = *(const struct correction *const *)right;

	if (l->date != r->date)
		return l->date > r->date ? -1 : 1;
	return (l->line < r->line) - (l->line > r->line);
}

static int compare_products(const void *left, const void *right)
{
	const struct correction *l = *(const struct correction *const *)left;
	const struct correction *r = *(const struct correction *const *)right;
	int order = str_compare(l->product_id, r->product_id);

	return order ? order : compare_days(left, right);
}

/* The same text of the same day would have one name twice. */
static void check_repeated(const struct corrections *c, struct diag *d)
{
	for (size_t i = 0; i < c->nall; i++) {
		const struct correction *correction = &c->all[i];

		for (size_t k = 0; k < i; k++) {
			if (c->all[k].date != correction->date ||
			    memcmp(c->all[k].key, correction->key, CORRECTION_KEY) != 0)
				continue;
			diag_add(d, DIAG_CORRECTION_REPEATED, place_of(c, correction, STR("")),
			         "line %u says the same", (unsigned)c->all[k].line);
			break;
		}
	}
}

int corrections_load(struct corrections *c, struct str file, const struct settings *settings,
                     struct arena *a, struct diag *d)
{
	size_t nerrors = d->nerrors;
	void *all;
	size_t n;

	*c = (struct corrections){.file = file};
	if (jsonl_load(file.p, "corrections", &format, settings, a, d, &all, &n) < 0)
		return -1;
	c->all = all;
	c->nall = n;
	for (size_t i = 0; i < c->nall; i++) {
		c->all[i].line = (uint32_t)i + 1;
		set_key(&c->all[i]);
	}
	check_repeated(c, d);
	return d->nerrors > nerrors ? -1 : 0;
}

int corrections_plan(struct corrections *c, const struct survey *survey,
                     const struct retired *retired, const struct settings *settings,
                     struct arena *a, struct diag *d)
{
	size_t nerrors = d->nerrors;

	c->shown = arena_array(a, c->nall, sizeof(*c->shown));
	c->of_products = arena_array(a, c->nall, sizeof(*c->of_products));
	for (size_t i = 0; i < c->nall; i++) {
		const struct correction *correction = &c->all[i];
		struct str id = correction->product_id;
		const struct row *row = id.n > 0 ? survey_find(survey, id) : NULL;
		bool is_known = id.n == 0 || row || retired_find(retired, id);

		if (!is_known && !settings->is_sample)
			diag_add(d, DIAG_CORRECTION_UNKNOWN,
			         place_of(c, correction, STR("/product_id")),
			         "neither the export nor content/retired.jsonl has the product: "
			         "is the id right?");
		if (!is_known || correction->date > survey->as_of ||
		    (row && row->status == STATUS_NOT_ISSUED))
			continue;
		c->shown[c->nshown++] = correction;
		if (id.n > 0)
			c->of_products[c->nof_products++] = correction;
	}
	qsort(c->shown, c->nshown, sizeof(*c->shown), compare_days);
	qsort(c->of_products, c->nof_products, sizeof(*c->of_products), compare_products);
	return d->nerrors > nerrors ? -1 : 0;
}

const struct correction **corrections_of(const struct corrections *c, struct str product_id,
                                         size_t *n)
{
	size_t from = 0, to = c->nof_products;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (str_compare(c->of_products[middle]->product_id, product_id) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	for (to = from;
	     to < c->nof_products && str_is_equal(c->of_products[to]->product_id, product_id);)
		to++;
	*n = to - from;
	return c->of_products + from;
}

void corrections_check_withheld(const struct corrections *c, struct str product_id,
                                const struct withheld *withheld, const struct languages *languages,
                                struct diag *d)
{
	for (size_t i = 0; i < c->nall; i++) {
		const struct correction *correction = &c->all[i];

		if (!str_is_equal(correction->product_id, product_id))
			continue;
		for (unsigned k = 0; k < languages->n; k++)
			if (withheld_is_in(withheld, correction->text.in[k]))
				diag_add(d, DIAG_WITHHELD_IN_TEXT,
				         place_of(c, correction, STR("/text")),
				         "has the name of the product's manufacturer, which is "
				         "withheld");
	}
}

void corrections_add(struct buf *b, const struct corrections *c, const struct languages *languages)
{
	for (size_t i = 0; i < c->nshown; i++) {
		buf_add_byte(b, '{');
		json_add_date(b, "date", c->shown[i]->date);
		json_add_string(b, "product_id", c->shown[i]->product_id);
		text_add_json(b, "text", &c->shown[i]->text, languages);
		buf_add(b, STR("}\n"));
	}
}
