import type { MessageObject, Ref, SchemaObject } from "./asyncapi-document.js";

/** One message of the feed protocol, as `docs/reference/feed-protocol.md` has it. */
interface Said {
  readonly summary: string;
  readonly required: readonly string[];
  readonly properties: { readonly [member: string]: SchemaObject | Ref };
}

const whole = (minimum: number, description: string): SchemaObject => ({
  type: "integer",
  minimum,
  maximum: Number.MAX_SAFE_INTEGER,
  description,
});
const id = whole(1, "The subscription, by the number that the client gave it.");
const position = whole(0, "A position in the log of the service.");
const previous = whole(0, "The position that the message before left.");
const text = (description: string, maxLength = 65_536): SchemaObject => ({
  type: "string",
  maxLength,
  description,
});
const uuid: SchemaObject = { type: "string", format: "uuid", maxLength: 36 };
const code: SchemaObject = { type: "string", maxLength: 255, pattern: "^[A-Z][A-Z0-9_]*$" };

/** What clients say. */
export const clientMessages: { readonly [type: string]: Said } = {
  authenticate: {
    summary: "Says who asks, from here on.",
    required: ["token"],
    properties: { token: text("An access token.", 8_192) },
  },
  subscribe: {
    summary: "Opens a view.",
    required: ["id", "entity"],
    properties: {
      id,
      entity: text("The name of an entity that is a feed.", 255),
      query: text("As in the query string of its list: `filter[...]` and `fields` alone."),
      from: text("A cursor to go on from: `epoch:position`.", 64),
      snapshot: { type: "boolean", default: true, description: "False: begins now, without rows." },
    },
  },
  unsubscribe: { summary: "Closes a view.", required: ["id"], properties: { id } },
  ack: {
    summary: "Everything up to and with this position was applied.",
    required: ["id", "position"],
    properties: { id, position },
  },
};

/** What the server says. `rows` and `changes` are those of the entities that there are. */
export function serverMessages(
  row: SchemaObject | Ref,
  change: SchemaObject | Ref,
): { readonly [type: string]: Said } {
  return {
    welcome: {
      summary: "The first message of a connection.",
      required: ["heartbeat", "window"],
      properties: {
        heartbeat: whole(1, "Milliseconds after which something is sent, whatever happens."),
        window: {
          type: "object",
          required: ["changes", "bytes"],
          properties: {
            changes: whole(1, "Changes that are sent ahead of an acknowledgement."),
            bytes: whole(1, "Bytes of messages that are sent ahead of one."),
          },
        },
      },
    },
    subscribed: {
      summary: "The view is open.",
      required: ["id", "epoch", "position"],
      properties: { id, epoch: uuid, position },
    },
    snapshot: {
      summary: "Rows of the view. Only the last of them has the position at which all of them are the view.",
      required: ["id", "rows"],
      properties: { id, rows: { type: "array", items: row }, position },
    },
    changes: {
      summary: "What changed after `previous`, up to and with `position`.",
      required: ["id", "previous", "position", "changes"],
      properties: {
        id,
        previous,
        position,
        changes: { type: "array", items: change },
        partial: { type: "boolean", description: "True where the transaction goes on in the next message." },
      },
    },
    advance: {
      summary: "Nothing in the view changed after `previous`, up to and with `position`.",
      required: ["id", "previous", "position"],
      properties: { id, previous, position },
    },
    live: {
      summary: "From here on changes come as they are committed.",
      required: ["id", "position"],
      properties: { id, position },
    },
    behind: {
      summary: "The client is given changes from the log, at its own pace, until it is live again.",
      required: ["id", "position", "reason"],
      properties: {
        id,
        position,
        reason: {
          type: "string",
          enum: ["slow", "window", "away"],
          description:
            "Whether it reads too slowly, acknowledges nothing, or the server cannot read the log at the moment.",
        },
      },
    },
    reset: {
      summary: "The view cannot be gone on with, and is closed: begin anew, without a cursor.",
      required: ["id", "code", "detail"],
      properties: { id, code, detail: text("What was received, and what was expected.") },
    },
    failed: {
      summary: "A message could not be done; the connection stays.",
      required: ["code", "detail"],
      properties: {
        id,
        code,
        detail: text("What was received, and what was expected."),
        errors: { type: "array", items: { type: "object" } },
      },
    },
    unsubscribed: { summary: "Nothing more comes of this view.", required: ["id"], properties: { id } },
    heartbeat: { summary: "Nothing else was sent for a while.", required: [], properties: {} },
  };
}

/** A message of this type. What is not listed may come in a later version, and is passed over by clients. */
export function messageOf(type: string, { summary, required, properties }: Said): MessageObject {
  return {
    name: type,
    title: type,
    summary,
    contentType: "application/json",
    payload: {
      type: "object",
      required: ["type", ...required],
      properties: { type: { type: "string", const: type }, ...properties },
    },
  };
}

/** The change of a row: one of `put`, `remove` and `clear`. */
export function changeSchema(row: SchemaObject | Ref): SchemaObject {
  const version = whole(1, "The version of the row.");
  const one = (op: string, summary: string, properties: { readonly [member: string]: unknown }) => ({
    type: "object",
    description: summary,
    required: ["op", "position", ...Object.keys(properties)],
    properties: { op: { type: "string", const: op }, position, ...properties },
  });
  return {
    oneOf: [
      one("put", "The row is in the view, and is this now.", { key: uuid, version, row }),
      one("remove", "The row is not in the view any more.", { key: uuid, version }),
      one("clear", "No row is in the view any more.", {}),
    ],
  };
}
