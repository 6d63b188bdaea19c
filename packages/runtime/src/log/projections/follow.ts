import { failure, LintelError } from "../../errors.js";
import type { Facts } from "../../facts.js";
import type { LogEntry } from "../../postgres/log/index.js";
import {
  type Build,
  type BuildState,
  beginBuild,
  type LogPlace,
  makeLive,
  readBuilds,
} from "../../postgres/projections/index.js";
import type { OpenArchive } from "../archive/index.js";
import { createBell } from "../bell.js";
import type { LogReader } from "../reader.js";
import type { WorkerTurn } from "../workers.js";
import { EntryFailure, writeBatch } from "./batch.js";
import { entriesFrom, requireHistory } from "./history.js";
import type { Projector } from "./projector.js";

/** What following a log into a build takes. */
export interface Following {
  readonly turn: WorkerTurn;
  readonly build: Build;
  readonly projector: Projector;
  readonly reader: LogReader;
  /** Of the same log. */
  readonly archive: OpenArchive | undefined;
  readonly facts: Facts;
  /** Whether the log lies in the database of the build, so that whatever restores the one restores the other with it. */
  readonly isTogether: boolean;
  /** Called when something was written, and when the build has become the live one. */
  readonly onWritten: () => void;
}

/** Milliseconds before a build that failed is tried again: doubled from the first up to the last. */
const backoff = { first: 100, last: 10_000 };
/** Entries that are held back at most until their transaction is whole. */
const mostHeld = 10_000;

/**
 * Keeps a build up with its log, from where it is, until the signal is aborted or the build is written by nobody any more:
 *
 *     building ── as far as the live build, or there is none ──► live
 *     building, live ── an entry fails, or the log cannot be read ──► a pause that grows ──► the same again
 *     building, live ── a newer build is live, or another process holds the cursor ──► over
 */
export async function follow(following: Following, state: BuildState): Promise<void> {
  const { turn, build, facts } = following;
  const { entity, generation } = build;
  const bell = createBell();
  let known = state;
  let wait = backoff.first;
  let isFailing = false;
  turn.signal.addEventListener("abort", bell.ring);
  try {
    while (!turn.signal.aborted) {
      try {
        await run(following, known, () => {
          wait = backoff.first;
          isFailing = false;
        });
        return;
      } catch (error) {
        if (turn.signal.aborted) return;
        const entry = error instanceof EntryFailure ? error.entry : undefined;
        if (!isFailing)
          facts.report({
            fact: "projection.failed",
            service: entity.service,
            projection: entity.name,
            build: generation,
            position: entry?.position,
            subject: entry?.subject,
            error: reasonOf(error),
          });
        isFailing = true;
        await bell.wait(wait * (0.5 + Math.random() / 2));
        wait = Math.min(wait * 2, backoff.last);
        // What was sent may have been written, though no answer came.
        const now = await stateOf(build, turn).catch(() => known);
        if (now === undefined) return;
        known = now;
      }
    }
  } finally {
    turn.signal.removeEventListener("abort", bell.ring);
  }
}

/** What is told of a failure: of a row that breaks a rule the place and the rule, and nothing of its values. */
function reasonOf(error: unknown): unknown {
  const reason = error instanceof EntryFailure ? error.cause : error;
  return reason instanceof LintelError && reason.code === "PROJECTION_INVALID"
    ? (reason.cause ?? reason)
    : reason;
}

async function stateOf(
  { entity, generation }: Build,
  { client }: WorkerTurn,
): Promise<BuildState | undefined> {
  const builds = await readBuilds(client, entity.schema);
  return builds.find(
    (one) => one.name === entity.name && one.generation === generation && one.state !== "retired",
  );
}

/** Follows until the build is not ours any more. Calls `went` whenever something was written. */
async function run(following: Following, state: BuildState, went: () => void): Promise<void> {
  const { turn, build, projector, reader, facts, onWritten } = following;
  const { entity, generation } = build;
  const place = await placeOf(following, state);
  const { epoch } = place;
  const told = { service: entity.service, projection: entity.name, build: generation };
  let { position } = place;
  let isLive = state.state === "live";
  const goLive = async () => {
    isLive = await makeLive(turn.client, build);
    if (!isLive) return;
    facts.report({ fact: "projection.live", ...told, version: state.version, position });
    onWritten();
  };
  const isAtHead = async () => position >= (await reader.head()).position;
  if (!isLive && (await isAtHead())) await goLive();

  let held: LogEntry[] = [];
  for await (const entries of entriesFrom(following, { epoch, position: position + 1 }, turn.signal)) {
    const { whole, rest } = parted([...held, ...entries]);
    held = rest;
    const last = whole.at(-1);
    if (!last) continue;
    const written = await writeBatch(turn.client, build, projector, { epoch, position }, whole);
    if (written === "fenced") return;
    position = last.position;
    went();
    if (facts.heard)
      facts.report({
        fact: "projection.advanced",
        ...told,
        isLive,
        position,
        entries: whole.length,
        rows: written.rows,
        lag: Math.max(0, Date.now() - Date.parse(last.transaction.committedAt)),
      });
    onWritten();
    if (!isLive && (await isAtHead())) await goLive();
  }
}

/** The entries of whole transactions, and what is there of one that is not whole yet: it waits for the rest, unless it is very long. */
function parted(entries: LogEntry[]): { readonly whole: readonly LogEntry[]; readonly rest: LogEntry[] } {
  const last = entries.at(-1);
  if (!last) return { whole: [], rest: [] };
  const { position, events } = last.transaction;
  if (last.position === position + events - 1 || entries.length > mostHeld)
    return { whole: entries, rest: [] };
  const begins = entries.findIndex((entry) => entry.transaction.position === position);
  return { whole: entries.slice(0, begins), rest: entries.slice(begins) };
}

/**
 * How far the build is, in the log as it is now. One that has not begun begins here. Where the log's epoch is another by now, what was built was
 * restored or promoted together with the log, and goes on where it was; where they lie apart nobody knows what it has seen.
 *
 * @throws `PROJECTION_HISTORY_GONE`, `LOG_EPOCH_OTHER`
 */
async function placeOf(
  { build, reader, archive, facts, isTogether, turn }: Following,
  state: BuildState,
): Promise<LogPlace> {
  const { entity, generation } = build;
  const head = await reader.head();
  if (state.epoch === undefined) {
    const isOfKept = entity.projection?.history === "kept";
    if (!isOfKept) await requireHistory(entity, head, archive);
    const first = isOfKept ? head.firstKept : 1;
    await beginBuild(turn.client, build, { epoch: head.epoch, position: first });
    facts.report({
      fact: "projection.began",
      service: entity.service,
      projection: entity.name,
      build: generation,
      version: state.version,
      position: first,
    });
    return { epoch: head.epoch, position: first - 1 };
  }
  if (state.epoch !== head.epoch && (!isTogether || state.position > head.position))
    throw failure(
      "LOG_EPOCH_OTHER",
      `${entity.service}.${entity.name} is at ${state.epoch}:${state.position} of the log of ${entity.projection?.source}; its epoch is ${head.epoch} now. Build it anew.`,
    );
  return { epoch: head.epoch, position: state.position };
}
