import { randomUUID } from "node:crypto";
import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { processIdentity } from "../../embedded/process-identity.js";
import { ToolError } from "../../tool-error.js";
import { errnoOf, fileFailure } from "./file-failure.js";
import { briefFiles, placeOf } from "./files.js";

interface Holder {
  readonly pid: number;
  /** Tells the process from a later one of the same number. */
  readonly identity: string;
  readonly host: string;
  /** RFC 3339, UTC. */
  readonly since: string;
  /** Tells two claims of one process apart. */
  readonly claim: string;
}

/**
 * Does something while no other process may write the brief. Reading needs no lock. A lock whose process is gone is taken over.
 *
 * @throws ToolError BRIEF_BUSY, which names who holds it and since when
 */
export async function withBriefLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const { folder, lock } = briefFiles(directory);
  const mine: Holder = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? "",
    host: hostname(),
    since: new Date().toISOString(),
    claim: randomUUID(),
  };
  try {
    mkdirSync(folder, { recursive: true });
    claim(lock, mine);
  } catch (error) {
    throw errnoOf(error) === undefined ? error : fileFailure("BRIEF_NOT_WRITABLE", lock, error);
  }
  try {
    return await work();
  } finally {
    if (readHolder(lock)?.claim === mine.claim) rmSync(lock, { force: true });
  }
}

function claim(lock: string, mine: Holder): void {
  for (;;) {
    if (placed(lock, mine)) return;
    const holder = readHolder(lock);
    if (holder && isAlive(holder)) throw busy(lock, holder);
    removeStale(lock, holder);
  }
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
  if (lstatSync(lock, { throwIfNoEntry: false })?.isDirectory())
    throw new ToolError(
      "BRIEF_NOT_A_FILE",
      "This is a folder, and the lock of a brief is a file.",
      `Move it away: mv ${placeOf(lock)} ${placeOf(lock)}.aside`,
      { where: placeOf(lock) },
    );
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

function busy(lock: string, { pid, host, since }: Holder): ToolError {
  const isHere = host === hostname();
  const who =
    pid === process.pid && isHere ? "this very process" : `process ${pid}${isHere ? "" : ` on ${host}`}`;
  const place = placeOf(lock);
  return new ToolError(
    "BRIEF_BUSY",
    `Another conversation writes this brief: ${who}, since ${since}. Two at once would overwrite each other's answers.`,
    isHere
      ? "Go on in the other one, or end it first."
      : `Go on there, or end it first. Where that machine is gone for good: rm ${place}`,
    { where: place },
  );
}
