import { createServer, request } from "node:http";

/*
 * A front that gives the same answer to the same request. A scanner that looks for injections compares answers, and takes what
 * differs by itself for the effect of what it sent.
 */

const uuid = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** Without what each answer has of its own. What a write made, counted and dated differs too. */
function settled(method, text) {
  const same = text
    .replace(/"requestId":"[^"]*"/g, '"requestId":"-"')
    .replace(/"timestamp":"[^"]*"/g, '"timestamp":"-"');
  if (method === "GET") return same;
  return same
    .replace(uuid, "-")
    .replace(time, "-")
    .replace(/:\d+(?=[,}])/g, ":0");
}

/** Starts it on loopback, before the server at `url`. All but the bodies of answers goes through as it comes. */
export async function startFront(url) {
  const { hostname, port } = new URL(url);
  const server = createServer((asked, answer) => {
    const { method, url: path, headers } = asked;
    const { "accept-encoding": _, ...sent } = headers;
    const onward = request({ hostname, port, method, path, headers: sent }, async (given) => {
      let text = "";
      for await (const chunk of given.setEncoding("utf8")) text += chunk;
      const { "content-length": length, "transfer-encoding": coding, ...rest } = given.headers;
      answer.writeHead(given.statusCode, rest);
      answer.end(settled(method, text));
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
