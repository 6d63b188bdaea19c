import {
  array,
  type Code,
  call,
  layOut,
  noted,
  object,
  property,
  sequence,
  text,
} from "../../../code/index.js";
import type { EventSketch, ServiceSketch } from "../sketch.js";
import { constantName, type Used, usedBuilders } from "./builders.js";
import { blockComment } from "./comment.js";
import { entityCode } from "./entity.js";
import { fieldsCode } from "./field.js";
import { fileName, importLine } from "./imports.js";
import { described } from "./literals.js";
import { operationCode } from "./operation.js";
import { ruleCode } from "./rule.js";

/** The text of `services/<name>.ts`. */
export function serviceFile(service: ServiceSketch, exported: ReadonlyMap<string, string>): string {
  const used = usedBuilders();
  const own = exported.get(service.name) ?? service.name;
  const taken = new Set([own, ...service.uses.map((name) => exported.get(name) ?? name)]);
  const names = service.entities.map(({ name }) => {
    const constant = constantName(name, taken, "Entity");
    taken.add(constant);
    return constant;
  });
  const entities = service.entities.map((entity, at) =>
    layOut(
      noted(blockComment(entity.notes, 0), sequence(`const ${names[at]} = `, entityCode(entity, used), ";")),
    ),
  );
  const definition = serviceCode(service, names, exported, used);
  const body = layOut(
    noted(
      blockComment([service.description, ...service.notes], 0),
      sequence(`export const ${own} = `, chained(definition, service, used), ";"),
    ),
  );
  const imports = [
    importLine(used.all(), "@lintel/runtime"),
    ...[...service.uses]
      .sort()
      .map((name) => importLine([exported.get(name) ?? name], `./${fileName(name)}.js`)),
  ];
  return `${[imports.join("\n"), ...entities, body].join("\n\n")}\n`;
}

function serviceCode(
  service: ServiceSketch,
  names: readonly string[],
  exported: ReadonlyMap<string, string>,
  used: Used,
): Code {
  const { uses, events, webhooks, entities, keepLog } = service;
  return call(
    used.use("service"),
    text(service.name),
    object([
      described(service.description),
      property("entities", object(entities.map(({ name }, at) => property(name, names[at] ?? name)))),
      ...(uses.length > 0
        ? [property("uses", object(uses.map((name) => property(name, exported.get(name) ?? name))))]
        : []),
      ...(events.length > 0
        ? [property("events", object(events.map((event) => property(event.name, eventCode(event, used)))))]
        : []),
      ...(keepLog === undefined ? [] : [property("log", object([property("keep", text(keepLog))]))]),
      ...(webhooks
        ? [
            property(
              "webhooks",
              object([
                property("events", array(webhooks.events.map(text))),
                property("manage", ruleCode(webhooks.manage, used)),
              ]),
            ),
          ]
        : []),
    ]),
  );
}

function eventCode(event: EventSketch, used: Used): Code {
  return call(
    used.use("event"),
    fieldsCode(event.fields, used, 8),
    object([property("key", text(event.key)), described(event.description)]),
  );
}

/** One operation stands in the line of what it is of; several stand below one another. */
function chained(definition: Code, { operations }: ServiceSketch, used: Used): Code {
  const calls = operations.map((operation) =>
    call(`.${operation.kind}`, text(operation.name), operationCode(operation, used)),
  );
  if (calls.length < 2) return sequence(definition, ...calls);
  return sequence(definition, ...calls.map((one): Code => ({ kind: "chained", code: one })));
}
