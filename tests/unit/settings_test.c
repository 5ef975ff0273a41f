#include "check.h"
#include "model/settings.h"
#include "scratch.h"

static struct arena a;
static struct settings s;

#define REQUIRED                                                                                   \
	"\"base_url\": \"https://fuda.example/\", \"site_name\": {\"ja\": \"名\", \"en\": "       \
	"\"name\"},"                                                                               \
	" \"scheme_name\": \"s\", \"operator_name\": \"o\", \"contact_email\": \"a@b.example\""

#define BASE_URL(url)                                                                              \
	"{\"base_url\": \"" url "\", \"site_name\": \"n\", \"scheme_name\": \"s\","                \
	" \"operator_name\": \"o\", \"contact_email\": \"a@b.example\"}"

static int load(const char *text, const char *const *overrides, size_t noverrides, struct diag *d)
{
	diag_init(d);
	return settings_load(&s, scratch_write(&a, "site.json", str_from(text)), overrides,
	                     noverrides, &a, d);
}

static void test_defaults(void)
{
	struct diag d;

	CHECK(load("{" REQUIRED "}", NULL, 0, &d) == 0);
	CHECK(d.nitems == 0);
	CHECK(s.languages.n == 2);
	CHECK_STR(s.languages.code[0], STR("ja"));
	CHECK_STR(s.languages.code[1], STR("en"));
	CHECK_STR(text_in(&s.site_name, &s.languages, 1), STR("name"));
	CHECK_STR(text_in(&s.scheme_name, &s.languages, 1), STR("s"));
	CHECK_STR(s.base_url, STR("https://fuda.example/"));
	CHECK(s.last_day_valid && s.shorter_term_final && !s.is_sample && !s.is_archive);
	CHECK(s.self_extension_years == 0 && s.ending_soon_days == 90);
	CHECK(s.rows_per_page == 100 && s.max_export_age_days == 7);
	CHECK(!s.scheme_url.p);
	diag_release(&d);

	diag_init(&d);
	CHECK(settings_load(&s, NULL, NULL, 0, &a, &d) == 0);
	CHECK(s.languages.n == 2 && !s.base_url.p);
	diag_release(&d);
}

/* What the file beneath sets stands, but for who the registry is; empty texts set nothing. */
static void test_layers(void)
{
	const char *own, *below, *unfilled;
	struct diag d;

	own = scratch_write(&a, "own.json",
	                    STR("{\"$schema\": \"file:///x\", " REQUIRED
	                        ", \"licence_url\": \"\", \"rows_per_page\": 20}"));
	below = scratch_write(&a, "below.json",
	                      STR("{" REQUIRED ", \"sample\": true, \"rows_per_page\": 30,"
	                          " \"licence_url\": \"https://x.example/\","
	                          " \"ending_soon_days\": 31}"));
	diag_init(&d);
	CHECK(settings_load_over(&s, own, below, NULL, 0, &a, &d) == 0);
	CHECK(d.nitems == 0 && s.rows_per_page == 20 && s.ending_soon_days == 31);
	CHECK(!s.is_sample && s.licence_url.n == 0);
	diag_release(&d);

	unfilled = scratch_write(&a, "unfilled.json",
	                         STR("{\"base_url\": \"\", \"site_name\": {\"ja\": \"\"}}"));
	diag_init(&d);
	CHECK(settings_load_over(&s, unfilled, below, NULL, 0, &a, &d) == -1);
	CHECK(d.nitems == 5);
	diag_release(&d);
}

/* What stands in for a language is what its chain names, and the default one in the end. */
static void test_chains(void)
{
	static const char text[] =
	        "{" REQUIRED ", \"languages\": [\"ja\", \"en\", \"fr\", \"de\"],"
	        " \"language_fallback\": {\"fr\": [\"en\"], \"ja\": [\"en\"], \"de\": []}}";
	struct text name = {.in = {STR("名"), STR("name")}};
	struct diag d;

	CHECK(load(text, NULL, 0, &d) == 0);
	CHECK(s.languages.chain[2].n == 2 && s.languages.chain[2].language[0] == 1 &&
	      s.languages.chain[2].language[1] == 0);
	CHECK(s.languages.chain[0].n == 1 && s.languages.chain[0].language[0] == 1);
	CHECK(s.languages.chain[3].n == 1 && s.languages.chain[3].language[0] == 0);
	CHECK(s.languages.chain[1].n == 0);
	CHECK(text_language(&name, &s.languages, 2) == 1);
	CHECK(text_language(&name, &s.languages, 3) == 0);
	name.in[1] = STR_NONE;
	CHECK(text_language(&name, &s.languages, 2) == 0);
	/* one string is said in all languages */
	CHECK(text_language(&s.scheme_name, &s.languages, 2) == 2);
	diag_release(&d);
}

/* Scheme and host are made lower case, the path is kept. */
static void test_base_url(void)
{
	static const char *const rows[][2] = {
	        {BASE_URL("HTTPS://Fuda.EXAMPLE"), "https://fuda.example/"},
	        {BASE_URL("https://fuda.example:8443/A/b...c/..d"),
	         "https://fuda.example:8443/A/b...c/..d/"},
	        {BASE_URL("https://fuda.example/..."), "https://fuda.example/.../"},
	        {BASE_URL("https://xn--kprs2v.example/"), "https://xn--kprs2v.example/"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct diag d;

		CHECK(load(rows[i][0], NULL, 0, &d) == 0);
		CHECK_STR(s.base_url, str_from(rows[i][1]));
		diag_release(&d);
	}
}

/* One fault a row: what is said of it, and nothing else. */
static void test_faults(void)
{
	static const struct {
		const char *text;
		enum diag_code code;
		const char *pointer, *said;
	} rows[] = {
	        {"{" REQUIRED ", \"ending_soon_day\": 30}", DIAG_SETTING_UNKNOWN,
	         "/ending_soon_day", "\"ending_soon_days\""},
	        {"{" REQUIRED ", \"ending_soon_days\": -1}", DIAG_SETTING_INVALID,
	         "/ending_soon_days", "is -1"},
	        {"{" REQUIRED ", \"ending_soon_days\": \"30\"}", DIAG_SETTING_INVALID,
	         "/ending_soon_days", "from 0 to 3650"},
	        {"{" REQUIRED ", \"sample\": 1}", DIAG_SETTING_INVALID, "/sample", "true or false"},
	        {"{" REQUIRED ", \"languages\": []}", DIAG_SETTING_INVALID, "/languages", "1 to 8"},
	        {"{" REQUIRED ", \"language_fallback\": {\"fr\": [\"en\"]}}", DIAG_SETTING_INVALID,
	         "/language_fallback", "no other language of the site"},
	        {"{" REQUIRED ", \"language_fallback\": {\"en\": [\"en\"]}}", DIAG_SETTING_INVALID,
	         "/language_fallback", "no other language"},
	        {"{" REQUIRED ", \"language_fallback\": {\"en\": [\"ja\", \"ja\"]}}",
	         DIAG_SETTING_INVALID, "/language_fallback", "no other language"},
	        {"{" REQUIRED ", \"language_fallback\": {\"en\": \"ja\"}}", DIAG_SETTING_INVALID,
	         "/language_fallback", "arrays"},
	        {"{" REQUIRED ", \"language_fallback\": [\"en\"]}", DIAG_SETTING_INVALID,
	         "/language_fallback", "an object"},
	        {"{" REQUIRED ", \"languages\": [\"ja\", \"ja\"]}", DIAG_SETTING_INVALID,
	         "/languages", "twice"},
	        {"{" REQUIRED ", \"languages\": [\"ja\", \"en\", \"EN\"]}", DIAG_SETTING_INVALID,
	         "/languages", "\"EN\" is there twice"},
	        {"{" REQUIRED ", \"languages\": [\"ja\", \"data\"]}", DIAG_SETTING_INVALID,
	         "/languages", "language tag"},
	        {"{" REQUIRED ", \"languages\": [\"../x\"]}", DIAG_SETTING_INVALID, "/languages",
	         "language tag"},
	        {"{" REQUIRED ", \"contact_url\": \"ftp://x/\"}", DIAG_SETTING_INVALID,
	         "/contact_url", "http or https"},
	        {"{" REQUIRED ", \"public_key\": \"a\\u0000\"}", DIAG_TEXT_CHARACTER, "/public_key",
	         "U+0000"},
	        {"{" REQUIRED ", \"licence_name\": {\"en\": \"x\"}}", DIAG_KEY_MISSING,
	         "/licence_name/ja", "default language"},
	        {"{\"site_name\": \"n\", \"scheme_name\": \"s\", \"operator_name\": \"o\","
	         " \"contact_url\": \"https://x.example/\"}",
	         DIAG_KEY_MISSING, "/base_url", "missing"},
	        {"{\"base_url\": \"https://x.example/?a\", \"site_name\": \"n\", \"scheme_name\": "
	         "\"s\","
	         " \"operator_name\": \"o\", \"contact_email\": \"a@b.example\"}",
	         DIAG_SETTING_INVALID, "/base_url", "without '?'"},
	        {BASE_URL("https://ja.\xe5\x8f\xb0\xe5\xb8\xb3.example/"), DIAG_SETTING_INVALID,
	         "/base_url", "its host is ja.xn--kprs2v.example"},
	        {BASE_URL("https://x.example/\xe5\x8f\xb0/"), DIAG_SETTING_INVALID, "/base_url",
	         "percent-encode"},
	        {BASE_URL("https://x.example/a/../b/"), DIAG_SETTING_INVALID, "/base_url",
	         "\"..\""},
	        {BASE_URL("https://x.example/a/%2E./"), DIAG_SETTING_INVALID, "/base_url",
	         "\"..\""},
	        {BASE_URL("https://x.example/./"), DIAG_SETTING_INVALID, "/base_url", "\"..\""},
	        {BASE_URL("https://x.example//"), DIAG_SETTING_INVALID, "/base_url", "\"//\""},
	        {BASE_URL("https://x.example/a//b"), DIAG_SETTING_INVALID, "/base_url", "\"//\""},
	        {"{\"base_url\": \"https://x.example/\", \"site_name\": \"n\","
	         " \"scheme_name\": \"s\", \"operator_name\": \"o\", \"contact_email\": \"\"}",
	         DIAG_KEY_MISSING, "/contact_email", "or contact_url"},
	        {"{" REQUIRED ", \"xyzzy\": 1}", DIAG_SETTING_UNKNOWN, "/xyzzy",
	         "is not a setting"},
	        {"[]", DIAG_TYPE, "", "an object"},
	        {"{", DIAG_JSON_SYNTAX, "", "not JSON"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct diag d;

		CHECK(load(rows[i].text, NULL, 0, &d) == -1);
		if (CHECK(d.nitems == 1)) {
			if (!CHECK(d.items[0].code == rows[i].code))
				diag_print(&d, stderr);
			CHECK_STR(d.items[0].pointer, str_from(rows[i].pointer));
			CHECK(str_find(d.items[0].text, str_from(rows[i].said)) <
			      d.items[0].text.n);
		} else {
			diag_print(&d, stderr);
		}
		diag_release(&d);
	}
}

static void test_overrides(void)
{
	static const char *const good[] = {
	        "ending_soon_days=30", "sample=true",          "site_name=一つの名前",
	        "languages=[\"en\"]",  "last_day_valid=false", "ending_soon_days=31",
	};
	static const char *const bad[] = {"ending_soon_days=soon", "colour=red", "sample",
	                                  "sample=yes"};
	static const enum diag_code codes[] = {DIAG_SETTING_INVALID, DIAG_SETTING_UNKNOWN,
	                                       DIAG_SETTING_INVALID, DIAG_SETTING_INVALID};
	struct diag d;

	CHECK(load("{\"base_url\": \"https://fuda.example/r\", \"scheme_name\": {\"en\": \"s\"},"
	           " \"operator_name\": \"o\", \"contact_email\": \"a@b.example\","
	           " \"ending_soon_days\": 60}",
	           good, COUNT_OF(good), &d) == 0);
	diag_print(&d, stderr);
	CHECK(s.languages.n == 1);
	CHECK_STR(s.base_url, STR("https://fuda.example/r/"));
	CHECK(s.ending_soon_days == 31 && s.is_sample && !s.last_day_valid);
	CHECK_STR(text_in(&s.site_name, &s.languages, 0), STR("一つの名前"));
	diag_release(&d);

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		diag_init(&d);
		CHECK(settings_load(&s, NULL, &bad[i], 1, &a, &d) == -1);
		CHECK(d.nitems == 1 && d.items[0].code == codes[i]);
		CHECK(s.ending_soon_days == 90 && !s.is_sample);
		diag_release(&d);
	}
}

static void test_absent(void)
{
	struct diag d;

	diag_init(&d);
	CHECK(settings_load(&s, scratch_path(&a, "none.json"), NULL, 0, &a, &d) == -1);
	CHECK(d.nsystem == 1);
	diag_release(&d);
}

int main(void)
{
	arena_init(&a, 1 << 12);
	scratch_open();
	test_defaults();
	test_layers();
	test_chains();
	test_base_url();
	test_faults();
	test_overrides();
	test_absent();
	scratch_close();
	arena_release(&a);
	return check_report();
}
