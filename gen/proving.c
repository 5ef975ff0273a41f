#include "proving.h"
#include "base/fs.h"
#include "places.h"
#include "proof/history.h"
#include "proof/log.h"
#include "proof/prove.h"
#include "proof/told.h"
#include "sign/signing.h"
#include "sign/verify.h"
#include "tell.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Prints what was found and, if the work could not be done, a last line. Returns the status. */
static int end(struct diag *d, int status, const char *what)
{
	if (status < 0)
		status = diag_status(d);
	diag_sort(d);
	diag_print(d, stderr);
	if (status != 0)
		fprintf(stderr, "fuda: %zu finding%s: %s\n", d->nerrors + d->nsystem,
		        tell_plural(d->nerrors + d->nsystem),
		        d->nsystem == 0 ? what : "not finished");
	diag_release(d);
	return status;
}

/* ---- log ---- */

static void print_logged(const struct log_result *result, FILE *out)
{
	char day[DATE_TEXT];

	date_format(result->edition.as_of, day);
	fprintf(out, "%.*s: entry %zu, %s: as of %.*s, sequence %ld\nkey %.*s\n",
	        STR_ARG(result->origin), result->entry, result->is_new ? "new" : "logged before",
	        DATE_TEXT, day, edition_sequence(&result->edition), STR_ARG(result->key));
}

int proving_log(struct options *o)
{
	const struct log_request request = {o->request.out, o->request.log, o->request.key};
	struct log_result result;
	struct arena a;
	struct diag d;
	int status;

	arena_init(&a, 1 << 20);
	diag_init(&d);
	for (size_t i = 0; i < o->naccepted; i++)
		diag_accept(&d, o->accepted[i].code, o->accepted[i].figure);
	status = places_check(&o->request, NULL, &d);
	if (status == 0)
		status = log_edition(&request, &result, &a, &d);
	if (status == 0 && !o->is_quiet)
		print_logged(&result, stdout);
	status = end(&d, status, "nothing was logged");
	arena_release(&a);
	return status;
}

/* ---- prove ---- */

int proving_prove(struct options *o)
{
	const struct prove_request request = {o->request.out, o->request.log,
	                                      str_from(o->proving.id)};
	struct arena a;
	struct diag d;
	struct buf b;
	int status;

	arena_init(&a, 1 << 20);
	diag_init(&d);
	buf_init(&b);
	status = prove_product(&request, &b, &a, &d);
	if (status == 0 && fs_write(STDOUT_FILENO, buf_str(&b)) < 0) {
		diag_add_system(&d, DIAG_FILE_WRITE, "standard output", "cannot write", errno);
		status = -1;
	}
	status = end(&d, status, "there is no proof");
	buf_release(&b);
	arena_release(&a);
	return status;
}

/* ---- verify: a proof, and a log ---- */

static int refuse(const char *path, enum diag_code code, const char *fault, struct diag *d)
{
	diag_add(d, code, (struct place){.file = str_from(path)}, "%s", fault);
	return -1;
}

static int load(const char *path, size_t limit, struct arena *a, struct str *bytes, struct diag *d)
{
	struct buf b;
	int status;

	buf_init(&b);
	status = fs_load(AT_FDCWD, path, limit, &b);
	if (status < 0)
		diag_add_system(d, DIAG_FILE_READ, path, "cannot read", errno);
	else
		*bytes = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return status;
}

/* Whether a checkpoint is signed by a key of the line, under the name of its own log; sets which.
 */
static int check_signed(const struct checkpoint *checkpoint, const struct key_line *line,
                        size_t *number, const char *path, enum diag_code code, struct diag *d)
{
	enum note_verdict verdict =
	        note_check_line(&checkpoint->note, checkpoint->origin, line, number);

	if (verdict == NOTE_SIGNED)
		return 0;
	return refuse(
	        path, code,
	        verdict == NOTE_FORGED ? "its checkpoint is not what the key signed"
	        : line->n > 1
	                ? "its checkpoint is not signed by this key, nor by one that followed it"
	                : "its checkpoint is not signed by this key",
	        d);
}

static void print_told(const struct proof *proof, const struct key_line *line, size_t signer,
                       struct arena *a)
{
	char id[MINISIGN_ID_TEXT];
	struct buf b;

	buf_init(&b);
	minisign_format_id(line->keys[signer].id, id);
	told_add(&b, proof, (struct str){id, sizeof(id)}, keys_tell(line, signer, a), a);
	printf("%.*s", STR_ARG(buf_str(&b)));
	buf_release(&b);
}

static int verify_proof(const struct options *o, struct arena *a, struct diag *d)
{
	const char *path = o->proving.proof, *fault;
	struct minisign_public key;
	struct key_line line;
	struct proof proof;
	struct str bytes;
	size_t signer;

	if (signing_load_public(&key, o->proving.public_key, d) < 0 ||
	    load(path, PROOF_MAX, a, &bytes, d) < 0)
		return -1;
	fault = proof_parse(&proof, bytes, a);
	if (!fault)
		fault = proof_check(&proof, a);
	if (fault)
		return refuse(path, DIAG_PROOF_INVALID, fault, d);
	keys_follow(&proof.keys, &key, &line);
	if (check_signed(&proof.checkpoint, &line, &signer, path, DIAG_PROOF_INVALID, d) < 0)
		return -1;
	if (keys_is_replaced(&line, signer, proof.logged.as_of))
		return refuse(path, DIAG_PROOF_INVALID, keys_tell_replaced(&line, signer, a).p, d);
	if (!o->is_quiet)
		print_told(&proof, &line, signer, a);
	return 0;
}

/* How the key that was asked for leads to the one that signed. */
static void print_led(struct str signer, struct str led)
{
	if (led.n > 0)
		printf("key %.*s%.*s\n", STR_ARG(signer), STR_ARG(led));
}

/* A log that is verified, and the keys that its entries say followed the one that was asked for. */
struct trusted_log {
	struct minisign_public key;
	struct history history;
	struct keys keys;
	struct key_line line;
	size_t signer;
};

/* Whether a log is whole, and signed by the key, or by the last one that followed it. In any case
 * to be closed. */
static int open_log(const struct options *o, struct trusted_log *log, struct arena *a,
                    struct diag *d)
{
	struct history *h = &log->history;
	const char *fault;

	if (history_open(h, o->request.log, a, d) < 0)
		return -1;
	if (!h->has_checkpoint)
		return refuse(h->path, DIAG_LOG_INVALID, "there is no log", d);
	fault = history_read_keys(h, &log->keys);
	if (fault)
		return refuse(h->path, DIAG_KEYS_INVALID, fault, d);
	keys_follow(&log->keys, &log->key, &log->line);
	if (check_signed(&h->checkpoint, &log->line, &log->signer, h->path, DIAG_LOG_INVALID, d) <
	    0)
		return -1;
	if (log->signer + 1 < log->line.n)
		return refuse(h->path, DIAG_KEY_REPLACED,
		              keys_tell_replaced(&log->line, log->signer, a).p, d);
	return 0;
}

static void print_log_key(const struct trusted_log *log, struct arena *a)
{
	char id[MINISIGN_ID_TEXT];

	minisign_format_id(log->line.keys[log->signer].id, id);
	print_led((struct str){id, sizeof(id)}, keys_tell(&log->line, log->signer, a));
}

/* Whether an earlier checkpoint is one of the log: signed by a key of its line, also by one before
 * that which was asked for, since the log has what led to it. */
static int check_earlier(const struct trusted_log *log, const struct checkpoint *earlier,
                         const char *path, struct diag *d)
{
	struct key_line line;
	const char *fault;
	size_t signer;

	keys_lead(&log->keys, &log->key, &line);
	keys_follow(&log->keys, &line.keys[0], &line);
	if (check_signed(earlier, &line, &signer, path, DIAG_LOG_INVALID, d) < 0)
		return -1;
	fault = history_compare(&log->history, earlier);
	return fault ? refuse(path, DIAG_LOG_FORKED, fault, d) : 0;
}

/* Whether a log continues an earlier checkpoint. */
static int verify_log(const struct options *o, struct arena *a, struct diag *d)
{
	const char *path = o->proving.checkpoint, *fault;
	struct trusted_log log;
	struct checkpoint earlier;
	struct str bytes;
	int status;

	if (signing_load_public(&log.key, o->proving.public_key, d) < 0 ||
	    load(path, NOTE_MAX, a, &bytes, d) < 0)
		return -1;
	fault = checkpoint_parse(&earlier, bytes);
	if (fault)
		return refuse(path, DIAG_LOG_INVALID, fault, d);
	status = open_log(o, &log, a, d);
	if (status == 0)
		status = check_earlier(&log, &earlier, path, d);
	if (status == 0 && !o->is_quiet) {
		printf("%.*s: %zu entries, of which the first %zu are those of %s\n",
		       STR_ARG(log.history.checkpoint.origin), log.history.n, earlier.size, path);
		print_log_key(&log, a);
	}
	history_close(&log.history);
	return status;
}

/* Whether the log has the edition of a copy. */
static int find_in_log(const struct options *o, const struct minisign_public *key,
                       const struct edition *edition, struct arena *a, struct diag *d)
{
	struct trusted_log log = {.key = *key};
	struct history *h = &log.history;
	size_t entry;
	int status;

	if (o->proving.log_key && signing_load_public(&log.key, o->proving.log_key, d) < 0)
		return -1;
	status = open_log(o, &log, a, d);
	entry = status == 0 ? history_find_edition(h, edition->as_of, edition->products_root) : 0;
	if (status == 0 && entry == h->n)
		status =
		        refuse(h->path, DIAG_LOG_MISSING, "the edition of the copy is no entry", d);
	if (status == 0 && !o->is_quiet) {
		printf("logged as entry %zu of %.*s\n", entry, STR_ARG(h->checkpoint.origin));
		print_log_key(&log, a);
	}
	history_close(h);
	return status;
}

/* ---- verify: a copy ---- */

static int check_age(const struct options *o, const struct edition *edition, struct diag *d)
{
	long age = date_today_tokyo() - edition->as_of;

	if (o->proving.max_age == 0 || age <= o->proving.max_age)
		return 0;
	diag_add(d, DIAG_MANIFEST_OLD, (struct place){.file = str_from(o->request.out)},
	         EDITION_NAME ": is %ld days old, expected at most %ld", age, o->proving.max_age);
	return -1;
}

/* What a copy is that was found to be as it was published, and how old. */
static void print_edition(const struct edition *edition, FILE *out)
{
	date_days today = date_today_tokyo();
	char as_of[DATE_TEXT], next[DATE_TEXT];
	long age = today - edition->as_of;

	date_format(edition->as_of, as_of);
	date_format(edition->next_expected, next);
	fprintf(out, "site %.*s\nas of %.*s, sequence %ld, ", STR_ARG(edition->site), DATE_TEXT,
	        as_of, edition_sequence(edition));
	if (age < 0)
		fprintf(out, "which is later than today\n");
	else
		fprintf(out, "%ld day%s ago\n", age, tell_plural((size_t)age));
	if (today >= edition->next_expected)
		fprintf(out, "a newer one was expected from %.*s on\n", DATE_TEXT, next);
}

/* Verifies with a key that has been loaded; the result's texts are in the arena. */
static int verify(const struct options *o, struct verify_request *request, struct arena *a,
                  struct diag *d)
{
	struct verify_result result;

	if (signing_load_public(&request->key, o->proving.public_key, d) < 0 ||
	    verify_folder(request, &result, a, d) < 0 || check_age(o, &result.edition, d) < 0)
		return -1;
	if (o->request.log && find_in_log(o, &request->key, &result.edition, a, d) < 0)
		return -1;
	if (o->is_quiet)
		return 0;
	printf("%s: %zu files as key %.*s signed them\n", request->folder, result.nfiles,
	       STR_ARG(result.signer));
	print_led(result.signer, result.led);
	print_edition(&result.edition, stdout);
	return 0;
}

int proving_verify(struct options *o)
{
	struct verify_request request = {
	        .folder = o->request.out,
	        .has_not_before = o->proving.has_not_before,
	        .not_before = o->proving.not_before,
	        .goes_on = o->proving.goes_on,
	        .njobs = o->request.njobs,
	};
	struct arena a;
	struct diag d;
	int status;

	arena_init(&a, 1 << 20);
	diag_init(&d);
	if (o->proving.proof)
		status = end(&d, verify_proof(o, &a, &d), "the proof does not hold");
	else if (o->proving.checkpoint)
		status = end(&d, verify_log(o, &a, &d), "the log does not hold");
	else
		status =
		        end(&d, verify(o, &request, &a, &d), "the copy is not as it was published");
	arena_release(&a);
	return status;
}
