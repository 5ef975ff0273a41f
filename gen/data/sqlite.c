#include "data/sqlite.h"
#include "base/fs.h"
#include "base/lock.h"
#include "base/sha256.h"
#include "data/column.h"
#include "data/spelling.h"
#include "data/sqlite_schema.h"
#include "data/sqlite_tables.h"
#include "site/entry.h"
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FORMAT "fuda-sqlite/1"

/* Rows go into these tables, by prepared statements. */
enum table {
	META,
	PRODUCTS,
	MODELS,
	GTINS,
	LABELS,
	SECURITY_NOTES,
	MANUFACTURERS,
	CATEGORIES,
	CRITERIA,
	CRITERIA_ITEMS,
	PRODUCTS_FTS,
	FOLDING,
	NTABLES
};

static const char *const table_names[NTABLES] = {
        [META] = "meta",
        [PRODUCTS] = "products",
        [MODELS] = "models",
        [GTINS] = "gtins",
        [LABELS] = "labels",
        [SECURITY_NOTES] = "security_notes",
        [MANUFACTURERS] = "manufacturers",
        [CATEGORIES] = "categories",
        [CRITERIA] = "criteria",
        [CRITERIA_ITEMS] = "criteria_items",
        [PRODUCTS_FTS] = "products_fts",
        [FOLDING] = "folding",
};

struct database {
	const struct site *site;
	sqlite3 *db;
	sqlite3_stmt *insert[NTABLES];
	int at; /* number of the value that was set last */
	bool has_failed;
	struct arena a; /* of a product */
};

static void set_text(struct database *db, enum table table, struct str text)
{
	/* The text lives until the row is stepped. */
	if (text.n > 0)
		sqlite3_bind_text(db->insert[table], ++db->at, text.p, (int)text.n, SQLITE_STATIC);
	else
		sqlite3_bind_null(db->insert[table], ++db->at);
}

static void set_number(struct database *db, enum table table, size_t number)
{
	sqlite3_bind_int64(db->insert[table], ++db->at, (sqlite3_int64)number);
}

static void set_date(struct database *db, enum table table, date_days date)
{
	set_text(db, table, date_text(&db->a, date));
}

static void set_words(struct database *db, enum table table, const struct text *text)
{
	for (unsigned i = 0; i < db->site->settings->languages.n; i++)
		set_text(db, table, text->in[i]);
}

static void add_row(struct database *db, enum table table)
{
	if (!db->has_failed && sqlite3_step(db->insert[table]) != SQLITE_DONE)
		db->has_failed = true;
	sqlite3_reset(db->insert[table]);
	db->at = 0;
}

static void run(struct database *db, const char *sql)
{
	if (!db->has_failed && sqlite3_exec(db->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		db->has_failed = true;
}

/* A statement that takes a value for each column of a table. */
static void prepare(struct database *db, enum table table)
{
	sqlite3_stmt *columns = NULL;
	struct buf sql;
	int n = 0;

	buf_init(&sql);
	buf_printf(&sql, "SELECT * FROM %s", table_names[table]);
	buf_add_byte(&sql, '\0');
	if (!db->has_failed && sqlite3_prepare_v2(db->db, sql.p, -1, &columns, NULL) == SQLITE_OK)
		n = sqlite3_column_count(columns);
	sqlite3_finalize(columns);
	buf_clear(&sql);
	buf_printf(&sql, "INSERT OR IGNORE INTO %s VALUES(?", table_names[table]);
	for (int i = 1; i < n; i++)
		buf_add(&sql, STR(",?"));
	buf_add_byte(&sql, ')');
	buf_add_byte(&sql, '\0');
	if (!db->has_failed &&
	    sqlite3_prepare_v2(db->db, sql.p, -1, &db->insert[table], NULL) != SQLITE_OK)
		db->has_failed = true;
	buf_release(&sql);
}

static void open_database(struct database *db, const char *path)
{
	struct buf sql;

	if (sqlite3_open_v2(path, &db->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
	    SQLITE_OK)
		db->has_failed = true;
	buf_init(&sql);
	sqlite_add_schema(&sql, db->site, &db->a);
	buf_add_byte(&sql, '\0');
	run(db, sql.p);
	buf_release(&sql);
	for (int i = 0; i < NTABLES; i++)
		prepare(db, (enum table)i);
}

static void add_meta(struct database *db, const char *key, struct str value)
{
	if (value.n == 0)
		return;
	set_text(db, META, str_from(key));
	set_text(db, META, value);
	add_row(db, META);
}

/* What the as-of day means, in each language. */
static void add_notes_on_day(struct database *db)
{
	for (unsigned i = 0; i < db->site->words.nlanguages; i++) {
		const struct language_words *words = &db->site->words.language[i];
		struct str note = words_own(words, STR("data.note"));

		if (note.n > 0)
			add_meta(db, arena_printf(&db->a, "note_%.*s", STR_ARG(words->tag)).p,
			         note);
	}
}

static int add_all_meta(struct database *db)
{
	const struct site *site = db->site;
	const struct settings *s = site->settings;
	struct sha256_context *sha = sha256_open();
	unsigned char hash[SHA256_BYTES];
	char hex[SHA256_HEX];
	int status = sha256_hash_open_file(sha, site->survey->export.fd, hash);

	sha256_close(sha);
	if (status < 0)
		return -1;
	sha256_format(hash, hex);
	add_meta(db, "format", STR(FORMAT));
	add_meta(db, "as_of", date_text(&db->a, site->as_of));
	add_notes_on_day(db);
	add_meta(db, "exported_at", site->survey->exported_at);
	add_meta(db, "export_sha256", (struct str){hex, SHA256_HEX});
	add_meta(db, "base_url", s->base_url);
	add_meta(db, "site_name", s->site_name.in[0]);
	add_meta(db, "operator_name", s->operator_name.in[0]);
	add_meta(db, "licence_name", s->licence_name.in[0]);
	add_meta(db, "licence_url", s->licence_url);
	add_meta(db, "products", arena_number(&db->a, site->pages.npages));
	for (size_t i = 0; i < site->criteria->nversions; i++)
		if (site->has_criteria_page[i])
			add_meta(db,
			         arena_printf(&db->a, "criteria_sha256/%.*s",
			                      STR_ARG(site->criteria->versions[i].id))
			                 .p,
			         criteria_hash(&site->criteria->versions[i], &db->a));
	return 0;
}

static struct str category_id(const struct site *site, uint32_t category)
{
	return category == CRITERIA_NONE ? STR_NONE : site->criteria->categories[category].id;
}

static void add_version(struct database *db, uint32_t number)
{
	const struct criteria *criteria = db->site->criteria;
	const struct criteria_version *version = &criteria->versions[number];
	uint32_t replaced = site_find_replaced(db->site, number);

	set_text(db, CRITERIA, version->id);
	set_text(db, CRITERIA, version->family);
	set_number(db, CRITERIA, (size_t)version->level);
	set_text(db, CRITERIA, category_id(db->site, version->category));
	set_text(db, CRITERIA, version->version);
	set_words(db, CRITERIA, &version->title);
	set_date(db, CRITERIA, version->published_on);
	set_date(db, CRITERIA, version->effective_on);
	set_text(db, CRITERIA,
	         replaced == CRITERIA_NONE ? STR_NONE : criteria->versions[replaced].id);
	set_date(db, CRITERIA, version->grace_ends_on);
	add_row(db, CRITERIA);
	for (size_t i = 0; i < version->nitems; i++) {
		set_text(db, CRITERIA_ITEMS, version->id);
		set_number(db, CRITERIA_ITEMS, i + 1);
		set_text(db, CRITERIA_ITEMS, version->items[i].id);
		set_words(db, CRITERIA_ITEMS, &version->items[i].title);
		set_words(db, CRITERIA_ITEMS, &version->items[i].text);
		set_text(db, CRITERIA_ITEMS, version->items[i].since);
		add_row(db, CRITERIA_ITEMS);
	}
}

/* What products refer to. */
static void add_lists(struct database *db)
{
	const struct site *site = db->site;

	for (size_t i = 0; i < site->criteria->ncategories; i++) {
		set_text(db, CATEGORIES, site->criteria->categories[i].id);
		set_words(db, CATEGORIES, &site->criteria->categories[i].name);
		add_row(db, CATEGORIES);
	}
	for (uint32_t i = 0; i < site->criteria->nversions; i++)
		if (site->has_criteria_page[i])
			add_version(db, i);
	for (size_t i = 0; i < site->survey->nmanufacturers; i++) {
		if (site->survey->manufacturers[i].nproducts == 0)
			continue;
		set_words(db, MANUFACTURERS, &site->survey->manufacturers[i].name);
		set_number(db, MANUFACTURERS, site->survey->manufacturers[i].nproducts);
		add_row(db, MANUFACTURERS);
	}
}

/* Of labels beside the head no day is shown but the end. */
static void add_label(struct database *db, const struct entry *entry, const struct label *label,
                      const struct standing *standing)
{
	const struct site *site = db->site;
	bool is_head = label == entry->head;

	set_text(db, LABELS, label->id);
	set_text(db, LABELS, entry->id);
	set_number(db, LABELS, is_head);
	set_number(db, LABELS, (size_t)label->level);
	set_text(db, LABELS, is_head ? category_id(site, label->category) : STR_NONE);
	set_text(db, LABELS, is_head ? site->criteria->versions[label->criteria].id : STR_NONE);
	set_text(db, LABELS, str_from(rules_status_name(standing->status)));
	set_text(db, LABELS, str_from(rules_reason_name(standing->reason)));
	set_date(db, LABELS, is_head ? standing->displayed_on : DATE_NONE);
	set_date(db, LABELS, rules_shown_end(&site->rules, standing));
	set_text(db, LABELS, is_head ? str_from(record_route_name(label->route)) : STR_NONE);
	set_text(db, LABELS,
	         is_head ? str_from(record_evaluator_name(label->evaluator)) : STR_NONE);
	add_row(db, LABELS);
}

static void add_labels(struct database *db, const struct entry *entry)
{
	add_label(db, entry, entry->head, &entry->standing);
	for (size_t i = 0; i < entry->nalso; i++)
		add_label(db, entry, entry->also[i].label, &entry->also[i].standing);
}

static struct str join(struct arena *a, const struct str *texts, size_t ntexts)
{
	struct str all = STR_NONE;

	for (size_t i = 0; i < ntexts; i++)
		all = i == 0 ? texts[i] : ARENA_JOIN(a, all, STR(COLUMN_SEPARATOR), texts[i]);
	return all;
}

static void add_notes(struct database *db, const struct entry *entry)
{
	for (size_t i = 0; i < entry->nnotes; i++) {
		const struct security_note *note = entry->notes[i];

		set_text(db, SECURITY_NOTES, entry->id);
		set_number(db, SECURITY_NOTES, (size_t)(note - entry->product->notes) + 1);
		set_date(db, SECURITY_NOTES, note->date);
		set_words(db, SECURITY_NOTES, &note->title);
		set_text(db, SECURITY_NOTES, note->url);
		set_text(db, SECURITY_NOTES, join(&db->a, note->cve, note->ncve));
		set_text(db, SECURITY_NOTES, note->jvn);
		set_text(db, SECURITY_NOTES, str_from(record_severity_name(note->severity)));
		set_text(db, SECURITY_NOTES, note->is_open ? STR("open") : STR("fixed"));
		add_row(db, SECURITY_NOTES);
	}
}

/* All that a product is found by, in all languages. */
static void add_search(struct database *db, const struct product *product)
{
	unsigned n = db->site->settings->languages.n;
	struct str *numbers = arena_array(&db->a, product->nmodels, sizeof(*numbers));
	struct str manufacturers =
	        join(&db->a, product->manufacturer.in, product->manufacturer.in[0].n > 0 ? n : 0);
	struct buf spellings;

	buf_init(&spellings);
	spelling_add_text(&spellings, &product->name, n);
	spelling_add_text(&spellings, &product->manufacturer, n);
	for (size_t i = 0; i < product->nmodels; i++) {
		numbers[i] = product->models[i].number;
		spelling_add(&spellings, numbers[i]);
	}
	set_text(db, PRODUCTS_FTS, product->id);
	set_text(db, PRODUCTS_FTS, join(&db->a, product->name.in, n));
	set_text(db, PRODUCTS_FTS, manufacturers);
	set_text(db, PRODUCTS_FTS, join(&db->a, numbers, product->nmodels));
	set_text(db, PRODUCTS_FTS, buf_str(&spellings));
	add_row(db, PRODUCTS_FTS);
	buf_release(&spellings);
}

static void add_folding(void *context, struct str character, struct str becomes)
{
	struct database *db = context;

	set_text(db, FOLDING, character);
	/* Not NULL where a character goes. */
	sqlite3_bind_text(db->insert[FOLDING], ++db->at, becomes.n > 0 ? becomes.p : "",
	                  (int)becomes.n, SQLITE_STATIC);
	add_row(db, FOLDING);
}

static void add_product(struct database *db, const struct entry *entry)
{
	const struct product *product = entry->product;
	struct column_place *places;
	size_t nplaces;

	column_list(db->site, &db->a, &places, &nplaces);
	for (size_t i = 0; i < nplaces; i++)
		set_text(db, PRODUCTS, column_value(db->site, entry, places[i], &db->a));
	add_row(db, PRODUCTS);
	if (!product)
		return;
	for (size_t i = 0; i < product->nmodels; i++) {
		set_text(db, MODELS, product->id);
		set_number(db, MODELS, i + 1);
		set_text(db, MODELS, product->models[i].number);
		set_words(db, MODELS, &product->models[i].note);
		add_row(db, MODELS);
	}
	for (size_t i = 0; i < product->ngtins; i++) {
		set_text(db, GTINS, product->gtins[i]);
		set_text(db, GTINS, product->id);
		add_row(db, GTINS);
	}
	add_labels(db, entry);
	add_notes(db, entry);
	add_search(db, product);
}

static int add_products(struct database *db, struct diag *d)
{
	struct buf record;
	int status = 0;

	buf_init(&record);
	for (size_t i = 0; i < db->site->pages.npages && status == 0 && !db->has_failed; i++) {
		struct entry entry;

		arena_clear(&db->a);
		status = entry_read(&entry, db->site, i, &record, &db->a, d);
		if (status == 0)
			add_product(db, &entry);
	}
	buf_release(&record);
	return status;
}

/* All rows, and what is found by them. -1 with a diagnostic, unless the database has failed. */
static int fill(struct database *db, struct diag *d)
{
	int status = add_all_meta(db);

	if (status < 0)
		diag_add_system(d, DIAG_FILE_READ, db->site->survey->export.file.p, "cannot read",
		                errno);
	if (status == 0 && !db->has_failed) {
		spelling_each(add_folding, db);
		add_lists(db);
		status = add_products(db, d);
	}
	run(db, SQLITE_INDEXES);
	return status;
}

/* Ends the database; says why it failed, if it did. */
static int close_database(struct database *db, const char *path, struct diag *d)
{
	for (int i = 0; i < NTABLES; i++)
		sqlite3_finalize(db->insert[i]);
	if (db->has_failed)
		diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(path)},
		         "cannot write the database: %s",
		         db->db ? sqlite3_errmsg(db->db) : "out of memory");
	if (sqlite3_close(db->db) != SQLITE_OK && !db->has_failed) {
		diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(path)},
		         "cannot close the database");
		return -1;
	}
	return db->has_failed ? -1 : 0;
}

/* Makes the database under another name, and puts it in place. */
static int save(const struct site *site, const char *path, const char *new, struct diag *d)
{
	struct database db = {.site = site};
	int status;

	/* What a run that was interrupted left. */
	if (unlink(new) < 0 && errno != ENOENT) {
		diag_add_system(d, DIAG_FILE_WRITE, new, "cannot remove", errno);
		return -1;
	}
	arena_init(&db.a, 1 << 16);
	open_database(&db, new);
	status = fill(&db, d);
	if (close_database(&db, path, d) < 0)
		status = -1;
	if (status == 0) {
		status = fs_put_in_place(new, path);
		if (status < 0)
			diag_add_system(d, DIAG_FILE_WRITE, path,
			                "cannot put the database in place", errno);
	}
	if (status < 0)
		unlink(new);
	arena_release(&db.a);
	return status;
}

int sqlite_save(const struct site *site, const char *path, struct diag *d)
{
	struct lock lock;
	struct arena a;
	const char *new;
	int status = -1;

	arena_init(&a, 4096);
	new = fs_beside(str_from(path), &a).p;
	/* The lock would make it. */
	if (access(fs_above(path, &a).p, F_OK) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, path, "cannot write the database", errno);
	} else if (lock_take(&lock, arena_printf(&a, "%s.work", new).p, d) == 0) {
		status = save(site, path, new, d);
		lock_release(&lock);
	}
	arena_release(&a);
	return status;
}

void sqlite_publish(const struct site *site, struct output_worker *w, struct diag *d)
{
	struct database db = {.site = site};
	unsigned char *bytes = NULL;
	sqlite3_int64 n = 0;
	int status;

	arena_init(&db.a, 1 << 16);
	open_database(&db, ""); /* of a file without a name */
	status = fill(&db, d);
	if (status == 0 && !db.has_failed) {
		bytes = sqlite3_serialize(db.db, "main", &n, 0);
		db.has_failed = !bytes;
	}
	if (close_database(&db, SQLITE_PATH, d) == 0 && status == 0)
		output_add_file(w, STR(SQLITE_PATH), (struct str){(const char *)bytes, (size_t)n});
	sqlite3_free(bytes);
	arena_release(&db.a);
}
