import { sayNumber } from "../say.js";
import { answered, isKind, kindOf, rowsInAYear, whenKind, whenShared } from "./known.js";
import { quantityIn, take } from "./parts.js";
import type { Question } from "./question.js";
import { amountOf } from "./wording.js";

export const ingest: Question = {
  id: "performance.ingest",
  category: "performance",
  number: 3,
  text: "How many messages a second come from devices at the peak, and how large is one of them?",
  reason: "It is not the usual stream but the return of a whole fleet that breaks such systems.",
  follows: "How messages are written, what the disk must bear, and the load test.",
  example: "messages 2,000 per second, payload 200 bytes",
  answer: {
    kind: "quantities",
    parts: [
      { id: "messages", title: "Messages at the peak", measure: "rate", least: 0 },
      { id: "payload", title: "Size of one", measure: "size", least: 1 },
    ],
  },
  asked: whenKind("telemetry"),
  recommend: (facts) => {
    const sources = facts.number("data.series", "sources");
    const every = facts.number("data.series", "every");
    if (!sources || !every) return undefined;
    const usual = Math.max(1, Math.ceil(sources / every));
    return take(
      `messages ${usual * 5} per second, payload 300 bytes`,
      `You named ${sayNumber(sources)} sources with a reading every ${sayNumber(every)} s, which is ${sayNumber(usual)} a second: this takes five times as much for the hour after an outage.`,
      "data.series",
    );
  },
  requirement: (value) => ({
    statement: `WHILE messages of ${amountOf(value, "payload")} come from devices at ${amountOf(value, "messages")} THE SYSTEM SHALL keep and acknowledge all of them, and answer readers within its targets of latency.`,
    priority: "P0",
  }),
};

export const spike: Question = {
  id: "performance.spike",
  category: "performance",
  number: 4,
  text: "How many requests a second come in the minutes after a campaign begins, and for how long?",
  reason: "Ten times the usual within a minute is faster than machines can be added.",
  follows: "What must be there beforehand, what may be slow meanwhile, and what must not.",
  example: "peak 500 per second, for 30 minutes",
  answer: {
    kind: "quantities",
    parts: [
      { id: "peak", title: "At the height of a campaign", measure: "rate", least: 0 },
      { id: "for", title: "For", measure: "duration", least: 60 },
    ],
  },
  asked: whenKind("commerce"),
  recommend: (facts) => {
    const peak = facts.number("performance.load", "peak");
    if (peak === undefined) return undefined;
    return take(
      `peak ${Math.max(1, Math.ceil(peak * 5))} per second, for 30 minutes`,
      `You expect ${sayNumber(peak)} requests a second at the peak of a usual day: five times as much is what a campaign brings to most shops, for half an hour.`,
      "performance.load",
    );
  },
  requirement: (value) => ({
    statement: `WHEN a campaign brings ${amountOf(value, "peak")} for ${amountOf(value, "for")} THE SYSTEM SHALL take orders as ever. IF it cannot serve everybody THEN THE SYSTEM SHALL turn away who only looks before who orders.`,
    priority: "P0",
  }),
};

export const freshness: Question = {
  id: "performance.freshness",
  category: "performance",
  number: 5,
  text: "How old may what readers see be, usually and after an urgent correction?",
  reason: "Caches make it fast and make it old; how old is for editors to say, not for a default.",
  follows: "How long each cache may hold an answer, and what a correction clears.",
  example: "usual 5 minutes, correction 30 seconds",
  answer: {
    kind: "quantities",
    parts: [
      { id: "usual", title: "Usually", measure: "duration", least: 0 },
      { id: "correction", title: "After a correction", measure: "duration", least: 0 },
    ],
  },
  asked: whenKind("content"),
  recommend: (facts) =>
    facts.includes("architecture.delivery", "edge")
      ? take(
          "usual 5 minutes, correction 30 seconds",
          "You hold content at the edge: five minutes keep nearly every reader off the origin, and a correction clears it by name.",
          "architecture.delivery",
        )
      : take(
          "usual 1 minute, correction 1 minute",
          "Content is not held at the edge, by what you said, so that a minute is easily kept.",
          ...answered(facts, "architecture.delivery"),
        ),
  requirement: (value) => ({
    statement: `WHEN content is published THE SYSTEM SHALL show it to all readers within ${amountOf(value, "usual")}. WHEN a correction or a withdrawal is marked as urgent THE SYSTEM SHALL show the old version to nobody after ${amountOf(value, "correction")}.`,
    priority: "P0",
  }),
};

export const batch: Question = {
  id: "performance.batch",
  category: "performance",
  number: 6,
  text: "How many records does the largest run work through at once, such as a day's end, and within what time?",
  reason: "A run that takes longer than the night meets the morning.",
  follows: "How runs are cut into steps that can be taken up again, and what they may take from others.",
  example: "records 200,000, within 2 hours",
  answer: {
    kind: "quantities",
    parts: [
      { id: "records", title: "Records", measure: "count", least: 0 },
      { id: "within", title: "Done within", measure: "duration", least: 1 },
    ],
  },
  asked: {
    because: "it is a payment service, or an internal tool that keeps a million rows and more",
    holds: (facts) =>
      isKind(facts, "payments") || (isKind(facts, "internal") && rowsInAYear(facts) >= 1_000_000),
  },
  recommend: (facts) => {
    const rows = rowsInAYear(facts);
    if (rows === 0) return undefined;
    const records = Math.max(100, Math.ceil(rows / 365));
    return take(
      `records ${records}, within 1 hour`,
      `You expect ${sayNumber(rows)} rows in a year, which is ${sayNumber(records)} a day or less: an hour leaves time to try again before the morning.`,
      "data.entities",
    );
  },
  requirement: (value) => ({
    statement: `WHEN its largest run works through ${amountOf(value, "records")} records THE SYSTEM SHALL be done within ${amountOf(value, "within")}, and answer others within its targets meanwhile. IF it is stopped halfway THEN THE SYSTEM SHALL go on from there and do nothing twice.`,
    priority: "P1",
  }),
};

export const tenantShares: Question = {
  id: "performance.tenants",
  category: "performance",
  number: 7,
  text: "How many organisations are there in a year, and what share of all use comes from the largest?",
  reason: "The largest customer is always larger than the average says, and must not slow down the others.",
  follows: "Limits for each tenant, the indexes, and whether a large one gets a place of its own.",
  example: "tenants 800, largest 15%",
  answer: {
    kind: "quantities",
    parts: [
      { id: "tenants", title: "Organisations in a year", measure: "count", least: 1 },
      { id: "largest", title: "Share of the largest", measure: "share", least: 0, most: 100 },
    ],
  },
  asked: whenShared,
  requirement: (value) => ({
    statement: `WHILE ${amountOf(value, "tenants")} organisations use it and one of them makes ${amountOf(value, "largest")} of all requests THE SYSTEM SHALL keep its targets of latency for each of the others. IF one sends ten times its share THEN THE SYSTEM SHALL slow down that one alone.`,
    priority: "P0",
  }),
};

export const growth: Question = {
  id: "performance.growth",
  category: "performance",
  number: 8,
  text: "By how much does the load grow a month, and how much storage is taken by the end of a year?",
  reason: "At five per cent a month it is 1.8 times as much after a year, and 5.8 times after three.",
  follows: "When the first design reaches its end, and what comes after.",
  example: "growth 5% per month, storage 200 GB",
  answer: {
    kind: "quantities",
    parts: [
      { id: "month", title: "Growth", measure: "growth", least: 0 },
      { id: "storage", title: "Storage after a year", measure: "size", least: 0, optional: true },
    ],
  },
  asked: whenKind("health", "other"),
  recommend: (facts) =>
    take(
      "growth 5% per month",
      `It is ${kindOf(facts)}, and nobody has counted its growth yet: five per cent a month is 80 % in a year, and the first quarter will show what is true.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: (value) => {
    const storage = quantityIn(value, "storage")
      ? `, and storage to ${amountOf(value, "storage")} within a year,`
      : "";
    return {
      statement: `WHILE the load grows by ${amountOf(value, "month")}${storage} THE SYSTEM SHALL keep its targets for a year without another design, and say 3 months ahead what will run short.`,
      priority: "P1",
    };
  },
};
