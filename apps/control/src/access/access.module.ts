import { AddressRates, Opened } from '@backchannel/service';
import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD, HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { BeginningController } from './beginning.controller.ts';
import { Callers } from './callers.ts';
import { SignInCookie } from './cookie.ts';
import { Guard } from './guard.ts';
import { KeysController } from './keys.controller.ts';
import { PagesController } from './pages.controller.ts';
import { PasswordController } from './password.controller.ts';
import { PeopleController } from './people.controller.ts';
import { SetupLinks } from './setup-links.ts';
import { SignInController } from './sign-in.controller.ts';

@Module({
  controllers: [
    KeysController,
    PeopleController,
    BeginningController,
    SignInController,
    PasswordController,
    PagesController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: Guard },
    {
      provide: SignInCookie,
      inject: [Opened],
      useFactory: ({ environment }: Opened) => new SignInCookie(environment.publicUrl),
    },
    SetupLinks,
    Callers,
  ],
})
export class AccessModule implements OnModuleInit {
  constructor(
    private readonly opened: Opened,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Before anybody is known: keys and receipts are not to be guessed at any pace. */
  onModuleInit() {
    const isDoor = (path: string) => path.startsWith('/admin/') || path.startsWith('/v1/inputs/');
    new AddressRates(this.opened).guard(this.http.httpAdapter.getInstance<FastifyInstance>(), isDoor);
  }
}
