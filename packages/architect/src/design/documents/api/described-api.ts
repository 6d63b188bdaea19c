import {
  type AsyncApiDocument,
  asyncApiDocument,
  boundsOf,
  type Endpoint,
  type EntityModel,
  endpointsOf,
  type OpenApiDocument,
  type OperationObject,
  openApiDocument,
  type SystemModel,
  webhookEntityNames,
} from "@lintel/runtime/tools";

/** One method at one path, as the OpenAPI document describes it. */
export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  /** The name of its service. */
  readonly service: string;
  readonly kind: Endpoint["kind"];
  /** Whose rows it is about, where it is no command and no query. */
  readonly entity: EntityModel | undefined;
  /** One that comes with webhooks, or another that is Lintel's own. */
  readonly own: boolean;
  readonly described: OperationObject;
  /** Codes of failures that it can give, in the order of their statuses. */
  readonly codes: readonly string[];
}

/** The address that stands in the documents: where it will be is not known yet. */
export function addressOf({ name }: SystemModel): string {
  return `https://${name}.example`;
}

/** The very document that the running system serves, but for the address. */
export function openApiOf(model: SystemModel): OpenApiDocument {
  const { limits } = boundsOf(model, "production");
  return openApiDocument(model, limits, addressOf(model));
}

/** The same for feeds and events. */
export function asyncApiOf(model: SystemModel): AsyncApiDocument {
  return asyncApiDocument(model, addressOf(model));
}

/** Every operation, in the order of the blueprint. */
export function operationsOf(model: SystemModel, { paths }: OpenApiDocument): readonly ApiOperation[] {
  return endpointsOf(model).flatMap((endpoint) => {
    const method = endpoint.method.toLowerCase() as "get" | "post" | "patch" | "delete";
    const described = paths[endpoint.path]?.[method];
    if (!described) return [];
    const entity = "entity" in endpoint ? endpoint.entity : undefined;
    return [
      {
        method: endpoint.method,
        path: endpoint.path,
        service: "entity" in endpoint ? endpoint.entity.service : endpoint.operation.service,
        kind: endpoint.kind,
        entity,
        own:
          "entity" in endpoint
            ? webhookEntityNames.includes(endpoint.entity.name)
            : endpoint.operation.own === true,
        described,
        codes: codesOf(described),
      },
    ];
  });
}

function codesOf({ responses }: OperationObject): readonly string[] {
  return Object.values(responses).flatMap((response) => {
    if (!("content" in response)) return [];
    const schema = response.content?.["application/problem+json"]?.schema;
    return schema && "allOf" in schema ? enumIn(schema.allOf) : [];
  });
}

/** The values of `code` in the parts of a schema. */
function enumIn(parts: unknown): readonly string[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part: { readonly properties?: { readonly code?: { readonly enum?: unknown } } }) => {
    const values = part.properties?.code?.enum;
    return Array.isArray(values) ? values.map(String) : [];
  });
}

/** An example of what is sent, and of what comes back where it worked; undefined where none can be made. */
export function examplesOf({ requestBody, responses }: OperationObject): {
  readonly request: unknown;
  readonly status: string;
  readonly answer: unknown;
} {
  const sent = Object.values(requestBody?.content ?? {})[0]?.example;
  const [status = "", response] = Object.entries(responses).find(([code]) => code.startsWith("2")) ?? [];
  const content = response && "content" in response ? response.content : undefined;
  return { request: sent, status, answer: Object.values(content ?? {})[0]?.example };
}
