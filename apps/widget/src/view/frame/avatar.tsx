import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import { webAddress } from '../page/address.ts';

/** Of whoever answers; it says nothing that the title does not. */
export function Avatar({ url }: { readonly url: string | undefined }) {
  const address = webAddress(url);
  return (
    <span class="avatar">
      <Icon path={icons.chat} />
      {address && <img src={address} alt="" onError={({ currentTarget }) => (currentTarget.hidden = true)} />}
    </span>
  );
}
