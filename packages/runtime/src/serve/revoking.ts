import { failure } from "../errors.js";
import {
  keptDays,
  type Revocation,
  type Revocations,
  readRevocations,
  writeRevocation,
} from "../identity/index.js";
import type { Database } from "../postgres/index.js";

/** Whose tokens are believed no more: one token by its `jti`, or all of a person that were issued until now. */
export type Revoked = { readonly tokenId: string } | { readonly subject: string };

/** Takes back belief, in all processes that share a database. */
export interface Revoking {
  /**
   * Resolves when it is written down for every service that has a feed. Here it holds at once; in another process within about
   * a second. Rejects where a database does not answer: then only some processes may know.
   */
  revoke(revoked: Revoked): Promise<void>;
  stop(): void;
}

/** Milliseconds between two looks. */
const interval = 1_000;
/** Seconds that a look goes back: longer than a revocation can take to be committed. */
const overlap = 600;
/** Milliseconds without an answer after which everything is read again. */
const outOfDate = 300_000;

/**
 * Each process looks once a second at what others have written, so that nothing but the database has to reach them. Each service that has a
 * feed keeps all of it: none depends on another's database.
 */
export function startRevoking(
  database: Database,
  services: readonly string[],
  revocations: Revocations,
): Revoking {
  const readAt = new Map<string, number>();
  let isLooking = false;
  const lookAt = async (service: string) => {
    const began = performance.now();
    const last = readAt.get(service);
    const seconds = last === undefined || began - last > outOfDate ? keptDays * 86_400 : overlap;
    revocations.add(
      await database
        .service(service)
        .transaction({ readOnly: true }, (transaction) => readRevocations(transaction, seconds)),
    );
    readAt.set(service, began);
  };
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    // A database that does not answer is told of elsewhere, and asked again.
    await Promise.allSettled(services.map(lookAt));
    isLooking = false;
  };
  const timer = setInterval(() => void look(), interval);
  timer.unref();
  void look();
  return {
    async revoke(revoked) {
      if (services.length === 0)
        throw failure(
          "INTERNAL",
          "No service has a feed, so that there is no table to write revocations to.",
        );
      const revocation: Revocation = "tokenId" in revoked ? revoked : { ...revoked, until: Date.now() };
      revocations.add([revocation]);
      await Promise.all(
        services.map((service) =>
          database
            .service(service)
            .transaction({}, (transaction) => writeRevocation(transaction, revocation)),
        ),
      );
    },
    stop: () => clearInterval(timer),
  };
}
