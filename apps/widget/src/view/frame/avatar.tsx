import { Icon } from '../icon.tsx';
import { webAddress } from '../page/address.ts';

/** Of whoever answers; it says nothing that the title does not. */
export function Avatar({ url }: { readonly url: string | undefined }) {
  const address = webAddress(url);
  return (
    <span class="avatar">
      <Icon name="chat" />
      {address && <img src={address} alt="" onError={({ currentTarget }) => (currentTarget.hidden = true)} />}
    </span>
  );
}
