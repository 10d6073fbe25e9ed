import { useEffect, useRef } from 'preact/hooks';
import { useStage } from '../stage.ts';

interface Props {
  readonly text: string;
  /** What the person can do now. */
  readonly label?: string;
  readonly act?: () => void;
  readonly cancel?: () => void;
}

/** In place of the composer: why nothing can be said, or what is asked. */
export function Foot({ text, label, act, cancel }: Props) {
  const { texts } = useStage();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (cancel) first.current?.focus();
  }, [cancel === undefined]);
  return (
    <div class="foot" role="status">
      <p>{text}</p>
      {act && (
        <div class="foot-ways">
          {cancel && (
            <button type="button" class="plain" onClick={cancel}>
              {texts.cancel}
            </button>
          )}
          <button type="button" class="main" ref={first} onClick={act}>
            {label}
          </button>
        </div>
      )}
    </div>
  );
}
