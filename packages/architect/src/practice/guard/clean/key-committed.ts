import { basename } from "node:path/posix";
import type { Changed, Snapshot } from "../git/index.js";
import type { Rule } from "../rule.js";
import { quoted } from "./folders.js";

const names =
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|\.netrc|_netrc|\.pgpass|\.htpasswd|.+\.(?:pem|key|p12|pfx|jks|keystore|ppk|kdbx|p8))$/is;
const blocks = /-----BEGIN ([A-Z0-9 ]+)-----/g;
const open =
  /^(?:CERTIFICATE|TRUSTED CERTIFICATE|X509 CRL|CERTIFICATE REQUEST|(?:[A-Z]+ )?PUBLIC KEY|DH PARAMETERS|EC PARAMETERS|PKCS7)$/;

/** Keys, by the names that keys have. */
export const keyCommitted: Rule = {
  id: "key-committed",
  says: "A file that by its name holds a key or passwords is in the commit: `id_rsa`, `*.pem`, `*.key`, `*.p12`, `.netrc` and the like. Certificates and public keys are none.",
  *check({ snapshot }) {
    for (const changed of [...snapshot.changed, ...snapshot.passing]) {
      if (!names.test(basename(changed.path)) || isPublic(snapshot, changed)) continue;
      yield {
        file: changed.path,
        says: "By its name it holds a key or passwords.",
        remedy: `Take it out with \`git rm --cached -- ${quoted(changed.path)}\`, write its name into .gitignore, and make a new key: whoever has the history has this one.`,
      };
    }
  },
};

function isPublic(snapshot: Snapshot, { id, path }: Changed): boolean {
  const content = snapshot.blobs.content(id);
  // A presentation of Keynote is an archive that ends in .key.
  if (content.kind === "binary")
    return /\.key$/.test(path) && content.start.toString("latin1").startsWith("PK");
  if (content.kind !== "text") return false;
  const found = [...content.text.matchAll(blocks)].map(([, kind]) => kind ?? "");
  return found.length > 0 && found.every((kind) => open.test(kind));
}
