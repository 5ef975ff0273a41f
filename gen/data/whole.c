#include "data/whole.h"
#include "base/array.h"
#include "base/fs.h"
#include "publish/output.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int compare_members(const void *left, const void *right)
{
	return memcmp(((const struct whole_member *)left)->tag,
	              ((const struct whole_member *)right)->tag, ENCODE_TAG);
}

/* Finds the members of the file published before. One that is cut short ends the list. */
static void find_members(struct whole *whole, struct arena *a)
{
	char head[ENCODE_MEMBER_HEAD];
	uint64_t offset = 0;
	size_t room = 0;

	while (fs_read_at(whole->old, offset, head, sizeof(head)) == (ssize_t)sizeof(head)) {
		uint32_t length = encoder_member_bytes((struct str){head, sizeof(head)});
		struct whole_member member = {.offset = offset, .length = length, .is_old = true};

		if (length < sizeof(head))
			break;
		memcpy(member.tag, head + sizeof(head) - ENCODE_TAG, ENCODE_TAG);
		ARRAY_GROW(a, whole->old_members, whole->nold, room);
		whole->old_members[whole->nold++] = member;
		offset += length;
	}
	if (whole->nold > 0)
		qsort(whole->old_members, whole->nold, sizeof(*whole->old_members),
		      compare_members);
}

/* Opens the file published before, if it is there and has the hash under which it was published. */
static void open_old(struct whole *whole, const struct output *o, struct arena *a)
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
	if (whole->old >= 0)
		find_members(whole, a);
}

void whole_open(struct whole *whole, struct str path, const char *made, size_t nparts,
                struct output *o, struct arena *a)
{
	*whole = (struct whole){.path = path, .old = -1, .nmembers = nparts};
	whole->members = arena_array(a, nparts, sizeof(*whole->members));
	whole->made = openat(o->work_fd, made, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (whole->made < 0 || unlinkat(o->work_fd, made, 0) < 0)
		output_fail(o, path);
	open_old(whole, o, a);
}

void whole_close(struct whole *whole)
{
	if (whole->old >= 0)
		close(whole->old);
	if (whole->made >= 0)
		close(whole->made);
}

static void set_tag(struct whole_member *member, const char hash[SHA256_HEX])
{
	unsigned char bytes[SHA256_BYTES];

	manifest_parse_hash(hash, bytes);
	memcpy(member->tag, bytes, ENCODE_TAG);
}

bool whole_keep(struct whole *whole, size_t number, const char hash[SHA256_HEX])
{
	struct whole_member key;
	const struct whole_member *found;

	set_tag(&key, hash);
	found = whole->nold > 0 ? bsearch(&key, whole->old_members, whole->nold, sizeof(key),
	                                  compare_members)
	                        : NULL;
	if (found)
		whole->members[number] = *found;
	return found != NULL;
}

void whole_add(struct whole *whole, size_t number, const char hash[SHA256_HEX], struct str text,
               struct output_worker *w)
{
	struct whole_member *member = &whole->members[number];

	if (whole_keep(whole, number, hash) || output_has_failed(w->output))
		return;
	set_tag(member, hash);
	buf_clear(&w->encoded);
	encoder_add_member(&w->encoder, (struct str){member->tag, ENCODE_TAG}, text, &w->encoded);
	member->length = (uint32_t)w->encoded.n;
	member->offset = atomic_fetch_add(&whole->made_end, w->encoded.n);
	if (fs_write_at(whole->made, buf_str(&w->encoded), member->offset) < 0)
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
static bool is_same(const struct whole *whole, bool has_header)
{
	for (size_t i = 0; i < whole->nmembers; i++)
		if (!whole->members[i].is_old)
			return false;
	return whole->nold == whole->nmembers + has_header;
}

void whole_publish(const struct whole *whole, struct str header, struct output_worker *w,
                   struct buf *room)
{
	static const char none[ENCODE_TAG];
	struct output_stream s;

	if (is_same(whole, header.n > 0) && output_keep_files(w, &whole->path, 1) == 0)
		return;
	buf_clear(room);
	output_open_stream(&s, w, room);
	if (header.n > 0)
		encoder_add_member(&w->encoder, (struct str){none, ENCODE_TAG}, header, s.b);
	for (size_t i = 0; i < whole->nmembers && !output_has_failed(w->output); i++) {
		copy_member(whole, &whole->members[i], &s);
		output_drain_stream(&s);
	}
	output_close_stream(&s, whole->path);
}
