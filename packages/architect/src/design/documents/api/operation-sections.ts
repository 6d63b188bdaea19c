import { type EntityModel, offeredComparisons, sortableFields } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  codeBlock,
  escapeMarkdown,
  heading,
  inCode,
  list,
  sayList,
  section,
  table,
  withRefs,
} from "../../text/index.js";
import { sentence } from "../decision-lines.js";
import { workflowsOf } from "../workflows.js";
import { type ApiOperation, examplesOf } from "./described-api.js";
import { ownCodes, type UsualCodes } from "./errors.js";

/** The routes of a service: a section for each entity, and one for each command and query. */
export function operationSections(
  architecture: Architecture,
  operations: readonly ApiOperation[],
  usual: UsualCodes,
): readonly string[] {
  const entities = new Map<EntityModel, ApiOperation[]>();
  for (const operation of operations)
    if (operation.entity && !operation.own)
      entities.set(operation.entity, [...(entities.get(operation.entity) ?? []), operation]);
  const others = operations.filter(({ entity, own }) => !entity && !own);
  const own = operations.filter((one) => one.own);
  const shared = [...(usual.ofCommands.get(operations[0]?.service ?? "") ?? [])].map(inCode);
  return [
    shared.length === 0 ? "" : `Any command of it may also refuse with ${sayList(shared, "or")}.`,
    ...[...entities].map(([entity, routes]) => entitySection(architecture, entity, routes, usual)),
    ...others.map((operation) => operationSection(architecture, operation, usual)),
    webhookSection(own, usual),
  ];
}

function entitySection(
  architecture: Architecture,
  entity: EntityModel,
  routes: readonly ApiOperation[],
  usual: UsualCodes,
): string {
  const shown = routes.find(({ kind }) => kind === "create") ?? routes.find(({ kind }) => kind === "read");
  return section(
    heading(3, entity.path),
    withRefs(
      sentence(escapeMarkdown(entity.description ?? `Rows of ${entity.name}`)),
      featuresOf(architecture, entity.path),
    ),
    routeTable(routes, usual),
    list(listLines(entity, routes)),
    shown && exampleOf(shown),
  );
}

function operationSection(architecture: Architecture, operation: ApiOperation, usual: UsualCodes): string {
  const { described, method, path } = operation;
  return section(
    heading(3, `${method} ${path}`),
    withRefs(
      `${sentence(escapeMarkdown(described.description))} ${escapeMarkdown(described["x-access"])}`,
      featuresOf(architecture, path),
    ),
    list(parameterLines(operation)),
    list(codeLines(operation, usual)),
    exampleOf(operation),
  );
}

function webhookSection(operations: readonly ApiOperation[], usual: UsualCodes): string {
  const [first] = operations;
  return first
    ? section(
        heading(3, `Webhooks of ${first.service}`),
        "How integrators look after their endpoints. What is sent to them is a CloudEvent, signed as Standard Webhooks says; examples stand in [openapi.json](openapi.json).",
        routeTable(operations, usual),
      )
    : "";
}

function routeTable(operations: readonly ApiOperation[], usual: UsualCodes): string {
  return table(
    ["Route", "What it does", "Who may", "Answer", "Own errors"],
    operations.map((operation) => [
      inCode(`${operation.method} ${operation.path}`),
      sentence(escapeMarkdown(operation.described.summary)),
      escapeMarkdown(operation.described["x-access"].replace(/^For |\.$/g, "")),
      examplesOf(operation.described).status,
      ownCodes(operation, usual).map(inCode).join(", "),
    ]),
  );
}

function listLines(entity: EntityModel, routes: readonly ApiOperation[]): readonly string[] {
  if (!routes.some(({ kind }) => kind === "list")) return [];
  const fields = entity.fields.filter(({ modifiers }) => !modifiers.private);
  const byComparisons = new Map<string, string[]>();
  for (const field of fields) {
    const offered = offeredComparisons(entity, field).join(", ");
    if (offered !== "")
      byComparisons.set(offered, [...(byComparisons.get(offered) ?? []), inCode(field.name)]);
  }
  const filters = [...byComparisons].map(([offered, names]) => `${sayList(names)} (${offered})`);
  const sorts = sortableFields(entity, fields).map(({ name }) => inCode(name));
  const relations = [...entity.relations.keys()].map(inCode);
  const large = entity.list.isLarge ? " The table is large, so lists take only what an index serves." : "";
  return [
    `Filter by ${filters.join("; ")}.${large}`,
    `Sort by ${sayList(sorts, "or")}.`,
    ...(relations.length > 0 ? [`Include ${sayList(relations)}.`] : []),
    ...(entity.search
      ? [`Search (${inCode("q")}) in ${sayList(Object.keys(entity.search.weights).map(inCode))}.`]
      : []),
  ];
}

function parameterLines({ described }: ApiOperation): readonly string[] {
  return (described.parameters ?? []).flatMap((parameter) => {
    if (!("name" in parameter) || parameter.in !== "query") return [];
    const required = parameter.required === true ? ", required" : "";
    return [
      `${inCode(parameter.name)}${required}${parameter.description ? `: ${sentence(escapeMarkdown(parameter.description))}` : ""}`,
    ];
  });
}

function codeLines(operation: ApiOperation, usual: UsualCodes): readonly string[] {
  const own = ownCodes(operation, usual).map(inCode);
  return own.length === 0 ? [] : [`Own errors: ${own.join(", ")}.`];
}

/** What is sent and what comes back, where examples can be made. */
function exampleOf({ method, path, described }: ApiOperation): string {
  const { request, status, answer } = examplesOf(described);
  if (request === undefined && answer === undefined) return "";
  const shown = (value: unknown) => JSON.stringify(value, null, 2);
  return codeBlock(
    [
      `${method} ${path}`,
      ...(request === undefined ? [] : ["Content-Type: application/json", "", shown(request)]),
      "",
      `HTTP/1.1 ${status}`,
      ...(answer === undefined ? [] : ["Content-Type: application/json", "", shown(answer)]),
    ].join("\n"),
    "http",
  );
}

/** Ids of the features whose workflows begin at a path. */
function featuresOf(architecture: Architecture, path: string): readonly string[] {
  return workflowsOf(architecture)
    .filter(({ begins }) => (begins?.by === "entity" ? begins.entity.path : begins?.operation.path) === path)
    .map(({ workflow }) => workflow.feature.id);
}
