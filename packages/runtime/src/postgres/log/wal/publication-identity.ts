/**
 * An expression over the name of a publication: another value as soon as anything of the publication was changed, or it was made
 * anew. What is written while it is not there is passed over by PostgreSQL 18 without an error, and of a transaction
 * that goes on meanwhile every version passes over a part.
 */
export const publicationIdentity = (name: string) => `(
  select concat_ws(' ', p.oid, p.xmin, r.oid, r.xmin)
    from pg_publication p
    join pg_publication_rel r on r.prpubid = p.oid
   where p.pubname = ${name})`;
