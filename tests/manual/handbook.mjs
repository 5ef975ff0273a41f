#!/usr/bin/env node
// The handbook, as somebody follows it: every block of commands is run, in order, in one folder, with what
// `make install` puts in place; each chapter is a day later. The two languages give the same commands.
//
// ```sh         is run, and must succeed
// ```sh fails   is run, and must end with another status than 0
// ```text       stands in what the block before it said
// ```json FILE  is what the reader writes into that file
// <!-- test: COMMAND --> is what happens to the reader: run, and not shown
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { check, fuda, report, work } from '../check.mjs';

const languages = ['ja', 'en'];
const first = Date.parse('2026-11-22T09:00:00+09:00');

/** Its chapters: [{ title, steps: [{ kind, file, text }] }]. */
function read(lang) {
	const chapters = [];
	const parts = /^## (.+)$|^```(\w+)(?: (\S+))?\n([^]*?)^```$|^<!-- test: ([^]*?) -->$/gm;
	for (const [, title, kind, word, text, hidden] of fs.readFileSync(`gen/handbook.${lang}.md`, 'utf8').matchAll(parts)) {
		if (title)
			chapters.push({ title, steps: [] });
		else if (kind !== 'crontab')
			chapters.at(-1).steps.push(hidden ? { kind: 'sh', text: hidden } : { kind, word, text });
	}
	return chapters;
}

const [ja, en] = languages.map(read);
const commands = (chapters) => chapters.map(({ steps }) => steps.filter(({ kind }) => kind === 'sh')
	.map(({ word, text }) => `${word ?? ''}\n${text.replace(/ *#.*$/gm, '')}`));
check('both languages have the same chapters', ja.length === en.length && en.length > 5);
check('and the same commands', JSON.stringify(commands(ja)) === JSON.stringify(commands(en)),
	commands(en).flatMap((steps, i) => steps.filter((step, k) => step !== commands(ja)[i]?.[k])).join('\n---\n'));

// ---- as installed ----

const root = path.resolve(work, 'root'), place = path.resolve(work, 'place');
// The program as it is: with another PREFIX it would be made anew, under the hands of other tests.
const installed = spawnSync('make', ['-s', '-o', 'build/fuda', 'install', `DESTDIR=${root}`, 'PREFIX=/usr'], { encoding: 'utf8' });
check('it is installed', installed.status === 0 && fs.existsSync(fuda), installed.stderr);
fs.mkdirSync(place);

const environment = { PATH: `${root}/usr/bin:${process.env.PATH}`, HOME: place, TZ: 'Asia/Tokyo', LC_ALL: 'C.UTF-8',
	// The clock is another, the times of files are not.
	NO_FAKE_STAT: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };

// The authority that dates things is one of our own, on loopback; its certificate is of the first day.
const authority = spawn('faketime', ['-f', `@${new Date(first).toISOString().slice(0, 10)} 08:00:00`, 'node', 'tests/manual/tsa.mjs', path.join(place, 'authority')],
	{ env: { ...process.env, NO_FAKE_STAT: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', TZ: 'Asia/Tokyo' }, stdio: ['pipe', 'pipe', 'inherit'] });
const port = String((await once(authority.stdout, 'data'))[0]).trim();

let folder = place, variables = '';

/** Runs a block where the one before it ended. */
function run(text, day) {
	const moment = new Date(first + day * 864e5).toISOString().slice(0, 10);
	const script = `cd '${folder}'\n${variables}set -eu\n${text}\npwd >'${place}/.where'\n`
		+ `export -p | grep -E ' (SHARE|FUDA_[A-Z_]+)=' >'${place}/.variables' || :\n`;
	const here = script.replaceAll('=/usr/share/fuda', `=${root}/usr/share/fuda`).replaceAll('https://timestamps.example', `http://127.0.0.1:${port}`);
	const result = spawnSync('faketime', ['-f', `@${moment} 09:00:00`, 'bash', '-c', here],
		{ encoding: 'utf8', env: environment });
	if (result.status === 0) {
		folder = fs.readFileSync(`${place}/.where`, 'utf8').trim();
		variables = `${fs.readFileSync(`${place}/.variables`, 'utf8')}`;
	}
	return result;
}

const words = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);

for (const [day, { title, steps }] of en.entries()) {
	let said = '';
	for (const [i, { kind, word, text }] of steps.entries()) {
		const what = `${title}, step ${i + 1}`;
		if (kind === 'json') {
			JSON.parse(text);
			fs.writeFileSync(path.join(folder, word), text);
		} else if (kind === 'text') {
			const shown = words(text).filter((line) => !said.includes(line));
			check(`${what}: this was said`, shown.length === 0, `${shown.join('\n')}\n${said.slice(-600)}`);
			const other = words(ja[day].steps[i].text).filter((line) => !said.includes(line));
			check(`${what}: and in the other language`, other.length === 0, other.join('\n'));
		} else {
			const result = run(text, day);
			said = result.stdout + result.stderr;
			check(`${what}: ${word ? 'ends with a fault' : 'runs'}`, word ? result.status > 0 : result.status === 0,
				`${text}\n${result.stdout.slice(-300)}\n${result.stderr.slice(-600)}`);
		}
	}
}
authority.stdin.end();
report();
