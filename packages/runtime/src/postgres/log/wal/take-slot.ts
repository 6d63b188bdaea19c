import type { SourceContext, WalSourceOptions } from "./context.js";
import { requireTurn } from "./head.js";
import { asLogin, type Client } from "./login.js";
import { formatLsn } from "./lsn.js";
import { publicationOf } from "./names.js";
import {
  openReplicationStream,
  type ReplicationReader,
  type ReplicationStream,
} from "./replication-stream.js";
import { dropSlot, insteadOfReader, terminateSlotReader } from "./slot.js";

/**
 * Begins to read the slot, in the place of a process that still does though it is not its turn any more: one that hangs keeps
 * it for as long as the server waits for an answer.
 *
 * @throws {@link TurnLost} where it is another process's turn.
 */
export async function takeSlot(
  { control, options, slot, report }: SourceContext,
  from: bigint,
  reader: ReplicationReader,
): Promise<ReplicationStream> {
  const stream = {
    url: options.url,
    applicationName: options.applicationName,
    connectTimeout: options.connectTimeout,
    slot,
    publication: publicationOf(options.schema),
    from: formatLsn(from),
  };
  return insteadOfReader(
    () => openReplicationStream(stream, reader),
    async () => {
      await requireTurn(control, options.schema, options.generation);
      const ended = await asLogin(options, (login) => terminateSlotReader(login, slot));
      if (ended) report({ change: "slot-taken-over", slot });
    },
  );
}

/**
 * Removes the slot, whoever reads it.
 *
 * @throws {@link TurnLost} where it is another process's turn.
 */
export async function removeSlot(
  login: Client,
  control: Client,
  { schema, generation }: WalSourceOptions,
  slot: string,
): Promise<void> {
  await requireTurn(control, schema, generation);
  await insteadOfReader(
    () => dropSlot(login, slot),
    async () => {
      await requireTurn(control, schema, generation);
      await terminateSlotReader(login, slot);
    },
  );
}
