import { decisionIds } from "../../design/index.js";
import { noteText, rememberNote } from "../../memory/store/index.js";
import { findFolder } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import { requiredBrief } from "../brief/required-brief.js";
import type { ExitCode, Given } from "../verb.js";

/**
 * Notes what went well or badly.
 *
 * @throws ToolError BRIEF_MISSING, NOTE_INVALID, DECISION_UNKNOWN; LEARNED_UNREADABLE, LEARNED_BUSY, LEARNED_NOT_WRITABLE
 */
export async function addNote({ terminal, arguments: words, text }: Given): Promise<ExitCode> {
  const went = text("went");
  if (went !== "well" && went !== "badly")
    throw invalid("--went", `Received ${JSON.stringify(went)}; a design goes well or badly.`);
  const says = noteText.safeParse((words[0] ?? "").trim());
  if (!says.success)
    throw invalid("<text>", "A note is one line of 3 to 500 characters, without control characters.");
  const decision = text("decision");
  if (decision !== undefined && !(decisionIds as readonly string[]).includes(decision))
    throw new ToolError(
      "DECISION_UNKNOWN",
      `There is no decision ${JSON.stringify(decision.slice(0, 80))}. There are ${decisionIds.join(", ")}.`,
      "Name one of these, or none.",
      { where: "--decision", exitCode: 2 },
    );
  const directory = findFolder(process.cwd(), text("blueprint"));
  requiredBrief(directory);
  const note = {
    at: new Date().toISOString(),
    went,
    says: says.data,
    ...(decision !== undefined && { decision }),
  } as const;
  for (const told of await rememberNote(directory, note)) terminal.note((paint) => paint("yellow", told));
  terminal.result(
    note,
    () => "Noted in ai/memory-bank/learned.json: it is recalled with this design once there is another.",
  );
  return 0;
}

function invalid(where: string, says: string): ToolError {
  return new ToolError(
    "NOTE_INVALID",
    says,
    'lintel recall note "..." --went well|badly [--decision style]',
    {
      where,
      exitCode: 2,
    },
  );
}
