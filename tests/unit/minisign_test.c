#include "base/arena.h"
#include "base/attr.h"
#include "check.h"
#include "sign/minisign.h"

/* Made by minisign 0.11 for this test, of the file "hello\n". */
#define PUBLIC "RWS1cfwyzi+vqdkw5ZKpumIx/lYiQJ+xx1KeM+ICs1lN7iiasKctdRt9"
#define SECRET                                                                                     \
	"RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAtXH8Ms4vr6khAOAu" \
	"hkZNUkWyygk/d1eIKha9P3wyE2/kD5MfIPCgZ9kw5ZKpumIx/lYiQJ+xx1KeM+ICs1lN7iiasKctdRt9AAAAAAAA" \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define HASHED                                                                                     \
	"RUS1cfwyzi+vqVW+mc9JbHJi+THxybvUpv5HpK5WEWaXFZDMpow+3bevRUJadmFSmaH7l8JHyUgjNKR1AX/tACFF" \
	"QbN2qf57vw8="
#define HASHED_COMMENT "timestamp:1795414856\tfile:MANIFEST.json\thashed"
#define HASHED_WHOLE                                                                               \
	"CtOmlJF/+oUD9pTMAu+vAgZtfiEyAaXEJ7l4JJIEZiqqmrlqVYZwBggw4mv9eJ4PaurN3P3qXgObOFgB9WnVBA=="
#define PLAIN                                                                                      \
	"RWS1cfwyzi+vqdejy1tsc3o100pAhf/8KS/lZFWUbL0ASJyRY/VXm8meP+822khy/DmN0SIaF8/NeOtRFnYuEaqN" \
	"khx6o+Wk/wo="
#define PLAIN_COMMENT "timestamp:1795414856\tfile:MANIFEST.json"
#define PLAIN_WHOLE                                                                                \
	"np2o9w6ypn3Xk63lBWgufwnm8zXDdZdxIQdjMBi6vhASA2Jh3Kt9b2CO7kDLWp22j+5wN7LNyBp8LLcyZdWmBA=="

#define UNTRUSTED                        "untrusted comment: some words\n"
#define TRUSTED                          "trusted comment: "
#define SIGNATURE(first, comment, whole) UNTRUSTED first "\n" TRUSTED comment "\n" whole "\n"

static void test_public(void)
{
	static const struct {
		const char *text;
		bool is_good;
	} rows[] = {
	        {PUBLIC, true},
	        {PUBLIC "\n", true},
	        {PUBLIC "\r\n", true},
	        {UNTRUSTED PUBLIC "\n", true},
	        {UNTRUSTED PUBLIC, true},
	        {"", false},
	        {"\n", false},
	        {UNTRUSTED, false},
	        {PUBLIC "A", false},
	        {PUBLIC "\n\n", false},
	        {PUBLIC "\n" PUBLIC, false},
	        {" " PUBLIC, false},
	        {"RWS1cfwyzi", false},
	        {"!WS1cfwyzi+vqdkw5ZKpumIx/lYiQJ+xx1KeM+ICs1lN7iiasKctdRt9", false},
	        {"RWS1cfwyzi-vqdkw5ZKpumIx_lYiQJ-xx1KeM-ICs1lN7iiasKctdRt9", false},
	        /* of another kind: "ED" */
	        {"RUS1cfwyzi+vqdkw5ZKpumIx/lYiQJ+xx1KeM+ICs1lN7iiasKctdRt9", false},
	        {SECRET, false},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct minisign_public key;
		const char *fault = minisign_parse_public(&key, str_from(rows[i].text));
		char id[MINISIGN_ID_TEXT];

		if (!CHECK(!fault == rows[i].is_good))
			fprintf(stderr, "  row %zu: %s\n", i, fault ? fault : "no fault");
		if (fault)
			continue;
		minisign_format_id(key.id, id);
		CHECK_STR(((struct str){id, sizeof(id)}), STR("A9AF2FCE32FC71B5"));
	}
}

static void test_secret(void)
{
	static const struct {
		const char *text;
		bool is_good;
	} rows[] = {
	        {UNTRUSTED SECRET "\n", true},
	        {UNTRUSTED SECRET, true},
	        {SECRET "\n", false},
	        {UNTRUSTED PUBLIC "\n", false},
	        {UNTRUSTED SECRET "\n" SECRET "\n", false},
	        {UNTRUSTED, false},
	        {"", false},
	};
	char damaged[] = UNTRUSTED SECRET;
	struct minisign_secret key;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str text = str_from(rows[i].text);
		const char *fault = minisign_parse_secret(&key, text, STR(""));

		if (!CHECK(!fault == rows[i].is_good))
			fprintf(stderr, "  row %zu: %s\n", i, fault ? fault : "no fault");
		CHECK(!minisign_is_encrypted(text));
	}
	damaged[sizeof(UNTRUSTED) + 90] ^= 1;
	CHECK(minisign_parse_secret(&key, str_from(damaged), STR("")) != NULL);
	/* Encrypted in a way that nobody knows: "Xx" in place of "Sc". */
	memcpy(damaged, UNTRUSTED "RWRYeEIy", sizeof(UNTRUSTED) + 7);
	CHECK(minisign_parse_secret(&key, str_from(damaged), STR("")) != NULL);
}

static void test_signature(void)
{
	static const struct {
		const char *text;
		bool is_good; /* can be read */
		bool is_signed, is_comment_signed;
	} rows[] = {
	        {SIGNATURE(HASHED, HASHED_COMMENT, HASHED_WHOLE), true, true, true},
	        {SIGNATURE(PLAIN, PLAIN_COMMENT, PLAIN_WHOLE), true, true, true},
	        {SIGNATURE(HASHED, "another", HASHED_WHOLE), true, true, false},
	        {SIGNATURE(HASHED, "", HASHED_WHOLE), true, true, false},
	        {SIGNATURE(PLAIN, HASHED_COMMENT, HASHED_WHOLE), true, true, false},
	        {SIGNATURE(HASHED, HASHED_COMMENT, PLAIN_WHOLE), true, true, false},
	        {UNTRUSTED HASHED "\r\n" TRUSTED HASHED_COMMENT "\r\n" HASHED_WHOLE "\r\n", true,
	         true, true},
	        {UNTRUSTED HASHED "\n" TRUSTED HASHED_COMMENT "\n" HASHED_WHOLE, true, true, true},
	        {SIGNATURE(HASHED, HASHED_COMMENT, HASHED_WHOLE) "\n", false, false, false},
	        {SIGNATURE(HASHED, HASHED_COMMENT, ""), false, false, false},
	        {SIGNATURE(HASHED, HASHED_COMMENT, HASHED), false, false, false},
	        {SIGNATURE("", HASHED_COMMENT, HASHED_WHOLE), false, false, false},
	        {SIGNATURE(PUBLIC, HASHED_COMMENT, HASHED_WHOLE), false, false, false},
	        {SIGNATURE("WA" HASHED, HASHED_COMMENT, HASHED_WHOLE), false, false, false},
	        {HASHED "\n" TRUSTED HASHED_COMMENT "\n" HASHED_WHOLE "\n", false, false, false},
	        {UNTRUSTED HASHED "\n" HASHED_COMMENT "\n" HASHED_WHOLE "\n", false, false, false},
	        {UNTRUSTED HASHED "\n" TRUSTED HASHED_COMMENT "\n", false, false, false},
	        {UNTRUSTED HASHED "\n", false, false, false},
	        {UNTRUSTED, false, false, false},
	        {"", false, false, false},
	};
	struct minisign_public key;

	CHECK(!minisign_parse_public(&key, STR(PUBLIC)));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct minisign_signature signature;
		const char *fault = minisign_parse_signature(&signature, str_from(rows[i].text));

		if (!CHECK(!fault == rows[i].is_good))
			fprintf(stderr, "  row %zu: %s\n", i, fault ? fault : "no fault");
		if (fault)
			continue;
		CHECK(minisign_is_signed(&signature, &key, STR("hello\n")) == rows[i].is_signed);
		CHECK(!minisign_is_signed(&signature, &key, STR("hello")));
		CHECK(minisign_is_comment_signed(&signature, &key) == rows[i].is_comment_signed);
	}
}

static void test_round(void)
{
	struct minisign_secret secret;
	struct minisign_public key, other;
	struct minisign_signature signature;
	struct buf b;

	buf_init(&b);
	CHECK(!minisign_parse_public(&key, STR(PUBLIC)));
	CHECK(!minisign_parse_secret(&secret, STR(UNTRUSTED SECRET), STR("")));
	minisign_add_signature(&b, &secret, STR("hello\n"), STR(HASHED_COMMENT));
	/* Ed25519 leaves nothing to chance: minisign made the same. */
	CHECK(str_find(buf_str(&b), STR(HASHED "\n" TRUSTED HASHED_COMMENT "\n" HASHED_WHOLE)) <
	      b.n);
	CHECK(!minisign_parse_signature(&signature, buf_str(&b)));
	CHECK(signature.is_prehashed);
	CHECK_STR(signature.comment, STR(HASHED_COMMENT));
	CHECK(minisign_is_signed(&signature, &key, STR("hello\n")));
	CHECK(minisign_is_comment_signed(&signature, &key));
	other = key;
	other.id[0] ^= 1;
	CHECK(!minisign_is_signed(&signature, &other, STR("hello\n")));
	other = key;
	other.key[31] ^= 1;
	CHECK(!minisign_is_signed(&signature, &other, STR("hello\n")));
	CHECK(!minisign_is_comment_signed(&signature, &other));
	buf_release(&b);
}

int main(void)
{
	test_public();
	test_secret();
	test_signature();
	test_round();
	return check_report();
}
