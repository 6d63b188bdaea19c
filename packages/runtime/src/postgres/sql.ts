import type { Sql } from "../blueprint/index.js";
import { type Prepared, prepare, unprepared } from "./compile/prepared.js";
import type { Statement } from "./database.js";
import type { Execute } from "./executor.js";
import { encodeUnknown } from "./parameter.js";
import { decodeResult } from "./result-value.js";

const templates = new WeakMap<TemplateStringsArray, Prepared>();

/** Plain SQL with values in it, each of which becomes a parameter. A template is prepared once. */
export function createSql(execute: Execute): Sql {
  return async <R>(text: TemplateStringsArray, ...values: readonly unknown[]) => {
    const result = await execute(preparedTemplate(text), values.map(encodeUnknown), true);
    return decodeResult(result) as R[];
  };
}

/** Runs a statement of Lintel's own, and gives rows as objects. */
export async function runStatement<R>(execute: Execute, statement: Statement): Promise<R[]> {
  const prepared =
    statement.name === undefined
      ? unprepared("statement", statement.text)
      : prepare(statement.name, statement.text);
  return decodeResult(await execute(prepared, statement.values.map(encodeUnknown), true)) as R[];
}

function preparedTemplate(text: TemplateStringsArray): Prepared {
  const found = templates.get(text);
  if (found) return found;
  const whole = text.reduce((sql, part, at) => (at === 0 ? part : `${sql}$${at}${part}`), "");
  const prepared = prepare("sql", whole);
  templates.set(text, prepared);
  return prepared;
}
