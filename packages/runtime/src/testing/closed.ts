import { nobody, type ServiceData, type System } from "../blueprint/index.js";

/**
 * The system with every address closed, as it was before anybody was let in: whatever asks it is refused. `lintel tests --record --closed` runs tests on it,
 * to see those of access rules and limits fail once.
 */
export function closed(system: System): System {
  return Object.freeze({ ...system, services: Object.freeze(system.services.map(closedService)) });
}

const none = Object.freeze({ read: nobody, write: nobody });

function closedService(service: ServiceData): ServiceData {
  const entities = Object.entries(service.entities).map(
    ([name, entity]) => [name, { ...entity, options: { ...entity.options, access: none } }] as const,
  );
  return Object.freeze({
    ...service,
    entities: Object.fromEntries(entities),
    commands: service.commands.map((command) => ({ ...command, access: nobody })),
    queries: service.queries.map((query) => ({ ...query, access: nobody })),
    projections: service.projections.map((projection) => ({ ...projection, access: { read: nobody } })),
  });
}
