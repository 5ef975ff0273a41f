#include "check.h"
#include "model/criteria.h"
#include "scratch.h"

static struct arena a;
static struct settings settings;

static void write_version(const char *name, const char *id, const char *family,
                          const char *revision, const char *replaces, const char *published,
                          const char *grace)
{
	struct buf b;

	buf_init(&b);
	buf_printf(&b,
	           "{\"format\":\"criteria/1\",\"id\":\"%s\",\"family\":\"%s\",\"level\":1,"
	           "\"category\":null,\"version\":\"1\",\"title\":{\"ja\":\"題\"},"
	           "\"published_on\":\"%s\",\"effective_on\":\"%s\",\"revision\":\"%s\","
	           "\"items\":[{\"id\":\"I-1\",\"title\":{\"ja\":\"題\"},\"text\":{\"ja\":\"文\"},"
	           "\"since\":\"1\"}]",
	           id, family, published, published, revision);
	if (replaces)
		buf_printf(&b, ",\"replaces\":\"%s\"", replaces);
	if (grace)
		buf_printf(&b, ",\"grace_ends_on\":\"%s\"", grace);
	buf_add(&b, STR("}"));
	scratch_write(&a, name, buf_str(&b));
	buf_release(&b);
}

static date_days day(const char *text)
{
	date_days date = DATE_NONE;

	CHECK(!text || date_parse(str_from(text), &date) == 0);
	return date;
}

/* A family with a minor and two major revisions, another family beside it. */
static void write_family(void)
{
	write_version("v/a.json", "S1-1.0", "S1", "first", NULL, "2024-01-01", NULL);
	write_version("v/b.json", "S1-1.1", "S1", "minor", "S1-1.0", "2025-01-01", "2025-06-30");
	write_version("v/c.json", "S1-2.0", "S1", "major", "S1-1.1", "2026-01-01", "2027-12-31");
	write_version("v/d.json", "S1-3.0", "S1", "major", "S1-2.0", "2026-07-01", "2027-06-30");
	write_version("v/e.json", "T1-1.0", "T1", "major", "S1-3.0", "2024-01-01", "2024-01-02");
	scratch_write(&a, "v/categories.json",
	              STR("{\"format\":\"categories/1\",\"categories\":[]}"));
	scratch_write(&a, "v/notes.txt", STR("not read"));
}

static void test_load(void)
{
	struct criteria criteria;
	struct diag d;
	uint32_t found;

	diag_init(&d);
	write_family();
	CHECK(criteria_load(&criteria, scratch_path(&a, "v"), &settings, &a, &d) == 0);
	diag_print(&d, stderr);
	CHECK(criteria.nversions == 5 && criteria.ncategories == 0);
	found = criteria_find_version(&criteria, STR("S1-2.0"));
	CHECK(found == 2 && criteria.versions[found].replaces == 1);
	CHECK(criteria_find_version(&criteria, STR("S1-9.0")) == CRITERIA_NONE);
	CHECK(criteria_find_category(&criteria, STR("router")) == CRITERIA_NONE);
	CHECK(criteria_find_item(&criteria.versions[0], STR("I-1")) == criteria.versions[0].items);
	CHECK(!criteria_find_item(&criteria.versions[0], STR("I-2")));
	diag_release(&d);
}

/* Grace ends and notes as known on a day: rows of version, day, grace end, by, superseded. */
static void test_grace(void)
{
	static const struct {
		const char *version, *t, *end, *by;
		bool is_superseded;
	} rows[] = {
	        {"S1-1.0", "2024-12-31", NULL, NULL, false},
	        {"S1-1.0", "2025-01-01", NULL, NULL,
	         true}, /* a minor revision gives no grace end */
	        {"S1-1.0", "2025-12-31", NULL, NULL, true},
	        {"S1-1.0", "2026-01-01", "2027-12-31", "S1-2.0", true},
	        {"S1-1.0", "2026-07-01", "2027-06-30", "S1-3.0", true}, /* the earliest */
	        {"S1-1.1", "2026-07-01", "2027-06-30", "S1-3.0", true},
	        {"S1-2.0", "2026-06-30", NULL, NULL, false},
	        {"S1-2.0", "2026-07-01", "2027-06-30", "S1-3.0", true},
	        {"S1-3.0", "2030-01-01", NULL, NULL, false}, /* T1-1.0 is of another family */
	        {"T1-1.0", "2030-01-01", NULL, NULL, false},
	};
	struct criteria criteria;
	struct diag d;

	diag_init(&d);
	CHECK(criteria_load(&criteria, scratch_path(&a, "v"), &settings, &a, &d) == 0);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint32_t version = criteria_find_version(&criteria, str_from(rows[i].version)),
		         by = 99;
		date_days t = day(rows[i].t);

		CHECK(criteria_grace_end(&criteria, version, t, &by) == day(rows[i].end));
		CHECK(criteria_grace_end(&criteria, version, t, NULL) == day(rows[i].end));
		CHECK(rows[i].by ? str_is_equal(criteria.versions[by].id, str_from(rows[i].by))
		                 : by == 99);
		CHECK(criteria_is_superseded(&criteria, version, t) == rows[i].is_superseded);
	}
	diag_release(&d);
}

/* Whatever is wrong, versions never run in a circle afterwards. */
static void test_circle(void)
{
	struct criteria criteria;
	struct diag d;

	diag_init(&d);
	write_version("c/a.json", "A", "F", "first", "C", "2024-01-01", NULL);
	write_version("c/b.json", "B", "F", "major", "A", "2024-01-01", NULL);
	write_version("c/c.json", "C", "F", "major", "B", "2024-01-01", NULL);
	write_version("c/d.json", "D", "F", "major", "C", "2024-01-01", NULL);
	CHECK(criteria_load(&criteria, scratch_path(&a, "c"), &settings, &a, &d) == -1);
	CHECK(d.nerrors == 3 && d.nsystem == 0); /* no version has a category: none are missed */
	CHECK(criteria.has_faults && criteria.nversions == 4);
	CHECK(criteria.versions[0].replaces == CRITERIA_NONE && criteria.versions[3].replaces == 2);
	CHECK(criteria_is_superseded(&criteria, 2, day("2025-01-01")));
	diag_release(&d);
}

/* As many versions as no scheme will have, one behind the other, in a folder; in a circle if the
 * first one replaces the last. */
#define CHAIN 2000

static void write_chain(const char *folder, bool is_circle)
{
	for (unsigned i = 0; i < CHAIN; i++) {
		unsigned before = i > 0 ? i - 1 : CHAIN - 1;
		bool is_first = i == 0 && !is_circle;

		write_version(arena_printf(&a, "%s/%u.json", folder, i).p,
		              arena_printf(&a, "V%04u", i).p, "F", is_first ? "first" : "major",
		              is_first ? NULL : arena_printf(&a, "V%04u", before).p, "2024-01-01",
		              i == CHAIN - 1 ? "2026-12-31" : "2027-12-31");
	}
}

static void test_chain(void)
{
	struct criteria criteria;
	struct diag d;
	uint32_t by = 99;

	diag_init(&d);
	write_chain("chain", false);
	CHECK(criteria_load(&criteria, scratch_path(&a, "chain"), &settings, &a, &d) == 0);
	CHECK(criteria.nversions == CHAIN);
	for (uint32_t i = 0; i < CHAIN - 1; i++) {
		CHECK(criteria_is_superseded(&criteria, i, day("2024-01-01")));
		CHECK(criteria_grace_end(&criteria, i, day("2024-01-01"), &by) ==
		      day("2026-12-31"));
		CHECK(by == CHAIN - 1);
	}
	CHECK(!criteria_is_superseded(&criteria, CHAIN - 1, day("2024-01-01")));
	write_chain("circle", true);
	CHECK(criteria_load(&criteria, scratch_path(&a, "circle"), &settings, &a, &d) == -1);
	CHECK(d.nerrors == CHAIN);
	for (uint32_t i = 0; i < CHAIN; i++)
		CHECK(criteria.versions[i].replaces == CRITERIA_NONE);
	diag_release(&d);
}

static void test_absent(void)
{
	struct criteria criteria;
	struct diag d;

	diag_init(&d);
	CHECK(criteria_load(&criteria, scratch_path(&a, "none"), &settings, &a, &d) == -1);
	CHECK(d.nsystem == 1 && criteria.lacks_versions && criteria.lacks_categories);
	diag_release(&d);
}

int main(void)
{
	struct diag d;

	arena_init(&a, 1 << 12);
	diag_init(&d);
	CHECK(settings_load(&settings, NULL, NULL, 0, &a, &d) == 0);
	diag_release(&d);
	scratch_open();
	test_load();
	test_grace();
	test_circle();
	test_chain();
	test_absent();
	scratch_close();
	arena_release(&a);
	return check_report();
}
