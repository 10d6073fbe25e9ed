import type { BotSettings } from '@backchannel/contracts';
import type { SealedPlace, Seals } from '@backchannel/contracts/sealed';
import type { Surroundings } from './run.ts';

/** Where a sealed value is that does not open. */
interface LostPlace extends SealedPlace {
  readonly botId: string;
}

/** What holds for bots whatever their versions, made of their settings once. */
export class BotSurroundings {
  readonly #seals: Seals;
  readonly #lost: (place: LostPlace) => void;
  readonly #known = new WeakMap<BotSettings, Surroundings>();

  /** `lost` hears of every sealed value that does not open. */
  constructor(seals: Seals, lost: (place: LostPlace) => void) {
    this.#seals = seals;
    this.#lost = lost;
  }

  of(settings: BotSettings): Surroundings {
    const known = this.#known.get(settings) ?? this.#make(settings);
    this.#known.set(settings, known);
    return known;
  }

  #make(settings: BotSettings): Surroundings {
    const { errorText, fallbackText, linkKeys } = settings;
    const opened = this.#open(settings);
    const lost = Object.keys(opened).filter((name) => opened[name] === null);
    return {
      environment: { ...settings.environment, ...opened },
      errorText,
      fallbackText,
      linkGeneration: linkKeys?.at(-1)?.generation ?? 0,
      notes: lost.map(
        (name) => `the value ${JSON.stringify(name)} of the environment is sealed, and can not be opened`,
      ),
    };
  }

  #open({ botId, sealed }: BotSettings): Readonly<Record<string, string | null>> {
    if (!sealed) return {};
    const { environment, values } = sealed;
    const open = ([name, value]: readonly [string, string]) => {
      const opened = this.#seals.open(value, { environment, name });
      if (opened === null) this.#lost({ botId, environment, name });
      return [name, opened] as const;
    };
    return Object.fromEntries(Object.entries(values).map(open));
  }
}
