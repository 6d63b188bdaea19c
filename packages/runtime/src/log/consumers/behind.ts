import type { Facts } from "../../facts.js";
import type { LetterCounts } from "../../postgres/consumers/index.js";
import type { Consumer } from "./consumer.js";
import type { Progress } from "./progress.js";

/** How a consumer stands that works in this process. */
export interface Standing {
  readonly progress: Progress;
  /** The last position that was given. */
  readonly head: number;
  readonly counts: LetterCounts;
  readonly isHalted: boolean;
}

const nothing: LetterCounts = { retrying: 0, dead: 0, parked: 0 };

/** Reports `consumer.lag`: how far a consumer is behind, or nothing of it once it works here no more. */
export function reportLag(facts: Facts, { service, name }: Consumer, standing: Standing | undefined): void {
  const { progress, head = 0, counts = nothing, isHalted = false } = standing ?? {};
  const events = progress ? Math.max(0, head - progress.low) : 0;
  const since = events > 0 && progress?.oldest !== undefined ? Date.parse(progress.oldest) : Date.now();
  facts.report({
    fact: "consumer.lag",
    service,
    consumer: name,
    events,
    milliseconds: Math.max(0, Date.now() - since),
    ...counts,
    isHalted,
  });
}
