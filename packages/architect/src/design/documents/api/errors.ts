import { errorEntries } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  blocks,
  codeBlock,
  escapeMarkdown,
  heading,
  inCode,
  sayList,
  section,
  table,
} from "../../text/index.js";
import { asked } from "../asked.js";
import { sentence } from "../decision-lines.js";
import type { ApiOperation } from "./described-api.js";

/** Codes that need not be said of each route: those of all of its kind. `ENTITY` stands for the entity's own name. */
export interface UsualCodes {
  readonly everywhere: ReadonlySet<string>;
  readonly byKind: ReadonlyMap<ApiOperation["kind"], ReadonlySet<string>>;
  /** Of all commands of a service, where it has several: what the database may answer to a write of its rows. */
  readonly ofCommands: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What hangs on who may call: it is said with that, and not of each route. */
const ofAccess: ReadonlySet<string> = new Set(["TOKEN_MISSING", "ACCESS_DENIED", "FIELD_DENIED"]);

export function usualCodes(operations: readonly ApiOperation[]): UsualCodes {
  const everywhere = sharedBy(operations);
  const kinds = new Set(operations.map(({ kind }) => kind));
  const byKind = [...kinds].map((kind) => {
    const shared = sharedBy(operations.filter((one) => one.kind === kind));
    return [kind, new Set([...shared].filter((code) => !everywhere.has(code)))] as const;
  });
  const kept = new Map(byKind);
  const ofCommands = [...new Set(operations.map(({ service }) => service))].flatMap((service) => {
    const commands = operations.filter((one) => one.service === service && one.kind === "command");
    const shared = commands.length < 2 ? [] : [...sharedBy(commands)];
    const own = shared.filter((code) => !everywhere.has(code) && !kept.get("command")?.has(code));
    return own.length === 0 ? [] : [[service, new Set(own)] as const];
  });
  return { everywhere, byKind: kept, ofCommands: new Map(ofCommands) };
}

/** The codes of an operation that are not usual for its kind. */
export function ownCodes(
  operation: ApiOperation,
  { everywhere, byKind, ofCommands }: UsualCodes,
): readonly string[] {
  const ofKind = byKind.get(operation.kind);
  const ofService = operation.kind === "command" ? ofCommands.get(operation.service) : undefined;
  return operation.codes.filter((code) => {
    const general = generalCode(operation, code);
    return !everywhere.has(general) && !ofKind?.has(general) && !ofService?.has(code) && !ofAccess.has(code);
  });
}

/** `PRODUCT_NOT_FOUND` of products is `ENTITY_NOT_FOUND`. */
function generalCode({ entity }: ApiOperation, code: string): string {
  return entity && code.startsWith(`${entity.constant}_`) ? code.replace(entity.constant, "ENTITY") : code;
}

/** Every code, what it means, what to do, and which routes can give it. */
export function errorCatalogue(architecture: Architecture, operations: readonly ApiOperation[]): string {
  const { model } = architecture;
  const usual = usualCodes(operations);
  const given = new Map<string, ApiOperation[]>();
  for (const operation of operations)
    for (const code of operation.codes) given.set(code, [...(given.get(code) ?? []), operation]);
  const rows = errorEntries(model)
    .filter(({ code }) => given.has(code))
    .map(({ code, status, title, next }) => [
      inCode(code),
      String(status),
      sentence(escapeMarkdown(title)),
      sentence(escapeMarkdown(next)),
      givenBy(code, given.get(code) ?? [], usual),
    ]);
  return section(
    heading(2, "Errors"),
    blocks(
      asked(architecture, ["experience.errors"]),
      "A failure is a problem document (RFC 9457). Programs go by its `code`, which never changes its meaning; `errors` points into the body or names a parameter. It never holds SQL, a stack, or whether a row exists that the caller may not see.",
      codeBlock(
        JSON.stringify(
          {
            type: "/docs/errors#INPUT_INVALID",
            title: "The input breaks a rule",
            status: 422,
            detail: 'Received the field "nmae"; expected only: name.',
            code: "INPUT_INVALID",
            errors: [
              {
                pointer: "/nmae",
                rule: "unknown",
                message: 'Received the field "nmae"; expected only: name.',
              },
            ],
            requestId: "01936b2e-5f00-7000-8000-000000000000",
            next: "Mend the fields that `errors` points to.",
          },
          null,
          2,
        ),
        "json",
      ),
      table(
        ["Route", "Codes that any of its kind can give"],
        [
          ["every route", [...usual.everywhere].map(inCode).join(", ")],
          ...[...usual.byKind].map(([kind, codes]) => [kindNames[kind], [...codes].map(inCode).join(", ")]),
          [
            "one that not everybody may use",
            [...ofAccess]
              .filter((code) => given.has(code))
              .map(inCode)
              .join(", "),
          ],
        ].filter(([, codes]) => codes !== ""),
      ),
      "`ENTITY` stands for the entity's own name: `PRODUCT_NOT_FOUND`.",
      table(["Code", "Status", "It says", "What to do", "Given by"], rows),
    ),
  );
}

const kindNames: { readonly [kind in ApiOperation["kind"]]: string } = {
  list: "a list",
  read: "one row",
  create: "a new row",
  update: "a change of a row",
  delete: "a deletion",
  restore: "a restoration",
  command: "a command",
  query: "a query",
};

function givenBy(code: string, operations: readonly ApiOperation[], usual: UsualCodes): string {
  const isUsual = (one: ApiOperation) => usual.byKind.get(one.kind)?.has(generalCode(one, code)) === true;
  if (usual.everywhere.has(code)) return "every route";
  const kinds = [...new Set(operations.filter(isUsual).map(({ kind }) => kind))].map(
    (kind) => kindNames[kind],
  );
  const isOfService = ({ kind, service }: ApiOperation) =>
    kind === "command" && usual.ofCommands.get(service)?.has(code) === true;
  const services = [...new Set(operations.filter(isOfService).map(({ service }) => service))];
  const paths = operations
    .filter((one) => !isUsual(one) && !isOfService(one))
    .map(({ method, path }) => inCode(`${method} ${path}`));
  const most = 3;
  const shown =
    paths.length <= most ? paths : [...paths.slice(0, most - 1), `${paths.length - most + 1} more`];
  return sayList([...kinds, ...services.map((service) => `every command of ${service}`), ...shown]);
}

function sharedBy(operations: readonly ApiOperation[]): ReadonlySet<string> {
  const [first, ...others] = operations.map(
    (one) => new Set(one.codes.map((code) => generalCode(one, code))),
  );
  return new Set([...(first ?? [])].filter((code) => others.every((codes) => codes.has(code))));
}
