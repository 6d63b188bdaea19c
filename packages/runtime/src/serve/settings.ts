import {
  type AuthenticationSettings,
  type Duration,
  type EnvironmentSettings,
  milliseconds,
  readNetwork,
  type Setting,
  type System,
  type SystemModel,
  type TokenAlgorithm,
  type WebhookSettings,
} from "../blueprint/index.js";
import type { DoorLimits, HubLimits } from "../feeds/index.js";
import type { DestinationRules } from "../log/webhooks/index.js";
import { StartError } from "./start-error.js";

/** The settings of one place with every default taken and every variable read. Times are milliseconds. */
export interface Settings {
  readonly authentication?:
    | {
        readonly issuer: string;
        readonly audience: string;
        readonly jwksUrl: string;
        readonly algorithms?: readonly TokenAlgorithm[] | undefined;
        readonly clockSkew?: number | undefined;
        readonly tenantClaim?: string | undefined;
      }
    | undefined;
  readonly origins?: readonly string[] | undefined;
  readonly rateLimit?:
    | { readonly requests: number; readonly requestsPerTenant: number; readonly windowMs: number }
    | undefined;
  readonly trustedProxies?: readonly string[] | undefined;
  readonly limits: {
    readonly body: number;
    readonly pageSize: number;
    readonly includeDepth: number;
    readonly sockets?: number | undefined;
    readonly feeds: DoorLimits & Pick<HubLimits, "subscriptionsPerTenant">;
  };
  readonly timeouts: {
    readonly request: number;
    readonly row: number;
    readonly list: number;
    readonly statement: number;
    readonly heartbeat: number;
    readonly shutdown: number;
  };
  readonly connections: { readonly reads: number; readonly transactions: number };
  readonly log: {
    readonly order?: "commits" | "visible" | undefined;
    readonly maxWalBytes?: number | undefined;
    readonly archive?: string | undefined;
  };
  readonly secret?: string | undefined;
  readonly previousSecrets: readonly string[];
  /** Where webhooks may be sent. */
  readonly webhooks: DestinationRules;
}

/** The variables of a process. */
export type Variables = { readonly [name: string]: string | undefined };

/** These need not be described: every default holds. */
const usual = ["development", "test", "production"];

/**
 * Requests that one caller may make in a minute. Development and tests have more than a process can serve on most
 * machines: whoever tries what it bears is not refused, and still sees the headers.
 */
const perMinute = (environment: string) =>
  environment === "development" || environment === "test" ? 1_000_000 : 600;

type Limited = NonNullable<EnvironmentSettings["rateLimit"]>;

/** As many callers of a tenant may make all of their requests in one window. */
const crowd = 100;

/**
 * The settings of an environment of the system. `development`, `test` and `production` have defaults; any other must
 * be described.
 *
 * @throws StartError `ENVIRONMENT_UNKNOWN`; `SETTINGS_INCOMPLETE` with all that is missing or wrong at once
 */
export function resolveSettings(system: System, environment: string, variables: Variables): Settings {
  const described = Object.hasOwn(system.environments, environment)
    ? system.environments[environment]
    : undefined;
  if (!described && !usual.includes(environment)) {
    const known = [...new Set([...usual, ...Object.keys(system.environments)])].join(", ");
    throw new StartError(
      "ENVIRONMENT_UNKNOWN",
      `The system "${system.name}" has no environment "${environment}"; it has: ${known}.`,
      `Name one of those, or describe it: environments: { ${JSON.stringify(environment)}: environment({ ... }) }.`,
    );
  }
  const problems: string[] = [];
  const settings = resolveAll(environment, described?.settings ?? {}, variables, problems);
  if (problems.length === 0) return settings;
  throw new StartError(
    "SETTINGS_INCOMPLETE",
    [`The environment "${environment}" is not complete:`, ...problems.map((one) => `  ${one}`)].join("\n"),
    "Set the variables that are named, and start again.",
  );
}

/** What of an environment needs no variable to be read: what bounds it, with every default taken. */
export type Bounds = Pick<Settings, "rateLimit" | "limits" | "timeouts" | "connections">;

/** The bounds of an environment of the model, as `resolveSettings` takes them; the defaults, where it is not described. */
export function boundsOf(model: Pick<SystemModel, "environments">, environment: string): Bounds {
  const { rateLimit, limits, timeouts, connections } = model.environments[environment]?.settings ?? {};
  const given = {
    ...(rateLimit && { rateLimit }),
    ...(limits && { limits }),
    ...(timeouts && { timeouts }),
    ...(connections && { connections }),
  };
  return resolveAll(environment, given, {}, []);
}

function resolveAll(
  environment: string,
  given: EnvironmentSettings,
  variables: Variables,
  problems: string[],
): Settings {
  const text = (name: string, setting: Setting): string => {
    if (typeof setting === "string") return setting;
    const value = variables[setting.env] || setting.fallback;
    if (value !== undefined) return value;
    problems.push(`${name}: the environment variable ${setting.env} is not set.`);
    return "";
  };
  const span = (name: string, duration: Duration | undefined, usual: number): number => {
    if (duration === undefined) return usual;
    try {
      return milliseconds(duration);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      return usual;
    }
  };
  const longEnough = (name: string, value: string): string => {
    if (value !== "" && value.length < 32)
      problems.push(`${name}: it has ${value.length} characters; at least 32 are needed.`);
    return value;
  };
  const secret = given.secret === undefined ? undefined : longEnough("secret", text("secret", given.secret));
  const rate: Limited = given.rateLimit ?? { requests: perMinute(environment), window: "1m" };
  const { authentication } = given;
  const connections = given.limits?.feeds ?? 10_000;
  const statement = span("timeouts.statement", given.timeouts?.statement, 10_000);
  return {
    authentication: authentication && resolveAuthentication(authentication, text, span),
    origins: given.cors?.origins,
    rateLimit:
      "off" in rate
        ? undefined
        : {
            requests: rate.requests,
            requestsPerTenant: rate.requestsPerTenant ?? crowd * rate.requests,
            windowMs: span("rateLimit.window", rate.window, 60_000),
          },
    trustedProxies: given.trustedProxies,
    limits: {
      body: given.limits?.body ?? 1_048_576,
      pageSize: given.limits?.pageSize ?? 100,
      includeDepth: given.limits?.includeDepth ?? 2,
      sockets: given.limits?.sockets,
      feeds: {
        connections,
        connectionsPerAddress: given.limits?.feedsPerAddress ?? 1_000,
        connectionsPerUser: given.limits?.feedsPerUser ?? 50,
        connectionsPerTenant: given.limits?.feedsPerTenant ?? Math.ceil(connections / 4),
        subscriptions: given.limits?.feedSubscriptions ?? 100,
        subscriptionsPerTenant: given.limits?.feedSubscriptionsPerTenant ?? 5_000,
        messages: given.limits?.feedMessages ?? 50,
      },
    },
    timeouts: {
      request: span("timeouts.request", given.timeouts?.request, 15_000),
      row: span("timeouts.row", given.timeouts?.row, Math.min(2_000, statement)),
      list: span("timeouts.list", given.timeouts?.list, Math.min(5_000, statement)),
      statement,
      heartbeat: span("timeouts.heartbeat", given.timeouts?.heartbeat, 15_000),
      shutdown: span("timeouts.shutdown", given.timeouts?.shutdown, 20_000),
    },
    connections: {
      reads: given.connections?.reads ?? 2,
      transactions: given.connections?.transactions ?? 8,
    },
    log: {
      order: given.log?.order,
      maxWalBytes: given.log?.maxWalBytes,
      archive: given.log?.archive === undefined ? undefined : text("log.archive", given.log.archive),
    },
    secret,
    previousSecrets: (given.previousSecrets ?? []).map((one, at) =>
      longEnough(`previousSecrets[${at}]`, text(`previousSecrets[${at}]`, one)),
    ),
    webhooks: destinationRules(given.webhooks),
  };
}

function destinationRules({
  http = false,
  ports = [],
  networks = [],
}: WebhookSettings = {}): DestinationRules {
  return {
    http,
    ports: ports === "any" ? undefined : ports,
    networks: networks.flatMap(({ network }) => readNetwork(network) ?? []),
  };
}

function resolveAuthentication(
  given: AuthenticationSettings,
  text: (name: string, setting: Setting) => string,
  span: (name: string, duration: Duration | undefined, usual: number) => number,
): NonNullable<Settings["authentication"]> {
  return {
    issuer: text("authentication.issuer", given.issuer),
    audience: text("authentication.audience", given.audience),
    jwksUrl: text("authentication.jwksUrl", given.jwksUrl),
    algorithms: given.algorithms,
    tenantClaim: given.tenantClaim,
    clockSkew: given.clockSkew && span("authentication.clockSkew", given.clockSkew, 5_000),
  };
}
