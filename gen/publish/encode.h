/*
 * Compressed copies of files for servers that send them as they are: FILE.gz and FILE.br.
 *
 * Bytes depend on the file alone, so a copy changes only with its file. An encoder belongs to one
 * worker and keeps its memory from file to file.
 */
#ifndef PUBLISH_ENCODE_H
#define PUBLISH_ENCODE_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

#define ENCODE_NKINDS 2 /* .br, .gz: in the order of the manifest */
#define ENCODE_GZIP   1

struct libdeflate_compressor;
struct libdeflate_decompressor;
struct encoder_block;

struct encoder {
	struct libdeflate_compressor *gzip, *members, *large;
	struct libdeflate_decompressor *reader;
	struct encoder_block *blocks; /* memory for brotli that waits for the next file */
};

void encoder_init(struct encoder *e);
void encoder_release(struct encoder *e);

/* ".br", ".gz". */
struct str encoder_suffix(unsigned kind);

/* Whether a file of this name is worth compressing: text, by its suffix. */
bool encoder_is_text(struct str path);

/* Whether a file of this name is such a copy. */
bool encoder_is_copy(struct str path);

/* Appends the compressed bytes. Without memory the program ends. */
void encoder_add(struct encoder *e, unsigned kind, struct str bytes, struct buf *b);

/* The same as gzip, for megabytes that are compressed every night: in a sixth of the time, and a
 * twentieth more. */
void encoder_add_large(struct encoder *e, struct str bytes, struct buf *b);

/* Appends the bytes as a bare deflate stream (RFC 1951), as archives hold them. */
void encoder_add_deflate(struct encoder *e, struct str bytes, struct buf *b);

/* A member of a gzip file (RFC 1952) that says in its extra field, a subfield of this id, how long
 * it is, in four bytes. */
#define ENCODE_MEMBER_ID   "Fu"
#define ENCODE_MEMBER_HEAD ((size_t)20) /* bytes before what is deflated */

/* Appends the bytes as such a member. */
void encoder_add_member(struct encoder *e, struct str bytes, struct buf *b);

/* The length of the member that begins with these bytes; 0 if it is none of ours. */
uint32_t encoder_member_bytes(struct str head);

/* Appends the text of a file of such members. -1 if it is not whole; what was appended until then
 * stays. */
MUST_CHECK int encoder_read_members(struct encoder *e, struct str file, struct buf *b);

/* The CRC-32 of gzip and ZIP of what it was taken of before, 0 of nothing, and of these bytes. */
uint32_t encoder_crc32(uint32_t crc, struct str bytes);

#endif
