#!/usr/bin/env node
// An entry that has been retired is in no list and in no answer, but whoever has its id from a box, an address or a
// list that was kept is told so, from its day on, and not that there is no label.
import fs from 'node:fs';
import { buildSite, check, memoryFolder, readExport, report, writeExport } from '../check.mjs';
import { openJudge } from './engine.mjs';

const small = 'tests/golden/site-small', work = memoryFolder(), layer = `${work}/layer`, out = `${work}/site`;
const { header, records } = readExport(`${small}/labels.jsonl`);
const [gone, later, ...rest] = records.filter(({ labels }) => labels.length).map(({ product_id: id }) => id);
for (const folder of ['content', 'layouts', 'static'])
	fs.cpSync(folder, `${layer}/${folder}`, { recursive: true });
const retire = (days) => fs.writeFileSync(`${layer}/content/retired.jsonl`,
	Object.entries(days).map(([id, date]) => `${JSON.stringify({ product_id: id, date })}\n`).join(''));
const night = (day, kept) => buildSite(out, { export: writeExport(`${work}/${day}.jsonl`, { header: { ...header, exported_at: `${day}T00:30:00+09:00` }, records: kept }),
	criteria: `${small}/criteria`, 'as-of': day, site: layer });
const files = () => fs.readdirSync(`${out}/search`).filter((name) => name.startsWith('e'));

retire({});
night('2026-11-22', records);
check('without a retired entry there is no file of them', files().length === 0);

retire({ [gone]: '2026-11-22', [later]: '2026-11-24' });
const others = records.filter(({ product_id: id }) => id !== gone);
night('2026-11-23', others);
const first = await openJudge(out);
const verdicts = await first.judge(`${gone}\n${gone.toLowerCase()}\nhttps://fuda.example/P/${gone}/\n${later}\n${rest[0]}\nZZZZ9999\n`, '0');
check('a list is told so', verdicts.slice(0, 3).every(({ kind, number, day }) => kind === 'retired' && number === gone && day === '2026-11-22'), verdicts.map(({ kind }) => kind));
check('and nothing else of it', verdicts.slice(3).map(({ kind }) => kind).join() === 'found,found,none', verdicts.map(({ kind }) => kind));
for (const query of [gone, ` ${gone.toLowerCase()} `, `https://fuda.example/en/P/${gone}/`]) {
	const answer = await first.ask(query);
	check(`${query}: a question is told so`, answer?.retired?.id === gone && answer.retired.day === '2026-11-22' && (await answer.more(5)).products.length === 0, JSON.stringify(answer?.retired));
}
check('another question is not', (await first.ask('ZZZZ9999'))?.retired === null && (await first.ask(later))?.retired === null);

night('2026-11-24', others);
const second = await openJudge(out);
check('on its day another one is', (await second.judge(`${gone}\n${later}\n`, '0')).map(({ kind, day }) => `${kind} ${day}`).join() ===
	'retired 2026-11-22,retired 2026-11-24');
report();
