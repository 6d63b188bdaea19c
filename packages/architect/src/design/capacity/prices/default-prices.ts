/**
 * What `ai/memory-bank/prices.yaml` holds until somebody edits it: round figures that are nobody's prices, and say so. They are of the size of what large providers ask
 * for, so that a plan reads sensibly, and no more.
 */
export const defaultPrices = `# What things cost where this project runs, a month each, for the cost table of docs/architecture/capacity.md.
#
# THESE FIGURES ARE PLACEHOLDERS. They are nobody's prices: put in those of your provider, name where they come
# from, and set "placeholder" to false. Lintel writes this file once and never changes it.

currency: EUR
source: placeholder, to be edited
placeholder: true

# One process of the server: one processor, 2 GB of memory.
instance: 20

# Machines for PostgreSQL, the smallest first: processors, and gigabytes of memory.
databases:
  - { name: small, cores: 2, memory: 4, price: 60 }
  - { name: medium, cores: 2, memory: 8, price: 110 }
  - { name: large, cores: 4, memory: 16, price: 220 }
  - { name: double, cores: 8, memory: 32, price: 440 }
  - { name: quadruple, cores: 16, memory: 64, price: 880 }
  - { name: largest, cores: 64, memory: 256, price: 3500 }

# A gigabyte (1,000,000,000 bytes): of disk, of backups, of files, and of what leaves for the internet.
disk: 0.2
backup: 0.1
files: 0.03
transfer: 0.08

# What requests come in through.
balancer: 20
`;
