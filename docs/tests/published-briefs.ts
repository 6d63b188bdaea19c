import { choose, quantities, quantity } from "../../packages/architect/src/brief/scenario.js";
import { type PublishedBrief, valuesOf } from "./published-brief.js";

export const publishedBriefs: readonly PublishedBrief[] = [
  {
    name: "Stack Overflow",
    year: 2016,
    figures:
      "On one day 209,420,973 requests (2,424 a second), 66 million pages, 504,816,843 SQL queries and 17 million searches. Ten people in the team of its questions and answers.",
    sources: [
      {
        title: "Stack Overflow: The Architecture - 2016 Edition",
        url: "https://stackoverflow.blog/2016/02/17/stack-overflow-the-architecture-2016-edition/",
      },
      {
        title: "Stack Overflow behind the scenes (talk, March 2016)",
        url: "http://odedcoster.com/CloudConf2016",
      },
      {
        title: "Stack Overflow architecture, with figures of 2022",
        url: "https://sysdesign-wiki.pages.dev/systems/stack-overflow-architecture/",
      },
    ],
    taken:
      "Twice the average at the peak; 40 million posts, 150 million votes, 6 million people; 99.95 % in service, a minute may be lost, back in 20 minutes.",
    values: valuesOf({
      kind: "content",
      team: 10,
      usual: 2_424,
      peak: 4_848,
      concurrent: 50_000,
      uptime: 99.95,
      rpo: 60,
      rto: 1_200,
      entities: [
        ["post", 40_000_000],
        ["vote", 150_000_000],
        ["person", 6_000_000],
      ],
      more: {
        "architecture.interfaces": choose("rest", "websocket"),
        "architecture.search": choose("database"),
        "experience.live": choose("live"),
      },
    }),
  },
  {
    name: "Let's Encrypt",
    year: 2021,
    figures:
      "Nearly two million certificates on a usual day, for more than 235 million sites; built to issue 200 million within a day (2,315 a second) if it must. One database, to keep it simple.",
    sources: [
      {
        title: "The Next Gen Database Servers Powering Let's Encrypt (2021)",
        url: "https://letsencrypt.org/2021/01/21/next-gen-database-servers.html",
      },
      {
        title: "Preparing to Issue 200 Million Certificates in 24 Hours (2021)",
        url: "https://letsencrypt.org/2021/02/10/200m-certs-24hrs",
      },
    ],
    taken:
      "Four requests a certificate, so 92 a second as usual and 9,260 on the worst day; 15 people; certificates kept for a year after they end; nothing that was issued may be lost.",
    values: valuesOf({
      kind: "other",
      team: 15,
      usual: 92,
      peak: 9_260,
      concurrent: 5_000,
      uptime: 99.9,
      rpo: 0,
      rto: 1_800,
      entities: [
        ["certificate", 1_000_000_000, 455],
        ["order", 1_000_000_000, 455],
        ["account", 50_000_000],
      ],
    }),
  },
  {
    name: "PyPI",
    year: 2023,
    figures:
      "36,000 requests a second, of which caches before it answer 99 %: some 360 reach it. 800,000 people, half a million projects, 10 million files. A small staff, and volunteers.",
    sources: [
      {
        title: "Python Software Foundation (Fastly, 2024)",
        url: "https://www.fastly.com/customers/python-software-foundation",
      },
      {
        title: "Powering the Python Package Index in 2021",
        url: "https://dustingram.com/articles/2021/04/14/powering-the-python-package-index-in-2021/",
      },
    ],
    taken:
      "Three people; twice the average at the peak; 99.9 % in service, five minutes may be lost, back in an hour.",
    values: valuesOf({
      kind: "content",
      team: 3,
      usual: 360,
      peak: 720,
      concurrent: 10_000,
      uptime: 99.9,
      rpo: 300,
      rto: 3_600,
      entities: [
        ["project", 500_000],
        ["release", 5_300_000],
        ["file", 10_000_000],
      ],
      more: { "architecture.delivery": choose("edge"), "architecture.search": choose("database") },
    }),
  },
  {
    name: "Wikipedia",
    year: 2017,
    figures:
      "8 million requests a minute (133,000 a second) and 1,000 edits a minute, on some 900 wikis; about 1,000 servers, eight of them with a database that is written to.",
    sources: [
      {
        title: "The Tech That Drives Wikipedia (talk, about 2017)",
        url: "https://docslib.org/doc/10329836/the-tech-that-drives-wikipedia",
      },
      {
        title: "How Wikipedia Is Served to You (97 Things Every SRE Should Know, 2020)",
        url: "https://ebookreading.net/view/book/97+Things+Every+SRE+Should+Know-EB9781492081487_16.html",
      },
    ],
    taken:
      "Nine of ten requests are answered by caches before it, so 13,300 a second reach it; 100 people; 60 million pages, a billion revisions; a minute may be lost, back in ten minutes.",
    values: valuesOf({
      kind: "content",
      team: 100,
      usual: 9_000,
      peak: 13_300,
      concurrent: 100_000,
      uptime: 99.95,
      rpo: 60,
      rto: 600,
      entities: [
        ["page", 60_000_000],
        ["revision", 1_000_000_000],
      ],
      more: { "architecture.delivery": choose("edge"), "architecture.search": choose("database") },
    }),
  },
  {
    name: "Discord",
    year: 2017,
    figures:
      "120 million messages a day (1,390 a second), all of them kept for ever; about as many reads as writes, and reads all over the place.",
    sources: [
      {
        title: "How Discord Stores Billions of Messages (2017)",
        url: "https://discord.com/blog/how-discord-stores-billions-of-messages",
      },
      {
        title: "How Discord Stores Trillions of Messages (2023)",
        url: "https://discord.com/blog/how-discord-stores-trillions-of-messages",
      },
    ],
    taken:
      "Three times the average at the peak, with as many reads again; two million people there at once; 20 people; 99.95 % in service, a minute may be lost, back in ten minutes.",
    values: valuesOf({
      kind: "other",
      team: 20,
      usual: 2_780,
      peak: 8_340,
      concurrent: 2_000_000,
      uptime: 99.95,
      rpo: 60,
      rto: 600,
      entities: [
        ["message", 43_800_000_000],
        ["person", 45_000_000],
      ],
      more: { "architecture.interfaces": choose("rest", "websocket"), "experience.live": choose("live") },
    }),
  },
  {
    name: "Notion",
    year: 2021,
    figures:
      "Five years and four orders of magnitude of growth on one PostgreSQL, until its CPU and its vacuum no longer kept up; 20 billion blocks. Each belongs to one workspace.",
    sources: [
      {
        title: "Herding elephants: Lessons learned from sharding Postgres at Notion (2021)",
        url: "https://www.notion.so/blog/sharding-postgres-at-notion",
      },
      {
        title: "Building and scaling Notion's data lake (2024)",
        url: "https://www.notion.com/blog/building-and-scaling-notions-data-lake",
      },
    ],
    taken:
      "2,000 requests a second as usual, 10,000 at the peak; a million workspaces, none of them large; 60 people; 99.95 % in service, a minute may be lost, back in ten minutes.",
    values: valuesOf({
      kind: "saas",
      team: 60,
      usual: 2_000,
      peak: 10_000,
      concurrent: 200_000,
      uptime: 99.95,
      rpo: 60,
      rto: 600,
      entities: [
        ["block", 20_000_000_000],
        ["space", 1_000_000],
      ],
      more: {
        "performance.tenants": quantities({
          tenants: quantity("count", 1_000_000),
          largest: quantity("share", 0.5),
        }),
        "experience.live": choose("live"),
        "architecture.interfaces": choose("rest", "websocket"),
      },
    }),
  },
  {
    name: "GitHub",
    year: 2023,
    figures: "More than 1,200 MySQL hosts in some 50 clusters, 300 TB, 5.5 million queries a second.",
    sources: [
      {
        title: "Upgrading GitHub.com to MySQL 8.0 (InfoQ, 2024)",
        url: "https://www.infoq.com/news/2024/02/github-mysql-upgrade-v8",
      },
    ],
    taken:
      "Twenty queries a request, so 275,000 requests a second at the peak; 1,000 people; 99.95 % in service, nothing may be lost, back in ten minutes.",
    values: valuesOf({
      kind: "saas",
      team: 1_000,
      usual: 100_000,
      peak: 275_000,
      concurrent: 1_000_000,
      uptime: 99.95,
      rpo: 0,
      rto: 600,
      entities: [
        ["comment", 2_000_000_000],
        ["event", 100_000_000_000, 90],
        ["repository", 400_000_000],
      ],
      more: {
        "architecture.interfaces": choose("rest", "graphql", "webhooks"),
        "architecture.search": choose("engine"),
      },
    }),
  },
  {
    name: "Slack",
    year: 2017,
    figures:
      "On the busiest days 1.4 billion jobs, 33,000 a second at the peak; in 2019 some 500,000 queries a second on Vitess, which was 45 % of them.",
    sources: [
      {
        title: "Scaling Slack's Job Queue (2017)",
        url: "https://slack.engineering/scaling-slacks-job-queue/",
      },
      {
        title: "How Slack leverages Vitess (CNCF, 2019)",
        url: "https://www.cncf.io/blog/2019/11/25/how-slack-leverages-vitess-to-keep-up-with-its-ever-growing-storage-needs/",
      },
    ],
    taken:
      "A job for each message and what follows from it; 100,000 requests a second at the peak; five million people there at once; 300 people; 99.99 % in service, a minute may be lost, back in ten minutes.",
    values: valuesOf({
      kind: "saas",
      team: 300,
      usual: 30_000,
      peak: 165_000,
      concurrent: 5_000_000,
      uptime: 99.99,
      rpo: 60,
      rto: 600,
      entities: [
        ["message", 300_000_000_000],
        ["channel", 500_000_000],
      ],
      more: {
        "performance.tenants": quantities({
          tenants: quantity("count", 500_000),
          largest: quantity("share", 1),
        }),
        "architecture.interfaces": choose("rest", "websocket", "webhooks"),
        "experience.live": choose("live"),
      },
    }),
  },
  {
    name: "WhatsApp",
    year: 2014,
    figures:
      "450 million people, 50 billion messages a day (579,000 a second), each deleted once it was delivered; 32 engineers, some 550 servers.",
    sources: [
      {
        title: "WhatsApp: 2 Million Connections Per Server with Erlang",
        url: "https://sujeet.pro/articles/whatsapp-erlang-scaling",
      },
    ],
    taken:
      "Twice the average at the peak; 150 million people there at once; 99.9 % in service, a minute may be lost, back in half an hour.",
    values: valuesOf({
      kind: "other",
      team: 32,
      usual: 579_000,
      peak: 1_158_000,
      concurrent: 150_000_000,
      uptime: 99.9,
      rpo: 60,
      rto: 1_800,
      entities: [
        ["message that waits", 5_000_000_000, 30],
        ["person", 450_000_000],
      ],
      more: { "architecture.interfaces": choose("websocket"), "experience.live": choose("live") },
    }),
  },
  {
    name: "Uber",
    year: 2020,
    figures:
      "Around 2,200 critical microservices in 70 domains. Thousands of engineers: from 200 to 2,000 within a year and a half.",
    sources: [
      {
        title: "Introducing Domain-Oriented Microservice Architecture (2020)",
        url: "https://www.uber.com/blog/microservice-architecture/",
      },
      {
        title: "Lessons learned from Uber's scaling journey",
        url: "https://777ccc.com/summary/lessons-learned-from-uber-s-scaling-journey",
      },
    ],
    taken:
      "50,000 requests a second as usual, 200,000 at the peak; 99.99 % in service, nothing may be lost, back in five minutes.",
    values: valuesOf({
      kind: "other",
      team: 2_000,
      usual: 50_000,
      peak: 200_000,
      concurrent: 3_000_000,
      uptime: 99.99,
      rpo: 0,
      rto: 300,
      entities: [
        ["trip", 10_000_000_000],
        ["position of a driver", 500_000_000_000, 30],
      ],
      more: {
        "architecture.interfaces": choose("rest", "grpc", "events", "websocket"),
        "experience.live": choose("live"),
      },
    }),
  },
];
