import { Opened } from '@backchannel/service';
import { Module } from '@nestjs/common';
import { SessionController } from './session.controller.ts';
import { SessionStore } from './session.store.ts';

@Module({
  controllers: [SessionController],
  providers: [{ provide: SessionStore, inject: [Opened], useFactory: (opened: Opened) => new SessionStore(opened) }],
})
export class SessionModule {}
