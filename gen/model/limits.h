/*
 * How much a record may hold: the one table, which fuda-site(5) has as well.
 *
 * Far above what honest records have, and low enough that no record costs more than its page.
 * Lengths are in characters.
 */
#ifndef MODEL_LIMITS_H
#define MODEL_LIMITS_H

#define LIMIT_NAME         500   /* a name or title */
#define LIMIT_MARKDOWN     20000 /* Markdown, and any other text */
#define LIMIT_MODEL_NUMBER 100   /* a model number */
#define LIMIT_MODELS       5000  /* models of a product */
#define LIMIT_GTINS        2000  /* GTINs of a product */
#define LIMIT_NOTES        500   /* security notes of a product */
#define LIMIT_LABELS       200   /* labels of a product */
#define LIMIT_EVENTS       500   /* events of a label */

#endif
