import { Opened } from '@backchannel/service';
import { Module } from '@nestjs/common';
import { Desk } from './desk.ts';
import { DialogController } from './dialog.controller.ts';

@Module({
  controllers: [DialogController],
  providers: [{ provide: Desk, inject: [Opened], useFactory: (opened: Opened) => new Desk(opened) }],
})
export class DialogModule {}
