import { type Spread, spread } from "./statistics.js";

/** What one round of one peer gave. */
export interface Round {
  readonly perSecond: number;
  /** Milliseconds that half, and 97.5 of 100, of the requests took at most. */
  readonly p50: number;
  readonly p97: number;
  /** CPU seconds for 1,000 requests: of the server's process, and of PostgreSQL. */
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

export interface PeerResult {
  readonly name: string;
  readonly title: string;
  readonly rounds: readonly Round[];
}

export interface WorkloadResult {
  readonly name: string;
  readonly title: string;
  readonly target: { readonly byHand: number; readonly limit?: number };
  readonly peers: readonly PeerResult[];
}

export interface Results {
  readonly about: {
    readonly when: string;
    readonly node: string;
    readonly postgres: string;
    readonly cpus: string;
    readonly products: number;
    readonly connections: number;
    readonly rounds: number;
    readonly seconds: number;
  };
  readonly workloads: readonly WorkloadResult[];
  /** Resident megabytes of each peer's process after all of its load. */
  readonly memory: readonly { readonly title: string; readonly megabytes: number }[];
}

/** How much more a peer did than another in the same round, as a spread over the rounds. Empty without the other. */
export function ratios(peer: PeerResult, base: PeerResult | undefined): Spread | undefined {
  if (!base) return undefined;
  return spread(peer.rounds.map((round, at) => round.perSecond / (base.rounds[at]?.perSecond ?? Number.NaN)));
}

/** The result of the peer with a name. */
export function named(workload: WorkloadResult, name: string): PeerResult | undefined {
  return workload.peers.find((peer) => peer.name === name);
}

/** The results as a page to read. Ratios are to the peer `baseline`. */
export function markdown(results: Results, baseline: string, chart: string): string {
  const { about } = results;
  return [
    "# Results",
    "",
    `${about.when}. ${about.products.toLocaleString("en")} products, ${about.connections} connections, ${about.rounds} interleaved rounds of ${about.seconds} s.`,
    `Node ${about.node}, PostgreSQL ${about.postgres}, ${about.cpus}. How to read this: [README](../README.md).`,
    "",
    `![Requests per second as a ratio](${chart})`,
    ...results.workloads.flatMap((workload) => section(workload, baseline)),
    "",
    "## Memory after load",
    "",
    "| | resident MB |",
    "|---|---|",
    ...results.memory.map(({ title, megabytes }) => `| ${title} | ${megabytes.toFixed(0)} |`),
    "",
  ].join("\n");
}

function section(workload: WorkloadResult, baseline: string): readonly string[] {
  const base = named(workload, baseline);
  const rows = workload.peers.map((peer) => {
    const of = (pick: (round: Round) => number) => spread(peer.rounds.map(pick));
    const ratio = ratios(peer, base);
    return [
      peer.title,
      show(
        of((round) => round.perSecond),
        0,
      ),
      ratio ? show(ratio, 2) : "",
      base ? cheaper(peer, base).toFixed(2) : "",
      of((round) => round.serverCpu).median.toFixed(3),
      of((round) => round.databaseCpu).median.toFixed(3),
      of((round) => round.p50).median.toFixed(1),
      of((round) => round.p97).median.toFixed(1),
    ];
  });
  return [
    "",
    `## ${workload.title}`,
    "",
    "| | requests/s | ratio | CPU ratio | server CPU | database CPU | p50 ms | p97.5 ms |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    ...targets(workload, base),
  ];
}

function targets(workload: WorkloadResult, base: PeerResult | undefined): readonly string[] {
  const lintel = named(workload, "lintel");
  if (!lintel) return [];
  const limits = workload.peers.filter(({ name }) => name.startsWith("limit"));
  const fastest = limits.toSorted((a, b) => rate(b) - rate(a))[0];
  return [
    verdict("Fastify by hand", ratios(lintel, base), workload.target.byHand),
    workload.target.limit ? verdict("the limit", ratios(lintel, fastest), workload.target.limit) : [],
  ].flat();
}

function verdict(to: string, ratio: Spread | undefined, target: number): string[] {
  if (!ratio) return [];
  const met = ratio.median >= target ? "met" : "missed";
  return [`- Lintel to ${to}: ${ratio.median.toFixed(2)}, the target is ${target.toFixed(1)}: ${met}.`];
}

function show({ median, lower, upper }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${lower.toFixed(digits)} to ${upper.toFixed(digits)})`;
}

/** How many times the CPU of a request, server and database together, the other needs. */
function cheaper(peer: PeerResult, base: PeerResult): number {
  const cost = ({ rounds }: PeerResult) =>
    spread(rounds.map(({ serverCpu, databaseCpu }) => serverCpu + databaseCpu)).median;
  return cost(base) / cost(peer);
}

function rate(peer: PeerResult): number {
  return spread(peer.rounds.map(({ perSecond }) => perSecond)).median;
}
