/** The part of AsyncAPI 3.0 that Lintel writes. https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export interface AsyncApiDocument {
  readonly asyncapi: "3.0.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly defaultContentType: "application/json";
  readonly servers: { readonly [name: string]: ServerObject };
  readonly channels: { readonly [name: string]: ChannelObject };
  readonly operations: { readonly [name: string]: OperationObject };
  readonly components: {
    readonly schemas: { readonly [name: string]: SchemaObject };
    readonly messages: { readonly [name: string]: MessageObject };
    readonly securitySchemes: { readonly [name: string]: { readonly [key: string]: unknown } };
  };
}

export interface Ref {
  readonly $ref: string;
}

export type SchemaObject = { readonly [keyword: string]: unknown };

interface ServerObject {
  readonly host: string;
  readonly protocol: "ws" | "wss" | "http" | "https";
  readonly description: string;
  readonly security?: readonly Ref[];
}

export interface ChannelObject {
  /** Null where it is not said at which address its messages go. */
  readonly address: string | null;
  readonly title: string;
  readonly description: string;
  readonly servers?: readonly Ref[];
  readonly messages: { readonly [name: string]: Ref };
  readonly bindings?: { readonly [protocol: string]: { readonly [key: string]: unknown } };
}

export interface OperationObject {
  /** As the system sees it: `send` is what it says. */
  readonly action: "send" | "receive";
  readonly channel: Ref;
  readonly summary: string;
  readonly description?: string;
  readonly messages: readonly Ref[];
  readonly bindings?: { readonly [protocol: string]: { readonly [key: string]: unknown } };
}

export interface MessageObject {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly contentType: string;
  readonly payload: SchemaObject | Ref;
}
