#!/usr/bin/env node
// The Jobs of gen/deploy/kubernetes.yaml: by the schema of Kubernetes, and their commands run as they stand there, in
// a folder in place of the volume. What they make is byte for byte one build.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Job } from 'kubernetes-models/batch/v1';
import { parseAllDocuments } from 'yaml';
import { check, checkNone, criteria, differences, fuda, report, work } from '../check.mjs';

const [shards, merge] = parseAllDocuments(fs.readFileSync('gen/deploy/kubernetes.yaml', 'utf8')).map((text) => text.toJS());

/** What the schema says of it; empty where it is sound. */
function faultOf(job) {
	try {
		new Job(job).validate();
		return '';
	} catch (error) {
		return error.message;
	}
}
for (const job of [shards, merge])
	check(`${job.metadata.name} is a Job`, faultOf(job) === '', faultOf(job));
check('a Job with a mistake is none', faultOf({ ...shards, spec: { ...shards.spec, completions: 'many' } }) !== '');

const volume = path.resolve(work, 'registry');
const run = ({ spec: { template: { spec: { containers: [container] } } } }, environment) =>
	spawnSync(container.command[0], [...container.command.slice(1), ...container.args], { cwd: volume, encoding: 'utf8', env: {
		...process.env, ...environment, PATH: `${path.resolve(work, 'bin')}:${process.env.PATH}`,
		...Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
	} });

for (const folder of ['bin', 'registry/in'])
	fs.mkdirSync(`${work}/${folder}`, { recursive: true });
fs.symlinkSync(path.resolve(fuda), `${work}/bin/fuda`);
spawnSync('node', ['tests/bench/export.mjs', '900', `${volume}/in/labels.jsonl`]);
fs.cpSync(criteria, `${volume}/in/criteria`, { recursive: true });
// A registry of its own: with the settings of the sample each build would say that its export is not the sample's.
fs.mkdirSync(`${volume}/site/content`, { recursive: true });
fs.writeFileSync(`${volume}/site/content/site.json`, JSON.stringify({
	...JSON.parse(fs.readFileSync('content/site.json', 'utf8')), base_url: 'https://labels.test/', sample: false }));

const said = [...Array(shards.spec.completions).keys()].map((index) => run(shards, { JOB_COMPLETION_INDEX: String(index) }))
	.filter(({ status, stderr }) => status !== 0 || stderr !== '');
checkNone('shards that fail', said.map(({ stderr }) => stderr));
const merged = run(merge, {});
check('they are merged', merged.status === 0, merged.stderr);
const day = merge.spec.template.spec.containers[0].env[0].value;
const one = spawnSync(fuda, ['build', '--export', `${volume}/in/labels.jsonl`, '--criteria', criteria, '--site', `${volume}/site`,
	'--as-of', day, '--quiet', '--out', `${work}/one`], { encoding: 'utf8' });
check('one build', one.status === 0, one.stderr);
if (merged.status === 0)
	checkNone('what is not as one build has it', differences(`${work}/one`, `${volume}/out-${day}`));
report();
