import { signInLimits } from './sign-ins.ts';

/** The cookie that a sign-in stands in: no script sees it, no page of another site sends it. */
export class SignInCookie {
  readonly #name: string;
  readonly #always: string;

  /** Where browsers reach the console. Over https, the cookie is bound to that host alone. */
  constructor(publicUrl: string) {
    const secure = publicUrl.startsWith('https:');
    this.#name = secure ? '__Host-backchannel' : 'backchannel';
    this.#always = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  }

  read(header: string | undefined): string | null {
    const start = `${this.#name}=`;
    const found = (header ?? '').split(';').find((one) => one.trim().startsWith(start));
    return found?.trim().slice(start.length) || null;
  }

  /** For `Set-Cookie`. */
  give(token: string): string {
    return `${this.#name}=${token}; Max-Age=${signInLimits.wholeMs / 1000}; ${this.#always}`;
  }

  takeBack(): string {
    return `${this.#name}=; Max-Age=0; ${this.#always}`;
  }
}
