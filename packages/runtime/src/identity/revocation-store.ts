import type { Transaction } from "../postgres/index.js";
import type { Revocation } from "./revocations.js";

/** Days for which a revocation is kept. A token that is valid for longer would be believed again. */
export const keptDays = 30;

const write = `
  insert into revoked_tokens as kept (claim, value, until)
  values ($1, $2, to_timestamp($3::double precision / 1000))
  on conflict (claim, value) do update
  set until = greatest(kept.until, excluded.until), at = now()
`;

const forget = `
  delete from revoked_tokens
  where at < now() - make_interval(days => $1::integer)
`;

const read = `
  select claim, value, floor(extract(epoch from until) * 1000)::double precision as until
  from revoked_tokens
  where at > now() - make_interval(secs => $1::double precision)
`;

/** Keeps a revocation, and forgets those that are past their time. */
export async function writeRevocation(
  transaction: Pick<Transaction, "run">,
  revocation: Revocation,
): Promise<void> {
  const values =
    "tokenId" in revocation
      ? ["jti", revocation.tokenId, Date.now()]
      : ["sub", revocation.subject, revocation.until];
  await transaction.run({ name: "lintel_revoke", text: write, values });
  await transaction.run({ name: "lintel_revoke_forget", text: forget, values: [keptDays] });
}

/** The revocations that were written within the last so many seconds. */
export async function readRevocations(
  transaction: Pick<Transaction, "run">,
  seconds: number,
): Promise<readonly Revocation[]> {
  const rows = await transaction.run<{ claim: string; value: string; until: number }>({
    name: "lintel_revoked",
    text: read,
    values: [seconds],
  });
  return rows.map(({ claim, value, until }) =>
    claim === "jti" ? { tokenId: value } : { subject: value, until },
  );
}
