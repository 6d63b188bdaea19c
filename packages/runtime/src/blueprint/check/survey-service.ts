import { isField, isNamed, isRule, type Named } from "./recognise.js";
import { type Spot, within } from "./spot.js";
import type {
  SurveyedConsumer,
  SurveyedEntity,
  SurveyedEvent,
  SurveyedOperation,
  SurveyedProjection,
  SurveyedService,
  Unusable,
} from "./survey.js";
import { valueAt } from "./survey.js";
import { surveyEntity } from "./survey-entity.js";
import { surveyShape } from "./survey-shape.js";

/** Walks one service: its entities, commands, queries and the services that it uses. */
export function surveyService(
  name: string,
  service: Named,
  spot: Spot,
  unusable: Unusable[],
): SurveyedService {
  return {
    ...spot,
    name,
    entities: new Map([...eachEntity(name, service.entities, spot, unusable)].map((one) => [one.name, one])),
    operations: [
      ...eachOperation("command", name, service.commands, spot, unusable),
      ...eachOperation("query", name, service.queries, spot, unusable),
    ],
    events: [...eachEvent(service.events, spot, unusable)],
    consumers: [...eachConsumer(name, service.consumers, spot)],
    projections: [...eachProjection(name, service.projections, spot, unusable)],
    log: service.log,
    webhooks: service.webhooks,
    uses: [...eachUse(service.uses, spot, unusable)],
  };
}

function* eachEntity(
  service: string,
  written: unknown,
  parent: Spot,
  unusable: Unusable[],
): Generator<SurveyedEntity> {
  for (const [name, entity] of Object.entries(isNamed(written) ? written : {})) {
    const spot = within(parent, `.${name}`, valueAt(entity, "origin"));
    if (isNamed(entity) && isNamed(entity.shape) && isNamed(entity.options)) {
      yield surveyEntity(
        {
          name,
          service,
          shape: entity.shape,
          options: entity.options,
          softDelete: entity.softDelete === true,
        },
        spot,
        unusable,
      );
    } else {
      unusable.push({ ...spot, value: entity, expected: "entity(...)" });
    }
  }
}

function* eachEvent(written: unknown, parent: Spot, unusable: Unusable[]): Generator<SurveyedEvent> {
  for (const [name, event] of Object.entries(isNamed(written) ? written : {})) {
    const spot = within(parent, `.events.${name}`, valueAt(event, "origin"));
    if (isNamed(event) && isNamed(event.shape) && isNamed(event.options)) {
      yield { ...spot, name, options: event.options, fields: [...surveyShape(event.shape, spot, unusable)] };
    } else {
      unusable.push({ ...spot, value: event, expected: "event(...)" });
    }
  }
}

function* eachProjection(
  service: string,
  written: unknown,
  parent: Spot,
  unusable: Unusable[],
): Generator<SurveyedProjection> {
  for (const projection of Array.isArray(written) ? written : []) {
    if (!isNamed(projection) || !isNamed(projection.shape) || !isNamed(projection.options)) continue;
    const name = String(projection.name);
    const spot = within(parent, `.projections.${name}`, projection.origin);
    const { shape, options, key, version, history, source, events, changes } = projection;
    const field = shape[String(key)];
    // Rows have a key each, so that what looks for an index finds one.
    const told = isField(field) && {
      [String(key)]: {
        definition: { ...field.definition, modifiers: { ...field.definition.modifiers, unique: true } },
      },
    };
    const entity = { name, service, shape: { ...shape, ...told }, options, softDelete: false };
    yield {
      ...surveyEntity(entity, spot, unusable),
      key,
      version,
      history,
      source,
      on: { events: isNamed(events) ? events : {}, changes: isNamed(changes) ? changes : {} },
    };
  }
}

function* eachOperation(
  kind: "command" | "query",
  service: string,
  written: unknown,
  parent: Spot,
  unusable: Unusable[],
): Generator<SurveyedOperation> {
  const group = kind === "command" ? "commands" : "queries";
  for (const operation of Array.isArray(written) ? written : []) {
    if (!isNamed(operation)) continue;
    const name = String(operation.name);
    const spot = within(parent, `.${group}.${name}`, operation.origin);
    const { access } = operation;
    const place = within(spot, ".access");
    if (access !== undefined && !isRule(access)) {
      unusable.push({ ...place, value: access, expected: "a rule such as signedIn or role(...)" });
    }
    yield {
      ...spot,
      kind,
      name,
      service,
      access: isRule(access)
        ? {
            ...within(place, "", access.origin),
            slot: kind === "command" ? "command" : "query",
            data: access.data,
          }
        : undefined,
      input: [...surveyShape(operation.input, within(spot, ".input"), unusable)],
      output: [...surveyShape(operation.output, within(spot, ".output"), unusable)],
      errors: isNamed(operation.errors) ? operation.errors : {},
      timeout: operation.timeout,
      acrossTenants: operation.acrossTenants,
      run: operation.run,
    };
  }
}

function* eachConsumer(service: string, written: unknown, parent: Spot): Generator<SurveyedConsumer> {
  for (const consumer of Array.isArray(written) ? written : []) {
    if (!isNamed(consumer)) continue;
    const name = String(consumer.name);
    const source = consumer.of === undefined ? service : valueAt(valueAt(consumer.of, "data"), "name");
    yield {
      ...within(parent, `.consumers.${name}`, consumer.origin),
      name,
      source: typeof source === "string" ? source : undefined,
      events: isNamed(consumer.events) ? consumer.events : {},
      changes: isNamed(consumer.changes) ? consumer.changes : {},
      workers: consumer.workers,
      retry: consumer.retry,
      timeout: consumer.timeout,
      start: consumer.start,
      acrossTenants: consumer.acrossTenants,
    };
  }
}

function* eachUse(
  written: unknown,
  parent: Spot,
  unusable: Unusable[],
): Generator<SurveyedService["uses"][number]> {
  for (const [alias, used] of Object.entries(isNamed(written) ? written : {})) {
    const spot = within(parent, `.uses.${alias}`);
    const service = valueAt(valueAt(used, "data"), "name");
    if (typeof service === "string") yield { ...spot, alias, service };
    else unusable.push({ ...spot, value: used, expected: "a service, as service(...) made it" });
  }
}
