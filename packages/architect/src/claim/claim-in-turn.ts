import { setTimeout as wait } from "node:timers/promises";
import { claimFile, type Holder } from "./claim-file.js";

const PAUSE_MS = 20;

/**
 * Claims a file as {@link claimFile} does, and waits while another holds it.
 *
 * @param patience milliseconds at most: for what is held that long only by whoever hangs
 * @returns how to give it back, or who holds it still
 * @throws NotAFile where a folder lies there; errors of the system where it cannot be written
 */
export async function claimInTurn(
  lock: string,
  patience = 10_000,
): Promise<{ release(): void } | { readonly holder: Holder }> {
  const end = performance.now() + patience;
  for (;;) {
    const claim = claimFile(lock);
    if ("release" in claim || performance.now() > end) return claim;
    await wait(PAUSE_MS);
  }
}
