import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { EntityModel, ServiceModel, SystemModel } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import type { LogConnection, Placing } from "../../postgres/log/index.js";
import { placeTransactions } from "../../postgres/log/index.js";
import { type BuildState, readBuilds } from "../../postgres/projections/index.js";
import { formatPosition } from "../position.js";
import type { Logs } from "../start-logs.js";
import { sharedLook } from "./shared-look.js";

/** What was committed, for whoever wants to read it in a projection; and how far those are. */
export interface Commits {
  /** Names a transaction of this system's database; undefined as long as it is not known which logs there are. */
  tokenOf(xid: string): string | undefined;
  /**
   * Waits until a projection has what a token names, where one is given, for so many milliseconds at most. Gives the position that
   * whatever is read from now on has at least, null where nothing was built yet.
   *
   * @throws `COMMIT_INVALID`, `COMMIT_OTHER_EPOCH`, `PROJECTION_BEHIND`, `DATABASE_UNAVAILABLE`
   */
  reached(entity: EntityModel, token: string | undefined, milliseconds: number): Promise<string | null>;
  close(): Promise<void>;
}

export interface CommitsOptions {
  readonly model: SystemModel;
  readonly logs: Pick<Logs, "reader" | "connect">;
}

/** Milliseconds between two looks while somebody waits. */
const pause = 8;
/** Milliseconds for which it is believed how far the projections of a service are, where nobody waits for more. */
const believed = 50;
/** Milliseconds between two looks at which logs there are. */
const epochsLooked = 10_000;

const written = /^([0-9a-f]{12})\.([1-9]\d{0,18})$/;

/**
 * Follows what a system has committed. Whoever asks at the same time shares a look, however many they are; nothing is asked where nobody
 * does. For systems that have projections and lie in one database, since a transaction is named by its number there.
 */
export function createCommits({ model, logs }: CommitsOptions): Commits {
  const logged = model.services.filter(({ log }) => log);
  const closing = new AbortController();
  const connections = new Map<string, Promise<LogConnection>>();
  const connection = (service: ServiceModel): Promise<LogConnection> => {
    if (closing.signal.aborted) throw failure("STOPPING", "The system stops.");
    const forget = () => connections.delete(service.name);
    const known = connections.get(service.name) ?? logs.connect(service.name, "commits", forget);
    connections.set(service.name, known);
    known.catch(forget);
    return known;
  };
  const asked = async <T>(service: ServiceModel, ask: (client: LogConnection) => Promise<T>): Promise<T> => {
    try {
      return await ask(await connection(service));
    } catch (error) {
      throw failure("DATABASE_UNAVAILABLE", `The log of ${service.name} cannot be read at the moment.`, {
        cause: error,
      });
    }
  };

  let epochs: string | undefined;
  const lookAtEpochs = async () => {
    const heads = await Promise.all(logged.map(({ name }) => logs.reader(name).head()));
    const all = heads.map(({ epoch }) => epoch).sort();
    epochs = createHash("sha256").update(all.join(" ")).digest("hex").slice(0, 12);
    return epochs;
  };
  const following = (async () => {
    while (!closing.signal.aborted) {
      const found = await lookAtEpochs().catch(() => undefined);
      await delay(found ? epochsLooked : believed, undefined, { signal: closing.signal, ref: false }).catch(
        () => {},
      );
    }
  })();

  const builds = new Map(
    model.services.map((service) => {
      const look = () => asked(service, (client) => readBuilds(client, service.schema));
      return [service.name, sharedLook<undefined, readonly BuildState[]>(look)] as const;
    }),
  );
  const places = new Map(
    logged.map((service) => {
      const look = (xids: readonly string[]) =>
        asked(service, (client) => placeTransactions(client, service.schema, [...new Set(xids)]));
      return [service.name, sharedLook<string, readonly Placing[]>(look)] as const;
    }),
  );
  const live = async (entity: EntityModel, mostAge: number): Promise<BuildState | undefined> => {
    const found = await builds.get(entity.service)?.(undefined, mostAge);
    return found?.find(({ name, state }) => name === entity.name && state === "live");
  };

  /** The position up to which a projection must be to have the transaction; undefined where it has none to wait for. */
  const positionOf = async (source: string, xid: string, until: number): Promise<number | undefined> => {
    for (;;) {
      const placing = (await places.get(source)?.(xid, 0))?.find((one) => one.xid === xid);
      if (placing?.state === "placed") return placing.position;
      if (placing?.state === "ahead")
        throw failure("COMMIT_INVALID", `Received a commit that no answer gave; expected one of ours.`);
      if (placing?.state !== "waiting") return undefined;
      await waitFor(until, `The commit has no position in the log of ${source} yet.`);
    }
  };
  const waitFor = async (until: number, detail: string): Promise<void> => {
    if (performance.now() > until || closing.signal.aborted)
      throw failure("PROJECTION_BEHIND", detail, { headers: { "Retry-After": "1" } });
    await delay(pause, undefined, { signal: closing.signal }).catch(() => {});
  };

  return {
    tokenOf: (xid) => epochs && `${epochs}.${xid}`,
    async reached(entity, token, milliseconds) {
      const until = performance.now() + milliseconds;
      const source = entity.projection?.source ?? "";
      let position: number | undefined;
      if (token !== undefined) {
        const [, epoch, xid = ""] = written.exec(token) ?? [];
        if (epoch === undefined)
          throw failure(
            "COMMIT_INVALID",
            `Received ${JSON.stringify(token.slice(0, 60))} in Lintel-Wait; expected what Lintel-Commit of an answer said.`,
          );
        if (epoch !== epochs && epoch !== (await lookAtEpochs()))
          throw failure(
            "COMMIT_OTHER_EPOCH",
            "Received a commit of before the database was restored or replaced.",
          );
        position = await positionOf(source, xid, until);
      }
      for (;;) {
        const build = await live(entity, position === undefined ? believed : 0);
        if (position === undefined || (build && build.position >= position))
          return build?.epoch === undefined
            ? null
            : formatPosition({ epoch: build.epoch, position: build.position });
        await waitFor(
          until,
          `${entity.name} is at ${build?.position ?? 0}; what was written is at ${position} at most.`,
        );
      }
    },
    async close() {
      closing.abort();
      await following;
      for (const opened of connections.values()) {
        const client = await opened.catch(() => undefined);
        if (client?.alive) await client.end();
      }
    },
  };
}
