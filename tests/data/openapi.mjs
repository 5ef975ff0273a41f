#!/usr/bin/env node
// The description of the files at fixed addresses (OpenAPI 3.1): valid, and true of the site as it is served:
// each path is asked for, with ids that are there and ids that are not, and answers with the type and form
// that it says. Types are those of the shipped configuration of object storage.
import fs from 'node:fs';
import http from 'node:http';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { asOf, buildSite, check, checkNone, filesBelow, report, work } from '../check.mjs';
import { metadataOf } from '../deploy/objects.mjs';

const out = `${work}/site`, own = `${work}/own`;
const text = { ja: '約束', en: 'promise' };
fs.mkdirSync(`${own}/content`, { recursive: true });
for (const name of ['site.json', 'corrections.jsonl'])
	fs.copyFileSync(`content/${name}`, `${own}/content/${name}`);
fs.writeFileSync(`${own}/content/commitment.jsonl`, JSON.stringify({ version: '1', date: asOf, addresses: text, successor: text, announcement: text }));
buildSite(out, { site: own, set: 'sqlite=true' });

const read = (name) => JSON.parse(fs.readFileSync(`${out}/${name}`, 'utf8'));
const description = read('data/openapi.json');
/** The validator fetches no file of its own. */
const validate = async (object) => {
	const validator = new Validator(), name = 'schema/label-1.schema.json';
	await validator.addSpecRef(read(`data/${name}`), name);
	return validator.validate(structuredClone(object));
};
const { valid, errors } = await validate(description);
check('it is OpenAPI 3.1', valid && description.openapi.startsWith('3.1.'), JSON.stringify(errors)?.slice(0, 2000));
check('what is not is refused', !(await validate({ ...description, paths: { x: 1 } })).valid);

const server = http.createServer((request, response) => {
	const name = decodeURIComponent(request.url.slice(1)), file = name === '' || name.endsWith('/') ? `${name}index.html` : name;
	if (!fs.existsSync(`${out}/${file}`))
		return response.writeHead(404).end();
	response.writeHead(200, { 'Content-Type': metadataOf(file).type }).end(fs.readFileSync(`${out}/${file}`));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const ask = (path) => fetch(`http://127.0.0.1:${server.address().port}${path}`);
const ids = {
	product_id: fs.readdirSync(`${out}/P`),
	criteria_id: fs.readdirSync(`${out}/criteria`, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name),
};
const ajv = new Ajv({ strict: false });
addFormats(ajv);
const faults = [], asked = new Set();
for (const [path, { get }] of Object.entries(description.paths)) {
	const [parameter] = get.parameters ?? [];
	const [type, { schema }] = Object.entries(get.responses['200'].content)[0];
	const isRight = schema && ajv.compile(read(`data/${schema.$ref}`));
	for (const id of parameter ? ids[parameter.name] : ['']) {
		const target = path.replace(/\{\w+\}/, id), response = await ask(target);
		const said = response.headers.get('content-type')?.split(';')[0];
		asked.add(target.endsWith('/') ? `${target.slice(1)}index.html` : target.slice(1));
		if (response.status !== 200 || said !== type)
			faults.push(`${target}: ${response.status} ${said}, not ${type}`);
		if (parameter && !new RegExp(parameter.schema.pattern).test(id))
			faults.push(`${target}: not of the pattern`);
		if (isRight && !isRight(await response.json()))
			faults.push(`${target}: ${JSON.stringify(isRight.errors)}`);
	}
	if (parameter && (await ask(path.replace(/\{\w+\}/, 'ZZZZ9999'))).status !== 404)
		faults.push(`${path}: no 404`);
}
server.close();
checkNone('answers that are not as described', faults);
check('there were many', asked.size > ids.product_id.length * 5, asked.size);

// Nothing in a folder of the top is left out but prose, parts and what is cut in pieces.
const known = /^(static|sums|search|calendar|en|changes|products|as-of\.js|robots\.txt|404\.html|opensearch\.xml|sitemap-|\.well-known)/;
const prose = fs.readdirSync('content/ja').filter((name) => name.endsWith('.md')).map((name) => `${name.slice(0, -3)}/index.html`);
checkNone('files at fixed addresses that it does not have', filesBelow(out).filter((name) =>
	!asked.has(name) && !known.test(name) && !prose.includes(name) && !/^(data\/(products|schema)\/|P\/\w+\/shield\.json|security\/from-)/.test(name)));
report();
