import type { Actor } from "../../blueprint/index.js";
import { failure, LintelError } from "../../errors.js";
import type { Authenticator, Believed } from "../../identity/index.js";

/** Whom a connection speaks for, looked at again and again. */
export interface Belief {
  readonly actor: Actor;
  /** Believes another token from here on. */
  replace(believed: Believed): void;
  /**
   * Looks whether the token is still believed, and has it verified anew where it has to be. Costs nothing while nothing has changed. To be
   * called at least every second.
   */
  look(): void;
}

/** @param refused Told once, when the token is believed no more, or the issuer's keys cannot be had. */
export function createBelief(
  identity: Pick<Authenticator, "believe" | "isBelieved">,
  first: Believed,
  refused: (error: LintelError) => void,
): Belief {
  let believed = first;
  let isAsking = false;
  return {
    get actor() {
      return believed.actor;
    },
    replace(next) {
      believed = next;
    },
    look() {
      if (isAsking || identity.isBelieved(believed)) return;
      const asked = believed;
      isAsking = true;
      Promise.resolve(identity.believe(asked.authorization))
        .then(
          (again) => {
            if (believed === asked) believed = again;
          },
          (error: unknown) => {
            if (believed !== asked) return;
            refused(
              error instanceof LintelError
                ? error
                : failure("INTERNAL", "The token could not be verified.", { cause: error }),
            );
          },
        )
        .finally(() => {
          isAsking = false;
        });
    },
  };
}
