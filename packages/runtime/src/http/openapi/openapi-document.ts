/** The part of OpenAPI 3.1 that Lintel writes. https://spec.openapis.org/oas/v3.1.1.html */
export interface OpenApiDocument {
  readonly openapi: "3.1.1";
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string | undefined;
    readonly license?: { readonly name: string; readonly identifier?: string } | undefined;
  };
  readonly servers: readonly {
    readonly url: string;
    readonly description?: string;
    /** Whether it can be reached from its own machine only. */
    readonly "x-internal": boolean;
  }[];
  readonly tags: readonly { readonly name: string; readonly description?: string | undefined }[];
  readonly paths: { readonly [path: string]: PathItem };
  readonly components: {
    readonly schemas: { readonly [name: string]: SchemaObject };
    readonly parameters: { readonly [name: string]: ParameterObject };
    readonly headers: { readonly [name: string]: HeaderObject };
    readonly securitySchemes: { readonly [name: string]: { readonly [key: string]: unknown } };
  };
}

export const methods = ["get", "post", "patch", "delete"] as const;
export type Method = (typeof methods)[number];
export type PathItem = { readonly [M in Method]?: OperationObject };

export interface Ref {
  readonly $ref: string;
}

export interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly deprecated?: boolean | undefined;
  readonly security: readonly { readonly [scheme: string]: readonly string[] }[];
  readonly parameters?: readonly (ParameterObject | Ref)[] | undefined;
  readonly requestBody?:
    | { readonly required: boolean; readonly content: { readonly [type: string]: MediaType } }
    | undefined;
  readonly responses: { readonly [status: string]: ResponseObject | Ref };
  /** Who may call, in words. */
  readonly "x-access": string;
}

export interface ParameterObject {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean | undefined;
  readonly description?: string | undefined;
  readonly deprecated?: boolean | undefined;
  readonly schema: SchemaObject | Ref;
  /** False: a list is one value, with commas. */
  readonly explode?: boolean | undefined;
  readonly example?: unknown;
}

export interface HeaderObject {
  readonly description: string;
  readonly schema: SchemaObject;
  readonly required?: boolean;
}

export interface ResponseObject {
  readonly description: string;
  readonly headers?: { readonly [name: string]: HeaderObject | Ref } | undefined;
  readonly content?: { readonly [type: string]: MediaType } | undefined;
}

export interface MediaType {
  readonly schema: SchemaObject | Ref;
  readonly example?: unknown;
}

export type SchemaObject = { readonly [keyword: string]: unknown };
