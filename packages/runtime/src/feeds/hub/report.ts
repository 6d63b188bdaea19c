import type { Facts } from "../../facts.js";
import type { FeedEvents, ServiceFeed } from "./service-feed.js";

/** Reports what happens to the subscriptions of a service as facts. */
export function reportFeed(service: string, facts: Facts): FeedEvents {
  const since = new WeakMap<object, number>();
  return {
    opened(follower, from) {
      since.set(follower, performance.now());
      facts.report({ fact: "feed.opened", service, entity: follower.view.plan.entity.name, from });
    },
    live(follower) {
      const milliseconds = performance.now() - (since.get(follower) ?? performance.now());
      facts.report({ fact: "feed.live", service, entity: follower.view.plan.entity.name, milliseconds });
    },
    behind(follower, reason) {
      since.set(follower, performance.now());
      facts.report({ fact: "feed.behind", service, entity: follower.view.plan.entity.name, reason });
    },
    closed(follower, { reason, error }) {
      const entity = follower.view.plan.entity.name;
      facts.report({ fact: "feed.closed", service, entity, reason, code: error?.code });
      if (error?.code === "INTERNAL")
        facts.report({ fact: "feed.broken", service, entity, error: error.cause ?? error });
    },
  };
}

/** Reports what passed through the feeds of a service, unless it was nothing. */
export function reportFlow(
  service: string,
  { subscriptions, live, takeFlow }: ServiceFeed,
  facts: Facts,
): void {
  const { messages, changes, milliseconds } = takeFlow();
  if (!facts.heard) return;
  facts.report({ fact: "feed.flow", service, subscriptions, live, messages, changes, milliseconds });
}
