import { z } from "zod";

/** Names are kebab-case words with a category in front. */
export const questionId = z
  .string()
  .min(1)
  .max(100)
  .describe('The id of a question, as next_questions gives it: "performance.latency".');

export const amendmentName = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .describe("The name of an amendment, as start_interview gives it. Left out for the project itself.");

const LONGEST_TEXT = 100_000;
const MOST_ROWS = 500;

/** Said as a person types it, or as data: exactly one of the two. */
export const answerText = z
  .string()
  .max(LONGEST_TEXT)
  .optional()
  .describe('The answer as a person says it: "p99 under 150 ms", an option\'s id, or "I don\'t know".');

const word = z.string().max(LONGEST_TEXT);

/** What a cell of a table or a part of an answer may be, as data. */
const cell = z.union([
  word,
  z.number(),
  z.boolean(),
  z.array(word).max(MOST_ROWS),
  z.record(z.string().max(100), z.union([word, z.number()])),
]);

export const answerData = z
  .union([
    z.array(z.union([word, z.record(z.string().max(100), cell)])).max(MOST_ROWS),
    z.record(z.string().max(100), cell),
  ])
  .optional()
  .describe("Instead of `answer`: rows of a table by column, quantities by part, or ids of options.");

export const progress = z.object({
  answered: z.int(),
  asked: z.int(),
  categories: z.array(z.object({ id: z.string(), title: z.string(), answered: z.int(), asked: z.int() })),
});

export const contradiction = z.object({
  code: z.string(),
  questions: z.array(z.string()),
  says: z.string().describe("What is at odds, with the numbers."),
  ways: z.array(z.string()).describe("Ways out. A person decides."),
});

export const recommendation = z.object({
  answer: z.string(),
  reason: z.string(),
  from: z.array(z.object({ question: z.string(), text: z.string(), said: z.string() })),
});

/** How a question is answered. Which members there are hangs on `kind`. */
const answerKind = z.object({
  kind: z.enum(["quantities", "choice", "text", "table"]),
  parts: z
    .array(z.object({ id: z.string(), title: z.string(), measure: z.string(), optional: z.boolean() }))
    .optional(),
  options: z.array(z.object({ id: z.string(), title: z.string(), fits: z.string() })).optional(),
  many: z.boolean().optional(),
  other: z.string().optional(),
  aspects: z.array(z.string()).optional(),
  row: z.string().optional(),
  least: z.int().optional(),
  columns: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        holds: z.string(),
        options: z.array(z.string()).optional(),
        optional: z.boolean(),
      }),
    )
    .optional(),
});

export const question = z.object({
  id: z.string(),
  category: z.string(),
  text: z.string(),
  reason: z.string().describe("Why it matters."),
  because: z.string().optional().describe("Why it is asked of this project."),
  example: z.string().describe("An answer that would do."),
  answer: answerKind,
  state: z.enum(["new", "vague", "unknown", "skipped", "answered"]),
  said: z.string().optional(),
  missing: z.array(z.string()).optional().describe("What is still asked for, where the answer was vague."),
});

export const says = z.string().describe("What happened, and what to do next.");

/** What a person edited in the files by hand, which was read back. */
export const edits = z.array(z.string());
