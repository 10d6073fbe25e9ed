import type { Message, Problem, ServerFrame } from '@backchannel/contracts';

const frame = (said: ServerFrame) => Buffer.from(JSON.stringify(said));

/** Frames as they go out: made once, however many tabs get them. */
export const frames = {
  welcome: (epoch: string, head: number) => frame({ type: 'welcome', epoch, head }),
  message: (message: Message) => frame({ type: 'message', message }),
  typing: frame({ type: 'typing' }),
  quiet: frame({ type: 'quiet' }),
  beat: frame({ type: 'beat' }),
  claimed: (callId: string, yours: boolean) => frame({ type: 'claimed', callId, yours }),
  accepted: (id: string, inputId: string) => frame({ type: 'accepted', id, inputId }),
  problem: (problem: Problem, id?: string) => frame({ type: 'problem', id, problem }),
};
