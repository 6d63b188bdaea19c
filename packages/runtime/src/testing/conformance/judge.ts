import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { OpenApiDocument } from "../../http/openapi/index.js";
import { type DocumentedAnswer, follow, type Operation, type Schema } from "./document.js";
import type { Received, Sent } from "./send.js";

/** Bytes of all headers from which on a request is refused before anybody knows what it asks for. */
const largestHead = 16_384;

/** Holds answers to the document. */
export interface Judge {
  /** What is wrong with an answer, in words; `operation` is undefined where the document has none at the address. */
  complaints(operation: Operation | undefined, sent: Sent, received: Received): readonly string[];
  /** Whether the document allows the value as the body of a request. */
  allows(schema: Schema, value: unknown): boolean;
}

/** Makes a judge; the schemas are compiled when they are first needed. */
export function createJudge(document: OpenApiDocument): Judge {
  const ajv = new Ajv2020({ strict: false, formats: { int32: true, int64: true, decimal: true } });
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema(document, "document");
  const compiled = new WeakMap<Schema, ValidateFunction>();
  const compile = (schema: Schema): ValidateFunction => {
    const known = compiled.get(schema);
    if (known) return known;
    const made = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')));
    compiled.set(schema, made);
    return made;
  };
  const fault = (schema: Schema, value: unknown): string | undefined => {
    const validate = compile(schema);
    return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: "" });
  };

  const headerComplaints = (documented: DocumentedAnswer, { headers }: Received): string[] => [
    ...undocumentedHeaders(documented, headers),
    ...Object.entries(documented.headers).flatMap(([name, { required, schema }]) => {
      const value = headers[name.toLowerCase()];
      if (value === undefined) return required ? [`the documented header ${name} is missing`] : [];
      const read = schema.type === "integer" ? Number(value) : String(value);
      const wrong = fault(schema, read);
      return wrong === undefined ? [] : [`the header ${name} is ${JSON.stringify(value)}:${wrong}`];
    }),
  ];

  const bodyComplaints = (documented: DocumentedAnswer, sent: Sent, received: Received): string[] => {
    const { content, status } = documented;
    if (sent.method === "HEAD") return received.text === "" ? [] : ["an answer to HEAD has a body"];
    if (content === undefined) return received.text === "" ? [] : [`an answer with ${status} has a body`];
    const type = typeOf(received);
    if (type !== content.type) return [`the body is ${type}, documented is ${content.type}`];
    const value = parsed(received.text);
    if (value === undefined) return ["the body is not JSON"];
    if (received.text.includes("\\ud") && !isWellFormed(value))
      return ["the body holds half of a surrogate pair"];
    const wrong = fault(content.schema, value);
    return [
      ...(wrong === undefined ? [] : [`the body breaks its documented schema:${wrong}`]),
      ...undocumented(document, content.schema, value),
      ...(documented.codes.length > 0 ? problemComplaints(received) : []),
    ];
  };

  return {
    complaints(operation, sent, received) {
      const { status } = received;
      if (status === 431 && headOf(sent) > largestHead) return problemComplaints(received);
      if (operation === undefined) return unmatchedComplaints(sent, received);
      const documented = operation.answers.get(status);
      if (documented === undefined) {
        const known = [...operation.answers.keys()].join(", ");
        return [`status ${status} is not documented (${known}): ${received.text.slice(0, 300)}`];
      }
      return [...headerComplaints(documented, received), ...bodyComplaints(documented, sent, received)];
    },
    allows: (schema, value) => fault(schema, value) === undefined,
  };
}

/** What an address without an operation may answer: how it can be used, or that there is nothing. */
function unmatchedComplaints(sent: Sent, received: Received): readonly string[] {
  const { status, headers } = received;
  if (status < 400) {
    const isKnown = sent.method === "OPTIONS" ? headers.allow !== undefined : false;
    return isKnown ? [] : [`status ${status} at an address that the document does not have`];
  }
  if (status === 405 && headers.allow === undefined) return ["405 has no Allow"];
  return problemComplaints(received, sent.method === "HEAD");
}

/** RFC 9457, 3: what each member has to be. */
function problemComplaints(received: Received, isHead = false): string[] {
  const type = typeOf(received);
  if (type !== "application/problem+json") return [`a failure is ${type}, not application/problem+json`];
  if (isHead) return [];
  const problem = parsed(received.text) as { readonly [member: string]: unknown } | undefined;
  if (typeof problem !== "object" || problem === null) return ["a problem is not a JSON object"];
  const requestId = received.headers["x-request-id"];
  return [
    ...(problem.status === received.status
      ? []
      : [`a problem says status ${String(problem.status)} in an answer with ${received.status}`]),
    ...(["type", "title", "detail"] as const)
      .filter((member) => typeof problem[member] !== "string" || problem[member] === "")
      .map((member) => `a problem has no ${member}`),
    ...(URL.canParse(String(problem.type), "http://localhost/")
      ? []
      : ["a problem's type is no URI reference"]),
    ...(problem.requestId === requestId ? [] : ["a problem's requestId is not X-Request-Id"]),
    ...(/\b(?:select|insert into|update|delete from)\b[^.]*\b(?:from|values|set|where)\b|at .*\.[jt]s:\d+/i.test(
      String(problem.detail),
    ) && received.status >= 500
      ? ["a problem shows SQL or a stack"]
      : []),
  ];
}

/** Members of the envelope and of its rows that no documented schema has: what nobody was meant to see. */
function undocumented(document: OpenApiDocument, schema: Schema, value: unknown): string[] {
  const envelope = known(document, schema);
  const data = (value as { data?: unknown }).data;
  const dataSchema = follow(document, envelope.data);
  const rowSchema = dataSchema.type === "array" ? follow(document, dataSchema.items) : dataSchema;
  const row = known(document, rowSchema);
  const rows = Array.isArray(data) ? data : [data];
  const surplus = (names: { readonly [name: string]: unknown }, one: unknown): string[] =>
    typeof one !== "object" || one === null || Object.keys(names).length === 0
      ? []
      : Object.keys(one).filter((name) => !Object.hasOwn(names, name));
  const found = new Set([...surplus(envelope, value), ...rows.flatMap((one) => surplus(row, one))]);
  return [...found].map((name) => `the body has an undocumented member "${name}"`);
}

/** Headers of Lintel's own that the answer is not documented to have. */
function undocumentedHeaders({ headers }: DocumentedAnswer, received: Received["headers"]): string[] {
  const documented = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  return Object.keys(received)
    .filter((name) => name.startsWith("lintel-") && !documented.has(name))
    .map((name) => `the header ${name} is not documented`);
}

/** The properties of an object's schema, those of all its alternatives together. */
function known(document: OpenApiDocument, schema: Schema): { readonly [name: string]: Schema } {
  const one = follow(document, schema);
  const parts = [...((one.anyOf ?? []) as Schema[]), ...((one.allOf ?? []) as Schema[])];
  return Object.assign({}, one.properties, ...parts.map((part) => known(document, part)));
}

function typeOf({ headers }: Received): string {
  return (headers["content-type"] ?? "nothing").split(";", 1)[0] ?? "";
}

/** RFC 7493, 2.1: no text in it holds half of a surrogate pair. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return !/\p{Cs}/u.test(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, one]) => isWellFormed(name) && isWellFormed(one));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headOf({ target, headers }: Sent): number {
  return (
    target.length +
    Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + String(value).length + 4, 200)
  );
}
