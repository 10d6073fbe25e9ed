import { Component, type ComponentChildren } from 'preact';
import type { More } from './coming.ts';
import type { OnStage } from './stage.ts';

interface Props extends OnStage {
  readonly draw: (more: More) => ComponentChildren;
  /** What is shown until then; without it people see if it does not come. */
  readonly meanwhile?: ComponentChildren;
}

/** In place of what is drawn with what comes later. */
export class Later extends Component<Props> {
  #isLost = false;

  override componentDidMount(): void {
    if (!this.props.stage.coming.now) this.#ask();
  }

  #ask = (): void => {
    const { coming } = this.props.stage;
    const lost = (error: unknown) => {
      this.#isLost = true;
      reportError(error);
    };
    void coming
      .come()
      .catch(lost)
      .then(() => this.forceUpdate());
  };

  override render({ stage, draw, meanwhile }: Props) {
    const { coming, texts } = stage;
    if (coming.now) return draw(coming.now);
    if (meanwhile || !this.#isLost) return meanwhile;
    return (
      <button type="button" class="quiet" onClick={this.#ask}>
        {texts.retry}
      </button>
    );
  }
}
