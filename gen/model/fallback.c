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

static void add_ids(struct buf *b, const struct fallback *fallback, bool is_left_out)
{
	bool is_first = true;

	for (size_t i = 0; i < fallback->nrecords; i++) {
		const struct fallback_record *record = &fallback->records[i];

		if (fallback_is_left_out(record) != is_left_out)
			continue;
		if (!is_first)
			buf_add_byte(b, ',');
		json_add_quoted(b, record->id);
		is_first = false;
	}
}

void fallback_add_json(struct buf *b, const struct fallback *fallback)
{
	buf_printf(b, "{\"sha256\":\"%.*s\",\"products\":[", SHA256_HEX, fallback->hash);
	add_ids(b, fallback, false);
	buf_add(b, STR("],\"left_out\":["));
	add_ids(b, fallback, true);
	buf_add(b, STR("]}"));
}

size_t fallback_count(const struct fallback *fallback, bool is_left_out)
{
	size_t n = 0;

	for (size_t i = 0; i < fallback->nrecords; i++)
		n += fallback_is_left_out(&fallback->records[i]) == is_left_out;
	return n;
}
