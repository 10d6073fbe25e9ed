import { describe } from 'vitest';
import { deliveryTests } from './suite/delivery.ts';
import type { Setting } from './suite/house.ts';
import { positionTests } from './suite/position.ts';
import { restartTests } from './suite/restart.ts';
import { troubleTests } from './suite/trouble.ts';

export type { Place, Setting } from './suite/house.ts';

/** What every broker promises. A broker that passes can carry the system. */
export function brokerSuite(name: string, setting: Setting): void {
  describe(`${name} keeps its promises`, () => {
    deliveryTests(setting);
    troubleTests(setting);
    positionTests(setting);
    restartTests(setting);
  });
}
