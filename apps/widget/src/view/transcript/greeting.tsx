import { Avatar } from '../frame/avatar.tsx';
import { Words } from '../replies/words.tsx';
import { useStage } from '../stage.ts';

/** Above the first message. It is no message. */
export function Greeting() {
  const { look, title } = useStage();
  return (
    <div class="greeting">
      <Avatar />
      <div class="greeting-title" dir="auto">
        {title}
      </div>
      {look.greeting && <Words text={look.greeting} />}
    </div>
  );
}
