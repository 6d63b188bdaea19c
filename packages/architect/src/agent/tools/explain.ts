import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { openInterview } from "./conversation.js";
import { Refusal } from "./refusal.js";
import { says } from "./shapes.js";
import { defineTool, type Project } from "./tool.js";

const binary = fileURLToPath(new URL("../../../bin/lintel.js", import.meta.url));
const DEADLINE_MS = 60_000;
const MOST_BYTES = 16 * 1024 * 1024;

const subject = z.object({ kind: z.string(), id: z.string(), title: z.string() });

export const explainTool = defineTool({
  name: "explain",
  title: "Explain a part of the design",
  description:
    "Where something comes from (the question, the answer as it was said, who confirmed it), what it says, what depends on it and what would change it: of a requirement (REQ-PERF-002), a name of the blueprint (orders, order_lines), a decision (style, adr 7), a question (performance.load) or a document (system.md). Call it before you change what you have not written.",
  kind: "reads",
  input: z.strictObject({
    subject: z
      .string()
      .min(1)
      .max(300)
      .describe('What is meant; with its kind in front where several are called so: "table orders".'),
  }),
  output: z.object({
    says,
    explanation: z
      .object({
        subject,
        also: z.array(subject),
        says: z.array(z.string()),
        origins: z.array(
          z.object({
            says: z.string(),
            requirements: z.array(z.string()),
            question: z
              .object({
                id: z.string(),
                text: z.string(),
                said: z.string().optional(),
                accepted: z.string().optional(),
                confirmed: z.string(),
                changed: z.string().optional(),
              })
              .optional(),
          }),
        ),
        dependents: z.array(
          z.object({ kind: z.string(), items: z.array(z.object({ id: z.string(), says: z.string() })) }),
        ),
        changes: z.array(
          z.object({ says: z.string(), from: z.array(z.string()), command: z.string().optional() }),
        ),
      })
      .optional(),
    isDesigned: z.boolean().optional().describe("Whether lintel design has been run."),
    notes: z.array(z.string()).optional().describe("What could not be read, and is left out."),
  }),
  async run({ subject: words }, project) {
    openInterview(project);
    const told = await explained(words, project);
    return { says: "What would change it is a person's to decide.", ...told };
  },
});

const answer = z.looseObject({ error: z.object({ code: z.string(), message: z.string() }).optional() });

/** Asks the command line: it reads the blueprint in a process of its own, as it is now, and ends. */
async function explained(words: string, { directory }: Project): Promise<object> {
  const given = ["explain", "--json", "--", words];
  const stdout = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [binary, ...given],
      { cwd: directory, timeout: DEADLINE_MS, maxBuffer: MOST_BYTES, windowsHide: true },
      (error, out) => (out === "" && error ? reject(error) : resolve(out)),
    );
  });
  const { error, found: _, ...told } = answer.parse(JSON.parse(stdout));
  if (!error) return told;
  const { code, message } = error;
  if (code === "SUBJECT_UNKNOWN" || code === "SUBJECT_AMBIGUOUS")
    throw new Refusal(code, message, "Call explain again with one of these, its kind in front.");
  throw new Refusal("NOT_EXPLAINED", `${code}: ${message}`, "Show it to the person.");
}
