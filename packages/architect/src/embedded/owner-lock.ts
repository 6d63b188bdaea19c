import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { EmbeddedError } from "./embedded-error.js";
import { errnoOf } from "./file-failure.js";
import { poll } from "./poll.js";
import { processIdentity } from "./process-identity.js";

interface Owner {
  pid: number;
  identity: string;
  /** Tells two claims of one process apart, so that only the claimant releases. */
  claim: string;
}

/**
 * Claims a data directory for this process through the file `path`. A claim whose process has died is
 * taken over. This keeps two Lintel processes apart; PostgreSQL's own postmaster.pid still guards the data.
 *
 * @returns a function that gives the claim back; calling it twice is harmless.
 * @throws EmbeddedError DATA_DIRECTORY_LOCKED when a living process holds the claim.
 */
export async function claimOwnership(path: string, dataDirectory: string): Promise<() => void> {
  const mine: Owner = { pid: process.pid, identity: processIdentity(process.pid) ?? "", claim: randomUUID() };
  for (;;) {
    if (tryClaim(path, mine)) return () => release(path, mine);
    const seen = await readOwner(path);
    if (seen !== undefined && processIdentity(seen.pid) === seen.identity) throw locked(seen, dataDirectory);
    removeStale(path, seen);
  }
}

function tryClaim(path: string, owner: Owner): boolean {
  try {
    writeFileSync(path, `${JSON.stringify(owner)}\n`, { flag: "wx", mode: 0o644 });
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    rmSync(path, { force: true });
    throw error;
  }
}

function release(path: string, mine: Owner): void {
  if (parseOwner(path)?.claim === mine.claim) rmSync(path, { force: true });
}

/** A file still being written parses a moment later; one left empty by a crash never does. */
function readOwner(path: string): Promise<Owner | undefined> {
  return poll(() => parseOwner(path), { deadline: 100 });
}

function parseOwner(path: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, identity, claim } = value as Record<string, unknown>;
    if (typeof pid !== "number" || typeof identity !== "string" || typeof claim !== "string")
      return undefined;
    return { pid, identity, claim };
  } catch {
    return undefined;
  }
}

/** Moves the dead claim aside before deleting it: if someone replaced it meanwhile, theirs is put back. */
function removeStale(path: string, seen: Owner | undefined): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return;
    throw error;
  }
  try {
    if (parseOwner(aside)?.claim !== seen?.claim) linkSync(aside, path);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function locked(owner: Owner, dataDirectory: string): EmbeddedError {
  const self = owner.pid === process.pid;
  const stop = process.platform === "win32" ? `taskkill /PID ${owner.pid}` : `kill ${owner.pid}`;
  return new EmbeddedError(
    "DATA_DIRECTORY_LOCKED",
    `The data directory ${dataDirectory} is in use by ${self ? "this very process" : "another Lintel"} (pid ${owner.pid}).`,
    self ? "Await stop() of the first before starting a second." : `Use that one, or stop it first: ${stop}`,
  );
}
