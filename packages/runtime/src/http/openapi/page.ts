import { escapeHtml, htmlPage, table } from "./html.js";
import type {
  Method,
  OpenApiDocument,
  OperationObject,
  ParameterObject,
  Ref,
  SchemaObject,
} from "./openapi-document.js";
import { methods } from "./openapi-document.js";

interface Route {
  readonly method: Method;
  readonly path: string;
  readonly operation: OperationObject;
}

/**
 * The reference page: one HTML document with everything in it, no script, nothing fetched from anywhere.
 * Made once from the OpenAPI document, so that it cannot say anything else.
 */
export function referencePage(document: OpenApiDocument): string {
  const routes = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method): Route[] => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );
  const groups = document.tags.map((tag) => ({
    tag,
    routes: routes.filter((route) => route.operation.tags.includes(tag.name)),
  }));
  const { title, version, description } = document.info;
  const contents = groups.map(
    ({ tag, routes: members }) =>
      `<h2>${escapeHtml(tag.name)}</h2><ul>${members.map(navigation).join("")}</ul>`,
  );
  const sections = groups.map(({ tag, routes: members }) => {
    const words = tag.description ? `<p>${escapeHtml(tag.description)}</p>` : "";
    const articles = members.map((route) => article(document, route)).join("\n");
    return `<section><h2 id="${escapeHtml(tag.name)}">${escapeHtml(tag.name)}</h2>${words}\n${articles}</section>`;
  });
  return htmlPage(
    `${title} ${version}`,
    `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(version)} · <a href="/openapi.json">openapi.json</a>
· <a href="/docs/errors">errors</a></p>${contents.join("\n")}`,
    `<h1>${escapeHtml(title)}</h1>${description ? `<p>${escapeHtml(description)}</p>` : ""}
${introduction(document)}
${sections.join("\n")}`,
  );
}

function navigation({ method, path, operation }: Route): string {
  return `<li><a href="#${operation.operationId}"><span class="method ${method}">${method}</span><span>${escapeHtml(path)}</span></a></li>`;
}

function introduction(document: OpenApiDocument): string {
  const server = document.servers[0]?.url ?? "";
  const open = Object.entries(document.paths).find(
    ([path, { get }]) => !path.includes("{") && get?.security.some((way) => Object.keys(way).length === 0),
  );
  return `<p>Answers are <code>{ "data", "meta" }</code>; failures are problem documents (RFC 9457) with a stable <code>code</code>.
Lists take <code>filter[field][comparison]</code>, <code>sort</code>, <code>fields</code>, <code>include</code>, <code>page[size]</code> and
<code>page[after]</code>. A token goes into <code>Authorization: Bearer</code>.</p>
${open ? `<pre>curl '${escapeHtml(server)}${escapeHtml(open[0])}'</pre>` : ""}`;
}

function article(document: OpenApiDocument, { method, path, operation }: Route): string {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    follow<ParameterObject>(document, parameter),
  );
  const body = Object.entries(operation.requestBody?.content ?? {})[0];
  return `<article id="${operation.operationId}">
<h3${operation.deprecated ? ' class="old"' : ""}>${escapeHtml(operation.summary)}</h3>
<p class="address"><span class="method ${method}">${method}</span> ${escapeHtml(path)}</p>
<p class="who">${escapeHtml(operation["x-access"])}</p>
${operation.description ? `<p>${escapeHtml(operation.description)}</p>` : ""}
${parameters.length > 0 ? table(["parameter", "in", "takes", ""], parameterRows(document, parameters)) : ""}
${body ? bodySection(document, body[0], body[1].schema, body[1].example) : ""}
${table(["status", "", ""], responseRows(document, operation))}
${successExample(document, operation)}
</article>`;
}

function bodySection(
  document: OpenApiDocument,
  type: string,
  schema: SchemaObject | Ref,
  example: unknown,
): string {
  const resolved = follow<SchemaObject>(document, schema);
  const properties = (resolved.properties ?? {}) as { [name: string]: SchemaObject | Ref };
  const required = new Set((resolved.required ?? []) as string[]);
  const rows = Object.entries(properties).map(([name, property]) => {
    const one = follow<SchemaObject>(document, property);
    return [
      escapeHtml(name),
      escapeHtml(required.has(name) ? "required" : ""),
      escapeHtml(takes(one)),
      escapeHtml(String(one.description ?? "")),
    ];
  });
  return `<p class="who">Body, ${escapeHtml(type)}</p>${rows.length > 0 ? table(["field", "", "takes", ""], rows) : ""}${json(example)}`;
}

/** One row a parameter; the comparisons of one field share a row. */
function parameterRows(document: OpenApiDocument, parameters: readonly ParameterObject[]): string[][] {
  const comparisons = new Map<string, string[]>();
  for (const { name } of parameters) {
    const [, field, comparison] = /^(filter\[[^\]]+\])\[([^\]]+)\]$/.exec(name) ?? [];
    if (field && comparison) comparisons.set(field, [...(comparisons.get(field) ?? []), comparison]);
  }
  const shown = parameters.filter(({ name }) => !/^filter\[[^\]]+\]\[/.test(name));
  return shown.map((parameter) => parameterRow(document, parameter, comparisons.get(parameter.name) ?? []));
}

function parameterRow(
  document: OpenApiDocument,
  parameter: ParameterObject,
  comparisons: readonly string[],
): string[] {
  const name = parameter.deprecated
    ? `<span class="old">${escapeHtml(parameter.name)}</span>`
    : escapeHtml(parameter.name);
  const schema = follow<SchemaObject>(document, parameter.schema);
  const where = parameter.required ? `${parameter.in}, required` : parameter.in;
  const words =
    comparisons.length > 0
      ? `Equal; or with ${comparisons.map((one) => `[${one}]`).join(" ")}`
      : parameter.description;
  return [name, escapeHtml(where), escapeHtml(takes(schema)), escapeHtml(words ?? "")];
}

/** Headers of every answer, which need not be said at each. */
const everywhere: ReadonlySet<string> = new Set([
  "X-Request-Id",
  "RateLimit",
  "RateLimit-Policy",
  "Access-Control-Allow-Origin",
]);

function responseRows(document: OpenApiDocument, operation: OperationObject): string[][] {
  return Object.entries(operation.responses).map(([status, response]) => {
    const { description, headers } = follow<{ description: string; headers?: object }>(document, response);
    return [
      escapeHtml(status),
      escapeHtml(description),
      escapeHtml(
        Object.keys(headers ?? {})
          .filter((name) => !everywhere.has(name))
          .join(", "),
      ),
    ];
  });
}

function successExample(document: OpenApiDocument, operation: OperationObject): string {
  const [, response] = Object.entries(operation.responses).find(([status]) => status.startsWith("2")) ?? [];
  if (!response) return "";
  const { content } = follow<{ content?: { [type: string]: { example?: unknown } } }>(document, response);
  return json(Object.values(content ?? {})[0]?.example);
}

function json(example: unknown): string {
  if (example === undefined) return "";
  return `<details><summary>example</summary><pre>${escapeHtml(JSON.stringify(example, null, 2))}</pre></details>`;
}

/** Limits that need not be said: those of a 32-bit integer, of an address, and of a text that has none. */
const widest: ReadonlySet<unknown> = new Set([-(2 ** 31), 2 ** 31 - 1, 16_384, 1_073_741_823]);

/** What a schema takes, in few words. A format says its length already. */
function takes(schema: SchemaObject): string {
  if (Array.isArray(schema.enum)) return schema.enum.map(String).join(" | ");
  const type = Array.isArray(schema.type)
    ? schema.type.join(" | ")
    : String(schema.type ?? schema.$ref ?? "");
  const limits = ["format", "minLength", "maxLength", "minimum", "maximum", "pattern", "minItems", "maxItems"]
    .filter((keyword) => schema[keyword] !== undefined && !widest.has(schema[keyword]))
    .filter((keyword) => keyword !== "maxLength" || schema.format === undefined)
    .map((keyword) =>
      keyword === "format" ? String(schema.format) : `${keyword} ${String(schema[keyword])}`,
    );
  return [type, ...limits].join(", ");
}

/** What a `$ref` within the document refers to; anything else as it is. */
function follow<T>(document: OpenApiDocument, value: unknown): T {
  const reference = (value as Partial<Ref>).$ref;
  if (typeof reference !== "string") return value as T;
  return reference
    .slice(2)
    .split("/")
    .reduce<unknown>((at, part) => (at as { [key: string]: unknown })[part], document) as T;
}
