#include "model/text.h"
#include "base/json_writer.h"

void text_add_json(struct buf *b, const char *key, const struct text *text,
                   const struct languages *languages)
{
	if (text->in[0].n == 0)
		return;
	json_open(b, key, '{');
	for (unsigned i = 0; i < languages->n; i++) {
		if (text->in[i].n == 0)
			continue;
		json_add_key_text(b, languages->code[i]);
		json_add_quoted(b, text->in[i]);
	}
	buf_add_byte(b, '}');
}
