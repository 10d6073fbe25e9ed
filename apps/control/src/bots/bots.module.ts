import { Module } from '@nestjs/common';
import { BotsController } from './bots.controller.ts';
import { Checker } from './checker.ts';
import { Files } from './files.ts';
import { Gone } from './gone.ts';
import { VersionsController } from './versions.controller.ts';

@Module({ controllers: [BotsController, VersionsController], providers: [Checker, Files, Gone] })
export class BotsModule {}
