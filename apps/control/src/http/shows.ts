import { applyDecorators, Get, Header } from '@nestjs/common';

/** The method answers with a page, for anybody: it is no route of the API. */
export function Shows(path: string, policy: string): MethodDecorator {
  return applyDecorators(
    Get(path),
    Header('content-type', 'text/html; charset=utf-8'),
    Header('content-security-policy', policy),
    Header('referrer-policy', 'no-referrer'),
    Header('x-content-type-options', 'nosniff'),
  );
}
