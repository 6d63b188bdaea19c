/** A database that nobody asks: a system describes itself without one. */
const nowhere = "postgresql://nobody@127.0.0.1:1/none";

const dist = (file) => new URL(`../../${file}`, import.meta.url).href;

/**
 * The documents of running systems at a path, the OpenAPI documents unless told, as they serve them: the commerce example with all its services, and the system
 * that the tests of HTTP use, which has every kind of field and route.
 */
export async function* documents(path = "/openapi.json") {
  const { serve } = await import(dist("packages/runtime/dist/serve/index.js"));
  const { default: commerce } = await import(dist("examples/commerce/dist/blueprint.js"));
  const { shop } = await import(dist("packages/runtime/dist/http/scenario.js"));
  for (const [name, system] of Object.entries({ commerce, shop })) {
    const running = await serve({
      system,
      environment: "test",
      databaseUrl: nowhere,
      port: 0,
      metricsPort: false,
      log: "none",
    });
    try {
      const response = await fetch(`${running.url}${path}`);
      if (response.status !== 200) throw new Error(`${name}: ${path} answered ${response.status}`);
      yield { name, text: await response.text() };
    } finally {
      await running.stop("it has been read");
    }
  }
}
