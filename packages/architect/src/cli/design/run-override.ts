import type { DecisionId } from "../../design/index.js";
import type { KeptOverride } from "../../design/store/index.js";
import { ToolError } from "../../tool-error.js";
import { refuseAgent } from "../brief/personal-terminal.js";
import type { ExitCode, Given } from "../verb.js";
import { runDesign } from "./run-design.js";

/**
 * Notes what a person decides otherwise, or takes it back, and designs anew.
 *
 * @throws ToolError PERSON_MISSING, REASON_MISSING, OPTION_MISPLACED, DECISION_UNKNOWN, DECISION_SUBJECT_UNKNOWN, DECISION_OPTION_UNKNOWN; any of `runDesign`
 */
export async function runOverride(given: Given): Promise<ExitCode> {
  refuseAgent({ does: "decides otherwise than the figures", command: "lintel design override" });
  const { arguments: words, options, text } = given;
  const [decision = "", option] = words;
  const subject = text("subject");
  const isSame = (one: KeptOverride) => one.decision === decision && one.subject === subject;
  if (options.remove === true) {
    if (option !== undefined || text("reason") !== undefined)
      throw misplaced("An override is taken back whole, and no option or reason is told with it.", decision);
    return runDesign(given, (before) => {
      if (before.some(isSame)) return before.filter((one) => !isSame(one));
      throw notOverridden(decision, subject, before);
    });
  }
  if (option === undefined) throw misplaced("It is not said which option is to hold.", decision);
  const reason = text("reason")?.trim();
  if (!reason)
    throw new ToolError(
      "REASON_MISSING",
      "What a person decides otherwise is kept with the reason: it stands in the record of the decision.",
      `Say it: lintel design override ${decision} ${option} --reason "..."`,
      { where: "--reason", exitCode: 2 },
    );
  const made: KeptOverride = {
    decision: decision as DecisionId,
    ...(subject === undefined ? {} : { subject }),
    option,
    reason,
    at: new Date().toISOString(),
  };
  return runDesign(given, (before) => [...before.filter((one) => !isSame(one)), made]);
}

function misplaced(says: string, decision: string): ToolError {
  return new ToolError(
    "OPTION_MISPLACED",
    says,
    `lintel design override ${decision} <option> --reason "...", or lintel design override ${decision} --remove`,
    { exitCode: 2 },
  );
}

function notOverridden(
  decision: string,
  subject: string | undefined,
  before: readonly KeptOverride[],
): ToolError {
  const named = before.map((one) =>
    one.subject === undefined ? one.decision : `${one.decision} --subject ${one.subject}`,
  );
  return new ToolError(
    "DECISION_UNKNOWN",
    `Nobody decided otherwise on "${decision}"${subject === undefined ? "" : ` of "${subject}"`}.`,
    named.length > 0 ? `Overridden are: ${named.join(", ")}` : "lintel design decisions",
    { exitCode: 2 },
  );
}
