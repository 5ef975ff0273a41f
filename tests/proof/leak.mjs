#!/usr/bin/env node
// The log holds hashes and days alone, and a proof the label.json of its day and hashes: nothing that is withheld.
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { buildSite, check, checkNone, filesBelow, fuda, report, work } from '../check.mjs';
import { makeKey } from '../authentic/keys.mjs';
import { logEdition, readLog } from './log.mjs';

const key = makeKey('key');
const cases = fs.readdirSync('tests/golden').filter((name) => fs.existsSync(`tests/golden/${name}/forbidden.txt`));
check('there are cases', cases.length > 0);
for (const name of cases) {
	const folder = `tests/golden/${name}`, out = `${work}/${name}`, log = `${work}/${name}.log`;
	const forbidden = fs.readFileSync(`${folder}/forbidden.txt`, 'utf8').split('\n').filter((line) => line !== '');
	check(`${name}: forbidden texts`, forbidden.length > 0);
	buildSite(out, { export: `${folder}/labels.jsonl`,
		criteria: fs.existsSync(`${folder}/criteria`) ? `${folder}/criteria` : 'tests/golden/criteria' });
	check(`${name}: is logged`, logEdition(out, log, key).status === 0);
	const texts = filesBelow(log).map((file) => [file, fs.readFileSync(`${log}/${file}`, 'latin1')]);
	checkNone(`${name}: files of the log with something else than hashes and days`, readLog(log).entries.filter((entry) =>
		!/^fuda-edition\/1\nas-of [\d-]{10}\nsequence \d+\nproducts [\da-f]{64}\nmanifest [\da-f]{64}\n$/.test(entry)));
	for (const id of fs.readdirSync(`${out}/P`)) {
		const { status, stdout } = spawnSync(fuda, ['prove', '--out', out, '--log', log, '--id', id], { encoding: 'utf8' });
		check(`${name}: a proof of ${id}`, status === 0);
		const extra = Buffer.from(stdout.split('\n')[1].slice(6), 'base64').toString('utf8');
		texts.push([id, stdout], [`${id}, decoded`, extra]);
		const [head, label] = [extra.slice(0, extra.indexOf('\n\n') + 1), extra.slice(extra.indexOf('\n\n') + 2)];
		check(`${name}: ${id} holds label.json and hashes`, label === fs.readFileSync(`${out}/P/${id}/label.json`, 'utf8') &&
			head.split('\n').slice(6, -1).every((line) => line === `id ${id}` || /^(shelf|shelves) \d+ \d+$|^[A-Za-z0-9+/]{43}=$/.test(line)), head);
	}
	checkNone(`${name}: what must not be shown`, texts.flatMap(([file, text]) =>
		forbidden.filter((line) => text.includes(line) || Buffer.from(text, 'latin1').includes(line)).map((line) => `${file}: ${line}`)));
}
report();
