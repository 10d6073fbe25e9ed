import type { Running } from '@backchannel/service';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** What a running server takes, whoever added it: `GET /admin/v1/bots/{botId}`. */
export function routesOf({ parts }: Running): readonly string[] {
  const server = parts.get(HttpAdapterHost, { strict: false }).httpAdapter.getInstance<FastifyInstance>();
  const above: string[] = [];
  return server
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      // A line holds what it adds to the one that it is below.
      const [, indent = '', part = '', methods = ''] = /^([│├└─\s]*)(\S+) \((.*)\)$/.exec(line) ?? [];
      const depth = indent.length / 4;
      above.splice(depth - 1, Infinity, part);
      const path = above.join('').replaceAll(/:(\w+)/g, '{$1}');
      return methods === '' ? [] : methods.split(', ').map((method) => `${method} ${path}`);
    })
    .filter((route) => !/^(HEAD|OPTIONS) /.test(route));
}
