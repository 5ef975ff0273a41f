#include "text/xml.h"

void xml_replace_noncharacters(struct buf *b)
{
	char *end = b->p + b->n;

	for (char *p = b->p; (p = memchr(p, 0xef, (size_t)(end - p))) != NULL; p++)
		if (end - p > 2 && (unsigned char)p[1] == 0xbf && (unsigned char)p[2] >= 0xbe)
			p[2] = '\xbd';
}
