import type { Kept, Persist } from "./persist.js";

/** Rows are not kept more often: all of them are written each time. */
const EVERY_MS = 1_000;

/** Keeps what `kept` gives, one save at a time, some time after it has changed, and at the end. */
export function keepRows(
  persist: Persist | undefined,
  kept: () => Kept | undefined,
  failed: (error: unknown) => void,
): { changed(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSaving = false;
  let isChanged = false;

  const save = async () => {
    timer = undefined;
    const now = kept();
    if (!persist || !now || !isChanged) return;
    isChanged = false;
    isSaving = true;
    try {
      await persist.save(now);
    } catch (error) {
      failed(error);
    }
    isSaving = false;
    if (isChanged) changed();
  };
  const changed = () => {
    isChanged = true;
    if (persist && !timer && !isSaving) timer = setTimeout(save, EVERY_MS);
  };
  return {
    changed,
    stop() {
      clearTimeout(timer);
      save();
    },
  };
}
