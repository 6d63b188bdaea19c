import { busyAtMost, costAllowance, followersOfAnInstance, measured, type WorkKind } from "../measured.js";

/** Requests a second by what they cost. */
export type Rates = { readonly [kind in WorkKind]: number };

/** Processors that a rate of requests keeps busy in the server: utilisation law, U = X × S. */
export function processorsOf(rates: Rates, side: "server" | "database" = "server"): number {
  const work = measured;
  const milliseconds = (Object.keys(work) as WorkKind[]).reduce(
    (sum, kind) => sum + rates[kind] * work[kind][side] * costAllowance,
    0,
  );
  return milliseconds / 1_000;
}

/**
 * Instances of the server, each a process with a processor of its own: as many as keep half of their time free at these rates and hold the
 * followers, and one that may fail. More requests or followers never come to fewer.
 */
export function instancesFor(rates: Rates, followers: number): number {
  const forWork = Math.ceil(processorsOf(rates) / busyAtMost);
  const forFollowers = Math.ceil(followers / followersOfAnInstance);
  return Math.max(1, forWork, forFollowers) + 1;
}

/** The same mix of requests, so many times as many. */
export function scaled(rates: Rates, by: number): Rates {
  return { read: rates.read * by, row: rates.row * by, command: rates.command * by };
}
