export { type Checked, type FileProblem, readBots } from './files.ts';
export { type Published, publish } from './publish.ts';
