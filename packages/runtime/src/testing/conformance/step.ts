import fc, { type Arbitrary } from "fast-check";
import type { OpenApiDocument } from "../../http/openapi/index.js";
import { brokenValuesOf } from "./broken.js";
import { follow, type Operation, type Parameter, type Schema } from "./document.js";
import { type Alteration, alterations } from "./hostile.js";
import { type Fill, fillIn, fresh, linkTo, me, self } from "./link.js";
import { goneOf } from "./memory.js";
import type { Sent } from "./send.js";
import { valuesOf } from "./values.js";

/** What a request is meant to be. */
export type Intent = "valid" | "nearly valid" | "hostile";

/** A request before it is known who sends it and which ids there are. */
export interface Step {
  readonly operation: Operation;
  readonly intent: Intent;
  /** What is wrong with it, or odd about it. */
  readonly why: string;
  /** Chooses the caller. */
  readonly pick: number;
  readonly id: string;
  readonly query: readonly (readonly [parameter: Parameter, value: unknown])[];
  readonly headers: { readonly [name: string]: string };
  readonly body: { readonly type: string; readonly value: unknown } | undefined;
  readonly alteration?: Alteration | undefined;
}

const kept = new WeakMap<Operation, Arbitrary<Step>>();

/** Requests that the document allows. */
export function validSteps(document: OpenApiDocument, operation: Operation): Arbitrary<Step> {
  const known = kept.get(operation) ?? makeValidSteps(document, operation);
  kept.set(operation, known);
  return known;
}

function makeValidSteps(document: OpenApiDocument, operation: Operation): Arbitrary<Step> {
  const { parameters, body, method, path } = operation;
  const resource =
    operation.resource && path.endsWith("/restore") ? goneOf(operation.resource) : operation.resource;
  const asked = parameters.filter(({ name, in: where }) => where === "query" && !name.startsWith("page["));
  const content = body === undefined ? fc.constant(undefined) : contentOf(document, operation, body);
  return fc
    .record({
      pick: fc.nat({ max: 9_999 }),
      id: idsOf(resource),
      query: queriesOf(document, asked),
      key: fc.option(fc.uuid(), { freq: 4, nil: undefined }),
      content,
    })
    .map(
      ({ pick, id, query, key, content: made }): Step => ({
        operation,
        intent: "valid",
        why: "it is as the document says",
        pick,
        id,
        query,
        headers: { ...(method === "POST" && key !== undefined && { "idempotency-key": key }) },
        body: made,
      }),
    );
}

/** For each rule of the body, requests that break it and no other. */
export function stepsForEachRule(
  document: OpenApiDocument,
  operation: Operation,
): readonly Arbitrary<Step>[] {
  const valid = validSteps(document, operation);
  const ways = operation.body ? brokenValuesOf(document, operation.body.schema) : [];
  return ways.map((way) =>
    fc.tuple(valid, way).map(([step, { value, rule }]) => ({
      ...step,
      intent: "nearly valid",
      why: `its body breaks: ${rule}`,
      body: step.body && { ...step.body, value },
    })),
  );
}

/** Requests that break one rule of the document. */
export function nearlyValidSteps(document: OpenApiDocument, operation: Operation): Arbitrary<Step> {
  const valid = validSteps(document, operation);
  const rules = stepsForEachRule(document, operation);
  const ways: Arbitrary<Step>[] = [
    ...(rules.length > 0 ? [fc.oneof(...rules)] : []),
    valid.map((step) => ({
      ...step,
      intent: "nearly valid",
      why: "it has a parameter that nobody knows",
      query: [...step.query, [unknownParameter, "1"]],
    })),
  ];
  for (const parameter of operation.parameters) {
    const values = parameter.in === "query" && brokenParameter(parameter.schema);
    if (values)
      ways.push(
        fc.tuple(valid, values).map(([step, value]) => ({
          ...step,
          intent: "nearly valid",
          why: `the parameter ${parameter.name} is ${JSON.stringify(value)}`,
          query: [...step.query.filter(([{ name }]) => name !== parameter.name), [parameter, value]],
        })),
      );
  }
  return fc.oneof(...ways);
}

/** Requests with something in them that a well-meaning client never sends. */
export function hostileSteps(document: OpenApiDocument, operation: Operation): Arbitrary<Step> {
  return fc.tuple(validSteps(document, operation), alterations).map(([step, alteration]) => ({
    ...step,
    intent: "hostile",
    why: alteration.why,
    alteration,
  }));
}

/** The request on the wire, with every link in it filled in. */
export function sentOf(step: Step, fill: Fill, authorization: { readonly [name: string]: string }): Sent {
  const { operation, alteration } = step;
  const path = operation.path.replace("{id}", encodeURIComponent(String(fillIn(step.id, fill))));
  const query = step.query.map(([parameter, value]) => {
    return `${encodeURIComponent(parameter.name)}=${encodeURIComponent(written(fillIn(value, fill)))}`;
  });
  const plain: Sent = {
    method: operation.method,
    target: query.length > 0 ? `${path}?${query.join("&")}` : path,
    headers: {
      ...authorization,
      ...step.headers,
      ...(step.body && { "content-type": step.body.type }),
    },
    body: step.body && Buffer.from(JSON.stringify(fillIn(step.body.value, fill))),
  };
  return alteration ? alteration.apply(plain) : plain;
}

const unknownParameter: Parameter = {
  name: "not-one-of-these",
  in: "query",
  required: false,
  schema: {},
};

/** A row that is made, or given to somebody, is the caller's own half of the time. */
function contentOf(
  document: OpenApiDocument,
  { owners, answers }: Operation,
  body: NonNullable<Operation["body"]>,
) {
  const properties = (follow(document, body.schema).properties ?? {}) as { readonly [name: string]: Schema };
  const named = owners.filter(
    (name) => properties[name]?.type === "string" && properties[name]?.format === undefined,
  );
  const owned = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const present = named.filter((name) => answers.has(201) || Object.hasOwn(value, name));
    return { ...value, ...Object.fromEntries(present.map((name) => [name, me])) };
  };
  return fc
    .record({
      type: fc.constantFrom(...body.types),
      value: valuesOf(document, body.schema),
      isOwn: fc.boolean(),
    })
    .map(({ type, value, isOwn }) => ({ type, value: isOwn ? owned(value) : value }));
}

function idsOf(resource: string | undefined): Arbitrary<string> {
  const usual = [
    { weight: 1, arbitrary: fc.constant(fresh) },
    { weight: 3, arbitrary: fc.constant(self) },
  ];
  if (resource === undefined) return fc.oneof(...usual);
  return fc.oneof(
    { weight: 6, arbitrary: fc.nat({ max: 999 }).map((pick) => linkTo(resource, pick)) },
    ...usual,
  );
}

/** A few of the parameters, those that are required among them. */
function queriesOf(document: OpenApiDocument, parameters: readonly Parameter[]) {
  const one = (parameter: Parameter) =>
    valuesOf(document, parameter.schema).map((value) => [parameter, value] as const);
  const required = parameters.filter((parameter) => parameter.required).map(one);
  const optional = parameters.filter((parameter) => !parameter.required).map(one);
  const some =
    optional.length === 0
      ? fc.constant([])
      : fc.uniqueArray(fc.oneof(...optional), { maxLength: 3, selector: ([parameter]) => parameter.name });
  return fc.tuple(fc.tuple(...required), some).map(([needed, extra]) => [...needed, ...extra]);
}

const misshapen = ["nothing of the kind", "1.5.2", "yes", "", " ", "0x10", "99999999999", "{}", "2026-02-30"];

/** Values that the parameter cannot have. A text can have any. */
function brokenParameter(schema: Schema): Arbitrary<unknown> | undefined {
  const { type, format, pattern } = schema;
  if (Array.isArray(schema.enum) || type === "integer" || type === "boolean" || format !== undefined) {
    const fits = typeof pattern === "string" ? new RegExp(pattern, "u") : undefined;
    return fc.constantFrom(...misshapen.filter((text) => !fits?.test(text)));
  }
  return schema.type === "array" ? brokenParameter(schema.items as Schema) : undefined;
}

/** A list has commas between its values; a value with a comma or a quote in it stands in quotes. */
function written(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value
    .map((one) =>
      typeof one === "string" && /[",]/.test(one) ? `"${one.replaceAll('"', '""')}"` : String(one),
    )
    .join(",");
}
