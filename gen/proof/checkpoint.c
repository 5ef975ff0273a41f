#include "proof/checkpoint.h"

int checkpoint_take_line(struct str *text, struct str *line)
{
	size_t end = str_find_byte(*text, '\n');

	if (end == text->n)
		return -1;
	*line = str_sub(*text, 0, end);
	*text = str_sub(*text, end + 1, text->n);
	return 0;
}

int checkpoint_parse_number(struct str text, size_t *number)
{
	*number = 0;
	if (text.n == 0 || text.n > 10 || (text.p[0] == '0' && text.n > 1))
		return -1;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return -1;
		*number = *number * 10 + (size_t)(text.p[i] - '0');
	}
	return *number <= CHECKPOINT_SIZE_MAX ? 0 : -1;
}

void checkpoint_add_hash(struct buf *b, const struct merkle_hash *hash)
{
	minisign_add_base64(b, (struct str){(const char *)hash->bytes, sizeof(hash->bytes)});
}

int checkpoint_parse_hash(struct str text, struct merkle_hash *hash)
{
	struct buf b;
	int status = -1;

	buf_init(&b);
	if (minisign_decode_base64(text, &b) == 0 && b.n == sizeof(hash->bytes)) {
		memcpy(hash->bytes, b.p, sizeof(hash->bytes));
		status = 0;
	}
	buf_release(&b);
	return status;
}

const char *checkpoint_parse(struct checkpoint *checkpoint, struct str bytes)
{
	struct str rest, size, root;
	const char *fault;

	*checkpoint = (struct checkpoint){.bytes = bytes};
	fault = note_parse(&checkpoint->note, bytes);
	if (fault)
		return fault;
	rest = checkpoint->note.text;
	if (checkpoint_take_line(&rest, &checkpoint->origin) < 0 || checkpoint->origin.n == 0)
		return "it does not say of which log it is";
	if (checkpoint_take_line(&rest, &size) < 0 ||
	    checkpoint_parse_number(size, &checkpoint->size) < 0)
		return "it does not say how many entries there are";
	if (checkpoint_take_line(&rest, &root) < 0 ||
	    checkpoint_parse_hash(root, &checkpoint->root) < 0)
		return "it does not say which root the entries have";
	return NULL;
}

void checkpoint_add(struct buf *b, const struct note_key *key, size_t size,
                    const struct merkle_hash *root, const struct minisign_secret *secret)
{
	struct buf text;

	buf_init(&text);
	buf_printf(&text, "%.*s\n%zu\n", STR_ARG(key->name), size);
	checkpoint_add_hash(&text, root);
	buf_add_byte(&text, '\n');
	note_add(b, buf_str(&text), key, secret);
	buf_release(&text);
}

struct str checkpoint_origin(struct str base_url, struct arena *a)
{
	size_t scheme = str_find(base_url, STR("://"));

	if (scheme < base_url.n)
		base_url = str_sub(base_url, scheme + 3, base_url.n);
	return ARENA_JOIN(a, base_url,
	                  str_has_suffix(base_url, STR("/")) ? STR("log") : STR("/log"));
}
