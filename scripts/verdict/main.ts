/*
 * `main.ts again REPORT`: the files of a run that are worth a second look, a line each.
 * `main.ts say JUDGES REPORT AGAIN [REPORT AGAIN ...]`: what of the judges and the runs did not pass, what was unsteady, and the
 * counts of all; ends with 1 where anything failed or was skipped. A report is vitest's JSON; AGAIN may not be there.
 */
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import {
  type Counts,
  countsOf,
  type Failure,
  failuresOf,
  type Report,
  settle,
  unsteadyFiles,
} from "./reports.js";

interface Judged {
  readonly passed: number;
  readonly failed: number;
  readonly verdicts: readonly { readonly passed: boolean; readonly words: string }[];
}

const silent: Judged = {
  passed: 0,
  failed: 1,
  verdicts: [{ passed: false, words: "the judges gave no report" }],
};
const tell = (line: string) => process.stdout.write(`${line}\n`);
const read = <T>(file: string): T | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;
const placeOf = ({ file, test }: Failure) => [relative(process.cwd(), file), test].filter(Boolean).join(": ");

/** What something failed with: enough of it that nobody has to look further up. */
function linesOf({ why }: Failure): readonly string[] {
  return why
    .map((reason) => reason.replace("STACK_TRACE_ERROR", "it had not ended in its time"))
    .flatMap((reason) => stripVTControlCharacters(reason).split("\n"))
    .filter((line) => !line.includes("/node_modules/"))
    .slice(0, 30)
    .map((line) => line.slice(0, 500));
}

const [command, ...files] = process.argv.slice(2);
if (command === "again") {
  const report = read<Report>(files[0] ?? "");
  for (const file of report ? unsteadyFiles(report) : []) tell(relative(process.cwd(), file));
} else {
  const [judged = "", ...reports] = files;
  const judges = read<Judged>(judged) ?? silent;
  const counts: Counts[] = [{ passed: judges.passed, failed: judges.failed, skipped: 0 }];
  for (let at = 0; at < reports.length; at += 2) {
    const file = reports[at] ?? "";
    const first = read<Report>(file);
    if (!first) {
      const log = file.replace(/json$/, "log");
      const said = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-30) : [];
      tell(["", `no report: ${file} (the run ended before its tests did):`, ...said].join("\n"));
      counts.push({ passed: 0, failed: 1, skipped: 0 });
      continue;
    }
    const settled = settle(first, read<Report>(reports[at + 1] ?? ""));
    for (const one of settled.unsteady) tell(`unsteady: ${placeOf(one)}: ${linesOf(one)[0] ?? ""}`);
    for (const one of settled.testResults.flatMap(failuresOf))
      tell([`${one.status}: ${placeOf(one)}`, ...linesOf(one)].join("\n    "));
    counts.push(countsOf(settled));
  }
  for (const { passed, words } of judges.verdicts) if (!passed) tell(`failed: ${words}`);
  const sum = (count: keyof Counts) => counts.reduce((total, one) => total + one[count], 0);
  tell(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  process.exitCode = sum("failed") === 0 && sum("skipped") === 0 && sum("passed") > 0 ? 0 : 1;
}
