import { describe, expect, it } from "vitest";
import { createFacts } from "../facts.js";
import { createAuthenticator } from "./authenticator.js";
import { createDevelopmentIssuer, type DevelopmentIssuer, issueToken } from "./development.js";

function believing({ issuer, audience, set }: DevelopmentIssuer) {
  return createAuthenticator({ issuer, audience, keys: { set }, facts: createFacts() });
}

describe("a token for development", () => {
  it("is good where it was made, also after the issuer was written down and read again", async () => {
    const made = createDevelopmentIssuer();
    const read = JSON.parse(JSON.stringify(made)) as DevelopmentIssuer;
    const token = await issueToken(read, { subject: "mia", roles: ["catalog-manager"] });
    await expect(believing(made).authenticate(`Bearer ${token}`)).resolves.toEqual({
      kind: "user",
      id: "mia",
      roles: ["catalog-manager"],
    });
  });

  it("is good nowhere else", async () => {
    const [here, there] = [createDevelopmentIssuer(), createDevelopmentIssuer()];
    const token = await issueToken(here, { roles: [] });
    await expect(believing(there).authenticate(`Bearer ${token}`)).rejects.toMatchObject({
      code: "TOKEN_INVALID",
    });
    expect(here.issuer).toMatch(/^urn:lintel:development:[0-9a-f]{32}$/);
    expect(here.issuer).not.toBe(there.issuer);
    await expect(
      believing({ ...there, set: here.set }).authenticate(`Bearer ${token}`),
    ).rejects.toMatchObject({ code: "TOKEN_INVALID" });
  });

  it("ends when it was told to", async () => {
    const made = createDevelopmentIssuer();
    const token = await issueToken(made, { roles: [], lifetime: 60_000, now: Date.now() - 120_000 });
    await expect(believing(made).authenticate(`Bearer ${token}`)).rejects.toMatchObject({
      code: "TOKEN_EXPIRED",
    });
  });

  it("publishes no private key", () => {
    for (const key of createDevelopmentIssuer().set.keys) expect(key).not.toHaveProperty("d");
  });
});
