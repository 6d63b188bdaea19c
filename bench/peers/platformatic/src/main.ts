/**
 * Platformatic DB as its documentation has it: the whole product from its configuration, `platformatic.json`, with a plugin for
 * the routes that the benchmark asks. With DATABASE_URL, JWT_PUBLIC_KEY (SPKI), JWT_ISSUER and JWT_AUDIENCE.
 */
import { fileURLToPath } from "node:url";
import { buildServer } from "@platformatic/db";
import type { FastifyInstance } from "fastify";

/** It takes the path of a configuration too, which its types do not say. */
const build = buildServer as (configuration: unknown) => Promise<FastifyInstance>;
const app = await build(fileURLToPath(new URL("../platformatic.json", import.meta.url)));

// Its own start() would listen on all addresses inside a container.
const url = await app.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`${url}\n`);
process.once("SIGTERM", () => void app.close().then(() => process.exit()));
