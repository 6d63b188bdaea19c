/** What of a token decides whether it is revoked. */
export interface TokenClaims {
  readonly subject: string;
  /** The `jti`, where it has one. */
  readonly tokenId?: string | undefined;
  /** The `iat` in seconds since 1970, where it has one. */
  readonly issuedAt?: number | undefined;
}

/** Tokens that are believed no more: one, by its `jti`, or all of a person that were issued up to a moment. */
export type Revocation =
  | { readonly tokenId: string }
  | {
      readonly subject: string;
      /** Milliseconds since 1970. */
      readonly until: number;
    };

/** Which tokens are believed no more, though they have not expired. Kept in memory; somebody else keeps them for longer. */
export interface Revocations {
  /** A token without `iat` was issued before everything. */
  covers(claims: TokenClaims): boolean;
  /** Adds what is new. Whoever subscribed is told when something was. */
  add(revocations: readonly Revocation[]): void;
  subscribe(changed: () => void): void;
}

/** No token revoked yet. */
export function createRevocations(): Revocations {
  const tokens = new Set<string>();
  const subjects = new Map<string, number>();
  const subscribers: (() => void)[] = [];
  const addOne = (revocation: Revocation): boolean => {
    if ("tokenId" in revocation) {
      const { size } = tokens;
      return tokens.add(revocation.tokenId).size > size;
    }
    const { subject, until } = revocation;
    if (until <= (subjects.get(subject) ?? Number.NEGATIVE_INFINITY)) return false;
    subjects.set(subject, until);
    return true;
  };
  return {
    covers({ subject, tokenId, issuedAt = 0 }) {
      if (tokenId !== undefined && tokens.has(tokenId)) return true;
      const until = subjects.get(subject);
      return until !== undefined && issuedAt * 1_000 <= until;
    },
    add(revocations) {
      const added = revocations.filter(addOne).length;
      if (added > 0) for (const changed of subscribers) changed();
    },
    subscribe: (changed) => void subscribers.push(changed),
  };
}
