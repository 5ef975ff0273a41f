#include "qr/qr.h"
#include "site/shapes.h"
#include "view/badge.h"
#include "view/view.h"

/* security.txt holds for a year at most (RFC 9116, 2.5.5); ours says the end of the month half a
 * year on, so that it changes once a month and never runs out between two builds. */
static date_days security_expiry(date_days as_of)
{
	struct date_parts parts = date_split(as_of);

	parts.day = 1;
	parts.month += 7;
	if (parts.month > 12) {
		parts.month -= 12;
		parts.year++;
	}
	return date_join(parts) - 1;
}

const struct value *view_text_file(const struct site *site, struct arena *a)
{
	struct value *v = arena_array(a, TEXT_FILE_NFIELDS, sizeof(*v));
	struct buf languages;

	buf_init(&languages);
	for (unsigned i = 0; i < site->words.nlanguages; i++) {
		buf_add(&languages, i > 0 ? STR(", ") : STR(""));
		buf_add(&languages, site->words.language[i].tag);
	}
	v[TEXT_FILE_BASE_URL] = value_text(site->settings->base_url);
	v[TEXT_FILE_CONTACT_EMAIL] = value_text(site->settings->contact_email);
	v[TEXT_FILE_CONTACT_URL] = value_text(site->settings->contact_url);
	v[TEXT_FILE_EXPIRES] = value_text(date_text(a, security_expiry(site->as_of)));
	v[TEXT_FILE_AS_OF] = value_text(date_text(a, site->as_of));
	v[TEXT_FILE_LANGUAGES] = value_text(arena_copy(a, buf_str(&languages)));
	buf_release(&languages);
	return v;
}

/* The parts of a badge from left to right, in pixels: words, stars, and on a field of the status's
 * colour its icon and words. */
#define BADGE_MARGIN 10
#define BADGE_GAP    7
#define BADGE_STARS  62 /* width of four stars */
#define BADGE_ICON   16

/* Measures of a badge with these words on its right. */
static const struct value *badge_values(const struct page *p, struct value status)
{
	struct value *v = page_values(p, BADGE_NFIELDS);
	unsigned left = badge_measure(value_str(p->words->badge_name));
	unsigned right = badge_measure(value_str(status));
	unsigned x = BADGE_MARGIN;

	v[BADGE_LABEL_TEXT] = p->words->badge_name;
	v[BADGE_LABEL_X] = page_number(p, x);
	v[BADGE_LABEL_LENGTH] = page_number(p, left);
	v[BADGE_STARS_X] = page_number(p, x += left + BADGE_GAP);
	v[BADGE_RIGHT_X] = page_number(p, x += BADGE_STARS + BADGE_GAP);
	v[BADGE_ICON_X] = page_number(p, x + BADGE_GAP);
	v[BADGE_STATUS_TEXT] = status;
	v[BADGE_STATUS_X] = page_number(p, x + BADGE_GAP + BADGE_ICON + BADGE_GAP);
	v[BADGE_STATUS_LENGTH] = page_number(p, right);
	/* One pixel of the frame stays free on the right. */
	right += BADGE_GAP + BADGE_ICON + BADGE_GAP + BADGE_MARGIN;
	v[BADGE_RIGHT_WIDTH] = page_number(p, right - 1);
	v[BADGE_WIDTH] = page_number(p, x + right);
	return v;
}

const struct value *view_badge(const struct page *p, const struct entry *entry)
{
	struct value *v = page_values(p, BADGE_FILE_NFIELDS);
	struct value *words = page_values(p, SENTENCE_NFIELDS);
	const struct value *label = view_answer(p, entry);

	words[SENTENCE_END] = label[LABEL_END];
	words[SENTENCE_IS_ENDED_BY_TERM] = label[LABEL_IS_ENDED_BY_TERM];
	words[SENTENCE_LEVEL_NAME] = label[LABEL_LEVEL_NAME];
	v[BADGE_FILE_LANG] = value_text(p->words->tag);
	v[BADGE_FILE_LABEL] = value_object(label);
	v[BADGE_FILE_BADGE] = value_object(badge_values(
	        p, words_run(p->words->badge_status[entry->standing.status], words, p->arena)));
	return v;
}

const struct value *view_qr(const struct page *p, const struct entry *entry)
{
	struct value *v = page_values(p, QR_FILE_NFIELDS);
	struct buf path;

	buf_init(&path);
	qr_add_path(&path, entry->qr);
	v[QR_FILE_SIZE] = page_number(p, qr_size(entry->qr));
	v[QR_FILE_PATH] = value_text(arena_copy(p->arena, buf_str(&path)));
	v[QR_FILE_TITLE] = value_text(entry->address);
	buf_release(&path);
	return v;
}

const struct value *view_retired_badge(const struct page *p, const struct entry *entry)
{
	struct value *v = page_values(p, BADGE_FILE_NFIELDS);

	(void)entry;
	v[BADGE_FILE_LANG] = value_text(p->words->tag);
	v[BADGE_FILE_BADGE] = value_object(badge_values(p, p->words->badge_retired));
	return v;
}

const struct value *view_lite(const struct page *p, const struct page_sources *from)
{
	struct value *v = page_values(p, PROSE_PAGE_NFIELDS);
	const struct crumb crumbs[] = {{p->words->home_name, STR("")},
	                               {p->words->products_name, STR("products/")}};

	(void)from;
	page_set_frame(p, v, p->words->fixed_title[FIXED_LITE],
	               p->words->fixed_description[FIXED_LITE], crumbs, COUNT_OF(crumbs));
	return v;
}
