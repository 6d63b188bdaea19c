import { ToolError } from "../tool-error.js";
import type { Verb } from "./verb.js";

const API_PORT = 4400;
const METRICS_PORT = 4402;

/** `lintel dev` */
export const dev: Verb = {
  name: "dev",
  summary: "Run the backend here, on a database of its own, and reload it whenever a file is saved.",
  examples: ["lintel dev", "lintel dev --seed", "lintel dev --seed --scale 10 --port 5400"],
  declare: (command) =>
    command
      .option("--port <number>", "the API's port; a taken one moves up by ten", String(API_PORT))
      .option(
        "--metrics-port <number>",
        "the metrics' port; a taken one moves up by ten",
        String(METRICS_PORT),
      )
      .option("--metrics-host <address>", "where metrics are read", "127.0.0.1")
      .option("--seed", "load seed.ts where the tables are empty")
      .option("--scale <number>", "how much data to load", "1")
      .option("--accept-data-loss", "at the start, drop what the blueprint no longer has")
      .option("--database-url <url>", "a PostgreSQL instead of the embedded one (or DATABASE_URL)"),
  async run({ terminal, options, text }) {
    const { findProject } = await import("../project/index.js");
    const { develop, namedDatabase } = await import("../development/index.js");
    const { createDevelopmentScreen } = await import("./development-screen.js");
    const { seedInChild } = await import("./seed-in-child.js");
    const { whenToldToStop } = await import("./signals.js");
    const project = findProject(process.cwd(), text("blueprint"));
    const seeding = new AbortController();
    const development = develop({
      project,
      port: portOf("--port", text("port")),
      metricsPort: portOf("--metrics-port", text("metricsPort")),
      metricsHost: text("metricsHost"),
      acceptDataLoss: options.acceptDataLoss === true,
      databaseUrl: namedDatabase(text("databaseUrl")),
      seed: async (databaseUrl) => {
        if (options.seed !== true) return;
        await seedInChild({ project, databaseUrl, scale: text("scale") ?? "1", signal: seeding.signal });
      },
      tell: createDevelopmentScreen(terminal, project),
    });
    const told = whenToldToStop();
    const failed = development.begun.then(
      () => new Promise<never>(() => {}),
      (error: unknown) => ({ error }),
    );
    const outcome = await Promise.race([
      told.first,
      failed,
      development.gone.then(() => "The project is gone"),
    ]);
    seeding.abort();
    told.second.then(() => development.force());
    if (typeof outcome === "object") {
      await development.stop("the start failed");
      throw outcome.error;
    }
    terminal.note((paint) => paint("dim", `${outcome}: stopping (once more to force)`));
    await development.stop(outcome);
    terminal.note((paint) => paint("dim", "stopped"));
    return 0;
  },
};

/** A port that was given. */
export function portOf(option: string, given: string | undefined): number {
  const port = Number(given);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new ToolError(
    "PORT_INVALID",
    `"${given}" is not a port: 1 to 65535.`,
    `Write it so: ${option} 5400`,
    {
      where: option,
      exitCode: 2,
    },
  );
}
