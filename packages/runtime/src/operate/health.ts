/** What a process says of itself. */
export interface HealthReport {
  readonly healthy: boolean;
  /** 200, or 503 when it is not healthy. */
  readonly status: 200 | 503;
  /** JSON: `{"status":"up","checks":{"database":"up"}}`. Says what is wrong, and nothing of why. */
  readonly body: string;
}

export interface HealthOptions {
  /** Resolves when the database answers: `database.ping`. */
  readonly ping: () => Promise<void>;
  readonly isStopping: () => boolean;
  /** Milliseconds that the database may take; 1,000 unless told. */
  readonly deadline?: number | undefined;
  /** Milliseconds for which an answer of the database is good; 500 unless told. */
  readonly goodFor?: number | undefined;
  /** Milliseconds since any fixed moment, never running backwards; the process's monotonic clock unless told. */
  readonly clock?: (() => number) | undefined;
}

export interface Health {
  /**
   * Whether the process is worth keeping: that it answers at all is the proof, since a hung event loop does not. A
   * database that is down does not make it less so, because a restart would not mend that.
   */
  live(): HealthReport;
  /** Whether requests should be sent here: the database answers in time, and the process is not stopping. Never rejects. */
  ready(): Promise<HealthReport>;
}

function report(
  healthy: boolean,
  checks?: { readonly [name: string]: "up" | "down" | "stopping" },
): HealthReport {
  const body = JSON.stringify({ status: healthy ? "up" : "down", checks });
  return Object.freeze({ healthy, status: healthy ? 200 : 503, body });
}

const alive = report(true);
const isReady = report(true, { database: "up" });
const withoutDatabase = report(false, { database: "down" });
const stopping = report(false, { process: "stopping" });

/** Makes the two answers that an orchestrator asks for. However often it asks, one ping runs at a time. */
export function createHealth(options: HealthOptions): Health {
  const { ping, isStopping, deadline = 1_000, goodFor = 500, clock = () => performance.now() } = options;
  let last: HealthReport = withoutDatabase;
  let askedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<HealthReport> | undefined;

  const ask = async () => {
    const answers = await within(deadline, ping);
    last = answers ? isReady : withoutDatabase;
    askedAt = clock();
    running = undefined;
    return last;
  };

  return {
    live: () => alive,
    async ready() {
      if (isStopping()) return stopping;
      if (clock() - askedAt < goodFor) return last;
      running ??= ask();
      const found = await running;
      return isStopping() ? stopping : found;
    },
  };
}

/** Whether `work` succeeds before the deadline. Never rejects. */
function within(deadline: number, work: () => Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, deadline, false);
    const end = (succeeded: boolean) => {
      clearTimeout(timer);
      resolve(succeeded);
    };
    Promise.resolve()
      .then(work)
      .then(
        () => end(true),
        () => end(false),
      );
  });
}
