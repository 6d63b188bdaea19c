import type { Retry } from "./closing.js";
import { type Collection, createCollection } from "./collection.js";
import { createConnection, type Status, type TokenSource } from "./connection.js";
import { FeedError } from "./feed-error.js";
import { createFollow, type Follow } from "./follow.js";
import type { FollowOptions, ViewOptions } from "./options.js";
import type { AnyRow } from "./protocol.js";
import type { AnyEntities, RowsOf } from "./rows-of.js";
import type { SocketConstructor } from "./socket.js";
import { queryOf } from "./where.js";

export interface ConnectOptions {
  /** Where the API is: `https://api.example`. In a browser the page's own origin unless told. */
  readonly url?: string;
  /** Who asks: a token, or what gives one, asked before each connection. Anonymous without. */
  readonly token?: TokenSource;
  /** Makes the connection: the browser's own unless told. Node before 22 has none: give it that of `ws`. */
  readonly WebSocket?: unknown;
  readonly retry?: Retry;
}

/** What of a row comes where only some fields were asked for. */
type Some<R, F extends keyof R> = Pick<R, F | (keyof AnyRow & keyof R)> & AnyRow;

/** A connection to the feeds of a system, shared by all that is followed. */
export interface Feeds<Entities> {
  readonly status: Status;
  /** Tells of each change of `status`, and why it waits or was closed. Gives back how to stop that. */
  onStatus(listener: (status: Status, why?: FeedError) => void): () => void;
  /**
   * The steps of a view: a snapshot, then what changes, in order, each once, for as long as the loop runs.
   *
   * @throws TypeError for a condition without a value; FeedError `CONNECTION_CLOSED` after `close`, and in the loop where the server
   * refuses
   */
  follow<K extends keyof Entities & string, const F extends keyof Entities[K] = keyof Entities[K]>(
    entity: K,
    options?: FollowOptions<Entities[K], F>,
  ): Follow<Some<Entities[K], F>>;
  /** The rows of a view in memory, always those of one position. Throws as `follow`. */
  collection<K extends keyof Entities & string, const F extends keyof Entities[K] = keyof Entities[K]>(
    entity: K,
    options?: ViewOptions<Entities[K], F>,
  ): Collection<Some<Entities[K], F>>;
  /** Ends all that is followed, and the connection. Nothing is left running. */
  close(): void;
}

/**
 * Follows the feeds of a system over one connection, which is opened with the first follow and again whenever it breaks.
 *
 * @throws TypeError where there is no WebSocket, or the address is none
 * @example
 * const feeds = connect<typeof catalog>({ url: "https://api.example" });
 * const lamps = feeds.collection("product", { where: { name: { startsWith: "Lamp" } } });
 * lamps.subscribe(() => console.log(lamps.rows.size));
 */
export function connect<T = AnyEntities>(options: ConnectOptions = {}): Feeds<RowsOf<T>> {
  const { WebSocket = (globalThis as { readonly WebSocket?: unknown }).WebSocket } = options;
  if (typeof WebSocket !== "function")
    throw new TypeError(
      'There is no WebSocket here. Give one: connect({ WebSocket }), with import { WebSocket } from "ws".',
    );
  const connection = createConnection({
    url: addressOf(options.url),
    token: options.token,
    WebSocket: WebSocket as SocketConstructor,
    retry: options.retry ?? {},
  });
  const queryIn = ({ where, fields }: { readonly where?: object; readonly fields?: readonly unknown[] }) => {
    if (connection.status === "closed") throw new FeedError("CONNECTION_CLOSED", "These feeds were closed.");
    return queryOf(where, fields as readonly string[] | undefined);
  };
  return {
    get status() {
      return connection.status;
    },
    onStatus: connection.onStatus,
    follow: (entity, given = {}) => createFollow(connection, entity, queryIn(given), given as never),
    collection: (entity, given = {}) => createCollection(connection, entity, queryIn(given), given as never),
    close: connection.close,
  };
}

/** `https://api.example` is followed at `wss://api.example/feeds`; an address with a path is taken as it is. */
function addressOf(given: string | undefined): string {
  const page = (globalThis as { readonly location?: { readonly href: string } }).location?.href;
  const url = new URL(given ?? "/", page);
  url.protocol = url.protocol.replace("http", "ws");
  if (url.pathname === "/") url.pathname = "/feeds";
  url.hash = "";
  return url.href;
}
