import { createServer, type Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { listen, urlOf } from "./listen.js";

const servers: Server[] = [];
function server(): Server {
  const made = createServer();
  servers.push(made);
  return made;
}
afterEach(async () => {
  for (const one of servers.splice(0)) await new Promise((resolve) => one.close(resolve));
});

const options = { port: "--port", host: "--host" };
const here = { host: "127.0.0.1", what: "The API", options };

it("says which port is taken and what to type", async () => {
  const { port } = await listen(server(), { ...here, port: 0, mayMove: false });
  await expect(listen(server(), { ...here, port, mayMove: false })).rejects.toMatchObject({
    code: "PORT_TAKEN",
    message: expect.stringContaining(String(port)),
    next: expect.stringContaining(`--port ${port + 10}`),
  });
});

it("moves up by ten where it may", async () => {
  const { port } = await listen(server(), { ...here, port: 0, mayMove: false });
  const moved = await listen(server(), { ...here, port, mayMove: true });
  expect(moved.port).toBeGreaterThan(port);
  expect((moved.port - port) % 10).toBe(0);
  expect(urlOf(moved)).toBe(`http://127.0.0.1:${moved.port}`);
});

it("names the address that is none of this machine", async () => {
  await expect(
    listen(server(), { ...here, host: "203.0.113.1", port: 0, mayMove: true }),
  ).rejects.toMatchObject({
    code: "ADDRESS_UNUSABLE",
    next: expect.stringContaining("(--host)"),
  });
});
