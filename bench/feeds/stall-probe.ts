/**
 * Asks to be woken each millisecond and tells its parent when it was woken late: `[from, to]` in milliseconds since the epoch. It is run with a
 * priority above every other process and bound to one CPU, so whoever kept it from running keeps everybody from it: the kernel, or the machine under it.
 */
const asked = 1;
/** Milliseconds beyond those that count: waking takes a part of one by itself. */
const late = 1;
const told = 250;
const cell = new Int32Array(new SharedArrayBuffer(4));
const now = () => performance.timeOrigin + performance.now();

let stalls: [from: number, to: number][] = [];

function watch(): void {
  const end = now() + told;
  for (let last = now(); last < end; ) {
    Atomics.wait(cell, 0, 0, asked);
    const woken = now();
    if (woken - last > asked + late) stalls.push([last + asked, woken]);
    last = woken;
  }
  process.send?.(stalls);
  stalls = [];
  setImmediate(watch);
}

process.on("disconnect", () => process.exit());
watch();
