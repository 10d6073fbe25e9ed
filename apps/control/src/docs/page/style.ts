import { look } from '../../http/look.ts';

export const style = `${look}
:root { --get: #0a6640; --post: #0b5bd3; --put: #8a5200; --patch: #8a5200; --delete: var(--wrong); }
@media (prefers-color-scheme: dark) {
  :root { --get: #6fd3a3; --post: #7ab2ff; --put: #f0b35c; --patch: #f0b35c; }
}
html { scroll-padding-top: 1rem; }
body { display: grid; grid-template-columns: 17rem minmax(0, 1fr); align-items: start; }
code, pre { font: 13px/1.5 var(--mono); }
code { overflow-wrap: anywhere; }
small { color: var(--faint); }
.all { position: absolute; left: -99rem; }
.all:focus { left: 1rem; top: 1rem; }

nav { order: -1; position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.1rem 1rem 2rem; border-right: 1px solid var(--line); background: var(--raised); }
nav p { font-weight: 650; }
nav h2 { margin: 1.2rem 0 .2rem; font-size: .72rem; text-transform: uppercase; letter-spacing: .06em; }
nav h2 a { color: var(--faint); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: .12rem 0; color: var(--text); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-size: 13px; }
nav .method { display: inline-block; width: 3.8em; font-size: 10px; padding: 0; background: none; }

main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 62rem; min-width: 0; }
main > h2 { margin: 3.5rem 0 0; padding-bottom: .3rem; border-bottom: 1px solid var(--line); font-size: 1.35rem; }
main ul { padding-left: 1.2rem; }
section { padding: 1.4rem 0; border-bottom: 1px solid var(--line); }
section:target { box-shadow: -4px 0 0 var(--link); padding-left: 1rem; margin-left: -1rem; }
h3 { margin: 0 0 .3rem; font-size: 1.02rem; font-weight: 600; }
h3 a { color: inherit; }
h4 { margin: 1.1rem 0 .3rem; font-size: .72rem; text-transform: uppercase; letter-spacing: .06em; color: var(--faint); }
.line code { font-size: 14px; }
.who { color: var(--faint); }
.method { font: 650 11px/1.6 var(--mono); padding: .1em .5em; border-radius: 4px; background: var(--raised); }
.get { color: var(--get); } .post { color: var(--post); } .put { color: var(--put); } .patch { color: var(--patch); } .delete { color: var(--delete); }

dl { margin: .2rem 0; }
dt { margin-top: .35rem; }
dt em { font: 12px/1 system-ui, sans-serif; color: var(--faint); }
dd { margin: 0 0 0 1.1rem; color: var(--faint); }
dd dl, dd .kinds { border-left: 2px solid var(--line); padding-left: .8rem; color: var(--text); }
dd .type, .type { color: var(--faint); font-size: 13.5px; }
.kinds { list-style: none; padding-left: 0; }
.kinds > li + li { margin-top: .6rem; padding-top: .6rem; border-top: 1px dashed var(--line); }
.answer { display: grid; grid-template-columns: 3rem minmax(0, 1fr); margin-top: .35rem; }
.answer p { margin: 0; }
.status { font: 650 13px/1.75 var(--mono); color: var(--get); }
.no .status { color: var(--delete); }
.no p { color: var(--faint); }
section details { margin-top: 1rem; }
section summary { cursor: pointer; color: var(--link); width: max-content; }
pre { margin: .5rem 0 0; padding: .9rem 1rem; overflow-x: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }

@media (max-width: 50rem) {
  body { display: block; }
  main { padding-top: 1.2rem; padding-bottom: 3rem; }
  nav { position: static; height: auto; border: 0; border-top: 1px solid var(--line); padding-bottom: 5rem; }
  nav li a { padding: .5rem 0; }
  .all, .all:focus {
    position: fixed; z-index: 1; left: auto; top: auto; right: 1rem; bottom: 1rem; padding: .6rem 1rem;
    background: var(--ground); border: 1px solid var(--line); border-radius: 99px; box-shadow: 0 2px 8px #0003;
  }
}
`;
