#include "announcing.h"
#include "base/fs.h"
#include "sign/signing.h"
#include "tell.h"
#include <errno.h>
#include <fcntl.h>

struct announcing {
	struct str path; /* content/keys.txt of the site folder */
	struct settings settings;
	struct keys keys; /* that are there */
	struct minisign_secret key;
	struct minisign_public next;
	struct arena arena;
};

static int load(struct announcing *n, const struct options *o, struct diag *d)
{
	n->path = arena_printf(&n->arena, "%s/content/" KEYS_NAME, o->request.layers.own);
	if (build_load_settings(&o->request, &n->settings, &n->arena, d) < 0 ||
	    signing_load_keys(&n->keys, n->path.p, &n->arena, d) < 0 ||
	    signing_load_public(&n->next, o->next_key, d) < 0)
		return -1;
	return signing_load_key(&n->key, o->request.key, d);
}

/* The old announcements are never changed: the new one stands behind them. */
static int save(const struct announcing *n, date_days from, struct arena *a, struct diag *d)
{
	const char *fault;
	struct buf b;
	int status = 0;

	buf_init(&b);
	buf_add(&b, n->keys.text);
	fault = keys_add(&b, &n->key, &n->next, n->settings.base_url, from, a);
	if (fault) {
		diag_add(d, DIAG_KEYS_INVALID, (struct place){.file = n->path}, "%s", fault);
		status = -1;
	} else if (fs_save(AT_FDCWD, n->path.p, buf_str(&b)) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, n->path.p, "cannot write", errno);
		status = -1;
	}
	buf_release(&b);
	return status;
}

static void print_announced(const struct announcing *n, date_days from)
{
	char id[MINISIGN_ID_TEXT], next[MINISIGN_ID_TEXT], day[DATE_TEXT];

	minisign_format_id(n->key.id, id);
	minisign_format_id(n->next.id, next);
	date_format(from, day);
	printf("%s: key %.*s names key %.*s, which signs in its place from %.*s on\n", n->path.p,
	       MINISIGN_ID_TEXT, id, MINISIGN_ID_TEXT, next, DATE_TEXT, day);
}

int announcing_run(struct options *o)
{
	struct announcing n = {.keys = {.n = 0}};
	struct diag d;
	int status;

	arena_init(&n.arena, 1 << 16);
	diag_init(&d);
	status = load(&n, o, &d);
	if (status == 0)
		status = save(&n, o->from, &n.arena, &d);
	if (status == 0)
		print_announced(&n, o->from);
	minisign_wipe(&n.key, sizeof(n.key));
	arena_release(&n.arena);
	return tell_diagnostics(o, &d);
}
