import { Seals } from '@backchannel/contracts/sealed';
import { Opened, sealKeys } from '@backchannel/service';
import { Module } from '@nestjs/common';
import { EnvironmentsController } from './environments.controller.ts';
import { LinkKeysController } from './link-keys.controller.ts';
import { SettingsController } from './settings.controller.ts';

@Module({
  controllers: [SettingsController, LinkKeysController, EnvironmentsController],
  providers: [
    { provide: Seals, inject: [Opened], useFactory: ({ environment }: Opened) => new Seals(sealKeys(environment)) },
  ],
})
export class SettingsModule {}
