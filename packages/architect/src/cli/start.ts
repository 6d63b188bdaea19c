import { ToolError } from "../tool-error.js";
import { portOf } from "./dev.js";
import type { Verb } from "./verb.js";

/** `lintel start` */
export const start: Verb = {
  name: "start",
  summary: "Serve in production: one process, JSON logs, nothing watched, nothing changed in the database.",
  examples: [
    "CATALOG_DATABASE_URL=postgresql://shop_catalog__login:secret@db:5432/shop lintel start",
    "lintel start --environment staging --port 8080 --host 0.0.0.0",
  ],
  declare: (command) =>
    command
      .option("--environment <name>", "the blueprint's environment", "production")
      .option("--port <number>", "the API's port", process.env.PORT ?? "4400")
      .option("--metrics-port <number>", "the metrics' port", "4402")
      .option("--host <address>", "the address to listen on", "0.0.0.0")
      .option("--metrics-host <address>", "where metrics are read; 0.0.0.0 for all who reach it", "127.0.0.1")
      .option("--notice <time>", "how long to go on when told to stop, so that load balancers notice", "0s")
      .option("--owner-login <reason>", "serve with a login that owns the tables, and say why that must be")
      .option(
        "--database-url <url>",
        "the database (or DATABASE_URL, or CATALOG_DATABASE_URL for a service)",
      ),
  async run({ text }) {
    const { findProject } = await import("../project/index.js");
    const { readModel } = await import("./read-model.js");
    const { loadServer, milliseconds } = await import("@lintel/runtime/tools");
    const { startProduction } = await import("./start-production.js");
    const { whenToldToStop } = await import("./signals.js");
    const told = whenToldToStop();
    const project = findProject(process.cwd(), text("blueprint"));
    // Before the blueprint is read: once TypeScript can be read, every module takes longer to load.
    await loadServer();
    const running = await startProduction({
      project,
      ...(await readModel(project)),
      environment: text("environment") ?? "production",
      databaseUrl: text("databaseUrl"),
      ownerLogin: text("ownerLogin"),
      port: portOf("--port", text("port")),
      metricsPort: portOf("--metrics-port", text("metricsPort")),
      host: text("host") ?? "0.0.0.0",
      metricsHost: text("metricsHost"),
      notice: noticeOf(text("notice") ?? "0s", milliseconds),
    });
    told.second.then(() => process.exit(130));
    await running.stop(await told.first);
    return 0;
  },
};

const LONGEST_NOTICE_MS = 600_000;

function noticeOf(given: string, milliseconds: (duration: never) => number): number {
  try {
    const notice = milliseconds(given as never);
    if (notice <= LONGEST_NOTICE_MS) return notice;
  } catch {
    // The message below says what was expected.
  }
  throw new ToolError(
    "DURATION_INVALID",
    `"${given}" is not a time for which others can notice: 0s to 10m.`,
    "Write it so: lintel start --notice 5s",
    { where: "--notice", exitCode: 2 },
  );
}
