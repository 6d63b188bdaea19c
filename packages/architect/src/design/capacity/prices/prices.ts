/** What things cost where the project runs, a month each. Edited by people. */
export interface Prices {
  /** Three letters (ISO 4217). */
  readonly currency: string;
  /** Where the figures come from, or that they are placeholders. */
  readonly source: string;
  /** That nobody has put real prices in yet. */
  readonly placeholder: boolean;
  /** A machine or container for one process of the server. */
  readonly instance: Price;
  /** Machines for PostgreSQL, the smallest first. */
  readonly databases: readonly DatabasePrice[];
  /** A gigabyte (10⁹ bytes) of disk for the database. */
  readonly disk: Price;
  readonly backup: Price;
  /** A gigabyte of files in object storage. */
  readonly files: Price;
  /** A gigabyte that leaves for the internet. */
  readonly transfer: Price;
  /** What requests come in through. */
  readonly balancer: Price;
}

export interface Price {
  readonly price: number;
  /** Of its own, where it differs from that of the file. */
  readonly source?: string;
}

export interface DatabasePrice extends Price {
  readonly name: string;
  /** Processors. */
  readonly cores: number;
  /** Gigabytes. */
  readonly memory: number;
}
