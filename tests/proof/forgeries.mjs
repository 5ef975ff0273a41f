// Proofs that were changed in every way in which an operator or a thief could try.
import { check } from '../check.mjs';
import { sha256 } from './log.mjs';

const parse = (text) => {
	const [head, extra, index, ...rest] = text.split('\n');
	return { head, extra: Buffer.from(extra.slice(6), 'base64').toString('utf8'), index, rest };
};
const format = ({ head, extra, index, rest }) => [head, `extra ${Buffer.from(extra).toString('base64')}`, index, ...rest].join('\n');

/** Of a good proof of the product `id`, one of a later day, and what is of another product: [what, text] each. */
export function forgeriesOf({ proof, late, id, second, secondLabel, checkpoint }) {
	const forgeries = [['nothing', '']];
	const edit = (what, change, from = proof) => {
		const parts = parse(from), before = JSON.stringify(parts);
		change(parts);
		check(`${what}: is changed`, JSON.stringify(parts) !== before);
		forgeries.push([what, format(parts)]);
	};
	check('taken apart and put together it is the same', format(parse(proof)) === proof);
	edit('another status', (p) => { p.extra = p.extra.replace(/"status":"\w+"/, '"status":"revoked"'); });
	edit('a space in label.json', (p) => { p.extra += ' '; });
	edit('no label.json', (p) => { p.extra = p.extra.slice(0, p.extra.indexOf('\n\n') + 2); });
	edit('label.json of another product', (p) => { p.extra = p.extra.slice(0, p.extra.indexOf('\n\n') + 2) + secondLabel; });
	edit('another id', (p) => { p.extra = p.extra.replace(`id ${id}`, `id ${second}`); });
	edit('another day', (p) => { p.extra = p.extra.replace('as-of 2026-11-22\nsequence 9822', 'as-of 2026-11-21\nsequence 9821'); });
	edit('another day without its number', (p) => { p.extra = p.extra.replace('as-of 2026-11-22', 'as-of 2026-11-21'); });
	edit('another root of products', (p) => { p.extra = p.extra.replace(/products ./, (all) => all.slice(0, -1) + (all.endsWith('0') ? '1' : '0')); });
	edit('the entry of another day', (p) => { p.extra = p.extra.replace(/fuda-edition[^]*?(?=id )/, parse(late).extra.match(/fuda-edition[^]*?(?=id )/)[0]); });
	edit('the place in the shelf', (p) => { p.extra = p.extra.replace(/shelf \d+/, 'shelf 7'); });
	edit('a hash of the path', (p) => { p.extra = p.extra.replace(/(shelf .*\n)(.)/, (all, line, c) => line + (c === 'A' ? 'B' : 'A')); });
	edit('another entry', (p) => { p.index = 'index 0'; }, late);
	edit('a path cut', (p) => { p.rest.shift(); }, late);
	edit('a checkpoint of a smaller log', (p) => { p.rest = ['', ...checkpoint.split('\n')]; }, late);
	edit('another root in the checkpoint', (p) => { const i = p.rest.indexOf('') + 3; p.rest[i] = sha256('x').toString('base64'); });
	edit('another origin', (p) => { p.rest[p.rest.indexOf('') + 1] = 'other.example/log'; });
	edit('no signature', (p) => { p.rest = p.rest.map((line) => (line.startsWith('—') ? line.replace('fuda.example', 'x.example') : line)); });
	edit('another form', (p) => { p.head = 'c2sp.org/tlog-proof@v2'; });
	edit('a number with a zero before it', (p) => { p.index = 'index 00'; });
	return forgeries;
}
