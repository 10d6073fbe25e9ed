import { useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { webAddress } from '../page/address.ts';
import { useStage } from '../stage.ts';

/** Of whoever answers; it says nothing that the title does not. */
export function Avatar() {
  const { look } = useStage();
  const [isBroken, setBroken] = useState(false);
  const address = isBroken ? null : webAddress(look.avatarUrl);
  return (
    <span class="avatar" aria-hidden="true">
      {address ? <img src={address} alt="" onError={() => setBroken(true)} /> : <Icon name="chat" />}
    </span>
  );
}
