/**
 * What the command line and other tools need of the runtime: to read a blueprint, to check it, to bring a database
 * to it and to serve it. A backend itself needs only `@lintel/runtime`.
 *
 * Parts are taken from where they lie, not from their folder's index: a command that only checks a blueprint must
 * not wait for a web server to be loaded.
 *
 * @packageDocumentation
 */
export { checkSystem, describeFinding, type Finding, type Severity } from "./blueprint/check/index.js";
export {
  fieldNamesTaken,
  isSchemaTaken,
  languageNames,
  reservedWords,
  tablesTaken,
} from "./blueprint/check/reserved-words.js";
export type {
  ConsumerModel,
  EntityModel,
  EventModel,
  FieldModel,
  JsonSchema,
  OperationModel,
  RuleData,
  ServiceModel,
  System,
  SystemModel,
} from "./blueprint/index.js";
export {
  milliseconds,
  type Origin,
  placeOf,
  resolve,
  webhookEntityNames,
  webhookEvents,
} from "./blueprint/index.js";
export { constantCase, kebabCase, pascalCase, plural, singular, snakeCase } from "./blueprint/naming.js";
export { catalogue, LintelError } from "./errors.js";
export type { AsyncApiDocument } from "./http/asyncapi/asyncapi-document.js";
export { asyncApiDocument } from "./http/asyncapi/document.js";
export { endpointsOf } from "./http/endpoints.js";
export { accessWords } from "./http/openapi/access-words.js";
export { openApiDocument } from "./http/openapi/document.js";
export { type ErrorEntry, errorEntries } from "./http/openapi/errors-page.js";
export { exampleOf } from "./http/openapi/example.js";
export type { OpenApiDocument, OperationObject } from "./http/openapi/openapi-document.js";
export type { Endpoint } from "./http/route.js";
export {
  createDevelopmentIssuer,
  type DevelopmentIssuer,
  issueToken,
  type TokenRequest,
} from "./identity/development.js";
export { revokeByHand } from "./identity/revoke-by-hand.js";
export {
  changedFields,
  createLogReader,
  type LogPage,
  type LogReader,
  readArchive,
  toCloudEvent,
} from "./log/index.js";
export { positionBefore } from "./log/webhooks/where.js";
export { decide, mayAct } from "./plan/access.js";
export { planEvent } from "./plan/event.js";
export { offeredComparisons } from "./plan/filter.js";
export { createSchema } from "./plan/schema.js";
export { sortableFields } from "./plan/sort.js";
export {
  countLetters,
  editLetter,
  findLetters,
  type Letter,
  type LetterCounts,
  listLetters,
  replayLetter,
  seekConsumer,
  skipLetter,
} from "./postgres/consumers/index.js";
export { copyInto } from "./postgres/copy.js";
export { type CursorState, pauseCursor, readCursors } from "./postgres/cursors/index.js";
export { quote } from "./postgres/identifier.js";
export {
  appendedChannel,
  type LogConnection,
  type LogEntry,
  type LogStatus,
  openLogConnection,
  readHead,
  readLogStatus,
} from "./postgres/log/index.js";
export { withClient } from "./postgres/migrate/connect.js";
export {
  type Change,
  diff,
  ensureLogins,
  excessOf,
  type Ledger,
  type Login,
  type MigrationProgress,
  migrate,
  push,
  readMigrations,
  reset,
  type StatusResult,
  sentencesOf,
  status,
  type UnderWay,
  writeMigrations,
} from "./postgres/migrate/index.js";
export { compareRecords } from "./postgres/migrate/ledger.js";
export { readRecords } from "./postgres/migrate/records.js";
export { encodeValue } from "./postgres/parameter.js";
export { askForBuild, type BuildState, readBuilds } from "./postgres/projections/index.js";
export type { IndexDraft } from "./postgres/schema/describe-index.js";
export { applicationRules, describeSystem, entityTables } from "./postgres/schema/describe-system.js";
export type { DescribedTable } from "./postgres/schema/describe-table.js";
export type {
  IndexDescription,
  SchemaDescription,
  TableDescription,
} from "./postgres/schema/description.js";
export {
  type DeliveryReport,
  disableStatement,
  type EndpointReport,
  moveStatement,
  reportDeliveries,
  reportEndpoints,
  steerEndpoint,
} from "./postgres/webhooks/index.js";
export type { Running, ServeOptions } from "./serve/index.js";
export { type Bounds, boundsOf, resolveSettings } from "./serve/settings.js";

/** Loads what serves a system: the web server and all that belongs to it. */
export function loadServer(): Promise<typeof import("./serve/index.js")> {
  return import("./serve/index.js");
}
