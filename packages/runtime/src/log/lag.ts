import type { Facts } from "../facts.js";
import type { Advance } from "./source.js";

/** How far a leading sequencer is behind. */
export interface Lag {
  begin(): void;
  /** Takes a step, and notes what it came to. */
  measure(step: () => Promise<Advance | undefined>): Promise<Advance | undefined>;
  end(): void;
}

/** Milliseconds between two reports. */
const reported = 1_000;

/**
 * Reports `log.lag` once a second while the process leads: how many events are known to wait, and for how long at most. That is the time
 * since the last step began that left nothing behind, as long as one is under way or something waits; otherwise 0. A step that
 * hangs shows as a lag that grows. What a step appended is reported as `log.appended`.
 */
export function createLag(service: string, facts: Facts): Lag {
  let timer: NodeJS.Timeout | undefined;
  let caughtUp = 0;
  let waiting = 0;
  let isLooking = false;
  let isBehind = false;
  const report = () => {
    const milliseconds = isLooking || isBehind ? performance.now() - caughtUp : 0;
    facts.report({ fact: "log.lag", service, events: waiting, milliseconds });
  };
  return {
    begin() {
      caughtUp = performance.now();
      waiting = 0;
      isBehind = false;
      timer = setInterval(report, reported);
      timer.unref();
    },
    async measure(step) {
      const began = performance.now();
      isLooking = true;
      try {
        const advance = await step();
        if (!advance) return undefined;
        waiting = advance.waiting;
        isBehind = advance.isBehind;
        if (!isBehind) caughtUp = began;
        const { transactions, events, turn } = advance;
        if (transactions > 0 && facts.heard) {
          const milliseconds = performance.now() - began;
          facts.report({
            fact: "log.appended",
            service,
            position: turn.position,
            transactions,
            events,
            milliseconds,
          });
        }
        return advance;
      } finally {
        isLooking = false;
      }
    },
    end() {
      clearInterval(timer);
      facts.report({ fact: "log.lag", service, events: 0, milliseconds: 0 });
    },
  };
}
