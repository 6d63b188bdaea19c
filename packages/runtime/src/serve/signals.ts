/**
 * Ends the process on SIGTERM and SIGINT once `stop` is done: with 0, or with 130 when told twice. Gives back what
 * takes the handlers off again.
 */
export function stopOnSignals(stop: (reason: string) => Promise<void>): () => void {
  let told = false;
  const handle = (signal: NodeJS.Signals) => {
    if (told) process.exit(130);
    told = true;
    void stop(signal).then(() => process.exit(0));
  };
  process.on("SIGTERM", handle);
  process.on("SIGINT", handle);
  return () => {
    process.off("SIGTERM", handle);
    process.off("SIGINT", handle);
  };
}
