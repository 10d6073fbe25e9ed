/** Every reason why a door, or later the bot, refuses a post. The codes never change; new ones may come. */
export type ProblemCode =
  | 'method_not_allowed'
  | 'unsupported_media_type'
  | 'body_too_large'
  | 'body_not_json'
  | 'field_missing'
  | 'field_invalid'
  | 'header_invalid'
  | 'unauthorized'
  | 'token_expired'
  | 'link_mismatch'
  | 'digest_disabled'
  | 'origin_forbidden'
  | 'address_forbidden'
  | 'bot_disabled'
  | 'bot_unknown'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition_failed'
  | 'precondition_required'
  | 'rate_limited'
  | 'unavailable'
  | 'internal'
  | 'bot_invalid'
  | 'conversation_unknown'
  | 'bot_mismatch'
  | 'user_mismatch'
  | 'conversation_closed'
  | 'busy'
  | 'queue_full'
  | 'session_full'
  | 'keys_full'
  | 'link_used'
  | 'idempotency_key_reused'
  | 'input_unreadable'
  | 'input_failed';

/** What only the client can tell: nobody answered, not in time, not as Backchannel does; the outcome did not come in time. */
export type ClientCode = 'unreachable' | 'timeout' | 'unexpected_answer' | 'no_outcome';

/** The body of every refusal (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string | undefined;
  readonly pointer?: string | undefined;
  readonly inputId?: string | undefined;
}

type More = Partial<Pick<BackchannelError, 'status' | 'pointer' | 'detail' | 'inputId'>> & { readonly cause?: unknown };

/** A post that came to nothing, and why. */
export class BackchannelError extends Error {
  override readonly name = 'BackchannelError';
  readonly code: ProblemCode | ClientCode;
  /** Of the answer; 0 where no answer says it. */
  readonly status: number;
  /** The field that breaks a rule, as a JSON pointer into the body. */
  readonly pointer: string | undefined;
  readonly detail: string | undefined;
  /** The input, if it was accepted first. */
  readonly inputId: string | undefined;

  constructor(code: ProblemCode | ClientCode, { status = 0, pointer, detail, inputId, cause }: More = {}) {
    super(detail === undefined ? code : `${code}: ${detail}`, cause === undefined ? {} : { cause });
    this.code = code;
    this.status = status;
    this.pointer = pointer;
    this.detail = detail;
    this.inputId = inputId;
  }
}
