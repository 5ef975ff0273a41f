/*
 * Writes an archive with the program's own writer: zip_many FILE N [SPARSE]
 *
 * N small files in folders of a thousand, names with Japanese in them; with SPARSE, before them a
 * file that is stored by copying it.
 */
#include "base/arena.h"
#include "mirror/zip.h"
#include "publish/encode.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void end(const char *what)
{
	perror(what);
	exit(2);
}

static void add_copy(struct zip *z, const char *path, struct str name)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		end(path);
	zip_add_file(z, name, fd, (uint64_t)st.st_size);
	close(fd);
}

static void add_small(struct zip *z, struct encoder *e, struct buf *packed, unsigned long number)
{
	char path[64], text[64];
	struct str bytes = {text, 0};
	struct zip_entry entry = {.is_deflated = number % 2 == 0};

	bytes.n = (size_t)snprintf(text, sizeof(text), "file %lu %lu %lu %lu\n", number, number,
	                           number, number);
	snprintf(path, sizeof(path), "札/%04lu/%07lu.txt", number / 1000, number);
	buf_clear(packed);
	if (entry.is_deflated)
		encoder_add_deflate(e, bytes, packed);
	else
		buf_add(packed, bytes);
	entry.path = str_from(path);
	entry.bytes = buf_str(packed);
	entry.size = bytes.n;
	entry.crc = encoder_crc32(0, bytes);
	zip_add(z, &entry);
}

int main(int argc, char **argv)
{
	struct encoder e;
	struct buf packed;
	struct zip z;
	date_days day;
	int fd;

	if (argc < 3 || date_parse(STR("2026-11-22"), &day) < 0)
		return 2;
	fd = open(argv[1], O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		end(argv[1]);
	encoder_init(&e);
	buf_init(&packed);
	zip_init(&z, fd, day);
	if (argc > 3)
		add_copy(&z, argv[3], STR("large.bin"));
	for (unsigned long i = 0; i < strtoul(argv[2], NULL, 10); i++)
		add_small(&z, &e, &packed, i);
	if (zip_finish(&z) < 0 || close(fd) < 0)
		end(argv[1]);
	zip_release(&z);
	buf_release(&packed);
	encoder_release(&e);
	return 0;
}
