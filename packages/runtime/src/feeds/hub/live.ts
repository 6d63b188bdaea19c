import { setTimeout } from "node:timers/promises";
import { LintelError } from "../../errors.js";
import type { LogPage, LogReader } from "../../log/index.js";
import type { LogEntry, LogHead } from "../../postgres/log/index.js";
import { noChanges } from "../view/changes.js";
import { createRowsOfPage } from "../view/rows-of-page.js";
import type { View } from "../view/view.js";
import type { Batch, Piece, Told } from "./cut.js";
import type { LiveCount } from "./flow.js";
import { type Follower, type Hindrance, piecesFor } from "./follower.js";
import type { Frame } from "./frame.js";
import type { HubLimits } from "./limits.js";
import { settledOn } from "./page-source.js";
import { turn } from "./turn.js";

/**
 * The followers of one service's log that are told of changes as they are committed. One tail reads the log for all of them; each page is
 * evaluated once for each view, and each message made once for all who have it alike.
 */
export interface Live {
  /** Everything up to here was given to those who are live. Undefined while nothing is read. */
  readonly position: number | undefined;
  /** The epoch in which that is; undefined with it. */
  readonly epoch: string | undefined;
  readonly followers: number;
  /**
   * Reads the log from its end on, unless it is read already; resolves when {@link position} is known. While the log cannot be read it is asked
   * again from time to time, once for all who wait here.
   */
  start(): Promise<void>;
  /** Takes in one who was told everything up to a position at or after {@link position}. */
  join(follower: Follower): void;
  leave(follower: Follower): void;
  /** Says to all how far the log was looked at. */
  advance(): void;
  stop(): void;
}

export interface LiveOptions {
  readonly reader: LogReader;
  readonly limits: HubLimits;
  readonly count: LiveCount;
  /** Called with one who was live and is not any more: what comes next cannot be sent to it, or cannot be read for anybody. */
  readonly onBehind: (follower: Follower, hindrance: Hindrance) => void;
  /** Called when the log cannot be followed any more: its epoch is another one, say. */
  readonly onBroken: (error: unknown, followers: readonly Follower[]) => void;
}

interface Group {
  readonly view: View;
  readonly followers: Set<Follower>;
}

/** Milliseconds before a log that cannot be read is asked again: doubled from the first up to the last. */
const backoff = { first: 50, last: 2_000 };

export function createLive({ reader, limits, count, onBehind, onBroken }: LiveOptions): Live {
  const groups = new Map<string, Group>();
  let position: number | undefined;
  let epoch: string | undefined;
  let settled = 0;
  let running: { readonly abort: AbortController; readonly started: Promise<void> } | undefined;

  const give = (group: Group, batch: Batch) => {
    const shared = new Map<string, readonly Piece[]>();
    let last: { readonly id: number; readonly told: Told; readonly pieces: readonly Piece[] } | undefined;
    for (const follower of group.followers) {
      const { id, told } = follower;
      if (batch.changes.length === 0 && (told.opens === undefined || told.opens > batch.to)) continue;
      // Those who were given the same message before share what it left them at.
      if (!last || last.told !== told || last.id !== id)
        last = { id, told, pieces: piecesFor(follower, batch, limits, shared) };
      for (const piece of last.pieces) {
        const obstacle = follower.obstacle(piece.frame, limits.unsent);
        if (obstacle) {
          group.followers.delete(follower);
          onBehind(follower, obstacle);
          break;
        }
        follower.tell(piece);
        count.sent(piece.frame);
      }
    }
    if (group.followers.size === 0) groups.delete(group.view.key);
  };

  /** Tells all views of a page. Others have their turn in between: whoever joins, leaves or is asked something then, finds it half told. */
  const take = async (page: LogPage, signal: AbortSignal): Promise<void> => {
    const to = page.next.position - 1;
    const ends = settledOn(page);
    // Said first: one who falls behind on this page reads it from the log.
    position = to;
    const bySubject = new Map<string, LogEntry[]>();
    for (const entry of page.entries) {
      const known = bySubject.get(entry.subject);
      if (known) known.push(entry);
      else bySubject.set(entry.subject, [entry]);
    }
    const rows = groups.size > 1 ? createRowsOfPage() : undefined;
    let since = performance.now();
    for (const [at, group] of [...groups.values()].entries()) {
      if (at > 0 && performance.now() - since >= limits.turn) {
        await turn();
        if (signal.aborted) return;
        since = performance.now();
      }
      // Everybody left meanwhile: another group may stand in its place.
      if (group.followers.size === 0) continue;
      const entries = bySubject.get(group.view.plan.entity.name) ?? [];
      const changes = entries.length === 0 ? noChanges : group.view.changesIn(entries, rows);
      give(group, { epoch: page.epoch, to, settled: ends, changes });
    }
    // Said last: of a view that was not told of the page yet it cannot be said that nothing changed.
    settled = Math.max(settled, ends);
    count.read(page);
  };

  const headOf = async (signal: AbortSignal): Promise<LogHead | undefined> => {
    for (let wait = backoff.first; !signal.aborted; wait = Math.min(wait * 2, backoff.last)) {
      try {
        return await reader.head();
      } catch (error) {
        if (!isAway(error)) throw error;
        await setTimeout(wait * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
      }
    }
    return undefined;
  };
  const run = async (abort: AbortController, started: () => void): Promise<void> => {
    const { signal } = abort;
    try {
      const head = await headOf(signal);
      if (!head || signal.aborted) return;
      ({ position, epoch } = head);
      settled = head.position;
      started();
      const from = { epoch: head.epoch, position: head.position + 1 };
      for await (const page of reader.pages(from, signal, { away: limits.away })) {
        if (signal.aborted) return;
        await take(page, signal);
        if (signal.aborted) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      // Those who were told as much go on together from there.
      if (isAway(error)) advance();
      const followers = [...groups.values()].flatMap((group) => [...group.followers]);
      end();
      if (!isAway(error)) onBroken(error, followers);
      else for (const follower of followers) onBehind(follower, "away");
      throw error;
    }
  };
  const end = () => {
    running?.abort.abort();
    running = undefined;
    position = epoch = undefined;
    groups.clear();
  };
  const advance = () => {
    const shared = new Map<string, Frame>();
    for (const { followers } of groups.values()) {
      for (const follower of followers) {
        if (!follower.obstacle(undefined, limits.unsent)) follower.advance(settled, shared);
      }
    }
  };

  return {
    get position() {
      return position;
    },
    get epoch() {
      return epoch;
    },
    get followers() {
      let sum = 0;
      for (const { followers } of groups.values()) sum += followers.size;
      return sum;
    },
    start() {
      if (running) return running.started;
      const abort = new AbortController();
      const started = new Promise<void>((resolve, reject) => {
        run(abort, resolve).then(resolve, reject);
      });
      started.catch(() => {});
      running = { abort, started };
      return started;
    },
    join(follower) {
      const { view } = follower;
      const group = groups.get(view.key) ?? { view, followers: new Set() };
      groups.set(view.key, group);
      group.followers.add(follower);
    },
    leave(follower) {
      const group = groups.get(follower.view.key);
      group?.followers.delete(follower);
      if (group?.followers.size === 0) groups.delete(follower.view.key);
    },
    advance,
    stop: end,
  };
}

/** Whether the log cannot be read at the moment, and may be later. */
function isAway(error: unknown): boolean {
  return error instanceof LintelError && error.code === "DATABASE_UNAVAILABLE";
}
