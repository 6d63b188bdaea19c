/** Followers that write down honestly what they were told. */
import { type AnyRow, connect, type Step } from "@lintel/runtime/client";
import { WebSocket } from "ws";

/** A row of the entity that is followed. */
interface Followed extends AnyRow {
  readonly version: number;
}

/** What a follower was told, as it can be held to what was promised. */
export interface Watcher {
  /** Its rows by now: the version of each, by id. */
  readonly versions: ReadonlyMap<string, number>;
  /** Every id that it was ever told of. */
  readonly seen: ReadonlySet<string>;
  /** What broke a promise: a position that did not rise, a version that was left out or came again. */
  readonly faults: readonly string[];
  readonly snapshots: number;
  readonly resumed: number;
  /** How it stands, as it was told last: `live`, or why it is behind. */
  readonly stands: string;
  stop(): void;
}

/** Follows an entity through a balancer, until it is stopped. */
export function watch(url: string, entity: string): Watcher {
  const feeds = connect({ url, WebSocket, retry: { first: 20, most: 200 } });
  const versions = new Map<string, number>();
  const seen = new Set<string>();
  const faults: string[] = [];
  let snapshots = 0;
  let resumed = 0;
  let stands = "";
  let last = 0;
  const put = (row: Followed, position: number) => {
    const before = versions.get(row.id);
    const expected = before === undefined ? 1 : before + 1;
    if (row.version !== expected)
      faults.push(`${row.id} came with version ${row.version} at ${position}, after ${before ?? "none"}`);
    versions.set(row.id, row.version);
    seen.add(row.id);
  };
  const take = (step: Step<AnyRow>) => {
    if (step.type === "snapshot") {
      snapshots += 1;
      versions.clear();
      for (const row of step.rows as readonly Followed[]) {
        versions.set(row.id, row.version);
        seen.add(row.id);
      }
      last = Number(step.cursor.split(":")[1]);
    }
    if (step.type === "live") stands = step.type;
    if (step.type === "behind") stands = step.reason;
    if (step.type !== "changes") return;
    for (const change of step.changes) {
      if (change.position <= last) faults.push(`position ${change.position} came after ${last}`);
      last = change.position;
      if (change.op === "put") put(change.row as Followed, change.position);
      if (change.op === "remove") versions.delete(change.key);
      if (change.op === "clear") versions.clear();
    }
  };
  const follow = feeds.follow(entity);
  const run = async () => {
    try {
      for await (const step of follow) take(step);
    } catch (error) {
      faults.push(`the follow ended: ${String(error)}`);
    }
  };
  feeds.onStatus((status) => {
    if (status === "connected") resumed += 1;
  });
  void run();
  return {
    versions,
    seen,
    faults,
    get snapshots() {
      return snapshots;
    },
    get resumed() {
      return resumed;
    },
    get stands() {
      return stands;
    },
    stop: () => feeds.close(),
  };
}
