import { KafkaBroker } from '../kafka-broker.ts';
import { SqliteBroker } from '../sqlite-broker.ts';
import type { Child } from './house.ts';
import { type Note, notes } from './note.ts';

// A process of its own, to be killed. What it has done it says on its output, one number a line.
const { broker: how, topic: name, group, role } = JSON.parse(process.argv[2] ?? '') as Child;
const broker = 'path' in how ? new SqliteBroker(how) : new KafkaBroker(how);
const { topic, note } = notes(name);
const tell = (line: number) => process.stdout.write(`${line}\n`);

if (role === 'read') {
  broker.consume({
    group,
    topic,
    reader: {
      kind: 'batch',
      async handle(records) {
        for (const record of records) {
          const heard = record.event?.data as Note;
          tell(heard.n);
          if (heard.text === 'hang') await new Promise(() => undefined);
        }
        return [];
      },
    },
  });
} else {
  for (let n = 0; ; n += 10) {
    const ten = Array.from({ length: 10 }, (_, i) => n + i);
    await Promise.all(ten.map((one) => broker.publish([note(`key-${one % 3}`, one)]).then(() => tell(one))));
  }
}
