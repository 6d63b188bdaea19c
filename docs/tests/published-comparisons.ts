import type { DecisionId } from "../../packages/architect/src/design/decisions/index.js";

/** What a published system runs, beside an option that the figures come to: the comment holds for that option. */
export interface Comparison {
  readonly id: DecisionId;
  readonly subject?: string;
  readonly option: string;
  readonly runs: string;
  readonly comment: string;
}

export const comparisons: { readonly [system: string]: readonly Comparison[] } = {
  "Stack Overflow": [
    {
      id: "style",
      option: "modular-monolith",
      runs: "One program on eleven web servers",
      comment: "The same. They say themselves that one web server could do it.",
    },
    {
      id: "replicas",
      option: "standby",
      runs: "A database with a hot standby, for each of two clusters",
      comment: "The same.",
    },
    {
      id: "cache",
      option: "in-process",
      runs: "Two Redis servers, 5.8 billion hits that day",
      comment:
        "Lintel would begin without Redis. Theirs also carries messages between servers; years later they took the caching of pages out again and saw little difference.",
    },
    {
      id: "search",
      option: "engine",
      runs: "Three servers with Elasticsearch, 17 million searches a day",
      comment: "The same, by the number of rows alone: above 20 million.",
    },
    { id: "live-updates", option: "feeds", runs: "WebSockets", comment: "The same." },
  ],
  "Let's Encrypt": [
    {
      id: "style",
      option: "modular-monolith",
      runs: "Several programs over one database ([Boulder](https://github.com/letsencrypt/boulder))",
      comment:
        "**Wrong for them.** They separate programs so that what faces the internet cannot reach the keys that sign. Lintel knows size of teams as a reason for borders between programs, not the worth of a key: a person has to overrule it.",
    },
    {
      id: "replicas",
      option: "synchronous",
      runs: "One database that is written to, replicas that some reads go to",
      comment:
        'Near. Lintel takes from "nothing may be lost" that a second machine has each write first; what theirs does is not public in the sources. It sees no need to read from replicas at 10,000 reads a second.',
    },
    {
      id: "partitioning",
      option: "none",
      runs: "One database on a machine with 64 cores and 2 TB of memory",
      comment: "The same judgement: a larger machine before a second database.",
    },
    {
      id: "partitioning",
      subject: "certificate",
      option: "by-time",
      runs: "Not said in the sources",
      comment: "Certificates end by themselves, so a month is dropped as a whole.",
    },
  ],
  PyPI: [
    {
      id: "style",
      option: "modular-monolith",
      runs: "One program (Warehouse), on PostgreSQL",
      comment: "The same.",
    },
    {
      id: "cache",
      option: "edge",
      runs: "Caches before it that answer 99 % of all requests",
      comment:
        "The same; the brief's word for who is served from where decides it, and the figures of what is left are small.",
    },
    {
      id: "deployment",
      option: "containers",
      runs: "Containers on managed services, as far as they are given",
      comment: "Near: a small staff lets others run what it can.",
    },
  ],
  Wikipedia: [
    {
      id: "style",
      option: "services",
      runs: "One program (MediaWiki), with some services beside it",
      comment:
        "**Wrong for them.** A hundred people were taken, and most of them do not change MediaWiki. How many people change one program is what counts, and a brief asks only how many build the system.",
    },
    {
      id: "cache",
      option: "edge",
      runs: "Varnish in memory and Apache Traffic Server on disk, in each place",
      comment: "The same.",
    },
    {
      id: "partitioning",
      option: "none",
      runs: "Eight databases that are written to, for groups of wikis",
      comment:
        "Lintel would wait. It takes 5 % of requests as changes, where theirs are 17 edits a second; the size of the texts, which no brief asks for, is their reason.",
    },
    {
      id: "replicas",
      option: "standby",
      runs: "Many replicas that are read from",
      comment:
        "Lintel asks for them above 20,000 reads a second; at 18,000 in a year it says how near that is.",
    },
  ],
  Discord: [
    {
      id: "style",
      option: "modular-monolith",
      runs: "One program for the API; Elixir for connections",
      comment: "The same for the API.",
    },
    {
      id: "partitioning",
      option: "shards",
      runs: "Cassandra on twelve nodes, by channel and time; ScyllaDB later",
      comment:
        "The same need, another means: a table of 44 billion rows a year goes over many databases. A store that spreads rows by itself is the better choice for one table with one question. Lintel knows only PostgreSQL, and says that shards are yours to build.",
    },
    {
      id: "live-updates",
      option: "feeds",
      runs: "WebSockets, to millions at once",
      comment:
        "The same, but at 2,500 followers a process it takes hundreds of processes where theirs take few: **at this size Node is the wrong tool**, and the capacity plan shows it.",
    },
    {
      id: "cache",
      option: "in-process",
      runs: "Services that join the same questions into one (2023)",
      comment: "Near: both keep the same row from being asked for at once by many.",
    },
  ],
  Notion: [
    {
      id: "style",
      option: "services",
      runs: "One program in Node.js, kept as one through the split of its data",
      comment:
        "**Wrong for them.** Sixty people were taken, ten above the threshold. What hurt them was one database, and that they split.",
    },
    {
      id: "partitioning",
      subject: "block",
      option: "by-tenant",
      runs: "480 logical shards on 32 PostgreSQL databases, by workspace",
      comment:
        "Near: the same key. Lintel stays on one database, since 4.8 TB and 2,900 changes a second are just within its limits. It would have waited as they did, and the first lesson that they draw is to have done it earlier.",
    },
    { id: "tenancy", option: "rows", runs: "Rows with the workspace's id", comment: "The same." },
  ],
  GitHub: [
    {
      id: "style",
      option: "services",
      runs: "One program in Ruby on Rails, with services beside it",
      comment:
        "**Wrong for them**, as for Wikipedia: with tools for it, a thousand people can work on one program. They paid for those tools for years, which a new project should not plan on.",
    },
    {
      id: "partitioning",
      option: "shards",
      runs: "Some 50 clusters by subject, some of them spread further",
      comment: "The same need. They cut by subject first, which Lintel does where it cuts into services.",
    },
    {
      id: "replicas",
      option: "synchronous-readers",
      runs: "A primary with replicas in each cluster, which are read from",
      comment: "Near; that nothing may be lost was taken.",
    },
    {
      id: "cache",
      option: "shared",
      runs: "Not said in the source",
      comment:
        "At 300,000 reads a second and hundreds of instances, each with a cache of its own would miss most of the time.",
    },
  ],
  Slack: [
    {
      id: "style",
      option: "services",
      runs: "One large program in PHP and Hack, with services beside it",
      comment: "**Wrong for them** at that time, by the number of people.",
    },
    {
      id: "broker",
      option: "jetstream",
      runs: "Kafka before Redis, for 33,000 jobs a second",
      comment:
        "The same need at the same figure: their queue in Redis alone had an outage on the way there, and Lintel relies on the log in PostgreSQL up to 30,000 a second.",
    },
    {
      id: "partitioning",
      option: "shards",
      runs: "Vitess: MySQL on many hosts, by channel and other keys",
      comment:
        "The same need. They began with shards by customer, and the largest customers outgrew theirs: the key is the hard part, and Lintel would have begun with the same one.",
    },
  ],
  WhatsApp: [
    {
      id: "style",
      option: "modular-monolith",
      runs: "A cluster in Erlang with few kinds of servers",
      comment: "Near: 32 people, one code, few roles.",
    },
    {
      id: "live-updates",
      option: "feeds",
      runs: "A connection for each phone, two million on a machine",
      comment:
        "The same in kind. **In size not**: at 2,500 followers a process the plan comes to tens of thousands of processes. Nobody should build this with Lintel.",
    },
    {
      id: "broker",
      option: "jetstream",
      runs: "Erlang's own messages, and stores that are emptied on delivery",
      comment:
        "**Wrong for them**: a message that is deleted once it was delivered needs neither a log nor a broker. Lintel has no option that keeps nothing.",
    },
    {
      id: "partitioning",
      option: "shards",
      runs: "Spread by user, each part with a second",
      comment: "The same need.",
    },
  ],
  Uber: [
    {
      id: "style",
      option: "services",
      runs: "2,200 critical services in 70 domains",
      comment:
        "The same in kind, for the same reason: people, not load. They found that 2,200 are too many and drew domains around them; Lintel's cut comes to a few services by subject, which is nearer to the domains.",
    },
    {
      id: "deployment",
      option: "kubernetes",
      runs: "Platforms of their own that place and update them",
      comment: "The same in kind.",
    },
    {
      id: "partitioning",
      option: "shards",
      runs: "Stores of their own over many databases",
      comment: "The same need.",
    },
    {
      id: "consistency",
      option: "transaction",
      runs: "Events and workflows between services",
      comment:
        "The brief here has no features, so that nothing is known that crosses services; with some, each that does would be a saga.",
    },
  ],
};
