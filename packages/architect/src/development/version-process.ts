import cluster, { type Worker } from "node:cluster";
import { fileURLToPath } from "node:url";
import type { Finding } from "@lintel/runtime/tools";
import type { Failure } from "../failure.js";
import type { Project } from "../project/index.js";
import type { Answers, Reply, Request } from "./version-messages.js";

/** A version of the blueprint was not fit to serve. What served before goes on. */
export class Refused extends Error {
  override readonly name = "Refused";
  constructor(
    readonly failure: Failure,
    readonly findings: readonly Finding[] = [],
  ) {
    super(failure.message);
  }

  // As errors of the command line are told: see `asFailure`.
  get code(): string {
    return this.failure.code;
  }
  get where(): string | undefined {
    return this.failure.where;
  }
  get next(): string {
    return this.failure.next;
  }
  get exitCode(): number {
    return this.failure.exitCode;
  }
}

/**
 * A process of its own for one version of the blueprint: modules that were read once cannot be read anew, so every
 * saved file gets a fresh process. Its life: born with the runtime loaded, `load`, `push`, `serve`, `stop`.
 *
 * All such processes share their sockets through node's cluster, so that a new version accepts connections before
 * the old one stops accepting them.
 */
export interface VersionProcess {
  /** @throws Refused, also where the process ends before it answers */
  ask<R extends Request>(request: R): Promise<Answers[R["ask"]]>;
  /** Lets what runs finish and ends the process. Resolves when it is gone. */
  stop(reason: string): Promise<void>;
  kill(): void;
  /** Resolves with how it ended: an exit code, or the name of a signal. */
  readonly ended: Promise<number | string>;
}

const entry = fileURLToPath(new URL("./version-main.js", import.meta.url));

/**
 * Starts a process that has loaded the runtime, and no blueprint yet. Its logs go to stderr. Where `imageOf` is given, it
 * is made of that project's image, if there is one that fits.
 */
export function startVersionProcess(imageOf?: Project): VersionProcess {
  cluster.setupPrimary({
    exec: entry,
    args: imageOf ? [JSON.stringify(imageOf)] : [],
    execArgv: [],
    stdio: ["ignore", 2, 2, "ipc"],
  });
  const worker = cluster.fork();
  const ended = new Promise<number | string>((resolve) => {
    worker.once("exit", (code, signal) => resolve(signal ?? code));
  });
  const born = new Promise<void>((resolve) => {
    const hear = (reply: Partial<Reply>) => {
      if (!("answer" in reply) || reply.answer !== "born") return;
      worker.removeListener("message", hear);
      resolve();
    };
    worker.on("message", hear);
  });
  return {
    ended,
    ask: (request) => exchange(worker, { born, ended }, request),
    async stop(reason) {
      // It has left the round of those that get connections when it answers, but one may be on its way to it:
      // disconnecting lets it hand that back, where ending it would leave the client without an answer.
      const stopped = exchange(worker, { born, ended }, { ask: "stop", reason });
      await stopped.then(
        () => worker.disconnect(),
        () => worker.process.kill("SIGKILL"),
      );
      await ended;
    },
    kill: () => void worker.process.kill("SIGKILL"),
  };
}

function exchange<R extends Request>(
  worker: Worker,
  { born, ended }: { readonly born: Promise<void>; readonly ended: Promise<number | string> },
  request: R,
): Promise<Answers[R["ask"]]> {
  return new Promise((resolve, reject) => {
    // Loaders talk over the same channel: only what is a reply counts.
    const hear = (reply: Partial<Reply>) => {
      if ("refused" in reply && reply.refused) reject(new Refused(reply.refused, reply.findings));
      else if ("value" in reply && reply.answer === request.ask) resolve(reply.value as Answers[R["ask"]]);
      else return;
      worker.removeListener("message", hear);
    };
    worker.on("message", hear);
    ended.then((how) => {
      worker.removeListener("message", hear);
      reject(new Refused(died(request, how)));
    });
    born.then(() => {
      if (worker.isConnected()) worker.send(request);
    });
  });
}

function died(request: Request, how: number | string): Failure {
  const doing = { load: "reading the blueprint", push: "changing the database" } as const;
  const what = request.ask === "load" || request.ask === "push" ? doing[request.ask] : "serving";
  return {
    code: "PROCESS_ENDED",
    message: `The process ended with ${typeof how === "number" ? `code ${how}` : how} while ${what}.`,
    next: "The lines above say why. Mend it and save: it is started again.",
    exitCode: 1,
  };
}
