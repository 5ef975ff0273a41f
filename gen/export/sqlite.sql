-- From the tables of a registry office, CSV files in the present folder, to an export:
--
--	sqlite3 <sqlite.sql >labels.jsonl
--
-- The tables and their columns stand in fuda-export(5), "TABLES OF AN OFFICE". Rows keep their order.
-- A row that belongs to nothing, or that is there twice, is named on standard error; then the status
-- is 1 and no export comes. So it is with a quotation mark that is not closed. Of a row that has more cells than there
-- are columns sqlite3 itself says so, and goes on: whatever it says, do not use the export. What the words in the cells
-- must be, `fuda check` says.

.bail on

.import --csv export.csv exports
.import --csv products.csv products
.import --csv models.csv models
.import --csv gtins.csv gtins
.import --csv certifications.csv certifications
.import --csv security_notes.csv security_notes
.import --csv labels.csv labels
.import --csv na_items.csv na_items
.import --csv recognitions.csv recognitions
.import --csv events.csv events

CREATE INDEX models_product ON models (product_id);
CREATE INDEX gtins_product ON gtins (product_id);
CREATE INDEX certifications_product ON certifications (product_id);
CREATE INDEX security_notes_product ON security_notes (product_id);
CREATE INDEX labels_product ON labels (product_id);
CREATE INDEX labels_id ON labels (label_id);
CREATE INDEX na_items_label ON na_items (label_id);
CREATE INDEX recognitions_label ON recognitions (label_id);
CREATE INDEX events_label ON events (label_id);

-- ---- every row must have its place ----

-- A row's number is the one that a spreadsheet shows: the names of the columns are row 1.
CREATE TABLE faults AS
WITH
children(file, row, product_id) AS (
	SELECT 'models', rowid, product_id FROM models
	UNION ALL SELECT 'gtins', rowid, product_id FROM gtins
	UNION ALL SELECT 'certifications', rowid, product_id FROM certifications
	UNION ALL SELECT 'security_notes', rowid, product_id FROM security_notes
	UNION ALL SELECT 'labels', rowid, product_id FROM labels
),
-- A quotation mark that is not closed takes in all rows behind it.
texts(file, text) AS (
	SELECT value, CAST(readfile(value || '.csv') AS TEXT) FROM json_each('["export", "products", "models", "gtins",
		"certifications", "security_notes", "labels", "na_items", "recognitions", "events"]')
),
grandchildren(file, row, label_id) AS (
	SELECT 'na_items', rowid, label_id FROM na_items
	UNION ALL SELECT 'recognitions', rowid, label_id FROM recognitions
	UNION ALL SELECT 'events', rowid, label_id FROM events
)
SELECT file, row + 1 AS row, 'product_id ' || coalesce(product_id, '') || ' is not in products.csv' AS what
FROM children WHERE coalesce(product_id, '') NOT IN (SELECT product_id FROM products)
UNION ALL
SELECT file, row + 1, 'label_id ' || coalesce(label_id, '') || ' is not in labels.csv'
FROM grandchildren WHERE coalesce(label_id, '') NOT IN (SELECT label_id FROM labels)
UNION ALL
SELECT 'products', rowid + 1, 'product_id ' || coalesce(product_id, '') || ' is in an earlier row'
FROM products WHERE rowid NOT IN (SELECT min(rowid) FROM products GROUP BY product_id)
UNION ALL
SELECT 'labels', rowid + 1, 'label_id ' || coalesce(label_id, '') || ' is in an earlier row'
FROM labels WHERE rowid NOT IN (SELECT min(rowid) FROM labels GROUP BY label_id)
UNION ALL
SELECT file, 1, 'a quotation mark is not closed, in this row or another'
FROM texts WHERE (length(text) - length(replace(text, '"', ''))) % 2 = 1
UNION ALL
SELECT 'export', 2, 'one row is wanted, with the day and time at which the tables were taken'
WHERE (SELECT count(*) FROM exports) <> 1;

.output '|cat >&2'
SELECT file || '.csv: row ' || row || ': ' || what FROM faults ORDER BY file, row;
.output

CREATE TABLE export_without_faults (faults INTEGER CHECK (faults = 0));
INSERT INTO export_without_faults SELECT count(*) FROM faults;

-- ---- the export ----

-- An empty cell says nothing: nullif(CELL, ''). An object that says nothing is not written: json_patch
-- leaves out what is null.

-- All lines are made before the first is written.
CREATE TABLE lines AS
SELECT json_object(
	'product_id', product_id,
	'name', json(nullif(json_patch('{}', json_object(
		'ja', nullif(name_ja, ''), 'en', nullif(name_en, ''),
		'kana', nullif(name_kana, ''))), '{}')),
	'models', (SELECT json_group_array(json_object(
			'number', model_number,
			'note', json(nullif(json_patch('{}', json_object(
				'ja', nullif(note_ja, ''), 'en', nullif(note_en, ''))), '{}'))))
		FROM (SELECT * FROM models WHERE product_id = p.product_id ORDER BY rowid)),
	'gtins', (SELECT json_group_array(gtin)
		FROM (SELECT * FROM gtins WHERE product_id = p.product_id ORDER BY rowid)),
	'manufacturer', json(nullif(json_patch('{}', json_object(
		'name', json(nullif(json_patch('{}', json_object(
			'ja', nullif(manufacturer_ja, ''), 'en', nullif(manufacturer_en, ''),
			'kana', nullif(manufacturer_kana, ''))), '{}')),
		'disclosed', CASE lower(manufacturer_disclosed)
			WHEN 'true' THEN json('true') WHEN 'false' THEN json('false')
			ELSE nullif(manufacturer_disclosed, '') END)), '{}')),
	'origin', json(nullif(json_patch('{}', json_object(
		'country', nullif(origin_country, ''),
		'disclosed', CASE lower(origin_disclosed)
			WHEN 'true' THEN json('true') WHEN 'false' THEN json('false')
			ELSE nullif(origin_disclosed, '') END)), '{}')),
	'summary', json(nullif(json_patch('{}', json_object(
		'ja', nullif(summary_ja, ''), 'en', nullif(summary_en, ''))), '{}')),
	'site_url', nullif(site_url, ''),
	'contact', json(nullif(json_patch('{}', json_object(
		'name', json(nullif(json_patch('{}', json_object(
			'ja', nullif(contact_ja, ''), 'en', nullif(contact_en, ''))), '{}')),
		'email', nullif(contact_email, ''),
		'url', nullif(contact_url, ''),
		'tel', nullif(contact_tel, ''))), '{}')),
	'other_certifications', (SELECT json_group_array(json_object(
			'scheme', nullif(scheme, ''), 'number', nullif(number, ''),
			'url', nullif(url, '')))
		FROM (SELECT * FROM certifications WHERE product_id = p.product_id ORDER BY rowid)),
	'vulnerability_report_url', nullif(vulnerability_report_url, ''),
	'support_until', nullif(support_until, ''),
	'security_notes', (SELECT json_group_array(json_object(
			'date', nullif(date, ''),
			'title', json(nullif(json_patch('{}', json_object(
				'ja', nullif(title_ja, ''), 'en', nullif(title_en, ''))), '{}')),
			'url', nullif(url, ''),
			-- Several of them, with a blank between.
			'cve', CASE WHEN cve <> ''
				THEN json('[' || replace(json_quote(cve), ' ', '","') || ']') END,
			'jvn', nullif(jvn, ''),
			'severity', nullif(severity, ''),
			'state', nullif(state, '')))
		FROM (SELECT * FROM security_notes WHERE product_id = p.product_id ORDER BY rowid)),
	'procurement_notes', json(nullif(json_patch('{}', json_object(
		'ja', nullif(procurement_notes_ja, ''),
		'en', nullif(procurement_notes_en, ''))), '{}')),
	'labels', (SELECT json_group_array(json_object(
			'label_id', label_id,
			'level', CASE WHEN level GLOB '[0-9]' THEN CAST(level AS INTEGER)
				ELSE nullif(level, '') END,
			'category', nullif(category, ''),
			'criteria', nullif(criteria, ''),
			'na_items', (SELECT json_group_array(json_object(
					'item', nullif(item, ''),
					'reason', json(nullif(json_patch('{}', json_object(
						'ja', nullif(reason_ja, ''),
						'en', nullif(reason_en, ''))), '{}'))))
				FROM (SELECT * FROM na_items WHERE label_id = l.label_id ORDER BY rowid)),
			'acquired_on', nullif(acquired_on, ''),
			'valid_until', nullif(valid_until, ''),
			'route', nullif(route, ''),
			'applicant', json_object(
				'name', json(nullif(json_patch('{}', json_object(
					'ja', nullif(applicant_ja, ''), 'en', nullif(applicant_en, ''),
					'kana', nullif(applicant_kana, ''))), '{}')),
				'corporate_number', nullif(corporate_number, '')),
			'evaluator', json_object(
				'kind', nullif(evaluator_kind, ''),
				'name', json(nullif(json_patch('{}', json_object(
					'ja', nullif(evaluator_ja, ''),
					'en', nullif(evaluator_en, ''))), '{}'))),
			'recognitions', (SELECT json_group_array(json_object(
					'scheme', nullif(scheme, ''),
					'items', CASE WHEN items <> ''
						THEN json('[' || replace(json_quote(items), ' ', '","') || ']') END))
				FROM (SELECT * FROM recognitions WHERE label_id = l.label_id ORDER BY rowid)),
			'events', (SELECT json_group_array(json_object(
					'date', nullif(date, ''), 'kind', nullif(kind, ''),
					'affects', CASE lower(affects)
						WHEN 'true' THEN json('true')
						WHEN 'false' THEN json('false')
						ELSE nullif(affects, '') END))
				FROM (SELECT * FROM events WHERE label_id = l.label_id ORDER BY rowid))))
		FROM (SELECT * FROM labels WHERE product_id = p.product_id ORDER BY rowid) AS l)) AS line
FROM products AS p ORDER BY rowid;

SELECT json_object('format', 'label-export/1', 'exported_at', exported_at,
	'records', (SELECT count(*) FROM products))
FROM exports;

SELECT line FROM lines ORDER BY rowid;
