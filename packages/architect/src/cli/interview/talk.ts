import type { Interview } from "../../brief/index.js";
import type { Prompter } from "./prompter.js";
import type { Look } from "./show-question.js";

/** An interview as it goes on at a terminal. */
export interface Talk {
  readonly prompter: Prompter;
  readonly look: Look;
  readonly interview: Interview;
  /** Goes on from another state of the interview, which is on the disk when this returns. */
  keep(next: Interview): void;
  /** RFC 3339, UTC. */
  now(): string;
}

/** How a question was left: go on, go to the one before, or end the interview. */
export type Step = "next" | "back" | "stop";

/** A talk that writes each state of its interview down before it goes on. */
export function createTalk(
  parts: Pick<Talk, "prompter" | "look">,
  first: Interview,
  save: (interview: Interview) => void,
): Talk {
  let interview = first;
  return {
    ...parts,
    get interview() {
      return interview;
    },
    keep(next) {
      if (next === interview) return;
      save(next);
      interview = next;
    },
    now: () => new Date().toISOString(),
  };
}
