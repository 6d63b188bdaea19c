import { Counter, Gauge, type Registry } from "prom-client";
import type { FactOf } from "../facts.js";

/**
 * The metrics of the views that clients follow, each by service: `lintel_feed_views`, `lintel_feed_views_live`, `lintel_feed_lag_seconds`,
 * `lintel_feed_messages_total`, `lintel_feed_changes_total`, `lintel_feed_views_opened_total` by where it began, and
 * `lintel_feed_views_closed_total` and `lintel_feed_views_behind_total` by reason.
 */
export function measureViews(registers: Registry[]) {
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ["service"], registers });
  const counter = (name: string, help: string, more: readonly string[] = []) =>
    new Counter({ name, help, labelNames: ["service", ...more], registers });
  const open = gauge("lintel_feed_views", "Views of feeds that are open.");
  const live = gauge("lintel_feed_views_live", "Views that are told of changes as they are committed.");
  const lag = gauge(
    "lintel_feed_lag_seconds",
    "Seconds from when a change got its position until it was given to followers, at most.",
  );
  const messages = counter("lintel_feed_messages_total", "Messages with changes that were sent.");
  const changes = counter("lintel_feed_changes_total", "Changes that were sent.");
  const opened = counter("lintel_feed_views_opened_total", "Views that were opened.", ["from"]);
  const closed = counter("lintel_feed_views_closed_total", "Views that ended.", ["reason"]);
  const behind = counter("lintel_feed_views_behind_total", "Times that a client fell behind.", ["reason"]);
  return {
    "feed.opened": ({ service, from }: FactOf<"feed.opened">) => opened.inc({ service, from }),
    "feed.closed": ({ service, reason }: FactOf<"feed.closed">) => closed.inc({ service, reason }),
    "feed.behind": ({ service, reason }: FactOf<"feed.behind">) => behind.inc({ service, reason }),
    "feed.flow": (fact: FactOf<"feed.flow">) => {
      const { service } = fact;
      open.set({ service }, fact.subscriptions);
      live.set({ service }, fact.live);
      lag.set({ service }, fact.milliseconds / 1_000);
      messages.inc({ service }, fact.messages);
      changes.inc({ service }, fact.changes);
    },
  };
}
