#include "model/survey_key.h"
#include "base/buf.h"
#include "base/pool.h"

#define CHUNK 4096 /* rows of a job */

struct keying {
	struct survey *survey;
	struct sha256_context *const *shas; /* one a worker */
	unsigned nlanguages;
};

static void add_texts(struct buf *b, const struct str *texts, unsigned nlanguages)
{
	for (unsigned i = 0; i < nlanguages; i++)
		buf_add_counted(b, texts[i]);
}

static void add_packed(struct buf *b, const char *packed, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		buf_add_counted(b, packed_get(packed, i));
}

static void add_codes(struct buf *b, const struct row_note *note, unsigned nlanguages)
{
	const char *at = row_note_codes(note, nlanguages);
	const char *from = at;
	uint32_t n;

	packed_next(&at);
	for (n = packed_next_number(&at); n > 0; n--)
		packed_next(&at);
	buf_add_counted(b, (struct str){from, (size_t)(at - from)});
}

static void add_notes(struct buf *b, const struct row *row, unsigned nlanguages)
{
	for (uint32_t i = 0; i < row->nnotes; i++) {
		const struct row_note *note = &row->notes[i];

		buf_add_word(b, (uint64_t)note->date);
		buf_add_word(b, (uint64_t)note->severity * 2 + note->is_open);
		buf_add_word(b, note->number);
		add_packed(b, note->title, nlanguages);
		add_codes(b, note, nlanguages);
	}
}

/* All of the row that a page can show. The record's hash would do, but is another far more often.
 */
static void add_key(const struct survey *survey, const struct row *row, unsigned nlanguages,
                    struct buf *b)
{
	const uint64_t numbers[] = {
	        row->status,
	        row->reason,
	        (uint64_t)row->end,
	        row->nmodels,
	        row->is_extended,
	        (uint64_t)row->displayed_on,
	        row->evaluator,
	        (uint64_t)row->level,
	        row->category,
	        row->criteria,
	        row->nnotes,
	        row->has_open_note,
	        row->support,
	        row->manufacturer >= survey->nmanufacturers ? row->manufacturer : 0,
	};

	buf_clear(b);
	buf_add(b, (struct str){(const char *)numbers, sizeof(numbers)});
	add_packed(b, row->texts, row_is_issued(row) ? ROW_TEXT_NAME + nlanguages : 1);
	add_notes(b, row, nlanguages);
	if (row->manufacturer < survey->nmanufacturers) {
		const struct str reading = row_reading(row, survey->manufacturers);

		add_texts(b, survey->manufacturers[row->manufacturer].name.in, nlanguages);
		add_texts(b, &reading, 1);
	}
	if (row_is_issued(row))
		add_texts(b, survey->applicants[row->applicant].name.in, nlanguages);
}

static void set_keys(void *context, unsigned worker, size_t chunk)
{
	const struct keying *keying = context;
	struct survey *survey = keying->survey;
	unsigned char hash[SHA256_BYTES];
	struct buf b;

	buf_init(&b);
	for (size_t i = chunk * CHUNK; i < survey->nrows && i < (chunk + 1) * CHUNK; i++) {
		add_key(survey, &survey->rows[i], keying->nlanguages, &b);
		sha256_hash(keying->shas[worker], buf_str(&b), hash);
		memcpy(&survey->rows[i].key, hash, sizeof(survey->rows[i].key));
	}
	buf_release(&b);
}

void survey_key_rows(struct survey *survey, unsigned nlanguages, struct sha256_context *const *shas,
                     unsigned nworkers)
{
	struct keying keying = {survey, shas, nlanguages};

	pool_run(nworkers, (survey->nrows + CHUNK - 1) / CHUNK, set_keys, &keying);
}
