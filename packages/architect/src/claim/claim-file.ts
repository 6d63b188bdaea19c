import { randomUUID } from "node:crypto";
import { linkSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { errnoOf } from "../durable/index.js";
import { processIdentity } from "../embedded/process-identity.js";

/** Who holds a file. */
export interface Holder {
  readonly pid: number;
  /** Tells the process from a later one of the same number. */
  readonly identity: string;
  readonly host: string;
  /** RFC 3339, UTC. */
  readonly since: string;
  /** Tells two claims of one process apart. */
  readonly claim: string;
}

/** A folder lies where a claim belongs. */
export class NotAFile extends Error {
  override readonly name = "NotAFile";
}

/**
 * Claims a file for this process. A claim whose process is gone is taken over.
 *
 * @returns how to give it back, or who holds it
 * @throws NotAFile where a folder lies there; errors of the system where it cannot be written
 */
export function claimFile(lock: string): { release(): void } | { readonly holder: Holder } {
  const mine: Holder = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? "",
    host: hostname(),
    since: new Date().toISOString(),
    claim: randomUUID(),
  };
  for (;;) {
    if (placed(lock, mine)) return { release: () => release(lock, mine) };
    const holder = readHolder(lock);
    if (holder && isAlive(holder)) return { holder };
    removeStale(lock, holder);
  }
}

function release(lock: string, mine: Holder): void {
  if (readHolder(lock)?.claim === mine.claim) rmSync(lock, { force: true });
}

/** The lock appears with all that it says at once, so that nobody reads half of it. */
function placed(lock: string, mine: Holder): boolean {
  const temporary = `${lock}.${mine.claim}`;
  writeFileSync(temporary, `${JSON.stringify(mine)}\n`, { flag: "wx" });
  try {
    linkSync(temporary, lock);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Of another machine nothing is known: its lock counts until it is taken away. */
function isAlive({ pid, identity, host }: Holder): boolean {
  return host !== hostname() || processIdentity(pid) === identity;
}

/** Moves the lock aside before it is taken away: where another has taken it over meanwhile, theirs is put back. */
function removeStale(lock: string, seen: Holder | undefined): void {
  if (lstatSync(lock, { throwIfNoEntry: false })?.isDirectory()) throw new NotAFile(lock);
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return;
    throw error;
  }
  try {
    if (readHolder(aside)?.claim !== seen?.claim) linkSync(aside, lock);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(lock: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(lock, "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, identity, host, since, claim } = value as Record<string, unknown>;
    if (typeof pid !== "number" || typeof identity !== "string" || typeof host !== "string") return undefined;
    if (typeof since !== "string" || typeof claim !== "string") return undefined;
    return { pid, identity, host, since, claim };
  } catch {
    return undefined;
  }
}
