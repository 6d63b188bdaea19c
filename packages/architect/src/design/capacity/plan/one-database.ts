import type { Rates } from "../demand/instances.js";
import { processorsOf } from "../demand/instances.js";
import type { Scalability } from "./scalability.js";

/**
 * How instances scale that share one PostgreSQL of so many processors: σ is the part of a request's time that is of what they share, S / (S + Z), with
 * S its processor time in the database divided by the processors there, and Z that in the instance, which has a processor of its own. κ is nought: instances
 * do not speak with one another. It is the lower bound, as if each instance waited for its request before it took the next.
 *
 * Source: N. J. Gunther, "A General Theory of Computational Scalability Based on Rational Functions", arXiv:0808.1431, 2008: Amdahl's law is the synchronous
 * throughput of the machine repairman.
 */
export function instancesOnOneDatabase(rates: Rates, cores: number): Scalability {
  const requests = rates.read + rates.row + rates.command;
  if (requests <= 0 || cores <= 0) return { lambda: 0, sigma: 0, kappa: 0 };
  const own = processorsOf(rates) / requests;
  const shared = processorsOf(rates, "database") / requests / cores;
  return { lambda: 1 / (own + shared), sigma: shared / (own + shared), kappa: 0 };
}

/**
 * Up to how many more of them are worth their cost: one more adds at least half of what the first did; undefined where that never ends. From
 * dX/dN = λ(1 − σ) / (1 + σ(N − 1))².
 */
export function worthwhile({ sigma }: Scalability): number | undefined {
  if (sigma <= 0) return undefined;
  return Math.max(1, 1 + (Math.sqrt(2 * (1 - sigma)) - 1) / sigma);
}
