import { createSecretKey, type KeyObject } from "node:crypto";
import type { Actor, EntityModel, SystemModel } from "../blueprint/index.js";

/** What a client may ask for at most. */
export interface PlanLimits {
  /** Rows of a page at most. */
  readonly pageSize: number;
  /** How many relations deep `include` may go. */
  readonly includeDepth: number;
}

/** Finds an entity by its service and its name. Throws `TypeError` where there is none. */
export type EntityLookup = (service: string, name: string) => EntityModel;

/** What stays the same from request to request. */
export interface PlanSettings {
  readonly system: SystemModel;
  readonly entity: EntityLookup;
  readonly limits: PlanLimits;
  /** Signs cursors: the same in every process of the system. */
  readonly cursorKey: KeyObject;
}

/** All that a plan is made from, besides the request. */
export interface PlanContext extends PlanSettings {
  readonly actor: Actor;
}

/** The settings of a running system, made once. `secret` signs cursors; 32 characters or bytes, or more. */
export function planSettings(
  system: SystemModel,
  options: { readonly secret: string | Uint8Array; readonly limits?: Partial<PlanLimits> },
): PlanSettings {
  const entities = new Map<string, EntityModel>();
  for (const service of system.services) {
    for (const entity of service.entities) entities.set(`${service.name}.${entity.name}`, entity);
  }
  const secret = typeof options.secret === "string" ? Buffer.from(options.secret) : options.secret;
  return Object.freeze({
    system,
    entity: (service: string, name: string) => {
      const found = entities.get(`${service}.${name}`);
      if (found) return found;
      throw new TypeError(`There is no entity "${name}" in the service "${service}".`);
    },
    limits: Object.freeze({
      pageSize: options.limits?.pageSize ?? 100,
      includeDepth: options.limits?.includeDepth ?? 2,
    }),
    cursorKey: createSecretKey(secret),
  });
}

/** The settings with the one who asks. */
export function planContext(settings: PlanSettings, actor: Actor): PlanContext {
  const { system, entity, limits, cursorKey } = settings;
  return { system, entity, limits, cursorKey, actor };
}
