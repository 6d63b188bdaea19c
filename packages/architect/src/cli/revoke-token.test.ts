import { entity, role, service, signedIn, system, text } from "@lintel/runtime";
import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import { createDevelopmentIssuer, issueToken } from "@lintel/runtime/tools";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { lintel, projectWith, until } from "./scenario.js";

const blueprint = (feed: boolean) => `
import { entity, role, service, signedIn, system, text } from "@lintel/runtime";
const access = { read: signedIn, write: role("editor") };
const notes = service("notes", { entities: { note: entity({ words: text() }, { feed: ${feed}, access }) } });
export default system("desk", { version: 1, services: [notes] });
`;
const projectOf = (feed: boolean) => projectWith({ "blueprint.ts": blueprint(feed) });
/** The same as the blueprint says. */
const access = { read: signedIn, write: role("editor") };
const notes = service("notes", { entities: { note: entity({ words: text() }, { feed: true, access }) } });

const issuer = createDevelopmentIssuer();
const tokenOf = (subject: string) => issueToken(issuer, { subject, roles: [] });
let app: TestSystem;
let env: { readonly DATABASE_URL: string };
beforeAll(async () => {
  app = await testSystem(system("desk", { version: 1, services: [notes] }), { issuer });
  env = { DATABASE_URL: app.database.url };
});
afterAll(() => app?.stop());

/** Follows notes over a socket; gives the code with which that is closed, once it is. */
async function follower(token: string): Promise<{ closed: number | undefined }> {
  const socket = new WebSocket(`${app.url.replace("http", "ws")}/feeds`, ["lintel.feed.v1"], {
    headers: { authorization: `Bearer ${token}` },
  });
  onTestFinished(() => socket.terminate());
  const said: string[] = [];
  const state: { closed: number | undefined } = { closed: undefined };
  socket.on("open", () => socket.send('{"type":"subscribe","id":1,"entity":"note"}'));
  socket.on("message", (data) => said.push(String(data)));
  socket.on("close", (code) => {
    state.closed = code;
  });
  await until(`"live" in ${said}`, async () =>
    said.some((one) => one.includes('"live"')) ? true : undefined,
  );
  return state;
}
const status = async (token: string) =>
  (await fetch(`${app.url}/v1/notes`, { headers: { authorization: `Bearer ${token}` } })).status;

describe("lintel token revoke", () => {
  it("ends the feed of one token by its id within seconds, and no other; neither that nor a log shows a token", async () => {
    const [stolen, kept] = await Promise.all([tokenOf("ada"), tokenOf("ada")]);
    const [one, other] = [await follower(stolen), await follower(kept)];
    const id = String(decodeJwt(stolen).jti);
    const { code, stdout, stderr } = await lintel(["token", "revoke", "--id", id], {
      cwd: projectOf(true),
      env,
    });
    expect([code, stdout]).toEqual([0, `The token ${id} is taken back (notes).\n`]);
    expect(stderr).not.toContain("postgresql://");
    await expect.poll(() => one.closed, { timeout: 60_000 }).toBe(4401);
    expect(await status(stolen)).toBe(401);
    expect(await status(kept)).toBe(200);
    expect(other.closed).toBeUndefined();
  });

  it("ends all of a person that were issued before, and leaves those of others and those that come later", async () => {
    const [eve, bob] = [await tokenOf("eve"), await tokenOf("bob")];
    const [hers, his] = [await follower(eve), await follower(bob)];
    const given = ["token", "revoke", "--subject", "eve", "--json"];
    const ran = await lintel(given, { cwd: projectOf(true), env });
    expect(ran.json()).toEqual({ subject: "eve", until: expect.any(Number), services: ["notes"] });
    await expect.poll(() => hers.closed, { timeout: 60_000 }).toBe(4401);
    expect(await status(eve)).toBe(401);
    expect(his.closed).toBeUndefined();
    // A second later than the revocation: `iat` has whole seconds.
    await expect.poll(async () => status(await tokenOf("eve")), { timeout: 60_000 }).toBe(200);
    expect((await lintel(given, { cwd: projectOf(true), env })).code).toBe(0);
  });

  it("says what is wrong, and never says a token again", async () => {
    const cwd = projectOf(true);
    const token = await tokenOf("ada");
    const refused = async (...given: string[]) => {
      const { code, stdout, stderr } = await lintel(["token", "revoke", ...given], { cwd, env });
      expect(`${stdout}${stderr}`).not.toContain(token);
      return [code, /[A-Z]+_[A-Z]+/.exec(stderr)?.[0]];
    };
    const unclear = [2, "REVOCATION_UNCLEAR"];
    expect(await refused()).toEqual(unclear);
    expect(await refused("--subject", "ada", "--id", "1")).toEqual(unclear);
    expect(await refused("--id", token)).toEqual(unclear);
    expect(await refused("--subject", "")).toEqual(unclear);
    const plain = await lintel(["token", "revoke", "--id", "x"], { cwd: projectOf(false), env });
    expect([plain.code, plain.stderr]).toEqual([1, expect.stringContaining("REVOCATION_NOWHERE")]);
  });
});
