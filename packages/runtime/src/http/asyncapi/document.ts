import type { EntityModel, SystemModel } from "../../blueprint/index.js";
import { rowSchema } from "../../plan/index.js";
import { isReachable } from "../route.js";
import type {
  AsyncApiDocument,
  ChannelObject,
  MessageObject,
  OperationObject,
  Ref,
} from "./asyncapi-document.js";
import { describeEvent } from "./events.js";
import { changeSchema, clientMessages, messageOf, serverMessages } from "./protocol.js";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The AsyncAPI 3 document of a system: the WebSocket at `/feeds`, the stream of each entity that is a feed and that somebody
 * may read, and the events that are declared, with the schemas that rows and events have everywhere else. `url` is the
 * address at which the system can be reached.
 */
export function asyncApiDocument(model: SystemModel, url: string): AsyncApiDocument {
  const { host, protocol } = new URL(url);
  const isSecure = protocol === "https:";
  const feeds = model.services.flatMap(({ entities }) =>
    entities.filter((entity) => entity.feed && isReachable(entity.access.read)),
  );
  const schemas: Mutable<AsyncApiDocument["components"]["schemas"]> = {};
  const messages: Mutable<AsyncApiDocument["components"]["messages"]> = {};
  const channels: Mutable<AsyncApiDocument["channels"]> = {};
  const operations: Mutable<AsyncApiDocument["operations"]> = {};

  if (feeds.length > 0) {
    for (const entity of feeds) schemas[entity.title] = followedRow(entity);
    const rows = { anyOf: feeds.map(({ title }) => ref("schemas", title)) };
    const said = serverMessages(rows, changeSchema(rows));
    const told = Object.entries(said).map(([type, one]) => messageOf(type, one));
    const asked = Object.entries(clientMessages).map(([type, one]) => messageOf(type, one));
    for (const message of [...asked, ...told]) messages[message.name] = message;
    channels.feeds = socketChannel([...asked, ...told]);
    operations.ask = operation("receive", "feeds", "What a client asks for.", asked);
    operations.tell = operation("send", "feeds", "What a client is told.", told);
    for (const entity of feeds) {
      const own = streamMessages(entity);
      for (const message of own) messages[message.name] = message;
      channels[`feed.${entity.name}`] = streamChannel(entity, own);
      operations[`follow${entity.title}`] = {
        ...operation("send", `feed.${entity.name}`, `Follow ${entity.name} as Server-Sent Events.`, own),
        bindings: { http: { method: "GET", bindingVersion: "0.3.0" } },
      };
    }
  }
  for (const event of model.services.flatMap(({ events }) => events)) {
    const { name, message, channel } = describeEvent(model, event);
    messages[name] = message;
    channels[name] = channel;
    operations[name] = {
      action: "send",
      channel: { $ref: `#/channels/${name}` },
      summary: message.summary,
      messages: [{ $ref: `#/channels/${name}/messages/${event.name}` }],
    };
  }
  return {
    asyncapi: "3.0.0",
    info: {
      title: model.name,
      version: `${model.version}.0.0`,
      description: model.description ?? `The feeds and events of ${model.name}.`,
    },
    defaultContentType: "application/json",
    servers: {
      socket: {
        host,
        protocol: isSecure ? "wss" : "ws",
        description: "Many views share a connection. The subprotocol is lintel.feed.v1.",
        security: [ref("securitySchemes", "bearer")],
      },
      stream: {
        host,
        protocol: isSecure ? "https" : "http",
        description: "Server-Sent Events: one view a connection.",
        security: [ref("securitySchemes", "bearer")],
      },
    },
    channels,
    operations,
    components: {
      schemas,
      messages,
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: model.tenants
            ? "An access token (RFC 9068). A claim, `tenant` unless the system names another, holds the id of the caller's tenant, of whose rows it is told."
            : "An access token (RFC 9068).",
        },
      },
    },
  };
}

function ref(kind: keyof AsyncApiDocument["components"], name: string): Ref {
  return { $ref: `#/components/${kind}/${name}` };
}

/** A row as it is followed: of its fields those that were asked for, and always its id and its version. */
function followedRow(entity: EntityModel) {
  return { ...rowSchema(entity), required: ["id", "version"] };
}

function operation(
  action: OperationObject["action"],
  channel: string,
  summary: string,
  messages: readonly MessageObject[],
): OperationObject {
  return {
    action,
    channel: { $ref: `#/channels/${channel}` },
    summary,
    messages: messages.map(({ name }) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
  };
}

function messagesOf(messages: readonly MessageObject[]): { readonly [name: string]: Ref } {
  return Object.fromEntries(messages.map(({ name }) => [name, ref("messages", name)]));
}

function socketChannel(messages: readonly MessageObject[]): ChannelObject {
  return {
    address: "/feeds",
    title: "Feeds",
    description: "Views of the entities that are feeds, as docs/reference/feed-protocol.md tells.",
    servers: [{ $ref: "#/servers/socket" }],
    messages: messagesOf(messages),
    bindings: {
      ws: {
        method: "GET",
        headers: {
          type: "object",
          required: ["Sec-WebSocket-Protocol"],
          properties: { "Sec-WebSocket-Protocol": { type: "string", const: "lintel.feed.v1" } },
        },
        bindingVersion: "0.1.0",
      },
    },
  };
}

/** What comes of one entity alone, with its own rows. */
function streamMessages(entity: EntityModel): readonly MessageObject[] {
  const row = ref("schemas", entity.title);
  const { welcome, subscribed, snapshot, changes, advance, live, behind, reset, failed, heartbeat } =
    serverMessages(row, changeSchema(row));
  const all = { welcome, subscribed, snapshot, changes, advance, live, behind, reset, failed, heartbeat };
  return Object.entries(all).flatMap(([type, said]) => {
    if (said === undefined) return [];
    const message = messageOf(type, said);
    return [{ ...message, name: `feed.${entity.name}.${type}` }];
  });
}

function streamChannel(entity: EntityModel, messages: readonly MessageObject[]): ChannelObject {
  return {
    address: `/feeds/${entity.name}`,
    title: entity.title,
    description: entity.description ?? `Rows of ${entity.name} as they change.`,
    servers: [{ $ref: "#/servers/stream" }],
    messages: messagesOf(messages),
  };
}
