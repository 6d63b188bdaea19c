/** What is wrong with what a receiver of webhooks was sent: which promise was broken, and how. */
export interface DeliveryFault {
  readonly promise: "complete" | "in order" | "once but for retries" | "only what happened";
  readonly detail: string;
}

/**
 * Decides whether an endpoint was sent what it subscribed to: `expected` are the ids of its messages as they stand in the log, `received`
 * those of all requests that came, in the order in which they came.
 *
 * - complete: each message came;
 * - in order: each came for the first time after all that are before it;
 * - once but for retries: one came again only before any other came;
 * - only what happened: nothing else came.
 *
 * An empty list means that all of them are kept.
 */
export function checkDeliveries(
  expected: readonly string[],
  received: readonly string[],
): readonly DeliveryFault[] {
  const faults: DeliveryFault[] = [];
  const places = new Map(expected.map((id, at) => [id, at]));
  const seen = new Set<string>();
  let last = -1;
  for (const [at, id] of received.entries()) {
    const place = places.get(id);
    if (place === undefined) faults.push({ promise: "only what happened", detail: `${id} came.` });
    else if (seen.has(id) && received[at - 1] !== id)
      faults.push({ promise: "once but for retries", detail: `${id} came again after ${received[at - 1]}.` });
    else if (place < last)
      faults.push({ promise: "in order", detail: `${id} came after ${expected[last]}, which follows it.` });
    seen.add(id);
    last = Math.max(last, place ?? last);
  }
  for (const id of expected)
    if (!seen.has(id)) faults.push({ promise: "complete", detail: `${id} never came.` });
  return faults;
}
