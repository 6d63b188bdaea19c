import type { DestinationStream } from "pino";

/** Lines that are written together. */
export interface LineBatch extends DestinationStream {
  /** Hands on what was gathered. */
  flush(): void;
}

/** Characters after which a batch is handed on. */
const full = 16_384;
/** Milliseconds after which it is handed on though it is not full. */
const longest = 100;

/**
 * Gathers lines and hands them on together: a write for each line costs more than all else that is done for the
 * line. Whoever makes a batch flushes it before the process ends.
 */
export function createLineBatch(target: DestinationStream): LineBatch {
  let lines = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (lines === "") return;
    const gathered = lines;
    lines = "";
    target.write(gathered);
  };
  return {
    write(line) {
      lines += line;
      if (lines.length >= full) flush();
      else timer ??= setTimeout(flush, longest).unref();
    },
    flush,
  };
}
