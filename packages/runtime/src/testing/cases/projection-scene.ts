import { randomBytes } from "node:crypto";
import {
  anyone,
  type EntityModel,
  entity,
  event,
  integer,
  resolve,
  type ServiceModel,
  type SystemModel,
  service,
  system,
  text,
} from "../../blueprint/index.js";
import { createFacts, type Fact } from "../../facts.js";
import { createProjector, foldEntries, type Logs, startLogs, startProjections } from "../../log/index.js";
import { openLogConnection } from "../../postgres/log/index.js";
import { push } from "../../postgres/migrate/index.js";
import { type BuildState, readBuilds } from "../../postgres/projections/index.js";
import { createTestDatabase, type TestDatabase } from "../database.js";

/** How a version of the tally is derived. */
export interface TallyVersion {
  readonly version?: number;
  /** By how much the count of a word grows. */
  readonly step?: number;
  readonly history?: "all" | "kept";
  /** Called with each word, before it is counted. */
  readonly heard?: (word: string) => void;
  /** Milliseconds for which the log is kept by this process; an hour unless told. */
  readonly keep?: number;
  /** The folder of archives of this process. */
  readonly archive?: string;
}

/** A service with an event, a feed, and a projection of both: how often each word was said and is written on notes. */
export function tallyModel(
  name: string,
  { version = 1, step = 1, history = "all", heard }: TallyVersion = {},
) {
  const sum = (row: { count: number } | undefined, by: number) => (row?.count ?? 0) + by;
  const talk = service("talk", {
    entities: { note: entity({ word: text({ max: 20 }) }, { feed: true, access: { read: anyone } }) },
    events: { said: event({ words: text() }) },
    log: { keep: "1h" },
  }).projection("tally", {
    fields: { word: text({ max: 20 }), count: integer(), build: integer(), last: text() },
    key: "word",
    version,
    history,
    access: { read: anyone },
    events: {
      said: ({ data, at }) =>
        data.words.split(" ").map((word) => ({
          key: word,
          next: (row) => {
            heard?.(word);
            return { count: sum(row, step), build: version, last: at };
          },
        })),
    },
    changes: {
      note: ({ before, after, at }) => [
        ...(before ? [before.word] : []).map((word) => ({
          key: word,
          next: (row: { count: number } | undefined) => {
            const count = sum(row, -step);
            return count === 0 ? undefined : { count, build: version, last: at };
          },
        })),
        ...(after ? [after.word] : []).map((word) => ({
          key: word,
          next: (row: { count: number } | undefined) => ({ count: sum(row, step), build: version, last: at }),
        })),
      ],
    },
  });
  return resolve(system(name, { version: 1, services: [talk] }));
}

/** What takes part, as a process of the system does. */
export interface ProjectionProcess {
  readonly logs: Logs;
  readonly facts: readonly Fact[];
  stop(): Promise<void>;
}

/** A database with a log and a projection, and processes that build it. */
export interface ProjectionScene {
  readonly name: string;
  readonly database: TestDatabase;
  process(version?: TallyVersion): ProjectionProcess;
  /** Says words, in one transaction. */
  say(words: string): Promise<void>;
  /** How each build stands, the newest first. */
  builds(): Promise<readonly BuildState[]>;
  /** The rows of the build that is live, by key. */
  rows(): Promise<readonly object[]>;
  /** The rows as all entries of the log make them. */
  folded(version?: TallyVersion): Promise<readonly object[]>;
  /** The last position that was given. */
  head(): Promise<number>;
  close(): Promise<void>;
}

export async function openProjectionScene(): Promise<ProjectionScene> {
  const name = `tally${randomBytes(5).toString("hex")}`;
  const model = tallyModel(name);
  const { role } = talkOf(model);
  const database = await createTestDatabase();
  await push({ url: database.url, model });
  const processes: ProjectionProcess[] = [];
  const connect = () =>
    openLogConnection({ url: database.url, role, schema: "talk", applicationName: "projection test" });
  const client = await connect();
  const start = (of: SystemModel, archive?: string): ProjectionProcess => {
    const facts = createFacts();
    const heard: Fact[] = [];
    facts.subscribe((fact) => void heard.push(fact));
    const urls = { talk: database.url };
    const logs = startLogs({ model: of, urls, facts, settings: { archive } });
    startProjections({ model: of, logs, urls, facts });
    const started = { logs, facts: heard, stop: () => logs.stop(1_000) };
    processes.push(started);
    return started;
  };
  return {
    name,
    database,
    process: (version = {}) => {
      const model = tallyModel(name, version);
      const talk = talkOf(model);
      const log = version.keep === undefined ? talk.log : { keep: version.keep };
      return start({ ...model, services: [{ ...talk, log }] }, version.archive);
    },
    say: async (words) => {
      await database.sql(
        "insert into talk.outbox (kind, subject, key, version, after) values ('event', 'said', '', 1, jsonb_build_object('words', $1::text))",
        [words],
      );
    },
    builds: () => readBuilds(client, "talk"),
    rows: () =>
      database.sql(
        `select t.word, t.count, t.build, t.last
           from talk.tallies t
           join talk.log_projections p on p.generation = t.lintel_generation and p.state = 'live'
          order by t.word collate "C"`,
      ),
    async folded(version) {
      const talk = talkOf(tallyModel(name, version));
      const projector = createProjector(tallyOf(talk), talk);
      const watching = start({ ...model, services: [{ ...talk, cursors: [], entities: [] }] });
      const reader = watching.logs.reader("talk");
      const { epoch, position } = await reader.head();
      const entries = [];
      const enough = new AbortController();
      for await (const entry of reader.tail({ epoch, position: 1 }, enough.signal)) {
        entries.push({ ...entry, outcome: projector.stepsOf(entry) });
        if (entry.position >= position) enough.abort();
      }
      const rows = [...foldEntries(tallyOf(talk), entries).values()].map(({ values }) => values);
      return rows.sort((one, other) => (String(one.word) < String(other.word) ? -1 : 1));
    },
    async head() {
      const [row] = await database.sql<{ position: string }>("select position from talk.log_head");
      return Number(row?.position);
    },
    async close() {
      await Promise.all(processes.map((one) => one.stop()));
      await client.end();
      const { clientRoles } = talkOf(model);
      await database.dropRoles([clientRoles.reader, clientRoles.writer, role]);
      await database.drop();
    },
  };
}

function talkOf(model: SystemModel): ServiceModel {
  const [talk] = model.services;
  if (!talk) throw new TypeError("There is one service.");
  return talk;
}

function tallyOf(talk: ServiceModel): EntityModel {
  const tally = talk.entities.find(({ projection }) => projection !== undefined);
  if (!tally) throw new TypeError("There is one projection.");
  return tally;
}
