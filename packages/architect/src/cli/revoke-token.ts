import { ToolError } from "../tool-error.js";
import type { Verb } from "./verb.js";

/** Characters of a claim at most. */
const longest = 1_000;

/** `lintel token revoke` */
export const revokeToken: Verb = {
  name: "revoke",
  summary: "Take back a token, or all that a person has, in every process that serves the system.",
  examples: [
    "lintel token revoke --subject 0199b3c4-5d6e-7f80-9123-456789abcdef",
    "lintel token revoke --id Zk3v8mX0aQ --database-url postgresql://owner@db.example/shop",
  ],
  declare: (command) =>
    command
      .option("--subject <sub>", "all tokens of this person that were issued until now")
      .option("--id <jti>", "the one token with this id; never the token itself")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, text }) {
    const revocation = revocationOf(text("subject"), text("id"));
    const { revokeByHand } = await import("@lintel/runtime/tools");
    const { readModel } = await import("./read-model.js");
    const { withDatabase } = await import("./db/with-database.js");
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const { model } = await readModel(project);
      const told = model.services.filter(({ entities }) => entities.some(({ feed }) => feed));
      const services = await revokeByHand(url, told, revocation);
      if (services.length === 0)
        throw new ToolError(
          "REVOCATION_NOWHERE",
          told.length === 0
            ? "No service of this system has a feed, so that there is no table of tokens that are taken back."
            : `The database has no table revoked_tokens of ${told.map(({ name }) => name).join(", ")}.`,
          told.length === 0 ? "Say `feed: true` of an entity, and: lintel db migrate" : "lintel db status",
        );
      const what = "tokenId" in revocation ? { id: revocation.tokenId } : { ...revocation };
      terminal.result({ ...what, services }, () =>
        "tokenId" in revocation
          ? `The token ${revocation.tokenId} is taken back (${services.join(", ")}).`
          : `The tokens of ${revocation.subject} that were issued until now are taken back (${services.join(", ")}).`,
      );
      return 0;
    });
  },
};

function revocationOf(subject: string | undefined, tokenId: string | undefined) {
  if ((subject === undefined) === (tokenId === undefined))
    throw unclear(
      `Received ${subject === undefined ? "neither --subject nor --id" : "both --subject and --id"}; expected one.`,
    );
  const claim = subject ?? tokenId ?? "";
  if (claim === "" || claim.length > longest || claim.includes("\0"))
    throw unclear(`Received ${claim.length} characters; expected 1 to ${longest}, and none of them NUL.`);
  // A token is worth as much as a password until it is taken back: it is not said again here.
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(claim) && claim.startsWith("ey"))
    throw unclear("Received a whole token; expected its claim jti, or the claim sub of its person.");
  return tokenId === undefined ? { subject: claim, until: Date.now() } : { tokenId };
}

function unclear(message: string): ToolError {
  return new ToolError("REVOCATION_UNCLEAR", message, "lintel token revoke --subject ada", { exitCode: 2 });
}
