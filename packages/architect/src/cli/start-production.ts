import {
  compareRecords,
  excessOf,
  loadServer,
  type Running,
  readMigrations,
  readRecords,
  resolveSettings,
  type SystemModel,
  withClient,
} from "@lintel/runtime/tools";
import { namedDatabase } from "../development/index.js";
import { requireBrief } from "../gate/index.js";
import type { Project } from "../project/index.js";
import { ToolError } from "../tool-error.js";
import type { ReadModel } from "./read-model.js";

export interface ProductionOptions extends ReadModel {
  readonly project: Project;
  readonly environment: string;
  readonly databaseUrl?: string | undefined;
  /** Why the login may be one that is not held by row-level security. */
  readonly ownerLogin?: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly metricsHost?: string | undefined;
  /** Milliseconds between being not ready and refusing connections. */
  readonly notice?: number | undefined;
}

/**
 * Serves the system as it is run for others: on a database that is there and up to date, with the tokens of a real
 * issuer.
 *
 * @throws ToolError any of `requireBrief`; DATABASE_URL_MISSING, MIGRATIONS_PENDING, ENVIRONMENT_UNSAFE, LOGIN_TOO_POWERFUL; StartError as `serve`
 */
export async function startProduction(options: ProductionOptions): Promise<Running> {
  const { project, system, model, environment, host, port, metricsPort, metricsHost, notice } = options;
  await requireBrief(project, "start", system);
  const settings = resolveSettings(system, environment, process.env);
  if (settings.authentication?.issuer.startsWith("urn:lintel:development")) {
    throw new ToolError(
      "ENVIRONMENT_UNSAFE",
      `The environment "${environment}" believes "${settings.authentication.issuer}", whose keys are for development.`,
      "Name the issuer of your users' tokens in `authentication`, or run `lintel dev`.",
    );
  }
  const addresses = addressesOf(model, options.databaseUrl);
  await refusePending(project, model, addresses);
  const byCommits = settings.log.order !== "visible";
  if (!options.ownerLogin?.trim()) await refuseExcess(model, addresses, byCommits);
  const { serve } = await loadServer();
  return serve({
    system,
    environment,
    databaseUrl: [...addresses.values()][0] ?? "",
    serviceDatabaseUrls: Object.fromEntries(addresses),
    host,
    port,
    metricsPort,
    metricsHost,
    notice,
    strays: true,
    log: "json",
  });
}

/** The database of each service: `CATALOG_DATABASE_URL` before what holds for all. */
function addressesOf(model: SystemModel, option: string | undefined): ReadonlyMap<string, string> {
  const common = namedDatabase(option);
  const addresses = new Map<string, string>();
  for (const { name, schema } of model.services) {
    const variable = `${schema.toUpperCase()}_DATABASE_URL`;
    const url = process.env[variable] ? namedDatabase(process.env[variable]) : common;
    if (url === undefined) {
      throw new ToolError(
        "DATABASE_URL_MISSING",
        `No database is named for the service "${name}": neither DATABASE_URL nor ${variable} is set.`,
        "DATABASE_URL=postgresql://user:password@host:5432/database lintel start",
        { exitCode: 2 },
      );
    }
    addresses.set(name, url);
  }
  return addresses;
}

/**
 * A service that owns its tables is not held by row-level security, and can drop them. To replicate is for those alone that
 * have a log, in the order of commits.
 */
async function refuseExcess(
  model: SystemModel,
  addresses: ReadonlyMap<string, string>,
  byCommits: boolean,
): Promise<void> {
  const schemas = model.services.map(({ schema }) => schema);
  for (const url of new Set(addresses.values())) {
    const hasLog = model.services.some(({ name, log }) => log && addresses.get(name) === url);
    const excess = await excessOf(url, schemas, byCommits && hasLog);
    if (excess.length === 0) continue;
    throw new ToolError(
      "LOGIN_TOO_POWERFUL",
      `The login "${decodeURIComponent(new URL(url).username)}" ${excess.join(", ")}; a running service needs a login that may do what its blueprint needs and no more.`,
      'Make one for each service: lintel db logins. Or say why not: lintel start --owner-login "..."',
    );
  }
}

async function refusePending(
  project: Project,
  model: SystemModel,
  addresses: ReadonlyMap<string, string>,
): Promise<void> {
  const migrations = await readMigrations(project.migrations);
  const without = model.services.filter(({ name, entities }) => entities.length > 0 && !migrations.has(name));
  if (without.length > 0) {
    throw new ToolError(
      "MIGRATIONS_PENDING",
      `There are no migrations for ${without.map(({ name }) => name).join(", ")} in ${project.migrations}.`,
      "lintel db diff --name first && lintel db migrate",
    );
  }
  const pending: string[] = [];
  for (const url of new Set(addresses.values())) {
    const ledgers = await withClient(url, async (client) =>
      compareRecords(model, migrations, await readRecords(client)),
    );
    for (const ledger of ledgers) {
      if ((addresses.get(ledger.service) ?? url) !== url) continue;
      pending.push(...ledger.pending.map((file) => `${ledger.service}/${file.name}`));
    }
  }
  if (pending.length === 0) return;
  throw new ToolError(
    "MIGRATIONS_PENDING",
    `The database is behind by ${pending.length}: ${pending.join(", ")}.`,
    "lintel db migrate",
  );
}
