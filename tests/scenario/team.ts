import type { AnswerOf, Route } from '@backchannel/contracts/admin';
import { surely } from './person.ts';
import type { ManagedSystem } from './system.ts';

interface Given {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Who manages bots, through control's API. */
export class Team {
  readonly #system: Pick<ManagedSystem, 'control' | 'adminKey'>;

  constructor(system: Pick<ManagedSystem, 'control' | 'adminKey'>) {
    this.#system = system;
  }

  /** Asks, again until it is answered; anything but what the route promises is an error. */
  async asks<One extends Route>(route: One, { params = {}, query, body }: Given = {}): Promise<AnswerOf<One>> {
    const { control, adminKey } = this.#system;
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const response = await surely(() =>
      fetch(`${control}${path}${query ? `?${new URLSearchParams(query).toString()}` : ''}`, {
        method: route.method,
        headers: {
          authorization: `Bearer ${adminKey}`,
          ...(body && { 'content-type': 'application/json' }),
          // Whatever it is by now.
          ...(route.etag === 'wants' && { 'if-match': '*' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    if (response.status !== route.status) throw new Error(`${route.id}: ${response.status} ${text}`);
    return route.answer.parse(text === '' ? undefined : JSON.parse(text)) as AnswerOf<One>;
  }
}
