#include "base/attr.h"
#include "check.h"
#include "model/claims.h"

static void test_find(void)
{
	static const struct {
		struct str text, found;
	} rows[] = {
	        {STR(""), STR_NONE},
	        {STR("Camera"), STR_NONE},
	        {STR("certified"), STR("certified")},
	        {STR("A CertiFied camera"), STR("certified")},
	        {STR("uncertified"), STR_NONE},
	        {STR("certifieds"), STR_NONE},
	        {STR("uncertified, certified"), STR("certified")},
	        {STR("certifie"), STR_NONE},
	        {STR("2certified2"), STR("certified")},
	        {STR("approved and certified"), STR("approved")},
	        {STR("カメラ★"), STR("★")},
	        {STR("認証カメラ"), STR_NONE},
	        {STR("カメラ認証済"), STR("認証済")},
	        {STR("x認証済x"), STR("認証済")},
	        {STR("\xff"), STR_NONE},
	};
	struct str words[] = {STR("★"), STR("認証済"), STR("認証取得"), STR("certified"),
	                      STR("approved")};
	struct claims claims;

	claims_init(&claims, words, COUNT_OF(words));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		CHECK(str_is_equal(claims_find(&claims, rows[i].text), rows[i].found));
}

static void test_none(void)
{
	static const struct claims unset;
	struct claims claims;

	claims_init(&claims, NULL, 0);
	CHECK(claims_find(&claims, STR("certified")).p == NULL);
	CHECK(claims_find(&unset, STR("certified")).p == NULL);
}

int main(void)
{
	test_find();
	test_none();
	return check_report();
}
