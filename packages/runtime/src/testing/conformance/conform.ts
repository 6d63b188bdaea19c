import fc, { type Arbitrary } from "fast-check";
import type { System, SystemModel } from "../../blueprint/index.js";
import type { OpenApiDocument } from "../../http/openapi/index.js";
import { createDevelopmentIssuer } from "../../identity/index.js";
import type { TestActor } from "../client.js";
import type { TestSystem } from "../test-system.js";
import { createCallers } from "./callers.js";
import { nameOf, type Operation, operationsOf } from "./document.js";
import { createJudge } from "./judge.js";
import type { Kitchen } from "./kitchen.js";
import { live, livesOf, resourcesOf } from "./life.js";
import { createMemory } from "./memory.js";
import { provoke } from "./provoke.js";
import { codesToBeSeen, provokeCode } from "./provoke-code.js";
import { type ConformReport, NotConforming } from "./report.js";
import { hangUp } from "./send.js";
import { Complaint, createSession } from "./session.js";
import { hostileSteps, nearlyValidSteps, stepsForEachRule, validSteps } from "./step.js";
import { type Surroundings, surround } from "./surroundings.js";

/** A request that works and cannot be guessed: with the right password, say. */
export interface KnownRequest {
  /** The `operationId` in the document. */
  readonly operation: string;
  readonly actor: TestActor;
  /** The row, where the path has one. */
  readonly id?: string;
  readonly body?: unknown;
}

export interface ConformOptions {
  /** Gives the requests of an earlier run again; `LINTEL_CONFORM_SEED`, or else a new one, unless told. */
  readonly seed?: number;
  /** Requests of each kind for each operation, and sequences for each kind of row; `LINTEL_CONFORM_RUNS`, or else 12, unless told. */
  readonly runs?: number;
  /** The environment of the blueprint whose settings apply, but for its rate limit; `test` unless told. */
  readonly environment?: string;
  /** Arranges rows that no request could make, and gives back requests that could not be guessed. */
  readonly given?: (app: TestSystem) => Promise<readonly KnownRequest[] | undefined>;
  /** Answers that need not be seen, by `operationId` and status, with the reason: `{ "payOrder 409": "..." }`. */
  readonly unseen?: { readonly [answer: string]: string };
  /** Another document than the one that is served: one that you have published, say. */
  readonly document?: (served: OpenApiDocument) => OpenApiDocument;
}

/** What no request alone brings about. An answer all of whose codes stand here need not be seen. */
const beyondRequests: { readonly [code: string]: string } = {
  INTERNAL: "a fault of the server's, and a finding wherever it is seen",
  EVENT_INVALID: "a fault of the command's, and a finding wherever it is seen",
  CONFLICT: "two changes that wait for each other",
};

/** Milliseconds for making one finding smaller. */
const shrinking = 5_000;

/**
 * Holds a system to the OpenAPI document that it serves. It runs on a database of its own, and is asked by requests that are made from
 * the document: valid ones, ones that break a single rule, hostile ones, and sequences in which rows are made, read,
 * changed, deleted and restored. Of every answer the status, the headers and the body have to be as documented; nothing
 * may fail with a 5xx; what breaks a rule has to be refused, and what breaks none has not. In the end every
 * documented answer has to have been seen.
 *
 * @throws NotConforming with all findings, each with the request that shows it
 *
 * @example
 * const { seen } = await conform(blueprint);
 */
export async function conform(system: System, options: ConformOptions = {}): Promise<ConformReport> {
  const seed = options.seed ?? numberIn("LINTEL_CONFORM_SEED") ?? Math.floor(Math.random() * 2 ** 31);
  const runs = options.runs ?? numberIn("LINTEL_CONFORM_RUNS") ?? 12;
  const issuer = createDevelopmentIssuer();
  const surroundings = await surround(system, options.environment ?? "test", issuer);
  try {
    const report = await hold(surroundings, issuer, { ...options, seed, runs });
    if (report.findings.length > 0) throw new NotConforming(report);
    return report;
  } finally {
    hangUp();
    await surroundings.stop();
  }
}

type Chosen = ConformOptions & { readonly seed: number; readonly runs: number };

async function hold(
  surroundings: Surroundings,
  issuer: ReturnType<typeof createDevelopmentIssuer>,
  options: Chosen,
): Promise<ConformReport> {
  const { app } = surroundings;
  const { seed, runs } = options;
  const known = await options.given?.(app);
  const served = (await (await fetch(new URL("/openapi.json", app.url))).json()) as OpenApiDocument;
  const document = options.document?.(served) ?? served;
  const operations = operationsOf(document);
  const callers = createCallers(app.running.model, issuer);
  const memory = createMemory(document);
  const judge = createJudge(document);
  const isNarrowed = narrowed(app.running.model);
  const session = createSession({ url: app.url, document, operations, judge, memory, callers, isNarrowed });
  let drawn = 0;
  const sample = <T>(arbitrary: Arbitrary<T>): T => {
    drawn += 1;
    const [value] = fc.sample(arbitrary, { seed: seed + drawn, numRuns: 1 });
    return value as T;
  };
  const { limitedUrl, hastyUrl, downUrl } = surroundings;
  const kitchen: Kitchen = {
    app,
    document,
    operations,
    session,
    memory,
    callers,
    sample,
    limitedUrl,
    hastyUrl,
    downUrl,
  };
  const findings = new Map<string, string>();
  const complain = (error: unknown): void => {
    const { subject, words, message } =
      error instanceof Complaint
        ? error
        : { subject: "", words: [""], message: String((error as Error).stack ?? error) };
    findings.set(`${subject} ${words.join().replace(/["'].*?["']|\d+/g, "")}`, message);
  };
  const check = async <T>(arbitrary: Arbitrary<T>, numRuns: number, run: (value: T) => Promise<unknown>) => {
    drawn += 1;
    const property = fc.asyncProperty(arbitrary, async (value) => void (await run(value)));
    const limits = {
      numRuns,
      seed: seed + drawn,
      interruptAfterTimeLimit: Math.max(shrinking, numRuns * 500),
    };
    const { failed, errorInstance } = await fc.check(property, limits);
    if (failed && errorInstance) complain(errorInstance);
  };

  for (const { operation: id, actor, id: row, body } of known ?? []) {
    const operation = operations.find((one) => one.id === id);
    if (!operation) throw new TypeError(`The document has no operation "${id}".`);
    const caller = callers.acting(actor);
    const content =
      body === undefined ? undefined : { type: operation.body?.types[0] ?? "application/json", value: body };
    const step = {
      operation,
      intent: "valid",
      why: "it is known to work",
      pick: 0,
      id: row ?? "",
      query: [],
      headers: {},
      body: content,
    } as const;
    await session.runAs(caller, step).catch(complain);
  }
  for (const operation of inOrder(operations)) {
    await check(validSteps(document, operation), runs * 2, session.run);
    for (const steps of stepsForEachRule(document, operation)) await check(steps, 1, session.run);
    await check(nearlyValidSteps(document, operation), runs, session.run);
    await check(hostileSteps(document, operation), runs * 2, session.run);
  }
  for (const resource of resourcesOf(operations))
    await check(livesOf(kitchen, resource), runs, (turns) => live(kitchen, resource, turns));

  const excused: { answer: string; reason: string }[] = [];
  for (const operation of inOrder(operations))
    for (const { status, codes } of operation.answers.values()) {
      const answer = `${operation.id} ${status}`;
      await provoke(kitchen, operation, status).catch(complain);
      for (const code of codes.filter((one) => codesToBeSeen.includes(one))) {
        await provokeCode(kitchen, operation, code).catch(complain);
        if (!session.seenCodes.has(`${operation.id} ${code}`))
          findings.set(`${answer} ${code}`, `${answer}: its code ${code} is documented, and was never seen`);
      }
      if (session.seen.has(answer)) continue;
      const reason =
        options.unseen?.[answer] ??
        (codes.length > 0 && codes.every((code) => Object.hasOwn(beyondRequests, code))
          ? codes.map((code) => beyondRequests[code]).join("; ")
          : undefined);
      if (reason === undefined)
        findings.set(`${answer} unseen`, `${answer}: documented, and never seen (${codes.join(", ")})`);
      else excused.push({ answer, reason });
    }
  for (const answer of Object.keys(options.unseen ?? {}))
    if (session.seen.has(answer) || !excused.some((one) => one.answer === answer))
      findings.set(`${answer} excused`, `${answer}: it is excused, though it was seen or is not documented`);
  return Object.freeze({
    seed,
    requests: session.requests,
    seen: [...session.seen].sort(),
    excused,
    findings: [...findings.values()],
  });
}

/** What makes rows before what reads, changes and deletes them. */
function inOrder(operations: readonly Operation[]): readonly Operation[] {
  const rank = ({ method, path }: Operation) =>
    method === "DELETE"
      ? 4
      : path.endsWith("/restore")
        ? 5
        : method === "PATCH"
          ? 3
          : method === "GET"
            ? 2
            : path.split("/").length > 3
              ? 1
              : 0;
  return [...operations].sort((one, other) => rank(one) - rank(other));
}

/** Operations on rows of which some callers see fewer fields than the document shows. */
function narrowed(model: SystemModel): (operation: Operation) => boolean {
  const names = new Set(
    model.services.flatMap(({ entities }) =>
      entities
        .filter(({ fields }) => fields.some(({ read, write }) => read ?? write))
        .map(({ name }) => nameOf(name)),
    ),
  );
  return ({ resource }) => resource !== undefined && names.has(resource);
}

function numberIn(variable: string): number | undefined {
  const text = process.env[variable];
  return text === undefined || text === "" ? undefined : Number(text);
}
