import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createDevelopmentIssuer, issueToken } from "@lintel/runtime/tools";

/** An issuer of tokens that a production system believes: its keys stand at an address. */
export interface Issuer {
  /** What the environment of the system reads. */
  readonly env: { readonly [name: string]: string };
  tokenOf(subject: string, roles?: readonly string[]): Promise<string>;
  close(): void;
}

export async function startIssuer(): Promise<Issuer> {
  const issuer = { ...createDevelopmentIssuer(), issuer: "https://issuer.example" };
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(issuer.set));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    env: {
      OIDC_ISSUER: issuer.issuer,
      OIDC_AUDIENCE: issuer.audience,
      OIDC_JWKS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
      LINTEL_SECRET: "a secret of more than thirty-two characters",
    },
    tokenOf: (subject, roles = ["writer"]) => issueToken(issuer, { subject, roles }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
