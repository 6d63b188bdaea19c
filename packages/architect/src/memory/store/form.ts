import { z } from "zod";
import { type Figure, figures, privacies } from "../facts.js";
import { type Learned, memoryFormat } from "../memory.js";

/** Nothing that moves a cursor, hides or breaks a line. */
const line = z.string().regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
const id = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);
const amount = z.number().min(0);
const at = z.iso.datetime();

export const noteText = line.min(3).max(500);

const facts = z.strictObject({
  kind: id,
  regulations: z.array(id).max(50),
  privacy: z.enum(privacies),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  figures: z.partialRecord(z.enum(Object.keys(figures) as [Figure]), amount),
});

const decision = z.strictObject({
  decision: id,
  subject: line.max(500).optional(),
  option: id,
  calculated: id.optional(),
  because: z.array(line.max(2_000)).max(10).optional(),
});

const form = z.strictObject({
  format: z.literal(memoryFormat),
  id: z.uuid(),
  designs: z.array(z.strictObject({ at, facts, decisions: z.array(decision).max(5_000) })).max(1_000),
  notes: z
    .array(z.strictObject({ at, went: z.enum(["well", "badly"]), says: noteText, decision: id.optional() }))
    .max(10_000),
  measured: z
    .array(
      z.strictObject({
        at,
        requirement: line.max(200),
        what: line.max(200),
        unit: line.max(50),
        promised: z.number(),
        measured: z.number(),
        held: z.boolean(),
        decisions: z.array(id).max(50),
      }),
    )
    .max(100_000),
});

/** Of `learned.json`, as `schemas/learned.schema.json` has it. */
export const learnedSchema = (): object => ({
  $id: "urn:lintel:learned:1",
  title: "What a project has learned of its own design",
  description:
    "ai/memory-bank/learned.json: what was designed and why, what people said of it, and what was measured.",
  ...z.toJSONSchema(form, { target: "draft-2020-12" }),
});

/** What a text of a memory says, or why it is none. */
export function readLearned(text: string): { readonly learned: Learned } | { readonly says: string } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { says: `It is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const format = (data as { format?: unknown } | null)?.format;
  if (typeof format === "number" && format > memoryFormat)
    return { says: `It has the format ${format}, and this version of lintel knows ${memoryFormat}.` };
  const read = form.safeParse(data);
  if (read.success) return { learned: read.data as Learned };
  const [issue] = read.error.issues;
  return { says: `/${issue?.path.join("/") ?? ""}: ${issue?.message ?? "it has another form"}` };
}

export function learnedText(learned: Learned): string {
  return `${JSON.stringify(learned, null, 2)}\n`;
}
