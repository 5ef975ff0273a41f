-- Reads the tables of a registry office, CSV files in the present folder, into tables that go when the
-- session ends; then postgresql.sql, which see, makes an export of them. Nothing in the database changes.

\set ON_ERROR_STOP on

CREATE TEMP TABLE exports (exported_at text);
CREATE TEMP TABLE products (row bigint GENERATED ALWAYS AS IDENTITY, product_id text,
	name_ja text, name_en text, name_kana text,
	manufacturer_ja text, manufacturer_en text, manufacturer_kana text, manufacturer_disclosed text,
	origin_country text, origin_disclosed text, summary_ja text, summary_en text, site_url text,
	contact_ja text, contact_en text, contact_email text, contact_url text, contact_tel text,
	vulnerability_report_url text, support_until text,
	procurement_notes_ja text, procurement_notes_en text);
CREATE TEMP TABLE models (row bigint GENERATED ALWAYS AS IDENTITY, product_id text,
	model_number text, note_ja text, note_en text);
CREATE TEMP TABLE gtins (row bigint GENERATED ALWAYS AS IDENTITY, product_id text, gtin text);
CREATE TEMP TABLE certifications (row bigint GENERATED ALWAYS AS IDENTITY, product_id text,
	scheme text, number text, url text);
CREATE TEMP TABLE security_notes (row bigint GENERATED ALWAYS AS IDENTITY, product_id text,
	date text, title_ja text, title_en text, url text, cve text, jvn text, severity text, state text);
CREATE TEMP TABLE labels (row bigint GENERATED ALWAYS AS IDENTITY, label_id text, product_id text,
	level text, category text, criteria text, acquired_on text, valid_until text, route text,
	applicant_ja text, applicant_en text, applicant_kana text, corporate_number text,
	evaluator_kind text, evaluator_ja text, evaluator_en text);
CREATE TEMP TABLE na_items (row bigint GENERATED ALWAYS AS IDENTITY, label_id text,
	item text, reason_ja text, reason_en text);
CREATE TEMP TABLE recognitions (row bigint GENERATED ALWAYS AS IDENTITY, label_id text,
	scheme text, items text);
CREATE TEMP TABLE events (row bigint GENERATED ALWAYS AS IDENTITY, label_id text,
	date text, kind text, affects text);

-- HEADER MATCH: the first row must name these columns in this order. Spreadsheets begin a file in UTF-8
-- with a byte order mark; sed takes it off.
\copy exports (exported_at) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" export.csv' (FORMAT csv, HEADER MATCH)
\copy products (product_id, name_ja, name_en, name_kana, manufacturer_ja, manufacturer_en, manufacturer_kana, manufacturer_disclosed, origin_country, origin_disclosed, summary_ja, summary_en, site_url, contact_ja, contact_en, contact_email, contact_url, contact_tel, vulnerability_report_url, support_until, procurement_notes_ja, procurement_notes_en) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" products.csv' (FORMAT csv, HEADER MATCH)
\copy models (product_id, model_number, note_ja, note_en) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" models.csv' (FORMAT csv, HEADER MATCH)
\copy gtins (product_id, gtin) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" gtins.csv' (FORMAT csv, HEADER MATCH)
\copy certifications (product_id, scheme, number, url) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" certifications.csv' (FORMAT csv, HEADER MATCH)
\copy security_notes (product_id, date, title_ja, title_en, url, cve, jvn, severity, state) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" security_notes.csv' (FORMAT csv, HEADER MATCH)
\copy labels (label_id, product_id, level, category, criteria, acquired_on, valid_until, route, applicant_ja, applicant_en, applicant_kana, corporate_number, evaluator_kind, evaluator_ja, evaluator_en) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" labels.csv' (FORMAT csv, HEADER MATCH)
\copy na_items (label_id, item, reason_ja, reason_en) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" na_items.csv' (FORMAT csv, HEADER MATCH)
\copy recognitions (label_id, scheme, items) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" recognitions.csv' (FORMAT csv, HEADER MATCH)
\copy events (label_id, date, kind, affects) FROM PROGRAM 'sed "1s/^\xef\xbb\xbf//" events.csv' (FORMAT csv, HEADER MATCH)

CREATE INDEX ON models (product_id);
CREATE INDEX ON gtins (product_id);
CREATE INDEX ON certifications (product_id);
CREATE INDEX ON security_notes (product_id);
CREATE INDEX ON labels (product_id);
CREATE INDEX ON na_items (label_id);
CREATE INDEX ON recognitions (label_id);
CREATE INDEX ON events (label_id);
