import { away, webAddress } from '../page/address.ts';
import type { OnStage } from '../stage.ts';

interface Props extends OnStage {
  readonly url: unknown;
  readonly alt: unknown;
}

/** An image of its own. It has its room before it comes; a tap opens it. */
export function Picture({ stage: { texts }, url, alt }: Props) {
  const address = webAddress(url);
  const words = typeof alt === 'string' && alt !== '' ? alt : texts.picture;
  if (address === null) return <div class="bubble">{words}</div>;
  return (
    <a class="picture" href={address} {...away}>
      <img
        src={address}
        alt={words}
        loading="lazy"
        onError={({ currentTarget }) => currentTarget.classList.add('gone')}
        onLoad={({ currentTarget: { style, naturalWidth, naturalHeight } }) => {
          // Very tall and very wide ones are cut off: a tap shows all of them.
          style.aspectRatio = String(Math.min(3, Math.max(0.7, naturalWidth / naturalHeight || 1)));
        }}
      />
    </a>
  );
}
