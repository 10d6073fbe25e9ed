import { Controller, Header } from '@nestjs/common';
import { Shows } from '../http/shows.ts';
import { invitation, setup } from './page/beginnings.ts';
import { pageOf, policy } from './page/page.ts';

/** Where the links lead that the log prints and people send. */
@Controller()
export class PagesController {
  @Shows('admin/setup', policy)
  @Header('cache-control', 'no-store')
  setUp(): string {
    return pageOf(setup);
  }

  @Shows('admin/invitation', policy)
  @Header('cache-control', 'no-store')
  accept(): string {
    return pageOf(invitation);
  }
}
