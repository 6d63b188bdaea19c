import { failure } from "../../errors.js";

/** How many connections there may be. */
export interface PlaceLimits {
  /** In this process. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Of one person whose token is believed. */
  readonly connectionsPerUser: number;
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
   * Counts for this person from here on; for nobody where the id is empty.
   *
   * @throws `FEED_LIMIT_REACHED`, and nothing has changed
   */
  belongTo(user: string): void;
  /** Gives it back. May be called again. */
  free(): void;
}

/** Counts connections. */
export function createPlaces(limits: PlaceLimits): Places {
  const addresses = createCounter(limits.connectionsPerAddress, "this address");
  const users = createCounter(limits.connectionsPerUser, "this person");
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
      let isFree = false;
      return {
        get holder() {
          return user === "" ? `address ${address}` : `user ${user}`;
        },
        belongTo(next) {
          if (isFree || next === user) return;
          if (next !== "") users.add(next);
          if (user !== "") users.remove(user);
          user = next;
        },
        free() {
          if (isFree) return;
          isFree = true;
          taken -= 1;
          addresses.remove(address);
          if (user !== "") users.remove(user);
        },
      };
    },
  };
}

function createCounter(most: number, whose: string) {
  const counts = new Map<string, number>();
  return {
    add(key: string) {
      const count = counts.get(key) ?? 0;
      if (count >= most)
        throw failure("FEED_LIMIT_REACHED", `${most} connections of ${whose} are open, the most at a time.`);
      counts.set(key, count + 1);
    },
    remove(key: string) {
      const count = (counts.get(key) ?? 1) - 1;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    },
  };
}
