import type { Source } from "./pattern.js";

const source = (author: string, title: string, year: number): Source =>
  Object.freeze({ author, title, year });

export const parnas = source(
  "D. L. Parnas",
  "On the Criteria To Be Used in Decomposing Systems into Modules, Communications of the ACM",
  1972,
);
export const conway = source("M. E. Conway", "How Do Committees Invent?, Datamation", 1968);
export const evans = source("E. Evans", "Domain-Driven Design, Addison-Wesley", 2003);
export const enterprisePatterns = source(
  "M. Fowler",
  "Patterns of Enterprise Application Architecture, Addison-Wesley",
  2002,
);
export const analysisPatterns = source("M. Fowler", "Analysis Patterns, Addison-Wesley", 1996);
export const monolithFirst = source("M. Fowler", "MonolithFirst, martinfowler.com", 2015);
export const stranglerFig = source("M. Fowler", "StranglerFigApplication, martinfowler.com", 2004);
export const fowlerCqrs = source("M. Fowler", "CQRS, martinfowler.com", 2011);
export const fowlerEventSourcing = source("M. Fowler", "Event Sourcing, martinfowler.com", 2005);
export const blueGreenDeployment = source("M. Fowler", "BlueGreenDeployment, martinfowler.com", 2010);
export const canaryRelease = source("D. Sato", "CanaryRelease, martinfowler.com", 2014);
export const parallelChange = source("D. Sato", "ParallelChange, martinfowler.com", 2014);
export const cqrsDocuments = source("G. Young", "CQRS Documents", 2010);
export const buildingMicroservices = source("S. Newman", "Building Microservices, O'Reilly", 2015);
export const monolithToMicroservices = source("S. Newman", "Monolith to Microservices, O'Reilly", 2019);
export const backendsForFrontends = source("S. Newman", "Backends For Frontends, samnewman.io", 2015);
export const microservicesPatterns = source("C. Richardson", "Microservices Patterns, Manning", 2018);
export const cloudPatterns = source(
  "A. Homer, J. Sharp, L. Brader, M. Narumoto, T. Swanson",
  "Cloud Design Patterns, Microsoft patterns & practices",
  2014,
);
export const releaseIt = source("M. T. Nygard", "Release It!, Pragmatic Bookshelf", 2007);
export const integrationPatterns = source(
  "G. Hohpe, B. Woolf",
  "Enterprise Integration Patterns, Addison-Wesley",
  2003,
);
export const dataIntensive = source("M. Kleppmann", "Designing Data-Intensive Applications, O'Reilly", 2017);
export const distributedLocking = source(
  "M. Kleppmann",
  "How to do distributed locking, martin.kleppmann.com",
  2016,
);
export const theLog = source(
  "J. Kreps",
  "The Log: What every software engineer should know about real-time data's unifying abstraction, LinkedIn Engineering",
  2013,
);
export const kafka = source(
  "J. Kreps, N. Narkhede, J. Rao",
  "Kafka: a Distributed Messaging System for Log Processing, NetDB",
  2011,
);
export const sagas = source("H. Garcia-Molina, K. Salem", "Sagas, SIGMOD", 1987);
export const beyondTransactions = source(
  "P. Helland",
  "Life beyond Distributed Transactions: an Apostate's Opinion, CIDR",
  2007,
);
export const idempotence = source("P. Helland", "Idempotence Is Not a Medical Condition, ACM Queue", 2012);
export const immutability = source("P. Helland", "Immutability Changes Everything, CIDR", 2015);
export const transactionProcessing = source(
  "J. Gray, A. Reuter",
  "Transaction Processing: Concepts and Techniques, Morgan Kaufmann",
  1992,
);
export const leases = source(
  "C. G. Gray, D. R. Cheriton",
  "Leases: An Efficient Fault-Tolerant Mechanism for Distributed File Cache Consistency, SOSP",
  1989,
);
export const chubby = source(
  "M. Burrows",
  "The Chubby Lock Service for Loosely-Coupled Distributed Systems, OSDI",
  2006,
);
export const raft = source(
  "D. Ongaro, J. Ousterhout",
  "In Search of an Understandable Consensus Algorithm, USENIX ATC",
  2014,
);
export const optimisticMethods = source(
  "H. T. Kung, J. T. Robinson",
  "On Optimistic Methods for Concurrency Control, ACM Transactions on Database Systems",
  1981,
);
export const backoffAndJitter = source(
  "M. Brooker",
  "Exponential Backoff And Jitter, AWS Architecture Blog",
  2015,
);
export const siteReliability = source(
  "B. Beyer, C. Jones, J. Petoff, N. R. Murphy (editors)",
  "Site Reliability Engineering, O'Reilly",
  2016,
);
export const reliabilityWorkbook = source(
  "B. Beyer, N. R. Murphy, D. K. Rensin, K. Kawahara, S. Thorne (editors)",
  "The Site Reliability Workbook, O'Reilly",
  2018,
);
export const seda = source(
  "M. Welsh, D. Culler, E. Brewer",
  "SEDA: An Architecture for Well-Conditioned, Scalable Internet Services, SOSP",
  2001,
);
export const tailAtScale = source(
  "J. Dean, L. A. Barroso",
  "The Tail at Scale, Communications of the ACM",
  2013,
);
export const continuousDelivery = source("J. Humble, D. Farley", "Continuous Delivery, Addison-Wesley", 2010);
export const refactoringDatabases = source(
  "S. W. Ambler, P. J. Sadalage",
  "Refactoring Databases, Addison-Wesley",
  2006,
);
export const twelveFactor = source("A. Wiggins", "The Twelve-Factor App", 2011);
export const materialisedViews = source(
  "A. Gupta, I. S. Mumick",
  "Maintenance of Materialized Views: Problems, Techniques, and Applications, IEEE Data Engineering Bulletin",
  1995,
);
export const sharedNothing = source(
  "M. Stonebraker",
  "The Case for Shared Nothing, IEEE Database Engineering Bulletin",
  1986,
);
export const dynamo = source(
  "G. DeCandia and others",
  "Dynamo: Amazon's Highly Available Key-value Store, SOSP",
  2007,
);
export const dangersOfReplication = source(
  "J. Gray, P. Helland, P. O'Neil, D. Shasha",
  "The Dangers of Replication and a Solution, SIGMOD",
  1996,
);
export const sessionGuarantees = source(
  "D. B. Terry and others",
  "Session Guarantees for Weakly Consistent Replicated Data, PDIS",
  1994,
);
export const timeOriented = source(
  "R. T. Snodgrass",
  "Developing Time-Oriented Database Applications in SQL, Morgan Kaufmann",
  1999,
);
export const pacioli = source(
  "L. Pacioli",
  "Summa de arithmetica, geometria, proportioni et proportionalita",
  1494,
);
export const multiTenantData = source(
  "F. Chong, G. Carraro, R. Wolter",
  "Multi-Tenant Data Architecture, Microsoft",
  2006,
);
export const informationRetrieval = source(
  "C. D. Manning, P. Raghavan, H. Schütze",
  "Introduction to Information Retrieval, Cambridge University Press",
  2008,
);
export const sqlPerformance = source("M. Winand", "SQL Performance Explained", 2012);
export const littlesLaw = source(
  "J. D. C. Little",
  "A Proof for the Queuing Formula: L = λW, Operations Research",
  1961,
);
export const aries = source(
  "C. Mohan and others",
  "ARIES: A Transaction Recovery Method Supporting Fine-Granularity Locking and Partial Rollbacks Using Write-Ahead Logging, ACM Transactions on Database Systems",
  1992,
);
export const protection = source(
  "J. H. Saltzer, M. D. Schroeder",
  "The Protection of Information in Computer Systems, Proceedings of the IEEE",
  1975,
);
export const keyManagement = source(
  "E. Barker",
  "Recommendation for Key Management, NIST SP 800-57 Part 1 Revision 5",
  2020,
);
export const gdpr = source(
  "European Parliament and Council",
  "General Data Protection Regulation, Regulation (EU) 2016/679",
  2016,
);
export const kAnonymity = source(
  "L. Sweeney",
  "k-anonymity: a model for protecting privacy, International Journal on Uncertainty, Fuzziness and Knowledge-based Systems",
  2002,
);
export const postgresql = source("PostgreSQL Global Development Group", "PostgreSQL 17 Documentation", 2024);
export const httpSemantics = source(
  "R. Fielding, M. Nottingham, J. Reschke",
  "HTTP Semantics, RFC 9110",
  2022,
);
export const problemDetailsRfc = source(
  "M. Nottingham, E. Wilde, S. Dalal",
  "Problem Details for HTTP APIs, RFC 9457",
  2023,
);
export const webLinking = source("M. Nottingham", "Web Linking, RFC 8288", 2017);
export const sunset = source("E. Wilde", "The Sunset HTTP Header Field, RFC 8594", 2019);
export const tokenExchangeRfc = source(
  "M. Jones, A. Nadalin, B. Campbell, J. Bradley, C. Mortimore",
  "OAuth 2.0 Token Exchange, RFC 8693",
  2020,
);
export const jwtPractices = source(
  "Y. Sheffer, D. Hardt, M. Jones",
  "JSON Web Token Best Current Practices, RFC 8725",
  2020,
);
export const hmac = source(
  "H. Krawczyk, M. Bellare, R. Canetti",
  "HMAC: Keyed-Hashing for Message Authentication, RFC 2104",
  1997,
);
export const webSocket = source("I. Fette, A. Melnikov", "The WebSocket Protocol, RFC 6455", 2011);
export const idempotencyKeyDraft = source(
  "J. Jena, S. Dalal",
  "The Idempotency-Key HTTP Header Field, IETF draft",
  2021,
);
export const dapper = source(
  "B. H. Sigelman and others",
  "Dapper, a Large-Scale Distributed Systems Tracing Infrastructure, Google",
  2010,
);
