import { array, type Code, call, object, property, text } from "../../../code/index.js";
import type { EntitySketch, IndexSketch } from "../sketch.js";
import type { Used } from "./builders.js";
import { fieldsCode } from "./field.js";
import { described, number } from "./literals.js";
import { ruleCode } from "./rule.js";

/** `entity({ ... }, { ... })`. */
export function entityCode(entity: EntitySketch, used: Used): Code {
  const { description, shared, softDelete, feed, rows, indexes, access } = entity;
  const rules = Object.entries(access).map(([operation, rule]) => property(operation, ruleCode(rule, used)));
  return call(
    used.use("entity"),
    fieldsCode(entity.fields, used, 4),
    object([
      described(description),
      ...(shared === undefined ? [] : [property("shared", text(shared))]),
      ...(softDelete ? ["softDelete: true"] : []),
      ...(feed ? ["feed: true"] : []),
      property("rows", number(rows)),
      ...(indexes.length > 0 ? [property("indexes", array(indexes.map((one) => indexCode(one, used))))] : []),
      property("access", object(rules)),
    ]),
  );
}

function indexCode(index: IndexSketch, used: Used): Code {
  if (index.kind === "search")
    return call(
      used.use("search"),
      object(Object.entries(index.weights).map(([name, weight]) => property(name, text(weight)))),
    );
  const made = call(used.use("by"), ...index.fields.map(text));
  return index.unique ? { kind: "sequence", parts: [made, ".unique()"] } : made;
}
