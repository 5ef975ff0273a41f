#include "data/whole.h"
#include "base/array.h"
#include "base/fs.h"
#include "publish/output.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Finds the members of the file published before. One that is cut short ends the list. */
static void find_members(struct whole *whole, struct arena *a)
{
	char head[ENCODE_MEMBER_HEAD];
	uint64_t offset = whole->header.n;
	size_t room = 0;

	while (fs_read_at(whole->old, offset, head, sizeof(head)) == (ssize_t)sizeof(head)) {
		uint32_t length = encoder_member_bytes((struct str){head, sizeof(head)});

		if (length < sizeof(head))
			break;
		ARRAY_GROW(a, whole->old_members, whole->nold, room);
		whole->old_members[whole->nold++] = (struct whole_member){offset, length, true};
		offset += length;
	}
}

/* Finds the parts that were published with it. Files are sorted by their paths, and so are parts by
 * the ids in them. Returns how many there are. */
static size_t find_parts(struct whole *whole, const struct whole_names *names,
                         const struct manifest *before, struct arena *a)
{
	size_t n = 0;

	whole->old_parts = arena_array(a, whole->nold, sizeof(*whole->old_parts));
	for (size_t i = 0; i < before->nothers; i++) {
		struct str path = str_from(before->others[i].path);

		if (!str_has_prefix(path, names->folder) || !str_has_suffix(path, names->suffix))
			continue;
		if (n < whole->nold)
			whole->old_parts[n] = path;
		n++;
	}
	return n;
}

/* Whether the file published before begins as this one. */
static bool has_header(const struct whole *whole, struct arena *a)
{
	char *begin = arena_alloc(a, whole->header.n + 1);

	return fs_read_at(whole->old, 0, begin, whole->header.n) == (ssize_t)whole->header.n &&
	       memcmp(begin, whole->header.p, whole->header.n) == 0;
}

/* Opens the file published before, if it is there and has the hash under which it was published. */
static void open_old(struct whole *whole, const struct whole_names *names, const struct output *o,
                     struct arena *a)
{
	const struct manifest_file *file =
	        manifest_find(o->before.others, o->before.nothers, whole->path);
	struct sha256_context *sha;
	unsigned char hash[SHA256_BYTES];

	if (o->mode != OUTPUT_CHANGE || !file)
		return;
	sha = sha256_open();
	if (sha256_hash_file(sha, o->old_fd, whole->path.p, hash) == 0 &&
	    memcmp(hash, file->hash, sizeof(hash)) == 0)
		whole->old = fs_open_regular(o->old_fd, whole->path.p);
	sha256_close(sha);
	if (whole->old < 0 || !has_header(whole, a))
		return;
	find_members(whole, a);
	if (find_parts(whole, names, &o->before, a) != whole->nold)
		whole->nold = 0;
}

void whole_open(struct whole *whole, const struct whole_names *names, struct str header,
                size_t nparts, struct output *o, struct arena *a)
{
	*whole = (struct whole){
	        .path = names->path, .header = header, .old = -1, .nmembers = nparts};
	whole->members = arena_array(a, nparts, sizeof(*whole->members));
	whole->made = openat(o->work_fd, names->made, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (whole->made < 0 || unlinkat(o->work_fd, names->made, 0) < 0)
		output_fail(o, names->path);
	open_old(whole, names, o, a);
}

void whole_close(struct whole *whole)
{
	if (whole->old >= 0)
		close(whole->old);
	if (whole->made >= 0)
		close(whole->made);
}

bool whole_keep(struct whole *whole, size_t number, struct str part)
{
	const struct str *found = whole->nold > 0 ? bsearch(&part, whole->old_parts, whole->nold,
	                                                    sizeof(part), str_compare_items)
	                                          : NULL;

	if (found)
		whole->members[number] = whole->old_members[found - whole->old_parts];
	return found != NULL;
}

void whole_add(struct whole *whole, size_t number, struct str member, struct output_worker *w)
{
	uint64_t offset = atomic_fetch_add(&whole->made_end, member.n);

	whole->members[number] = (struct whole_member){offset, (uint32_t)member.n, false};
	if (!output_has_failed(w->output) && fs_write_at(whole->made, member, offset) < 0)
		output_fail(w->output, whole->path);
}

static void copy_member(const struct whole *whole, const struct whole_member *member,
                        struct output_stream *s)
{
	char *room = buf_reserve(s->b, member->length);
	ssize_t n = fs_read_at(member->is_old ? whole->old : whole->made, member->offset, room,
	                       member->length);

	if (n == (ssize_t)member->length) {
		s->b->n += member->length;
	} else {
		errno = n < 0 ? errno : EIO;
		output_fail(s->worker->output, whole->path);
	}
}

/* Whether the file would have all members of the one before, and no others. */
static bool is_same(const struct whole *whole)
{
	for (size_t i = 0; i < whole->nmembers; i++)
		if (!whole->members[i].is_old)
			return false;
	return whole->nold == whole->nmembers;
}

void whole_publish(const struct whole *whole, struct output_worker *w, struct buf *room)
{
	struct output_stream s;

	if (is_same(whole) && output_keep_files(w, &whole->path, 1) == 0)
		return;
	buf_clear(room);
	output_open_stream(&s, w, room);
	buf_add(s.b, whole->header);
	for (size_t i = 0; i < whole->nmembers && !output_has_failed(w->output); i++) {
		copy_member(whole, &whole->members[i], &s);
		output_drain_stream(&s);
	}
	output_close_stream(&s, whole->path);
}
