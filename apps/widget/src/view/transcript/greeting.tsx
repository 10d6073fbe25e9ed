import { Avatar } from '../frame/avatar.tsx';
import { Words } from '../replies/words.tsx';
import type { OnStage } from '../stage.ts';

/** Above the first message. It is no message. */
export function Greeting({ stage: { look, title } }: OnStage) {
  return (
    <div class="greeting">
      <Avatar url={look.avatarUrl} />
      <div class="greeting-title" dir="auto">
        {title}
      </div>
      {look.greeting && <Words text={look.greeting} />}
    </div>
  );
}
