import { expect, it } from "vitest";
import { whenIdle } from "./when-idle.js";

it("waits until nobody is being answered", async () => {
  let inFlight = 2;
  let resolved = false;
  const idle = whenIdle(() => {
    if (inFlight > 0 && !resolved) inFlight--;
    return inFlight;
  })().then(() => {
    resolved = true;
  });
  await idle;
  expect(inFlight).toBe(0);
});

it("lets those who never cease pass for a while, and not for ever", async () => {
  let asked = 0;
  const idle = whenIdle(() => {
    asked++;
    return 1;
  });
  await idle();
  const first = asked;
  expect(first).toBeGreaterThan(1);
  await idle();
  expect(asked).toBe(first + 1);
});
