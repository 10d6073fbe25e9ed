import { look } from '../../http/look.ts';

// Trap: a phone zooms into fields whose letters are smaller than 16px.
export const style = `${look}
:root { --button: #0b5bd3; --field: #8a94a0; }
@media (prefers-color-scheme: dark) {
  :root { --button: #1f66d6; --field: #6c7783; }
}
main { max-width: 27rem; margin: 0 auto; padding: clamp(1.5rem, 10vh, 6rem) 1.25rem 3rem; }
h1 { line-height: 1.25; }
.product { margin: 0 0 1.5rem; color: var(--faint); font-weight: 650; }
code { font: 13px/1.5 var(--mono); overflow-wrap: anywhere; }
[hidden] { display: none; }

form { margin-top: 1.5rem; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
fieldset:disabled { opacity: .6; }
.field { margin-bottom: 1.1rem; }
.field label { font-weight: 600; }
.hint { margin: 0; color: var(--faint); font-size: 13.5px; }
.field input {
  display: block; width: 100%; min-height: 2.75rem; margin-top: .3rem; padding: .5rem .75rem; border: 1px solid var(--field); border-radius: 6px;
  background: var(--ground); color: inherit; font: 16px/1.4 system-ui, -apple-system, "Segoe UI", sans-serif;
}
.field input[aria-invalid="true"] { border-color: var(--wrong); box-shadow: 0 0 0 1px var(--wrong); }
.field .wrong { margin: .3rem 0 0; color: var(--wrong); }
.show { display: flex; align-items: center; gap: .55rem; width: max-content; min-height: 2.75rem; margin: -.6rem 0 .6rem; }
.show input { width: 1.15rem; height: 1.15rem; margin: 0; accent-color: var(--button); }
button {
  width: 100%; min-height: 2.75rem; padding: .5rem 1rem; border: 0; border-radius: 6px;
  background: var(--button); color: #fff; font: 600 16px/1.4 system-ui, -apple-system, "Segoe UI", sans-serif; cursor: pointer;
}
button:disabled { cursor: progress; }
#sending { color: var(--faint); min-height: 1.5em; }
#problem:not(:empty) { margin: 0 0 1rem; padding: .7rem .9rem; border: 1px solid var(--wrong); border-radius: 6px; background: var(--raised); overflow-wrap: anywhere; }
#welcome:focus { outline: none; }
`;
