import type { OperationModel, ServiceModel } from "@lintel/runtime/tools";

/** What the code of a command does beyond its own rows. */
export interface Calls {
  /** Commands of other services, in the order in which they stand in it. */
  readonly commands: readonly { readonly service: string; readonly command: string }[];
  /** Names of events. */
  readonly events: readonly string[];
}

/**
 * What a command calls and tells, read from its code: `call.catalog.reserveStock(` and `emit.orderPlaced(`. What stands in functions that it hands its context to is
 * not seen.
 */
export function callsOf({ run }: OperationModel, service: ServiceModel): Calls {
  const code = String(run);
  const found = [...code.matchAll(/\bcall\s*\.\s*([\p{L}\p{N}_$]+)\s*\.\s*([\p{L}\p{N}_$]+)\s*\(/gu)];
  const told = [...code.matchAll(/\bemit\s*\.\s*([\p{L}\p{N}_$]+)\s*\(/gu)].map(([, name]) => name ?? "");
  const seen = new Set<string>();
  return {
    commands: found.flatMap(([, alias = "", command = ""]) => {
      const name = service.uses[alias];
      if (name === undefined || seen.has(`${name} ${command}`)) return [];
      seen.add(`${name} ${command}`);
      return [{ service: name, command }];
    }),
    events: service.events.map(({ name }) => name).filter((name) => told.includes(name)),
  };
}
