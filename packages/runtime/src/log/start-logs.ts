import { hostname } from "node:os";
import type { ServiceModel, SystemModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { Facts } from "../facts.js";
import {
  appendedChannel,
  type LogConnection,
  openLogConnection,
  writtenChannel,
} from "../postgres/log/index.js";
import { type Archive, createArchive, type OpenArchive, openArchive } from "./archive/index.js";
import { type LogOrder, orderSource } from "./order.js";
import { createLogReader, type LogReader } from "./reader.js";
import { type Sequencer, startSequencer } from "./sequencer.js";
import { watchSlot } from "./slot-watch.js";
import { startWorkers, type Workers } from "./workers.js";

/** The ordered logs of a running system. */
export interface Logs {
  /** Says that something of a service was committed here. Costs nothing, and a service without a log has none of it. */
  readonly committed: (service: string) => void;
  /** Reads the log of a service; one for all who ask, which holds a connection from the first question on. */
  reader(service: string): LogReader;
  /** Who follows logs on behalf of a service, whether it has one itself or not; a connection is made for the first. */
  workers(service: string): Workers;
  /** Ends all of them, within about so many milliseconds: as long as what they work with is there. */
  stopWorkers(deadline: number): Promise<void>;
  /** Opens a connection for a part of the process's work on the log of a service, with its role. */
  connect(service: string, part: string, onLost: () => void): Promise<LogConnection>;
  /** What was archived of a service's log, as this process sees it; undefined where nothing is. */
  archived(service: string): OpenArchive | undefined;
  /** Whether this process gives the positions of a service's log now. */
  isLeading(service: string): boolean;
  /**
   * Gives positions to what is left, where this process does that, and closes everything, within about so many milliseconds.
   * To be called when nothing writes any more.
   */
  stop(deadline: number): Promise<void>;
}

export interface LogsOptions {
  readonly model: SystemModel;
  /** The address of each service's database. */
  readonly urls: { readonly [service: string]: string };
  readonly facts: Facts;
  readonly settings?: LogSettings | undefined;
}

/** What an environment says of its logs. */
export interface LogSettings {
  /** That of commits where the server permits it, and else that of what is visible, unless told. */
  readonly order?: LogOrder | undefined;
  /** Bytes that the server may keep of its write-ahead log for a slot that nobody reads; 1 GiB unless told. */
  readonly maxWalBytes?: number | undefined;
  /** A folder into which entries are written before they are thrown away; nowhere unless told. */
  readonly archive?: string | undefined;
}

/**
 * Takes part in giving positions for every service that has a log, each on a connection of its own, with the service's own role. It needs
 * no right beyond those: to read and write the service's tables. Where its login may replicate, the order is that of
 * commits, with three more connections for whoever gives positions. The database is not waited for.
 */
export function startLogs({ model, urls, facts, settings: given = {} }: LogsOptions): Logs {
  const { order, maxWalBytes } = given;
  const services = new Map(model.services.filter(({ log }) => log).map((service) => [service.name, service]));
  const holder = `${hostname()} ${process.pid}`.slice(0, 100);
  const settings = (service: ServiceModel, part: string) => ({
    url: urls[service.name] ?? "",
    role: service.role,
    schema: service.schema,
    applicationName: `${model.name}/${service.name} ${part}`.slice(0, 63),
  });
  const archives: Archive[] = [];
  const archiveOf = (service: string): Archive | undefined => {
    if (given.archive === undefined) return undefined;
    const { archive: folder } = given;
    const archive = createArchive({
      folder,
      system: model.name,
      service,
      facts,
      reader: () => reader(service),
    });
    archives.push(archive);
    return archive;
  };
  const sequencers = new Map<string, Sequencer>();
  for (const service of services.values()) {
    const connect = (notified: (payload: string) => void) =>
      openLogConnection({ ...settings(service, "log"), listen: { channel: writtenChannel, notified } });
    const own = { ...settings(service, "order"), service: service.name, facts, order };
    sequencers.set(
      service.name,
      startSequencer({
        service: service.name,
        schema: service.schema,
        facts,
        holder,
        connect,
        openSource: orderSource(own),
        watch: watchSlot({ ...own, most: maxWalBytes }),
        fresh: { announce: (first, last) => readers.get(service.name)?.fresh.announce(first, last) },
        keeping: service.log,
        archive: archiveOf(service.name),
      }),
    );
  }
  const readers = new Map<string, LogReader>();
  const reader = (name: string): LogReader => {
    const service = services.get(name);
    if (!service) throw failure("INTERNAL", `Received the service "${name}"; expected one that has a log.`);
    const made =
      readers.get(name) ??
      createLogReader({
        service: name,
        schema: service.schema,
        connect: (notified, onLost) =>
          openLogConnection({
            ...settings(service, "reader"),
            listen: { channel: appendedChannel, notified },
            onLost,
          }),
      });
    readers.set(name, made);
    return made;
  };
  const workers = new Map<string, Workers>();
  const stopWorkers = async (deadline: number) => {
    await Promise.all([...workers.values()].map((one) => one.stop(deadline)));
  };
  return {
    committed: (service) => sequencers.get(service)?.committed(),
    reader,
    workers(name) {
      const service = model.services.find((one) => one.name === name);
      if (!service) throw failure("INTERNAL", `Received the service "${name}"; expected one of the system.`);
      const made =
        workers.get(name) ??
        startWorkers({
          service: name,
          schema: service.schema,
          facts,
          holder,
          connect: (onLost) => openLogConnection({ ...settings(service, "workers"), onLost }),
        });
      workers.set(name, made);
      return made;
    },
    connect(name, part, onLost) {
      const service = model.services.find((one) => one.name === name);
      if (!service) throw failure("INTERNAL", `Received the service "${name}"; expected one of the system.`);
      return openLogConnection({ ...settings(service, part), onLost });
    },
    archived(name) {
      const service = services.get(name);
      return given.archive !== undefined && service ? openArchive(given.archive, service) : undefined;
    },
    isLeading: (service) => sequencers.get(service)?.isLeading ?? false,
    stopWorkers,
    async stop(deadline) {
      await stopWorkers(deadline);
      await Promise.all([...sequencers.values()].map((one) => one.stop(deadline)));
      await Promise.all(archives.map((one) => one.stop()));
      await Promise.all([...readers.values()].map((one) => one.close()));
    },
  };
}
