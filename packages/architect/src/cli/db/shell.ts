import { spawn, spawnSync } from "node:child_process";
import type { Verb } from "../verb.js";

/** `lintel db shell` */
export const shell: Verb = {
  name: "shell",
  summary: "Open an SQL prompt: psql where it is installed, else a small one.",
  examples: ["lintel db shell", "echo 'select count(*) from tasks.boards;' | lintel db shell"],
  declare: (command) =>
    command
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)")
      .option("--plain", "the small prompt, even where psql is installed"),
  async run({ terminal, options, text }) {
    const { withDatabase } = await import("./with-database.js");
    return withDatabase({ terminal, text }, async ({ url }) => {
      if (options.plain !== true && hasPsql()) return (await runPsql(url)) ? 0 : 1;
      const { promptForSql } = await import("./prompt.js");
      return (await promptForSql(url)) ? 0 : 1;
    });
  },
};

function hasPsql(): boolean {
  return spawnSync("psql", ["--version"], { stdio: "ignore" }).status === 0;
}

/** The password goes through the environment: an argument could be read by every user of the machine. */
function runPsql(url: string): Promise<boolean> {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = "";
  const stay = () => {};
  // Ctrl-C ends a query within psql, not the shell around it.
  process.on("SIGINT", stay);
  const child = spawn("psql", ["--no-psqlrc", "--set=ON_ERROR_STOP=on", address.toString()], {
    stdio: "inherit",
    env: { ...process.env, ...(password && { PGPASSWORD: password }) },
  });
  return new Promise((resolve) => {
    child.once("exit", (code) => {
      process.removeListener("SIGINT", stay);
      resolve(code === 0);
    });
  });
}
