#include "base/attr.h"
#include "check.h"
#include "model/contact.h"

/* What can be linked, and what is only shown. */
struct row {
	const char *text;
	bool is_one;
};

static void check_rows(bool (*is_one)(struct str s), const struct row *rows, size_t nrows)
{
	for (size_t i = 0; i < nrows; i++)
		if (!CHECK(is_one(str_from(rows[i].text)) == rows[i].is_one))
			fprintf(stderr, "    %s\n", rows[i].text);
}

#define LABEL_63 "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-123456789"

static const struct row emails[] = {
        {"info@example.jp", true},
        {"a.b+c!#$%&'*/=?^_`{|}~-@a-b.example", true},
        {"a@1.2", true},
        {"a@" LABEL_63 ".jp", true},
        {"a@" LABEL_63 "x.jp", false},
        {"a@localhost", false},
        {"a@example.", false},
        {"a@.example", false},
        {"a@b..example", false},
        {"a@-b.example", false},
        {"a@b-.example", false},
        {"a@b_c.example", false},
        {"a@b@c.example", false},
        {"@example.jp", false},
        {"a@", false},
        {"example.jp", false},
        {"a b@example.jp", false},
        {"é@example.jp", false},
        {"a@例.jp", false},
        {"", false},
};

static const struct row tels[] = {
        {"+81 3-1234-5678", true},
        {"(03) 1234.5678", true},
        {"110", true},
        {"11", false},
        {"123456789012345", true},
        {"1234567890123456", false},
        {"03+1234", false},
        {"-03 1234", false},
        {"03-1234 ext 5", false},
        {"０３", false},
        {"", false},
};

static const struct row cves[] = {
        {"CVE-2026-1234", true},   {"CVE-2026-1234567", true}, {"CVE-2026-123", false},
        {"cve-2026-1234", false},  {"CVE-2026-12a4", false},   {"CVE-20260-1234", false},
        {"CVE-2026-1234 ", false}, {"CVE 2026-1234", false},   {"", false},
};

int main(void)
{
	check_rows(contact_is_email, emails, COUNT_OF(emails));
	check_rows(contact_is_tel, tels, COUNT_OF(tels));
	check_rows(contact_is_cve, cves, COUNT_OF(cves));
	CHECK(!contact_is_email((struct str){"a\0b@example.jp", 14}));
	CHECK(!contact_is_tel((struct str){"\000110", 4}));
	return check_report();
}
