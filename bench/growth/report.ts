import type { Group } from "../chart.js";
import { type Spread, spread } from "../statistics.js";

/** How many times the p95 of the smallest catalogue that of a larger one may be. */
const target = 1.5;

/** What one round of one size gave. */
export interface GrowthRound {
  readonly requests: number;
  /** How many of them were answered that they would take too long. */
  readonly tooMuch: number;
  /** Milliseconds that half, and 95 of 100, of the requests took at most. */
  readonly p50: number;
  readonly p95: number;
  /** CPU seconds of all of its requests together. */
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

export interface SizeResult {
  readonly products: number;
  readonly rounds: readonly GrowthRound[];
}

export interface GrowthWorkloadResult {
  readonly name: string;
  readonly title: string;
  readonly held: boolean;
  /** Requests a second. */
  readonly rate: number;
  /** From few products to many. */
  readonly sizes: readonly SizeResult[];
}

export interface GrowthResults {
  readonly about: {
    readonly when: string;
    readonly node: string;
    readonly cpus: string;
    readonly memory: number;
    readonly settings: Readonly<Record<string, string>>;
    readonly rounds: number;
    readonly seconds: number;
  };
  readonly workloads: readonly GrowthWorkloadResult[];
  readonly databases: readonly {
    readonly products: number;
    readonly table: number;
    readonly indexes: number;
    readonly files: number;
  }[];
}

/** How many times the p95 of the smallest catalogue a size took, round by round. */
export function timesTheFirst(size: SizeResult, { sizes }: GrowthWorkloadResult): Spread {
  const [first] = sizes;
  return spread(size.rounds.map(({ p95 }, at) => p95 / (first?.rounds[at]?.p95 ?? Number.NaN)));
}

/** The bars of the chart. */
export function groups({ workloads }: GrowthResults): readonly Group[] {
  return workloads.map((workload) => ({
    title: workload.title,
    bars: workload.sizes.map((size) => ({
      title: `${number(size.products)} products`,
      value: timesTheFirst(size, workload),
    })),
  }));
}

/** The results as a page to read. */
export function markdown(results: GrowthResults, chart: string): string {
  const { about, databases, workloads } = results;
  const { settings } = about;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);
  const all = databases.reduce((sum, { files }) => sum + files, 0);
  return `# Growth

${about.when}. \`npm run bench:growth\`: Lintel, everything on, a server and a PostgreSQL for each size, all at the same time; ${about.rounds} interleaved
rounds of ${about.seconds} s, each request timed from the moment at which it was due.
Node ${about.node}, PostgreSQL ${settings.server_version ?? ""}, ${about.cpus}, ${gigabytes(about.memory)} GB of memory. How to read this: [README](../README.md#growth).

The target: p95 of a point read and of a list within ${target} times that of the smallest catalogue, as the median of the rounds.

![p95 as a ratio](${chart})

| | products | a second | p50 ms | p95 ms | times the first | server CPU | database CPU | target |
|---|---|---|---|---|---|---|---|---|
${workloads.flatMap((workload) => workload.sizes.map((size) => row(size, workload))).join("\n")}

CPU is seconds for 1,000 requests.

## What has to be in memory
| products | table GB | its indexes GB | whole database GB |
|---|---|---|---|
${databases.map((one) => `| ${number(one.products)} | ${gigabytes(one.table)} | ${gigabytes(one.indexes)} | ${gigabytes(one.files)} |`).join("\n")}

Each PostgreSQL is as \`lintel\` sets an embedded one: \`shared_buffers\` ${settings.shared_buffers ?? ""}, \`work_mem\` ${settings.work_mem ?? ""}, \`effective_cache_size\` ${settings.effective_cache_size ?? ""}. What is
not in its buffers comes out of the operating system's memory: all databases together are ${gigabytes(all)} GB, and are read once before
anything is measured.
`;
}

function row(size: SizeResult, workload: GrowthWorkloadResult): string {
  const of = (pick: (round: GrowthRound) => number) => spread(size.rounds.map(pick)).median.toFixed(1);
  const times = timesTheFirst(size, workload);
  const isFirst = size === workload.sizes[0];
  return `| ${[
    workload.title,
    number(size.products),
    number(workload.rate),
    of(({ p50 }) => p50),
    of(({ p95 }) => p95),
    isFirst ? "1" : show(times),
    perThousand(size, ({ serverCpu }) => serverCpu),
    perThousand(size, ({ databaseCpu }) => databaseCpu),
    workload.held ? (isFirst ? "" : times.median <= target ? "met" : "missed") : tooMuch(size),
  ].join(" | ")} |`;
}

function tooMuch({ rounds }: SizeResult): string {
  const refused = sum(rounds, (round) => round.tooMuch);
  return refused === 0 ? "" : `${refused} of ${sum(rounds, ({ requests }) => requests)} answered 503`;
}

function perThousand({ rounds }: SizeResult, pick: (round: GrowthRound) => number): string {
  return ((sum(rounds, pick) / sum(rounds, ({ requests }) => requests)) * 1_000).toFixed(2);
}

function sum(rounds: readonly GrowthRound[], of: (round: GrowthRound) => number): number {
  return rounds.reduce((total, round) => total + of(round), 0);
}

function show({ median, lower, upper }: Spread): string {
  return `${median.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
