#include "sign/keys.h"

#define LINES           5 /* that are signed */
#define SIGNATURE_LINES (KEYS_LINES - LINES)
#define KEY_TEXT        56 /* characters */

bool keys_is_same(const struct minisign_public *key, const struct minisign_public *other)
{
	return memcmp(key->key, other->key, sizeof(key->key)) == 0 &&
	       memcmp(key->id, other->id, sizeof(key->id)) == 0;
}

/* Whether one could be taken for the other. */
static bool is_alike(const struct minisign_public *key, const struct minisign_public *other)
{
	return memcmp(key->key, other->key, sizeof(key->key)) == 0 ||
	       memcmp(key->id, other->id, sizeof(key->id)) == 0;
}

/* ---- reading ---- */

/* Takes `n` lines off the text, with their ends; none if there are fewer. */
static struct str take_lines(struct str *text, int n)
{
	struct str whole = *text, rest = *text;

	for (int i = 0; i < n; i++) {
		size_t end = str_find_byte(rest, '\n');

		if (end == rest.n)
			return STR_NONE;
		rest = str_sub(rest, end + 1, rest.n);
	}
	*text = rest;
	return str_sub(whole, 0, whole.n - rest.n);
}

/* Takes the line off that says the value of a name; none if it is another line. */
static struct str take_value(struct str *text, struct str name)
{
	struct str line = str_cut(text, '\n');

	return str_has_prefix(line, name) ? str_sub(line, name.n, line.n) : STR_NONE;
}

static bool is_key(struct str text, struct minisign_public *key)
{
	return text.n == KEY_TEXT && !minisign_parse_public(key, text);
}

static const char *parse_change(struct key_change *change, struct str *site, struct str text)
{
	struct str head = take_lines(&text, 1), from;

	if (!str_is_equal(head, STR(KEYS_HEAD)))
		return "the first line is not fuda-key/1";
	*site = take_value(&text, STR("site "));
	if (site->n == 0)
		return "it does not say of which site it is";
	from = take_value(&text, STR("from "));
	if (!from.p || date_parse(from, &change->from) < 0)
		return "it does not say from which day on";
	if (!is_key(take_value(&text, STR("key ")), &change->key) ||
	    !is_key(take_value(&text, STR("next ")), &change->next))
		return "it does not name a key and its next one";
	return NULL;
}

static const char *check_signature(const struct key_change *change, struct str text,
                                   struct str signature_file)
{
	struct minisign_signature signature;
	const char *fault = minisign_parse_signature(&signature, signature_file);

	if (fault)
		return fault;
	if (!minisign_is_signed(&signature, &change->key, text) ||
	    !minisign_is_comment_signed(&signature, &change->key))
		return "it is not signed by the key that it is of";
	return NULL;
}

/* What announcements before say of these keys. */
static const char *check_order(const struct keys *keys, const struct key_change *change)
{
	if (is_alike(&change->key, &change->next))
		return "it names the key itself as the next one";
	for (size_t i = 0; i < keys->n; i++) {
		const struct key_change *before = &keys->changes[i];

		if (is_alike(&before->key, &change->key))
			return "the key has announced another next key before";
		if (is_alike(&before->key, &change->next) || is_alike(&before->next, &change->next))
			return "it names a key that was there before";
		if (keys_is_same(&before->next, &change->key) && change->from < before->from)
			return "it is of a day before that from which its key signs";
	}
	return NULL;
}

static const char *take_change(struct keys *keys, struct str *rest)
{
	struct key_change *change = &keys->changes[keys->n];
	struct str whole = *rest, text = take_lines(rest, LINES), site;
	struct str signature = take_lines(rest, SIGNATURE_LINES);
	const char *fault;

	if (!text.p || !signature.p)
		return "it does not have its nine lines";
	fault = parse_change(change, &site, text);
	if (!fault)
		fault = check_signature(change, text, signature);
	if (!fault)
		fault = check_order(keys, change);
	if (!fault && keys->n > 0 && !str_is_equal(site, keys->site))
		fault = "it is of another site than those before";
	if (fault)
		return fault;
	change->bytes = str_sub(whole, 0, text.n + signature.n);
	keys->site = site;
	keys->n++;
	return NULL;
}

const char *keys_parse(struct keys *keys, struct str text, struct arena *a)
{
	struct str rest = text;
	const char *fault = NULL;

	keys->text = text;
	keys->site = STR_NONE;
	keys->n = 0;
	while (rest.n > 0 && !fault) {
		if (keys->n == KEYS_MAX)
			return "there are more announcements than any registry has";
		fault = take_change(keys, &rest);
	}
	return fault ? arena_printf(a, "announcement %zu: %s", keys->n + 1, fault).p : NULL;
}

/* ---- writing ---- */

const char *keys_add(struct buf *b, const struct minisign_secret *secret,
                     const struct minisign_public *next, struct str site, date_days from,
                     struct arena *a)
{
	struct minisign_public key;
	struct keys *keys = arena_alloc(a, sizeof(*keys));
	size_t begin = b->n;
	char day[DATE_TEXT];
	struct str text;

	keys_public(secret, &key);
	date_format(from, day);
	buf_printf(b, KEYS_HEAD "site %.*s\nfrom %.*s\nkey ", STR_ARG(site), DATE_TEXT, day);
	minisign_add_public(b, &key);
	buf_add(b, STR("\nnext "));
	minisign_add_public(b, next);
	buf_add_byte(b, '\n');
	text = arena_copy(a, str_sub(buf_str(b), begin, b->n));
	minisign_add_signature(
	        b, secret, text,
	        arena_printf(a, "next key from %.*s on, site %.*s", DATE_TEXT, day, STR_ARG(site)));
	return keys_parse(keys, buf_str(b), a);
}

/* ---- what follows from it ---- */

void keys_follow(const struct keys *keys, const struct minisign_public *key, struct key_line *line)
{
	line->keys[0] = *key;
	line->n = 1;
	/* A next key stands behind the key that named it, so once through is enough. */
	for (size_t i = 0; i < keys->n; i++) {
		if (!keys_is_same(&keys->changes[i].key, &line->keys[line->n - 1]))
			continue;
		line->changes[line->n - 1] = &keys->changes[i];
		line->keys[line->n++] = keys->changes[i].next;
	}
}

void keys_lead(const struct keys *keys, const struct minisign_public *key, struct key_line *line)
{
	struct minisign_public first = *key;

	for (size_t i = keys->n; i > 0; i--)
		if (keys_is_same(&keys->changes[i - 1].next, &first))
			first = keys->changes[i - 1].key;
	keys_follow(keys, &first, line);
	line->n = keys_find(line, key->id) + 1;
}

size_t keys_find(const struct key_line *line, const unsigned char id[MINISIGN_ID])
{
	size_t i = 0;

	while (i < line->n && memcmp(line->keys[i].id, id, MINISIGN_ID) != 0)
		i++;
	return i;
}

bool keys_is_replaced(const struct key_line *line, size_t number, date_days day)
{
	return number + 1 < line->n && line->changes[number]->from <= day;
}

size_t keys_of_day(const struct key_line *line, date_days day)
{
	size_t i = 0;

	while (keys_is_replaced(line, i, day))
		i++;
	return i;
}

struct str keys_tell(const struct key_line *line, size_t number, struct arena *a)
{
	struct str told = STR("");

	for (size_t i = number; i > 0; i--) {
		char id[MINISIGN_ID_TEXT], day[DATE_TEXT];

		minisign_format_id(line->keys[i - 1].id, id);
		date_format(line->changes[i - 1]->from, day);
		told = arena_printf(a, "%.*s, which key %.*s named (from %.*s on)", STR_ARG(told),
		                    MINISIGN_ID_TEXT, id, DATE_TEXT, day);
	}
	return told;
}

struct str keys_tell_replaced(const struct key_line *line, size_t number, struct arena *a)
{
	char id[MINISIGN_ID_TEXT], next[MINISIGN_ID_TEXT], day[DATE_TEXT];

	minisign_format_id(line->keys[number].id, id);
	minisign_format_id(line->keys[number + 1].id, next);
	date_format(line->changes[number]->from, day);
	return arena_printf(a,
	                    "key %.*s has announced that key %.*s signs in its place from %.*s on",
	                    MINISIGN_ID_TEXT, id, MINISIGN_ID_TEXT, next, DATE_TEXT, day);
}

const char *keys_refusal(const struct keys *keys, const unsigned char id[MINISIGN_ID],
                         const struct minisign_public *key)
{
	struct key_line line;

	for (size_t i = 0; i < keys->n; i++) {
		if (memcmp(keys->changes[i].key.id, id, MINISIGN_ID) != 0)
			continue;
		keys_follow(keys, &keys->changes[i].key, &line);
		if (keys_find(&line, key->id) < line.n)
			return ", which followed it: what an earlier key signed is checked with "
			       "that key";
	}
	return keys->n > 0 ? " or one that followed it; " KEYS_NAME " does not lead there" : "";
}

void keys_public(const struct minisign_secret *secret, struct minisign_public *key)
{
	memcpy(key->id, secret->id, sizeof(key->id));
	memcpy(key->key, secret->key + 32, sizeof(key->key));
}
