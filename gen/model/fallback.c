#include "model/fallback.h"
#include "base/json_writer.h"

const struct fallback_record *fallback_find(const struct fallback *fallback, uint64_t offset)
{
	for (size_t i = 0; fallback && i < fallback->nrecords; i++)
		if (fallback->records[i].bad.offset == offset)
			return &fallback->records[i];
	return NULL;
}

int fallback_read(const struct fallback *fallback, const struct fallback_record *record,
                  struct buf *b)
{
	return export_read(&fallback->file, record->good.offset, record->good.length, b);
}

static void add_ids(struct buf *b, const char *key, const struct fallback *fallback,
                    bool is_left_out)
{
	json_open(b, key, '[');
	for (size_t i = 0; i < fallback->nrecords; i++)
		if (fallback_is_left_out(&fallback->records[i]) == is_left_out)
			json_add_string(b, NULL, fallback->records[i].id);
	buf_add_byte(b, ']');
}

void fallback_add_json(struct buf *b, const char *key, const struct fallback *fallback)
{
	json_open(b, key, '{');
	json_add_string(b, "sha256", (struct str){fallback->hash, SHA256_HEX});
	add_ids(b, "products", fallback, false);
	add_ids(b, "left_out", fallback, true);
	buf_add_byte(b, '}');
}

size_t fallback_count(const struct fallback *fallback, bool is_left_out)
{
	size_t n = 0;

	for (size_t i = 0; i < fallback->nrecords; i++)
		n += fallback_is_left_out(&fallback->records[i]) == is_left_out;
	return n;
}
