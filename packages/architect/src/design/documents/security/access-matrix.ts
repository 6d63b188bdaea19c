import type { EntityModel, OperationModel, RuleData, SystemModel } from "@lintel/runtime/tools";
import { type Admission, admits, type Caller, type CallerColumn, callersOf } from "./callers.js";

/** What each caller may do with each entity, command and query, by the rules of the blueprint. */
export interface AccessMatrix {
  readonly columns: readonly CallerColumn[];
  readonly entities: readonly EntityRow[];
  readonly operations: readonly OperationRow[];
}

export interface EntityRow {
  readonly service: string;
  readonly entity: EntityModel;
  /** One a column. */
  readonly cells: readonly EntityCell[];
}

/** What a caller may do with rows, by what is done. */
export type EntityCell = { readonly [Act in EntityAct]: Admission };

export const entityActs = ["read", "create", "update", "delete", "restore"] as const;
export type EntityAct = (typeof entityActs)[number];

export interface OperationRow {
  readonly operation: OperationModel;
  /** Whether each column may call it. */
  readonly cells: readonly boolean[];
}

export function accessMatrix(model: SystemModel): AccessMatrix {
  const columns = callersOf(model);
  return {
    columns,
    entities: model.services.flatMap((service) =>
      service.entities.map((entity) => ({
        service: service.name,
        entity,
        cells: columns.map(({ caller }) => entityCell(entity, caller)),
      })),
    ),
    operations: model.services.flatMap((service) =>
      [...service.commands, ...service.queries].map((operation) => ({
        operation,
        cells: columns.map(({ caller }) => admits(operation.rule, caller) === "always"),
      })),
    ),
  };
}

/** Other services have no way to rows but commands. What is changed must be seen too, and nobody writes what is derived. */
function entityCell(entity: EntityModel, caller: Caller): EntityCell {
  const { access, projection, softDelete } = entity;
  const isClient = caller.kind !== "service";
  const of = (...rules: readonly RuleData[]): Admission =>
    isClient ? admits(rules.length === 1 && rules[0] ? rules[0] : { kind: "allOf", rules }, caller) : "never";
  const write = (...rules: readonly RuleData[]) => (projection ? "never" : of(...rules));
  return {
    read: of(access.read),
    create: write(access.create),
    update: write(access.read, access.update),
    delete: write(access.read, access.delete),
    restore: softDelete ? write(access.read, access.restore) : "never",
  };
}

/** Columns of those who may do nothing at all. */
export function powerless({ columns, entities, operations }: AccessMatrix): readonly CallerColumn[] {
  return columns.filter(
    (_, at) =>
      entities.every(({ cells }) => entityActs.every((act) => cells[at]?.[act] === "never")) &&
      operations.every(({ cells }) => !cells[at]),
  );
}

/** Entities and operations that no client reaches. */
export function unreached({ columns, entities, operations }: AccessMatrix): readonly string[] {
  const clients = columns.flatMap(({ caller }, at) => (caller.kind === "service" ? [] : [at]));
  return [
    ...entities
      .filter(({ cells }) => clients.every((at) => entityActs.every((act) => cells[at]?.[act] === "never")))
      .map(({ service, entity }) => `${service}.${entity.name}`),
    ...operations
      .filter(({ cells }) => clients.every((at) => !cells[at]))
      .map(({ operation }) => `${operation.service}.${operation.name}`),
  ];
}
