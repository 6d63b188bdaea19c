import type { Actor } from "@lintel/runtime";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a token can belong to a customer: its subject is then an account's id. A program's need not be one. */
export function isAccount(actor: Actor): boolean {
  return actor.kind === "user" && uuid.test(actor.id);
}
