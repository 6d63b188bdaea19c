import type { EntityModel, SystemModel } from "../blueprint/index.js";
import { type Endpoint, isReachable } from "./route.js";

/** Every address that the system answers at, in the order of the blueprint. */
export function endpointsOf(model: SystemModel): readonly Endpoint[] {
  return Object.freeze(
    model.services.flatMap((service) => [
      ...service.entities.flatMap(entityEndpoints),
      ...[...service.commands, ...service.queries]
        .filter((operation) => isReachable(operation.rule))
        .map(
          (operation): Endpoint => ({
            kind: operation.kind,
            method: operation.kind === "command" ? "POST" : "GET",
            path: operation.path,
            operation,
          }),
        ),
    ]),
  );
}

function entityEndpoints(entity: EntityModel): readonly Endpoint[] {
  const { path, access } = entity;
  const one = `${path}/{id}`;
  const all: readonly (Endpoint | false)[] = [
    isReachable(access.read) && { kind: "list", method: "GET", path, entity },
    isReachable(access.create) && { kind: "create", method: "POST", path, entity },
    isReachable(access.read) && { kind: "read", method: "GET", path: one, entity },
    isReachable(access.update) && { kind: "update", method: "PATCH", path: one, entity },
    isReachable(access.delete) && { kind: "delete", method: "DELETE", path: one, entity },
    entity.softDelete &&
      isReachable(access.restore) && { kind: "restore", method: "POST", path: `${one}/restore`, entity },
  ];
  return all.filter((endpoint) => endpoint !== false);
}
