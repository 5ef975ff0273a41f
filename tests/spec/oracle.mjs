// A second implementation of the status rules, for comparison only.
//
// It shares nothing with gen/model/rules.c, not even the idea: a label is lived day by day from its
// acquisition on. Each day learns what is dated that day and keeps a small state; nothing ever looks
// ahead or goes back. One walk answers for all the days asked for.
//
//   node oracle.mjs answers EXPORT CRITERIA OUT [KEY=VALUE...] -- DAY...   writes OUT/DAY.jsonl
//   node oracle.mjs cases FILE...                                         checks status cases

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = 86400000;

export function toDay(text) {
  return Date.parse(text + 'T00:00:00Z') / DAY;
}

export function toText(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

// The same month and day n years on; a day that does not exist (only 29 February) is the day before.
export function yearsOn(day, n) {
  const from = new Date(day * DAY);
  const to = new Date(Date.UTC(from.getUTCFullYear() + n, from.getUTCMonth(), from.getUTCDate()));
  if (to.getUTCDate() !== from.getUTCDate()) to.setUTCDate(0);
  return to.getTime() / DAY;
}

export const defaults = {
  last_day_valid: true,
  self_extension_years: 0,
  shorter_term_final: true,
};

// All versions that came after `id` in its family, by growing the tree of successors downwards.
function successors(versions, id) {
  const own = versions.find((version) => version.id === id);
  const found = new Set([id]);
  for (let grown = true; grown;) {
    grown = false;
    for (const version of versions) {
      if (found.has(version.replaces) && !found.has(version.id)) {
        found.add(version.id);
        grown = true;
      }
    }
  }
  found.delete(id);
  return versions.filter((version) => found.has(version.id) && version.family === own.family);
}

function groupByDay(list, dayOf) {
  const groups = new Map();
  for (const entry of list) {
    const day = dayOf(entry);
    if (!groups.has(day)) groups.set(day, []);
    groups.get(day).push(entry);
  }
  return groups;
}

// What extends a term on each route, and the end of the term after `done` extensions (null: this one
// is the last).
function planOf(label, settings) {
  const origin = toDay(label.acquired_on);
  const twoYears = yearsOn(origin, 2);
  const first = label.valid_until ? toDay(label.valid_until) : twoYears;
  const shorter = first < twoYears && settings.shorter_term_final;
  const plan = { origin, first, extender: null, nextEnd: () => null, without: 'expiry', graced: false };
  if (shorter) return plan;
  if (label.route === 'self' && settings.self_extension_years > 0) {
    plan.extender = 'extension_granted';
    plan.nextEnd = (done) => yearsOn(origin, 2 + (done + 1) * settings.self_extension_years);
  } else if (label.route === 'A') {
    plan.extender = 'report_unchanged';
    plan.nextEnd = (done) => [yearsOn(origin, 3), yearsOn(origin, 4), yearsOn(origin, 5)][done] ?? null;
    plan.without = 'no_report';
    plan.graced = true;
  } else if (label.route === 'B') {
    plan.extender = 'reassessment_passed';
    plan.nextEnd = (done) => yearsOn(origin, 4 + 2 * done);
    plan.without = 'no_reassessment';
    plan.graced = true;
  }
  return plan;
}

// Lives the label and calls see(day, standing) on each day of `days` (sorted numbers).
export function liveLabel(label, versions, settings, days, see) {
  const plan = planOf(label, settings);
  const events = groupByDay(label.events ?? [], (event) => toDay(event.date));
  const later = successors(versions, label.criteria)
    .filter((version) => version.revision === 'major' && version.grace_ends_on);
  const published = groupByDay(later, (version) => Math.max(toDay(version.published_on), plan.origin));
  const last = days[days.length - 1];
  const asked = new Set(days);

  let term = plan.first; // last day of the running term
  let done = 0; // extensions that have begun to count for good
  let report = null; // day of the first report in the running term
  let shown = plan.origin; // displayed_on without that report
  let graceEnd = Infinity;
  let ended = null; // {reason, end, byTerm}
  let revoked = null;
  let plans = null; // the last word on a re-application

  for (const day of days) {
    if (day < plan.origin) see(day, { status: 'not_issued', reason: null, end: null, displayed_on: null });
  }
  for (let day = plan.origin; day <= last; day++) {
    // A day on which nothing is dated, nothing ends and nobody asks leaves everything as it was.
    if (day !== term && !events.has(day) && !published.has(day) && !asked.has(day)) continue;
    const today = events.get(day) ?? [];
    const kinds = new Set(today.map((event) => event.kind));

    for (const event of today) {
      if (event.kind.startsWith('reapplication_')) plans = event.kind;
    }
    if (!ended && !revoked) {
      for (const version of published.get(day) ?? []) {
        graceEnd = Math.min(graceEnd, toDay(version.grace_ends_on));
      }
      // A report of the day on which the label ends is not dated after its end.
      if (plan.extender && kinds.has(plan.extender) && report === null) report = day;
    }
    const isLast = plan.nextEnd(done) === null;
    const isBarred = plan.graced && !isLast && term > graceEnd;
    const isExtended = report !== null && !isLast && !isBarred;
    const knownEnd = isExtended ? plan.nextEnd(done) : term;
    const knownShown = isExtended ? report : shown;

    if (!revoked && kinds.has('revoked')) {
      revoked = { end: day, shown: ended ? ended.shown : knownShown };
    }
    if (!ended && !revoked) {
      let reason = null;
      if (kinds.has('withdrawn')) {
        reason = 'withdrawn';
      } else if (label.route === 'self' &&
                 today.some((event) => event.kind === 'spec_change_reported' && event.affects === true)) {
        reason = 'spec_change';
      } else if (label.route !== 'self' && kinds.has('reevaluation_nonconform')) {
        reason = 'nonconformity';
      }
      if (reason) ended = { reason, end: day, shown: knownShown, byTerm: false };
    }
    const isOver = !ended && !revoked && day === term && !isExtended;
    const termReason = isBarred ? 'criteria' : isLast && label.route === 'A' && plan.extender ? 'cap' : plan.without;
    const overToday = isOver ? { reason: termReason, end: term, shown: knownShown, byTerm: true } : null;
    if (isOver && !settings.last_day_valid) ended = overToday;

    if (asked.has(day)) {
      if (revoked) {
        see(day, { status: 'revoked', reason: null, end: toText(revoked.end), displayed_on: toText(revoked.shown) });
      } else if (ended) {
        const isWaiting = ended.byTerm && plans !== null && plans !== 'reapplication_dropped';
        see(day, {
          status: isWaiting ? 'pending' : 'lapsed',
          reason: ended.reason,
          end: toText(ended.end),
          displayed_on: toText(ended.shown),
        });
      } else {
        see(day, { status: 'valid', reason: null, end: toText(knownEnd), displayed_on: toText(knownShown) });
      }
    }

    // The night.
    if (overToday) ended = overToday;
    if (!ended && !revoked && day === term) {
      shown = knownShown;
      term = knownEnd;
      done++;
      report = null;
    }
  }
}

// Byte order of two ASCII ids.
const greater = (one, other) => (one > other ? 1 : one < other ? -1 : 0);

function chooseHead(candidates) {
  const valid = candidates.filter(({ standing }) => standing.status === 'valid');
  const byLevel = (a, b) => b.label.level - a.label.level;
  const byDay = (a, b) => greater(b.label.acquired_on, a.label.acquired_on);
  const byId = (a, b) => greater(b.label.label_id, a.label.label_id);
  const orders = valid.length > 0 ? [byLevel, byDay, byId] : [byDay, byLevel, byId];
  const pool = valid.length > 0 ? valid : candidates;
  return [...pool].sort((a, b) => orders.reduce((result, order) => result || order(a, b), 0))[0];
}

// A map from day to the answer, one line of `fuda status`.
export function answerProduct(product, versions, settings, days) {
  const byDay = new Map(days.map((day) => [day, []]));
  for (const label of product.labels) {
    liveLabel(label, versions, settings, days, (day, standing) => {
      if (standing.status !== 'not_issued') byDay.get(day).push({ label, standing });
    });
  }
  const answers = new Map();
  for (const [day, candidates] of byDay) {
    if (candidates.length === 0) {
      answers.set(day, { product_id: product.product_id, status: 'not_issued' });
      continue;
    }
    const { label, standing } = chooseHead(candidates);
    answers.set(day, {
      product_id: product.product_id,
      label_id: label.label_id,
      level: label.level,
      status: standing.status,
      reason: standing.reason,
      end: standing.end,
      displayed_on: standing.displayed_on,
    });
  }
  return answers;
}

function readLines(file) {
  return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
}

function runAnswers(exportFile, criteriaFolder, out, rest) {
  const at = rest.indexOf('--');
  const settings = { ...defaults };
  for (const pair of rest.slice(0, at)) {
    const [key, value] = pair.split('=');
    settings[key] = JSON.parse(value);
  }
  const days = rest.slice(at + 1).map(toDay).sort((a, b) => a - b);
  const versions = readdirSync(criteriaFolder)
    .filter((name) => name.endsWith('.json') && name !== 'categories.json')
    .map((name) => JSON.parse(readFileSync(join(criteriaFolder, name), 'utf8')));
  const lines = new Map(days.map((day) => [day, []]));
  for (const product of readLines(exportFile).slice(1)) {
    for (const [day, answer] of answerProduct(product, versions, settings, days)) {
      lines.get(day).push(JSON.stringify(answer) + '\n');
    }
  }
  mkdirSync(out, { recursive: true });
  for (const [day, list] of lines) writeFileSync(join(out, toText(day) + '.jsonl'), list.join(''));
}

function runCases(files) {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    for (const one of readLines(file)) {
      let got = null;
      liveLabel(one.label, one.criteria, { ...defaults, ...one.settings }, [toDay(one.as_of)],
        (day, standing) => { got = standing; });
      const keys = Object.keys(one.expect);
      if (keys.every((key) => one.expect[key] === got[key])) {
        passed++;
      } else {
        failed++;
        console.error(`${file}: case ${one.n} on ${one.as_of}: ${one.why}\n  expected ${JSON.stringify(one.expect)}\n  oracle   ${JSON.stringify(got)}`);
      }
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'answers') runAnswers(rest[0], rest[1], rest[2], rest.slice(3));
else if (command === 'cases') process.exit(runCases(rest));
