/** What a stage of the Dockerfile is: a folder in place of a file system, and how a container of it would run. */
export interface Image {
  /** Stands for `/`. */
  readonly folder: string;
  /** In the container: `/app`. */
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

/** Before anything is said of it. */
export const emptyImage = (folder: string): Image => ({
  folder,
  workdir: '/',
  environment: {},
  user: 'root',
  labels: {},
  volumes: [],
  command: [],
  healthcheck: [],
});
