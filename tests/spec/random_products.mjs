// Random valid exports for comparing two implementations of the rules: the same for the same SEED.
//
//   node random_products.mjs SEED N OUT
//
// Writes OUT/export.jsonl with N products, OUT/criteria/*.json and OUT/days.txt, the as-of days worth
// asking for. Few acquisition days are used, and nearly every other date lies on or beside a whole
// number of years from one of them, so that ties, leap days and the edges of windows are common.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = 86400000;
const toDay = (text) => Date.parse(text + 'T00:00:00Z') / DAY;
const toText = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function yearsOn(day, n) {
  const from = new Date(day * DAY);
  const year = from.getUTCFullYear() + n;
  const lastOfMonth = new Date(Date.UTC(year, from.getUTCMonth() + 1, 0)).getUTCDate();
  return Date.UTC(year, from.getUTCMonth(), Math.min(from.getUTCDate(), lastOfMonth)) / DAY;
}

// mulberry32
function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

const [seed, count, out] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const random = makeRandom(seed * 7919 + 1);
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];
const chance = (p) => random() < p;

const anchors = [];
while (anchors.length < 3) {
  const anchor = toDay(pick([
    '2024-02-28', '2024-02-29', '2024-02-29', '2024-03-01', '2025-02-28', '2025-03-01', '2026-02-28',
    '2026-02-28', '2023-12-31', '2024-01-01', '2024-04-01', '2027-08-31', '2028-02-29',
  ]));
  if (!anchors.includes(anchor)) anchors.push(anchor);
}

// A day near some whole number of years after the origin.
function nearYears(origin, maxYears) {
  if (chance(0.15)) return origin + below(365 * maxYears + 1);
  return yearsOn(origin, below(maxYears + 1)) + pick([-1, 0, 0, 0, 1, 1, -30]);
}

const kinds = [
  { family: 'S1', level: 1, category: null },
  { family: 'S2-camera', level: 2, category: 'network-camera' },
  ...[0, 1, 2, 3, 4, 5].map((i) => ({ family: `S3-camera${i}`, level: 3, category: 'network-camera' })),
  ...[0, 1, 2, 3].map((i) => ({ family: `S4-router${i}`, level: 4, category: 'router' })),
];

function makeFamily({ family, level, category }) {
  const versions = [];
  const make = (version, revision, replaces, published, grace) => versions.push({
    format: 'criteria/1', id: `${family}-${version}`, family, level, category, version,
    title: { ja: `基準 ${version}`, en: `Criteria ${version}` },
    published_on: toText(published), effective_on: toText(published), revision, replaces,
    grace_ends_on: grace === null ? null : toText(grace),
    items: [{
      id: `${family}.1-01`, title: { ja: '項目', en: 'Item' }, text: { ja: '本文', en: 'Text' },
      refs: [{ standard: 'ETSI EN 303 645', clause: '5.1-1' }], since: '1.0',
    }],
  });
  make('1.0', 'first', null, toDay('2023-01-01'), null);
  const revisions = below(6);
  for (let i = 0; i < revisions; i++) {
    const before = chance(0.7) ? versions[versions.length - 1] : pick(versions);
    const isMajor = chance(0.7);
    const hasGrace = chance(isMajor ? 0.9 : 0.2);
    const end = chance(0.8) ? yearsOn(pick(anchors), 2 + below(5)) + pick([-1, 0, 0, 0, 1]) : nearYears(pick(anchors), 6);
    const published = Math.max(end - pick([0, 1, 365, below(1000), below(1000)]), toDay('2023-01-02'));
    make(`${2 + i}.0`, isMajor ? 'major' : 'minor', before.id, published, hasGrace ? Math.max(end, published) : null);
  }
  return versions;
}

const families = new Map(kinds.map((kind) => [kind.family, makeFamily(kind)]));

const eventKinds = {
  self: ['extension_granted', 'extension_granted', 'extension_granted', 'spec_change_reported'],
  A: ['report_unchanged', 'report_unchanged', 'report_unchanged', 'report_unchanged', 'report_unchanged', 'reevaluation_nonconform'],
  B: ['reassessment_passed', 'reassessment_passed', 'reassessment_passed', 'reassessment_passed', 'reevaluation_nonconform'],
};
const allKinds = [
  'extension_granted', 'report_unchanged', 'reassessment_passed', 'reassessment_failed', 'spec_change_reported',
  'impact_report_submitted', 'impact_report_accepted', 'impact_report_rejected', 'reevaluation_conform',
  'reevaluation_nonconform', 'reapplication_planned', 'reapplication_filed', 'reapplication_dropped', 'withdrawn',
  'revoked',
];
const endKinds = ['withdrawn', 'withdrawn', 'revoked', 'revoked', 'spec_change_reported', 'reevaluation_nonconform'];
const reapplications = ['reapplication_planned', 'reapplication_filed', 'reapplication_dropped'];

function makeEvent(route, origin, maxYears, earlier) {
  const draw = random();
  const kind = draw < 0.6 ? pick(eventKinds[route]) : draw < 0.75 ? pick(reapplications) : pick(allKinds);
  let day = Math.max(origin, nearYears(origin, maxYears));
  if (earlier.length > 0 && chance(0.2)) day = toDay(pick(earlier).date);
  const event = { date: toText(day), kind };
  if (kind === 'spec_change_reported' && chance(0.8)) event.affects = chance(0.6);
  return event;
}

// Reports at most checkpoints, so that long lives are not rare; the rest at random.
function makeEvents(route, origin) {
  const maxYears = route === 'A' ? 6 : 15;
  const events = [];
  if (chance(0.5)) {
    for (let year = 2; year <= maxYears; year++) {
      const end = yearsOn(origin, year);
      if (chance(0.85)) {
        events.push({ date: toText(end - pick([0, 0, 1, 10, 200, 364])), kind: eventKinds[route][0] });
      }
    }
  }
  const more = below(6);
  for (let i = 0; i < more; i++) events.push(makeEvent(route, origin, maxYears, events));
  if (chance(0.25)) {
    const day = Math.max(origin, nearYears(origin, maxYears));
    const nends = 1 + below(3);
    for (let i = 0; i < nends; i++) {
      events.push({ date: toText(day + pick([0, 0, 0, 1, 100])), kind: pick(endKinds), affects: true });
    }
  }
  if (chance(0.5)) events.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return events;
}

function makeLabel(id, anchor) {
  const kind = chance(0.3) ? pick(kinds.slice(0, 2)) : pick(kinds);
  const versions = families.get(kind.family);
  const origin = anchor + (chance(0.7) ? 0 : pick([-1, 1, 365, 731]));
  const route = kind.level <= 2 ? 'self' : pick(['A', 'B']);
  const twoYears = yearsOn(origin, 2);
  const label = { label_id: id, level: kind.level };
  if (kind.category !== null) label.category = kind.category;
  label.criteria = versions[Math.min(below(versions.length), below(versions.length))].id;
  label.acquired_on = toText(origin);
  const draw = random();
  if (draw < 0.15) label.valid_until = toText(twoYears);
  else if (draw < 0.25) label.valid_until = toText(twoYears - pick([1, 1, 2, 100, 365, 700]));
  else if (draw < 0.4 && toText(twoYears + 1).endsWith('-02-29')) label.valid_until = toText(twoYears + 1);
  label.route = route;
  label.applicant = { name: { ja: '申請者', en: 'Applicant' } };
  label.evaluator = { kind: route === 'self' ? 'self' : 'evaluation_body' };
  label.events = makeEvents(route, origin);
  return label;
}

function makeProduct(i) {
  const nlabels = chance(0.6) ? 1 : 2 + below(3);
  const labels = [];
  const anchor = pick(anchors);
  for (let k = 0; k < nlabels; k++) {
    labels.push(makeLabel(`${pick(['0', 'A', 'Z', 'a', 'z'])}.${i}-${k}`, chance(0.7) ? anchor : pick(anchors)));
  }
  return {
    product_id: `R${String(i).padStart(7, '0')}`,
    name: { ja: `製品 ${i}`, en: `Product ${i}` },
    models: [{ number: `RP-${i}` }],
    labels,
  };
}

mkdirSync(join(out, 'criteria'), { recursive: true });
const categories = [['network-camera', 'カメラ', 'Camera'], ['router', 'ルーター', 'Router']]
  .map(([id, ja, en]) => ({ id, name: { ja, en } }));
writeFileSync(join(out, 'criteria', 'categories.json'), JSON.stringify({ format: 'categories/1', categories }) + '\n');
for (const versions of families.values()) {
  for (const version of versions) {
    writeFileSync(join(out, 'criteria', `${version.id}.json`), JSON.stringify(version) + '\n');
  }
}

const lines = [JSON.stringify({ format: 'label-export/1', exported_at: '2026-11-22T23:30:00+09:00', records: count })];
for (let i = 0; i < count; i++) lines.push(JSON.stringify(makeProduct(i)));
writeFileSync(join(out, 'export.jsonl'), lines.join('\n') + '\n');

const days = new Set();
while (days.size < 10) {
  const day = yearsOn(pick(anchors), below(chance(0.7) ? 7 : 15)) + pick([-1, 0, 0, 1, 2, below(365)]);
  days.add(toText(day));
}
writeFileSync(join(out, 'days.txt'), [...days].sort().join('\n') + '\n');
