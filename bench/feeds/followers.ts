/**
 * Many followers in a process of their own, which talks to its parent: it says `open` when all follow, and each quarter of a second
 * how many events came and, of those that came since, when they were written and how long they took.
 */
import { WebSocket } from "ws";

const [kind = "", url = "", many = "1", from = ""] = process.argv.slice(2);
const address = url.replace("http", "ws");
let received = 0;
let opened = 0;
let latencies: [sent: number, took: number][] = [];
let firstAt = 0;
let lastAt = 0;
/** Stands before each change of a message. */
const op = '"op":"';
const now = () => performance.timeOrigin + performance.now();

for (let at = 0; at < Number(many); at += 1) {
  await new Promise<void>((resolve, reject) => {
    if (kind === "stalled") return stall(resolve);
    const socket =
      kind === "lintel"
        ? followLintel(resolve)
        : kind === "socket.io"
          ? followSocketIo(resolve)
          : follow(resolve);
    socket.on("error", reject);
    socket.on("close", (code, reason) => {
      process.stderr.write(`A follower was closed: ${code} ${reason}\n`);
      process.exit(1);
    });
  });
  opened += 1;
  if (opened === Number(many)) process.send?.({ open: true });
}
setInterval(() => {
  process.send?.({ received, latencies, firstAt, lastAt });
  latencies = [];
}, 250);

function take(text: string, isFirst: boolean): void {
  if (!isFirst) return;
  for (const [, sent] of text.matchAll(/"at":"([\d.]+)"/g))
    latencies.push([Number(sent), now() - Number(sent)]);
}

function followLintel(then: () => void): WebSocket {
  const socket = new WebSocket(`${address}/feeds`, "lintel.feed.v1", { perMessageDeflate: false });
  const isFirst = opened === 0;
  let unacknowledged = { changes: 0, bytes: 0 };
  socket.on("open", () =>
    socket.send(
      JSON.stringify({
        type: "subscribe",
        id: 1,
        entity: "tick",
        ...(from ? { from } : { snapshot: false }),
      }),
    ),
  );
  socket.on("message", (data) => {
    const text = data.toString();
    if (!text.startsWith('{"type":"changes"')) {
      if (text.startsWith('{"type":"failed"') || text.startsWith('{"type":"reset"')) throw new Error(text);
      if (text.startsWith('{"type":"subscribed"')) then();
      return;
    }
    let changes = 0;
    for (let found = text.indexOf(op); found >= 0; found = text.indexOf(op, found + op.length)) changes += 1;
    received += changes;
    lastAt = now();
    firstAt ||= lastAt;
    unacknowledged = { changes: unacknowledged.changes + changes, bytes: unacknowledged.bytes + text.length };
    take(text, isFirst);
    if (unacknowledged.bytes < 800_000 && unacknowledged.changes < 4_000) return;
    unacknowledged = { changes: 0, bytes: 0 };
    const [, position] = /"position":(\d+)/.exec(text) ?? [];
    socket.send(JSON.stringify({ type: "ack", id: 1, position: Number(position) }));
  });
  return socket;
}

/** Follows and reads nothing from then on; comes again when it is cut off. */
function stall(then: () => void): void {
  const socket = new WebSocket(`${address}/feeds`, "lintel.feed.v1", { perMessageDeflate: false });
  socket.on("open", () =>
    socket.send(JSON.stringify({ type: "subscribe", id: 1, entity: "tick", snapshot: false })),
  );
  socket.on("message", (data) => {
    if (!data.toString().startsWith('{"type":"subscribed"')) return;
    socket.pause();
    then();
    setTimeout(() => socket.terminate(), 40_000);
  });
  socket.on("error", () => {});
  socket.on("close", () => stall(() => {}));
}

function followSocketIo(then: () => void): WebSocket {
  const socket = new WebSocket(`${address}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
  });
  const isFirst = opened === 0;
  socket.on("message", (data) => {
    const text = data.toString();
    if (text.startsWith("42")) {
      received += 1;
      take(text, isFirst);
    } else if (text.startsWith("40")) then();
    else if (text.startsWith("0")) socket.send("40");
    else if (text === "2") socket.send("3");
  });
  return socket;
}

function follow(then: () => void): WebSocket {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  const isFirst = opened === 0;
  socket.on("open", then);
  socket.on("message", (data) => {
    received += 1;
    if (isFirst) take(data.toString(), true);
  });
  return socket;
}
