import { ReadOpenApi } from '@backchannel/contracts/admin';
import { Opened } from '@backchannel/service';
import { Controller } from '@nestjs/common';
import { Handles } from '../http/handles.ts';
import { type OpenApi, openApi } from './openapi.ts';

/** What the whole API is, for programs and for people. */
@Controller()
export class DocsController {
  private readonly document: OpenApi;

  constructor({ environment }: Opened) {
    this.document = openApi(environment.publicUrl);
  }

  @Handles(ReadOpenApi)
  read(): OpenApi {
    return this.document;
  }
}
