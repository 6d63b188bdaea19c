import type { EntityModel, FieldModel, ServiceModel, SystemModel } from "../../blueprint/index.js";
import { consumerTables } from "../consumers/names.js";
import { cursorTable } from "../cursors/names.js";
import { logTables, partitionOf, ringSize } from "../log/names.js";
import { hasProjections, projectionTable } from "../projections/names.js";
import { webhookTables } from "../webhooks/names.js";
import { captureFunction } from "./capture.js";
import { describeConsumerTables } from "./describe-consumers.js";
import { describeCursorTable } from "./describe-cursors.js";
import { describeLogTables } from "./describe-log.js";
import { describeProjectionTable } from "./describe-projections.js";
import { type ConstraintMeaning, type DescribedTable, describeTable } from "./describe-table.js";
import { describeWebhookStates } from "./describe-webhooks.js";
import type { DatabaseDescription, SchemaDescription } from "./description.js";
import { emptySlotFunction } from "./empty-slot.js";
import { fieldRules } from "./field-rule.js";
import { describeIdempotencyTable, idempotencyTable } from "./idempotency-table.js";
import { createNameRegister } from "./object-name.js";
import { describeRevocationTable, revocationTable } from "./revocation-table.js";
import { searchKeeping } from "./search-vector.js";
import { touchFunction } from "./touch.js";

/** The database that a blueprint asks for: a schema for each service. */
export function describeSystem(model: SystemModel): DatabaseDescription {
  return { schemas: model.services.map(describeService) };
}

function describeService(service: ServiceModel): SchemaDescription {
  const names = registerOf(service);
  const tables = describeEntities(service, names).map(({ table }) => table);
  const { schema, log, cursors, consumers, webhooks } = service;
  const kept = log ? describeLogTables(schema, log.keep) : { sequences: [], tables: [] };
  const isFeed = service.entities.some(({ feed }) => feed);
  const revoked = isFeed ? [describeRevocationTable()] : [];
  const followed = [
    ...(cursors.length > 0 ? [describeCursorTable()] : []),
    ...(consumers.length > 0 ? describeConsumerTables(schema) : []),
    ...(hasProjections(service) ? [describeProjectionTable()] : []),
    ...(webhooks ? [describeWebhookStates(schema)] : []),
  ];
  return {
    name: schema,
    comment: service.description,
    functions: [
      touchFunction(schema),
      ...service.entities.flatMap((entity) => searchKeeping(entity)?.calls ?? []),
      ...(isFeed ? [captureFunction(schema)] : []),
      ...(log ? [emptySlotFunction(schema)] : []),
    ],
    sequences: kept.sequences,
    tables: [...tables, describeIdempotencyTable(schema, names), ...kept.tables, ...revoked, ...followed],
  };
}

const namesOfLog = [
  ...Object.values(logTables),
  ...(["outbox", "log"] as const).flatMap((ring) => [
    `${ring}_pkey`,
    ...Array.from({ length: ringSize }, (_, slot) => partitionOf(ring, slot)),
  ]),
  `${logTables.head}_pkey`,
  cursorTable,
  `${cursorTable}_pkey`,
  revocationTable,
  `${revocationTable}_pkey`,
  ...Object.values(consumerTables).flatMap((table) => [table, `${table}_pkey`]),
  `${consumerTables.letters}_lane_idx`,
  projectionTable,
  `${projectionTable}_pkey`,
  webhookTables.states,
  `${webhookTables.states}_pkey`,
];

/** Tables, indexes and the constraints behind indexes share one space of names in a schema. */
function registerOf(service: ServiceModel) {
  return createNameRegister([
    ...service.entities.map((entity) => entity.table),
    idempotencyTable,
    ...namesOfLog,
  ]);
}

function describeEntities(
  service: ServiceModel,
  names: ReturnType<typeof registerOf>,
): readonly DescribedTable[] {
  return service.entities.map((entity) => describeTable(service, entity, names));
}

/** The tables of the entities of a service, in the order of the blueprint. */
export function entityTables(service: ServiceModel): readonly DescribedTable[] {
  return describeEntities(service, registerOf(service));
}

/**
 * What each constraint of a service means, by the name that PostgreSQL gives in an error. A unique rule is in it
 * whether it is a constraint or a unique index.
 */
export function constraintMeanings(service: ServiceModel): ReadonlyMap<string, ConstraintMeaning> {
  return new Map(entityTables(service).flatMap(({ meanings }) => meanings));
}

/** A rule of a field that PostgreSQL cannot hold, so that only the application does. */
export interface ApplicationRule {
  readonly entity: EntityModel;
  readonly field: FieldModel;
  /** The end of a sentence that begins with the field. */
  readonly says: string;
}

/** The rules that plain SQL could get around: for a person who asks what the database does not hold. */
export function applicationRules(service: ServiceModel): readonly ApplicationRule[] {
  return service.entities.flatMap((entity) =>
    entity.fields.flatMap((field) => [
      ...fieldRules(field)
        .filter((rule) => !rule.holds)
        .map((rule) => ({ entity, field, says: rule.says })),
      ...(field.modifiers.immutable && !field.system
        ? [{ entity, field, says: "never changes once it is set" }]
        : []),
    ]),
  );
}
