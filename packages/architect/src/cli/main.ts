import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { agentVerbs } from "./agent/index.js";
import { brief, briefVerbs } from "./brief/index.js";
import { check } from "./check.js";
import { database } from "./db/index.js";
import { design, designVerbs } from "./design/index.js";
import { dev } from "./dev.js";
import { docs } from "./docs.js";
import { explain } from "./explain/index.js";
import { guardCommand } from "./guard/index.js";
import { importBrief } from "./import-brief/index.js";
import { init } from "./init.js";
import { interview } from "./interview/index.js";
import { deadVerbs, logVerbs } from "./log/index.js";
import { mcp } from "./mcp/mcp.js";
import { recall, recallVerbs } from "./recall/index.js";
import { reportFailure } from "./report-failure.js";
import { review } from "./review.js";
import { revokeToken } from "./revoke-token.js";
import { routes } from "./routes.js";
import { start } from "./start.js";
import { tests } from "./tests/index.js";
import { token } from "./token.js";
import { commandOf, type ExitCode, output } from "./verb.js";
import { webhookVerbs } from "./webhooks/index.js";

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

/** Runs the command line, and gives its exit code: 0 done, 1 a check or promise failed, 2 wrong use. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const finish = (given: ExitCode) => {
    code = given;
  };
  const program = new Command("lintel")
    .description("A backend architect that you can run: a typed blueprint becomes a backend.")
    .version(version, "-v, --version")
    .configureOutput(output)
    .exitOverride()
    .showHelpAfterError("(lintel --help lists the commands)")
    .enablePositionalOptions()
    .addHelpText(
      "after",
      "\nExamples:\n  lintel init my-backend    begin a project\n  lintel dev --seed         run it here, with data\n  lintel db --help          what can be done with the database",
    );
  const db = new Command("db")
    .description("The database: migrations, data and a prompt.")
    .configureOutput(output)
    .exitOverride()
    .addHelpText("after", "\nExamples:\n  lintel db status\n  lintel db diff --name add-colour");
  for (const verb of [init, interview, importBrief]) program.addCommand(commandOf(verb, finish));
  // What stands after the name of a verb below it is an option of that one.
  const briefs = commandOf(brief, finish).enablePositionalOptions();
  for (const verb of briefVerbs) briefs.addCommand(commandOf(verb, finish));
  program.addCommand(briefs);
  const designs = commandOf(design, finish).enablePositionalOptions();
  for (const verb of designVerbs) designs.addCommand(commandOf(verb, finish));
  program.addCommand(designs);
  program.addCommand(commandOf(explain, finish));
  const recalls = commandOf(recall, finish).enablePositionalOptions();
  for (const verb of recallVerbs) recalls.addCommand(commandOf(verb, finish));
  program.addCommand(recalls);
  for (const verb of [docs, tests, review, check, dev, start]) program.addCommand(commandOf(verb, finish));
  for (const verb of database) db.addCommand(commandOf(verb, finish));
  program.addCommand(db);
  const log = new Command("log")
    .description("The ordered logs of the services: how they stand, and what is in them.")
    .configureOutput(output)
    .exitOverride()
    .addHelpText("after", "\nExamples:\n  lintel log status\n  lintel log tail orders --follow");
  for (const verb of logVerbs) log.addCommand(commandOf(verb, finish));
  const dead = new Command("dead")
    .description("What a consumer could not handle: to look at, to mend, to try again or to give up.")
    .configureOutput(output)
    .exitOverride()
    .addHelpText(
      "after",
      "\nExamples:\n  lintel log dead list billing.invoices\n  lintel log dead replay billing.invoices 1200",
    );
  for (const verb of deadVerbs) dead.addCommand(commandOf(verb, finish));
  log.addCommand(dead);
  program.addCommand(log);
  const webhooks = new Command("webhooks")
    .description("Endpoints that events are sent to: how they stand, and what to do with them.")
    .configureOutput(output)
    .exitOverride()
    .addHelpText(
      "after",
      "\nExamples:\n  lintel webhooks list\n  lintel webhooks enable 0195d1a0-0000-7000-8000-00000000000a",
    );
  for (const verb of webhookVerbs) webhooks.addCommand(commandOf(verb, finish));
  program.addCommand(webhooks);
  const agent = new Command("agent")
    .description("Coding agents: tell them to gather requirements before they build.")
    .configureOutput(output)
    .exitOverride()
    .addHelpText("after", "\nExamples:\n  lintel agent install\n  lintel agent install --check");
  for (const verb of agentVerbs) agent.addCommand(commandOf(verb, finish));
  program.addCommand(agent);
  program.addCommand(guardCommand(finish));
  program.addCommand(commandOf(mcp, finish));
  const tokens = commandOf(token, finish).enablePositionalOptions();
  tokens.addCommand(commandOf(revokeToken, finish));
  program.addCommand(tokens);
  program.addCommand(commandOf(routes, finish));
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    const json = argv.includes("--json");
    if (!(error instanceof CommanderError)) return reportFailure(error, json);
    if (error.exitCode === 0) return 0;
    if (json) {
      const told = { code: "WRONG_USE", message: error.message, next: "lintel --help" };
      process.stdout.write(`${JSON.stringify({ error: told }, null, 2)}\n`);
    }
    return 2;
  }
}
