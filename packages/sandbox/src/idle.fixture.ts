import { call } from './sandbox.fixture.ts';
import { Sandbox } from './sandbox.ts';

process.stdout.write(JSON.stringify(await new Sandbox().run(call('bot.set("x", 1)'))));
