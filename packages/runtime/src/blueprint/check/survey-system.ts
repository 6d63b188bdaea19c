import { isNamed } from "./recognise.js";
import { type Spot, within } from "./spot.js";
import type { Survey, SurveyedEnvironment, SurveyedService, Unusable } from "./survey.js";
import { eachField } from "./survey.js";
import { surveyService } from "./survey-service.js";

/** Walks a system, whatever it is, and keeps all that can be read. What cannot stands under `unusable`. */
export function surveySystem(system: unknown): Survey {
  const unusable: Unusable[] = [];
  const root = isNamed(system) ? system : {};
  const spot: Spot = { path: "system", origins: [root.origin] };
  if (!isNamed(system)) unusable.push({ ...spot, value: system, expected: "system(...)" });
  const services = [...eachService(root.services, spot, unusable)];
  const entities = services.flatMap((service) => [...service.entities.values(), ...service.projections]);
  const operations = services.flatMap((service) => service.operations);
  return {
    ...spot,
    name: root.name,
    version: root.version,
    brief: root.brief,
    services,
    entities,
    operations,
    fields: [
      ...eachField(entities.flatMap((entity) => entity.fields)),
      ...eachField(services.flatMap(({ events }) => events.flatMap(({ fields }) => fields))),
      ...eachField(operations.flatMap((operation) => [...operation.input, ...operation.output])),
    ],
    environments: [...eachEnvironment(root.environments, spot, unusable)],
    unusable,
  };
}

function* eachService(written: unknown, system: Spot, unusable: Unusable[]): Generator<SurveyedService> {
  for (const [position, service] of (Array.isArray(written) ? written : []).entries()) {
    const spot = { path: `services[${position}]`, origins: system.origins };
    if (isNamed(service) && typeof service.name === "string" && isNamed(service.entities)) {
      yield surveyService(
        service.name,
        service,
        within({ ...spot, path: "" }, service.name, service.origin),
        unusable,
      );
    } else {
      unusable.push({ ...spot, value: service, expected: "service(...)" });
    }
  }
}

function* eachEnvironment(
  written: unknown,
  system: Spot,
  unusable: Unusable[],
): Generator<SurveyedEnvironment> {
  for (const [name, environment] of Object.entries(isNamed(written) ? written : {})) {
    const spot = { path: `environments.${name}`, origins: system.origins };
    if (isNamed(environment) && isNamed(environment.settings)) {
      yield {
        path: spot.path,
        origins: [environment.origin, ...spot.origins],
        name,
        settings: environment.settings,
      };
    } else {
      unusable.push({ ...spot, value: environment, expected: "environment(...)" });
    }
  }
}
