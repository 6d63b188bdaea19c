import { conditionChecks } from "./conditions.js";
import { repeated } from "./repeated.js";
import { found, type SystemCheck } from "./system-check.js";

/** The checks across the fields of a row that PostgreSQL holds as constraints. */
export const rowCheckChecks: readonly SystemCheck[] = [
  {
    code: "CHECK_NAME_REPEATED",
    severity: "error",
    rule: "Each check of an entity has a name of its own.",
    *find({ entities }) {
      for (const entity of entities) {
        for (const { item } of repeated(entity.checks, ({ name }) => name)) {
          yield found(item, item.name, "Name it after the rule that it holds.");
        }
      }
    },
  },
  {
    code: "CHECK_NAME_INVALID",
    severity: "error",
    rule: "The name of a check is in snake_case or camelCase.",
    *find({ entities }) {
      for (const check of entities.flatMap((entity) => entity.checks)) {
        if (/^[a-z][a-zA-Z0-9_]*$/.test(check.name)) continue;
        yield found(check, check.name, 'Write a name such as "sale_below_price": a failure shows it.');
      }
    },
  },
  ...conditionChecks("CHECK", "A check", function* ({ entities }) {
    for (const entity of entities) {
      for (const check of entity.checks) yield { spot: check, entity, filter: check.filter };
    }
  }),
];
