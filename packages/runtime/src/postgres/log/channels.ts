/**
 * What sessions of one database are notified of, for every service alike; the payload begins with the service's schema.
 * `appendedChannel`: positions were given, and readers may look (the payload's second word is the last of them).
 * `writtenChannel`: something was committed in a process that does not give positions itself.
 * A notification is a hint: whoever misses one looks a little later.
 */
export const appendedChannel = "lintel_log";
export const writtenChannel = "lintel_outbox";
