import { createServer } from "node:http";
import { createRequire } from "node:module";

/* A server with the faults that scanners look for, so that one that finds nothing elsewhere is known to look. */

const { Client } = createRequire(new URL("../../packages/runtime/package.json", import.meta.url))("pg");

/** Starts it on loopback, on a database. It puts what it is sent into SQL and into HTML, as it came. */
export async function startPlanted(databaseUrl) {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://planted");
    let body = "";
    for await (const chunk of request) body += chunk;
    try {
      const id = body === "" ? searchParams.get("id") : JSON.parse(body).id;
      switch (pathname) {
        case "/rows": {
          const { rows } = await database.query(`select name from delivery.places where geoname_id = ${id}`);
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify(rows));
          return;
        }
        case "/greet":
          response.setHeader("content-type", "text/html");
          response.end(`<html><body><p>Hello ${searchParams.get("name")}</p></body></html>`);
          return;
        default:
          response.setHeader("content-type", "text/html");
          response.end(
            '<html><body><a href="/rows?id=3">rows</a> <a href="/greet?name=ada">greet</a></body></html>',
          );
      }
    } catch (error) {
      response.statusCode = 500;
      response.end(`PostgreSQL query failed: ERROR:  ${error.message}`);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.end();
    },
  };
}
