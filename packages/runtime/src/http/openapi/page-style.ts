/** The style of the reference page: light and dark by the reader's own setting, readable on paper and on a telephone. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1d21; --quiet: #5b636e; --line: #e3e6ea; --well: #f6f7f9; --link: #0b57d0;
  --get: #0b6e4f; --post: #0b57d0; --patch: #8a5a00; --delete: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e8eaed; --quiet: #9aa3ad; --line: #2b3036; --well: #1c2024;
  --link: #8ab4f8; --get: #58c79f; --post: #8ab4f8; --patch: #e5b454; --delete: #f28b82; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; display: grid;
  grid-template-columns: 17rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; border-right: 1px solid var(--line); padding: 1.5rem 1rem; font-size: .87rem; }
nav h1 { font-size: 1.05rem; margin: 0 0 .2rem; } nav p { color: var(--quiet); margin: 0 0 1rem; }
nav h2 { font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; color: var(--quiet); margin: 1.2rem 0 .3rem; }
nav ul { list-style: none; margin: 0; padding: 0; } nav li { margin: .12rem 0; }
nav a { display: flex; gap: .5rem; color: inherit; text-decoration: none; padding: .1rem .3rem; border-radius: 4px; overflow-wrap: anywhere; }
nav p a { display: inline; padding: 0; color: var(--link); }
nav a:hover { background: var(--well); }
main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 68rem; }
a { color: var(--link); } h2 { margin: 3rem 0 .5rem; font-size: 1.4rem; }
article { border-top: 1px solid var(--line); padding: 1.6rem 0 .6rem; }
article h3 { margin: 0 0 .3rem; font-size: 1.05rem; } .address { font: .92rem ui-monospace, monospace; overflow-wrap: anywhere; margin: 0 0 .6rem; }
.method { font: 700 .72rem/1.6 ui-monospace, monospace; text-transform: uppercase; min-width: 3.4rem; display: inline-block; }
.get { color: var(--get); } .post { color: var(--post); } .patch { color: var(--patch); } .delete { color: var(--delete); }
.who { color: var(--quiet); margin: .2rem 0 .8rem; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 500; font-size: .8rem; } td:first-child { font-family: ui-monospace, monospace; font-size: .85rem; white-space: nowrap; }
code, pre { font: .85rem/1.5 ui-monospace, monospace; } pre { background: var(--well); border: 1px solid var(--line); border-radius: 6px;
  padding: .8rem 1rem; overflow: auto; margin: .4rem 0 1rem; } summary { cursor: pointer; color: var(--quiet); margin: .3rem 0; }
.old { text-decoration: line-through; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; border: 0; border-bottom: 1px solid var(--line); } }
@media print { nav { display: none; } body { display: block; } details { display: block; } }
`;
