#include "check.h"
#include "model/country.h"
#include "model/gtin.h"
#include "model/id.h"
#include "model/record.h"
#include "model/url.h"
#include "scratch.h"

/* What is said of wrong records stands in tests/golden/diag-*; here is what right ones become. */

static struct arena a;
static struct settings settings;
static struct criteria criteria;

static const char version[] =
        "{\"format\":\"criteria/1\",\"id\":\"S3-1.0\",\"family\":\"S3\",\"level\":3,"
        "\"category\":\"router\",\"version\":\"1.0\",\"title\":{\"ja\":\"題\"},"
        "\"published_on\":\"2024-01-01\",\"effective_on\":\"2024-01-01\",\"revision\":\"first\","
        "\"items\":[{\"id\":\"I-1\",\"title\":{\"ja\":\"題\"},\"text\":{\"ja\":\"文\"},\"since\":"
        "\"1\"}]}";

static const char categories[] = "{\"format\":\"categories/1\",\"categories\":"
                                 "[{\"id\":\"router\",\"name\":{\"ja\":\"ルーター\"}}]}";

#define LABEL                                                                                      \
	"\"label_id\":\"L-1\",\"level\":3,\"category\":\"router\",\"criteria\":\"S3-1.0\","        \
	"\"acquired_on\":\"2026-02-28\",\"valid_until\":\"2028-02-29\",\"route\":\"B\","           \
	"\"applicant\":{\"name\":{\"ja\":\"申請者\",\"kana\":\"しんせいしゃ\"},"          \
	"\"corporate_number\":\"1234567890123\"},"                                                 \
	"\"evaluator\":{\"kind\":\"evaluation_body\",\"name\":{\"ja\":\"機関\"}}"

static int parse(struct product *product, const char *text, struct diag *d)
{
	diag_init(d);
	return record_parse(product, str_from(text), STR("f"), 1, &criteria, &settings, &a, d);
}

static const char full[] =
        "{\"product_id\":\"AAAA0001\",\"name\":{\"ja\":\"製品\",\"en\":\"Product\","
        "\"kana\":\"せいひん\"},"
        "\"models\":[{\"number\":\"M-1\",\"note\":{\"ja\":\"白\"}},{\"number\":\"M-2\"}],"
        "\"gtins\":[\"4901234567894\"],\"manufacturer\":{\"name\":{\"ja\":\"製造者\"},"
        "\"disclosed\":true},"
        "\"origin\":{\"country\":\"JP\",\"disclosed\":true},\"summary\":{\"ja\":\"# "
        "概要\\n\\n本文\"},"
        "\"site_url\":\"https://a.example/"
        "\",\"contact\":{\"name\":{\"ja\":\"窓口\"},\"email\":\"a@b.example\","
        "\"url\":\"https://b.example/\",\"tel\":\"03\"},"
        "\"other_certifications\":[{\"scheme\":\"CC\",\"number\":\"1\",\"url\":\"https://"
        "c.example/\"}],"
        "\"vulnerability_report_url\":\"https://d.example/"
        "\",\"support_until\":\"2030-01-01\","
        "\"security_notes\":[{\"date\":\"2026-05-01\",\"title\":{\"ja\":\"件名\"},\"cve\":["
        "\"CVE-1\",\"CVE-2\"],"
        "\"jvn\":\"J\",\"severity\":\"critical\",\"state\":\"open\"},"
        "{\"date\":\"2026-04-01\",\"title\":{\"ja\":\"件名\"},\"state\":\"fixed\"}],"
        "\"procurement_notes\":{\"ja\":\"注意\"},"
        "\"labels\":[{" LABEL ",\"na_items\":[{\"item\":\"I-1\",\"reason\":{\"ja\":\"理由\"}}],"
        "\"recognitions\":[{\"scheme\":\"PSTI\",\"items\":[\"I-1\"]}],"
        "\"events\":[{\"date\":\"2026-02-28\",\"kind\":\"spec_change_reported\","
        "\"affects\":true},"
        "{\"date\":\"2026-03-01\",\"kind\":\"revoked\"}]}]}";

static void check_label(const struct label *label)
{
	CHECK_STR(label->id, STR("L-1"));
	CHECK(label->level == 3 && label->category == 0 && label->criteria == 0);
	CHECK(label->route == ROUTE_B && label->evaluator == EVALUATOR_EVALUATION_BODY);
	CHECK(label->valid_until - label->acquired_on == 731);
	CHECK_STR(label->applicant.in[0], STR("申請者"));
	CHECK_STR(label->applicant.kana, STR("しんせいしゃ"));
	CHECK_STR(label->corporate_number, STR("1234567890123"));
	CHECK_STR(label->evaluator_name.in[0], STR("機関"));
	CHECK(label->nna_items == 1 && label->na_items[0].item == criteria.versions[0].items);
	CHECK_STR(label->na_items[0].reason.in[0], STR("理由"));
	CHECK(label->nrecognitions == 1 && label->recognitions[0].nitems == 1);
	CHECK(label->nevents == 2 && label->events[0].kind == EVENT_SPEC_CHANGE_REPORTED);
	CHECK(label->events[0].affects && !label->events[1].affects);
	CHECK(label->events[1].kind == EVENT_REVOKED);
}

static void test_full(void)
{
	struct product p;
	struct diag d;

	CHECK(parse(&p, full, &d) == 0);
	diag_print(&d, stderr);
	CHECK_STR(p.id, STR("AAAA0001"));
	CHECK_STR(p.name.in[0], STR("製品"));
	CHECK_STR(p.name.in[1], STR("Product"));
	CHECK_STR(p.name.kana, STR("せいひん"));
	CHECK(p.nmodels == 2 && p.ngtins == 1 && p.ncertifications == 1 && p.nnotes == 2);
	CHECK_STR(p.models[1].number, STR("M-2"));
	CHECK_STR(p.models[0].note.in[0], STR("白"));
	CHECK_STR(p.gtins[0], STR("4901234567894"));
	CHECK(p.has_manufacturer && p.is_manufacturer_disclosed);
	CHECK_STR(p.manufacturer.in[0], STR("製造者"));
	CHECK(p.has_origin && p.is_origin_disclosed);
	CHECK_STR(p.country, STR("JP"));
	CHECK_STR(p.summary.in[0], STR("# 概要\n\n本文"));
	CHECK_STR(p.site_url, STR("https://a.example/"));
	CHECK_STR(p.contact_name.in[0], STR("窓口"));
	CHECK_STR(p.contact_email, STR("a@b.example"));
	CHECK_STR(p.contact_url, STR("https://b.example/"));
	CHECK_STR(p.contact_tel, STR("03"));
	CHECK_STR(p.certifications[0].url, STR("https://c.example/"));
	CHECK_STR(p.vulnerability_report_url, STR("https://d.example/"));
	CHECK(p.support_until == 21915 && !p.is_support_undeclared);
	CHECK(p.notes[0].ncve == 2 && p.notes[0].severity == SEVERITY_CRITICAL &&
	      p.notes[0].is_open);
	CHECK_STR(p.notes[0].cve[1], STR("CVE-2"));
	CHECK_STR(p.notes[0].jvn, STR("J"));
	CHECK(p.notes[1].severity == SEVERITY_NONE && !p.notes[1].is_open);
	CHECK_STR(p.procurement_notes.in[0], STR("注意"));
	CHECK(p.nlabels == 1);
	check_label(&p.labels[0]);
	diag_release(&d);
}

/* The least that a record can be; null is absent. */
static void test_least(void)
{
	static const char text[] =
	        "{\"product_id\":\"AAAA0001\",\"name\":{\"ja\":\"製品\",\"en\":null},"
	        "\"models\":[{\"number\":\"M-1\"}],\"gtins\":null,\"manufacturer\":null,\"labels\":"
	        "[{" LABEL "}]}";
	struct product p;
	struct diag d;

	CHECK(parse(&p, text, &d) == 0);
	CHECK(d.nitems == 0);
	CHECK(!p.has_manufacturer && !p.has_origin && !p.name.in[1].p && !p.site_url.p);
	CHECK(p.support_until == DATE_NONE && !p.is_support_undeclared);
	CHECK(p.ngtins == 0 && p.nnotes == 0 && p.labels[0].nevents == 0);
	diag_release(&d);
}

/* What is withheld does not leave the reader. */
static void test_withheld(void)
{
	static const char text[] =
	        "{\"product_id\":\"AAAA0001\",\"name\":{\"ja\":\"製品\"},\"models\":[{\"number\":"
	        "\"M-1\"}],"
	        "\"manufacturer\":{\"name\":{\"ja\":\"秘密\"},\"disclosed\":false},"
	        "\"origin\":{\"country\":\"JP\",\"disclosed\":false},\"support_until\":"
	        "\"undeclared\","
	        "\"labels\":[{" LABEL "}]}";
	struct product p;
	struct diag d;

	CHECK(parse(&p, text, &d) == 0);
	CHECK(d.nitems == 0);
	CHECK(p.has_manufacturer && !p.is_manufacturer_disclosed && !p.manufacturer.in[0].p);
	CHECK(p.has_origin && !p.is_origin_disclosed && !p.country.p);
	CHECK(p.is_support_undeclared && p.support_until == DATE_NONE);
	diag_release(&d);
}

/* Something wrong in every way is read all the same, and nothing in it is trusted. */
static void test_wrong(void)
{
	static const char *const texts[] = {
	        "",
	        "{",
	        "[]",
	        "null",
	        "{}",
	        "\xff",
	        "{\"labels\":[{},null,[],{\"na_items\":[{}],\"events\":[{}]}]}",
	        "{\"product_id\":\"con\",\"labels\":[{\"na_items\":[null,{\"item\":5}]}]}",
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct product p;
		struct diag d;

		CHECK(parse(&p, texts[i], &d) == -1);
		CHECK(d.nerrors > 0 && !p.id.p);
		diag_release(&d);
	}
}

/* Labels of a record with criteria that have faults are not judged by them, nor accepted. */
static void test_faulty_criteria(void)
{
	static const char text[] = "{\"product_id\":\"AAAA0001\",\"name\":{\"ja\":\"製品\"},"
	                           "\"models\":[{\"number\":\"M-1\"}],"
	                           "\"labels\":[{" LABEL ",\"na_items\":[{\"item\":\"none\"}]}]}";
	struct product p;
	struct diag d;

	criteria.has_faults = criteria.versions[0].has_faults = true;
	CHECK(parse(&p, text, &d) == -1);
	CHECK(d.nitems == 0);
	diag_release(&d);
	criteria.has_faults = criteria.versions[0].has_faults = false;
	CHECK(parse(&p, text, &d) == -1);
	CHECK(d.nitems == 1 && d.items[0].code == DIAG_ITEM_UNKNOWN);
	diag_release(&d);
}

static void test_values(void)
{
	static const struct {
		struct str s;
		bool is_gtin, is_country, is_url, is_product, is_label, is_criteria, is_reserved;
	} rows[] = {
	        {STR("4901234567894"), 1, 0, 0, 1, 1, 1, 0},
	        {STR("4901234567893"), 0, 0, 0, 1, 1, 1, 0},
	        {STR("96385074"), 1, 0, 0, 1, 1, 1, 0},
	        {STR("036000291452"), 1, 0, 0, 1, 1, 1, 0},
	        {STR("10614141000415"), 1, 0, 0, 1, 1, 1, 0},
	        {STR("JP"), 0, 1, 0, 0, 1, 1, 0},
	        {STR("AA"), 0, 0, 0, 0, 1, 1, 0},
	        {STR("AD"), 0, 1, 0, 0, 1, 1, 0},
	        {STR("ZW"), 0, 1, 0, 0, 1, 1, 0},
	        {STR("ZZ"), 0, 0, 0, 0, 1, 1, 0},
	        {STR("DA"), 0, 0, 0, 0, 1, 1, 0}, /* letters of two codes */
	        {STR("http://a"), 0, 0, 1, 0, 0, 0, 0},
	        {STR("a/b"), 0, 0, 0, 0, 1, 0, 0},
	        {STR("a."), 0, 0, 0, 0, 1, 0, 0},
	        {STR("a.b-c_d"), 0, 0, 0, 0, 1, 1, 0},
	        {STR("COM0"), 0, 0, 0, 1, 1, 1, 1},
	        {STR("prn"), 0, 0, 0, 0, 1, 1, 1},
	        {STR("con.tar.gz"), 0, 0, 0, 0, 1, 1, 1},
	        {STR("COM"), 0, 0, 0, 0, 1, 1, 0},
	        {STR("NULL"), 0, 0, 0, 1, 1, 1, 0},
	        {STR(""), 0, 0, 0, 0, 0, 0, 0},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str s = rows[i].s;
		bool is_right = !gtin_find_fault(s) == rows[i].is_gtin &&
		                country_is_valid(s) == rows[i].is_country &&
		                !url_find_fault(s) == rows[i].is_url &&
		                id_is_valid(ID_PRODUCT, s) == rows[i].is_product &&
		                id_is_valid(ID_LABEL, s) == rows[i].is_label &&
		                id_is_valid(ID_CRITERIA, s) == rows[i].is_criteria &&
		                id_is_reserved(s) == rows[i].is_reserved;

		if (!CHECK(is_right))
			fprintf(stderr, "  of: %.*s\n", STR_ARG(s));
	}
}

int main(void)
{
	struct diag d;

	arena_init(&a, 1 << 12);
	diag_init(&d);
	scratch_open();
	scratch_write(&a, "S3-1.0.json", str_from(version));
	scratch_write(&a, "categories.json", str_from(categories));
	CHECK(settings_load(&settings, NULL, NULL, 0, &a, &d) == 0);
	CHECK(criteria_load(&criteria, scratch, &settings, &a, &d) == 0);
	diag_print(&d, stderr);
	diag_release(&d);
	test_full();
	test_least();
	test_withheld();
	test_wrong();
	test_faulty_criteria();
	test_values();
	scratch_close();
	arena_release(&a);
	return check_report();
}
