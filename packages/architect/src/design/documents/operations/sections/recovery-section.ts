import type { Architecture } from "../../../architecture.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  list,
  numberedList,
  provisional,
  refs,
  saySpan,
  section,
} from "../../../text/index.js";
import type { Recovery } from "../recovery.js";

/** Copies, how they are watched, and how all of it is had back. */
export function recoverySection({ needs, decisions }: Architecture, recovery: Recovery): string {
  const decision = decisions.find(({ id }) => id === "backup");
  const { rpo, rto } = needs;
  const meets = recovery.loses <= rpo.value;
  return section(
    heading(2, "Copies and recovery"),
    decision &&
      [
        `Decided: ${escapeMarkdown(decision.title)}.`,
        provisional(decision.missing),
        refs(decision.because.flatMap(({ from }) => from)),
      ]
        .filter((part) => part !== "")
        .join(" "),
    `${losesWords(recovery)} The brief allows ${rpo.value === 0 ? "nothing to be lost" : saySpan(rpo.value)}, and ${saySpan(rto.value)} to be back. ${refs([...rpo.from, ...rto.from])}`.trim(),
    meets
      ? undefined
      : "**Open**, the operators: this way of copying does not keep to the recovery point by itself. Copy more often, or have the brief changed.",
    recovery.copies.length === 0 ? undefined : section(heading(3, "What is copied"), list(recovery.copies)),
    recovery.watch.length === 0 ? undefined : section(heading(3, "What is watched"), list(recovery.watch)),
    recovery.restore.length === 0
      ? undefined
      : section(
          heading(3, "How it is had back"),
          blocks(
            "Stop the processes first, so that nobody writes into what is about to go.",
            numberedList(recovery.restore),
          ),
        ),
    section(heading(3, "What is lost"), list(recovery.lost)),
    recovery.restore.length === 0
      ? undefined
      : section(
          heading(3, "Drill"),
          `${recovery.drillEvery === 1 ? "Each month" : "Every three months"}, and before the first release: take the steps above on a machine apart, with the last copy, by somebody who did not write them. It counts when the system is ready within ${saySpan(rto.value)}, and what is lost is no more than was allowed. ${refs([...rpo.from, ...rto.from])}`.trim(),
        ),
  );
}

function losesWords({ kind, loses }: Recovery): string {
  if (kind === "none") return "Nothing is copied: what is lost is lost.";
  if (loses === 0)
    return "Nothing that was acknowledged is lost with a machine or a place; a mistake is taken back to the minute.";
  return `What is lost is ${saySpan(loses)} of data at most, where copies arrive as they should.`;
}
