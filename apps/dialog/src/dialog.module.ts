import { BotVersionTopic } from '@backchannel/contracts';
import { Opened } from '@backchannel/service';
import { Module } from '@nestjs/common';
import { DialogController } from './dialog.controller.ts';
import { Versions } from './versions.ts';

@Module({
  controllers: [DialogController],
  providers: [{ provide: Versions, inject: [Opened], useFactory: openVersions }],
})
export class DialogModule {}

function openVersions({ broker, health, log }: Opened): Versions {
  const versions = new Versions((what, about) => log.warn(about, what));
  health.add(() => versions.waitsFor());
  void broker
    .follow({ topics: [BotVersionTopic], from: 'start', hear: (record) => versions.hear(record) })
    .then(() => versions.started());
  return versions;
}
