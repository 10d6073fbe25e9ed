import { Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.ts';
import { AuditModule } from './audit/audit.module.ts';
import { BotsModule } from './bots/bots.module.ts';
import { ConversationsModule } from './conversations/conversations.module.ts';
import { DocsModule } from './docs/docs.module.ts';
import { HeardModule } from './heard/heard.module.ts';
import { HooksModule } from './hooks/hooks.module.ts';
import { JournalModule } from './journal/journal.module.ts';
import { ParkedModule } from './parked/parked.module.ts';
import { SaidModule } from './said/said.module.ts';
import { SettingsModule } from './settings/settings.module.ts';
import { StoreModule } from './store/store.module.ts';

@Module({
  imports: [
    StoreModule,
    SaidModule,
    AccessModule,
    AuditModule,
    BotsModule,
    SettingsModule,
    HooksModule,
    HeardModule,
    JournalModule,
    ConversationsModule,
    ParkedModule,
    DocsModule,
  ],
})
export class ControlModule {}
