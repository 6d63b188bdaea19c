import type { Actor } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import { createCounter } from "../hub/counter.js";

/** How many connections there may be. */
export interface PlaceLimits {
  /** In this process. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Of one person whose token is believed. */
  readonly connectionsPerUser: number;
  /** Of all callers of one tenant. */
  readonly connectionsPerTenant: number;
}

/** The places of connections: who has how many. */
export interface Places {
  readonly taken: number;
  /**
   * Takes a place for an address.
   *
   * @throws `OVERLOADED` where the process has no more; `FEED_LIMIT_REACHED` where the address has its share
   */
  take(address: string): Place;
}

export interface Place {
  /** For whom it counts: a person whose token is believed, or an address. */
  readonly holder: string;
  /**
   * Counts for this person, and for their tenant, from here on; for nobody where the id is empty, and for no tenant where there is none.
   *
   * @throws `FEED_LIMIT_REACHED`, and nothing has changed
   */
  belongTo(person: Pick<Actor, "id" | "tenant">): void;
  /** Gives it back. May be called again. */
  free(): void;
}

/** Counts connections. */
export function createPlaces(limits: PlaceLimits): Places {
  const addresses = createCounter(limits.connectionsPerAddress, "connections of this address");
  const users = createCounter(limits.connectionsPerUser, "connections of this person");
  const tenants = createCounter(limits.connectionsPerTenant, "connections of this tenant");
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    take(address) {
      if (taken >= limits.connections)
        throw failure(
          "OVERLOADED",
          `${limits.connections} connections for feeds are open, the most at a time.`,
        );
      addresses.add(address);
      taken += 1;
      let user = "";
      let tenant = "";
      let isFree = false;
      return {
        get holder() {
          return user === "" ? `address ${address}` : `user ${user}`;
        },
        belongTo({ id, tenant: of = "" }) {
          if (isFree) return;
          const isAdded = id !== user && id !== "";
          if (isAdded) users.add(id);
          try {
            if (of !== tenant && of !== "") tenants.add(of);
          } catch (error) {
            if (isAdded) users.remove(id);
            throw error;
          }
          if (id !== user && user !== "") users.remove(user);
          if (of !== tenant && tenant !== "") tenants.remove(tenant);
          user = id;
          tenant = of;
        },
        free() {
          if (isFree) return;
          isFree = true;
          taken -= 1;
          addresses.remove(address);
          if (user !== "") users.remove(user);
          if (tenant !== "") tenants.remove(tenant);
        },
      };
    },
  };
}
