// Records made wrong, and some left right, always the same ones.

/** Random numbers from 0 to below 1 that only depend on the seed (mulberry32). */
export function randomFrom(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** What a value is replaced with: right for some keys, wrong for others. */
const values = [
	null, true, false, 0, 1, 2, 3, 4, 5, -1, 1.5, 1e9, [], {}, [null], [''], ['x'], [1], [{}], [[]],
	'', ' ', 'x', '名前', 'a\u0001b', 'a\tb', 'a\nb', 'a\u007fb', 'a\u0085b', 'a\u202eb', 'a\u200fb', 'a\u2066b',
	'a\u2028b', '\u{1f512}', '2026-02-28', '2026-02-29', '2024-02-29', '2026-13-01', '2026-00-10', '2026-1-01',
	'20260101', '0000-01-01', '0001-01-01', '9999-12-31', '2026-04-31', ' 2026-01-01', 'undeclared', 'Undeclared',
	'http://h', 'https://h.example/a?b#c', 'HTTPS://H/', 'http://', 'https:///x', 'ftp://h/', '//h/', 'h.example',
	'https://h h/', 'https://h/a b', 'https://h/<x>', 'https://h/a|b', 'https://h/a\\b', 'https://h/`', 'https://h/{x}',
	'https://u@h/', 'https://h:0/', 'https://h:65535', 'https://h:65536', 'https://h:', 'https://h:x/', 'https://a..b/',
	'https://.a/', 'https://a./', 'https://日本語.example/道', 'https://[::1]:8080/', 'https://[::1', 'https://[]/',
	'https://h/\u00a0', 'https://h/\u3000', 'https://h/\u200e', 'https://a_b-c.example', 'https://h!/', 'https://h/%zz',
	'mailto:a@b', 'javascript:x', 'CON', 'con', 'Con.x', 'COM1', 'COM10', 'LPT0.txt', 'NUL-1', 'AUX', 'ABCD', 'abcd',
	'ABC', 'A'.repeat(32), 'A'.repeat(33), 'a'.repeat(64), 'a'.repeat(65), '-a', 'a-', 'a.', 'a.b', 'a/b', 'a b',
	'self', 'A', 'B', 'C', 'assessment_body', 'low', 'LOW', 'open', 'fixed', 'valid', 'JP', 'jp', 'XX', 'UK', 'GB', 'JPN',
	'revoked', 'withdrawn', 'renewed', 'router', 'network-camera', 'S1-1.0', 'S9-9.9',
	'49968712', '4996871', '4901234567894', '4901234567890123', '12345678901a', 'minor', 'major', 'first', 'criteria/1',
	{ ja: 'x' }, { ja: '' }, { en: 'x' }, { ja: '', en: 'x' }, { ja: 'x', en: '' }, { ja: '', en: '' }, { ja: 'x', en: null },
	{ ja: null }, { ja: 1 }, { ja: 'x', en: 1 }, { ja: 'x', fr: 'y' }, { ja: 'x', kana: 'y' }, { ja: 'x', kana: 1 },
	{ ja: 'x\ny' }, { ja: 'x', en: 'a\u202eb' }, { name: { ja: 'x' }, disclosed: true }, { name: { ja: 'x' } },
	{ country: 'JP', disclosed: false }, { country: 'JP' }, { kind: 'self' }, { date: '2026-01-01', kind: 'revoked' },
];

/** Every place of a value: [object or array that has it, its key]. */
function placesOf(value) {
	if (value === null || typeof value !== 'object')
		return [];
	return Object.keys(value).flatMap((key) => [[value, key], ...placesOf(value[key])]);
}

const pick = (random, list) => list[Math.floor(random() * list.length)];

/** Keys that the formats have and records seldom. */
const keys = ['note', 'gtins', 'url', 'email', 'kana', 'en', 'category', 'valid_until', 'reason', 'affects', 'severity',
	'jvn', 'cve', 'corporate_number', 'summary', 'support_until', 'replaces', 'grace_ends_on', 'refs', 'unknown'];

/** Changes one place: takes it away, or puts another value there, or a value under a new key. */
export function mutate(record, random) {
	const places = placesOf(record);
	// A value deep inside is as likely as one at the top.
	const depth = random();
	const [parent, key] = pick(random, depth < 0.3 ? places.filter(([p]) => p === record) : places);
	const how = random();
	const value = structuredClone(pick(random, values));
	if (how < 0.15 && !Array.isArray(parent))
		delete parent[key];
	else if (how < 0.25 && !Array.isArray(parent))
		parent[pick(random, keys)] = value;
	else if (how < 0.3 && typeof parent[key] === 'string')
		parent[key] += pick(random, ['', ' ', '\u0000', '\u009f', '\u061c', '\u2069', '.', '/', 'é']);
	else
		parent[key] = value;
}
