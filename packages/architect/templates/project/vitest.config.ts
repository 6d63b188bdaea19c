import { defineConfig } from "vitest/config";

/** `lintel/vitest` starts a PostgreSQL for the tests, unless LINTEL_TEST_DATABASE_URL names one. */
export default defineConfig({ test: { globalSetup: "lintel/vitest", hookTimeout: 60_000 } });
