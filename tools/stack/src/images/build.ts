import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { contextOf } from './context.ts';
import { copy } from './copy.ts';
import { pairsOf, type Stage, type Step, wordsOf } from './dockerfile.ts';
import { emptyImage, type Image } from './image.ts';

export interface Building {
  readonly stages: readonly Stage[];
  /** The repository. */
  readonly root: string;
  /** Where the folders of the images come to lie. */
  readonly dir: string;
  /** Told what is being done, and how long it took. */
  readonly onStep?: (sentence: string) => void;
}

/** Takes the steps of a Dockerfile as processes of this machine: what `docker build --target` would, and no more than that. */
export function builder({ stages, root, dir, onStep }: Building): (target: string) => Image {
  const built = new Map<string, Image>();
  const takes = contextOf(root);

  const build = (name: string): Image => {
    const known = built.get(name);
    if (known) return known;
    const stage = stages.find((candidate) => candidate.name === name);
    if (!stage) throw new Error(`The Dockerfile has no target ${name}.`);
    const begun = begin(stage);
    const image = stage.steps.reduce((image, step) => take(step, image), begun);
    built.set(name, image);
    return image;
  };

  const begin = ({ name, from }: Stage): Image => {
    const folder = join(dir, name);
    mkdirSync(folder, { recursive: true });
    if (!stages.some((stage) => stage.name === from)) {
      refuseOtherNode(from);
      return emptyImage(folder);
    }
    const base = build(from);
    cpSync(base.folder, folder, { recursive: true, verbatimSymlinks: true });
    return { ...base, folder };
  };

  const take = (step: Step, image: Image): Image => {
    const begun = Date.now();
    const next = taken(step, image);
    const ms = Date.now() - begun;
    if (ms > 1000)
      onStep?.(`${image.folder.slice(dir.length + 1)}: ${step.instruction} ${step.text} (${Math.round(ms / 1000)} s)`);
    return next;
  };

  const taken = ({ instruction, flags, text }: Step, image: Image): Image => {
    switch (instruction) {
      case 'WORKDIR':
        mkdirSync(join(image.folder, text), { recursive: true });
        return { ...image, workdir: text };
      case 'COPY': {
        const places = text.split(/\s+/);
        const to = join(image.folder, posix.resolve(image.workdir, places.at(-1) ?? ''));
        const slash = places.at(-1)?.endsWith('/') ? '/' : '';
        const from = typeof flags['from'] === 'string' ? build(flags['from']).folder : root;
        const filter = from === root ? takes : () => true;
        copy(places.slice(0, -1), { from, to: to + slash, takes: filter, parents: flags['parents'] === true });
        return image;
      }
      case 'RUN':
        run(text, image);
        return image;
      case 'ENV':
        return { ...image, environment: { ...image.environment, ...pairsOf(text) } };
      case 'LABEL':
        return { ...image, labels: { ...image.labels, ...pairsOf(text) } };
      case 'USER':
        return { ...image, user: text };
      case 'VOLUME':
        return { ...image, volumes: [...image.volumes, text] };
      case 'CMD':
        return { ...image, command: wordsOf(text) };
      case 'HEALTHCHECK':
        return { ...image, healthcheck: wordsOf(text.replace(/^CMD\s+/, '')) };
      case 'ARG':
        return image;
      default:
        throw new Error(`The Dockerfile says ${instruction}, which is not known here.`);
    }
  };
  return build;
}

// What npm needs to find the registry and its cache, and nothing of the npm that runs us.
const INHERITED = [
  'PATH',
  'HOME',
  'npm_config_registry',
  'npm_config_cache',
  'npm_config_cafile',
  'NODE_EXTRA_CA_CERTS',
];

function run(line: string, { folder, workdir, environment }: Image): void {
  const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
  const quiet = { npm_config_loglevel: 'error', npm_config_prefer_offline: 'true', TURBO_TELEMETRY_DISABLED: '1' };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: join(folder, workdir),
    env: { ...inherited, ...quiet, ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`RUN ${line} failed:\n${stdout}${stderr}`);
}

/** What is run here is to be what is in the image. */
function refuseOtherNode(image: string): void {
  const [, version] = /^node:([\d.]+)-slim$/.exec(image) ?? [];
  if (`v${version}` === process.version) return;
  throw new Error(`The Dockerfile begins with ${image}, and this is Node ${process.version.slice(1)}.`);
}
