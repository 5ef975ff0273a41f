/* What XML asks of a text besides escapes. */
#ifndef TEXT_XML_H
#define TEXT_XML_H

#include "base/buf.h"

/* XML has no place for U+FFFE and U+FFFF (XML 1.0, 2.2), which a name in the export may have: the
 * replacement character stands for them. */
void xml_replace_noncharacters(struct buf *b);

#endif
