import { randomBytes } from "node:crypto";
import {
  emptySlotGrant,
  type LogConnection,
  type LogConnectionOptions,
  logTableStatements,
  openLogConnection,
} from "../../postgres/log/index.js";
import { createTestDatabase, type TestDatabase } from "../database.js";

/** A database with one service's log, and a table whose changes are captured into it. */
export interface LogFixture {
  readonly database: TestDatabase;
  readonly schema: string;
  readonly role: string;
  connect(options?: Partial<LogConnectionOptions>): Promise<LogConnection>;
  close(): Promise<void>;
}

/**
 * The service's own schema, called `shop`, with the log's tables and a table `item (id, value, version)`. The trigger is the least
 * that keeps the contract of the outbox; slots change each second, so that a test sees several. `given`: in this database.
 */
export async function openLogFixture(given?: TestDatabase): Promise<LogFixture> {
  const database = given ?? (await createTestDatabase());
  const schema = "shop";
  const role = `log_${randomBytes(6).toString("hex")}`;
  await database.sql(
    [
      `create schema ${schema}`,
      ...logTableStatements(schema),
      captureStatements(schema),
      grants(schema, role),
      emptySlotGrant(schema, role),
    ].join(";\n"),
  );
  const opened: LogConnection[] = [];
  return {
    database,
    schema,
    role,
    async connect(options) {
      const connection = await openLogConnection({
        url: database.url,
        role,
        schema,
        applicationName: "lintel log test",
        ...options,
      });
      opened.push(connection);
      return connection;
    },
    async close() {
      await Promise.all(opened.filter(({ alive }) => alive).map((one) => one.end()));
      await database.dropRoles([role]);
      await database.drop();
    },
  };
}

function captureStatements(schema: string): string {
  return `create table ${schema}.item (id text primary key, value bigint not null, version integer not null default 1);
create function ${schema}.slot() returns smallint language sql stable
  return (floor(extract(epoch from now()))::bigint % 8)::smallint;
create function ${schema}.touch() returns trigger language plpgsql as $$
begin new.version := old.version + 1; return new; end $$;
create function ${schema}.capture() returns trigger language plpgsql as $$
begin
  insert into ${schema}.outbox (slot, xid, seq, at, kind, subject, key, version, before, after, cause)
  values (${schema}.slot(), pg_current_xact_id(), nextval('${schema}.outbox_seq'), clock_timestamp(), lower(tg_op), 'item',
          case tg_op when 'TRUNCATE' then '' when 'DELETE' then old.id else new.id end,
          case tg_op when 'TRUNCATE' then 0 when 'DELETE' then old.version else new.version end,
          case when tg_op in ('UPDATE', 'DELETE') then to_jsonb(old) end,
          case when tg_op in ('INSERT', 'UPDATE') then to_jsonb(new) end,
          '{"actor":"ada"}');
  return null;
end $$;
create procedure ${schema}.emit(subject text, key text, data jsonb) language sql as $$
  insert into ${schema}.outbox (slot, xid, seq, at, kind, subject, key, version, after)
  values (${schema}.slot(), pg_current_xact_id(), nextval('${schema}.outbox_seq'), clock_timestamp(), 'event', $1, $2, 1, $3)
$$;
create trigger touch before update on ${schema}.item for each row execute function ${schema}.touch();
create trigger capture after insert or update or delete on ${schema}.item for each row execute function ${schema}.capture();
create trigger capture_truncate after truncate on ${schema}.item for each statement execute function ${schema}.capture()`;
}

/** What `privilegeStatements` gives a service's own role, and no more. */
function grants(schema: string, role: string): string {
  return `create role ${role};
grant usage on schema ${schema} to ${role};
grant select, insert, update, delete on all tables in schema ${schema} to ${role};
grant usage, select on all sequences in schema ${schema} to ${role}`;
}
