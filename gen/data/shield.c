#include "data/shield.h"
#include "base/json_writer.h"
#include "site/shapes.h"

/* As in badge.svg; a retired entry has the first. */
static const char *const colours[STATUS_NVALUES] = {
        [STATUS_NOT_ISSUED] = "4d4d52", [STATUS_VALID] = "0a6338",   [STATUS_PENDING] = "7a4a00",
        [STATUS_LAPSED] = "4d4d52",     [STATUS_REVOKED] = "7d0a12",
};

static struct str text_of(struct value value)
{
	return (struct str){value.text, value.n};
}

void shield_add(struct buf *b, const struct page *p, const struct entry *entry)
{
	const struct value *v =
	        entry->retired ? view_retired_badge(p, entry) : view_badge(p, entry);
	enum status status = entry->retired ? STATUS_NOT_ISSUED : entry->standing.status;
	const struct value *badge = v[BADGE_FILE_BADGE].items;
	struct str message = text_of(badge[BADGE_STATUS_TEXT]);

	if (!entry->retired)
		message = ARENA_JOIN(p->arena, value_str(p->words->level_name[entry->head->level]),
		                     STR(" "), message);
	buf_add(b, STR("{\"schemaVersion\":1"));
	json_add_string(b, "label", text_of(badge[BADGE_LABEL_TEXT]));
	json_add_string(b, "message", message);
	json_add_string(b, "color", str_from(colours[status]));
	/* So that nobody can ask for another colour. */
	if (status != STATUS_VALID)
		json_add_flag(b, "isError", true);
	json_add_number(b, "cacheSeconds", 3600);
	buf_add(b, STR("}\n"));
}
