/*
 * What is found in a folder that anybody may have written: MANIFEST.json, a part of the list of
 * files, and the raw text of a record beside another.
 *
 * What can be read keeps to its promises, and nothing is read beyond the text.
 */
#include "model/json.h"
#include "night/takeback.h"
#include "publish/edition.h"
#include "publish/manifest.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void read_edition(struct str text, struct arena *a, struct diag *d)
{
	struct edition edition;

	(void)edition_has_format(text);
	if (edition_parse(&edition, text, (struct place){.file = STR("m")}, a, d) < 0) {
		require(d->nerrors > 0);
		return;
	}
	for (size_t i = 0; i < edition.nparts; i++)
		require(edition.parts[i].hash.n == SHA256_HEX &&
		        str_has_prefix(edition.parts[i].path, STR(EDITION_PARTS)));
}

static void read_part(struct str text)
{
	struct manifest_line line;
	unsigned char hash[SHA256_BYTES];

	while (manifest_take_line(&text, &line) == 0) {
		require(line.hash.n == SHA256_HEX && line.path.n > 0);
		manifest_parse_hash(line.hash.p, hash);
		(void)manifest_product_id(line.path);
	}
}

/* A record takes back nothing that is new beside itself, nor an empty one beside any. */
static void read_record(struct str text, struct arena *a, struct diag *d)
{
	const struct json *tree = json_parse_keeping(text, (struct place){.line = 1}, a, d);

	require(!takeback_is_new(text, tree, text, tree, a));
	require(!takeback_is_new(STR("{}"), NULL, text, tree, a));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct arena a;
	struct diag d;

	arena_init(&a, 1 << 12);
	diag_init(&d);
	read_edition(text, &a, &d);
	read_part(text);
	read_record(text, &a, &d);
	diag_release(&d);
	arena_release(&a);
	return 0;
}
