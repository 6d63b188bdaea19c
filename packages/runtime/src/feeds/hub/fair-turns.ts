/** For whom something is done, where all wait in turn. */
export interface Whose {
  /** A person, or an address. */
  readonly caller: string;
  /** Undefined: the caller is of none. */
  readonly tenant: string | undefined;
}

/** Lets so many at once do something, in turn by whom they are for. */
export type FairTurns = <T>(whose: Whose, work: () => Promise<T>) => Promise<T>;

/** Callers of one tenant, or one caller that is of none. */
interface Party {
  readonly key: string;
  /** Places that one of its callers may have. */
  readonly mostOfCaller: number;
  /** Which callers wait: those who were served last stand last. */
  readonly waiting: Map<string, (() => void)[]>;
  readonly busy: Map<string, number>;
  taken: number;
}

/**
 * Goes round among tenants, and within a tenant among its callers, whoever asked more often: one gets a place before another gets a second
 * time. A caller that is of no tenant goes round as a tenant does. Nobody has all places, and no caller of a tenant all that its tenant may
 * have, where there are more than one, so that whoever comes next need not wait for one who takes long.
 */
export function createFairTurns(atOnce: number): FairTurns {
  const mostOfParty = Math.max(1, atOnce - 1);
  const parties = new Map<string, Party>();
  /** The parties of which some caller waits: those that were served last stand last. */
  const waiting = new Set<Party>();
  let taken = 0;

  const partyOf = ({ tenant, caller }: Whose): Party => {
    const key = tenant === undefined ? `caller ${caller}` : `tenant ${tenant}`;
    const known = parties.get(key);
    if (known) return known;
    const mostOfCaller = tenant === undefined ? mostOfParty : Math.max(1, mostOfParty - 1);
    const made: Party = { key, mostOfCaller, waiting: new Map(), busy: new Map(), taken: 0 };
    parties.set(key, made);
    return made;
  };
  const count = (party: Party, caller: string, places: 1 | -1) => {
    const left = (party.busy.get(caller) ?? 0) + places;
    if (left > 0) party.busy.set(caller, left);
    else party.busy.delete(caller);
    party.taken += places;
    taken += places;
  };
  const admit = () => {
    for (const party of waiting) {
      if (taken >= atOnce) return;
      if (party.taken >= mostOfParty) continue;
      const next = nextOf(party);
      if (!next) continue;
      toTheEnd(party);
      count(party, next.caller, 1);
      next.begin();
    }
  };
  const toTheEnd = (party: Party) => {
    waiting.delete(party);
    if (party.waiting.size > 0) waiting.add(party);
  };
  return async (whose, work) => {
    const { caller } = whose;
    const party = partyOf(whose);
    await new Promise<void>((resolve) => {
      const works = party.waiting.get(caller);
      if (works) works.push(resolve);
      else party.waiting.set(caller, [resolve]);
      waiting.add(party);
      admit();
    });
    try {
      return await work();
    } finally {
      count(party, caller, -1);
      const works = party.waiting.get(caller);
      party.waiting.delete(caller);
      if (works) party.waiting.set(caller, works);
      toTheEnd(party);
      if (party.taken === 0 && party.waiting.size === 0) parties.delete(party.key);
      admit();
    }
  };
}

/** Takes the first that may begin of those who wait. */
function nextOf({ waiting, busy, mostOfCaller }: Party) {
  for (const [caller, works] of waiting) {
    if ((busy.get(caller) ?? 0) >= mostOfCaller) continue;
    const begin = works.shift();
    waiting.delete(caller);
    if (works.length > 0) waiting.set(caller, works);
    return begin && { caller, begin };
  }
  return undefined;
}
