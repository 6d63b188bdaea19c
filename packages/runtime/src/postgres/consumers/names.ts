/** The tables of a service that has consumers. What their columns mean stands with `describeConsumerTables`. */
export const consumerTables = Object.freeze({ inbox: "log_inbox", letters: "log_dead_letters" });
