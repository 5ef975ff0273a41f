#include "model/harvest.h"
#include "model/details.h"
#include <stdlib.h>
#include <sys/mman.h>

#define TEXTS_CHUNK ((size_t)1 << 18) /* bytes */

void harvest_init(struct harvest *h)
{
	*h = (struct harvest){0};
	arena_init(&h->texts, TEXTS_CHUNK);
	arena_init(&h->label_texts, TEXTS_CHUNK);
	buf_init(&h->labels);
	buf_init(&h->packed);
	for (size_t i = 0; i < HARVEST_NKINDS; i++)
		buf_init(&h->firms[i].names);
}

void harvest_release_rows(struct harvest_rows *rows)
{
	/* Cannot fail: it is a whole mapping of our own. */
	munmap(rows, sizeof(*rows));
}

void harvest_release(struct harvest *h)
{
	while (h->rows) {
		struct harvest_rows *rows = h->rows;

		h->rows = rows->next;
		harvest_release_rows(rows);
	}
	arena_release(&h->label_texts);
	buf_release(&h->labels);
	buf_release(&h->packed);
	for (size_t i = 0; i < HARVEST_NKINDS; i++)
		buf_release(&h->firms[i].names);
}

/* Straight from the system and back to it: what malloc is given back it may keep. */
static void *take_pages(size_t size)
{
	void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		out_of_memory();
	return pages;
}

static void add_row(struct harvest *h, struct row row)
{
	if (!h->rows || h->rows->n == HARVEST_ROWS) {
		struct harvest_rows *rows = take_pages(sizeof(*rows));

		rows->next = h->rows;
		h->rows = rows;
	}
	h->rows->rows[h->rows->n++] = row;
}

static void add_labels(struct harvest *h, const struct product *product, const struct row *row)
{
	for (size_t i = 0; i < product->nlabels; i++) {
		struct harvest_label label = {
		        .id = arena_copy(&h->label_texts, product->labels[i].id).p,
		        .product = row->texts,
		        .offset = row->offset,
		        .line = row->line,
		        .index = (uint32_t)i,
		};

		if (label.id)
			buf_add(&h->labels, (struct str){(const char *)&label, sizeof(label)});
	}
}

/* What makes a name one: a control character, which no name has, stands between the languages. */
static struct str pack_name(struct harvest *h, const struct text *name)
{
	buf_clear(&h->packed);
	for (unsigned i = 0; i < LANGUAGES_MAX; i++) {
		buf_add(&h->packed, name->in[i]);
		buf_add_byte(&h->packed, '\n');
	}
	buf_add(&h->packed, name->kana);
	return buf_str(&h->packed);
}

static struct text copy_name(struct harvest *h, const struct text *name)
{
	struct text copy = {.kana = arena_copy(&h->texts, name->kana)};

	for (unsigned i = 0; i < LANGUAGES_MAX; i++)
		copy.in[i] = arena_copy(&h->texts, name->in[i]);
	return copy;
}

/* The number of a name in this harvest. */
static uint32_t add_name(struct harvest *h, struct harvest_names *names, const struct text *name)
{
	struct harvest_name theirs = {.name = *name, .nproducts = 1};
	uint32_t n = (uint32_t)harvest_count_names(names);
	struct str key = pack_name(h, name);
	uint32_t found = map_find(&names->by_text, key);

	if (found == MAP_NONE) {
		if (!names->by_text.arena)
			map_init(&names->by_text, &h->label_texts);
		map_add(&names->by_text, arena_copy(&h->label_texts, key), n);
		theirs.name = copy_name(h, name);
		buf_add(&names->names, (struct str){(const char *)&theirs, sizeof(theirs)});
		found = n;
	} else {
		harvest_list_names(names)[found].nproducts++;
	}
	buf_clear(&h->packed);
	return found;
}

static uint32_t find_manufacturer(struct harvest *h, const struct product *product)
{
	if (!product->has_manufacturer)
		return SURVEY_NOT_STATED;
	if (!product->is_manufacturer_disclosed)
		return SURVEY_WITHHELD;
	return add_name(h, &h->firms[HARVEST_MANUFACTURERS], &product->manufacturer);
}

/* The text in each language of the site. */
static void pack_text(struct harvest *h, const struct text *text, const struct languages *languages)
{
	for (unsigned i = 0; i < languages->n; i++)
		packed_add(&h->packed, text->in[i]);
}

/* Copies what was packed and begins anew. */
static const char *keep_packed(struct harvest *h)
{
	struct str kept = arena_copy(&h->texts, buf_str(&h->packed));

	buf_clear(&h->packed);
	return kept.p;
}

static int compare_notes(const void *left, const void *right)
{
	const struct security_note *l = *(const struct security_note *const *)left;
	const struct security_note *r = *(const struct security_note *const *)right;
	int order = str_compare(l->title.in[0], r->title.in[0]);

	if (l->date != r->date)
		return l->date < r->date ? -1 : 1;
	return order != 0 ? order : (l > r) - (l < r);
}

static struct row_note copy_note(struct harvest *h, const struct security_note *note,
                                 const struct languages *languages)
{
	struct row_note copy = {.date = note->date,
	                        .severity = note->severity,
	                        .number = 1,
	                        .is_open = note->is_open};

	pack_text(h, &note->title, languages);
	packed_add(&h->packed, note->jvn);
	packed_add_number(&h->packed, (uint32_t)note->ncve);
	for (size_t i = 0; i < note->ncve; i++)
		packed_add(&h->packed, note->cve[i]);
	copy.title = keep_packed(h);
	return copy;
}

/* The security notes known on day t. */
static void fill_notes(struct harvest *h, struct row *row, const struct product *product,
                       const struct languages *languages, date_days t)
{
	const struct security_note **known = calloc(product->nnotes + 1, sizeof(*known));

	if (!known)
		out_of_memory();
	for (size_t i = 0; i < product->nnotes; i++) {
		const struct security_note *note = &product->notes[i];

		if (rules_is_known(note, t))
			known[row->nnotes++] = note;
	}
	qsort(known, row->nnotes, sizeof(*known), compare_notes);
	row->notes = arena_array(&h->texts, row->nnotes, sizeof(*row->notes));
	for (size_t i = 0; i < row->nnotes; i++) {
		row->notes[i] = copy_note(h, known[i], languages);
		if (i > 0 && known[i]->date == known[i - 1]->date &&
		    str_is_equal(known[i]->title.in[0], known[i - 1]->title.in[0]))
			row->notes[i].number = row->notes[i - 1].number + 1;
		row->has_open_note = row->has_open_note || known[i]->is_open;
	}
	free(known);
}

/* Fills the row with what its head is. */
static void fill_row(struct harvest *h, struct row *row, const struct product *product,
                     const struct label *head, const struct standing *standing, date_days t)
{
	row->status = standing->status;
	row->reason = standing->reason;
	row->end = standing->end;
	row->displayed_on = standing->displayed_on;
	row->is_extended = standing->nextensions > 0;
	row->support = rules_find_support(product, t);
	row->level = head->level;
	row->category = head->category;
	row->criteria = head->criteria;
	row->evaluator = head->evaluator;
	row->manufacturer = find_manufacturer(h, product);
	row->applicant = add_name(h, &h->firms[HARVEST_APPLICANTS], &head->applicant);
	row->nmodels = (uint32_t)product->nmodels;
}

void harvest_add(struct harvest *h, const struct product *product, struct row row,
                 const struct rules *rules, date_days t)
{
	const struct languages *languages = rules ? &rules->settings->languages : NULL;
	const struct label *head = NULL;
	struct standing standing;

	row.manufacturer = SURVEY_NOT_STATED;
	if (rules) {
		head = rules_find_head(rules, product, t, &standing, NULL);
		row.next_change = standing.next_change;
	}
	if (head) {
		fill_row(h, &row, product, head, &standing, t);
		if (product->nnotes > 0)
			fill_notes(h, &row, product, languages, t);
	}
	if (product->id.p) {
		packed_add(&h->packed, product->id);
		if (head) {
			packed_add(&h->packed, head->id);
			packed_add(&h->packed, product->models[0].number);
			pack_text(h, &product->name, languages);
			details_pack(&h->packed, product, head, rules, t);
		}
		row.texts = keep_packed(h);
		add_row(h, row);
	}
	add_labels(h, product, &row);
}
