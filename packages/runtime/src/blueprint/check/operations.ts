import { catalogue } from "../../errors.js";
import { constantCase, kebabCase } from "../naming.js";
import { repeated } from "./repeated.js";
import { within } from "./spot.js";
import { eachField, type Survey, valueAt } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

function declaredErrors({ operations }: Survey) {
  return operations.flatMap((operation) =>
    Object.entries(operation.errors).map(([code, error]) => ({
      spot: within(operation, `.errors.${code}`),
      code,
      status: valueAt(error, "status"),
      description: valueAt(error, "description"),
    })),
  );
}

function shapeFields({ operations }: Survey) {
  return operations.flatMap(({ input, output }) => [...eachField([...input, ...output])]);
}

/** Commands and queries. */
export const operationChecks: readonly SystemCheck[] = [
  {
    code: "OPERATION_ACCESS_MISSING",
    severity: "error",
    rule: "A command or query says who may call it.",
    *find({ operations, unusable }) {
      for (const operation of operations) {
        if (operation.access || unusable.some(({ path }) => path === `${operation.path}.access`)) continue;
        yield found(
          operation,
          undefined,
          'Write access: signedIn, role(...), calledBy(...), or open("the reason").',
        );
      }
    },
  },
  {
    code: "OPERATION_NAME_REPEATED",
    severity: "error",
    rule: "Each command and each query of a service has a name of its own.",
    *find({ services }) {
      for (const { operations } of services) {
        for (const { item } of repeated(operations, ({ kind, name }) => `${kind} ${name}`)) {
          yield found(
            item,
            item.name,
            `Rename one of the two ${item.kind === "command" ? "commands" : "queries"}.`,
          );
        }
      }
    },
  },
  {
    code: "OPERATION_PATH_SHARED",
    severity: "error",
    rule: "Each command and query has a path of its own.",
    *find({ services }) {
      for (const { operations } of services) {
        for (const { item, first, key } of repeated(operations, ({ name }) => kebabCase(name))) {
          if (item.kind === first.kind && item.name === first.name) continue;
          yield found(item, key, `Rename it: ${first.path} has this path.`);
        }
      }
    },
  },
  {
    code: "OPERATION_RUN_MISSING",
    severity: "error",
    rule: "A command or query has a function run.",
    *find({ operations }) {
      for (const operation of operations) {
        if (typeof operation.run === "function") continue;
        yield found(within(operation, ".run"), operation.run, "Write async run({ input, db }) { ... }.");
      }
    },
  },
  {
    code: "ERROR_CODE_INVALID",
    severity: "error",
    rule: "The code of an error is in UPPER_SNAKE_CASE.",
    *find(survey) {
      for (const { spot, code } of declaredErrors(survey)) {
        if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(code)) continue;
        yield found(spot, code, `Write ${constantCase(code).replace(/[^A-Z0-9]+/g, "_")}.`);
      }
    },
  },
  {
    code: "ERROR_CODE_TAKEN",
    severity: "error",
    rule: "The code of an error is none of Lintel's own, which have a meaning already.",
    *find(survey) {
      for (const { spot, code } of declaredErrors(survey)) {
        if (Object.hasOwn(catalogue, code))
          yield found(spot, code, "Name what happened: OUT_OF_STOCK, CART_EMPTY.");
      }
    },
  },
  {
    code: "ERROR_STATUS_INVALID",
    severity: "error",
    rule: "An error has an HTTP status from 400 to 499.",
    *find(survey) {
      for (const { spot, status } of declaredErrors(survey)) {
        if (Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 499) continue;
        yield found(
          spot,
          status,
          "Write 409 for a state that forbids it, 422 for an input that makes no sense.",
        );
      }
    },
  },
  {
    code: "ERROR_DESCRIPTION_MISSING",
    severity: "warning",
    rule: "An error says in words what happened.",
    *find(survey) {
      for (const { spot, description } of declaredErrors(survey)) {
        if (typeof description === "string" && description.trim() !== "") continue;
        yield found(spot, description, 'Write a sentence: description: "There is not enough in stock."');
      }
    },
  },
  {
    code: "QUERY_INPUT_UNSUPPORTED",
    severity: "error",
    rule: "The input of a query fits into a query string: scalars and lists of scalars.",
    *find({ operations }) {
      for (const field of operations.filter(({ kind }) => kind === "query").flatMap(({ input }) => input)) {
        const kind = field.type.kind === "list" ? field.type.item.type.kind : field.type.kind;
        if (kind !== "object" && kind !== "json") continue;
        const value = field.type.kind === "list" ? `list of ${kind}` : kind;
        yield found(field, value, "Write its fields as fields of the input, or make the query a command.");
      }
    },
  },
  {
    code: "OPERATION_FIELD_UNSUPPORTED",
    severity: "error",
    rule: "The input and output of a command or query hold values; references and many() belong to entities.",
    *find(survey) {
      for (const field of shapeFields(survey)) {
        if (field.type.kind !== "reference" && field.type.kind !== "many") continue;
        const instead = `id("${field.type.target}")`;
        yield found(
          field,
          field.type.kind,
          `Write ${field.type.kind === "many" ? `list(${instead})` : instead}.`,
        );
      }
    },
  },
  {
    code: "OPERATION_FIELD_MODIFIED",
    severity: "error",
    rule: "unique, immutable and private say something of stored rows, not of an input or output.",
    *find(survey) {
      for (const field of shapeFields(survey)) {
        const { unique, immutable, private: hidden } = field.modifiers;
        const said = Object.entries({ unique, immutable, private: hidden }).flatMap(([name, is]) =>
          is ? [name] : [],
        );
        if (said.length > 0) yield found(field, said, "Take them out here.");
      }
    },
  },
];
