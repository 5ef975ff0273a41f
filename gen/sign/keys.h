/*
 * How the keys of a registry follow one another: keys.txt, announcements of next keys, each signed
 * by the key that it is the next of.
 *
 *     fuda-key/1
 *     site https://labels.example/
 *     from 2026-12-01
 *     key PUBLIC_KEY
 *     next PUBLIC_KEY
 *     (the four lines of a signature by `key` of the five above, as minisign makes it)
 *
 * One announcement behind the other, as they were made; none is ever taken out. From that day on
 * `next` signs what `key` signed before, editions or the log. A key has one next key, and no key
 * comes twice: whoever trusts a key can follow the announcements from it, and comes to an end.
 *
 * It is read wherever it comes from: nothing in it is believed that is not signed. What a thief of
 * a key can do with it, he can do with an announcement as well.
 */
#ifndef SIGN_KEYS_H
#define SIGN_KEYS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "sign/minisign.h"

#define KEYS_NAME "keys.txt"
#define KEYS_HEAD "fuda-key/1\n"
#define KEYS_MAX  64                /* announcements: more are of no registry */
#define KEYS_SIZE ((size_t)1 << 20) /* bytes that are read of a file of them */

struct key_change {
	struct str bytes; /* the announcement with its signature */
	date_days from;
	struct minisign_public key, next;
};

struct keys {
	struct str text; /* as it was read */
	struct str site; /* the base_url of all of them; none if there is none */
	struct key_change changes[KEYS_MAX];
	size_t n;
};

/* Keys of which each announced the one behind it. */
struct key_line {
	const struct key_change *changes[KEYS_MAX]; /* from key i to key i + 1 */
	struct minisign_public keys[KEYS_MAX + 1];
	size_t n; /* of keys */
};

/* How many lines an announcement has. */
#define KEYS_LINES 9

/* Reads it, and checks every announcement; views of the text. Returns what is wrong, or NULL; in
 * the arena. No text is no announcement. */
MUST_CHECK const char *keys_parse(struct keys *keys, struct str text, struct arena *a);

/* Appends an announcement behind those that the buffer holds. Returns what keys_parse says of all
 * of them, or NULL: what was appended is to be kept only then. */
MUST_CHECK const char *keys_add(struct buf *b, const struct minisign_secret *secret,
                                const struct minisign_public *next, struct str site, date_days from,
                                struct arena *a);

/* The line that begins with a key: alone, if it announced none. */
void keys_follow(const struct keys *keys, const struct minisign_public *key, struct key_line *line);

/* The line that ends with a key: from the first one that leads to it. */
void keys_lead(const struct keys *keys, const struct minisign_public *key, struct key_line *line);

/* The number of the key with this id in the line, or line->n. */
size_t keys_find(const struct key_line *line, const unsigned char id[MINISIGN_ID]);

/* The key that is to sign on a day. */
size_t keys_of_day(const struct key_line *line, date_days day);

/* Whether a key of the line may not have signed on a day: the next one had taken its place. */
bool keys_is_replaced(const struct key_line *line, size_t number, date_days day);

/* How the first key of a line leads to one: ", which key A named (from 2026-12-01 on)"; in the
 * arena, empty for the first one itself. */
struct str keys_tell(const struct key_line *line, size_t number, struct arena *a);

/* In words, which key was to sign in place of one that is replaced; in the arena. */
struct str keys_tell_replaced(const struct key_line *line, size_t number, struct arena *a);

/* What can be said of a key that is not in the line of another, behind "expected KEY": that it came
 * before it, or that announcements do not lead to it; a literal. */
const char *keys_refusal(const struct keys *keys, const unsigned char id[MINISIGN_ID],
                         const struct minisign_public *key);

/* The public half of a key. */
void keys_public(const struct minisign_secret *secret, struct minisign_public *key);
bool keys_is_same(const struct minisign_public *key, const struct minisign_public *other);

#endif
