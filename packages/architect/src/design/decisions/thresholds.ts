import { sayNumber, saySize, saySpan } from "../../brief/say.js";

/** A figure at which a decision becomes another one. */
export interface Threshold {
  /** What is compared with it: "Rows of a table in a year". */
  readonly measure: string;
  readonly value: number;
  readonly unit: Unit;
  /** On which side of it more is asked for; the value itself lies on the other side. */
  readonly side: "above" | "below";
  readonly reason: string;
  /** Where the figure comes from: what measured it and by which command, or that it is a rule of thumb. */
  readonly source: string;
}

export type Unit =
  | "a second"
  | "bytes"
  | "entities"
  | "instances"
  | "kinds of application"
  | "milliseconds"
  | "organisations"
  | "people"
  | "rows"
  | "seconds"
  | "share";

export type ThresholdName = keyof typeof thresholds;

const bench = "bench/results/latest.md (`npm run bench`)";
const thumb = "Rule of thumb.";

/** Every figure at which a decision becomes another one, and nowhere else. */
export const thresholds = {
  "team-on-one-program": {
    measure: "People who build it",
    value: 50,
    unit: "people",
    side: "above",
    reason:
      "Fifty people build Stack Overflow as one program; with more of them, waiting for one another's releases costs more than borders between programs do.",
    source: "Rule of thumb, after what is public of systems: docs/explanation/published-systems.md.",
  },
  "changes-on-one-database": {
    measure: "Changes at the most in a year",
    value: 3_000,
    unit: "a second",
    side: "above",
    reason:
      "An order of three lines took 2.456 ms of PostgreSQL's CPU: 16 cores at half load carry 3,250 of them a second.",
    source: `${bench}: "Order of three lines", database CPU.`,
  },
  "bytes-in-one-database": {
    measure: "Tables and indexes in a year",
    value: 8e12,
    unit: "bytes",
    side: "above",
    reason: "A copy of it is restored at about 200 MB a second: 11 hours, and an index is built in a day.",
    source: thumb,
  },
  "steady-load": {
    measure: "Requests as usual",
    value: 0.1,
    unit: "a second",
    side: "above",
    reason:
      "A request each ten seconds keeps a process awake all day; the smallest machine that does so costs less than the database beside it.",
    source: thumb,
  },
  "first-call": {
    measure: "Time that an answer may take",
    value: 1_500,
    unit: "milliseconds",
    side: "below",
    reason: "A first call after a pause starts a process and its connections: about a second.",
    source: thumb,
  },
  "own-applications": {
    measure: "Kinds of application of one's own",
    value: 1,
    unit: "kinds of application",
    side: "above",
    reason:
      "With one, the API can answer what its screens show; with several, each screen asks for something else.",
    source: thumb,
  },
  "entities-on-screens": {
    measure: "Entities",
    value: 7,
    unit: "entities",
    side: "above",
    reason: "Up to seven a screen is served by one or two calls with `include` and `fields`.",
    source: thumb,
  },
  "calls-between-programs": {
    measure: "Requests at the most",
    value: 5_000,
    unit: "a second",
    side: "above",
    reason: "Below it, the text of JSON costs less than a core, and everybody can read it.",
    source: `${bench}: "List", 0.250 ms of the server's CPU a request.`,
  },
  "reads-from-sums": {
    measure: "Rows of a table in a year",
    value: 10_000_000,
    unit: "rows",
    side: "above",
    reason: "A sum over a part of so many rows reads for seconds while somebody waits.",
    source: thumb,
  },
  "uptime-of-one-machine": {
    measure: "Part of the year in service",
    value: 0.995,
    unit: "share",
    side: "above",
    reason: "44 hours a year: a machine may be lost and set up anew five times, at eight hours each.",
    source: thumb,
  },
  "uptime-of-one-zone": {
    measure: "Part of the year in service",
    value: 0.9995,
    unit: "share",
    side: "above",
    reason: "4 hours a year: one fault of a zone's power or network takes as much by itself.",
    source: thumb,
  },
  "uptime-of-one-region": {
    measure: "Part of the year in service",
    value: 0.9999,
    unit: "share",
    side: "above",
    reason: "52 minutes a year: one fault of a whole region takes hours.",
    source: thumb,
  },
  "recovery-of-one-machine": {
    measure: "Recovery time",
    value: 4 * 3_600,
    unit: "seconds",
    side: "below",
    reason: "Somebody notices, gets a machine, restores and turns traffic to it: half a working day.",
    source: thumb,
  },
  "recovery-of-one-zone": {
    measure: "Recovery time",
    value: 1_800,
    unit: "seconds",
    side: "below",
    reason:
      "What was lost with a zone is restored from copies elsewhere, by people: half an hour at the best.",
    source: thumb,
  },
  "recovery-from-a-copy": {
    measure: "Recovery time",
    value: 7_200,
    unit: "seconds",
    side: "below",
    reason:
      "A database is restored from a copy and the changes after it within an hour or two, once somebody is there.",
    source: thumb,
  },
  "restored-a-second": {
    measure: "Time to restore what is kept in a year, at 200 MB a second, as a part of the recovery time",
    value: 0.5,
    unit: "share",
    side: "above",
    reason:
      "Half of the recovery time is spent before anything is restored: noticing, deciding, getting a machine.",
    source: thumb,
  },
  "loss-with-nightly-copies": {
    measure: "Data that may be lost",
    value: 86_400,
    unit: "seconds",
    side: "below",
    reason: "A copy each night loses what came after it: up to a day.",
    source: "PostgreSQL documentation, chapter Backup and Restore.",
  },
  "loss-with-archived-changes": {
    measure: "Data that may be lost",
    value: 1,
    unit: "seconds",
    side: "below",
    reason:
      "A copy of changes that follows runs behind by a moment, and what is in that moment is lost with the machine.",
    source: "PostgreSQL documentation, chapter High Availability: synchronous replication.",
  },
  "kept-a-week": {
    measure: "The longest that anything is kept",
    value: 7 * 86_400,
    unit: "seconds",
    side: "above",
    reason: "What is gone within a week anyway is cheaper made again than copied away.",
    source: thumb,
  },
  "instances-by-hand": {
    measure: "Instances of all services",
    value: 20,
    unit: "instances",
    side: "above",
    reason: "So many are placed, replaced and updated by a machine; fewer are a list that a person reads.",
    source: thumb,
  },
  "instances-on-one-machine": {
    measure: "Instances of the server",
    value: 2,
    unit: "instances",
    side: "above",
    reason:
      "One does the work and one may fail; with more, they no longer fit on one machine beside the database.",
    source: thumb,
  },
  "team-that-runs-a-cluster": {
    measure: "People who build it",
    value: 8,
    unit: "people",
    side: "above",
    reason: "A cluster takes one or two people for itself: upgrades, networks, rights, and nights.",
    source: thumb,
  },
  "reads-on-one-database": {
    measure: "Reads at the most in a year",
    value: 20_000,
    unit: "a second",
    side: "above",
    reason:
      "A list took 0.121 ms of PostgreSQL's CPU, a search 0.530 ms: 16 cores at half load carry 66,000 lists or 15,000 searches.",
    source: `${bench}: "List" and "Full-text search", database CPU.`,
  },
  "reads-worth-a-cache": {
    measure: "Reads at the most in a year",
    value: 5_000,
    unit: "a second",
    side: "above",
    reason: "Below it, two cores of the database answer all of them, and nothing can be stale.",
    source: `${bench}: "List", 0.121 ms of the database's CPU.`,
  },
  "instances-with-own-caches": {
    measure: "Instances of the server",
    value: 8,
    unit: "instances",
    side: "above",
    reason: "Each fills a cache of its own; with more, most misses ask for what another has already.",
    source: thumb,
  },
  "rows-in-one-table": {
    measure: "Rows of a table in a year",
    value: 50_000_000,
    unit: "rows",
    side: "above",
    reason:
      "10 million products with their indexes are 8.5 GB: 50 million are 43 GB, more than a usual machine keeps in memory, and a vacuum of them takes an hour.",
    source: "bench/results/growth.md (`npm run bench:growth`).",
  },
  "deleted-a-day": {
    measure: "Rows that a day's retention deletes",
    value: 1_000_000,
    unit: "rows",
    side: "above",
    reason:
      "Each deleted row is written, and vacuumed out of every index; a dropped partition costs nothing.",
    source: thumb,
  },
  "tenants-with-databases": {
    measure: "Organisations in a year",
    value: 20,
    unit: "organisations",
    side: "above",
    reason: "Twenty databases are migrated, watched and restored one by one in a morning.",
    source: thumb,
  },
  "tenants-with-schemas": {
    measure: "Organisations in a year",
    value: 200,
    unit: "organisations",
    side: "above",
    reason: "Each migration runs once a schema, and PostgreSQL's catalogue grows with every table of them.",
    source: thumb,
  },
  "one-tenant-of-all": {
    measure: "Part of all use that comes from the largest organisation",
    value: 0.5,
    unit: "share",
    side: "above",
    reason: "The others pay for it with every slow minute, and it can pay for a database of its own.",
    source: thumb,
  },
  "events-through-the-log": {
    measure: "Changes that others hear of",
    value: 30_000,
    unit: "a second",
    side: "above",
    reason:
      "The log gave 79,395 changes a second their positions, and one follower read 108,400: half of it is left free.",
    source: "bench/results/feeds.md (`npm run bench:feeds -w @lintel/bench`).",
  },
  "polls-a-second": {
    measure: "Requests if everybody there asked each 5 seconds",
    value: 100,
    unit: "a second",
    side: "above",
    reason:
      'So many questions whose answer is nearly always "nothing new" cost more than the connections that they replace: 10,000 followers that wait took 100 MB.',
    source: "bench/results/feeds.md (`npm run bench:feeds -w @lintel/bench`).",
  },
  "rows-searched": {
    measure: "Rows that people search in a year",
    value: 20_000_000,
    unit: "rows",
    side: "above",
    reason:
      "PostgreSQL ranks every row that has the words: 0.530 ms of CPU at 100,000 products, and it grows with what matches.",
    source: `${bench}: "Full-text search"; that it grows so far is an estimate.`,
  },
} as const satisfies { readonly [name: string]: Threshold };

/** Whether a figure is on the side on which more is asked for. */
export function isCrossed(name: ThresholdName, today: number): boolean {
  const { side, value } = thresholds[name];
  return side === "above" ? today > value : today < value;
}

const ofOne: { readonly [unit in Unit]?: string } = {
  entities: "entity",
  instances: "instance",
  "kinds of application": "kind of application",
  organisations: "organisation",
  people: "person",
  rows: "row",
};

/** A figure in the unit of a threshold: `3,000 a second`, `4 h`, `99.95 %`. */
export function sayIn(unit: Unit, value: number): string {
  if (unit === "seconds") return value === 0 ? "nothing" : saySpan(value);
  if (unit === "bytes") return saySize(value);
  if (unit === "share") return `${sayNumber(Number((value * 100).toPrecision(6)))} %`;
  if (unit === "milliseconds") return `${sayNumber(value)} ms`;
  const noun = value === 1 ? (ofOne[unit] ?? unit) : unit;
  return `${sayNumber(Number(value.toPrecision(value < 100 ? 3 : 6)))} ${noun}`;
}

/** A threshold as people read it. */
export function limit(name: ThresholdName): string {
  const { unit, value } = thresholds[name];
  return sayIn(unit, value);
}
