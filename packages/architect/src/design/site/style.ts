/** The style of the site: light and dark as the reader's system is set, and for paper. */
export const siteStyle = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1b2530;--muted:#47535f;--line:#c9d1d9;--soft:#f3f5f8;--link:#0b57a4;--mark:#fff2a8}
@media (prefers-color-scheme:dark){:root{--ground:#11161c;--ink:#e8edf3;--muted:#b4bfca;--line:#3d4853;--soft:#1a222b;--link:#82b8f2;--mark:#5a4c10}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 Arial,Helvetica,"Liberation Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
a.nowhere{color:inherit}
a:focus-visible,input:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--ground);padding:.5rem 1rem;z-index:1}
.sheet{display:grid;grid-template-columns:minmax(14rem,19rem) minmax(0,1fr);align-items:start}
.side{position:sticky;top:0;max-height:100vh;overflow:auto;padding:1.25rem;border-right:1px solid var(--line);background:var(--soft);min-height:100vh}
.side h1{font-size:1.25rem;margin:0 0 1rem}
.side ul{list-style:none;margin:0 0 1rem;padding:0}
.side li li{padding-left:1rem;font-size:.875rem}
.side li ul{margin:0}
.side h2{font-size:.875rem;color:var(--muted);margin:1rem 0 .25rem}
.side label{display:block;font-size:.875rem;color:var(--muted)}
.side input{width:100%;font:inherit;padding:.375rem .5rem;margin:.25rem 0 .5rem;border:1px solid var(--muted);border-radius:4px;background:var(--ground);color:var(--ink)}
main{padding:1.5rem 2.5rem;max-width:75rem}
article{border-bottom:1px solid var(--line);padding-bottom:2rem;margin-bottom:2rem}
article>h2:first-child{margin-top:0;font-size:1.75rem}
h2,h3,h4,h5,h6{line-height:1.25;margin:1.75em 0 .5em}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:1rem 0;font-size:.9375rem}
th,td{border:1px solid var(--line);padding:.375rem .625rem;text-align:left;vertical-align:top;overflow-wrap:break-word}
.right{text-align:right}
.center{text-align:center}
th{background:var(--soft)}
code,pre{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
code{background:var(--soft);padding:.1em .25em;border-radius:3px}
pre{background:var(--soft);padding:.875rem;overflow-x:auto;border:1px solid var(--line);border-radius:4px}
pre code{padding:0;background:none}
blockquote{margin:1rem 0;padding:0 1rem;border-left:4px solid var(--line);color:var(--muted)}
.figure{display:block;overflow-x:auto;margin:1rem 0;border:1px solid var(--line);border-radius:4px;cursor:zoom-in}
.figure img{display:block;max-width:100%;height:auto}
.figure:focus img{max-width:none}
.path{color:var(--muted);font-size:.875rem}
mark{background:var(--mark);color:inherit}
@media (max-width:50rem){.sheet{display:block}.side{position:static;max-height:none;min-height:0;border-right:0;border-bottom:1px solid var(--line)}main{padding:1rem}}
@media print{
:root{color-scheme:light;--ground:#fff;--ink:#000;--muted:#333;--line:#999;--soft:#f3f5f8;--link:#000}
.sheet{display:block}
.side{position:static;max-height:none;min-height:0;border:0;background:none;break-after:page}
.side form,.skip{display:none}
main{padding:0;max-width:none}
article{border:0;break-before:page}
article:first-child{break-before:auto}
h2,h3,h4,h5,h6{break-after:avoid}
tr,pre,.figure{break-inside:avoid}
pre{white-space:pre-wrap}
table{font-size:.75rem}
th,td,pre{overflow-wrap:anywhere}
.wide,.figure{overflow:visible;border:0}
.figure:focus img{max-width:100%}
details:not([open]){display:none}
}
`;
