import type { Facts } from "../../facts.js";
import type { LetterCounts } from "../../postgres/consumers/index.js";
import type { Consumer } from "./consumer.js";
import type { Progress } from "./progress.js";

/** Reports `consumer.lag`: how far a consumer is behind the last position that was given. */
export function reportLag(
  facts: Facts,
  { service, name }: Consumer,
  progress: Progress,
  head: number,
  counts: LetterCounts,
  isHalted: boolean,
): void {
  const events = Math.max(0, head - progress.low);
  const since = events > 0 && progress.oldest !== undefined ? Date.parse(progress.oldest) : Date.now();
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
