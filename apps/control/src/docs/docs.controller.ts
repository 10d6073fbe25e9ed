import { topics } from '@backchannel/contracts';
import { ReadAsyncApi, ReadOpenApi } from '@backchannel/contracts/admin';
import { type AsyncApi, asyncApi } from '@backchannel/contracts/asyncapi';
import { Opened } from '@backchannel/service';
import { Controller } from '@nestjs/common';
import { Handles } from '../http/handles.ts';
import { Shows } from '../http/shows.ts';
import { type OpenApi, openApi } from './openapi.ts';
import { pageOf, policy } from './page/page.ts';

/** What the whole API is, for programs and for people. */
@Controller()
export class DocsController {
  private document: OpenApi | undefined;
  private events: AsyncApi | undefined;
  private page: string | undefined;

  constructor(private readonly opened: Opened) {}

  // Made when somebody asks: a start needs neither.
  @Handles(ReadOpenApi)
  read(): OpenApi {
    return (this.document ??= openApi(this.opened.environment.publicUrl));
  }

  @Handles(ReadAsyncApi)
  readEvents(): AsyncApi {
    return (this.events ??= asyncApi(topics));
  }

  @Shows('docs', policy)
  show(): string {
    return (this.page ??= pageOf(this.read()));
  }
}
