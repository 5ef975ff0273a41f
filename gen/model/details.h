/*
 * What search shows of a product beside its row, so that its record need not be read for that.
 *
 * It is packed behind the other texts of the row: some ten bytes, and the further models, the
 * reading of the name, the name of the evaluator, the GTINs, the codes of security notes.
 */
#ifndef MODEL_DETAILS_H
#define MODEL_DETAILS_H

#include "base/buf.h"
#include "model/rules.h"
#include "model/survey.h"

struct details {
	const char *models;      /* to be read on with packed_next: row.nmodels - 1, the first is
	                            in the row */
	struct text evaluator;   /* name of the head's, or none; no reading */
	enum route route;        /* of the head */
	date_days support_until; /* or DATE_NONE */
	bool is_support_undeclared;
	uint32_t nalso;   /* the labels beside the head that are valid */
	const char *also; /* to be read on with details_next_label */
	struct str kana;  /* the reading of the name, or none */
	uint32_t ngtins, ncodes;
	const char *gtins; /* to be read on with packed_next; behind them the codes: CVE ids and
	                      JVN numbers of the security notes known on day t */
	struct str bytes;  /* all of it, as it is packed */
};

struct details_label {
	struct str id;
	int level;
	date_days end; /* to show */
};

/* Packs what belongs to a product on day t; `head` is one of its labels. */
void details_pack(struct buf *b, const struct product *product, const struct label *head,
                  const struct rules *rules, date_days t);

/* Reads it from an issued product's row; views of the row's texts. */
void details_read(struct details *details, const struct row *row, unsigned nlanguages);

struct details_label details_next_label(const char **also);

#endif
