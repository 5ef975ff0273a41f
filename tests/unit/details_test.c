#include "check.h"
#include "model/details.h"

#define T 20000 /* the day */

static struct criteria_version version = {.id = STR("S-1.0"), .family = STR("S")};
static const struct criteria criteria = {.versions = &version, .nversions = 1};
static const struct settings settings = {.languages = {.n = 2}};
static const struct rules rules = {&criteria, &settings};

static struct label label_of(const char *id, int level, date_days acquired)
{
	return (struct label){.id = str_from(id),
	                      .level = level,
	                      .acquired_on = acquired,
	                      .valid_until = DATE_NONE};
}

/* Packs the product as harvests do, and reads its details. */
static struct details pack_and_read(struct buf *b, struct row *row, const struct product *product)
{
	struct details details;

	buf_clear(b);
	packed_add(b, product->id);
	packed_add(b, product->labels[0].id);
	packed_add(b, product->models[0].number);
	packed_add(b, product->name.in[0]);
	packed_add(b, product->name.in[1]);
	details_pack(b, product, &product->labels[0], &rules, T);
	*row = (struct row){.texts = b->p, .nmodels = (uint32_t)product->nmodels};
	details_read(&details, row, settings.languages.n);
	return details;
}

static void test_everything(struct buf *b)
{
	struct model models[] = {
	        {.number = STR("A-1")}, {.number = STR("A-2")}, {.number = STR("B")}};
	struct str gtins[] = {STR("4901234567894")};
	struct str cve[] = {STR("CVE-2026-0001"), STR("CVE-2026-0002")};
	/* What is dated after the day is not known yet. */
	struct security_note notes[] = {
	        {.date = T, .cve = cve, .ncve = COUNT_OF(cve), .jvn = STR("JVN#12345678")},
	        {.date = T + 1, .jvn = STR("JVN#87654321")}};
	/* The third ended long ago. */
	struct label labels[] = {label_of("FD2-1", 2, T - 10), label_of("FD1-1", 1, T - 20),
	                         label_of("FD1-0", 1, T - 5000), label_of("FD3-1", 3, T - 1)};
	struct product product = {.id = STR("22222222"),
	                          .name = {.in = {STR("名"), STR("Name")}, .kana = STR("な")},
	                          .gtins = gtins,
	                          .ngtins = COUNT_OF(gtins),
	                          .notes = notes,
	                          .nnotes = COUNT_OF(notes),
	                          .models = models,
	                          .nmodels = COUNT_OF(models),
	                          .labels = labels,
	                          .nlabels = COUNT_OF(labels),
	                          .support_until = T + 300};
	struct details_label also;
	struct details d;
	struct row row;
	const char *next;

	labels[0].route = ROUTE_B;
	labels[0].evaluator_name.in[1] = STR("Lab");
	d = pack_and_read(b, &row, &product);
	next = d.models;
	CHECK_STR(packed_next(&next), STR("A-2"));
	CHECK_STR(packed_next(&next), STR("B"));
	CHECK(d.evaluator.in[0].p == NULL);
	CHECK_STR(d.evaluator.in[1], STR("Lab"));
	CHECK(d.route == ROUTE_B);
	CHECK(d.support_until == T + 300 && !d.is_support_undeclared);
	if (!CHECK(d.nalso == 2))
		return;
	next = d.also;
	also = details_next_label(&next);
	CHECK_STR(also.id, STR("FD1-1"));
	CHECK(also.level == 1 && also.end > T && also.end < T + 800);
	also = details_next_label(&next);
	CHECK_STR(also.id, STR("FD3-1"));
	CHECK_STR(d.kana, STR("な"));
	if (!CHECK(d.ngtins == 1 && d.ncodes == 3))
		return;
	next = d.gtins;
	CHECK_STR(packed_next(&next), gtins[0]);
	CHECK_STR(packed_next(&next), cve[0]);
	CHECK_STR(packed_next(&next), cve[1]);
	CHECK_STR(packed_next(&next), notes[0].jvn);
	CHECK(next == d.bytes.p + d.bytes.n && next == b->p + b->n);
}

static void test_support(struct buf *b)
{
	static const struct {
		date_days until;
		bool is_undeclared;
	} rows[] = {{DATE_NONE, false}, {DATE_NONE, true}, {0, false}, {-1, false}, {-4000, false}};
	struct model model = {.number = STR("A")};
	struct label label = label_of("FD2-1", 2, T - 10);
	struct row row;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct product product = {.id = STR("22222222"),
		                          .models = &model,
		                          .nmodels = 1,
		                          .labels = &label,
		                          .nlabels = 1,
		                          .support_until = rows[i].until,
		                          .is_support_undeclared = rows[i].is_undeclared};
		struct details d = pack_and_read(b, &row, &product);

		CHECK(d.support_until == rows[i].until);
		CHECK(d.is_support_undeclared == rows[i].is_undeclared);
		CHECK(d.nalso == 0 && d.route == ROUTE_SELF);
	}
}

int main(void)
{
	struct buf b;

	buf_init(&b);
	test_everything(&b);
	test_support(&b);
	buf_release(&b);
	return check_report();
}
