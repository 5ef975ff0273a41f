/* The tables of the database, in SQL: what sqlite.c begins with, and what it ends with. */
#ifndef DATA_SQLITE_TABLES_H
#define DATA_SQLITE_TABLES_H

/* clang-format off */

/* NAME%T stands for a column a language, %C for the columns of open data (column.h). */
#define SQLITE_TABLES \
	"PRAGMA page_size=4096; PRAGMA encoding='UTF-8'; PRAGMA journal_mode=OFF;" \
	"PRAGMA synchronous=OFF; PRAGMA application_id=0x66756461; PRAGMA user_version=1;" \
	"BEGIN;" \
	"CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;" \
	"CREATE TABLE products(%C);" \
	"CREATE TABLE models(product_id TEXT NOT NULL REFERENCES products, position INTEGER NOT" \
	" NULL, number TEXT NOT NULL, note%T, PRIMARY KEY(product_id, position)) WITHOUT ROWID;" \
	"CREATE TABLE gtins(gtin TEXT NOT NULL, product_id TEXT NOT NULL REFERENCES products," \
	" PRIMARY KEY(gtin, product_id)) WITHOUT ROWID;" \
	"CREATE TABLE labels(label_id TEXT PRIMARY KEY, product_id TEXT NOT NULL REFERENCES" \
	" products, is_head INTEGER NOT NULL, level INTEGER NOT NULL, category TEXT, criteria" \
	" TEXT, status TEXT NOT NULL, reason TEXT, displayed_on TEXT, \"end\" TEXT NOT NULL," \
	" route TEXT, evaluator_kind TEXT) WITHOUT ROWID;" \
	"CREATE TABLE security_notes(product_id TEXT NOT NULL REFERENCES products, position" \
	" INTEGER NOT NULL, date TEXT NOT NULL, title%T, url TEXT, cve TEXT, jvn TEXT," \
	" severity TEXT, state TEXT NOT NULL, PRIMARY KEY(product_id, position)) WITHOUT ROWID;" \
	"CREATE TABLE manufacturers(name%T, products INTEGER NOT NULL);" \
	"CREATE TABLE categories(id TEXT PRIMARY KEY, name%T) WITHOUT ROWID;" \
	"CREATE TABLE criteria(id TEXT PRIMARY KEY, family TEXT NOT NULL, level INTEGER NOT NULL," \
	" category TEXT, version TEXT NOT NULL, title%T, published_on TEXT NOT NULL," \
	" effective_on TEXT NOT NULL, replaces TEXT, grace_ends_on TEXT) WITHOUT ROWID;" \
	"CREATE TABLE criteria_items(criteria TEXT NOT NULL REFERENCES criteria, position INTEGER" \
	" NOT NULL, id TEXT NOT NULL, title%T, text%T, since TEXT NOT NULL," \
	" PRIMARY KEY(criteria, position)) WITHOUT ROWID;" \
	"CREATE VIRTUAL TABLE products_fts USING fts5(product_id UNINDEXED, names, manufacturers," \
	" models, spellings, tokenize='trigram');" \
	"CREATE TABLE folding(character TEXT PRIMARY KEY, becomes TEXT NOT NULL) WITHOUT ROWID;"

#define SQLITE_INDEXES \
	"CREATE INDEX models_by_number ON models(number COLLATE NOCASE);" \
	"CREATE INDEX labels_by_product ON labels(product_id);" \
	"CREATE INDEX labels_by_status ON labels(status, level, \"end\");" \
	"CREATE INDEX products_by_status ON products(status, level, \"end\");" \
	"CREATE INDEX products_by_criteria ON products(criteria);" \
	"INSERT INTO products_fts(products_fts) VALUES('optimize');" \
	"COMMIT;"

/* clang-format on */

#endif
