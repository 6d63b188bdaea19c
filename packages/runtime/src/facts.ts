/**
 * Everything that Lintel reports of itself, as one closed union. Whoever wants a log line, a metric or a trace
 * subscribes; nothing else in Lintel calls a logger. Durations are milliseconds.
 */
export type Fact =
  | {
      readonly fact: "system.started";
      readonly name: string;
      readonly url: string;
      readonly milliseconds: number;
    }
  /** Nobody\'s tokens are believed in this environment: every caller is anonymous. */
  | { readonly fact: "authentication.absent"; readonly environment: string }
  | { readonly fact: "system.stopping"; readonly reason: string; readonly inFlight: number }
  | { readonly fact: "system.stopped"; readonly milliseconds: number; readonly abandoned: number }
  | {
      readonly fact: "request.finished";
      readonly requestId: string;
      readonly trace: TraceContext;
      readonly method: string;
      /** The route as it is declared, `/v1/products/{id}`, or `unmatched`. */
      readonly route: string;
      readonly status: number;
      readonly milliseconds: number;
      readonly bytes: number;
      /** The token's `sub`, empty when anonymous. */
      readonly actor: string;
      readonly code?: string | undefined;
    }
  | {
      readonly fact: "request.failed";
      readonly requestId: string;
      readonly trace: TraceContext;
      readonly route: string;
      readonly error: unknown;
    }
  | {
      readonly fact: "token.refused";
      readonly requestId: string;
      readonly code: string;
      readonly reason: string;
    }
  /**
   * The connection of a client was closed: there were too many, or the client read nothing of its answer for too long
   * (`unread`), or unread answers took too much memory.
   */
  | { readonly fact: "client.dropped"; readonly reason: "too many" | "unread" | "memory" }
  /** The code of a system left it behind, outside of any request: a rejection or an exception that nobody caught. */
  | { readonly fact: "error.stray"; readonly kind: "rejection" | "exception"; readonly error: unknown }
  | {
      readonly fact: "rate.limited";
      readonly requestId: string;
      readonly route: string;
      /** Which limit was met: that of the caller, or that of all callers of its tenant. */
      readonly limit: "caller" | "tenant";
      /** Whose the request was, where that was known. */
      readonly tenant?: string | undefined;
    }
  | { readonly fact: "keys.fetched"; readonly url: string; readonly keys: number }
  | { readonly fact: "keys.failed"; readonly url: string; readonly error: unknown }
  /** A command or query asked another system. */
  | {
      readonly fact: "fetch.finished";
      readonly requestId: string;
      /** The span of this call; its parent is the request's. */
      readonly trace: TraceContext;
      readonly service: string;
      readonly operation: string;
      readonly method: string;
      /** Scheme, host and port that were asked. */
      readonly origin: string;
      /** 0 where no answer came. */
      readonly status: number;
      /** Until the headers of the answer. */
      readonly milliseconds: number;
      /** Why no answer came. */
      readonly error?: unknown;
    }
  | {
      readonly fact: "statement.finished";
      readonly service: string;
      readonly statement: string;
      readonly milliseconds: number;
      readonly rows: number;
    }
  | {
      readonly fact: "statement.failed";
      readonly service: string;
      readonly statement: string;
      readonly sqlState: string;
      readonly error: unknown;
    }
  | {
      readonly fact: "transaction.finished";
      readonly service: string;
      readonly outcome: "committed" | "rolled back";
      readonly milliseconds: number;
      readonly attempts: number;
    }
  | { readonly fact: "connection.opened"; readonly service: string; readonly pool: PoolName }
  | {
      readonly fact: "connection.lost";
      readonly service: string;
      readonly pool: PoolName;
      readonly error: unknown;
    }
  | { readonly fact: "pool.waited"; readonly service: string; readonly milliseconds: number }
  | { readonly fact: "database.unavailable"; readonly service: string; readonly error: unknown }
  | { readonly fact: "database.available"; readonly service: string; readonly milliseconds: number }
  | { readonly fact: "idempotency.replayed"; readonly requestId: string; readonly route: string }
  /** A client opened a connection for feeds. */
  | { readonly fact: "feed.connected"; readonly requestId: string; readonly door: FeedDoor }
  /** It is closed: with which code of the feed protocol, and which code of the errors where there is one. */
  | {
      readonly fact: "feed.disconnected";
      readonly requestId: string;
      readonly door: FeedDoor;
      readonly code: number;
      readonly reason: string;
      readonly milliseconds: number;
    }
  /** A conversation broke off because of a fault here. */
  | { readonly fact: "feed.aborted"; readonly requestId: string; readonly error: unknown }
  /** This process gives positions to what the service commits, from here on. */
  | {
      readonly fact: "log.sequencer.elected";
      readonly service: string;
      readonly epoch: string;
      readonly generation: string;
      /** The last position that was given before. */
      readonly position: number;
    }
  /** It does so no more: another process does (`fenced`), something went wrong, or the system stops. */
  | {
      readonly fact: "log.sequencer.lost";
      readonly service: string;
      readonly generation: string;
      readonly reason: "fenced" | "failed" | "stopped";
      readonly error?: unknown;
    }
  /** The log cannot be got at: told once, until it can be again. */
  | { readonly fact: "log.failed"; readonly service: string; readonly error: unknown }
  /** This process works for a consumer, projection or other follower of a log, from the position after this one on. */
  | {
      readonly fact: "worker.elected";
      readonly service: string;
      readonly worker: string;
      readonly generation: string;
      /** Undefined where it begins. */
      readonly epoch: string | undefined;
      readonly position: number;
    }
  /** It does so no more: another process does or it is paused (`lost`), it threw, the system stops, or it came to its end. */
  | {
      readonly fact: "worker.lost";
      readonly service: string;
      readonly worker: string;
      readonly generation: string;
      readonly reason: "lost" | "failed" | "stopped" | "ended";
      readonly error?: unknown;
    }
  /** It cannot work: told once, until it can again. */
  | {
      readonly fact: "worker.failed";
      readonly service: string;
      readonly worker: string;
      readonly error: unknown;
    }
  /** A consumer handled an entry, and its effect is committed. */
  | {
      readonly fact: "consumer.handled";
      readonly service: string;
      readonly consumer: string;
      readonly subject: string;
      readonly position: number;
      readonly milliseconds: number;
    }
  /** A consumer could not handle an entry, and tries again after `wait` milliseconds. */
  | {
      readonly fact: "consumer.failed";
      readonly service: string;
      readonly consumer: string;
      readonly subject: string;
      readonly position: number;
      readonly attempts: number;
      readonly wait: number;
      readonly error: unknown;
    }
  /** A consumer does not try an entry any more: a person decides. No error where it ended the process that tried it. */
  | {
      readonly fact: "consumer.dead";
      readonly service: string;
      readonly consumer: string;
      readonly subject: string;
      readonly position: number;
      readonly attempts: number;
      readonly error: unknown;
    }
  /**
   * A consumer reads no further: too many entries wait for others or for a person (`waiting`), or the log does not go on at its
   * cursor (`position`), so that a person has to seek.
   */
  | {
      readonly fact: "consumer.halted";
      readonly service: string;
      readonly consumer: string;
      readonly reason: "waiting" | "position";
      readonly error?: unknown;
    }
  /** How far a consumer is behind, once a second from the process that works: entries, the age of the oldest, what waits. */
  | {
      readonly fact: "consumer.lag";
      readonly service: string;
      readonly consumer: string;
      readonly events: number;
      readonly milliseconds: number;
      readonly retrying: number;
      readonly dead: number;
      readonly parked: number;
      readonly isHalted: boolean;
    }
  /** A projection is built, beside the one that is served: from this position on. */
  | {
      readonly fact: "projection.began";
      readonly service: string;
      readonly projection: string;
      readonly build: number;
      readonly version: number;
      readonly position: number;
    }
  /** What was built is served from now on, with everything up to this position in it. */
  | {
      readonly fact: "projection.live";
      readonly service: string;
      readonly projection: string;
      readonly build: number;
      readonly version: number;
      readonly position: number;
    }
  /** Entries were taken into a build. */
  | {
      readonly fact: "projection.advanced";
      readonly service: string;
      readonly projection: string;
      readonly build: number;
      readonly isLive: boolean;
      readonly position: number;
      readonly entries: number;
      /** Rows that were written. */
      readonly rows: number;
      /** From when the last entry was given its position until now. */
      readonly lag: number;
    }
  /** A build stands still, at an entry where one is named: told once, until it goes on. It is tried again. */
  | {
      readonly fact: "projection.failed";
      readonly service: string;
      readonly projection: string;
      readonly build: number;
      readonly position?: number | undefined;
      /** The entity or event that the entry is of. */
      readonly subject?: string | undefined;
      readonly error: unknown;
    }
  /** Transactions were given their positions. */
  | {
      readonly fact: "log.appended";
      readonly service: string;
      /** The last position that was given. */
      readonly position: number;
      readonly transactions: number;
      readonly events: number;
      readonly milliseconds: number;
    }
  /** What was older than is kept, or more than may be, was thrown away: a part of the ring. */
  | {
      readonly fact: "log.emptied";
      readonly service: string;
      readonly slot: number;
      /** The first position that is kept now. */
      readonly firstKept: number;
      readonly bytes: number;
    }
  /**
   * Where the order of the log comes from now: that of commits, or that in which transactions became visible. `wanted` is what the
   * environment asks for, where it does; `reason` and `remedy` say why it is not the order of commits.
   */
  | {
      readonly fact: "log.order";
      readonly service: string;
      readonly order: "commits" | "visible";
      readonly wanted?: "commits" | "visible" | undefined;
      readonly reason?: string | undefined;
      readonly remedy?: string | undefined;
    }
  /** The write-ahead log cannot be followed any more. It is tried again, and nothing is lost. */
  | { readonly fact: "log.stream.lost"; readonly service: string; readonly error: unknown }
  /** Positions that were given may mean something else: the log has another epoch. */
  | { readonly fact: "log.epoch.changed"; readonly service: string; readonly reason: string }
  /** What the server keeps of its write-ahead log for the log's slot, each ten seconds; without a slot 0 bytes, once. */
  | {
      readonly fact: "log.slot";
      readonly service: string;
      readonly bytes: number;
      /** Whether somebody reads it. */
      readonly isRead: boolean;
      /** `reserved`, `extended`, `unreserved`, `lost`; `none` where there is no slot. */
      readonly state: string;
    }
  /** A slot that nobody read was given up, and so many bytes with it. What it would have told is in the outbox. */
  | {
      readonly fact: "log.slot.dropped";
      readonly service: string;
      readonly slot: string;
      readonly bytes: number;
    }
  /** A message was sent to an endpoint of webhooks, or could not be. */
  | {
      readonly fact: "webhook.attempted";
      readonly service: string;
      readonly endpoint: string;
      readonly message: string;
      readonly event: string;
      readonly attempt: number;
      readonly outcome: "delivered" | "failed";
      /** 0 where no answer came. */
      readonly status: number;
      /** Why no answer came. */
      readonly code?: string | undefined;
      readonly milliseconds: number;
    }
  /** Nothing is sent to an endpoint any more: it answered 410 (`gone`), or failed for as long as is tried. */
  | {
      readonly fact: "webhook.disabled";
      readonly service: string;
      readonly endpoint: string;
      readonly reason: "gone" | "failing";
      readonly failingSince: string | undefined;
    }
  /** Entries of the log were thrown away before they could be looked at for an endpoint. */
  | {
      readonly fact: "webhook.lost";
      readonly service: string;
      readonly endpoint: string;
      readonly entries: number;
    }
  /** How the endpoints stand, once a second: how many are sent to, how many failed last, how far the last of them is behind. */
  | {
      readonly fact: "webhook.lag";
      readonly service: string;
      readonly endpoints: number;
      readonly failing: number;
      readonly entries: number;
    }
  /** Entries that are about to be thrown away are in a file now, both ends of the range in it. */
  | {
      readonly fact: "log.archived";
      readonly service: string;
      readonly from: number;
      readonly to: number;
      readonly bytes: number;
    }
  /** Entries cannot be written into a file, so nothing is thrown away. It is tried again. */
  | { readonly fact: "log.archive.failed"; readonly service: string; readonly error: unknown }
  /** How far the sequencer is behind, once a second: events that are known to wait, and for how long at most. */
  | {
      readonly fact: "log.lag";
      readonly service: string;
      readonly events: number;
      readonly milliseconds: number;
    }
  /** A client follows an entity: from a cursor, beginning with the rows, or from now on without them. */
  | {
      readonly fact: "feed.opened";
      readonly service: string;
      readonly entity: string;
      readonly from: "cursor" | "snapshot" | "now";
    }
  /** It is told of changes as they are committed, so long after it was opened or fell behind. */
  | {
      readonly fact: "feed.live";
      readonly service: string;
      readonly entity: string;
      readonly milliseconds: number;
    }
  /**
   * It does not take in what it is sent (`slow`), acknowledges nothing (`window`), or the log cannot be read (`away`), and is given the log at its
   * own pace from then on.
   */
  | {
      readonly fact: "feed.behind";
      readonly service: string;
      readonly entity: string;
      readonly reason: "slow" | "window" | "away";
    }
  /** It follows no more. */
  | {
      readonly fact: "feed.closed";
      readonly service: string;
      readonly entity: string;
      readonly reason: "closed" | "reset" | "failed" | "stopped";
      /** Why it could not go on. */
      readonly code?: string | undefined;
    }
  /** A feed failed for a reason that is nobody's but Lintel's. */
  | {
      readonly fact: "feed.broken";
      readonly service: string;
      readonly entity: string;
      readonly error: unknown;
    }
  /** What passed through the feeds of a service, once a second while somebody follows. */
  | {
      readonly fact: "feed.flow";
      readonly service: string;
      readonly subscriptions: number;
      /** Those of them that are told of changes as they are committed. */
      readonly live: number;
      readonly messages: number;
      readonly changes: number;
      /** From when a change got its position until it was given to those who are live, at most, by the clocks of both. */
      readonly milliseconds: number;
    };

export type FactName = Fact["fact"];
export type FactOf<Name extends FactName> = Extract<Fact, { fact: Name }>;
/** How a client came in: by WebSocket, or by Server-Sent Events. */
export type FeedDoor = "websocket" | "sse";
export type PoolName = "reads" | "transactions";

/** The identifiers of a W3C trace context: lower-case hexadecimal, 32 and 16 digits. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string | undefined;
  readonly sampled: boolean;
}

/** Takes every fact, in the order in which it was reported. Must not throw, and must not wait. */
export type Subscriber = (fact: Fact) => void;

/** Where facts are reported and subscribed to. One per running system. */
export interface Facts {
  report(fact: Fact): void;
  subscribe(subscriber: Subscriber): () => void;
  /** Whether anyone listens: spares the making of a fact on the hottest paths. */
  readonly heard: boolean;
}

/** A new place to report facts. A subscriber that throws is taken off, so that telling never breaks doing. */
export function createFacts(): Facts {
  let subscribers: readonly Subscriber[] = [];
  const remove = (subscriber: Subscriber) => {
    subscribers = subscribers.filter((one) => one !== subscriber);
  };
  return {
    report(fact) {
      for (const subscriber of subscribers) {
        try {
          subscriber(fact);
        } catch {
          remove(subscriber);
        }
      }
    },
    subscribe(subscriber) {
      subscribers = [...subscribers, subscriber];
      return () => remove(subscriber);
    },
    get heard() {
      return subscribers.length > 0;
    },
  };
}
