import { z } from "zod";
import { asFailure } from "../../failure.js";
import { Refusal } from "./refusal.js";

/** What the tools work on. */
export interface Project {
  /** Where its brief lies. */
  readonly directory: string;
  /** RFC 3339, UTC. */
  readonly now: () => string;
  /** Does one thing after another: calls of one client do not get in each other's way. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface ToolResult {
  readonly text: string;
  readonly structured?: { readonly [name: string]: unknown };
  readonly isError: boolean;
}

/** A tool as protocols list and call it. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  readonly annotations: Annotations;
  /** Never throws: what fails is told as a result. */
  call(given: unknown, project: Project): Promise<ToolResult>;
}

export interface Annotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

export type JsonSchema = { readonly type: "object"; readonly [keyword: string]: unknown };

interface Definition<I extends z.ZodObject, O extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: I;
  readonly output: O;
  readonly kind: keyof typeof kinds;
  run(given: z.output<I>, project: Project): Promise<z.input<O> & { readonly isError?: boolean }>;
}

const kinds = {
  /** It changes nothing. */
  reads: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  /** It adds, and a second time adds nothing. */
  adds: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  /** Something takes the place of something else, which is kept in the history. */
  changes: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
} as const;

export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(made: Definition<I, O>): Tool {
  const { name, title, description, input, output, kind } = made;
  return Object.freeze<Tool>({
    name,
    title,
    description,
    inputSchema: schemaOf(input, "input"),
    outputSchema: schemaOf(output, "output"),
    annotations: { ...kinds[kind] },
    async call(given, project) {
      try {
        const read = argumentsOf(input, given);
        const { isError = false, ...structured } = await project.inTurn(() => made.run(read, project));
        return { text: JSON.stringify(structured), structured, isError };
      } catch (error) {
        return failed(error);
      }
    },
  });
}

function argumentsOf<I extends z.ZodObject>(input: I, given: unknown): z.output<I> {
  const read = input.safeParse(given ?? {});
  if (read.success) return read.data;
  const problems = read.error.issues.slice(0, 10).map(({ path, message }) => {
    return path.length > 0 ? `${path.join(".")}: ${message}` : message;
  });
  throw new Refusal(
    "ARGUMENTS_INVALID",
    problems.join("\n"),
    "Call the tool again with arguments of its schema.",
  );
}

/** What a person can mend is told; what nobody foresaw is not shown, and goes to standard error. */
function failed(error: unknown): ToolResult {
  const { code, message, where, next } = asFailure(error);
  if (code === "UNEXPECTED") {
    process.stderr.write(`${message}\n`);
    return { text: `${code}: the tool failed. Standard error says more.`, isError: true };
  }
  return { text: `${code}${where ? ` (${where})` : ""}: ${message}\nNext: ${next}`, isError: true };
}

function schemaOf(schema: z.ZodObject, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", io });
  return { ...rest, type: "object" };
}
