import { Module } from '@nestjs/common';
import { ConversationsController } from './conversations.controller.ts';
import { ErasuresController } from './erasures.controller.ts';
import { InputsToSay } from './inputs-to-say.ts';
import { Tidying } from './tidying.ts';

@Module({
  controllers: [ConversationsController, ErasuresController],
  providers: [InputsToSay, Tidying],
  exports: [InputsToSay],
})
export class ConversationsModule {}
