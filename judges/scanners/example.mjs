/**
 * The commerce example, served on loopback on a database of its own: with rows in every table, a token for each role, and
 * an eye on what a scanner may not see. Needs the packages to be built.
 */
const built = (file) => import(new URL(`../../${file}`, import.meta.url).href);

/** As long as a scanner may take. */
const lifetime = 3_600_000;

/**
 * Starts it.
 *
 * - `url`, `metricsUrl`: where it is.
 * - `known`: ids of rows and what else the addresses need.
 * - `token(...)`: a token of the manager, or of a customer who has an order.
 * - `faults()`: what went wrong on the inside since the start: causes of a 500, and statements that PostgreSQL could not
 *   read, which is what an injection looks like from there.
 * - `onRequest(listener)`: called for each request that was answered.
 * - `stop()`.
 */
export async function startExample() {
  const { default: preparePostgres } = await built("packages/architect/dist/vitest.js");
  const { createTestDatabase } = await built("packages/runtime/dist/testing/index.js");
  const { push } = await built("packages/runtime/dist/postgres/migrate/index.js");
  const { resolve } = await built("packages/runtime/dist/blueprint/index.js");
  const { serve } = await built("packages/runtime/dist/serve/index.js");
  const { createDevelopmentIssuer, issueToken } = await built("packages/runtime/dist/identity/index.js");
  const { default: system } = await built("examples/commerce/dist/blueprint.js");

  const stopPostgres = await preparePostgres();
  const database = await createTestDatabase();
  await push({ url: database.url, model: resolve(system) });
  const development = createDevelopmentIssuer();
  const running = await serve({
    system,
    environment: "test",
    databaseUrl: database.url,
    port: 0,
    metricsPort: 0,
    development,
    log: "none",
  });
  const faults = [];
  running.facts.subscribe((fact) => {
    if (fact.fact === "request.failed") faults.push(`500 at ${fact.route}: ${fact.error}`);
    if (fact.fact === "statement.failed" && fact.sqlState.startsWith("42"))
      faults.push(`PostgreSQL could not read ${fact.statement}: ${fact.error}`);
  });
  const example = {
    url: running.url,
    metricsUrl: running.metricsUrl,
    token: (subject, ...roles) => issueToken(development, { subject, roles, lifetime }),
    faults: () => [...faults],
    onRequest: (listener) =>
      running.facts.subscribe((fact) => void (fact.fact === "request.finished" && listener(fact))),
    async stop() {
      await running.stop("the scanner is done");
      await database.drop();
      await stopPostgres?.();
    },
  };
  try {
    return { ...example, databaseUrl: database.url, known: await fill(example, database) };
  } catch (error) {
    await example.stop();
    throw error;
  }
}

/** Some rows of each kind, made over HTTP; the places, which nobody may write, by SQL. */
async function fill({ url, token }, database) {
  const manager = await token("01936b2e-0000-7000-8000-000000000001", "catalog-manager", "support");
  const post = async (path, body, bearer = manager) => {
    const response = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()).data;
  };
  const category = (await post("/v1/categories", { name: "Tables" })).id;
  const products = [];
  for (const name of ["Oak table", "Ash table", "Elm table", "Pine table", "Fir table"])
    products.push(
      (
        await post("/v1/products", {
          name,
          price: `${products.length + 1}9.90`,
          category,
          inventoryCount: 1_000_000,
        })
      ).id,
    );
  await database.sql(
    `insert into delivery.places
            (id, geoname_id, name, country, feature_code, population, latitude, longitude)
     select gen_random_uuid(), n, 'Place ' || n, 'IS', 'PPL', n * 1000, '64.1', '-21.9'
       from generate_series(1, 30) as n`,
    [],
  );
  const password = "a password for a scanner";
  const account = { email: "ada@example.com", password, firstName: "Ada", lastName: "Lovelace" };
  const { user } = await post("/v1/users/register", account);
  const customer = await token(user);
  const home = {
    recipient: "Ada",
    street: "12 St James's Square",
    postalCode: "SW1Y 4JH",
    city: "London",
    country: "GB",
  };
  const address = (await post("/v1/addresses", { ...home, user }, customer)).id;
  const items = [{ product: products[0], quantity: 1 }];
  const { order } = await post("/v1/orders/place-order", { items, address }, customer);
  return { category, product: products[0], user, address, order, manager, customer };
}
