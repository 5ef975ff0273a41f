/*
 * A ZIP file being written (PKWARE's APPNOTE 6.3.10), the same bytes for the same entries.
 *
 * Ours, because libraries do not keep that promise here: libzip and libarchive turn the time of an
 * entry into the archive's by the time zone of the system, libarchive adds fields with times and
 * owners, and both compress in one thread. What is left of the format is a header before each entry
 * and a directory behind them. Entries come packed, so that workers can do that; one thread adds
 * them. Zip64 is used where a number needs it and only there, so that small archives open anywhere.
 *
 * Names are UTF-8 and say so (bit 11). Every entry has the same time, 00:00 of one day. What fails
 * is kept, and told by zip_finish.
 */
#ifndef MIRROR_ZIP_H
#define MIRROR_ZIP_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

struct zip {
	int fd;      /* of an empty file, open for writing; stays the caller's */
	uint64_t at; /* bytes of the archive so far */
	uint64_t nentries;
	uint16_t day;         /* as MS-DOS counts */
	struct buf waiting;   /* bytes that are not written yet */
	struct buf directory; /* some hundred bytes an entry, until the end */
	int error;            /* errno of the first failure, or 0 */
};

/* A file for the archive. */
struct zip_entry {
	struct str path;  /* UTF-8, relative, with '/'; at most 65,535 bytes */
	struct str bytes; /* as they stand in the archive */
	uint64_t size;    /* before they were deflated */
	uint32_t crc;     /* CRC-32 of what they were */
	bool is_deflated; /* else as they are */
};

/* Days before 1980 and after 2107, which the format cannot say, are taken as its first and last. */
void zip_init(struct zip *z, int fd, date_days day);
void zip_release(struct zip *z);

void zip_add(struct zip *z, const struct zip_entry *entry);

/* Adds an open file of `size` bytes as it is, without having all of it in memory. One that changes
 * meanwhile is a failure (EBUSY). */
void zip_add_file(struct zip *z, struct str path, int file, uint64_t size);

/* Writes the directory; nothing may be added after it. Returns -1 with errno set if any of it could
 * not be written. */
MUST_CHECK int zip_finish(struct zip *z);

#endif
