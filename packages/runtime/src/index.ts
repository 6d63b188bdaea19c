/**
 * What a blueprint is written with, on one screen.
 *
 * @packageDocumentation
 */
export {
  acrossTenants,
  allOf,
  anyOf,
  anyone,
  calledBy,
  nobody,
  ofTenant,
  open,
  owner,
  role,
  signedIn,
  when,
} from "./blueprint/access.js";
export type { ChangeOf, ConsumerContext, EventContext } from "./blueprint/consumer.js";
export type {
  Actor,
  CommandContext,
  Db,
  Emit,
  Fetch,
  FetchOptions,
  QueryContext,
  Repository,
  TraceHeaders,
} from "./blueprint/context.js";
export { check, type Entity, entity } from "./blueprint/entity.js";
export { env, environment } from "./blueprint/environment.js";
export { type DomainEvent, event } from "./blueprint/event.js";
export type { Field } from "./blueprint/field.js";
export {
  bigint,
  boolean,
  date,
  decimal,
  email,
  enumeration,
  id,
  integer,
  json,
  list,
  many,
  money,
  object,
  reference,
  tenant,
  text,
  timestamp,
  url,
  uuid,
} from "./blueprint/fields.js";
export { fieldValue } from "./blueprint/filter.js";
export { by, search } from "./blueprint/index-definition.js";
export type { CreateInput, Filter, Input, Output, Row, UpdateInput } from "./blueprint/infer.js";
export { type AnyService, type Nothing, type Service, service } from "./blueprint/service.js";
export { type System, system } from "./blueprint/system.js";
export { type Fault, LintelError, notImplemented } from "./errors.js";
export { hashPassword, needsRehash, verifyAgainstNothing, verifyPassword } from "./identity/index.js";
export { newId } from "./plan/index.js";
