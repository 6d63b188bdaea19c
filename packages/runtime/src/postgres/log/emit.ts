import type { ServiceModel } from "../../blueprint/index.js";
import type { EventPlan } from "../../plan/index.js";
import { type Bound, type Prepared, prepare } from "../compile/prepared.js";
import { quote } from "../identifier.js";
import { logTables } from "./names.js";

const statements = new WeakMap<ServiceModel, Prepared>();

/** The statement that writes an event into the log of its service, in the transaction in which it is run. */
export function emitStatement(service: ServiceModel, { event, key, data }: EventPlan): Bound {
  return { prepared: insertOf(service), values: [event.name, key, String(event.version), data] };
}

function insertOf(service: ServiceModel): Prepared {
  const known = statements.get(service);
  if (known) return known;
  const made = prepare(
    "outbox.emit",
    `insert into ${quote(service.schema)}.${quote(logTables.outbox)} (kind, subject, key, version, after, cause)
values ('event', $1, $2, $3, $4, nullif(current_setting('lintel.cause', true), '')::jsonb)`,
  );
  statements.set(service, made);
  return made;
}
