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

function openVersions(opened: Opened): Versions {
  const versions = new Versions((what, about) => opened.log.warn(about, what));
  opened.health.add(() => versions.waitsFor());
  opened.follow({ topics: [BotVersionTopic], from: 'start', hear: (record) => versions.hear(record) }, () =>
    versions.started(),
  );
  return versions;
}
