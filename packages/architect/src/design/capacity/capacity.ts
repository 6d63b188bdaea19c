/** What comes in and what is kept, worked out from the needs alone. Rates a second, sizes in bytes. */
export interface Demand {
  /** Requests: usually, at the peak, at the most that ever comes, and that after a year of growth. */
  readonly requests: {
    readonly usual: number;
    readonly peak: number;
    readonly most: number;
    readonly mostInAYear: number;
  };
  /** Part of the requests that only read, 0 to 1. */
  readonly reads: number;
  /** Statements of PostgreSQL that one request comes to, on average. */
  readonly statementsPerRequest: number;
  /** Clients that hold a connection open to follow changes. */
  readonly followers: number;
  readonly entities: readonly EntityDemand[];
  /** Tables and indexes, now and in a year. */
  readonly stored: { readonly now: number; readonly inAYear: number };
  /** What must lie in memory for reads to be fast, in a year. */
  readonly workingSet: number;
  /** Instances of the server that the most in a year needs, with one that may fail. */
  readonly instances: number;
  /** The most that ever comes, a second, by what it costs: that reads, that writes one row (a message, a record of a run), that runs a command. */
  readonly rates: { readonly read: number; readonly row: number; readonly command: number };
  /** Ids of the requirements that it comes from. */
  readonly from: readonly string[];
  /** Questions without a clear answer that it rests on: provisional unless empty. */
  readonly missing: readonly string[];
}

export interface EntityDemand {
  readonly name: string;
  readonly rows: { readonly now: number; readonly inAYear: number };
  /** Of a row with its header and its indexes. */
  readonly rowBytes: number;
  /** Rows that are added a second, on average over a year. */
  readonly writes: number;
}

/** The capacity plan: how much is needed of what, when it is full, and what it costs. */
export interface Capacity {
  readonly demand: Demand;
  readonly tables: readonly TableEstimate[];
  readonly services: readonly ServiceCapacity[];
  /** All that has to be kept, and where. */
  readonly storage: readonly Stored[];
  /** What it runs on in a year. */
  readonly machines: Machines;
  readonly parts: readonly Saturation[];
  readonly costs: Costs;
  /** Every formula that was used, with its source. */
  readonly formulas: readonly Formula[];
}

/** Something that has to be kept, in bytes. */
export interface Stored {
  readonly what: string;
  readonly where: "database" | "backups" | "files";
  readonly now: number;
  readonly inAYear: number;
  /** How it was worked out, in a sentence. */
  readonly because: string;
  readonly from: readonly string[];
}

/** What is run, of the sizes that the file of prices has. */
export interface Machines {
  /** Processes of the server, those to spare with them. */
  readonly instances: number;
  /** How many of them may fail: none where one process on one machine was decided. */
  readonly spare: 0 | 1;
  /** Servers of PostgreSQL, standbys and replicas with them. */
  readonly databases: number;
  readonly database: { readonly name: string; readonly cores: number; readonly memory: number };
  /** Bytes of disk of each database. */
  readonly disk: number;
}

export interface TableEstimate {
  readonly service: string;
  readonly entity: string;
  readonly table: string;
  readonly rows: { readonly now: number; readonly inAYear: number };
  /** Bytes of one row on its page, line pointer and padding with it. */
  readonly rowBytes: number;
  readonly bytes: { readonly now: number; readonly inAYear: number };
  /** Values that are too long for their rows (TOAST), with the index by which they are found. */
  readonly outside: { readonly now: number; readonly inAYear: number };
  readonly indexes: readonly {
    readonly name: string;
    readonly bytes: { readonly now: number; readonly inAYear: number };
  }[];
  /** Ids of the requirements that its rows come from. */
  readonly from: readonly string[];
  /** What was taken for its rows, where the brief does not say. */
  readonly assumed?: string;
}

export interface ServiceCapacity {
  readonly service: string;
  /** At the most that ever comes. */
  readonly requests: number;
  readonly statements: number;
  /** Requests in work at once, by Little's law. */
  readonly inWork: number;
  /** Connections to PostgreSQL of each instance. */
  readonly pool: number;
  /** Those to spare with them. Where all services run in one process, those of the process. */
  readonly instances: number;
  /** Bytes of its tables and indexes in a year. */
  readonly stored: number;
  readonly from: readonly string[];
}

/** A part, what it can bear and when that is reached. */
export interface Saturation {
  readonly part: string;
  readonly measure: string;
  readonly unit: string;
  readonly limit: number;
  readonly now: number;
  readonly inAYear: number;
  /** Months from now until it is full, at the growth of the brief; undefined where that is beyond ten years. */
  readonly months?: number;
  /** What to do then. */
  readonly remedy: string;
  readonly from: readonly string[];
}

export interface Costs {
  readonly currency: string;
  readonly lines: readonly {
    readonly item: string;
    readonly quantity: number;
    readonly unit: string;
    readonly price: number;
    readonly amount: number;
    readonly source: string;
  }[];
  /** A month. */
  readonly total: number;
  /** What the brief allows a month, where it says so in the currency of the prices. */
  readonly budget?: number;
  /** That the prices are nobody's yet. */
  readonly placeholder: boolean;
  /** What is to be said of them, in sentences: that prices are placeholders, that the budget is in another currency. */
  readonly notes: readonly string[];
  /** Of the budget. */
  readonly from: readonly string[];
}

export interface Formula {
  readonly id: string;
  readonly title: string;
  /** `L = λ × W` */
  readonly formula: string;
  readonly units: string;
  readonly source: string;
}
