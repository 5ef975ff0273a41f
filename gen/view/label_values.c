#include "site/path.h"
#include "site/shapes.h"
#include "view/view.h"
#include <assert.h>

static struct value category(const struct page *p, uint32_t index)
{
	const struct category *category;
	struct value *v;

	if (index == CRITERIA_NONE)
		return value_object(NULL);
	category = &p->site->criteria->categories[index];
	v = page_values(p, CATEGORY_NFIELDS);
	v[CATEGORY_ID] = value_text(category->id);
	v[CATEGORY_NAME] = page_phrase(p, &category->name);
	v[CATEGORY_HREF] = value_text(page_href(p, path_category(p->arena, category->id)));
	return value_object(v);
}

struct value view_criteria_link(const struct page *p, const struct criteria_version *version)
{
	struct value *v = page_values(p, CRITERIA_LINK_NFIELDS);

	v[CRITERIA_LINK_ID] = value_text(version->id);
	v[CRITERIA_LINK_VERSION] = value_text(version->version);
	v[CRITERIA_LINK_TITLE] = page_phrase(p, &version->title);
	v[CRITERIA_LINK_HREF] = value_text(page_href(p, path_criteria(p->arena, version->id)));
	return value_object(v);
}

static struct value na_items(const struct page *p, const struct label *label)
{
	const struct criteria_version *version = &p->site->criteria->versions[label->criteria];
	struct str page = page_href(p, path_criteria(p->arena, version->id));
	struct value *items = page_values(p, label->nna_items * NA_ITEM_NFIELDS);

	for (size_t i = 0; i < label->nna_items; i++) {
		const struct criteria_item *item = label->na_items[i].item;
		struct value *v = items + i * NA_ITEM_NFIELDS;

		v[NA_ITEM_ID] = value_text(item->id);
		v[NA_ITEM_TITLE] = page_phrase(p, &item->title);
		v[NA_ITEM_HREF] = value_text(ARENA_JOIN(p->arena, page, STR("#"), item->id));
		v[NA_ITEM_REASON] = page_phrase(p, &label->na_items[i].reason);
	}
	return value_list(items, label->nna_items);
}

static struct value recognitions(const struct page *p, const struct label *label)
{
	struct value *items = page_values(p, label->nrecognitions * RECOGNITION_NFIELDS);

	for (size_t i = 0; i < label->nrecognitions; i++) {
		const struct recognition *recognition = &label->recognitions[i];
		struct value *v = items + i * RECOGNITION_NFIELDS;
		struct value *ids = page_values(p, recognition->nitems);

		for (size_t k = 0; k < recognition->nitems; k++)
			ids[k] = value_text(recognition->items[k]);
		v[RECOGNITION_SCHEME] = value_text(recognition->scheme);
		v[RECOGNITION_ITEMS] = value_list(ids, recognition->nitems);
	}
	return value_list(items, label->nrecognitions);
}

static void set_notes(const struct page *p, const struct entry *entry, struct value *v)
{
	struct rules_notes notes =
	        rules_note_label(&p->site->rules, entry->head, &entry->standing, entry->day);
	bool is_over = notes.grace_over != DATE_NONE;

	v[LABEL_IS_ENDING_SOON] = value_flag(notes.is_ending_soon);
	v[LABEL_IS_SUPERSEDED] = value_flag(notes.is_superseded);
	v[LABEL_IS_UNDER_REVIEW] = value_flag(notes.is_under_review);
	if (notes.grace_end != DATE_NONE || is_over) {
		struct value *grace = page_values(p, GRACE_NFIELDS);

		grace[GRACE_END] = page_date(p, is_over ? notes.grace_over : notes.grace_end);
		grace[GRACE_IS_OVER] = value_flag(is_over);
		grace[GRACE_VERSION] =
		        view_criteria_link(p, &p->site->criteria->versions[notes.grace_by]);
		v[LABEL_GRACE] = value_object(grace);
	}
}

/* The sentences of an answer, as the language puts them. */
static void set_answer(const struct page *p, const struct standing *standing, struct value *v)
{
	const struct answer_words *answer = &p->words->answer[standing->status][standing->reason];
	struct value *words = page_values(p, SENTENCE_NFIELDS);

	assert(answer->headline && answer->sentence && answer->next);
	words[SENTENCE_END] = v[LABEL_END];
	words[SENTENCE_DISPLAYED_ON] = v[LABEL_DISPLAYED_ON];
	words[SENTENCE_LEVEL] = v[LABEL_LEVEL];
	words[SENTENCE_LEVEL_NAME] = v[LABEL_LEVEL_NAME];
	words[SENTENCE_LEVEL_SPOKEN] = v[LABEL_LEVEL_SPOKEN];
	v[LABEL_HEADLINE] = words_run(answer->headline, words, p->arena);
	v[LABEL_SENTENCE] = words_run(answer->sentence, words, p->arena);
	v[LABEL_HEADLINE_LINE] = page_line(p, v[LABEL_HEADLINE], v[LABEL_END]);
	v[LABEL_SENTENCE_LINE] = page_line(p, v[LABEL_SENTENCE], v[LABEL_END]);
	v[LABEL_NEXT_STEP] = words_run(answer->next, words, p->arena);
}

static void set_status(const struct page *p, const struct standing *standing, struct value *v)
{
	enum status status = standing->status;
	enum reason reason = standing->reason;

	v[LABEL_STATUS] = value_text(str_from(rules_status_name(status)));
	v[LABEL_STATUS_NAME] = p->words->status_name[status];
	v[LABEL_REASON] = value_text(str_from(rules_reason_name(reason)));
	v[LABEL_REASON_NAME] = p->words->reason_name[reason];
	v[LABEL_IS_VALID] = value_flag(status == STATUS_VALID);
	v[LABEL_IS_PENDING] = value_flag(status == STATUS_PENDING);
	v[LABEL_IS_LAPSED] = value_flag(status == STATUS_LAPSED);
	v[LABEL_IS_REVOKED] = value_flag(status == STATUS_REVOKED);
	v[LABEL_IS_ENDED] = value_flag(status != STATUS_VALID);
	v[LABEL_IS_ENDED_BY_TERM] = value_flag(rules_is_end_of_term(reason));
	v[LABEL_DISPLAYED_ON] = page_date(p, standing->displayed_on);
	v[LABEL_END] = page_date(p, rules_shown_end(&p->site->rules, standing));
}

const struct value *view_answer(const struct page *p, const struct entry *entry)
{
	const struct label *label = entry->head;
	const struct standing *standing = &entry->standing;
	struct value *v;

	if (entry->answers[p->language])
		return entry->answers[p->language];
	assert(standing->status != STATUS_NOT_ISSUED);
	v = page_values(p, LABEL_NFIELDS);
	v[LABEL_LEVEL] = page_number(p, (uint64_t)label->level);
	v[LABEL_LEVEL_NAME] = p->words->level_name[label->level];
	v[LABEL_LEVEL_SPOKEN] = p->words->level_spoken[label->level];
	v[LABEL_IS_LEVEL_1] = value_flag(label->level == 1);
	v[LABEL_IS_LEVEL_2] = value_flag(label->level == 2);
	v[LABEL_IS_LEVEL_3] = value_flag(label->level == 3);
	v[LABEL_IS_LEVEL_4] = value_flag(label->level == 4);
	set_status(p, standing, v);
	set_answer(p, standing, v);
	entry->answers[p->language] = v;
	return v;
}

/* What a label of a level says, or said, and what it is not; one that was revoked says nothing. */
static struct value brief(const struct language_words *words, int level, enum status status,
                          bool is_current)
{
	if (is_current)
		return words->level_brief[level];
	return status == STATUS_REVOKED ? words->revoked_meaning : words->level_brief_meant[level];
}

struct value *view_label(const struct page *p, const struct entry *entry)
{
	const struct label *label = entry->head;
	const struct standing *standing = &entry->standing;
	bool is_current = standing->status == STATUS_VALID && !entry->retired;
	struct value *v = page_values(p, LABEL_NFIELDS);

	memcpy(v, view_answer(p, entry), LABEL_NFIELDS * sizeof(*v));
	v[LABEL_IS_CURRENT] = value_flag(is_current);
	v[LABEL_ID] = value_text(label->id);
	v[LABEL_BRIEF] = brief(p->words, label->level, standing->status, is_current);
	v[LABEL_CATEGORY] = category(p, label->category);
	v[LABEL_CRITERIA] = view_criteria_link(p, &p->site->criteria->versions[label->criteria]);
	v[LABEL_NA_ITEMS] = na_items(p, label);
	v[LABEL_HAS_NA_ITEMS] = value_flag(label->nna_items > 0);
	v[LABEL_APPLICANT] = page_phrase(p, &label->applicant);
	v[LABEL_CALENDAR_HREF] =
	        value_text(page_href(p, p->site->calendar_paths[entry->row->applicant]));
	v[LABEL_CORPORATE_NUMBER] = value_text(label->corporate_number);
	v[LABEL_EVALUATOR] = p->words->evaluator_name[label->evaluator];
	v[LABEL_EVALUATOR_KIND] = value_text(str_from(record_evaluator_name(label->evaluator)));
	v[LABEL_IS_ASSESSED] =
	        value_flag(label->route == ROUTE_SELF && label->evaluator != EVALUATOR_SELF);
	v[LABEL_EVALUATOR_NAME] = page_phrase(p, &label->evaluator_name);
	v[LABEL_ROUTE] = value_text(str_from(record_route_name(label->route)));
	v[LABEL_ROUTE_NAME] = p->words->route_name[label->route];
	v[LABEL_RECOGNITIONS] = recognitions(p, label);
	v[LABEL_RECOGNITIONS_END] = page_date(p, rules_recognitions_end(&p->site->rules, standing));
	v[LABEL_TIMELINE] = view_timeline(p, entry);
	if (!entry->retired)
		set_notes(p, entry, v);
	return v;
}
