import { randomBytes } from "node:crypto";
import { env, environment, type System } from "../../blueprint/index.js";
import type { DevelopmentIssuer } from "../../identity/index.js";
import { type Running, serve } from "../../serve/index.js";
import { type TestSystem, testSystem } from "../test-system.js";

/** Nobody listens there. */
const nowhere = "postgresql://nobody@127.0.0.1:1/none";

/** Never asked: the tokens are of an issuer at hand. */
const authentication = {
  issuer: "https://issuer.invalid",
  audience: "conform",
  jwksUrl: "https://issuer.invalid/keys",
};

/** A system, and the same one in three plights, so that what it says in them can be seen. */
export interface Surroundings {
  readonly app: TestSystem;
  readonly limitedUrl: string;
  readonly hastyUrl: string;
  readonly downUrl: string;
  stop(): Promise<void>;
}

/** Starts a system on a database of its own: with room for many requests, with room for one, with a second, and without a database. */
export async function surround(
  system: System,
  named: string,
  issuer: DevelopmentIssuer,
): Promise<Surroundings> {
  const { webhooks: _, ...settings } = system.environments[named]?.settings ?? {};
  const secret = settings.secret ?? env("LINTEL_CONFORM_SECRET");
  const variables = { LINTEL_CONFORM_SECRET: randomBytes(32).toString("base64"), ...process.env };
  const base = { ...settings, authentication, secret };
  const roomy = { requests: 1_000_000_000, window: "1m" } as const;
  const described: System = {
    ...system,
    environments: {
      ...system.environments,
      conform: environment({ ...base, rateLimit: roomy }),
      "conform-limited": environment({ ...base, rateLimit: { requests: 1, window: "1m" } }),
      "conform-hasty": environment({
        ...base,
        rateLimit: roomy,
        timeouts: { ...base.timeouts, request: "1s" },
      }),
    },
  };
  // Addresses that are made up are not to be called.
  const quiet = { variables, sendsWebhooks: false };
  const app = await testSystem(described, { environment: "conform", issuer, ...quiet });
  const others: Running[] = [];
  const start = async (name: string, databaseUrl: string): Promise<string> => {
    const running = await serve({
      system: described,
      environment: name,
      databaseUrl,
      port: 0,
      metricsPort: false,
      development: issuer,
      log: "none",
      ...quiet,
    });
    others.push(running);
    return running.url;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(others.map((running) => running.stop("conformance is known")));
    await app.stop();
  };
  try {
    const limitedUrl = await start("conform-limited", app.database.url);
    const hastyUrl = await start("conform-hasty", app.database.url);
    const downUrl = await start("conform", nowhere);
    return { app, limitedUrl, hastyUrl, downUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
