/* Signed notes and checkpoints, by the examples of their specifications; entries of the log. */
#include "base/attr.h"
#include "check.h"
#include "proof/checkpoint.h"
#include "proof/logged.h"

/* The example of C2SP signed-note. */
#define VERIFIER "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define DASH     "\xe2\x80\x94"
#define TEXT     "This is an example message.\n"
#define SIGNED                                                                                     \
	TEXT "\n" DASH " example.com/foo "                                                         \
	     "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1"    \
	     "Yu72IneyaQM=\n"
#define OTHER DASH " example.com/other Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlT\n"

static struct note_key example_key(void)
{
	struct note_key key;
	struct buf b;

	buf_init(&b);
	CHECK(minisign_decode_base64(STR("AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"), &b) == 0);
	CHECK(b.n == 33 && b.p[0] == 1);
	note_key_init(&key, STR("example.com/foo"), (const unsigned char *)b.p + 1);
	buf_clear(&b);
	note_add_key(&b, &key);
	CHECK_STR(buf_str(&b), STR(VERIFIER));
	buf_release(&b);
	return key;
}

static enum note_verdict check_note(const char *text, const struct note_key *key)
{
	struct note note;

	return CHECK(note_parse(&note, str_from(text)) == NULL) ? note_check(&note, key)
	                                                        : NOTE_FORGED;
}

static void test_note(void)
{
	struct note_key key = example_key(), other = key;
	static const char *const bad[] = {
	        "",
	        TEXT,
	        "\n",
	        "\n\n",
	        TEXT "\n",
	        TEXT "\nno signature\n",
	        "a\tb\n\n" DASH " x y\n",
	        TEXT "\n" DASH " example.com/foo Uw2Q",
	        TEXT "\r\n\n" DASH " x y\n",
	};
	struct note note;

	CHECK(check_note(SIGNED, &key) == NOTE_SIGNED);
	CHECK(check_note(SIGNED OTHER, &key) == NOTE_SIGNED);
	CHECK(check_note(TEXT "\n" OTHER, &key) == NOTE_UNSIGNED);
	CHECK(check_note("x" SIGNED, &key) == NOTE_FORGED);
	CHECK(check_note(SIGNED "line that is none\n", &key) == NOTE_SIGNED);
	other.name = STR("example.com/fo");
	CHECK(check_note(SIGNED, &other) == NOTE_UNSIGNED);
	other = key;
	other.id[3] ^= 1;
	CHECK(check_note(SIGNED, &other) == NOTE_UNSIGNED);
	other = key;
	other.key[3] ^= 1;
	CHECK(check_note(SIGNED, &other) == NOTE_FORGED);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (!CHECK(note_parse(&note, str_from(bad[i])) != NULL))
			fprintf(stderr, "  row %zu: %s\n", i, bad[i]);
}

#define ROOT    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define END     "\n" DASH " a b\n"
#define RECITED "example.com/behind-the-sofa\n20852163\n" ROOT "\n"

static void test_checkpoint(void)
{
	static const char *const bad[] = {
	        "\n20852163\n" ROOT "\n" END,
	        "x\n020852163\n" ROOT "\n" END,
	        "x\n-1\n" ROOT "\n" END,
	        "x\n\n" ROOT "\n" END,
	        "x\n99999999999\n" ROOT "\n" END,
	        "x\n9999999999\n" ROOT "\n" END,
	        "x\n1\nCsUY\n" END,
	        "x\n1\n" ROOT ROOT "\n" END,
	        "x\n1\n" END,
	        "x\n" END,
	};
	struct checkpoint checkpoint;
	struct arena a;

	arena_init(&a, 1 << 10);
	CHECK(checkpoint_parse(&checkpoint, STR(RECITED END)) == NULL);
	CHECK(checkpoint.size == 20852163 && checkpoint.root.bytes[0] == 0x0a);
	CHECK_STR(checkpoint.origin, STR("example.com/behind-the-sofa"));
	CHECK(checkpoint_parse(&checkpoint, STR(RECITED "more\n" END)) == NULL);
	CHECK(checkpoint_parse(&checkpoint, STR("x\n0\n" ROOT "\n" END)) == NULL);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (!CHECK(checkpoint_parse(&checkpoint, str_from(bad[i])) != NULL))
			fprintf(stderr, "  row %zu: %s\n", i, bad[i]);
	CHECK_STR(checkpoint_origin(STR("https://x.example/"), &a), STR("x.example/log"));
	CHECK_STR(checkpoint_origin(STR("http://x.example:8080/a"), &a),
	          STR("x.example:8080/a/log"));
	arena_release(&a);
}

#define HASH "ee84fd5d76266d88c1333092143cd3a0e4f847cac273c70cd48ff683aa41f5ad"
#define ENTRY                                                                                      \
	"fuda-edition/1\nas-of 2026-11-22\nsequence 9822\nproducts " HASH "\nmanifest " HASH "\n"

static void test_logged(void)
{
	const struct edition edition = {.as_of = 20779, .products_root = STR(HASH)};
	static const char *const bad[] = {
	        "",
	        ENTRY "\n",
	        " " ENTRY,
	        "fuda-edition/1\nas-of 2026-11-22\nsequence 9823\nproducts " HASH "\nmanifest " HASH
	        "\n",
	        "fuda-edition/1\nas-of 2026-11-31\nsequence 9822\nproducts " HASH "\nmanifest " HASH
	        "\n",
	        "fuda-edition/1\nas-of 2026-11-22\nsequence 09822\nproducts " HASH
	        "\nmanifest " HASH "\n",
	        "fuda-edition/1\nas-of 2026-11-22\nsequence 9822\nproducts X" HASH
	        "\nmanifest " HASH "\n",
	        "fuda-edition/1\nas-of 2026-11-22\nsequence 9822\nproducts " HASH "\nmanifest \n",
	        "fuda-edition/1\nas-of 2026-11-22\nsequence 9822\nproducts " HASH
	        "\nmanifest " HASH,
	        "fuda-edition/2\nas-of 2026-11-22\nsequence 9822\nproducts " HASH "\nmanifest " HASH
	        "\n",
	};
	struct logged logged;
	struct buf b;

	buf_init(&b);
	logged_add(&b, &edition, STR(HASH));
	CHECK_STR(buf_str(&b), STR(ENTRY));
	buf_release(&b);
	CHECK(logged_parse(&logged, STR(ENTRY)) == 0);
	CHECK(logged.as_of == 20779 && logged_sequence(&logged) == 9822);
	CHECK_STR(logged.products, STR(HASH));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (!CHECK(logged_parse(&logged, str_from(bad[i])) < 0))
			fprintf(stderr, "  row %zu: %s\n", i, bad[i]);
}

int main(void)
{
	test_note();
	test_checkpoint();
	test_logged();
	return check_report();
}
