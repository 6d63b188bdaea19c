import { cpuOf, cpuOfPostgres } from "../cost.js";
import { at } from "../statistics.js";
import type { Ask } from "../workloads/index.js";
import type { GrowthRound, GrowthWorkloadResult } from "./report.js";
import type { StandingSize } from "./stand.js";
import { loadSteadily } from "./steady-load.js";
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
  const measured = [];
  for (const size of sizes)
    measured.push({ size, asks: await workload.asks(size), rounds: [] as GrowthRound[] });
  const warm = pace.rate * warmUp;
  for (const { size, asks } of measured) await load(size, asks.slice(-warm), { ...pace, seconds: warmUp });
  for (let round = 0; round < pace.rounds; round++) {
    const first = round % measured.length;
    for (const { size, asks, rounds } of [...measured.slice(first), ...measured.slice(0, first)])
      rounds.push(await load(size, turned(asks, round * pace.rate * pace.seconds), pace));
    const last = measured.map(({ rounds }) => rounds.at(-1)?.p95.toFixed(1)).join(", ");
    tell(`${workload.name}: round ${round + 1} of ${pace.rounds}, p95 ${last} ms`);
  }
  const { name, title, held } = workload;
  const results = measured.map(({ size, rounds }) => ({ products: size.products, rounds }));
  return { name, title, held, sizes: results };
}

async function load(size: StandingSize, asks: readonly Ask[], pace: Pace): Promise<GrowthRound> {
  const { url, tokens, server, postmaster } = size;
  const before = [await cpuOf(server.pid), await cpuOfPostgres(postmaster)] as const;
  const taken = await loadSteadily({ url, asks, tokens, rate: pace.rate, seconds: pace.seconds });
  const after = [await cpuOf(server.pid), await cpuOfPostgres(postmaster)] as const;
  taken.sort((a, b) => a - b);
  return {
    requests: taken.length,
    p50: at(taken, 0.5),
    p95: at(taken, 0.95),
    serverCpu: after[0] - before[0],
    databaseCpu: after[1] - before[1],
  };
}

/** The list from another place on, with what was before it at its end. */
function turned<T>(list: readonly T[], by: number): readonly T[] {
  const begin = by % list.length;
  return [...list.slice(begin), ...list.slice(0, begin)];
}
