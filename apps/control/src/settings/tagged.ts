import type { FastifyReply } from 'fastify';
import { etagOf } from '../http/etag.ts';

/** The answer, with the revision that it is of as its `ETag`. */
export function tagged<Answer>(reply: FastifyReply, revision: number, answer: Answer): Answer {
  void reply.header('etag', etagOf(revision));
  return answer;
}
