import type { Facts } from "../facts.js";
import { openWalSource, readHead, readWalSupport, type WalChange } from "../postgres/log/index.js";
import { type CommitsSource, followCommits } from "./commits.js";
import { type Advance, type CommitSource, type OpenSource, snapshotSource } from "./source.js";

/** Where the order of a log comes from: that of commits, or that in which transactions became visible. */
export type LogOrder = "commits" | "visible";

export interface OrderOptions {
  readonly service: string;
  readonly facts: Facts;
  /** `commits` where the server permits it, and else `visible`, unless told. */
  readonly order?: LogOrder | undefined;
  /** The address of the service's database, whose login has to be one that may replicate. */
  readonly url: string;
  readonly role: string;
  readonly applicationName: string;
}

/** Milliseconds in which it is to be known whether the order of commits is permitted; then it goes on without. */
const decided = 2_000;
/** Failures of the order of commits in a row after which positions are given without it. */
const enough = 3;
/** Milliseconds after which it is asked again whether the order of commits is permitted. */
const askedAgain = 60_000;
const connectTimeout = 3_000;

/** Milliseconds after a failure until it is tried again, for each failure in a row. */
const pause = 200;

/** Why the order of commits is not in force, and what to do about it. */
interface Reason {
  readonly reason: string;
  readonly remedy: string;
}

const passing = "Nothing has to be done: it is tried again by itself.";

function failedWith(error: unknown): Reason {
  const message = error instanceof Error ? error.message : String(error);
  return { reason: `The write-ahead log cannot be followed: ${message}`, remedy: passing };
}

/**
 * The order of a service's log: that of commits where it is permitted, and else that of what is visible.
 *
 *     deciding ── permitted ──► commits
 *     deciding ── not permitted, or not known in time ──► visible
 *     commits ── failed, nothing appended since the last two failures ──► visible
 *     commits ── failed ──► deciding
 *     visible ── permitted, when asked again after a minute ──► commits
 *
 * Going over loses and doubles nothing: the head says how far was looked in either order, and whoever comes asks the log for
 * what has positions already. `log.order` tells which one is in force, whenever that changes.
 */
export function orderSource(options: OrderOptions): OpenSource {
  const { service, facts, order, url, applicationName } = options;
  let told: string | undefined;
  let failures = 0;

  const tell = (now: LogOrder, because?: Reason): void => {
    const text = `${now} ${because?.reason ?? ""}`;
    if (told === text) return;
    told = text;
    facts.report({ fact: "log.order", service, order: now, wanted: order, ...because });
  };

  return async (context) => {
    const { client, schema, wake } = context;
    const where = { url, schema, applicationName, connectTimeout };
    let current: { readonly in: LogOrder; readonly source: CommitSource } | undefined;
    let isClosed = false;
    let isOpening = false;
    let opened: CommitsSource | undefined;
    let refused: Reason | undefined;
    let since = performance.now();
    let askAgainAt = Number.POSITIVE_INFINITY;

    /** Asks whether the order of commits is permitted, and opens it: aside, since all of it may hang. */
    const open = (): void => {
      if (isOpening) return;
      isOpening = true;
      void (async () => {
        const support = await readWalSupport(where);
        if (!support.permitted) {
          refused = { reason: support.detail, remedy: support.remedy };
          return;
        }
        const wal = await openWalSource({
          ...where,
          role: options.role,
          generation: BigInt(context.head.generation),
          conditional: true,
          onChange: (change) => changed(change),
        });
        const source = followCommits(context, wal);
        if (isClosed) await source.close();
        else opened = source;
      })()
        .catch((error: unknown) => {
          refused = failedWith(error);
        })
        .then(() => {
          isOpening = false;
          wake();
        });
    };

    const changed = (change: WalChange): void => {
      if (change.change === "following") tell("commits");
      else if (change.change === "slot-wanted")
        tell("visible", { reason: `A slot is being made: ${change.reason}.`, remedy: passing });
      else if (change.change === "slot-given-up")
        tell("visible", { reason: `The slot was given up: ${change.reason}`, remedy: passing });
      else if (change.change === "epoch-changed")
        facts.report({ fact: "log.epoch.changed", service, reason: change.reason });
    };

    const toVisible = async (because: Reason | undefined): Promise<CommitSource> => {
      await current?.source.close();
      current = undefined;
      const head = await readHead(client, schema);
      const source = await snapshotSource()({ ...context, head });
      current = { in: "visible", source };
      if (because || order === "visible") tell("visible", because);
      askAgainAt = order === "visible" ? Number.POSITIVE_INFINITY : performance.now() + askedAgain;
      return source;
    };

    /** The source of this step; undefined while it is not known which one. */
    const choose = async (isEnding: boolean): Promise<CommitSource | undefined> => {
      if (opened && !isEnding) {
        await current?.source.close();
        current = { in: "commits", source: opened };
        opened = undefined;
      }
      const because = refused;
      refused = undefined;
      if (current?.in === "commits") {
        const isTooEarly = isEnding && !isFollowing(current.source);
        return isTooEarly ? toVisible(undefined) : current.source;
      }
      if (current) {
        if (because) tell("visible", because);
        if (performance.now() > askAgainAt && !isEnding) {
          askAgainAt = performance.now() + askedAgain;
          open();
        }
        return current.source;
      }
      if (order === "visible" || isEnding || because) return toVisible(because);
      if (performance.now() > since + decided)
        return toVisible({
          reason: "The server did not say in time whether it may be followed.",
          remedy: passing,
        });
      if (performance.now() >= since) open();
      return undefined;
    };

    return {
      async advance(turn, isEnding): Promise<Advance | undefined> {
        const idle = { turn, transactions: 0, events: 0, waiting: 0, worked: 0, isBehind: false };
        const source = await choose(isEnding);
        if (!source) return idle;
        try {
          const advance = await source.advance(turn, isEnding);
          if (advance && advance.transactions > 0 && isFollowing(source)) failures = 0;
          return advance;
        } catch (error) {
          if (current?.in !== "commits") throw error;
          facts.report({ fact: "log.stream.lost", service, error });
          failures += 1;
          since = performance.now() + pause * failures;
          if (failures >= enough) {
            failures = 0;
            refused = failedWith(error);
          }
          current = undefined;
          await source.close();
          return idle;
        }
      },
      async close() {
        isClosed = true;
        await opened?.close();
        await current?.source.close();
      },
    };
  };
}

function isFollowing(source: CommitSource): boolean {
  return "isFollowing" in source && source.isFollowing === true;
}
