import { Component, createRef } from 'preact';
import { leaveIt } from '../device/focus.ts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import type { OnStage } from '../stage.ts';
import { leftOf } from './length.ts';

interface Props extends OnStage {
  readonly draft: string;
}

export class Writing extends Component<Props> {
  readonly #area = createRef<HTMLTextAreaElement>();

  override componentDidMount(): void {
    this.#grow();
  }

  override componentDidUpdate({ draft }: Props): void {
    if (draft !== this.props.draft) this.#grow();
  }

  /** As high as what is written in it; the style says how high at most. Out of sight it has no height. */
  #grow(): void {
    const { current: area } = this.#area;
    if (!area || area.scrollHeight === 0) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }

  override render({ stage, draft }: Props) {
    const { texts, talk, set, refocus } = stage;
    const left = leftOf(draft);
    const isTooLong = left !== null && left < 0;
    const canSend = draft.trim() !== '' && !isTooLong;

    const send = () => {
      if (!canSend) return;
      talk.say(draft.trim());
      set({ draft: '', reading: null });
      // Where there is no mouse that takes the keyboard away, from whoever goes on writing.
      if (!this.#area.current?.matches(':focus')) refocus();
    };
    const keys = (event: KeyboardEvent) => {
      // While a word is put together of several keys, Enter belongs to that; Safari says so only by the code.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      send();
    };
    return (
      <div class="composer">
        <div class="writing">
          <textarea
            rows={1}
            // An empty one begins where the chat's own language does.
            dir={draft === '' ? undefined : 'auto'}
            enterkeyhint="send"
            ref={this.#area}
            value={draft}
            placeholder={texts.write}
            aria-label={texts.write}
            aria-invalid={isTooLong}
            aria-describedby="left"
            onInput={({ currentTarget }) => set({ draft: currentTarget.value })}
            onKeyDown={keys}
          />
          <button
            type="button"
            class="send"
            aria-label={texts.send}
            disabled={!canSend}
            onPointerDown={leaveIt}
            onClick={send}
          >
            <Icon path={icons.send} />
          </button>
        </div>
        <div id="left" class={isTooLong ? 'left wrong' : 'left'} aria-live="polite">
          {left !== null && (isTooLong ? texts.tooLong(-left) : texts.left(left))}
        </div>
      </div>
    );
  }
}
