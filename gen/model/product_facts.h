/*
 * What is known of a product in one value that the export, its page, label.json and the CSV have
 * alike, as a table: FACT(context, NAME, member, KIND, "meaning"), with KIND one of
 *
 *   URL   an absolute http or https address
 *   LINE  a line of text, the same in all languages
 *
 * A row is a member of struct product and of the export, a name for layouts, a key of label.json
 * behind the others, and the value of the column that column.c places.
 */
#ifndef MODEL_PRODUCT_FACTS_H
#define MODEL_PRODUCT_FACTS_H

#define PRODUCT_FACTS(FACT, context)                                                               \
	FACT(context, SITE_URL, site_url, URL, "the product's own site")                           \
	FACT(context, VULNERABILITY_REPORT_URL, vulnerability_report_url, URL,                     \
	     "where to report a flaw")

#define FACT_NUMBER(context, NAME, member, kind, meaning) FACT_##NAME,
enum product_fact { PRODUCT_FACTS(FACT_NUMBER, ) PRODUCT_NFACTS };

#endif
