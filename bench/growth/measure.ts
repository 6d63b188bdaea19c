import { cpuOf, cpuOfPostgres } from "../cost.js";
import { at } from "../statistics.js";
import type { Ask } from "../workloads/index.js";
import type { GrowthRound, GrowthWorkloadResult } from "./report.js";
import type { StandingSize } from "./stand.js";
import { loadSteadily, type SteadyLoad } from "./steady-load.js";
import type { GrowthWorkload } from "./workloads.js";

export interface Pace {
  readonly rounds: number;
  readonly seconds: number;
  readonly rate: number;
}

/** Seconds of load at each size that do not count. */
const warmUp = 5;

/**
 * Asks the sizes in turn, round by round, each round beginning with another one, so that a slow minute hits all of them. No round
 * asks for what another asked for, as long as there are enough requests.
 */
export async function measure(
  sizes: readonly StandingSize[],
  workload: GrowthWorkload,
  pace: Pace,
  tell: (line: string) => void,
): Promise<GrowthWorkloadResult> {
  const { name, title, held } = workload;
  const rate = Math.max(1, Math.round(pace.rate / workload.slower));
  const whole = { rate, seconds: pace.seconds, mayBeTooMuch: !held };
  const measured = [];
  for (const size of sizes)
    measured.push({ size, asks: await workload.asks(size), rounds: [] as GrowthRound[] });
  for (const { size, asks } of measured)
    await load(size, asks.slice(-rate * warmUp), { ...whole, seconds: warmUp });
  for (let round = 0; round < pace.rounds; round++) {
    const first = round % measured.length;
    for (const { size, asks, rounds } of [...measured.slice(first), ...measured.slice(0, first)])
      rounds.push(await load(size, turned(asks, round * rate * pace.seconds), whole));
    const last = measured.map(({ rounds }) => rounds.at(-1)?.p95.toFixed(1)).join(", ");
    tell(`${workload.name}: round ${round + 1} of ${pace.rounds}, p95 ${last} ms`);
  }
  const results = measured.map(({ size, rounds }) => ({ products: size.products, rounds }));
  return { name, title, held, rate, sizes: results };
}

async function load(
  size: StandingSize,
  asks: readonly Ask[],
  how: Pick<SteadyLoad, "rate" | "seconds" | "mayBeTooMuch">,
): Promise<GrowthRound> {
  const { url, tokens, server, postmaster } = size;
  const before = [await cpuOf(server.pid), await cpuOfPostgres(postmaster)] as const;
  const { milliseconds, tooMuch } = await loadSteadily({ url, asks, tokens, ...how });
  const after = [await cpuOf(server.pid), await cpuOfPostgres(postmaster)] as const;
  milliseconds.sort((a, b) => a - b);
  return {
    requests: milliseconds.length,
    tooMuch,
    p50: at(milliseconds, 0.5),
    p95: at(milliseconds, 0.95),
    serverCpu: after[0] - before[0],
    databaseCpu: after[1] - before[1],
  };
}

/** The list from another place on, with what was before it at its end. */
function turned<T>(list: readonly T[], by: number): readonly T[] {
  const begin = by % list.length;
  return [...list.slice(begin), ...list.slice(0, begin)];
}
