interface Props {
  /** One of `icons.ts`. */
  readonly path: string;
  /** It points in the direction of reading. */
  readonly turns?: boolean;
}

export const Icon = ({ path, turns }: Props) => (
  <svg class={turns ? 'icon turns' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
);
