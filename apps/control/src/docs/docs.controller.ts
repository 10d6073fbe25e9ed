import { ReadOpenApi } from '@backchannel/contracts/admin';
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
  private page: string | undefined;

  constructor(private readonly opened: Opened) {}

  // Made when somebody asks: a start needs neither.
  @Handles(ReadOpenApi)
  read(): OpenApi {
    return (this.document ??= openApi(this.opened.environment.publicUrl));
  }

  @Shows('docs', policy)
  show(): string {
    return (this.page ??= pageOf(this.read()));
  }
}
