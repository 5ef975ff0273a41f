/* Any text as a QR code: the two encoders make the same modules, and the pictures can be written.
 */
#include "qr/codec.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct qr_split split;
	static struct qr q, other;
	static struct buf b;

	if (qr_encode(&q, (struct str){(const char *)data, size}) < 0)
		return 0;
	qr_split(&split, (struct str){(const char *)data, size});
	qr_encode_library(&other, &split);
	if (q.width != other.width)
		abort();
	for (unsigned y = 0; y < q.width; y++)
		if (memcmp(q.row[y], other.row[y], sizeof(q.row[y])) != 0)
			abort();
	buf_clear(&b);
	qr_add_path(&b, &q);
	qr_add_png(&b, &q);
	return 0;
}
