// Products for tests of tense: one of each status and reason, for each state of support, with and without a
// recognition; some of them are retired as well.
const event = (date, kind, more = {}) => ({ date, kind, ...more });
const planned = [event('2026-11-01', 'reapplication_planned')];
const self = { level: 1, criteria: 'S1-1.0', route: 'self', evaluator: { kind: 'self' } };
const third = (criteria, route) => ({
	level: 3, category: criteria.replace(/^S3-|-[\d.]+$/g, ''), criteria, route,
	evaluator: { kind: 'evaluation_body', name: { ja: '架空評価センター', en: 'Invented Evaluation Centre' } },
});
const reports = (...years) => years.map((year) => event(`${year}-05-10`, 'report_unchanged'));

/** Labels whose terms ran out, by reason: [label, acquired_on, events]. */
const overs = {
	expiry: [self, '2024-10-01', []],
	criteria: [third('S3-network-camera-1.0', 'A'), '2024-05-01', []],
	no_report: [third('S3-router-1.0', 'A'), '2024-05-01', []],
	no_reassessment: [third('S3-router-1.0', 'B'), '2024-05-01', []],
	cap: [third('S3-router-1.0', 'A'), '2021-06-01', reports(2023, 2024, 2025)],
};
/** Those that an event ended on 10 March 2026. */
const events = {
	spec_change: [self, event('2026-03-10', 'spec_change_reported', { affects: true })],
	nonconformity: [third('S3-router-1.0', 'A'), event('2026-03-10', 'reevaluation_nonconform')],
	withdrawn: [{ ...self, evaluator: { kind: 'assessment_body', name: { ja: '架空検証所', en: 'Invented Checkers' } } }, event('2026-03-10', 'withdrawn')],
	revoked: [third('S3-router-1.0', 'B'), event('2026-03-10', 'revoked')],
};
const valid = {
	self: [self, '2025-06-01', []],
	checked: [{ ...self, level: 2, category: 'router', criteria: 'S2-router-1.0', evaluator: { kind: 'evaluation_body', name: { ja: '架空評価センター', en: 'Invented Evaluation Centre' } } }, '2025-06-01', []],
	soon: [self, '2024-12-01', []],
	review: [third('S3-router-2.0', 'A'), '2026-06-01', [event('2026-10-01', 'spec_change_reported', { affects: true })]],
	grace: [third('S3-router-1.0', 'B'), '2025-06-01', []],
	grace_over: [third('S3-network-camera-1.0', 'B'), '2025-06-01', []],
};
const kinds = {
	...Object.fromEntries(Object.entries(valid).map(([name, kind]) => [`valid-${name}`, kind])),
	...Object.fromEntries(Object.entries(overs).flatMap(([reason, [label, from, list]]) =>
		[[`lapsed-${reason}`, [label, from, list]], [`pending-${reason}`, [label, from, [...list, ...planned]]]])),
	...Object.fromEntries(Object.entries(events).map(([reason, [label, ending]]) =>
		[reason === 'revoked' ? reason : `lapsed-${reason}`, [label, '2025-06-01', [ending]]])),
	'revoked-late': [self, '2024-05-01', [event('2026-08-10', 'revoked')]],
};
const supports = { none: undefined, undeclared: 'undeclared', on: '2031-03-31', over: '2026-02-28' };

export const retiredOn = '2026-11-05';

function recordOf(kind, support, isRecognised, i) {
	const [label, acquired_on, list] = kinds[kind], id = String(i).padStart(4, '0');
	return {
		product_id: `TENSE${id}`, name: { ja: `試験機 ${id}`, en: `Trial unit ${id}` }, models: [{ number: `TU-${id}` }],
		manufacturer: { name: { ja: '架空電機株式会社', en: 'Invented Electric Co., Ltd.' }, disclosed: true },
		...(supports[support] ? { support_until: supports[support] } : {}),
		labels: [{
			label_id: `TN-${id}`, ...label, acquired_on, applicant: { name: { ja: '架空電機株式会社', en: 'Invented Electric Co., Ltd.' } },
			recognitions: isRecognised ? [{ scheme: 'PSTI', items: [] }] : [], events: list,
		}],
	};
}

/** All of them, as [{record, kind, support, isRecognised, isRetired}]. */
export function tenseRecords() {
	const all = Object.keys(kinds).flatMap((kind) => Object.keys(supports).flatMap((support) => [false, true].flatMap((isRecognised) =>
		(support === 'over' ? [false, true] : [false]).map((isRetired) => ({ kind, support, isRecognised, isRetired })))));
	return all.map((one, i) => ({ ...one, record: recordOf(one.kind, one.support, one.isRecognised, i) }));
}
