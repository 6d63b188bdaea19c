/** Waits until something holds; fails when it does not within the deadline (milliseconds). For tests. */
export async function until(holds: () => boolean | Promise<boolean>, deadline = 60_000): Promise<void> {
  const end = performance.now() + deadline;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It did not hold within ${deadline} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
