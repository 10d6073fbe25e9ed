import { focusIt } from '../device/focus.ts';

interface Way {
  readonly label: string;
  readonly act: () => void;
}

interface Props extends Partial<Way> {
  readonly text: string | null;
  /** Of what is only asked. */
  readonly cancel?: Way;
}

/** In place of the composer: why nothing can be said, or what is asked; and what the person can do. */
export const Foot = ({ text, label, act, cancel }: Props) => (
  <div class="foot">
    {text && <p role="status">{text}</p>}
    <div class="foot-ways">
      {cancel && (
        <button type="button" class="plain" onClick={cancel.act} ref={focusIt}>
          {cancel.label}
        </button>
      )}
      {act && (
        <button type="button" class="main" onClick={act}>
          {label}
        </button>
      )}
    </div>
  </div>
);
