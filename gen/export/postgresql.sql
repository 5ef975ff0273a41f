-- From the tables of a registry office to an export, in PostgreSQL 15 or later:
--
--	psql -X -q -d DATABASE -f postgresql.sql >labels.jsonl
--	psql -X -q -d DATABASE -f postgresql-csv.sql -f postgresql.sql >labels.jsonl
--
-- The first reads tables, or views, of the names and columns in fuda-export(5), "TABLES OF AN OFFICE", each
-- with one more, `row`, by which rows are ordered; `exports` has one row. The second takes CSV files in
-- the present folder. A row that belongs to nothing, or that is there twice, is named on standard
-- error; then the status is 3 and no export comes. What the words must be, `fuda check` says.

\set ON_ERROR_STOP on
\pset tuples_only on
\pset format unaligned

-- ---- every row must have its place ----

-- A row's number is the one that a spreadsheet shows: the names of the columns are row 1.
CREATE TEMP VIEW faults AS
WITH
children(file, row, product_id) AS (
	SELECT 'models', row, product_id FROM models
	UNION ALL SELECT 'gtins', row, product_id FROM gtins
	UNION ALL SELECT 'certifications', row, product_id FROM certifications
	UNION ALL SELECT 'security_notes', row, product_id FROM security_notes
	UNION ALL SELECT 'labels', row, product_id FROM labels
),
grandchildren(file, row, label_id) AS (
	SELECT 'na_items', row, label_id FROM na_items
	UNION ALL SELECT 'recognitions', row, label_id FROM recognitions
	UNION ALL SELECT 'events', row, label_id FROM events
)
SELECT file, row + 1 AS row, format('product_id %s is not in products.csv', product_id) AS what
FROM children AS c WHERE NOT EXISTS (SELECT FROM products WHERE product_id = c.product_id)
UNION ALL
SELECT file, row + 1, format('label_id %s is not in labels.csv', label_id)
FROM grandchildren AS c WHERE NOT EXISTS (SELECT FROM labels WHERE label_id = c.label_id)
UNION ALL
SELECT 'products', row + 1, format('product_id %s is in an earlier row', product_id)
FROM (SELECT row, product_id, row_number() OVER (PARTITION BY product_id ORDER BY row) AS n FROM products) AS p
WHERE n > 1
UNION ALL
SELECT 'labels', row + 1, format('label_id %s is in an earlier row', label_id)
FROM (SELECT row, label_id, row_number() OVER (PARTITION BY label_id ORDER BY row) AS n FROM labels) AS l
WHERE n > 1
UNION ALL
SELECT 'export', 2, 'one row is wanted, with the day and time at which the tables were taken'
WHERE (SELECT count(*) FROM exports) <> 1;

DO $$
DECLARE
	list text;
BEGIN
	SELECT string_agg(format(E'\n%s.csv: row %s: %s', file, row, what), '' ORDER BY file, row)
	INTO list FROM faults;
	IF list IS NOT NULL THEN
		RAISE EXCEPTION USING MESSAGE = 'no export is made:' || list;
	END IF;
END
$$;

-- ---- how cells become JSON ----

-- An object without what is null or empty; null where nothing is left.
CREATE FUNCTION pg_temp.said(object json) RETURNS json LANGUAGE sql IMMUTABLE AS $$
	SELECT json_object_agg(key, value ORDER BY n)
	FROM json_each($1) WITH ORDINALITY AS e(key, value, n)
	WHERE json_typeof(value) <> 'null' AND value::text <> '""'
$$;

CREATE FUNCTION pg_temp.text_of(ja text, en text, kana text DEFAULT NULL) RETURNS json LANGUAGE sql IMMUTABLE AS $$
	SELECT pg_temp.said(json_build_object('ja', $1, 'en', $2, 'kana', $3))
$$;

-- true and false are what they say; other words stay, for `fuda check` to name.
CREATE FUNCTION pg_temp.truth(word text) RETURNS json LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN lower($1) IN ('true', 'false') THEN lower($1)::json ELSE to_json($1) END
$$;

CREATE FUNCTION pg_temp.number_of(word text) RETURNS json LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN $1 ~ '^[0-9]$' THEN $1::json ELSE to_json($1) END
$$;

-- Several in one cell, with a blank between.
CREATE FUNCTION pg_temp.list_of(words text) RETURNS json LANGUAGE sql IMMUTABLE AS $$
	SELECT to_json(string_to_array(nullif($1, ''), ' '))
$$;

-- ---- the export ----

-- All lines are made before the first is written.
CREATE TEMP TABLE lines AS
SELECT pg_temp.said(json_build_object(
	'product_id', product_id,
	'name', pg_temp.text_of(name_ja, name_en, name_kana),
	'models', (SELECT json_agg(pg_temp.said(json_build_object(
			'number', model_number,
			'note', pg_temp.text_of(note_ja, note_en))) ORDER BY row)
		FROM models WHERE product_id = p.product_id),
	'gtins', (SELECT json_agg(gtin ORDER BY row) FROM gtins WHERE product_id = p.product_id),
	'manufacturer', pg_temp.said(json_build_object(
		'name', pg_temp.text_of(manufacturer_ja, manufacturer_en, manufacturer_kana),
		'disclosed', pg_temp.truth(manufacturer_disclosed::text))),
	'origin', pg_temp.said(json_build_object(
		'country', origin_country,
		'disclosed', pg_temp.truth(origin_disclosed::text))),
	'summary', pg_temp.text_of(summary_ja, summary_en),
	'site_url', site_url,
	'contact', pg_temp.said(json_build_object(
		'name', pg_temp.text_of(contact_ja, contact_en),
		'email', contact_email,
		'url', contact_url,
		'tel', contact_tel)),
	'other_certifications', (SELECT json_agg(pg_temp.said(json_build_object(
			'scheme', scheme, 'number', number, 'url', url)) ORDER BY row)
		FROM certifications WHERE product_id = p.product_id),
	'vulnerability_report_url', vulnerability_report_url,
	'support_until', support_until,
	'security_notes', (SELECT json_agg(pg_temp.said(json_build_object(
			'date', date,
			'title', pg_temp.text_of(title_ja, title_en),
			'url', url,
			'cve', pg_temp.list_of(cve),
			'jvn', jvn,
			'severity', severity,
			'state', state)) ORDER BY row)
		FROM security_notes WHERE product_id = p.product_id),
	'procurement_notes', pg_temp.text_of(procurement_notes_ja, procurement_notes_en),
	'labels', (SELECT json_agg(pg_temp.said(json_build_object(
			'label_id', label_id,
			'level', pg_temp.number_of(level::text),
			'category', category,
			'criteria', criteria,
			'na_items', (SELECT json_agg(pg_temp.said(json_build_object(
					'item', item,
					'reason', pg_temp.text_of(reason_ja, reason_en))) ORDER BY row)
				FROM na_items WHERE label_id = l.label_id),
			'acquired_on', acquired_on,
			'valid_until', valid_until,
			'route', route,
			'applicant', pg_temp.said(json_build_object(
				'name', pg_temp.text_of(applicant_ja, applicant_en, applicant_kana),
				'corporate_number', corporate_number)),
			'evaluator', pg_temp.said(json_build_object(
				'kind', evaluator_kind,
				'name', pg_temp.text_of(evaluator_ja, evaluator_en))),
			'recognitions', (SELECT json_agg(pg_temp.said(json_build_object(
					'scheme', scheme,
					'items', pg_temp.list_of(items))) ORDER BY row)
				FROM recognitions WHERE label_id = l.label_id),
			'events', (SELECT json_agg(pg_temp.said(json_build_object(
					'date', date, 'kind', kind, 'affects', pg_temp.truth(affects::text))) ORDER BY row)
				FROM events WHERE label_id = l.label_id))) ORDER BY row)
		FROM labels AS l WHERE product_id = p.product_id))) AS line, row
FROM products AS p;

SELECT json_build_object('format', 'label-export/1', 'exported_at', exported_at,
	'records', (SELECT count(*) FROM products))
FROM exports;

SELECT line FROM lines ORDER BY row;
