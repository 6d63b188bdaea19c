import { LRUCache } from "lru-cache";
import type { FieldModel } from "../../blueprint/index.js";
import type { OnePlan } from "../../plan/index.js";
import { columnOf, systemField } from "../identifier.js";
import { type Layout, layoutOf, widen } from "../layout.js";
import type { Parameter } from "../parameter.js";
import { collectParameters } from "./parameters.js";
import { predicateSql } from "./predicate.js";
import { type Prepared, prepare } from "./prepared.js";
import { sourceOf } from "./source-of.js";

interface Shape {
  readonly prepared: Prepared;
  readonly layout: Layout;
}

/** The read of one row with its values, and the layout of the row that comes back. */
export interface OneStatement extends Shape {
  readonly values: readonly Parameter[];
}

const shapes = new WeakMap<readonly FieldModel[], LRUCache<string, Shape>>();

/** Compiles the read of one row. What depends on the plan's shape alone is kept with the plan's `select`. */
export function compileOne(plan: OnePlan, needed: readonly FieldModel[] = []): OneStatement {
  const parameters = collectParameters([plan.id]);
  const where = predicateSql(plan.where, parameters);
  if (needed.length > 0) return { ...compileShape(plan, where, needed), values: parameters.values };
  let known = shapes.get(plan.select);
  if (!known) {
    known = new LRUCache({ max: 100 });
    shapes.set(plan.select, known);
  }
  let shape = known.get(where);
  if (!shape) {
    shape = compileShape(plan, where, needed);
    known.set(where, shape);
  }
  return { prepared: shape.prepared, layout: shape.layout, values: parameters.values };
}

function compileShape(plan: OnePlan, where: string, needed: readonly FieldModel[]): Shape {
  const { entity, select } = plan;
  const layout = widen(layoutOf(entity, select), select, needed);
  const text = `select ${layout.sql}
from   ${sourceOf(entity)} as t
where  ${columnOf(systemField(entity, "id"))} = $1
  and  ${where}`;
  return Object.freeze({ prepared: prepare(`${entity.name}.one`, text), layout });
}
