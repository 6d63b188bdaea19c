import { kebabCase, pascalCase, snakeCase } from "../naming.js";
import { columnOf, segmentOf, tableOf } from "./derived-names.js";
import { repeated } from "./repeated.js";
import { found, type SystemCheck } from "./system-check.js";

/** Two names that become one. */
export const collisionChecks: readonly SystemCheck[] = [
  {
    code: "SERVICE_NAME_REPEATED",
    severity: "error",
    rule: "Each service has a name and a schema of its own.",
    *find({ services }) {
      for (const { item } of repeated(services, (service) => snakeCase(service.name))) {
        yield found(item, item.name, "Rename one of the two, or take out the one that is listed twice.");
      }
    },
  },
  {
    code: "TABLE_SHARED",
    severity: "error",
    rule: "Each entity of a service has a table of its own.",
    *find({ services }) {
      for (const service of services) {
        for (const { item, first, key } of repeated(
          [...service.entities.values(), ...service.projections],
          tableOf,
        )) {
          yield found(
            item,
            key,
            `Rename it or say its plural: the table "${key}" is that of "${first.name}".`,
          );
        }
      }
    },
  },
  {
    code: "COLUMN_SHARED",
    severity: "error",
    rule: "Each field of an entity has a column of its own.",
    *find({ entities }) {
      for (const entity of entities) {
        const stored = entity.fields.filter((field) => field.type.kind !== "many");
        for (const { item, first, key } of repeated(stored, columnOf)) {
          yield found(item, item.name, `Rename it: the column "${key}" is that of "${first.name}".`);
        }
      }
    },
  },
  {
    code: "PATH_SHARED",
    severity: "error",
    rule: "Each entity of the system has a path of its own, whatever its service.",
    *find({ entities }) {
      const byService = new Map(entities.map((entity) => [`${entity.service} ${segmentOf(entity)}`, entity]));
      for (const { item, first, key } of repeated(byService.values(), segmentOf)) {
        yield found(
          item,
          key,
          `Say its plural, as in { plural: "${item.service}Items" }: ${first.path} has the path.`,
        );
      }
    },
  },
  {
    code: "PATH_SHARED_WITH_SERVICE",
    severity: "warning",
    rule: "An entity's path is better not that of the commands of another service.",
    *find({ entities, services }) {
      for (const entity of entities) {
        const other = services.find(
          ({ name }) => name !== entity.service && kebabCase(name) === segmentOf(entity),
        );
        if (!other) continue;
        yield found(
          entity,
          segmentOf(entity),
          `Move the entity to the service "${other.name}", or say another plural.`,
        );
      }
    },
  },
  {
    code: "TITLE_SHARED",
    severity: "error",
    rule: "Each entity of the system has a name of its own in the API documents.",
    *find({ entities }) {
      for (const { item, first, key } of repeated(entities, ({ name }) => pascalCase(name))) {
        if (segmentOf(item) === segmentOf(first)) continue;
        yield found(item, key, `Rename it: ${first.path} is "${key}" too.`);
      }
    },
  },
];
