import { Module } from '@nestjs/common';
import { BotsController } from './bots.controller.ts';

@Module({ controllers: [BotsController] })
export class BotsModule {}
