import { useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { webAddress } from '../page/address.ts';
import { useStage } from '../stage.ts';

interface Props {
  readonly url: unknown;
  readonly alt: string;
}

/** An image of its own. It has its room before it comes; a tap opens it. */
export function Picture({ url, alt }: Props) {
  const { texts } = useStage();
  const [ratio, setRatio] = useState<number | null>(null);
  const [isBroken, setBroken] = useState(false);
  const address = webAddress(url);
  if (address === null || isBroken) {
    return (
      <div class="bubble broken">
        <Icon name="picture" />
        <span dir="auto">{alt || texts.picture}</span>
      </div>
    );
  }
  return (
    <a class="picture" href={address} target="_blank" rel="noopener noreferrer">
      <img
        src={address}
        alt={alt || texts.picture}
        loading="lazy"
        style={ratio === null ? {} : { aspectRatio: String(ratio) }}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setRatio(shown(naturalWidth / naturalHeight))}
        onError={() => setBroken(true)}
      />
    </a>
  );
}

/** Very tall and very wide ones are cut off: a tap shows all of them. */
const shown = (ratio: number) => Math.min(3, Math.max(0.7, ratio || 1));
