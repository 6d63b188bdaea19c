import { describe, expect, it } from "vitest";
import { message } from "../fixture.js";
import { createFrame, type Frame } from "../hub/frame.js";
import { wireOf } from "../socket/wire.js";
import { createJoin } from "./join.js";
import { createOutlet } from "./outlet.js";

/** A pipe that keeps what it is given, and takes it when told. */
function given(join = createJoin()) {
  const written: Buffer[] = [];
  const state = { unsent: 0, isOpen: true, corks: 0, takesAtOnce: false };
  const pipe = {
    write(bytes: Buffer) {
      written.push(bytes);
      if (!state.takesAtOnce) state.unsent += bytes.length;
    },
    get unsent() {
      return state.unsent;
    },
    get isOpen() {
      return state.isOpen;
    },
    cork: () => void state.corks++,
    uncork: () => void state.corks++,
  };
  return { outlet: createOutlet(pipe, wireOf, join), written, state };
}
const frames = (count: number, size = 10): readonly Frame[] =>
  Array.from({ length: count }, (_, at) => message("advance", { at, text: "x".repeat(size) }));
const large = message("changes", { text: "x".repeat(300_000) });
const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));

describe("an outlet", () => {
  it("writes what comes in one turn in one piece, in order", async () => {
    const { outlet, written } = given();
    const sent = frames(10);
    for (const frame of sent) outlet.send(frame);
    expect(written).toEqual([]);
    expect(outlet.unsent).toBe(sent.reduce((sum, frame) => sum + wireOf(frame).length, 0));
    await endOfTurn();
    expect(written).toEqual([Buffer.concat(sent.map(wireOf))]);
  });

  it("makes the piece once for all who are sent the same", async () => {
    const join = createJoin();
    const [one, two, other] = [given(join), given(join), given(join)];
    const sent = frames(3);
    for (const frame of sent) for (const { outlet } of [one, two]) outlet.send(frame);
    for (const frame of sent.slice(0, 2)) other.outlet.send(frame);
    await endOfTurn();
    expect(two.written[0]).toBe(one.written[0]);
    expect(other.written).toEqual([Buffer.concat(sent.slice(0, 2).map(wireOf))]);
  });

  it("copies no large frames, and still writes them together", async () => {
    const { outlet, written, state } = given();
    const sent = frames(3, 50_000);
    for (const frame of sent) outlet.send(frame);
    await endOfTurn();
    expect(written.map((bytes, at) => bytes === wireOf(sent[at] ?? message("live", {})))).toEqual([
      true,
      true,
      true,
    ]);
    expect(state.corks).toBe(2);
  });

  it("keeps the order of what is for all and what is for one", async () => {
    const { outlet, written } = given();
    const [first, second] = frames(2);
    if (!first || !second) return expect.unreachable();
    outlet.send(first);
    outlet.push(Buffer.from("own"));
    outlet.send(second);
    await endOfTurn();
    expect(written).toEqual([wireOf(first), Buffer.from("own"), wireOf(second)]);
  });

  it("calls back once, later, when little is unsent", async () => {
    const { outlet, state } = given();
    let called = 0;
    outlet.drained(() => {
      called += 1;
    });
    expect(called).toBe(0);
    await endOfTurn();
    expect(called).toBe(1);
    state.unsent = 1_000_000;
    outlet.drained(() => {
      called += 1;
    });
    await endOfTurn();
    outlet.relieve();
    expect(called).toBe(1);
    state.unsent = 0;
    outlet.relieve();
    outlet.relieve();
    expect(called).toBe(2);
  });

  it("calls back where the pipe took at once what was too much before it was written, and never drains", async () => {
    const { outlet, state, written } = given();
    state.takesAtOnce = true;
    let called = 0;
    outlet.send(large);
    outlet.drained(() => {
      called += 1;
    });
    expect([called, written.length]).toEqual([0, 0]);
    await endOfTurn();
    expect([called, written.length]).toEqual([1, 1]);
  });

  it("drops what a pipe that is gone is sent, and keeps nobody waiting", async () => {
    const { outlet, written, state } = given();
    outlet.send(frames(1)[0] ?? message("live", {}));
    state.isOpen = false;
    outlet.push(Buffer.from("own"));
    let called = 0;
    outlet.drained(() => {
      called += 1;
    });
    await endOfTurn();
    expect([written.length, called]).toEqual([0, 1]);
  });
});

describe("the bytes of a frame", () => {
  it.each([[0], [125], [126], [65_535], [65_536], [70_000]])("tell a payload of %i bytes", (length) => {
    const payload = "x".repeat(length);
    const frame = createFrame("live", payload);
    const wire = wireOf(frame);
    const headers = [2, 4, 10][length < 126 ? 0 : length < 65_536 ? 1 : 2] ?? 0;
    expect(wire[0]).toBe(0x81);
    expect(wire.length).toBe(headers + length);
    const said =
      wire[1] === 127 ? Number(wire.readBigUInt64BE(2)) : wire[1] === 126 ? wire.readUInt16BE(2) : wire[1];
    expect(said).toBe(length);
    expect(wireOf(frame)).toBe(wire);
  });
});
