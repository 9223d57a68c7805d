/** Light and dark, from 360 px; nothing is loaded. */
export const style = `
:root { color-scheme: light dark; --back: #fbfaf7; --text: #1d2a2f; --soft: #5a6a70; --line: #d9d6cc; --link: #0b5f73; --code: #f0eee7; }
@media (prefers-color-scheme: dark) {
  :root { --back: #12191c; --text: #e6ecee; --soft: #9fb0b6; --line: #2c383d; --link: #7fd0e4; --code: #1b2529; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 50rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0; }
.soft { color: var(--soft); }
a { color: var(--link); }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 8px; padding: .75rem; overflow-x: auto; font-size: .85rem; }
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.notice { border: 1px solid var(--line); border-left: 4px solid var(--link); border-radius: 8px; padding: .25rem 1rem .75rem; margin: 1.25rem 0 0; }
.notice h2 { margin: .75rem 0 .5rem; }
table { width: 100%; border-collapse: collapse; font-size: .95rem; }
.wide { overflow-x: auto; }
th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody th { font-weight: 600; }
td code { font-size: .8rem; white-space: nowrap; }
@media (max-width: 40rem) {
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--line); }
  tbody th, td { display: block; border: 0; padding: .1rem 0; }
  td[data-label]::before { content: attr(data-label) ' '; color: var(--soft); }
}
`;
