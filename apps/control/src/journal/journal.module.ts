import { Module } from '@nestjs/common';
import { JournalController } from './journal.controller.ts';

@Module({ controllers: [JournalController] })
export class JournalModule {}
