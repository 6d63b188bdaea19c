import { execFileSync, spawn } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const [only] = process.argv.slice(2);

/** The judges: executables that lie directly in a folder here, in the order of their names. */
function judgesIn(folder) {
  return readdirSync(join(here, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && isExecutable(join(here, folder, entry.name)))
    .map((entry) => join(folder, entry.name))
    .sort();
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a judge, passes on what it says, and gives back its verdicts. One that judges nothing has failed. */
async function ask(judge) {
  const verdicts = [];
  const child = spawn(join(here, judge), { cwd: here, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  for await (const line of createInterface({ input: child.stdout })) {
    process.stdout.write(`${line}\n`);
    const [, verdict, words] = /^(passed|failed) (.+)$/.exec(line) ?? [];
    if (verdict) verdicts.push({ judge, passed: verdict === "passed", words });
  }
  const code = await ended;
  const isSilent = verdicts.length === 0;
  if (isSilent || (code !== 0 && verdicts.every(({ passed }) => passed))) {
    const words = isSilent ? `${judge}: it judged nothing` : `${judge}: it ended with ${code}`;
    process.stdout.write(`failed ${words}\n`);
    verdicts.push({ judge, passed: false, words });
  }
  return verdicts;
}

if (!existsSync(join(here, "node_modules"))) execFileSync("npm", ["ci", "--silent"], { cwd: here });
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
  .map(({ name }) => name)
  .filter((name) => only === undefined || name === only)
  .sort();
const verdicts = [];
for (const judge of folders.flatMap(judgesIn)) verdicts.push(...(await ask(judge)));
const passed = verdicts.filter((verdict) => verdict.passed).length;
const summary = { passed, failed: verdicts.length - passed, verdicts };
const report = process.env.LINTEL_JUDGES_REPORT;
if (report) writeFileSync(report, `${JSON.stringify(summary, null, 2)}\n`);
process.stdout.write(`${JSON.stringify({ passed: summary.passed, failed: summary.failed })}\n`);
process.exitCode = summary.failed === 0 && passed > 0 ? 0 : 1;
