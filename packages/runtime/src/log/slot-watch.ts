import type { Facts } from "../facts.js";
import { dropIdleSlot, type LogClient, readKeptSlot } from "../postgres/log/index.js";
import type { LogOrder } from "./order.js";

export interface SlotWatchOptions {
  readonly service: string;
  readonly schema: string;
  readonly facts: Facts;
  /** Where the order is to be that of what is visible, the log needs no slot. */
  readonly order?: LogOrder | undefined;
  /** Bytes that may be kept for a slot that nobody reads; 1 GiB unless told. */
  readonly most?: number | undefined;
  /** An address whose login may replicate, where there is one. */
  readonly url: string;
  readonly applicationName: string;
}

/** Milliseconds between two looks at the slot. */
const looked = 10_000;
const usualMost = 1 << 30;

/**
 * Looks at what the server keeps for the log's slot, and tells it as `log.slot`. A slot that nobody reads is given up above
 * the bound, or at once where none is wanted: whichever process of the system still runs does that.
 */
export function watchSlot(options: SlotWatchOptions): (client: LogClient) => Promise<void> {
  const { service, schema, facts, order, most = usualMost, url, applicationName } = options;
  const bound = order === "visible" ? 0 : most;
  let next = 0;
  let isDropping = false;
  let isTold = false;
  let hadSlot = true;

  const drop = async (slot: string): Promise<void> => {
    if (isDropping) return;
    isDropping = true;
    try {
      const bytes = await dropIdleSlot({ url, schema, applicationName, connectTimeout: 3_000 }, bound);
      if (bytes !== undefined) facts.report({ fact: "log.slot.dropped", service, slot, bytes });
      isTold = false;
    } catch (error) {
      if (!isTold) facts.report({ fact: "log.failed", service, error });
      isTold = true;
    } finally {
      isDropping = false;
    }
  };

  return async (client) => {
    if (performance.now() < next) return;
    next = performance.now() + looked;
    const slot = await readKeptSlot(client, schema);
    if (slot || hadSlot) {
      const { bytes = 0, isRead = false, state = "none" } = slot ?? {};
      facts.report({ fact: "log.slot", service, bytes, isRead, state });
    }
    hadSlot = slot !== undefined;
    if (slot && !slot.isRead && slot.bytes >= bound) void drop(slot.name);
  };
}
