import { accessWords, type RuleData, type SystemModel } from "@lintel/runtime/tools";
import { identifierOf } from "../../../language/index.js";
import type { ActorNeed, Needs } from "../../../needs/index.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  list,
  refs,
  section,
  table,
  withRefs,
} from "../../../text/index.js";
import { plain } from "../../entities.js";
import { type AccessMatrix, type EntityCell, entityActs, powerless, unreached } from "../access-matrix.js";
import type { Admission, CallerColumn } from "../callers.js";

/** Columns of callers in one table at most. */
const mostColumns = 7;

/** Who may do what, as the rules of the blueprint come to for each caller. */
export function accessSection(
  matrix: AccessMatrix,
  model: SystemModel,
  actors: readonly ActorNeed[],
  openWrites: readonly string[],
  authentication: Needs["authentication"],
): string {
  const nothing = powerless(matrix).map(({ title }) => title);
  const unseen = unreached(matrix);
  return section(
    heading(2, "Access"),
    withRefs(
      `Authentication is ${authentication.value.verdict === "not-needed" ? "not needed" : authentication.value.verdict}: ${escapeMarkdown(authentication.value.because.join(" "))}`,
      authentication.from,
    ),
    "What each caller may do over the API, by the rules of the blueprint. *own* stands for rows whose owner is the caller, *where* for rows on a condition; the rules themselves stand below. = is the same as for whoever is signed in. An empty cell is nothing: what no rule opens is closed.",
    actorsPart(actors, matrix.columns, !nothing.includes("signed in")),
    chunks(matrix.columns)
      .map((at) => entityTable(matrix, at))
      .join("\n\n"),
    chunks(matrix.columns)
      .map((at) => operationTable(matrix, at))
      .join("\n\n"),
    section(heading(3, "Rules that look at the row"), ruleTable(matrix)),
    section(heading(3, "Rules of single fields"), fieldTable(model)),
    section(
      heading(3, "At the edges"),
      list([
        openWrites.length === 0
          ? "Nothing is open to everyone to change."
          : `Open to everyone to change or call: ${openWrites.map(inCode).join(", ")}.`,
        nothing.length === 0
          ? "Every caller of the tables may do something."
          : `May do nothing: ${nothing.map(inCode).join(", ")}.`,
        unseen.length === 0
          ? "Every entity, command and query is reached by some client."
          : `Reached by no client, only from within: ${unseen.map(inCode).join(", ")}.`,
      ]),
    ),
  );
}

/** What `lintel brief adopt` calls callers without a role. */
const adopted: ReadonlyMap<string, string> = new Map([
  ["anybody", "whoever calls without a token"],
  ["signed-in user", "whoever is signed in"],
]);

function actorsPart(
  actors: readonly ActorNeed[],
  columns: readonly CallerColumn[],
  signedIn: boolean,
): string {
  const withoutRole = `no role of this name: ${signedIn ? "may do what whoever is signed in may" : "may do nothing"}`;
  const roleOf = new Map(
    columns.flatMap(({ caller }) => caller.roles.map((role) => [plain(role), role] as const)),
  );
  return blocks(
    table(
      ["Who, in the brief", "Does", "In the blueprint", "From"],
      actors.map(({ name, does, from }) => {
        const role = roleOf.get(plain(identifierOf(name, "role"))) ?? roleOf.get(plain(name));
        return [
          escapeMarkdown(name),
          escapeMarkdown(does),
          role !== undefined ? `role ${inCode(role)}` : (adopted.get(name) ?? withoutRole),
          refs(from),
        ];
      }),
    ),
  );
}

function chunks(columns: readonly CallerColumn[]): readonly (readonly number[])[] {
  const all = columns.map((_, at) => at);
  const count = Math.ceil(all.length / mostColumns);
  const size = Math.ceil(all.length / count);
  return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}

function entityTable({ columns, entities }: AccessMatrix, shown: readonly number[]): string {
  const clients = shown.filter((at) => columns[at]?.caller.kind !== "service");
  if (clients.length === 0) return "";
  return table(
    ["Entity", ...clients.map((at) => escapeMarkdown(columns[at]?.title ?? ""))],
    entities.map(({ service, entity, cells }) => [
      inCode(`${service}.${entity.name}`),
      ...clients.map((at) => sameAsSignedIn(cells.map(cellWords), columns, at)),
    ]),
  );
}

function operationTable({ columns, operations }: AccessMatrix, shown: readonly number[]): string {
  const seen = new Set<string>();
  const rows = operations.flatMap(({ operation, cells }) => {
    const { service, name, kind } = operation;
    const shownCells = shown.map((at) =>
      sameAsSignedIn(
        cells.map((may) => (may ? "call" : "")),
        columns,
        at,
      ),
    );
    if (!ofWebhooks.has(name)) return [[`${inCode(`${service}.${name}`)} (${kind})`, ...shownCells]];
    // Those of webhooks are Lintel's own, and say the same each.
    const group = [service, ...cells].join();
    if (seen.has(group)) return [];
    seen.add(group);
    const alike = operations.filter(
      (one) => ofWebhooks.has(one.operation.name) && [one.operation.service, ...one.cells].join() === group,
    );
    return [[`${inCode(service)}: the ${alike.length} commands for webhook endpoints`, ...shownCells]];
  });
  return table(["Command or query", ...shown.map((at) => escapeMarkdown(columns[at]?.title ?? ""))], rows);
}

const ofWebhooks: ReadonlySet<string> = new Set([
  "createWebhookEndpoint",
  "changeWebhookEndpoint",
  "rotateWebhookSecret",
  "enableWebhookEndpoint",
  "disableWebhookEndpoint",
  "testWebhookEndpoint",
  "replayWebhookDelivery",
  "replayWebhooks",
]);

/** What a role may do, or = where that is no more than whoever is signed in may. */
function sameAsSignedIn(cells: readonly string[], columns: readonly CallerColumn[], at: number): string {
  const own = cells[at] ?? "";
  const signedIn = cells[columns.findIndex(({ title }) => title === "signed in")];
  return columns[at]?.caller.roles.length && own !== "" && own === signedIn ? "=" : own;
}

/** "read; update, delete own": what goes alike stands together. */
export function cellWords(cell: EntityCell | undefined): string {
  if (!cell) return "";
  const groups = new Map<string, string[]>();
  for (const act of entityActs) {
    const admission = cell[act];
    if (admission === "never") continue;
    const how = admissionWords(admission);
    groups.set(how, [...(groups.get(how) ?? []), act]);
  }
  return [...groups].map(([how, acts]) => `${acts.join(", ")}${how}`).join("; ");
}

function admissionWords(admission: Exclude<Admission, "never">): string {
  if (admission === "always") return "";
  return ` *${kindsOf(admission).join(", ")}*`;
}

function kindsOf(rule: RuleData): readonly string[] {
  if (rule.kind === "owner") return ["own"];
  if (rule.kind === "tenant") return ["of the tenant"];
  if (rule.kind === "when") return ["where"];
  if (rule.kind !== "anyOf" && rule.kind !== "allOf") return [];
  return [...new Set(rule.rules.flatMap(kindsOf))].map((kind, at) =>
    at === 0 ? kind : `${rule.kind === "anyOf" ? "or" : "and"} ${kind}`,
  );
}

function ruleTable({ entities }: AccessMatrix): string {
  return table(
    ["Entity", "To", "Rule"],
    entities.flatMap(({ service, entity }) =>
      entityActs
        .filter((act) => kindsOf(entity.access[act]).length > 0 && (act !== "restore" || entity.softDelete))
        .map((act) => [
          inCode(`${service}.${entity.name}`),
          act,
          escapeMarkdown(accessWords(entity.access[act])),
        ]),
    ),
  );
}

function fieldTable(model: SystemModel): string {
  const words = (rule: RuleData | undefined, otherwise: string) =>
    rule === undefined ? otherwise : escapeMarkdown(accessWords(rule));
  return table(
    ["Field", "Is shown to", "Is set by"],
    model.services.flatMap((service) =>
      service.entities.flatMap((entity) =>
        entity.fields
          .filter(({ read, write, modifiers }) => read || write || modifiers.private)
          .map(({ name, read, write, modifiers }) => [
            inCode(`${service.name}.${entity.name}.${name}`),
            modifiers.private ? "nobody: private" : words(read, "as its entity"),
            modifiers.private ? "commands of its service" : words(write, "as its entity"),
          ]),
      ),
    ),
  );
}
