import { camelCase, snakeCase } from "../naming.js";
import { columnOf, tableOf } from "./derived-names.js";
import {
  fieldNamesTaken,
  isSchemaTaken,
  languageNames,
  reservedWords,
  tablesTaken,
} from "./reserved-words.js";
import { type Spot, within } from "./spot.js";
import type { Survey } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

/** PostgreSQL cuts longer names off without an error (NAMEDATALEN). */
const longestName = 63;

interface Name {
  readonly spot: Spot;
  readonly name: string;
}

function* everyName({ services, entities, operations, fields }: Survey): Generator<Name> {
  for (const service of services) {
    yield { spot: service, name: service.name };
    for (const event of service.events) yield { spot: event, name: event.name };
    for (const consumer of service.consumers) yield { spot: consumer, name: consumer.name };
    for (const use of service.uses) yield { spot: use, name: use.alias };
  }
  for (const entity of entities) {
    yield { spot: entity, name: entity.name };
    if (typeof entity.options.plural === "string") {
      yield { spot: within(entity, ".plural"), name: entity.options.plural };
    }
  }
  for (const operation of operations) yield { spot: operation, name: operation.name };
  for (const field of fields) yield { spot: field, name: field.name };
}

function* databaseNames({ name, services, entities }: Survey): Generator<Name & { readonly what: string }> {
  for (const service of services) {
    yield { spot: service, what: "schema", name: snakeCase(service.name) };
    const role = `${snakeCase(String(name))}_${snakeCase(service.name)}`;
    yield { spot: service, what: "longest role", name: `${role}__reader` };
  }
  for (const entity of entities) {
    yield { spot: entity, what: "primary key", name: `${tableOf(entity)}_pkey` };
    for (const field of entity.fields) yield { spot: field, what: "column", name: columnOf(field) };
    for (const check of entity.checks) yield { spot: check, what: "constraint", name: check.name };
  }
}

/** How things are called. */
export const nameChecks: readonly SystemCheck[] = [
  {
    code: "NAME_NOT_CAMEL_CASE",
    severity: "error",
    rule: "A name is in camelCase: a small letter, then letters and digits of ASCII.",
    *find(survey) {
      for (const { spot, name } of everyName(survey)) {
        if (/^[a-z][a-zA-Z0-9]*$/.test(name)) continue;
        const bent = camelCase(name.replace(/[^a-zA-Z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, ""));
        const better = bent.charAt(0).toLowerCase() + bent.slice(1);
        yield found(spot, name, better === "" ? "Choose a name of ASCII letters." : `Write "${better}".`);
      }
    },
  },
  {
    code: "NAME_TOO_LONG",
    severity: "error",
    rule: "What a name becomes in PostgreSQL has at most 63 bytes.",
    *find(survey) {
      for (const { spot, what, name } of databaseNames(survey)) {
        const bytes = Buffer.byteLength(name);
        if (bytes <= longestName) continue;
        yield found(
          spot,
          name,
          `Shorten it by ${bytes - longestName}: the ${what} "${name}" has ${bytes} bytes.`,
        );
      }
    },
  },
  {
    code: "NAME_TAKEN_BY_LINTEL",
    severity: "error",
    rule: "A name does not stand for something that Lintel keeps itself.",
    *find({ entities }) {
      for (const entity of entities) {
        if (entity.name === "sql") yield found(entity, "sql", "Choose another name: db.sql is plain SQL.");
        if (tablesTaken.has(tableOf(entity))) {
          yield found(
            entity,
            entity.name,
            `Choose another name: Lintel keeps the table "${tableOf(entity)}".`,
          );
        }
        for (const field of entity.fields) {
          if (!fieldNamesTaken.has(field.name)) continue;
          yield found(field, field.name, "Take it out or choose another name: Lintel keeps this field.");
        }
      }
    },
  },
  {
    code: "NAME_TAKEN_BY_LANGUAGE",
    severity: "error",
    rule: "A name is none that JavaScript gives a meaning on every object.",
    *find(survey) {
      for (const { spot, name } of everyName(survey)) {
        if (languageNames.has(name)) yield found(spot, name, "Choose another name.");
      }
    },
  },
  {
    code: "NAME_RESERVED_IN_SQL",
    severity: "warning",
    rule: "A table or column is better not called by a reserved word, since plain SQL must then quote it.",
    *find({ entities }) {
      for (const entity of entities) {
        if (reservedWords.has(tableOf(entity))) {
          yield found(
            entity,
            tableOf(entity),
            `Choose another name, or write "${tableOf(entity)}" in quotes in db.sql.`,
          );
        }
        for (const field of entity.fields) {
          if (!reservedWords.has(columnOf(field)) || field.type.kind === "many") continue;
          yield found(
            field,
            columnOf(field),
            `Choose another name, or write "${columnOf(field)}" in quotes in db.sql.`,
          );
        }
      }
    },
  },
  {
    code: "SERVICE_NAME_TAKEN",
    severity: "error",
    rule: "A service is not called like a schema of PostgreSQL or of Lintel.",
    *find({ services }) {
      for (const service of services) {
        if (isSchemaTaken(snakeCase(service.name))) {
          yield found(service, service.name, "Call the service by what it does, such as catalog or orders.");
        }
      }
    },
  },
  {
    code: "SYSTEM_NAME_INVALID",
    severity: "error",
    rule: "A system is named in small letters, digits and single hyphens.",
    *find(survey) {
      if (typeof survey.name === "string" && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(survey.name)) return;
      yield found(survey, survey.name, 'Write a name such as "commerce" or "web-shop".');
    },
  },
];
