// CSV as RFC 4180 has it, and its metadata as "CSV on the Web" has it; strict, for tests.

/** The records of a text: arrays of fields. Throws at whatever is not RFC 4180. */
export function parseCsv(text) {
	const records = [];
	let at = 0;
	while (at < text.length) {
		const record = [];
		for (;;) {
			let field = '';
			if (text[at] === '"') {
				for (at++; ; at++) {
					if (at >= text.length)
						throw new Error(`record ${records.length}: a quote is not closed`);
					if (text[at] !== '"')
						field += text[at];
					else if (text[at + 1] === '"')
						field += text[at++];
					else
						break;
				}
				at++;
			} else {
				const end = at + /^[^",\r\n]*/.exec(text.slice(at, at + 100000))[0].length;
				field = text.slice(at, end);
				at = end;
			}
			record.push(field);
			if (text[at] !== ',')
				break;
			at++;
		}
		if (text.slice(at, at + 2) !== '\r\n')
			throw new Error(`record ${records.length}: ${JSON.stringify(text.slice(at, at + 10))} in place of a line end`);
		at += 2;
		records.push(record);
	}
	return records;
}

const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
const isUri = (text) => {
	try {
		return Boolean(new URL(text));
	} catch {
		return false;
	}
};

/** What is wrong with a value of a column, or nothing. */
function faultOf(column, text) {
	const { base = column.datatype, format } = typeof column.datatype === 'object' ? column.datatype : {};
	if (text === '')
		return column.required ? 'is required' : undefined;
	const isRight = {
		string: (v) => !format || new RegExp(`^(?:${format})$`, 'u').test(v),
		anyURI: isUri,
		nonNegativeInteger: (v) => /^[0-9]+$/.test(v),
		date: (v) => format === 'yyyy-MM-dd' && isDay(v),
	}[base];
	if (!isRight)
		return `has the unknown type ${base}`;
	const parts = column.separator ? text.split(column.separator) : [text];
	return parts.every(isRight) ? undefined : `is no ${base}${format ? ` of format ${format}` : ''}`;
}

/** All that differs between a CSV and its metadata. */
export function faultsOfCsv(text, metadata) {
	const { columns, primaryKey } = metadata.tableSchema;
	const [header, ...records] = parseCsv(text);
	const faults = [];
	if (JSON.stringify(header) !== JSON.stringify(columns.map(({ titles }) => titles)))
		faults.push(`header: ${header}`);
	const keys = new Set();
	const keyAt = columns.findIndex(({ name }) => name === primaryKey);
	for (const [i, record] of records.entries()) {
		if (record.length !== columns.length)
			faults.push(`record ${i}: ${record.length} fields`);
		if (keys.has(record[keyAt]))
			faults.push(`record ${i}: the key ${record[keyAt]} stands twice`);
		keys.add(record[keyAt]);
		for (const [k, column] of columns.entries()) {
			const fault = faultOf(column, record[k] ?? '');
			if (fault)
				faults.push(`record ${i}: ${column.name}: ${JSON.stringify(record[k])} ${fault}`);
		}
	}
	return faults;
}

/** What is wrong with the structure of a TableGroup (W3C, Metadata Vocabulary for Tabular Data). */
export function faultsOfMetadata(metadata) {
	const faults = [];
	const known = (what, object, keys) => {
		for (const key of Object.keys(object))
			if (!keys.includes(key) && !key.includes(':'))
				faults.push(`${what} has ${key}`);
	};
	const inherited = ['aboutUrl', 'datatype', 'default', 'lang', 'null', 'ordered', 'propertyUrl', 'required', 'separator',
		'textDirection', 'valueUrl'];
	known('the group', metadata, ['@context', '@id', '@type', 'tables', 'dialect', 'notes', 'tableDirection', 'tableSchema',
		'transformations', ...inherited]);
	known('the dialect', metadata.dialect, ['commentPrefix', 'delimiter', 'doubleQuote', 'encoding', 'header',
		'headerRowCount', 'lineTerminators', 'quoteChar', 'skipBlankRows', 'skipColumns', 'skipInitialSpace', 'skipRows', 'trim']);
	known('the schema', metadata.tableSchema, ['columns', 'foreignKeys', 'primaryKey', 'rowTitles', ...inherited]);
	if (metadata['@context'][0] !== 'http://www.w3.org/ns/csvw' || metadata['@type'] !== 'TableGroup')
		faults.push('it is no TableGroup');
	const names = metadata.tableSchema.columns.map(({ name }) => name);
	if (new Set(names).size !== names.length)
		faults.push('two columns have one name');
	for (const column of metadata.tableSchema.columns) {
		known(`column ${column.name}`, column, ['name', 'suppressOutput', 'titles', 'virtual', ...inherited]);
		if (!/^[A-Za-z0-9][A-Za-z0-9._]*$/.test(column.name))
			faults.push(`${column.name} is not a name of a column`);
		for (const language of ['ja', 'en'])
			if (!column['dc:description'].some((value) => value['@language'] === language && value['@value']))
				faults.push(`column ${column.name} has no description in ${language}`);
	}
	for (const table of metadata.tables)
		known(`table ${table.url}`, table, ['url', '@type']);
	return faults;
}
