import { isNamed, type Named } from "./recognise.js";
import { type Spot, within } from "./spot.js";
import { type Survey, type SurveyedEnvironment, valueAt } from "./survey.js";

/** A setting of an environment with its path. */
export interface SurveyedSetting extends Spot {
  readonly environment: SurveyedEnvironment;
  readonly value: unknown;
}

/** The settings that there are, by the group that they stand in; "" is the environment itself. */
export const settingNames: { readonly [group: string]: readonly string[] } = {
  "": [
    "authentication",
    "cors",
    "rateLimit",
    "trustedProxies",
    "limits",
    "timeouts",
    "connections",
    "log",
    "secret",
    "previousSecrets",
    "webhooks",
  ],
  authentication: ["issuer", "audience", "jwksUrl", "algorithms", "clockSkew", "tenantClaim"],
  cors: ["origins"],
  rateLimit: ["requests", "window", "requestsPerTenant", "off"],
  limits: [
    ...["body", "pageSize", "includeDepth", "sockets"],
    ...["feeds", "feedsPerAddress", "feedsPerUser", "feedsPerTenant"],
    ...["feedSubscriptions", "feedSubscriptionsPerTenant", "feedMessages"],
  ],
  timeouts: ["request", "row", "list", "statement", "heartbeat", "shutdown"],
  connections: ["reads", "transactions"],
  log: ["order", "maxWalBytes", "archive"],
  webhooks: ["http", "ports", "networks"],
};

/** One setting in every environment that says it: `setting(survey, "timeouts", "request")`. */
export function setting({ environments }: Survey, group: string, name?: string): SurveyedSetting[] {
  return environments.flatMap((environment) => {
    const whole = environment.settings[group];
    const value = name === undefined ? whole : valueAt(whole, name);
    if (value === undefined) return [];
    return [
      { ...within(environment, name === undefined ? `.${group}` : `.${group}.${name}`), environment, value },
    ];
  });
}

/** True for what `env(...)` makes. */
export function isFromEnvironment(value: unknown): value is Named & { readonly env: string } {
  return isNamed(value) && typeof value.env === "string";
}

/** What a setting is written as in the file: itself, or the fallback of `env(...)`. */
export function writtenText(value: unknown): string | undefined {
  const written = isFromEnvironment(value) ? value.fallback : value;
  return typeof written === "string" ? written : undefined;
}

/** Whether an environment is for work on one machine, where defaults may stand in the file. */
export function isForDevelopment({ name }: SurveyedEnvironment): boolean {
  return name === "development" || name === "test";
}
