import type { ServiceModel, SystemModel } from "@lintel/runtime/tools";
import type { Requirement } from "../../brief/index.js";
import { lintelsOwn, rowCode, testable } from "../tests/index.js";

/** Something that a test has to name. */
export interface Expected {
  /** By which a test names it. */
  readonly id: string;
  readonly kind:
    | "requirement"
    | "criterion"
    | "rule"
    | "edge case"
    | "metric"
    | "outage"
    | "access rule"
    | "error";
  /** What it says. */
  readonly says: string;
}

/** What a brief and a blueprint have that a test can show, in their order. */
export function expectedOf(requirements: readonly Requirement[], model: SystemModel): readonly Expected[] {
  return [...testable(requirements).flatMap(ofRequirement), ...model.services.flatMap(ofService)];
}

function ofRequirement(requirement: Requirement): readonly Expected[] {
  const { id, statement, criteria } = requirement;
  const kind = kinds[rowCode(requirement) ?? ""] ?? "requirement";
  if (criteria.length === 0)
    return [{ id, kind: kind === "criterion" ? "requirement" : kind, says: statement }];
  return criteria.map((says, at) => ({ id: `${id}/${at + 1}`, kind, says }));
}

const kinds: { readonly [code: string]: Expected["kind"] } = {
  FEAT: "criterion",
  RULE: "rule",
  EDGE: "edge case",
  METRIC: "metric",
  DOWN: "outage",
};

function ofService({ name: service, entities, commands, queries }: ServiceModel): readonly Expected[] {
  const operations = [...commands, ...queries].filter(({ own }) => own !== true);
  return [
    ...entities
      .filter(({ name }) => !lintelsOwn.has(name))
      .flatMap(({ name, projection, softDelete, fields }) => {
        const writes = projection ? [] : ["create", "update", "delete", ...(softDelete ? ["restore"] : [])];
        const ofFields = fields.flatMap(({ name: field, read, write, modifiers }) => [
          ...(read && !projection ? [`${field}.read`] : []),
          ...(write && !projection && !modifiers.immutable ? [`${field}.write`] : []),
        ]);
        return ["read", ...writes, ...ofFields].map(
          (operation): Expected => ({
            id: `ACCESS ${service}.${name}.${operation}`,
            kind: "access rule",
            says: `who may ${operation.replace(/^(.+)\.(.+)$/, "$2 the $1 of")} rows of ${service}.${name}, and who may not`,
          }),
        );
      }),
    ...operations.flatMap(({ name, errors, kind }): Expected[] => [
      {
        id: `ACCESS ${service}.${name}`,
        kind: "access rule",
        says: `who may ${kind === "command" ? "run" : "ask"} ${service}.${name}, and who may not`,
      },
      ...Object.entries(errors).map(
        ([code, { description }]): Expected => ({
          id: `ERROR ${service}.${name}.${code}`,
          kind: "error",
          says: description,
        }),
      ),
    ]),
  ];
}

/** Every id that a test may name without being out of date, those of what needs no test among them. */
export function knownIds(requirements: readonly Requirement[], model: SystemModel): ReadonlySet<string> {
  const known = new Set(expectedOf(requirements, model).map(({ id }) => id));
  for (const { id, criteria } of requirements) {
    known.add(id);
    for (const at of criteria.keys()) known.add(`${id}/${at + 1}`);
  }
  for (const { name: service, entities, commands, queries } of model.services) {
    for (const { name, access, fields, checks } of entities) {
      for (const operation of Object.keys(access)) known.add(`ACCESS ${service}.${name}.${operation}`);
      for (const { name: field } of fields)
        for (const act of ["read", "write"]) known.add(`ACCESS ${service}.${name}.${field}.${act}`);
      for (const one of [...fields, ...checks]) known.add(`LIMIT ${service}.${name}.${one.name}`);
    }
    for (const { name, input, errors } of [...commands, ...queries]) {
      known.add(`ACCESS ${service}.${name}`);
      for (const field of Object.keys(input)) known.add(`LIMIT ${service}.${name}.${field}`);
      for (const code of Object.keys(errors)) known.add(`ERROR ${service}.${name}.${code}`);
    }
  }
  return known;
}
