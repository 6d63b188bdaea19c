/** What is known of a connection from below: how much was given to it, and how much of that is still here. */
export interface Flow {
  /** Bytes that the other end, or the operating system, has not taken. */
  readonly unsent: number;
  /** Bytes that they have taken, ever. */
  readonly taken: number;
}

/** What to do about a connection: nothing, say a heartbeat, ask whether somebody is there, or end it. */
export type Verdict = "fine" | "speak" | "ask" | "silent" | "unread";

/** Whether the other end of a connection is alive. */
export interface Pulse {
  /** Something was sent that the client's program sees. */
  spoke(): void;
  /** Something came. */
  heard(): void;
  look(): Verdict;
}

export interface PulseOptions {
  /** Milliseconds after which something is to be sent, and after which a silent peer is asked. */
  readonly heartbeat: number;
  /** Milliseconds for which a client may take nothing of what waits for it. */
  readonly unread: number;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Whether a peer can be asked, and answers. */
  readonly answers: boolean;
  /** Milliseconds that only go forward. */
  readonly clock: () => number;
}

/**
 * A peer is silent when nothing came of it for two heartbeats, and it was asked in between. A peer that takes what waited for
 * it is alive, whatever it says: the answer to a question stands behind all of that.
 */
export function createPulse(flow: Flow, options: PulseOptions): Pulse {
  const { heartbeat, unread, interval, answers, clock } = options;
  let spokeAt = clock();
  let heardAt = spokeAt;
  let askedAt = spokeAt;
  let movedAt = spokeAt;
  let lookedAt = spokeAt;
  /** Since the last look: asking the clock for each message would cost as much as sending it. */
  let hasSpoken = false;
  let hasHeard = false;
  let taken = 0;
  let waited = false;
  /** Whether something waited at the last look and none of it was taken since. */
  const isStuck = (now: number): boolean => {
    const waits = flow.unsent > 0;
    const before = taken;
    taken = flow.taken;
    if (waits && waited && taken === before) return true;
    if (waited && taken > before) heardAt = now;
    waited = waits;
    movedAt = now;
    return false;
  };
  return {
    spoke() {
      hasSpoken = true;
    },
    heard() {
      hasHeard = true;
    },
    look() {
      const now = clock();
      if (hasSpoken) spokeAt = now;
      if (hasHeard) heardAt = now;
      hasSpoken = false;
      hasHeard = false;
      const late = now - lookedAt - interval;
      lookedAt = now;
      // A process that stood still has not read what came meanwhile.
      if (late > heartbeat / 4) {
        heardAt = Math.max(heardAt, now - heartbeat);
        movedAt = now;
      }
      if (isStuck(now) && now - movedAt >= unread) return "unread";
      if (answers && now - heardAt >= 2 * heartbeat && askedAt > heardAt) return "silent";
      if (answers && now - Math.max(heardAt, askedAt) >= heartbeat) {
        askedAt = now;
        return "ask";
      }
      return now - spokeAt >= heartbeat - 2 * interval ? "speak" : "fine";
    },
  };
}
