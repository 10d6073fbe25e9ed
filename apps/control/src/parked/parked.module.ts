import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations/conversations.module.ts';
import { ParkedController } from './parked.controller.ts';

@Module({ imports: [ConversationsModule], controllers: [ParkedController] })
export class ParkedModule {}
