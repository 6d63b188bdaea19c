import type { ServiceModel, SystemModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { Facts, PoolName } from "../facts.js";
import { createBreaker, type Purpose } from "./connection/breaker.js";
import { openConnection } from "./connection/connection.js";
import { createExclusivePool } from "./connection/exclusive-pool.js";
import { isOutOfConnections } from "./connection/lost.js";
import type { ConnectionSettings } from "./connection/settings.js";
import { createSharedPool, type OpenConnection } from "./connection/shared-pool.js";
import { createConstraintLookup } from "./constraint.js";
import type { Database, ServiceDatabase } from "./database.js";
import { unavailable } from "./failure.js";
import { mayWriteLog } from "./log/cause.js";
import { createServiceDatabase } from "./service-database.js";
import { longestLimit, type TimeLimits } from "./time-limit.js";
import type { FindColleague } from "./transaction.js";

export interface DatabaseOptions {
  readonly model: SystemModel;
  /** The address of every service's database, or of each one's own. The user must be able to take the roles. */
  readonly urls: string | { readonly [service: string]: string };
  readonly facts: Facts;
  /** Milliseconds that one statement may take. */
  readonly statementTimeout: number;
  /** The same for one that reads a row by its id, and for one that reads a page; `statementTimeout` unless told. */
  readonly readTimeouts?: { readonly row?: number; readonly list?: number } | undefined;
  /**
   * Connections of each service: those that all lists share, beside which single rows have half as many of their own,
   * and those of one transaction at a time.
   */
  readonly connections?: { readonly reads?: number; readonly transactions?: number } | undefined;
  /** Milliseconds that a request may wait for a connection before it is `OVERLOADED`. 5,000 unless told. */
  readonly waitTimeout?: number | undefined;
  /** Milliseconds that making a connection may take. 3,000 unless told. */
  readonly connectTimeout?: number | undefined;
  /** Milliseconds that a transaction may idle. 10,000 unless told. */
  readonly idleInTransactionTimeout?: number | undefined;
  /** Called with the name of each service of which something was committed that may have written. */
  readonly onCommitted?: ((service: string) => void) | undefined;
}

interface Part {
  readonly database: ServiceDatabase;
  readonly busy: () => number;
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const usual = { reads: 4, transactions: 10 };

/**
 * The databases of a system. Opens nothing yet: connections are made as they are needed, so this never fails when
 * the server is away; `ping` tells. While a server is away everything fails with `DATABASE_UNAVAILABLE` at once,
 * and goes on by itself when the server is back.
 *
 * A transaction whose connection breaks while it commits fails with `DATABASE_UNAVAILABLE` too, and nobody knows
 * whether it was committed: do it again only where that is safe.
 *
 * @example
 * const database = openDatabase({ model, urls: "postgresql://...", facts, statementTimeout: 5_000 });
 * const row = await database.service("catalog").readOne(plan);
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { model } = options;
  const urlOf = (service: ServiceModel) => addressOf(options.urls, service.name);
  const places = new Map(model.services.map((service) => [service, placeOf(urlOf(service))]));
  const findColleague: FindColleague = (from, name) => {
    const found = model.services.find((service) => service.name === name);
    if (!found) throw unknownService(model, name);
    if (places.get(found) === places.get(from)) return found;
    throw failure(
      "INTERNAL",
      `${from.name} and ${name} live in different databases; expected one database for a transaction of both.`,
    );
  };
  const parts = new Map(
    model.services.map((service) => [
      service.name,
      openPart(options, service, urlOf(service), findColleague),
    ]),
  );
  let closing: Promise<void> | undefined;
  return {
    service(name) {
      const part = parts.get(name);
      if (!part) throw unknownService(model, name);
      return part.database;
    },
    async ping() {
      await Promise.all([...parts.values()].map((part) => part.ping()));
    },
    close(deadline) {
      closing ??= closeParts([...parts.values()], deadline);
      return closing;
    },
  };
}

function openPart(
  options: DatabaseOptions,
  service: ServiceModel,
  url: string,
  findColleague: FindColleague,
): Part {
  const { facts, model, connections } = options;
  const limits: TimeLimits = {
    row: options.readTimeouts?.row ?? options.statementTimeout,
    list: options.readTimeouts?.list ?? options.statementTimeout,
    statement: options.statementTimeout,
  };
  const longest = longestLimit(model.services, limits);
  const settings = ({ pool, limit }: Purpose): ConnectionSettings => ({
    url,
    role: pool === "reads" ? service.clientRoles.reader : service.role,
    readOnly: pool === "reads",
    plans: pool === "reads" ? "kept" : "chosen",
    schema: service.schema,
    applicationName: `${model.name}/${service.name}`.slice(0, 63),
    statementTimeout: limit,
    silenceTimeout: longest,
    idleInTransactionTimeout: options.idleInTransactionTimeout ?? 10_000,
    connectTimeout: options.connectTimeout ?? 3_000,
  });
  const breaker = createBreaker(service.name, facts, (purpose, onLost) =>
    openConnection(settings(purpose), onLost),
  );
  const openFor =
    (pool: PoolName, limit: number): OpenConnection =>
    async (onLost, needed) => {
      const lost = (error: unknown) => {
        facts.report({ fact: "connection.lost", service: service.name, pool, error });
        onLost(error);
      };
      const connection = await breaker.open({ pool, limit }, lost, needed);
      facts.report({ fact: "connection.opened", service: service.name, pool });
      return connection;
    };
  const size = connections?.reads ?? usual.reads;
  const reads = {
    row: createSharedPool(Math.ceil(size / 2), openFor("reads", limits.row)),
    list: createSharedPool(size, openFor("reads", limits.list)),
  };
  const transactions = createExclusivePool({
    size: connections?.transactions ?? usual.transactions,
    deadline: options.waitTimeout ?? 5_000,
    open: openFor("transactions", limits.statement),
    onWaited: (milliseconds) => facts.report({ fact: "pool.waited", service: service.name, milliseconds }),
  });
  const findConstraint = createConstraintLookup((prepared, values) =>
    reads.row.execute({ prepared, values, describe: false }),
  );
  return {
    database: createServiceDatabase({
      service,
      facts,
      limits,
      writesLog: mayWriteLog(service, model.services),
      reads,
      transactions,
      findConstraint,
      findColleague,
      onCommitted: options.onCommitted,
    }),
    busy: () => reads.row.inFlight + reads.list.inFlight + transactions.busy,
    async ping() {
      try {
        await breaker.ping();
      } catch (error) {
        // Who has no connection left to give answers; what was open before goes on being served.
        if (!isOutOfConnections(error) || !(reads.row.open || reads.list.open)) throw unavailable(error);
      }
    },
    async close() {
      breaker.close();
      await Promise.all([reads.row.close(), reads.list.close(), transactions.close()]);
    },
  };
}

/** Waits until nothing is under way, up to the deadline, then closes everything. */
async function closeParts(parts: readonly Part[], deadline: number): Promise<void> {
  const until = performance.now() + deadline;
  while (parts.some((part) => part.busy() > 0) && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await Promise.all(parts.map((part) => part.close()));
}

function addressOf(urls: DatabaseOptions["urls"], service: string): string {
  const url = typeof urls === "string" ? urls : urls[service];
  if (url === undefined)
    throw failure("INTERNAL", `No database address is given for the service ${service}.`);
  return url;
}

/** Which database an address means, whoever logs in. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `${searchParams.get("host") ?? hostname}:${port || "5432"}${pathname}`;
}

function unknownService(model: SystemModel, name: string) {
  const known = model.services.map((service) => service.name).join(", ");
  return failure("INTERNAL", `Received the service "${name}"; expected one of: ${known}.`);
}
