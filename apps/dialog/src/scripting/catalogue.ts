export { botContextFunctions } from '@backchannel/contracts';
