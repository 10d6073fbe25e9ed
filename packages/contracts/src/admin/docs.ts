import { z } from 'zod';
import { defineRoute, type Route } from './route.ts';

export const ReadOpenApi = defineRoute({
  id: 'readOpenApi',
  method: 'GET',
  path: '/admin/v1/openapi.json',
  tag: 'Documentation',
  summary: 'This document; as a page it is at /docs',
  scope: 'anybody',
  answer: z.looseObject({ openapi: z.string() }),
});

export const ReadAsyncApi = defineRoute({
  id: 'readAsyncApi',
  method: 'GET',
  path: '/admin/v1/asyncapi.json',
  tag: 'Documentation',
  summary: 'What the services say to each other, for who reads along or owns one of them: AsyncAPI 3.0',
  scope: 'anybody',
  answer: z.looseObject({ asyncapi: z.string() }),
});

export const docsRoutes: readonly Route[] = [ReadOpenApi, ReadAsyncApi];
