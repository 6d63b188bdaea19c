import { expect, it } from "vitest";
import type { EnvironmentSettings } from "../blueprint/index.js";
import { env, environment, system } from "../index.js";
import { resolveSettings } from "./settings.js";

const authentication = {
  issuer: env("ISSUER"),
  audience: "shop",
  jwksUrl: env("JWKS", "https://id.example/keys"),
};
const shop = system("shop", {
  version: 1,
  services: [],
  environments: {
    production: environment({ authentication, secret: env("SECRET"), timeouts: { request: "2s" } }),
    open: environment({ rateLimit: { off: "the gateway limits" } }),
  },
});

it("takes the defaults where nothing is said", () => {
  expect(resolveSettings({ ...shop, environments: {} }, "production", {})).toEqual({
    authentication: undefined,
    origins: undefined,
    rateLimit: { requests: 600, requestsPerTenant: 60_000, windowMs: 60_000 },
    limits: {
      body: 1_048_576,
      pageSize: 100,
      includeDepth: 2,
      feeds: {
        connections: 10_000,
        connectionsPerAddress: 1_000,
        connectionsPerUser: 50,
        connectionsPerTenant: 2_500,
        subscriptions: 100,
        subscriptionsPerTenant: 5_000,
        messages: 50,
      },
    },
    timeouts: {
      request: 15_000,
      row: 2_000,
      list: 5_000,
      statement: 10_000,
      heartbeat: 15_000,
      shutdown: 20_000,
    },
    connections: { reads: 2, transactions: 8 },
    log: {},
    secret: undefined,
    previousSecrets: [],
    webhooks: { http: false, ports: [], networks: [] },
  });
});

it("gives reads no more time than any statement has, unless told", () => {
  const timeoutsOf = (timeouts: object) => {
    const told = { ...shop, environments: { production: environment({ timeouts }) } };
    return resolveSettings(told, "production", {}).timeouts;
  };
  expect(timeoutsOf({ statement: "3s" })).toMatchObject({ row: 2_000, list: 3_000, statement: 3_000 });
  expect(timeoutsOf({ statement: "1s", list: "4s" })).toMatchObject({ row: 1_000, list: 4_000 });
});

it("lets development and tests ask as much as they can, unless told", () => {
  const much = { requests: 1_000_000, requestsPerTenant: 100_000_000, windowMs: 60_000 };
  expect(resolveSettings(shop, "development", {}).rateLimit).toEqual(much);
  expect(resolveSettings(shop, "test", {}).rateLimit).toEqual(much);
  const rateLimit = { requests: 5, window: "1m" } as const;
  const told = { ...shop, environments: { development: environment({ rateLimit }) } };
  expect(resolveSettings(told, "development", {}).rateLimit).toEqual({
    requests: 5,
    requestsPerTenant: 500,
    windowMs: 60_000,
  });
});

it("takes for all callers of a tenant what it is told, and else its part of what there is", () => {
  const limitsOf = (settings: EnvironmentSettings) =>
    resolveSettings({ ...shop, environments: { production: environment(settings) } }, "production", {});
  const rateLimit = { requests: 5, window: "1m", requestsPerTenant: 12 } as const;
  expect(limitsOf({ rateLimit }).rateLimit?.requestsPerTenant).toBe(12);
  expect(limitsOf({ limits: { feeds: 10 } }).limits.feeds.connectionsPerTenant).toBe(3);
  const limits = { feedsPerTenant: 7, feedSubscriptionsPerTenant: 70 };
  expect(limitsOf({ limits }).limits.feeds).toMatchObject({
    connectionsPerTenant: 7,
    subscriptionsPerTenant: 70,
  });
});

it("reads variables, fallbacks and durations", () => {
  const settings = resolveSettings(shop, "production", {
    ISSUER: "https://id.example",
    SECRET: "s".repeat(32),
  });
  expect(settings.authentication).toMatchObject({
    issuer: "https://id.example",
    audience: "shop",
    jwksUrl: "https://id.example/keys",
  });
  expect(settings).toMatchObject({ secret: "s".repeat(32), timeouts: { request: 2_000 } });
  expect(resolveSettings(shop, "open", {}).rateLimit).toBeUndefined();
});

it("reports every missing variable at once, and shows no secret", () => {
  const read = () => resolveSettings(shop, "production", { SECRET: "too-short-secret" });
  expect(read).toThrow(expect.objectContaining({ code: "SETTINGS_INCOMPLETE" }));
  expect(read).toThrow(/ISSUER.*\n.*|\n.*ISSUER/);
  expect(read).toThrow(/16 characters/);
  expect(read).not.toThrow(/too-short-secret/);
});

it("names the environments that there are", () => {
  expect(() => resolveSettings(shop, "staging", {})).toThrow(/"staging"; it has: .*open/);
});
