import type { Socket } from "node:net";
import { failure, type LintelError } from "../errors.js";
import type { Exchange } from "./exchange.js";

/** The requests that are being worked on, with what keeps their number and their time in bounds. */
export interface InFlight {
  readonly size: number;
  /** Why one more request cannot be taken now; undefined when it can. */
  refusal(): LintelError | undefined;
  add(exchange: Exchange): void;
  /**
   * Counts a request for its tenant, once that is known, as long as it is being worked on. Gives back why it cannot be: half of all that can be
   * worked on are of one tenant at most, so that what is slow for one does not fill the process.
   */
  countTenant(exchange: Exchange): LintelError | undefined;
  remove(exchange: Exchange): void;
  /** The request that came on this connection and has no answer yet. */
  on(socket: Socket): Exchange | undefined;
  /** Ends all with this failure. Gives back how many. */
  abandon(error: LintelError): number;
  stop(): void;
}

interface Bounds {
  /** Requests at a time. */
  readonly requests: number;
  /** Milliseconds that one may take until its answer. */
  readonly deadline: number;
  /** Milliseconds by which the event loop may be late before requests are turned away. */
  readonly lateness: number;
  /** Milliseconds between two looks. */
  readonly interval: number;
}

/**
 * Keeps the requests in the order in which they began. One timer looks after all: it ends those past the deadline,
 * and by its own lateness sees that the process cannot keep up.
 */
export function createInFlight(
  bounds: Bounds,
  end: (exchange: Exchange, error: LintelError) => void,
): InFlight {
  const exchanges = new Set<Exchange>();
  const mostOfTenant = Math.ceil(bounds.requests / 2);
  const ofTenant = new Map<Exchange, string>();
  const tenants = new Map<string, number>();
  const countTenant = (tenant: string, more: 1 | -1) => {
    const count = (tenants.get(tenant) ?? 0) + more;
    if (count > 0) tenants.set(tenant, count);
    else tenants.delete(tenant);
  };
  let due = performance.now() + bounds.interval;
  let isLate = false;
  const timer = setInterval(() => {
    const now = performance.now();
    isLate = now - due > bounds.lateness;
    due = now + bounds.interval;
    for (const exchange of exchanges) {
      if (now - exchange.startedAt < bounds.deadline) break;
      end(
        exchange,
        failure(
          "DEADLINE_EXCEEDED",
          `There was no answer within ${bounds.deadline} ms; the work was dropped.`,
        ),
      );
    }
  }, bounds.interval);
  timer.unref();
  return {
    get size() {
      return exchanges.size;
    },
    refusal() {
      if (exchanges.size >= bounds.requests)
        return failure("OVERLOADED", `${bounds.requests} requests are being worked on, the most at a time.`);
      if (isLate) return failure("OVERLOADED", "The process cannot keep up at the moment.");
      return undefined;
    },
    add: (exchange) => void exchanges.add(exchange),
    countTenant(exchange) {
      const { tenant } = exchange.actor;
      if (tenant === undefined || !exchanges.has(exchange) || ofTenant.has(exchange)) return undefined;
      if ((tenants.get(tenant) ?? 0) >= mostOfTenant)
        return failure(
          "OVERLOADED",
          `${mostOfTenant} requests of this tenant are being worked on, the most at a time.`,
        );
      ofTenant.set(exchange, tenant);
      countTenant(tenant, 1);
      return undefined;
    },
    remove(exchange) {
      exchanges.delete(exchange);
      const tenant = ofTenant.get(exchange);
      if (tenant === undefined) return;
      ofTenant.delete(exchange);
      countTenant(tenant, -1);
    },
    on(socket) {
      for (const exchange of exchanges) if (exchange.request.socket === socket) return exchange;
      return undefined;
    },
    abandon(error) {
      const left = [...exchanges];
      for (const exchange of left) end(exchange, error);
      return left.length;
    },
    stop: () => clearInterval(timer),
  };
}
