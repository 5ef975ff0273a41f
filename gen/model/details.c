#include "model/details.h"

/* What the record says of support; behind the last stands the day. */
enum said { SAID_NOTHING, SAID_UNDECLARED, SAID_UNTIL };

static void pack_labels(struct buf *b, const struct product *product, const struct label *head,
                        const struct rules *rules, date_days t)
{
	const struct label *label = NULL;
	struct standing standing;
	uint32_t n = 0;

	while ((label = rules_next_beside(rules, product, head, label, t, &standing)))
		n++;
	packed_add_number(b, n);
	if (n == 0)
		return;
	while ((label = rules_next_beside(rules, product, head, label, t, &standing))) {
		packed_add(b, label->id);
		packed_add_number(b, (uint32_t)label->level);
		packed_add_number(b, (uint32_t)rules_shown_end(rules, &standing));
	}
}

static void pack_support(struct buf *b, const struct product *product)
{
	if (product->support_until != DATE_NONE) {
		packed_add_number(b, SAID_UNTIL);
		packed_add_number(b, (uint32_t)product->support_until);
		return;
	}
	packed_add_number(b, product->is_support_undeclared ? SAID_UNDECLARED : SAID_NOTHING);
}

static uint32_t count_codes(const struct product *product, date_days t)
{
	uint32_t n = 0;

	for (size_t i = 0; i < product->nnotes; i++)
		if (rules_is_known(&product->notes[i], t))
			n += (uint32_t)product->notes[i].ncve + (product->notes[i].jvn.n > 0);
	return n;
}

/* The numbers by which others know a product or what is wrong with it. */
static void pack_numbers(struct buf *b, const struct product *product, date_days t)
{
	packed_add_number(b, (uint32_t)product->ngtins);
	packed_add_number(b, count_codes(product, t));
	for (size_t i = 0; i < product->ngtins; i++)
		packed_add(b, product->gtins[i]);
	for (size_t i = 0; i < product->nnotes; i++) {
		const struct security_note *note = &product->notes[i];

		if (!rules_is_known(note, t))
			continue;
		for (size_t k = 0; k < note->ncve; k++)
			packed_add(b, note->cve[k]);
		if (note->jvn.n > 0)
			packed_add(b, note->jvn);
	}
}

void details_pack(struct buf *b, const struct product *product, const struct label *head,
                  const struct rules *rules, date_days t)
{
	for (size_t i = 1; i < product->nmodels; i++)
		packed_add(b, product->models[i].number);
	for (unsigned i = 0; i < rules->settings->languages.n; i++)
		packed_add(b, head->evaluator_name.in[i]);
	packed_add_number(b, head->route);
	pack_support(b, product);
	pack_labels(b, product, head, rules, t);
	packed_add(b, product->name.kana);
	pack_numbers(b, product, t);
}

void details_read(struct details *details, const struct row *row, unsigned nlanguages)
{
	const char *at = row->texts, *from;
	enum said said;

	*details = (struct details){0};
	for (unsigned i = 0; i < ROW_TEXT_NAME + nlanguages; i++)
		packed_next(&at);
	from = details->models = at;
	for (uint32_t i = 1; i < row->nmodels; i++)
		packed_next(&at);
	for (unsigned i = 0; i < nlanguages; i++)
		details->evaluator.in[i] = packed_next(&at);
	details->route = (enum route)packed_next_number(&at);
	said = (enum said)packed_next_number(&at);
	details->is_support_undeclared = said == SAID_UNDECLARED;
	details->support_until =
	        said == SAID_UNTIL ? (date_days)packed_next_number(&at) : DATE_NONE;
	details->nalso = packed_next_number(&at);
	details->also = at;
	for (uint32_t i = 0; i < details->nalso; i++)
		details_next_label(&at);
	details->kana = packed_next(&at);
	details->ngtins = packed_next_number(&at);
	details->ncodes = packed_next_number(&at);
	details->gtins = at;
	for (uint32_t i = 0; i < details->ngtins + details->ncodes; i++)
		packed_next(&at);
	details->bytes = (struct str){from, (size_t)(at - from)};
}

struct details_label details_next_label(const char **also)
{
	struct details_label label;

	label.id = packed_next(also);
	label.level = (int)packed_next_number(also);
	label.end = (date_days)packed_next_number(also);
	return label;
}
