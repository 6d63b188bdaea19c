/**
 * The catalogue of every failure that Lintel reports: its HTTP status, its title, and what the one who reads it
 * can do. A code is never given a second meaning. `ENTITY_` in a code stands for the entity's own name:
 * `PRODUCT_NOT_FOUND`. The reference page `docs/reference/errors.md` lists the same codes, and a test compares both.
 */
export const catalogue = {
  // The request is not well formed.
  BODY_MALFORMED: [
    400,
    "The body is not valid JSON",
    "Send one JSON value in UTF-8, without NUL characters or lone surrogates.",
  ],
  BODY_ABORTED: [400, "The body ended early", "Send as many bytes as Content-Length says."],
  INPUT_INVALID: [422, "The input breaks a rule", "Mend the fields that `errors` points to."],
  PARAMETER_INVALID: [
    400,
    "A parameter is not valid",
    "Mend the parameter that `errors` names; /docs lists what a route takes.",
  ],
  CURSOR_INVALID: [
    400,
    "The cursor is not one of ours",
    "Take `next` or `prev` from an answer as it is, with the same sort and filter.",
  ],
  FILTER_UNSUPPORTED: [
    400,
    "The filter cannot be used",
    "Filter by a field and comparison that /docs lists for this route.",
  ],
  SORT_UNSUPPORTED: [400, "The sort cannot be used", "Sort by fields that /docs lists for this route."],
  INCLUDE_TOO_DEEP: [400, "The include goes too deep", "Ask for fewer relations in one request."],
  HEADER_INVALID: [400, "A header is not valid", "Mend the header that the detail names."],
  ID_INVALID: [404, "There is nothing at this address", "An id is a UUID, as an answer gave it."],
  ROUTE_NOT_FOUND: [404, "There is nothing at this address", "`lintel routes` and /docs list the addresses."],
  METHOD_NOT_ALLOWED: [405, "This address does not take this method", "`Allow` lists the methods."],
  UPGRADE_REQUIRED: [
    426,
    "This address speaks WebSocket",
    "Open a WebSocket with the subprotocol lintel.feed.v1, or follow one entity at /feeds/{entity} with Server-Sent Events.",
  ],
  METHOD_UNKNOWN: [501, "The server does not know this method", "`OPTIONS` of an address lists the methods."],
  NOT_ACCEPTABLE: [406, "The answer cannot be given in this form", "Accept application/json."],
  BODY_TOO_LARGE: [413, "The body is too large", "Send less; the limit stands in the detail."],
  MEDIA_TYPE_UNSUPPORTED: [
    415,
    "The body is of a type that this address does not take",
    "Send application/json, or application/merge-patch+json to change a row.",
  ],
  URI_TOO_LONG: [
    414,
    "The address is too long",
    "Ask for less in one request; the limit stands in the detail.",
  ],
  HEADERS_TOO_LARGE: [431, "The headers are too large", "Send fewer or smaller headers."],
  REQUEST_TIMEOUT: [408, "The request took too long to arrive", "Send it again on a better connection."],

  // Who asks, and whether they may.
  TOKEN_MISSING: [
    401,
    "A token is needed",
    "Send `Authorization: Bearer ...`; `lintel token` makes one for development.",
  ],
  TOKEN_INVALID: [401, "The token is not valid", "Get a new one from the issuer."],
  TOKEN_EXPIRED: [401, "The token has expired", "Get a new one from the issuer."],
  TOKEN_REVOKED: [401, "The token has been revoked", "Sign in again, and get a new one from the issuer."],
  ORIGIN_DENIED: [
    403,
    "Pages of this origin may not open a feed",
    "Name the origin in `cors` of the environment, if it is one of yours.",
  ],
  ACCESS_DENIED: [403, "This is not allowed", "Ask for the role that the access rule names."],
  TENANT_REQUIRED: [
    403,
    "The caller is of no tenant",
    "Send a token that names the tenant; `lintel token --tenant` makes one for development.",
  ],
  FIELD_DENIED: [403, "A field may not be set", "Leave out the fields that `errors` points to."],
  RATE_LIMITED: [429, "Too many requests", "Wait as long as Retry-After says."],

  // The state of what is asked for.
  ENTITY_NOT_FOUND: [404, "There is no such row, or none that you may see", "Check the id."],
  ENTITY_EXISTS: [
    409,
    "A row with this value exists",
    "Choose another value for the field that `errors` points to.",
  ],
  ENTITY_IN_USE: [409, "Other rows refer to this one", "Delete or change those first."],
  REFERENCE_NOT_FOUND: [422, "A row that is referred to does not exist", "Refer to a row that is there."],
  CHECK_FAILED: [
    422,
    "The row would break a rule across its fields",
    "Mend the fields that the detail names.",
  ],
  VERSION_MISMATCH: [
    412,
    "The row has changed since it was read",
    "Read it again, and repeat the change on what it is now.",
  ],
  IDEMPOTENCY_KEY_REUSED: [
    422,
    "The Idempotency-Key was used for another request",
    "Use a new key for a new request.",
  ],
  IDEMPOTENCY_IN_PROGRESS: [
    409,
    "The first request with this Idempotency-Key is still running",
    "Wait, then send the same request again.",
  ],
  CONFLICT: [409, "The change collided with another", "Send the request again."],

  // Where in a log reading begins.
  LOG_POSITION_AHEAD: [
    409,
    "The position has not been given yet",
    "Begin at or before the position after the last one, which the detail names.",
  ],
  LOG_ARCHIVE_BROKEN: [
    500,
    "A file of the archive of a log is broken",
    "Put the file back from a backup; until then read from the position after it.",
  ],
  LOG_POSITION_GONE: [
    410,
    "What was at this position is not kept any more",
    "Read the rows as they are now, and follow the log from there.",
  ],
  LOG_EPOCH_OTHER: [
    410,
    "The position is one of another epoch of the log",
    "Read the rows as they are now, and follow the log from there: the database was restored, copied or replaced.",
  ],

  // What a client follows.
  FEED_UNKNOWN: [404, "There is no such feed", "Follow an entity that is declared with `feed: true`."],
  FEED_SNAPSHOT_TOO_LARGE: [
    413,
    "The view has too many rows to begin with",
    "Follow fewer rows: narrow the filter.",
  ],
  FEED_SNAPSHOT_SLOW: [
    408,
    "The rows to begin with were read too slowly",
    "Subscribe again, on a better connection or with a narrower filter.",
  ],
  FEED_VIEW_CHANGED: [
    409,
    "What this caller may read has changed",
    "Throw away the rows of the view, and subscribe again without a cursor.",
  ],
  FEED_MESSAGE_INVALID: [
    400,
    "The message is not one of the feed protocol",
    "Mend the client: the detail names what was received and what was expected.",
  ],
  FEED_PERSON_CHANGED: [
    403,
    "The connection is another person's",
    "Close the subscriptions before you authenticate as somebody else, or open another connection.",
  ],
  FEED_CLIENT_SILENT: [
    408,
    "The client was silent for too long",
    "Connect again, and go on from the cursor.",
  ],
  FEED_LIMIT_REACHED: [
    429,
    "There are too many connections, subscriptions or messages",
    "Use fewer; several subscriptions share a connection.",
  ],

  // Lintel or what it stands on.
  INTERNAL: [500, "Something went wrong here", "Tell the operator the request id."],
  NOT_IMPLEMENTED: [
    501,
    "This is not written yet",
    "Write what the requirement in the detail asks for, its tests first.",
  ],
  EVENT_INVALID: [
    500,
    "An event is not as it is declared",
    "Tell the operator the request id: the log names the event, the path in its data and the rule.",
  ],
  COMMIT_INVALID: [
    400,
    "The commit is not one of ours",
    "Send in Lintel-Wait what Lintel-Commit of an answer said, as it is.",
  ],
  COMMIT_OTHER_EPOCH: [
    410,
    "The commit is one of another epoch",
    "Read without Lintel-Wait: the database was restored, copied or replaced since.",
  ],
  PROJECTION_BEHIND: [
    503,
    "What was written is not in the projection yet",
    "Try again after Retry-After, or read without Lintel-Wait.",
  ],
  PROJECTION_INVALID: [
    500,
    "A projection gave what no row of it can be",
    "Mend the function that the detail names, and give the projection another version.",
  ],
  PROJECTION_HISTORY_GONE: [
    500,
    "A projection cannot be built from the beginning",
    'Give the process the whole archive of the log (`log: { archive }`), or say `history: "kept"` of the projection where what is kept is enough.',
  ],
  DATABASE_UNAVAILABLE: [503, "The database does not answer", "Try again after Retry-After."],
  IDENTITY_UNAVAILABLE: [
    503,
    "The keys that tokens are checked with cannot be had",
    "Try again after Retry-After.",
  ],
  OUTSIDE_UNAVAILABLE: [503, "Another system does not answer", "Try again after Retry-After."],
  STATEMENT_TIMEOUT: [503, "The database took too long", "Ask for less, or try again later."],
  DEADLINE_EXCEEDED: [503, "The answer took too long", "Try again after Retry-After, or ask for less."],
  OVERLOADED: [503, "There is too much to do at the moment", "Try again after Retry-After."],
  STOPPING: [503, "This process is stopping", "Send the request again; another process takes it."],

  // The database's schema: seen by whoever installs or migrates, never by a client.
  MIGRATIONS_INVALID: [
    500,
    "The migration files do not fit together",
    "Mend the files that the detail names.",
  ],
  MIGRATION_EDITED: [
    500,
    "A migration was edited after it was applied",
    "Take the file back to what it was, and put the change into a new migration.",
  ],
  MIGRATION_REFUSED: [
    500,
    "Rows stand in the way of a migration",
    "Mend the rows that the detail names, or the migration, and migrate again: nothing was changed.",
  ],
  MIGRATION_FAILED: [
    500,
    "A migration could not be applied",
    "Mend the statement that the detail shows, or the rows that stand in its way, and migrate again.",
  ],
  MIGRATION_BLOCKED: [
    500,
    "A migration waited too long for a lock",
    "Let the session that the detail names come to its end, and migrate again: it goes on where it stopped.",
  ],
  DATA_LOSS_REFUSED: [
    500,
    "The change would lose data",
    "Allow what the detail names, or write a migration that keeps the data.",
  ],
  DATABASE_PRIVILEGE_MISSING: [
    500,
    "The database login may not do this",
    "Let an administrator run the SQL in the detail.",
  ],
} as const satisfies { readonly [code: string]: readonly [status: number, title: string, next: string] };

export type ErrorCode = keyof typeof catalogue;

/** One thing wrong: where in the body (RFC 6901) or which parameter, the rule that it breaks, and what was expected. */
export interface Fault {
  readonly pointer?: string | undefined;
  readonly parameter?: string | undefined;
  readonly rule: string;
  readonly message: string;
}

export interface FailureOptions {
  /** The public code, where it carries an entity's name or a command declares it: `PRODUCT_NOT_FOUND`. */
  readonly as?: string | undefined;
  readonly status?: number | undefined;
  readonly errors?: readonly Fault[] | undefined;
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** What led here: for the log, never for the answer. */
  readonly cause?: unknown;
}

/** A failure with a code from the catalogue. The only error that reaches a client as it is. */
export class LintelError extends Error {
  readonly code: ErrorCode | "DECLARED";
  /** The code that the client sees. */
  readonly publicCode: string;
  readonly status: number;
  readonly title: string;
  readonly errors: readonly Fault[];
  readonly headers: { readonly [name: string]: string };

  constructor(code: ErrorCode | "DECLARED", detail: string, options: FailureOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = "LintelError";
    this.code = code;
    this.publicCode = options.as ?? code;
    this.status = options.status ?? (code === "DECLARED" ? 422 : catalogue[code][0]);
    this.title = code === "DECLARED" ? detail : catalogue[code][1];
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}

/** Makes a failure to throw. `detail` names the value that was received and what was expected. */
export function failure(code: ErrorCode, detail: string, options: FailureOptions = {}): LintelError {
  return new LintelError(code, detail, options);
}

/**
 * What a command or query throws that is described and not written yet: callers are answered with 501 `NOT_IMPLEMENTED`, nothing is changed, and tests of it are
 * red for this reason and no other.
 *
 * @param requirement what asks for it: `REQ-FEAT-PLACE-ORDER`
 * @example async run() { throw notImplemented("REQ-FEAT-PLACE-ORDER"); }
 */
export function notImplemented(requirement: string): LintelError {
  return failure("NOT_IMPLEMENTED", `${requirement} is not written yet.`);
}
