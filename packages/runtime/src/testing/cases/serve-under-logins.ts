import { resolve, type System, type SystemModel } from "../../blueprint/index.js";
import { createDevelopmentIssuer, type DevelopmentIssuer } from "../../identity/index.js";
import { ensureLogins, push } from "../../postgres/migrate/index.js";
import { type Running, type ServeOptions, serve } from "../../serve/index.js";
import { createTestDatabase, type TestDatabase } from "../database.js";

/** A system that serves as it does in production: each service under a login that may do what its blueprint needs and no more. */
export interface UnderLogins {
  readonly model: SystemModel;
  readonly database: TestDatabase;
  readonly running: Running;
  readonly issuer: DevelopmentIssuer;
  /** What it serves with: for another process of it. */
  readonly options: ServeOptions;
  stop(): Promise<void>;
}

/**
 * Serves a system under the logins of its services. Its name must be its own, since roles belong to the whole server.
 * `replication`: they may replicate, as far as their services have a log.
 */
export async function serveUnderLogins(
  system: System,
  replication?: boolean,
  more: Partial<ServeOptions> = {},
): Promise<UnderLogins> {
  const model = resolve(system);
  const issuer = createDevelopmentIssuer();
  const database = await createTestDatabase();
  await push({ url: database.url, model });
  const logins = await ensureLogins({ url: database.url, model, replication });
  const options: ServeOptions = {
    system,
    environment: "test",
    databaseUrl: "postgresql://nobody@127.0.0.1:1/none",
    serviceDatabaseUrls: Object.fromEntries(logins.map(({ service, url }) => [service, url ?? ""])),
    port: 0,
    metricsPort: false,
    development: issuer,
    log: "none",
    ...more,
  };
  const running = await serve(options);
  return {
    model,
    database,
    running,
    issuer,
    options,
    async stop() {
      await running.stop("test finished");
      await database.dropRoles(
        model.services.flatMap(({ role, clientRoles, login }) => [
          login,
          clientRoles.reader,
          clientRoles.writer,
          role,
        ]),
      );
      await database.drop();
    },
  };
}
