import type { LogPage } from "../../log/index.js";
import type { Frame } from "./frame.js";

/** What passed through the feeds of a service since it was last taken. */
export interface Flow {
  readonly messages: number;
  readonly changes: number;
  /** Milliseconds from when a change was given its position until it was given to followers, at most. */
  readonly milliseconds: number;
}

/** Counts what is sent, cheaply: the facts are reported from time to time. */
export interface LiveCount {
  sent(frame: Frame): void;
  read(page: LogPage): void;
}

export interface FlowCount extends LiveCount {
  take(): Flow;
}

/** `committedAt` is by the clock of the database, which may differ from that of this process: below zero counts as zero. */
export function createFlowCount(): FlowCount {
  let messages = 0;
  let changes = 0;
  let slowest = 0;
  return {
    sent(frame) {
      messages += 1;
      changes += frame.changes;
    },
    read({ entries }) {
      const first = entries[0];
      if (first) slowest = Math.max(slowest, Date.now() - Date.parse(first.transaction.committedAt));
    },
    take() {
      const flow = { messages, changes, milliseconds: slowest };
      messages = 0;
      changes = 0;
      slowest = 0;
      return flow;
    },
  };
}
