import type { Environment } from "./environment.js";
import { type Origin, originOf } from "./origin.js";
import type { AnyService, ServiceData } from "./service.js";

/** A whole backend, as it is written. */
export interface System {
  readonly name: string;
  /** The major version of the API; it leads every path (`/v1/...`). */
  readonly version: number;
  readonly description?: string | undefined;
  readonly services: readonly ServiceData[];
  readonly environments: { readonly [name: string]: Environment };
  /** Why it is built without a confirmed brief, where it is. */
  readonly brief?: { readonly off: string } | undefined;
  readonly origin: Origin;
}

/**
 * Puts services together into the backend that a blueprint file exports by default.
 *
 * @example
 * export default system("commerce", { version: 1, services: [users, catalog, orders] });
 */
export function system(
  name: string,
  definition: {
    readonly version: number;
    readonly services: readonly AnyService[];
    readonly description?: string;
    /** By name; `development` and `test` have defaults, and `lintel start` takes `production` unless told. */
    readonly environments?: { readonly [name: string]: Environment };
    /** Lets the command line build it without a confirmed brief. The reason is for whoever reads the blueprint. */
    readonly brief?: { readonly off: string };
  },
): System {
  return Object.freeze({
    name,
    version: definition.version,
    description: definition.description,
    // A circular import can leave a service undefined; the check then says so, with its place.
    services: Object.freeze(definition.services.map((one) => one?.data)),
    environments: Object.freeze({ ...definition.environments }),
    ...(definition.brief !== undefined && { brief: Object.freeze(definition.brief) }),
    origin: originOf(system as never),
  });
}
