/**
 * What people would use instead, as a process of its own: `socket.io` emits to all and `ws` sends to each what comes on standard
 * input, a line an event; `listen` sends to each by `ws` what PostgreSQL notifies.
 */
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import pg from "pg";
import { Server } from "socket.io";
import { WebSocketServer } from "ws";

const kind = process.argv[2] ?? process.env.PEER ?? "ws";
const server = createServer();
const send = kind === "socket.io" ? overSocketIo() : overWs();

if (kind === "listen") {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  client.on("notification", ({ payload }) => send(payload ?? ""));
  await client.query("listen bench");
} else createInterface({ input: process.stdin }).on("line", send);

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}\n`);
});

function overSocketIo(): (event: string) => void {
  const io = new Server(server, { transports: ["websocket"], perMessageDeflate: false });
  return (event) => void io.emit("tick", JSON.parse(event));
}

function overWs(): (event: string) => void {
  const all = new WebSocketServer({ server, perMessageDeflate: false });
  return (event) => {
    for (const client of all.clients) client.send(event);
  };
}
