export { type Checked, checkBots, type FileProblem } from './files.ts';
export { type Published, publish } from './publish.ts';
export { lineOf } from './said.ts';
