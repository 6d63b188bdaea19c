/** Waits until a condition is true. Throws where it does not become so within the deadline, in milliseconds. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  deadline = 60_000,
): Promise<void> {
  const end = performance.now() + deadline;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`Not so within ${deadline} ms: ${what}.`);
    await pause(20);
  }
}

/** Lets other work go on for a while. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
