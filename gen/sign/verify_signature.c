/*
 * The signature of a copy: by which key, of what, and what it says of the edition.
 */
#include "sign/verify_part.h"
#include <fcntl.h>
#include <sys/stat.h>

#define SIGNATURE_MAX 16384

/* Reads what the copy says of keys that followed one another. */
static void load_keys(struct verification *v)
{
	struct str path = STR(KEYS_NAME), text;
	const char *fault;
	struct stat st;

	if (fstatat(v->folder, path.p, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		text = verify_load(v, path, KEYS_SIZE, DIAG_KEYS_INVALID);
		fault = text.p ? keys_parse(&v->keys, arena_copy(v->arena, text), v->arena) : NULL;
		if (fault)
			verify_find(v, DIAG_KEYS_INVALID, path, "%s", fault);
	}
	keys_follow(&v->keys, &v->request->key, &v->line);
	v->signer = v->line.n;
}

/* What was announced is of this site, and the key may have signed on this day. */
static void match_keys(struct verification *v)
{
	const struct edition *edition = &v->result->edition;

	if (v->keys.n > 0 && !str_is_equal(v->keys.site, edition->site))
		verify_find(v, DIAG_KEYS_INVALID, STR(KEYS_NAME), "is of the site %.*s",
		            STR_ARG(v->keys.site));
	if (keys_is_replaced(&v->line, v->signer, edition->as_of))
		verify_find(v, DIAG_KEY_REPLACED, STR(EDITION_SIGNATURE), "%s",
		            keys_tell_replaced(&v->line, v->signer, v->arena).p);
}

/* No key of the line made the signature; perhaps one did that came before it. */
static void refuse_key(struct verification *v, const unsigned char signer[MINISIGN_ID])
{
	const struct minisign_public *key = &v->request->key;
	char found[MINISIGN_ID_TEXT], wanted[MINISIGN_ID_TEXT];

	minisign_format_id(signer, found);
	minisign_format_id(key->id, wanted);
	verify_find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_SIGNATURE),
	            "was made with key %.*s, expected %.*s%s", MINISIGN_ID_TEXT, found,
	            MINISIGN_ID_TEXT, wanted, keys_refusal(&v->keys, signer, key));
}

static void check_comment(struct verification *v, const struct minisign_signature *signature,
                          const struct minisign_public *key)
{
	if (!minisign_is_comment_signed(signature, key)) {
		verify_find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_SIGNATURE),
		            "its trusted comment is not the one that was signed");
		return;
	}
	v->result->comment = signature->comment;
}

/* What was signed speaks of this edition. */
static void match_comment(struct verification *v)
{
	struct verify_result *result = v->result;

	if (!result->comment.p || !str_has_prefix(result->comment, STR("as of ")))
		return; /* made by minisign itself, it says other things */
	if (!edition_has_comment(&result->edition, result->comment, v->arena))
		verify_find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_SIGNATURE),
		            "its trusted comment speaks of another edition");
}

void verify_signature(struct verification *v, struct str manifest)
{
	struct str path = STR(EDITION_SIGNATURE);
	struct str text = verify_load(v, path, SIGNATURE_MAX, DIAG_SIGNATURE_INVALID);
	struct minisign_signature signature;
	const struct minisign_public *key;
	char id[MINISIGN_ID_TEXT];
	const char *fault;

	if (!text.p)
		return;
	fault = minisign_parse_signature(&signature, text);
	if (fault) {
		verify_find(v, DIAG_SIGNATURE_INVALID, path, "%s", fault);
		return;
	}
	signature.comment = arena_copy(v->arena, signature.comment);
	load_keys(v);
	v->signer = keys_find(&v->line, signature.id);
	if (v->signer == v->line.n) {
		refuse_key(v, signature.id);
		return;
	}
	key = &v->line.keys[v->signer];
	minisign_format_id(key->id, id);
	v->result->signer = arena_copy(v->arena, (struct str){id, sizeof(id)});
	v->result->led = keys_tell(&v->line, v->signer, v->arena);
	v->result->is_signed = minisign_is_signed(&signature, key, manifest);
	if (!v->result->is_signed)
		verify_find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_NAME),
		            "is not what key %.*s signed", MINISIGN_ID_TEXT, id);
	check_comment(v, &signature, key);
}

void verify_match(struct verification *v)
{
	match_comment(v);
	match_keys(v);
}
