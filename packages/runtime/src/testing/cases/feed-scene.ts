import { type Actor, resolve } from "../../blueprint/index.js";
import { createFacts, type Fact } from "../../facts.js";
import {
  createFeedHub,
  type FeedHub,
  type FeedRequest,
  type Frame,
  type HubLimits,
  type Subscription,
} from "../../feeds/index.js";
import {
  anyOf,
  anyone,
  boolean,
  entity,
  integer,
  money,
  owner,
  role,
  service,
  system,
  text,
  when,
} from "../../index.js";
import { type Logs, startLogs } from "../../log/index.js";
import { planSettings } from "../../plan/index.js";
import { type Database, openDatabase } from "../../postgres/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import { createTestDatabase, type TestDatabase } from "../database.js";
import { template } from "../test-system.js";
import { until } from "./log-scene.js";

const item = entity(
  {
    name: text(),
    count: integer().default(0),
    price: money().default("0.00"),
    isOpen: boolean().default(false),
    keeper: text().optional(),
    cost: money().optional(),
    secret: text().optional().private(),
  },
  {
    feed: true,
    softDelete: true,
    access: {
      read: anyOf(role("clerk"), owner("keeper"), when({ isOpen: true })),
      write: role("clerk"),
      fields: { cost: { read: role("clerk"), write: role("clerk") } },
    },
  },
);
const note = entity({ body: text() }, { feed: true, access: { read: anyone, write: role("clerk") } });
const plain = entity({ body: text() }, { access: { read: anyone, write: role("clerk") } });

const feedSystem = system("feedscene", {
  version: 1,
  services: [service("shop", { entities: { item, note, plain } })],
});
const feedModel = resolve(feedSystem);

export const clerk: Actor = { kind: "user", id: "ada", roles: ["clerk"] };
export const visitor: Actor = { kind: "anonymous", id: "", roles: [] };
export const keeper: Actor = { kind: "user", id: "kim", roles: [] };

/** One message of the feed protocol, read. */
export interface FeedMessage {
  readonly type: string;
  readonly id: number;
  readonly epoch: string;
  readonly previous: number;
  readonly position?: number;
  readonly partial?: boolean;
  readonly reason?: string;
  readonly code?: string;
  readonly rows: readonly FeedRow[];
  readonly changes: readonly FeedChange[];
}
export interface FeedRow {
  readonly id: string;
  readonly version: number;
  readonly [field: string]: unknown;
}
export interface FeedChange {
  readonly op: "put" | "remove" | "clear";
  readonly position: number;
  readonly key: string;
  readonly version: number;
  readonly row: FeedRow;
}

/** A client in memory: takes frames as a transport does, and keeps those that it has read. */
export interface MemoryClient {
  readonly subscription: Subscription;
  readonly frames: readonly Frame[];
  readonly messages: readonly FeedMessage[];
  /** Bytes that were sent and not read, at most. */
  readonly mostUnsent: number;
  /** Stops reading: what comes is held, and counts as not sent. */
  pause(): void;
  resume(): void;
  /** Whether `ack` is sent for what is read; true from the beginning. */
  acknowledges: boolean;
  has(type: string): boolean;
  last(type: string): FeedMessage | undefined;
}

export interface FeedScene {
  readonly test: TestDatabase;
  readonly database: Database;
  readonly logs: Logs;
  readonly hub: FeedHub;
  readonly heard: readonly Fact[];
  /** How many snapshots hubs have read. */
  readonly snapshots: number;
  /** When hubs asked for the end of the log: milliseconds of `performance.now()`. */
  readonly heads: readonly number[];
  openHub(limits?: Partial<HubLimits>): FeedHub;
  follow(request: Partial<FeedRequest>, hub?: FeedHub): Promise<MemoryClient>;
  /** Waits until everything that was committed has its position. */
  settled(): Promise<void>;
  /** All of the log, from its beginning. */
  entries(): Promise<readonly LogEntry[]>;
  close(): Promise<void>;
}

/** A system with feeds in a database of its own, its logs and its hub. `through`: the address at which they find the database, given its own. */
export async function openFeedScene(
  limits: Partial<HubLimits> = {},
  through: (url: string) => Promise<string> = async (url) => url,
): Promise<FeedScene> {
  const test = await createTestDatabase(await template(feedSystem));
  const url = await through(test.url);
  const facts = createFacts();
  const heard: Fact[] = [];
  facts.subscribe((fact) => void heard.push(fact));
  const logs = startLogs({ model: feedModel, urls: { shop: url }, facts });
  const database = openDatabase({
    model: feedModel,
    urls: url,
    facts,
    statementTimeout: 10_000,
    onCommitted: logs.committed,
  });
  const plan = planSettings(feedModel, { secret: "a secret of 32 characters or more" });
  const hubs: FeedHub[] = [];
  let snapshots = 0;
  const heads: number[] = [];
  const asked: Logs = {
    ...logs,
    reader(name) {
      const reader = logs.reader(name);
      return {
        ...reader,
        head() {
          heads.push(performance.now());
          return reader.head();
        },
      };
    },
  };
  const counted: Database = {
    ...database,
    service(name) {
      const one = database.service(name);
      return {
        ...one,
        transaction(options, work) {
          if (options.readOnly) snapshots += 1;
          return one.transaction(options, work);
        },
      };
    },
  };
  const openHub = (more: Partial<HubLimits> = {}) => {
    const hub = createFeedHub({
      model: feedModel,
      plan,
      database: counted,
      logs: asked,
      facts,
      limits: { ...limits, ...more },
    });
    hubs.push(hub);
    return hub;
  };
  const hub = openHub();
  return {
    test,
    database,
    logs,
    hub,
    heard,
    get snapshots() {
      return snapshots;
    },
    heads,
    openHub,
    follow: (request, other = hub) => follow(other, request),
    async settled() {
      await until(async () => {
        const [row] = await test.sql<{ waiting: number }>(
          "select count(*)::int as waiting from shop.outbox where xid not in (select xid from shop.log)",
        );
        return row?.waiting === 0;
      });
    },
    async entries() {
      const reader = logs.reader("shop");
      const { epoch } = await reader.head();
      return (await reader.read({ epoch, position: 1 }, { count: 1_000_000, bytes: 1e9 })).entries;
    },
    async close() {
      await Promise.all(hubs.map((one) => one.stop()));
      await database.close(0);
      await logs.stop(1_000);
      await test.drop();
    },
  };
}

async function follow(hub: FeedHub, request: Partial<FeedRequest>): Promise<MemoryClient> {
  const frames: Frame[] = [];
  const messages: FeedMessage[] = [];
  const held: Frame[] = [];
  const waiting: (() => void)[] = [];
  let isPaused = false;
  let unsent = 0;
  let mostUnsent = 0;
  let acknowledges = true;
  let subscription: Subscription | undefined;
  const read = (frame: Frame) => {
    frames.push(frame);
    const message = JSON.parse(frame.text) as FeedMessage;
    messages.push(message);
    if (acknowledges && message.position !== undefined) subscription?.acknowledge(message.position);
  };
  const ease = () => {
    if (unsent < 65_536) for (const then of waiting.splice(0)) setImmediate(then);
  };
  subscription = await hub.open(
    { id: 1, actor: clerk, entity: "item", query: "", snapshot: true, ...request },
    {
      send(frame) {
        if (!isPaused) return read(frame);
        held.push(frame);
        unsent += frame.bytes.length;
        mostUnsent = Math.max(mostUnsent, unsent);
      },
      get unsent() {
        return unsent;
      },
      drained(then) {
        waiting.push(then);
        ease();
      },
    },
  );
  const open = subscription;
  return {
    subscription: open,
    frames,
    messages,
    get mostUnsent() {
      return mostUnsent;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      for (const frame of held.splice(0)) read(frame);
      unsent = 0;
      ease();
    },
    get acknowledges() {
      return acknowledges;
    },
    set acknowledges(yes) {
      acknowledges = yes;
      const told = messages.findLast(({ position }) => position !== undefined)?.position;
      if (yes && told !== undefined) open.acknowledge(told);
    },
    has: (type) => messages.some((message) => message.type === type),
    last: (type) => messages.findLast((message) => message.type === type),
  };
}

/** An id that sorts by its number. */
export function idOf(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}
