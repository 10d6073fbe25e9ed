import { ReadOpenApi } from '@backchannel/contracts/admin';
import { Opened } from '@backchannel/service';
import { Controller, Get, Header } from '@nestjs/common';
import { Handles } from '../http/handles.ts';
import { type OpenApi, openApi } from './openapi.ts';
import { pageOf, policy } from './page/page.ts';

/** What the whole API is, for programs and for people. */
@Controller()
export class DocsController {
  private readonly document: OpenApi;
  private readonly page: string;

  constructor({ environment }: Opened) {
    this.document = openApi(environment.publicUrl);
    this.page = pageOf(this.document);
  }

  @Handles(ReadOpenApi)
  read(): OpenApi {
    return this.document;
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', policy)
  @Header('referrer-policy', 'no-referrer')
  @Header('x-content-type-options', 'nosniff')
  show(): string {
    return this.page;
  }
}
