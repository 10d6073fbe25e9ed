export { applyFile, type Control, untilTold } from './control.ts';
export { type Checked, checkBots, type FileProblem, type WrittenBot } from './files.ts';
export { type Published, publish } from './publish.ts';
export { lineOf } from './said.ts';
