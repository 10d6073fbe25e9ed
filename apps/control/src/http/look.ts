/** What all pages have of their style. Light and dark; nothing is fetched for it. */
export const look = `
:root {
  color-scheme: light dark;
  --ground: #fff; --raised: #f6f7f9; --line: #dfe3e8; --text: #1c2127; --faint: #5b6672; --link: #0b5bd3; --wrong: #b3261e;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1d2227; --line: #323a42; --text: #e4e8ec; --faint: #9aa6b2; --link: #7ab2ff; --wrong: #ff8a80;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
h1 { margin: 0 0 .5rem; font-size: 1.8rem; letter-spacing: -.015em; }
p { margin: .3rem 0; }
`;
